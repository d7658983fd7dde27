#include "native_process.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "batch.h"
#include "outcome.h"
#include "platform.h"
#include "sha256.h"

enum { PROGRAM_LIMIT = 256 << 20 };

/* By this the driver knows a native agent from other programs, before it starts one. */
__attribute__((used)) static const char mark[] = "IDT-NATIVE-AGENT 1";

/* ---- files ---- */

static char *map_bytes(int file, size_t size)
{
    void *bytes;

    if (ftruncate(file, (off_t)size) != 0)
        return NULL;
    bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return bytes == MAP_FAILED ? NULL : bytes;
}

static int file_of(const struct platform_map *map)
{
    return (int)(intptr_t)map->file;
}

bool platform_map_open(struct platform_map *map, const char *path, size_t size)
{
    const int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (file < 0)
        return false;
    map->file = (void *)(intptr_t)file;
    map->bytes = map_bytes(file, size);
    map->size = size;
    if (!map->bytes)
        close(file);
    return map->bytes != NULL;
}

bool platform_map_join(struct platform_map *map, const char *path, size_t size)
{
    (void)map;
    (void)path;
    (void)size;
    return true; /* a copy of the process has the map as well */
}

bool platform_map_grow(struct platform_map *map, size_t size)
{
    char *bytes = map_bytes(file_of(map), size);

    if (!bytes)
        return false;
    munmap(map->bytes, map->size);
    map->bytes = bytes;
    map->size = size;
    return true;
}

void platform_map_close(struct platform_map *map, size_t used)
{
    if (!map->bytes)
        return;
    munmap(map->bytes, map->size);
    if (ftruncate(file_of(map), (off_t)used) != 0)
        platform_error("the trace file can't be cut"); /* its length stands in its header */
    close(file_of(map));
    map->bytes = NULL;
}

static bool read_all(int file, char *data, size_t len)
{
    for (size_t done = 0; done < len;) {
        const ssize_t n = read(file, data + done, len - done);

        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

bool platform_read_file(const char *path, size_t limit, char **data, size_t *len)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;

    *data = NULL;
    if (file < 0)
        return false;
    if (fstat(file, &info) == 0 && (size_t)info.st_size <= limit)
        *data = malloc((size_t)info.st_size + 1);
    *len = *data ? (size_t)info.st_size : 0;
    if (*data && !read_all(file, *data, *len)) {
        free(*data);
        *data = NULL;
    }
    close(file);
    return *data != NULL;
}

void platform_error(const char *text)
{
    fprintf(stderr, "agent: %s\n", text);
}

void platform_arguments(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
}

void native_program(char *path, size_t size, char sha256[65])
{
    static char program[1024], digits[65];
    ssize_t n;
    char *data;
    size_t len;

    if (!digits[0]) {
        n = readlink("/proc/self/exe", program, sizeof program - 1);
        program[n > 0 ? n : 0] = 0;
        if (platform_read_file(program, PROGRAM_LIMIT, &data, &len)) {
            sha256_text(data, len, digits);
            free(data);
        }
    }
    snprintf(path, size, "%s", program);
    memcpy(sha256, digits, sizeof digits);
}

/* ---- the end ---- */

void platform_end(unsigned code)
{
    _exit((int)code);
}

int platform_leave(int code)
{
    return code;
}

/* ---- batches ---- */

static int (*run_scenario)(const struct options *options);
/* In memory that outlives a worker. */
static volatile struct progress {
    unsigned done; /* lines */
    bool all;      /* of them: not so if the DLL under test ended the worker, with whatever exit code */
} * progress;
static unsigned line;

static int wait_for(pid_t child)
{
    int status;

    if (child < 0 || waitpid(child, &status, 0) != child)
        return EXIT_ENVIRONMENT;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_COMPLETE;
}

static int run_forked(const struct options *options)
{
    const pid_t child = fork();

    if (child == 0)
        _exit(run_scenario(options));
    return wait_for(child);
}

static int run_if_new(const struct options *options)
{
    if (line++ < progress->done)
        return EXIT_COMPLETE;
    ++progress->done; /* before it runs: a worker that dies in it is not to meet it again */
    return run_scenario(options);
}

/* One worker runs all; one that a crash ended is replaced, and goes on behind that scenario. */
static int run_in_worker(const struct options *options)
{
    int worst = EXIT_COMPLETE, code;
    unsigned before;

    progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if ((void *)progress == MAP_FAILED)
        return EXIT_ENVIRONMENT;
    do {
        pid_t child;

        before = progress->done;
        fflush(NULL);
        child = fork();
        if (child == 0) {
            line = 0;
            code = batch_each(options, run_if_new);
            progress->all = true;
            exit(code);
        }
        code = wait_for(child);
        if (code == EXIT_INPUT || code == EXIT_ENVIRONMENT)
            worst = code;
    } while (!progress->all && progress->done > before);
    munmap((void *)(uintptr_t)progress, sizeof *progress);
    return worst;
}

int platform_batch(const struct options *options, int (*run)(const struct options *options))
{
    char path[1024], sha256[65];

    run_scenario = run;
    native_program(path, sizeof path, sha256); /* once, for all children */
    return options->in_process ? run_in_worker(options) : batch_each(options, run_forked);
}

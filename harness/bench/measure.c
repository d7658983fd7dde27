#include "bench.h"

#include "driver/files.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* VmHWM in MB, or the old value when the process is gone. */
static double peak_of(pid_t pid, double old)
{
    char path[64], line[256];
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    file = fopen(path, "r");
    if (!file)
        return old;
    while (fgets(line, sizeof line, file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            old = strtod(line + 6, NULL) / 1024;
    fclose(file);
    return old;
}

static _Noreturn void become(const struct command *command)
{
    int null = open("/dev/null", O_RDWR);
    int output = command->output ? open(command->output, O_WRONLY | O_CREAT | O_TRUNC, 0600) : null;

    dup2(null, 0);
    dup2(output, 1);
    dup2(output, 2);
    if (command->environment)
        execve(command->arguments[0], (char *const *)command->arguments, command->environment);
    else
        execv(command->arguments[0], (char *const *)command->arguments);
    _exit(127);
}

/* The peak is a high-water mark, so looking at it often enough to meet the last moments is all it takes. */
static void watch(pid_t pid, struct cost *cost)
{
    static const struct timespec moment = { .tv_nsec = 5000000 };
    siginfo_t info = { 0 };

    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0) {
        cost->peak_mb = peak_of(pid, cost->peak_mb);
        nanosleep(&moment, NULL);
    }
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

struct cost measure(const struct command *command)
{
    struct cost cost = { .status = -1 };
    double start = process_now();
    struct rusage usage;
    int status;
    pid_t pid = fork();

    if (pid == 0)
        become(command);
    if (pid < 0)
        return cost;
    if (command->watch_memory)
        watch(pid, &cost);
    if (wait4(pid, &status, 0, &usage) != pid)
        return cost;
    cost.seconds = process_now() - start;
    cost.status = process_status(status);
    cost.cpu = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    return cost;
}

bool expect_status(struct bench *bench, const struct cost *cost, int status, const char *what)
{
    return cost->status == status || problem_set(&bench->problem, CODE_ENVIRONMENT,
                                                 "%s: expected exit status %d, found %d", what, status, cost->status);
}

bool read_numbers(struct bench *bench, const char *output, unsigned n, double *numbers)
{
    struct str text = { 0 };
    bool ok = file_read(output, 4096, &text, &bench->problem);
    char *at = ok ? text.data : NULL, *end;

    for (unsigned i = 0; ok && i < n; i++, at = end) {
        numbers[i] = at ? strtod(at, &end) : 0;
        ok = at && end != at;
    }
    if (!ok && bench->problem.code == CODE_EXPECTED)
        problem_set(&bench->problem, CODE_ENVIRONMENT, "%s: expected %u numbers, found '%s'", output, n,
                    str_text(&text));
    str_free(&text);
    return ok;
}

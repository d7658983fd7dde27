#include "driver/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <sys/stat.h>
#include <unistd.h>

void (*new_file_announce)(const char *temporary);

bool file_exists(const char *path)
{
    struct stat info;

    return !stat(path, &info) && S_ISREG(info.st_mode);
}

bool folder_exists(const char *path)
{
    struct stat info;

    return !stat(path, &info) && S_ISDIR(info.st_mode);
}

static bool read_stream(FILE *stream, const char *path, size_t limit, struct str *content, struct problem *problem)
{
    char buffer[16384];
    size_t got, total = 0;

    while ((got = fread(buffer, 1, sizeof(buffer), stream)) > 0) {
        total += got;
        if (total > limit)
            return problem_set(problem, CODE_USAGE, "%s: expected at most %zu bytes, found more", path, limit);
        str_add(content, buffer, got);
    }
    if (ferror(stream))
        return problem_set(problem, CODE_USAGE, "%s: cannot be read: %s", path, strerror(errno));
    if (!content->data)
        str_add(content, "", 0);
    return true;
}

bool file_read(const char *path, size_t limit, struct str *content, struct problem *problem)
{
    FILE *stream = fopen(path, "rbe");
    bool ok;

    if (!stream)
        return problem_set(problem, CODE_USAGE, "%s: cannot be opened: %s", path, strerror(errno));
    ok = read_stream(stream, path, limit, content, problem);
    fclose(stream);
    return ok;
}

/* Renaming over a device or a pipe would take it away from everybody. */
static bool is_replaceable(const char *path)
{
    struct stat info;

    return stat(path, &info) || S_ISREG(info.st_mode) || S_ISDIR(info.st_mode);
}

bool new_file_open(struct new_file *file, const char *path, struct problem *problem)
{
    const char *opened = path;
    int fd;

    file->path = xstrdup(path);
    file->temporary = is_replaceable(path) ? xformat("%s.%ld.tmp", path, (long)getpid()) : NULL;
    if (file->temporary) {
        opened = file->temporary;
        if (new_file_announce)
            new_file_announce(opened);
    }
    fd = open(opened, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    file->stream = fd < 0 ? NULL : fdopen(fd, "wb");
    if (file->stream)
        return true;
    problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be written: %s", opened, strerror(errno));
    if (fd >= 0)
        close(fd);
    new_file_drop(file);
    return false;
}

void new_file_drop(struct new_file *file)
{
    if (file->stream)
        fclose(file->stream);
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    free(file->path);
    memset(file, 0, sizeof(*file));
}

bool new_file_commit(struct new_file *file, struct problem *problem)
{
    bool ok = !ferror(file->stream) && !fflush(file->stream);

    if (fclose(file->stream))
        ok = false;
    file->stream = NULL;
    if (ok && file->temporary && rename(file->temporary, file->path))
        ok = false;
    if (!ok)
        problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be written: %s", file->path, strerror(errno));
    new_file_drop(file); /* after a rename there is no such temporary file any more */
    return ok;
}

bool file_replace(const char *path, const char *data, size_t length, struct problem *problem)
{
    struct new_file file;

    if (!new_file_open(&file, path, problem))
        return false;
    fwrite(data, 1, length, file.stream);
    return new_file_commit(&file, problem);
}

bool file_copy(const char *from, const char *to, struct problem *problem)
{
    FILE *in = fopen(from, "rbe"), *out = in ? fopen(to, "wbe") : NULL;
    char buffer[65536];
    struct stat info;
    size_t got;
    bool ok = in && out && !fstat(fileno(in), &info) && !fchmod(fileno(out), info.st_mode & 0777);

    while (ok && (got = fread(buffer, 1, sizeof(buffer), in)) > 0)
        ok = fwrite(buffer, 1, got, out) == got;
    if (in && ferror(in))
        ok = false;
    if (out && fclose(out))
        ok = false;
    if (in)
        fclose(in);
    return ok || problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be copied to %s: %s", from, to, strerror(errno));
}

bool folder_make(const char *path, struct problem *problem)
{
    char *copy = xstrdup(path);
    bool ok = true;

    for (char *at = copy + 1; ok && *at; at++) {
        if (*at != '/')
            continue;
        *at = 0;
        ok = !mkdir(copy, 0777) || errno == EEXIST;
        *at = '/';
    }
    ok = ok && (!mkdir(copy, 0777) || errno == EEXIST) && folder_exists(copy);
    free(copy);
    return ok || problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be made: %s", path, strerror(errno));
}

static bool copy_entry(const char *from, const char *to, struct problem *problem)
{
    struct stat info;
    char target[4096];
    ssize_t length;

    if (lstat(from, &info))
        return problem_set(problem, CODE_ENVIRONMENT, "%s: %s", from, strerror(errno));
    if (S_ISDIR(info.st_mode))
        return tree_copy(from, to, problem);
    if (S_ISREG(info.st_mode))
        return file_copy(from, to, problem);
    if (!S_ISLNK(info.st_mode))
        return true;
    length = readlink(from, target, sizeof(target) - 1);
    if (length < 0)
        return problem_set(problem, CODE_ENVIRONMENT, "%s: %s", from, strerror(errno));
    target[length] = 0;
    return !symlink(target, to) || problem_set(problem, CODE_ENVIRONMENT, "%s: %s", to, strerror(errno));
}

bool tree_copy(const char *from, const char *to, struct problem *problem)
{
    DIR *folder = opendir(from);
    struct dirent *entry;
    bool ok = true;

    if (!folder)
        return problem_set(problem, CODE_ENVIRONMENT, "%s: %s", from, strerror(errno));
    if (mkdir(to, 0777) && errno != EEXIST)
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: %s", to, strerror(errno));
    while (ok && (entry = readdir(folder))) {
        char *source, *copy;

        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        source = xformat("%s/%s", from, entry->d_name);
        copy = xformat("%s/%s", to, entry->d_name);
        ok = copy_entry(source, copy, problem);
        free(source);
        free(copy);
    }
    closedir(folder);
    return ok;
}

static void remove_below(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *entry;

    if (!folder) {
        if (fd >= 0)
            close(fd);
        unlinkat(parent, name, 0);
        return;
    }
    while ((entry = readdir(folder))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (entry->d_type == DT_DIR)
            remove_below(fd, entry->d_name);
        else if (unlinkat(fd, entry->d_name, 0))
            remove_below(fd, entry->d_name); /* a file system that does not tell types */
    }
    closedir(folder);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void tree_remove(const char *path)
{
    remove_below(AT_FDCWD, path);
}

bool file_hash(const char *path, char hash[65], struct problem *problem)
{
    return SHA256File(path, hash) || problem_set(problem, CODE_USAGE, "%s: cannot be read: %s", path, strerror(errno));
}

static bool walk(const char *root, const char *below, const char *ending, struct list *paths, struct problem *problem)
{
    char *folder_path = xformat("%s%s%s", root, *below ? "/" : "", below);
    DIR *folder = opendir(folder_path);
    struct dirent *entry;
    bool ok = folder || problem_set(problem, CODE_USAGE, "%s: cannot be opened: %s", folder_path, strerror(errno));

    while (ok && (entry = readdir(folder))) {
        size_t length = strlen(entry->d_name), tail = strlen(ending);
        char *name, *path;

        if (entry->d_name[0] == '.')
            continue;
        name = xformat("%s%s%s", below, *below ? "/" : "", entry->d_name);
        path = xformat("%s/%s", root, name);
        if (folder_exists(path))
            ok = walk(root, name, ending, paths, problem);
        else if (length >= tail && !strcmp(entry->d_name + length - tail, ending))
            list_add(paths, name);
        free(path);
        free(name);
    }
    if (folder)
        closedir(folder);
    free(folder_path);
    return ok;
}

bool files_below(const char *folder, const char *ending, struct list *paths, struct problem *problem)
{
    bool ok = walk(folder, "", ending, paths, problem);

    list_sort(paths);
    return ok;
}

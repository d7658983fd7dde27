#include "driver/trace_file.h"

#include "trace/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define MAP_HEADER 64
#define MAP_MAGIC  "IDT-MAP 1 "

struct scan {
    struct trace_file *file;
    struct trace_part *current;
    uint64_t offset;
    unsigned line;
    struct problem *problem;
};

static bool end_part(struct scan *scan)
{
    struct trace_part *part = scan->current, *other;

    if (!part)
        return true;
    part->length = scan->offset - part->offset;
    scan->current = NULL;
    if (!part->of) {
        free(part);
        return problem_set(scan->problem, CODE_USAGE, "%s:%u: expected a trace with an `of` line, found none",
                           scan->file->path, scan->line);
    }
    HASH_FIND_STR(scan->file->parts, part->of, other);
    if (other) {
        HASH_DEL(scan->file->parts, other); /* the later run of a scenario counts */
        free(other->of);
        free(other);
    }
    HASH_ADD_KEYPTR(hh, scan->file->parts, part->of, strlen(part->of), part);
    return true;
}

static bool scan_line(struct scan *scan, char *line, size_t length)
{
    scan->line++;
    while (length && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        line[--length] = 0;
    if (!strcmp(line, "trace 1")) {
        if (!end_part(scan))
            return false;
        scan->current = xcalloc(1, sizeof(*scan->current));
        scan->current->offset = scan->offset;
    } else if (!scan->current) {
        return !*line || *line == ';' || /* what the kit has to say of the machine */
               problem_set(scan->problem, CODE_USAGE, "%s:%u:1: expected 'trace 1', found '%.60s'", scan->file->path,
                           scan->line, line);
    } else if (!scan->current->of && !strncmp(line, "of ", 3)) {
        scan->current->of = xstrdup(line + 3 + strspn(line + 3, " "));
    }
    return true;
}

static bool scan_file(struct trace_file *file, FILE *stream, struct problem *problem)
{
    struct scan scan = { .file = file, .problem = problem };
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool ok = true;

    while (ok && (length = getline(&line, &capacity, stream)) > 0) {
        ok = scan_line(&scan, line, (size_t)length);
        scan.offset += (uint64_t)length;
    }
    free(line);
    if (!ok) {
        if (scan.current)
            free(scan.current->of);
        free(scan.current);
        return false;
    }
    if (!scan.current)
        return problem_set(problem, CODE_USAGE, "%s:1:1: expected 'trace 1', found end of file", file->path);
    return end_part(&scan);
}

bool trace_file_open(const char *path, struct trace_file *file, struct problem *problem)
{
    FILE *stream;
    bool ok;

    memset(file, 0, sizeof(*file));
    file->path = xstrdup(path);
    file->fd = open(path, O_RDONLY | O_CLOEXEC);
    stream = file->fd < 0 ? NULL : fopen(path, "rbe");
    if (!stream)
        return problem_set(problem, CODE_USAGE, "%s: cannot be opened: %s", path, strerror(errno));
    ok = scan_file(file, stream, problem);
    fclose(stream);
    return ok;
}

void trace_file_close(struct trace_file *file)
{
    struct trace_part *part, *next;

    if (!file->path)
        return;
    HASH_ITER(hh, file->parts, part, next)
    {
        HASH_DEL(file->parts, part);
        free(part->of);
        free(part);
    }
    if (file->fd >= 0)
        close(file->fd);
    free(file->path);
    memset(file, 0, sizeof(*file));
}

static bool read_at(int fd, uint64_t offset, char *to, size_t length)
{
    while (length) {
        ssize_t got = pread(fd, to, length, (off_t)offset);

        if (got <= 0)
            return false;
        to += got;
        offset += (uint64_t)got;
        length -= (size_t)got;
    }
    return true;
}

bool trace_file_part(const struct trace_file *file, const char *id, struct str *text, struct problem *problem)
{
    struct trace_part *part = NULL;

    HASH_FIND_STR(file->parts, id, part);
    if (!part)
        return false;
    if (part->length > TRACE_MAX_TRACE)
        return problem_set(problem, CODE_USAGE, "%s: expected a trace of at most 1 GiB", file->path);
    str_clear(text);
    free(text->data);
    text->data = xcalloc(1, part->length + 1);
    text->length = part->length;
    text->capacity = part->length + 1;
    return read_at(file->fd, part->offset, text->data, part->length) ||
           problem_set(problem, CODE_USAGE, "%s: changed while it was read", file->path);
}

void mapped_trace_read(const char *path, struct str *text)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char header[MAP_HEADER + 1] = { 0 }, *end;
    unsigned long long length;

    str_clear(text);
    str_puts(text, "");
    if (fd < 0)
        return;
    if (read_at(fd, 0, header, MAP_HEADER) && !strncmp(header, MAP_MAGIC, sizeof(MAP_MAGIC) - 1)) {
        length = strtoull(header + sizeof(MAP_MAGIC) - 1, &end, 10);
        if (length && length <= TRACE_MAX_TRACE) {
            free(text->data);
            text->data = xcalloc(1, length + 1);
            text->capacity = length + 1;
            text->length = read_at(fd, MAP_HEADER, text->data, length) ? length : 0;
        }
    }
    close(fd);
    while (text->length && text->data[text->length - 1] != '\n')
        text->length--;
    text->data[text->length] = 0;
}

#include "driver/journal.h"

#include "driver/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define HEADER      "identical-journal 1\n"
#define RECORD      "cell %64[0-9a-f] %lf %zu"
#define LINE_LIMIT  160u
#define TRACE_LIMIT (256u << 20)

struct journal_cell {
    char key[65];
    uint64_t offset; /* of its trace */
    size_t length;
    double seconds;
    UT_hash_handle hh;
};

struct journal {
    char *path;
    int fd;
    uint64_t end; /* of the last whole record */
    size_t held, taken;
    struct journal_cell *cells;
};

static void add_cell(struct journal *journal, const char *key, uint64_t offset, size_t length, double seconds)
{
    struct journal_cell *cell = NULL;

    HASH_FIND_STR(journal->cells, key, cell);
    if (!cell) {
        cell = xcalloc(1, sizeof(*cell));
        snprintf(cell->key, sizeof(cell->key), "%s", key);
        HASH_ADD_STR(journal->cells, key, cell);
    }
    cell->offset = offset;
    cell->length = length;
    cell->seconds = seconds;
}

static bool read_at(int fd, void *data, size_t length, uint64_t offset)
{
    for (size_t done = 0; done < length;) {
        const ssize_t got = pread(fd, (char *)data + done, length - done, (off_t)(offset + done));

        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* ---- what is there ---- */

/* "cell KEY SECONDS LENGTH CRC\n", LENGTH bytes, "\n"; the checksum is of the line up to it, and of the bytes. */
static bool read_record(struct journal *journal, uint64_t size)
{
    char line[LINE_LIMIT + 1] = "", key[65], *end, *space;
    uint64_t left = size - journal->end, offset;
    unsigned long told, sum;
    struct str text = { 0 };
    double seconds;
    size_t length;
    bool ok = read_at(journal->fd, line, left < LINE_LIMIT ? left : LINE_LIMIT, journal->end);

    end = ok ? strchr(line, '\n') : NULL;
    if (!end)
        return false;
    *end = 0;
    space = strrchr(line, ' ');
    if (sscanf(line, RECORD, key, &seconds, &length) != 3 || strlen(key) != 64 || !space ||
        sscanf(space, " %8lx", &told) != 1)
        return false;
    offset = journal->end + (uint64_t)(end - line) + 1;
    if (length > TRACE_LIMIT || offset + length + 1 > size)
        return false;
    text.data = xcalloc(length + 1, 1);
    ok = read_at(journal->fd, text.data, length + 1, offset) && text.data[length] == '\n';
    sum = crc32(crc32(0, (const Bytef *)line, (uInt)(space - line)), (const Bytef *)text.data, (uInt)length);
    ok = ok && sum == told;
    free(text.data);
    if (ok) {
        add_cell(journal, key, offset, length, seconds);
        journal->end = offset + length + 1;
    }
    return ok;
}

/* Whatever stands behind the last whole record is the torn end of a run that was killed. */
static void read_records(struct journal *journal)
{
    char header[sizeof(HEADER)] = "";
    struct stat info;

    if (fstat(journal->fd, &info) || info.st_size < (off_t)strlen(HEADER) ||
        !read_at(journal->fd, header, strlen(HEADER), 0) || strcmp(header, HEADER) != 0)
        return;
    journal->end = strlen(HEADER);
    while (journal->end < (uint64_t)info.st_size && read_record(journal, (uint64_t)info.st_size))
        journal->held++;
}

static bool write_all(const struct journal *journal, const char *data, size_t length)
{
    for (size_t done = 0; done < length;) {
        const ssize_t put = pwrite(journal->fd, data + done, length - done, (off_t)(journal->end + done));

        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

bool journal_open(const char *path, bool resume, struct journal **journal, struct problem *problem)
{
    struct journal *opened;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

    *journal = NULL;
    if (fd < 0)
        return problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be written: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        close(fd);
        return true;
    }
    opened = xcalloc(1, sizeof(*opened));
    opened->fd = fd;
    opened->path = xstrdup(path);
    if (resume)
        read_records(opened);
    if (ftruncate(fd, (off_t)opened->end) || (!opened->end && !write_all(opened, HEADER, strlen(HEADER)))) {
        problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be written: %s", path, strerror(errno));
        journal_close(opened, false);
        return false;
    }
    opened->end = opened->end ? opened->end : strlen(HEADER);
    *journal = opened;
    return true;
}

void journal_close(struct journal *journal, bool finished)
{
    struct journal_cell *cell, *next;

    if (!journal)
        return;
    if (finished || !journal->cells)
        unlink(journal->path);
    HASH_ITER(hh, journal->cells, cell, next)
    {
        HASH_DEL(journal->cells, cell);
        free(cell);
    }
    close(journal->fd);
    free(journal->path);
    free(journal);
}

size_t journal_held(const struct journal *journal)
{
    return journal ? journal->held : 0;
}

size_t journal_left(const struct journal *journal)
{
    return journal && journal->held > journal->taken ? journal->held - journal->taken : 0;
}

/* ---- one cell ---- */

static const struct journal_cell *find(const struct journal *journal, const char *key)
{
    struct journal_cell *cell = NULL;

    if (journal && journal->cells)
        HASH_FIND_STR(journal->cells, key, cell);
    return cell;
}

bool journal_has(const struct journal *journal, const char *key)
{
    return find(journal, key);
}

bool journal_take(struct journal *journal, const char *key, struct str *text, double *seconds)
{
    const struct journal_cell *cell = find(journal, key);
    char *data = cell ? xcalloc(cell->length + 1, 1) : NULL;
    bool ok = cell && read_at(journal->fd, data, cell->length, cell->offset);

    if (ok) {
        str_add(text, data, cell->length);
        *seconds = cell->seconds;
        journal->taken++;
    }
    free(data);
    return ok;
}

void journal_add(struct journal *journal, const char *key, const struct str *text, double seconds)
{
    struct str record = { 0 };
    size_t head;

    if (!journal || text->length > TRACE_LIMIT)
        return;
    str_addf(&record, "cell %s %.6f %zu", key, seconds, text->length);
    head = record.length;
    str_addf(&record, " %08lx\n",
             crc32(crc32(0, (const Bytef *)record.data, (uInt)head), (const Bytef *)text->data, (uInt)text->length));
    head = record.length;
    str_add(&record, text->data, text->length);
    str_puts(&record, "\n");
    if (write_all(journal, record.data, record.length)) {
        add_cell(journal, key, journal->end + head, text->length, seconds);
        journal->end += record.length;
    }
    str_free(&record);
}

/* ---- what a cell comes from ---- */

static bool add_file(struct str *inputs, const char *path, struct problem *problem)
{
    char hash[65];
    bool ok = file_hash(path, hash, problem);

    if (ok)
        str_addf(inputs, "%s\n", hash);
    return ok;
}

static bool add_neighbours(struct str *inputs, const struct target *target, struct problem *problem)
{
    const char *slash = strrchr(target->file, '/');
    bool ok = true;

    for (size_t i = 0; ok && i < target->neighbours.count; i++) {
        char *path =
            xformat("%.*s/%s", (int)(slash ? slash - target->file : 0), target->file, target->neighbours.items[i]);

        str_addf(inputs, "%s ", target->neighbours.items[i]);
        ok = add_file(inputs, path, problem);
        free(path);
    }
    return ok;
}

bool journal_fingerprint(const struct settings *settings, const struct target *target, char hash[65],
                         struct problem *problem)
{
    char *agent = settings_built(settings, target->lane == LANE_X86 ? "win32" : "win64", "harness/agent/agent.exe");
    struct str inputs = { 0 };
    bool ok;

    str_addf(&inputs, "%s %s %d\n%s\n%s\n", target->name, lane_names[target->lane], target->registry_reads,
             settings->wine, settings->template);
    ok = add_file(&inputs, target->load && file_exists(target->load) ? target->load : target->file, problem) &&
         add_neighbours(&inputs, target, problem) &&
         (target->lane == LANE_NATIVE || add_file(&inputs, agent, problem)) &&
         (!target->ui || add_file(&inputs, target->ui, problem));
    if (ok)
        SHA256Data((const uint8_t *)inputs.data, inputs.length, hash);
    str_free(&inputs);
    free(agent);
    return ok;
}

void journal_key(const char *fingerprint, const char *scenario, char key[65])
{
    char both[2 * 64 + 2];

    snprintf(both, sizeof(both), "%.64s %.64s", fingerprint, scenario);
    SHA256Data((const uint8_t *)both, strlen(both), key);
}

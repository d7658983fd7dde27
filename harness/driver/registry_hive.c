/* A hive of Windows NT: its header is looked at here, its cells are read by libhivex in a child process, so that no hive
 * can do more than end that child. */
#include "driver/registry_file.h"

#include "trace/trace.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEADER 4096u

/* ---- the header ---- */

static uint32_t number_at(const char *data, size_t at)
{
    const uint8_t *b = (const uint8_t *)data + at;

    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void put_number(char *data, size_t at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        data[at + i] = (char)(number >> (8 * i));
}

/* Of the first 127 numbers; it stands in the 128th. */
static uint32_t checksum(const char *data)
{
    uint32_t sum = 0;

    for (size_t at = 0; at < 508; at += 4)
        sum ^= number_at(data, at);
    return sum == 0xFFFFFFFF ? 0xFFFFFFFE : sum ? sum : 1;
}

static bool check_header(const char *data, size_t length, const char *name, struct list *notes, struct problem *problem)
{
    size_t bins;

    if (length < HEADER * 2)
        return problem_set(problem, CODE_USAGE, "%s: expected a hive of at least %u bytes, found %zu: it is cut off",
                           name, HEADER * 2, length);
    bins = number_at(data, 40);
    if (number_at(data, 4) != number_at(data, 8))
        list_add(notes, "it was not closed: what was changed last may be in its log (.LOG) only, and is missing");
    if (number_at(data, 508) != checksum(data))
        list_add(notes, "its header is damaged: the checksum is wrong");
    if (bins > length - HEADER)
        list_take(notes, xformat("it is cut off: %zu bytes are missing", bins - (length - HEADER)));
    return true;
}

/* No more pages than there are, and a right checksum: without them libhivex does not even look. */
static void mend(char *data, size_t length)
{
    if (number_at(data, 40) > length - HEADER || number_at(data, 40) % HEADER)
        put_number(data, 40, (uint32_t)(length - HEADER));
    put_number(data, 508, checksum(data));
}

/* ---- the hive ---- */

/* Why the child did not read it. New, free(). */
static char *failure(int code, const struct str *out)
{
    static const char mark[] = "; failed: ";
    const char *said = strstr(str_text(out), mark);

    if (said && code == 1)
        return xstrndup(said + sizeof(mark) - 1, strcspn(said + sizeof(mark) - 1, "\n"));
    if (code == 124)
        return xformat("reading it takes more than %d s or gives more than %zu MiB", HIVE_SECONDS, HIVE_OUTPUT >> 20);
    if (code > 128)
        return xformat("reading it ended with signal %d", code - 128);
    return xformat("reading it ended with exit code %d", code);
}

static void take_notes(const struct str *out, struct list *notes)
{
    for (const char *at = str_text(out); (at = strstr(at, "\n" REGISTRY_NOTE)) != NULL;) {
        at += strlen("\n" REGISTRY_NOTE);
        list_take(notes, xstrndup(at, strcspn(at, "\n")));
    }
}

/* A file without a name that holds the hive, so that it cannot change under the child. */
static int hive_file(const char *data, size_t length)
{
    int file = memfd_create("hive", MFD_CLOEXEC);
    size_t done = 0;

    while (file >= 0 && done < length) {
        ssize_t put = write(file, data + done, length - done);

        if (put > 0) {
            done += (size_t)put;
        } else if (put == 0 || errno != EINTR) {
            close(file);
            return -1;
        }
    }
    return file;
}

/* As it is, or mended and with libhivex told to go on where it can. */
static int try_hive(const char *data, size_t length, bool mended, const struct registry_wish *wish, struct str *out)
{
    size_t pages = length - length % HEADER;
    char *copy = mended ? xcalloc(1, length) : NULL;
    int file, code;

    if (copy) {
        memcpy(copy, data, length);
        mend(copy, pages);
    }
    file = hive_file(copy ? copy : data, copy ? pages : length);
    str_clear(out);
    code = file < 0 ? -1 : hive_child(file, mended, wish, out);
    if (file >= 0)
        close(file);
    free(copy);
    return code;
}

/* The second try, after the first one failed for that reason. */
static bool salvage(const char *data, size_t length, const char *name, const char *reason,
                    const struct registry_wish *wish, struct registry_file *file, struct str *out,
                    struct problem *problem)
{
    const int code = try_hive(data, length, true, wish, out);
    char *second;
    bool again;

    if (!code) {
        list_take(&file->notes, xformat("it is damaged (%s): this is what could be salvaged", reason));
        return true;
    }
    if (code < 0)
        return problem_set(problem, CODE_ENVIRONMENT, "%s: no process or file to read it with: %s", name,
                           strerror(errno));
    second = failure(code, out);
    again = !strcmp(second, reason);
    problem_set(problem, CODE_USAGE, "%s: expected a user's hive (NTUSER.DAT) that can be read: %s%s%s", name, reason,
                again ? "" : "; salvaging it: ", again ? "" : second);
    free(second);
    return false;
}

bool registry_hive(const char *data, size_t length, const char *name, const struct registry_wish *wish,
                   struct registry_file *file, struct str *out, struct problem *problem)
{
    bool ok = true;
    char *reason;
    int code;

    file->kind = REGISTRY_HIVE;
    file->whole = true;
    if (!check_header(data, length, name, &file->notes, problem))
        return false;
    code = try_hive(data, length, false, wish, out);
    if (code) {
        reason = code > 0 ? failure(code, out) : xstrdup(strerror(errno));
        ok = salvage(data, length, name, reason, wish, file, out, problem);
        free(reason);
    }
    if (ok)
        take_notes(out, &file->notes);
    return ok;
}

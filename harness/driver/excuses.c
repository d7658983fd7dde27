/* scenarios/statements.txt: why a statement has no scenario. */
#include "driver/coverage.h"

#include "driver/files.h"

#include "trace/text.h"

#include <ctype.h>

#define EXCUSES_LIMIT (1u << 20)
#define LINE_LIMIT    1024u
#define FIRST_LINE    "statements 1"

const char *const cover_names[N_COVERS] = {
    [COVERED] = "covered",         [NOT_DLL] = "not-dll",
    [OVERRULED] = "overruled",     [NOTHING_STATED] = "nothing-stated",
    [NATIVE_ONLY] = "native-only", [UNCOVERED] = "uncovered",
};

struct reader {
    const char *path;
    const char *text; /* the line, without its end */
    const char *at;
    unsigned line;
    struct problem *problem;
};

static unsigned column(const struct reader *reader, const char *at)
{
    return (unsigned)(at - reader->text) + 1;
}

/* Shows the word at that place, or what stands for it. */
static bool expected(const struct reader *reader, const char *at, const char *what)
{
    const int length = (int)strcspn(at, " ");

    if (!*at)
        return problem_set(reader->problem, CODE_USAGE, "%s:%u:%u: expected %s, found end of line", reader->path,
                           reader->line, column(reader, at), what);
    return problem_set(reader->problem, CODE_USAGE, "%s:%u:%u: expected %s, found '%.*s'", reader->path, reader->line,
                       column(reader, at), what, length > 80 ? 80 : length, at);
}

static bool is_decision(const char *word, size_t length)
{
    if (length < 3 || strncmp(word, "I-", 2) != 0)
        return false;
    for (size_t i = 2; i < length; i++)
        if (!isdigit((unsigned char)word[i]))
            return false;
    return true;
}

static bool read_number(struct reader *reader, struct excuse *excuse)
{
    const size_t length = strcspn(reader->at, " ");

    if (length < 3 || !isupper((unsigned char)reader->at[0]) || reader->at[1] != '-' ||
        !isdigit((unsigned char)reader->at[2]))
        return expected(reader, reader->at, "the number of a statement, such as D-110");
    excuse->number = xstrndup(reader->at, length);
    excuse->column = column(reader, reader->at);
    reader->at += length;
    reader->at += strspn(reader->at, " ");
    return true;
}

static bool read_cover(struct reader *reader, struct excuse *excuse)
{
    const size_t length = strcspn(reader->at, " ");

    for (excuse->cover = NOT_DLL; excuse->cover < UNCOVERED; excuse->cover++)
        if (strlen(cover_names[excuse->cover]) == length && !strncmp(cover_names[excuse->cover], reader->at, length))
            break;
    if (excuse->cover == UNCOVERED)
        return expected(reader, reader->at, "not-dll, overruled, nothing-stated or native-only");
    reader->at += length;
    return true;
}

/* Of overruled and nothing-stated: the decision that says what is so, one blank behind the word. */
static bool read_decision(struct reader *reader, struct excuse *excuse)
{
    const size_t blanks = strspn(reader->at, " ");
    const char *at = reader->at + blanks;
    const size_t length = strcspn(at, " ");

    if (excuse->cover != OVERRULED && excuse->cover != NOTHING_STATED)
        return true;
    if (!is_decision(at, length))
        return expected(reader, at, "the number of a decision (I-14)");
    excuse->decision = xstrndup(at, length);
    excuse->decision_column = column(reader, at);
    reader->at = at + length;
    return true;
}

static bool read_reason(struct reader *reader, struct excuse *excuse)
{
    const size_t blanks = strspn(reader->at, " ");

    if (blanks < 2)
        return expected(reader, reader->at + blanks, "two blanks and a reason");
    reader->at += blanks;
    excuse->reason = xstrdup(reader->at);
    return true;
}

static void excuse_free(struct excuse *excuse)
{
    free(excuse->number);
    free(excuse->decision);
    free(excuse->reason);
}

static bool read_excuse(struct reader *reader, struct excuses *excuses)
{
    struct excuse excuse = { .line = reader->line };
    bool ok = read_number(reader, &excuse) && read_cover(reader, &excuse) && read_decision(reader, &excuse) &&
              read_reason(reader, &excuse);

    for (size_t i = 0; ok && i < excuses->count; i++)
        if (!strcmp(excuses->items[i].number, excuse.number))
            ok = problem_set(reader->problem, CODE_USAGE,
                             "%s:%u:%u: expected a new number, found '%s' (also in line %u)", reader->path,
                             reader->line, excuse.column, excuse.number, excuses->items[i].line);
    if (!ok) {
        excuse_free(&excuse);
        return false;
    }
    excuses->items = xrealloc(excuses->items, (excuses->count + 1) * sizeof(*excuses->items));
    excuses->items[excuses->count++] = excuse;
    return true;
}

static bool check_bytes(const struct reader *reader, size_t length)
{
    if (length > LINE_LIMIT)
        return problem_set(reader->problem, CODE_USAGE, "%s:%u:1: expected at most %u bytes in a line, found %zu",
                           reader->path, reader->line, LINE_LIMIT, length);
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t code;

        size = text_utf8(reader->text + i, length - i, &code);
        if (!size || code < 0x20 || code == 0x7F)
            return problem_set(reader->problem, CODE_USAGE, "%s:%u:%zu: expected %s, found byte 0x%02x", reader->path,
                               reader->line, i + 1, size ? "no control character" : "UTF-8",
                               (unsigned char)reader->text[i]);
    }
    return true;
}

static bool read_line(struct reader *reader, size_t length, struct excuses *excuses)
{
    if (!check_bytes(reader, length))
        return false;
    if (reader->line == 1)
        return !strcmp(reader->text, FIRST_LINE) || expected(reader, reader->text, "'" FIRST_LINE "'");
    return !*reader->text || *reader->text == ';' || read_excuse(reader, excuses);
}

bool excuses_parse(const char *text, size_t length, const char *path, struct excuses *excuses, struct problem *problem)
{
    struct reader reader = { .path = path, .problem = problem };
    const char *end = text + length;
    bool ok = true;

    memset(excuses, 0, sizeof(*excuses));
    excuses->path = xstrdup(path);
    do {
        const char *stop = length ? memchr(text, '\n', (size_t)(end - text)) : NULL;
        size_t size = stop ? (size_t)(stop - text) : (size_t)(end - text);
        char *line = xcalloc(size + 1, 1);

        if (size)
            memcpy(line, text, size);
        while (size && (line[size - 1] == ' ' || line[size - 1] == '\r'))
            line[--size] = 0;
        reader.line++;
        reader.text = reader.at = line;
        ok = read_line(&reader, size, excuses);
        free(line);
        text = stop ? stop + 1 : end;
    } while (ok && text < end);
    return ok;
}

bool excuses_load(const char *folder, struct excuses *excuses, struct problem *problem)
{
    char *path = xformat("%s/statements.txt", folder);
    struct str content = { 0 };
    bool ok = true;

    memset(excuses, 0, sizeof(*excuses));
    if (file_exists(path))
        ok = file_read(path, EXCUSES_LIMIT, &content, problem) &&
             excuses_parse(str_text(&content), content.length, path, excuses, problem);
    str_free(&content);
    free(path);
    return ok;
}

void excuses_free(struct excuses *excuses)
{
    for (size_t i = 0; i < excuses->count; i++)
        excuse_free(&excuses->items[i]);
    free(excuses->items);
    free(excuses->path);
    memset(excuses, 0, sizeof(*excuses));
}

#include "driver/expect.h"

#include "driver/files.h"

#include <ctype.h>
#include <time.h>

#define EXPECT_LIMIT (16u << 20)

struct reader {
    const char *path;
    const char *today;
    unsigned line;
    struct problem *problem;
};

static bool expected(const struct reader *reader, const char *what, const char *found)
{
    return problem_set(reader->problem, CODE_USAGE, "%s:%u: expected %s, found '%s'", reader->path, reader->line, what,
                       *found ? found : "end of line");
}

static void trim(char *text)
{
    size_t length = strlen(text);

    while (length && isspace((unsigned char)text[length - 1]))
        text[--length] = 0;
}

static const char *after_blanks(const char *text)
{
    return text + strspn(text, " ");
}

/* "…" with \" \\ \n \t. Returns what follows it, NULL if it does not end. */
static const char *read_quoted(const char *at, struct str *out)
{
    str_puts(out, "");
    for (at++; *at && *at != '"'; at++) {
        char c = *at;

        if (c == '\\') {
            c = *++at;
            if (!c)
                return NULL;
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        str_add(out, &c, 1);
    }
    return *at ? at + 1 : NULL;
}

static bool is_date(const char *text)
{
    for (size_t i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : !isdigit((unsigned char)text[i]))
            return false;
    return !text[10];
}

/* Cuts "until YYYY-MM-DD" off the end of the reason. */
static bool read_expiry(const struct reader *reader, char *reason, struct expect_line *line)
{
    char *at = NULL;

    for (char *next = reason; (next = strstr(next, "until ")); next++)
        if (next == reason || next[-1] == ' ')
            at = next;
    if (!at || !isdigit((unsigned char)at[6]))
        return true;
    if (!is_date(at + 6))
        return expected(reader, "until YYYY-MM-DD at the end of the line", at + 6);
    memcpy(line->until, at + 6, sizeof(line->until));
    line->expired = strcmp(line->until, reader->today) < 0;
    *at = 0;
    trim(reason);
    return true;
}

/* "scenario / label / fact", with any number of blanks. */
static bool read_key(const struct reader *reader, char *text, struct expect_line *line)
{
    char *first = strstr(text, " / "), *second = NULL, *label, *fact;

    trim(text);
    for (char *at = first ? first + 3 : NULL; at && (at = strstr(at, " / ")); at += 3)
        second = at;
    if (!first || !second)
        return expected(reader, "'scenario / label / fact' before the quoted value", text);
    *first = *second = 0;
    label = first + 3 + strspn(first + 3, " ");
    fact = second + 3 + strspn(second + 3, " ");
    trim(text);
    trim(label);
    line->scenario = xstrdup(text);
    line->key = xformat("%s / %s / %s", text, label, fact);
    return true;
}

/* evidence, two or more blanks, reason. */
static bool read_reason(const struct reader *reader, const char *at, struct expect_line *line)
{
    const char *gap = strstr(at, "  ");

    if (!*at || !gap)
        return expected(reader, "evidence, two blanks and a reason behind the value", at);
    line->evidence = xstrndup(at, (size_t)(gap - at));
    line->reason = xstrdup(after_blanks(gap));
    trim(line->reason);
    if (!read_expiry(reader, line->reason, line))
        return false;
    return *line->reason || expected(reader, "a reason", "");
}

static void line_free(struct expect_line *line)
{
    free(line->key);
    free(line->scenario);
    free(line->observed);
    free(line->expected);
    free(line->evidence);
    free(line->reason);
    free(line);
}

/* not "the expectation that it is about"; *at goes behind it. */
static bool read_expected(const struct reader *reader, const char **at, struct expect_line *line)
{
    struct str text = { 0 };
    const char *quote = *at + 4;

    if (strncmp(*at, "not \"", 5) != 0)
        return true;
    *at = read_quoted(quote, &text);
    line->expected = text.data;
    if (!*at)
        return expected(reader, "a closing quote", quote);
    *at = after_blanks(*at);
    return true;
}

static bool fill_line(const struct reader *reader, const char *text, struct expect_line *line)
{
    const char *quote = strchr(text, '"'), *at;
    struct str observed = { 0 };
    char *key;
    bool ok;

    if (!quote)
        return expected(reader, "the observed value in quotes", text);
    key = xstrndup(text, (size_t)(quote - text));
    ok = read_key(reader, key, line);
    free(key);
    if (!ok)
        return false;
    at = read_quoted(quote, &observed);
    line->observed = observed.data;
    if (!at)
        return expected(reader, "a closing quote", quote);
    at = after_blanks(at);
    return read_expected(reader, &at, line) && read_reason(reader, at, line);
}

static bool read_line(const struct reader *reader, const char *text, struct expect *expect)
{
    struct expect_line *line = xcalloc(1, sizeof(*line)), *other;

    line->line = reader->line;
    if (!fill_line(reader, text, line)) {
        line_free(line);
        return false;
    }
    HASH_FIND_STR(expect->lines, line->key, other);
    if (other) {
        problem_set(reader->problem, CODE_USAGE, "%s:%u: expected a new key, found '%s' (also in line %u)",
                    reader->path, reader->line, line->key, other->line);
        line_free(line);
        return false;
    }
    HASH_ADD_KEYPTR(hh, expect->lines, line->key, strlen(line->key), line);
    return true;
}

static bool read_header(const struct reader *reader, const char *text, struct expect *expect)
{
    const char *name = text + 9;

    if (strncmp(text, "expect 1 ", 9) != 0 || !*after_blanks(name))
        return expected(reader, "'expect 1 TARGET'", text);
    expect->target = xstrdup(after_blanks(name));
    return true;
}

bool expect_parse(const char *text, size_t length, const char *path, const char *today, struct expect *expect,
                  struct problem *problem)
{
    struct reader reader = { path, today, 0, problem };
    const char *end = text + length;
    bool ok = true;

    memset(expect, 0, sizeof(*expect));
    expect->path = xstrdup(path);
    while (ok && text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t size = stop ? (size_t)(stop - text) : (size_t)(end - text);
        char *line = xstrndup(text, size);

        trim(line);
        reader.line++;
        if (!expect->target)
            ok = read_header(&reader, line, expect);
        else if (*line && *line != ';')
            ok = read_line(&reader, line, expect);
        free(line);
        text += size + 1;
    }
    if (ok && !expect->target)
        ok = expected(&reader, "'expect 1 TARGET'", "");
    return ok;
}

bool expect_load(const char *folder, const char *name, struct expect *expect, struct problem *problem)
{
    char *path = xformat("%s/expect/%s.expect", folder, name), today[16];
    struct str content = { 0 };
    time_t now = time(NULL);
    struct tm parts;
    bool ok = true;

    memset(expect, 0, sizeof(*expect));
    strftime(today, sizeof(today), "%Y-%m-%d", gmtime_r(&now, &parts));
    if (file_exists(path)) {
        ok = file_read(path, EXPECT_LIMIT, &content, problem) &&
             expect_parse(content.data, content.length, path, today, expect, problem);
        if (ok && strcmp(expect->target, name) != 0)
            ok = problem_set(problem, CODE_USAGE, "%s:1: expected 'expect 1 %s', found '%s'", path, name,
                             expect->target);
    }
    str_free(&content);
    free(path);
    return ok;
}

void expect_free(struct expect *expect)
{
    struct expect_line *line, *next;

    HASH_ITER(hh, expect->lines, line, next)
    {
        HASH_DEL(expect->lines, line);
        line_free(line);
    }
    free(expect->path);
    free(expect->target);
    memset(expect, 0, sizeof(*expect));
}

struct expect_line *expect_find(const struct expect *expect, const char *scenario, const char *label, const char *fact)
{
    struct expect_line *line = NULL;
    char *key;

    if (!expect->lines)
        return NULL;
    key = xformat("%s / %s / %s", scenario, label, fact);
    HASH_FIND_STR(expect->lines, key, line);
    free(key);
    return line;
}

static void print_quoted(const char *text, struct str *out)
{
    str_puts(out, "\"");
    for (; *text; text++) {
        if (*text == '\n')
            str_puts(out, "\\n");
        else if (*text == '\t')
            str_puts(out, "\\t");
        else
            str_addf(out, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
    }
    str_puts(out, "\"");
}

void expect_print(const char *key, const char *observed, const char *expected, struct str *out)
{
    str_addf(out, "%s  ", key);
    print_quoted(observed, out);
    if (expected) {
        str_puts(out, " not ");
        print_quoted(expected, out);
    }
}

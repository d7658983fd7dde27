#include "driver/accept.h"

#include <time.h>

#define NEVER "0000-00-00" /* a day on which nothing has expired */

const char *const accepted_names[] = { "added", "replaced", "removed", "unchanged" };

/* ---- words ---- */

static bool one_line(const char *what, const char *text, struct problem *problem)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at < 0x20 || *at == 0x7f)
            return problem_set(problem, CODE_USAGE, "%s: expected one line of text, found character 0x%02x", what, *at);
    if (!text[strspn(text, " ")])
        return problem_set(problem, CODE_USAGE, "%s: expected a text, found none", what);
    return true;
}

/* The same day comes out of the calendar again. */
static bool real_date(const char *text)
{
    struct tm parts = { 0 };
    const char *end = strptime(text, "%Y-%m-%d", &parts);
    char again[16];

    if (!end || *end || timegm(&parts) < 0)
        return false;
    strftime(again, sizeof(again), "%Y-%m-%d", &parts);
    return !strcmp(again, text);
}

static const char *evidence_of(const struct acceptance *acceptance)
{
    return acceptance->evidence ? acceptance->evidence : acceptance->fact->evidence;
}

/* "until 2027-…" at the end of a reason would be read as its date. */
static bool reason_keeps_its_words(const char *reason)
{
    for (const char *at = reason; (at = strstr(at, "until ")); at++)
        if ((at == reason || at[-1] == ' ') && at[6] >= '0' && at[6] <= '9')
            return false;
    return true;
}

bool accept_check(const struct acceptance *acceptance, const char *today, struct problem *problem)
{
    const char *evidence = evidence_of(acceptance), *until = acceptance->until;

    if (acceptance->fact->verdict == VERDICT_FIXED)
        return true;
    if (!acceptance->reason)
        return problem_set(problem, CODE_USAGE, "expected --reason TEXT: why is this difference accepted?");
    if (!one_line("--reason", acceptance->reason, problem))
        return false;
    if (!reason_keeps_its_words(acceptance->reason))
        return problem_set(problem, CODE_USAGE, "--reason: expected no date behind 'until'; name it by --until");
    if (!evidence || !*evidence)
        return problem_set(problem, CODE_USAGE, "expected --evidence TEXT: the report names none for this fact");
    if (!one_line("--evidence", evidence, problem))
        return false;
    if (strstr(evidence, "  ") || *evidence == ' ')
        return problem_set(problem, CODE_USAGE, "--evidence: expected words with one blank between them, found '%s'",
                           evidence);
    if (until && !real_date(until))
        return problem_set(problem, CODE_USAGE, "--until: expected YYYY-MM-DD, found '%s'", until);
    if (until && strcmp(until, today) < 0)
        return problem_set(problem, CODE_USAGE, "--until: expected a day that is not over, found '%s'", until);
    return true;
}

/* ---- the file ---- */

static char *key_of(const struct acceptance *acceptance)
{
    return xformat("%s / %s / %s", acceptance->scenario, acceptance->fact->label, acceptance->fact->fact);
}

static void new_line(const struct acceptance *acceptance, struct str *out)
{
    const struct fact *fact = acceptance->fact;
    const char *reason = acceptance->reason + strspn(acceptance->reason, " ");
    size_t length = strlen(reason);
    char *key = key_of(acceptance);

    while (length && reason[length - 1] == ' ')
        length--;
    expect_print(key, fact->observed ? fact->observed : "", fact->expected, out);
    str_addf(out, "  %s  %.*s", evidence_of(acceptance), (int)length, reason);
    if (acceptance->until)
        str_addf(out, "  until %s", acceptance->until);
    str_puts(out, "\n");
    free(key);
}

/* Behind the last line of the scenario, else behind the last of those that sort before it, else behind the comments at the
 * top. Returns the number of the line behind which it goes. */
static unsigned place_for(const struct expect *expect, const char *scenario, const char *text)
{
    unsigned own = 0, before = 0, top = 1;

    for (const struct expect_line *line = expect->lines; line; line = line->hh.next) {
        int order = strcmp(line->scenario, scenario);

        if (!order)
            own = line->line;
        else if (order < 0)
            before = line->line;
    }
    if (own || before)
        return own ? own : before;
    for (const char *at = strchr(text, '\n'); at && at[1] == ';'; at = strchr(at + 1, '\n'))
        top++;
    return top;
}

/* Copies the text; behind line `number` (instead of it: replace) comes `added`. */
static void splice(const char *text, unsigned number, bool replace, const char *added, struct str *out)
{
    unsigned line = 1;

    for (const char *at = text; *at; line++) {
        const size_t length = strcspn(at, "\n");

        if (line != number || !replace) {
            str_add(out, at, length);
            str_puts(out, "\n");
        }
        if (line == number)
            str_puts(out, added);
        at += length + (at[length] == '\n');
    }
}

static bool same_text(const char *left, const char *right)
{
    return !strcmp(left ? left : "", right ? right : "");
}

/* What was written is read again: the line is there and means the fact, or is gone. */
static bool confirm(const struct acceptance *acceptance, const struct str *edited, const char *path, bool gone,
                    struct problem *problem)
{
    const struct fact *fact = acceptance->fact;
    struct expect expect;
    const struct expect_line *line;
    bool ok = expect_parse(edited->data, edited->length, path, NEVER, &expect, problem);

    if (ok) {
        line = expect_find(&expect, acceptance->scenario, fact->label, fact->fact);
        ok = gone ? !line
                  : line && same_text(line->observed, fact->observed) && same_text(line->expected, fact->expected) &&
                        same_text(line->evidence, evidence_of(acceptance)) && same_text(line->until, acceptance->until);
        if (!ok)
            problem_set(problem, CODE_USAGE, "%s: '%s' cannot be written as a line of this file", path, fact->label);
    }
    expect_free(&expect);
    return ok;
}

static bool remove_line(const struct acceptance *acceptance, const struct expect *expect, const char *text,
                        struct str *edited, enum accepted *done, unsigned *number, struct problem *problem)
{
    const struct fact *fact = acceptance->fact;
    const struct expect_line *line = expect_find(expect, acceptance->scenario, fact->label, fact->fact);

    if (!line)
        return problem_set(problem, CODE_USAGE, "%s: expected the line of %s / %s / %s, which is to go, found none",
                           expect->path, acceptance->scenario, fact->label, fact->fact);
    *done = ACCEPT_REMOVED;
    *number = line->line;
    splice(text, line->line, true, "", edited);
    return confirm(acceptance, edited, expect->path, true, problem);
}

static bool write_line(const struct acceptance *acceptance, const struct expect *expect, const char *text,
                       struct str *edited, enum accepted *done, unsigned *number, struct problem *problem)
{
    const struct fact *fact = acceptance->fact;
    const struct expect_line *line = expect_find(expect, acceptance->scenario, fact->label, fact->fact);
    struct str added = { 0 };

    new_line(acceptance, &added);
    *done = line ? ACCEPT_REPLACED : ACCEPT_ADDED;
    *number = line ? line->line : place_for(expect, acceptance->scenario, text);
    splice(text, *number, line != NULL, added.data, edited);
    *number += line == NULL;
    if (line && !strcmp(edited->data, text))
        *done = ACCEPT_UNCHANGED;
    str_free(&added);
    return confirm(acceptance, edited, expect->path, false, problem);
}

bool accept_edit(const struct acceptance *acceptance, const char *text, const char *path, const char *target,
                 struct str *edited, enum accepted *done, unsigned *line, struct problem *problem)
{
    char *fresh = xformat("expect 1 %s\n", target);
    struct expect expect;
    bool ok;

    if (!*text)
        text = fresh;
    ok = expect_parse(text, strlen(text), path, NEVER, &expect, problem);
    if (ok && strcmp(expect.target, target) != 0)
        ok = problem_set(problem, CODE_USAGE, "%s:1: expected 'expect 1 %s', found '%s'", path, target, expect.target);
    str_puts(edited, "");
    if (ok && acceptance->fact->verdict == VERDICT_FIXED)
        ok = remove_line(acceptance, &expect, text, edited, done, line, problem);
    else if (ok)
        ok = write_line(acceptance, &expect, text, edited, done, line, problem);
    expect_free(&expect);
    free(fresh);
    return ok;
}

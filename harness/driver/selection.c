#include "driver/selection.h"

#include "driver/files.h"
#include "driver/report.h"

#include <ctype.h>
#include <fnmatch.h>
#include <strings.h>

#define DEEPEST 32u

struct reader {
    const char *text, *at;
    const struct scenario *scenario;
    const struct results *last;
    unsigned depth;
    struct problem *problem;
};

static bool expected(struct reader *reader, const char *what)
{
    const size_t length = strcspn(reader->at, " ()");
    char *found = *reader->at ? xstrndup(reader->at, length ? length : 1) : xstrdup("end of the expression");

    problem_set(reader->problem, CODE_USAGE, "-E '%s': column %zu: expected %s, found '%s'", reader->text,
                (size_t)(reader->at - reader->text) + 1, what, found);
    free(found);
    return false;
}

/* ---- what can be said of a scenario ---- */

static bool name_fits(const char *text, const char *pattern)
{
    return strpbrk(pattern, "*?[") ? !fnmatch(pattern, text, 0) : strstr(text, pattern) != NULL;
}

static bool has_need(const struct scenario *scenario, const char *word, bool *known)
{
    static const struct {
        const char *name;
        enum need need;
    } needs[] = { { "ui", NEED_UI },
                  { "processes", NEED_PROCESSES },
                  { "threads", NEED_THREADS },
                  { "native", NEED_NATIVE },
                  { "fault", NEED_FAULT } };

    for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++) {
        if (strcmp(needs[i].name, word) != 0)
            continue;
        *known = true;
        return scenario->needs & needs[i].need;
    }
    *known = false;
    return false;
}

static bool has_evidence(const char *evidence, const char *word)
{
    const size_t length = strlen(word);

    for (const char *at = evidence; (at = strcasestr(at, word)); at++) {
        const bool begins = at == evidence || at[-1] == ' ';

        if (begins && (!at[length] || at[length] == ',' || at[length] == ' '))
            return true;
    }
    return false;
}

/* In the last report; target: NULL for any. */
static bool was_red(const struct results *last, const char *scenario, const char *target, bool *ran)
{
    const uint32_t index = results_find(last, scenario);
    bool red = false;

    *ran = index != UINT32_MAX;
    for (size_t i = 0; *ran && i < last->count; i++)
        if (last->items[i].scenario == index && last->items[i].red &&
            (!target || !strcmp(last->targets[last->items[i].target].name, target)))
            red = true;
    return red;
}

/* ---- the expression: or, and, not, ( ) ---- */

static bool read_any(struct reader *reader, bool *value);

static void skip_blanks(struct reader *reader)
{
    reader->at += strspn(reader->at, " ");
}

/* A word of the language, which ends where a name ends. */
static bool take_word(struct reader *reader, const char *word)
{
    const size_t length = strlen(word);

    skip_blanks(reader);
    if (strncmp(reader->at, word, length) != 0 || (reader->at[length] && !strchr(" ()", reader->at[length])))
        return false;
    reader->at += length;
    return true;
}

static bool last_says(struct reader *reader, const char *word, const char *argument, bool *value)
{
    bool ran, red;

    if (!reader->last)
        return problem_set(reader->problem, CODE_USAGE, "%s: expected a report of an earlier run, found none", word);
    red = was_red(reader->last, reader->scenario->id, argument, &ran);
    *value = !strcmp(word, "new") ? !ran : red;
    return true;
}

static bool ask(struct reader *reader, const char *word, const char *argument, bool *value)
{
    const struct scenario *scenario = reader->scenario;
    bool known = true;

    if (!strcmp(word, "name"))
        *value = name_fits(scenario->id, argument);
    else if (!strcmp(word, "title"))
        *value = strcasestr(scenario->title, argument) != NULL;
    else if (!strcmp(word, "evidence"))
        *value = has_evidence(scenario->evidence, argument);
    else if (!strcmp(word, "needs"))
        *value = has_need(scenario, argument, &known);
    else
        return last_says(reader, word, argument, value);
    return known || expected(reader, "needs(ui), processes, threads, native or fault");
}

/* word(argument); *taken: there was one. */
static bool read_question(struct reader *reader, bool *value, bool *taken)
{
    static const char *const words[] = { "name", "title", "evidence", "needs", "red" };

    *taken = false;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        const size_t length = strlen(words[i]);
        const char *end = strchr(reader->at, ')');
        char *argument;
        bool ok;

        if (strncmp(reader->at, words[i], length) != 0 || reader->at[length] != '(')
            continue;
        *taken = true;
        if (!end || end == reader->at + length + 1)
            return expected(reader, "a text in ( )");
        argument = xstrndup(reader->at + length + 1, (size_t)(end - reader->at) - length - 1);
        ok = ask(reader, words[i], argument, value);
        reader->at = end + 1;
        free(argument);
        return ok;
    }
    return true;
}

static bool read_one(struct reader *reader, bool *value)
{
    bool taken;
    size_t length;
    char *name;

    if (take_word(reader, "failed"))
        return last_says(reader, "failed", NULL, value);
    if (take_word(reader, "new"))
        return last_says(reader, "new", NULL, value);
    if (!read_question(reader, value, &taken) || taken)
        return taken && !reader->problem->text[0];
    length = strcspn(reader->at, " ()");
    if (!length)
        return expected(reader, "a name, a question or '('");
    name = xstrndup(reader->at, length);
    *value = name_fits(reader->scenario->id, name);
    reader->at += length;
    free(name);
    return true;
}

static bool read_factor(struct reader *reader, bool *value)
{
    bool ok;

    if (++reader->depth > DEEPEST)
        return expected(reader, "at most 32 levels");
    if (take_word(reader, "not")) {
        ok = read_factor(reader, value);
        *value = !*value;
    } else if (skip_blanks(reader), *reader->at == '(') {
        reader->at++;
        ok = read_any(reader, value);
        skip_blanks(reader);
        ok = ok && (*reader->at == ')' || expected(reader, "')'"));
        reader->at += ok;
    } else {
        ok = read_one(reader, value);
    }
    reader->depth--;
    return ok;
}

static bool read_all(struct reader *reader, bool *value)
{
    bool more, ok = read_factor(reader, value);

    while (ok && take_word(reader, "and")) {
        ok = read_factor(reader, &more);
        *value = ok && *value && more;
    }
    return ok;
}

static bool read_any(struct reader *reader, bool *value)
{
    bool more, ok = read_all(reader, value);

    while (ok && take_word(reader, "or")) {
        ok = read_all(reader, &more);
        *value = ok && (*value || more);
    }
    return ok;
}

bool selection_fits(const char *expression, const struct scenario *scenario, const struct results *last, bool *fits,
                    struct problem *problem)
{
    struct reader reader = { expression, expression, scenario, last, 0, problem };

    *fits = false;
    if (!read_any(&reader, fits))
        return false;
    skip_blanks(&reader);
    return !*reader.at || expected(&reader, "'and', 'or' or the end");
}

/* ---- shards ---- */

bool shard_parse(const char *text, unsigned *number, unsigned *of, struct problem *problem)
{
    int end = 0;

    if (isdigit((unsigned char)*text) && sscanf(text, "%4u/%4u%n", number, of, &end) == 2 && !text[end] && *number &&
        *number <= *of && *of <= 1024)
        return true;
    return problem_set(problem, CODE_USAGE, "--shard: expected K/N with K from 1 to N, and N up to 1024, found '%s'",
                       text);
}

unsigned shard_of(const char *scenario, unsigned of)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (; *scenario; scenario++)
        hash = (hash ^ (unsigned char)*scenario) * 16777619u;
    return hash % of + 1;
}

/* ---- the corpus ---- */

static bool keeps(const struct options *options, const struct scenario *scenario, const struct results *last,
                  unsigned number, unsigned of, bool *kept, struct problem *problem)
{
    const struct {
        bool asked;
        const char *expression;
    } rules[] = { { options->expression != NULL, options->expression },
                  { options->failed && options->new_ones, "failed or new" },
                  { options->failed && !options->new_ones, "failed" },
                  { !options->failed && options->new_ones, "new" } };
    bool fits = true;

    *kept = !of || shard_of(scenario->id, of) == number;
    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
        if (rules[i].asked && !selection_fits(rules[i].expression, scenario, last, &fits, problem))
            return false;
        *kept = *kept && fits;
    }
    return true;
}

static bool restrict_to(const struct options *options, const struct results *last, struct corpus *corpus,
                        struct problem *problem)
{
    unsigned number = 0, of = 0;
    size_t count = 0;

    if (options->shard && !shard_parse(options->shard, &number, &of, problem))
        return false;
    for (size_t i = 0; i < corpus->count; i++) {
        struct scenario scenario = corpus->scenarios[i];
        bool kept;

        if (!keeps(options, &scenario, last, number, of, &kept, problem))
            return false;
        corpus->scenarios[i] = corpus->scenarios[count]; /* what goes stands behind those that stay, and is freed */
        corpus->scenarios[count] = scenario;
        count += kept;
    }
    corpus_keep(corpus, count);
    return count || of || problem_set(problem, CODE_USAGE, "no scenario fits -E, --failed or --new");
}

bool selection_apply(const struct settings *settings, const struct options *options, struct corpus *corpus,
                     struct problem *problem)
{
    char *path = options->reports ? xformat("%s/report.json", options->reports)
                                  : xformat("%s/reports/out/report.json", settings->root);
    struct results last = { 0 };
    const bool wanted = options->expression || options->failed || options->new_ones;
    const bool have = wanted && file_exists(path);
    bool ok = !have || report_read(path, settings->scratch, &last, problem);

    if (ok && (wanted || options->shard))
        ok = restrict_to(options, have ? &last : NULL, corpus, problem);
    if (have)
        results_free(&last);
    free(path);
    return ok;
}

void selection_note(const struct options *options, struct list *filters, char **shard)
{
    if (options->expression)
        list_take(filters, xformat("-E '%s'", options->expression));
    if (options->failed)
        list_add(filters, "--failed");
    if (options->new_ones)
        list_add(filters, "--new");
    *shard = options->shard ? xstrdup(options->shard) : NULL;
}

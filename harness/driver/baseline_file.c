/* baseline.json: JSON for every reader, but one scenario or fact a line, so that a diff of two reads well and a line that is
 * wrong can be named. */
#include "driver/baseline.h"

#include "driver/cell_json.h"
#include "driver/files.h"

#include <ctype.h>

#define BASELINE_LIMIT (64u << 20)
#define HEADER         "{\"format\":\"identical-baseline\",\"version\":1,"
#define TARGETS        "\"targets\":"
#define RESULTS        "\"results\":["
#define END            "]}"

/* ---- reading ---- */

struct reader {
    struct baseline *baseline;
    unsigned line;
    struct problem *problem;
};

static bool expected(const struct reader *reader, const char *what, const char *found)
{
    return problem_set(reader->problem, CODE_USAGE,
                       "%s:%u: expected %s, found '%.80s'; ./identical accept RUN --baseline writes it anew",
                       reader->baseline->path, reader->line, what, found);
}

static bool is_name(const char *text)
{
    return text && *text && !strpbrk(text, "\t\n");
}

static bool read_targets(const struct reader *reader, const char *text)
{
    json_t *targets = strncmp(text, TARGETS, strlen(TARGETS)) ? NULL : json_loads(text + strlen(TARGETS), 0, NULL);
    const char *name;
    json_t *lane;
    bool ok = json_is_object(targets) && json_object_size(targets);

    json_object_foreach(targets, name, lane)
    {
        ok = ok && is_name(name) && json_is_string(lane);
        if (!ok)
            break;
        list_add(&reader->baseline->names, name);
        list_add(&reader->baseline->lanes, json_string_value(lane));
    }
    json_decref(targets);
    return ok || expected(reader, TARGETS "{\"NAME\":\"LANE\",...}", text);
}

/* "10 same, 2 known", or one verdict. */
static bool read_counts(const char *text, struct baseline_cell *cell)
{
    const bool counted = isdigit((unsigned char)*text);
    unsigned count = 0;
    int digits = 0;

    if (!counted)
        return verdict_by_name(text, &cell->verdict);
    for (const char *at = text;; at += 2) {
        char word[16];
        enum verdict verdict;
        size_t length;

        if (!isdigit((unsigned char)*at) || sscanf(at, "%9u %n", &count, &digits) != 1 || !count)
            return false;
        at += digits;
        length = strcspn(at, ",");
        snprintf(word, sizeof(word), "%.*s", (int)(length < 16 ? length : 15), at);
        if (!verdict_by_name(word, &verdict) || cell->counts[verdict])
            return false;
        cell->counts[verdict] = count;
        cell->verdict = verdict > cell->verdict ? verdict : cell->verdict;
        at += length;
        if (!*at)
            return true;
        if (at[1] != ' ')
            return false;
    }
}

static bool read_scenario(const struct reader *reader, const json_t *object, const char *scenario, const char *text)
{
    struct baseline *baseline = reader->baseline;
    const json_t *on = json_object_get(object, "on");
    size_t members = 0;

    for (size_t i = 0; i < baseline->names.count; i++) {
        const char *target = baseline->names.items[i];
        const char *counts = json_string_value(json_object_get(on, target));
        struct baseline_cell *cell;

        if (!counts)
            continue;
        if (baseline_cell_of(baseline, scenario, target))
            return expected(reader, "each scenario once", text);
        cell = baseline_add_cell(baseline, scenario, target);
        cell->line = reader->line;
        if (!read_counts(counts, cell))
            return expected(reader, "counts of verdicts such as \"10 same, 2 known\"", counts);
        members++;
    }
    return (members && members == json_object_size(on) && json_object_size(object) == 2) ||
           expected(reader, "{\"scenario\":NAME,\"on\":{\"TARGET\":COUNTS,...}} of targets that line 2 names", text);
}

static bool read_fact(const struct reader *reader, const json_t *object, const char *fact, const char *text)
{
    static const char wanted[] =
        "{\"fact\":KEY,\"target\":TARGET,\"verdict\":WORD,\"observed\":TEXT} below the scenario";
    const char *target = json_string_value(json_object_get(object, "target"));
    const char *word = json_string_value(json_object_get(object, "verdict"));
    const json_t *observed = json_object_get(object, "observed");
    const char *rest = strstr(fact, " / ");
    char *scenario = rest ? xstrndup(fact, (size_t)(rest - fact)) : NULL;
    struct baseline_cell *cell = scenario && target ? baseline_cell_of(reader->baseline, scenario, target) : NULL;
    enum verdict verdict;

    free(scenario);
    if (!cell || !word || !verdict_by_name(word, &verdict) || !baseline_lists(verdict) ||
        json_object_size(object) != (observed ? 4 : 3) || (observed && !json_is_string(observed)))
        return expected(reader, wanted, text);
    for (size_t i = 0; i < cell->fact_count; i++)
        if (!strcmp(cell->facts[i].key, rest + 3))
            return expected(reader, "each fact once", text);
    baseline_add_fact(cell, xstrdup(rest + 3), verdict, json_string_value(observed), reader->line);
    return true;
}

static bool read_entry(const struct reader *reader, char *text)
{
    const size_t length = strlen(text);
    json_t *object;
    const char *scenario, *fact;
    bool ok;

    if (length && text[length - 1] == ',')
        text[length - 1] = 0;
    object = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    scenario = json_string_value(json_object_get(object, "scenario"));
    fact = json_string_value(json_object_get(object, "fact"));
    if (is_name(scenario))
        ok = read_scenario(reader, object, scenario, text);
    else
        ok = fact ? read_fact(reader, object, fact, text) : expected(reader, "a scenario, a fact or " END, text);
    json_decref(object);
    return ok;
}

/* *ended: the last line was there. */
static bool read_line(struct reader *reader, char *text, bool *ended)
{
    const size_t length = strlen(text);

    reader->line++;
    if (*ended)
        return !*text || expected(reader, "nothing behind " END, text);
    if (reader->line == 1)
        return !strcmp(text, HEADER) || expected(reader, HEADER, text);
    if (reader->line == 2) {
        if (length && text[length - 1] == ',')
            text[length - 1] = 0;
        return read_targets(reader, text);
    }
    if (reader->line == 3)
        return !strcmp(text, RESULTS) || expected(reader, RESULTS, text);
    *ended = !strcmp(text, END);
    return *ended || read_entry(reader, text);
}

bool baseline_read(const char *path, struct baseline *baseline, struct problem *problem)
{
    struct reader reader = { baseline, 0, problem };
    struct str text = { 0 };
    bool ended = false, ok;

    memset(baseline, 0, sizeof(*baseline));
    baseline->path = xstrdup(path);
    if (!file_exists(path))
        return problem_set(problem, CODE_USAGE,
                           "%s: there is no baseline yet; ./identical accept RUN --baseline makes it", path);
    ok = file_read(path, BASELINE_LIMIT, &text, problem);
    for (size_t at = 0; ok && at < text.length;) {
        const char *end = memchr(text.data + at, '\n', text.length - at);
        const size_t length = end ? (size_t)(end - text.data) - at : text.length - at;
        char *line = xstrndup(text.data + at, length);

        ok = read_line(&reader, line, &ended);
        free(line);
        at += length + 1;
    }
    reader.line++;
    if (ok && !ended)
        ok = expected(&reader, END, "the end of the file");
    str_free(&text);
    return ok;
}

/* ---- writing ---- */

static void put(FILE *out, json_t *value)
{
    json_dumpf(value, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(value);
}

static void put_targets(const struct baseline *baseline, FILE *out)
{
    json_t *targets = json_object();

    for (size_t i = 0; i < baseline->names.count; i++)
        json_object_set_new(targets, baseline->names.items[i], json_string(baseline->lanes.items[i]));
    fputs(TARGETS, out);
    json_dumpf(targets, out, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(targets);
}

struct placed {
    const struct baseline_fact *fact;
    const char *target;
};

static int by_key(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    const int order = strcmp(a->fact->key, b->fact->key);

    return order ? order : strcmp(a->target, b->target);
}

static void put_facts(const struct baseline_cell *first, FILE *out)
{
    struct placed *facts = NULL;
    size_t count = 0;

    for (const struct baseline_cell *cell = first; cell && !strcmp(cell->scenario, first->scenario);
         cell = cell->hh.next) {
        facts = xrealloc(facts, (count + cell->fact_count + 1) * sizeof(*facts));
        for (size_t i = 0; i < cell->fact_count; i++)
            facts[count++] = (struct placed){ &cell->facts[i], cell->target };
    }
    if (count)
        qsort(facts, count, sizeof(*facts), by_key);
    for (size_t i = 0; i < count; i++) {
        const struct baseline_fact *fact = facts[i].fact;
        char *key = xformat("%s / %s", first->scenario, fact->key);
        json_t *object = json_pack("{s:o, s:s, s:s}", "fact", json_text(key), "target", facts[i].target, "verdict",
                                   verdict_names[fact->verdict]);

        if (fact->observed)
            json_object_set_new(object, "observed", json_text(fact->observed));
        fputs(",\n", out);
        put(out, object);
        free(key);
    }
    free(facts);
}

/* One scenario with all its targets; returns the cell behind them. */
static const struct baseline_cell *put_scenario(const struct baseline_cell *first, FILE *out)
{
    json_t *on = json_object();
    const struct baseline_cell *cell = first;

    for (; cell && !strcmp(cell->scenario, first->scenario); cell = cell->hh.next) {
        struct str counts = { 0 };

        baseline_counts(cell->verdict, cell->counts, &counts);
        json_object_set_new(on, cell->target, json_string(counts.data));
        str_free(&counts);
    }
    put(out, json_pack("{s:o, s:o}", "scenario", json_text(first->scenario), "on", on));
    put_facts(first, out);
    return cell;
}

bool baseline_write(struct baseline *baseline, const char *path, struct problem *problem)
{
    struct new_file file;
    const struct baseline_cell *cell;

    baseline_sort(baseline);
    if (!new_file_open(&file, path, problem))
        return false;
    fputs(HEADER "\n", file.stream);
    put_targets(baseline, file.stream);
    fputs(",\n" RESULTS "\n", file.stream);
    for (cell = baseline->cells; cell;) {
        cell = put_scenario(cell, file.stream);
        fputs(cell ? ",\n" : "\n", file.stream);
    }
    fputs(END "\n", file.stream);
    return new_file_commit(&file, problem);
}

#include "driver/coverage.h"
#include "driver/explain.h"
#include "driver/files.h"
#include "driver/report.h"

#include <jansson.h>

enum { SHARE = 48 };

static const char *const usual_targets[] = { "wine", "reference", "native" };

/* The verdicts of the last report, in the order of its targets. */
struct verdicts {
    struct results results;
    char *path; /* of the report, NULL: there is none */
};

static bool cite_all(struct context *context, struct coverage *coverage)
{
    struct options options = { .scenarios = context->options.scenarios };
    struct corpus corpus;
    bool ok = corpus_load(&context->settings, &options, &corpus, &context->problem);

    for (size_t i = 0; ok && i < corpus.count; i++) {
        struct trace *model = NULL;

        ok = corpus_model(&corpus, &corpus.scenarios[i], &model, &context->problem);
        if (ok)
            coverage_cite(coverage, corpus.scenarios[i].id, corpus.scenarios[i].evidence, model);
        trace_free(model);
    }
    corpus_free(&corpus);
    return ok;
}

static bool read_verdicts(struct context *context, struct verdicts *verdicts)
{
    const char *folder = context->options.reports;
    char *path =
        folder ? xformat("%s/report.json", folder) : xformat("%s/reports/out/report.json", context->settings.root);

    memset(verdicts, 0, sizeof(*verdicts));
    if (folder || file_exists(path)) {
        verdicts->path = path;
        return report_read(path, context->settings.scratch, &verdicts->results, &context->problem);
    }
    free(path);
    return true;
}

/* "same"; "-" if the report does not know. */
static const char *verdict_text(const struct verdicts *verdicts, const char *scenario, size_t target)
{
    const struct results *results = &verdicts->results;
    size_t low = 0, high = results->count; /* sorted by scenario and target */

    while (low < high) {
        const size_t middle = (low + high) / 2;
        const struct entry *entry = &results->items[middle];
        int order = strcmp(results->scenarios.items[entry->scenario], scenario);

        if (!order)
            order = (entry->target > target) - (entry->target < target);
        if (!order)
            return verdict_names[entry->verdict];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return "-";
}

static size_t target_count(const struct verdicts *verdicts)
{
    return verdicts->path ? verdicts->results.target_count : sizeof(usual_targets) / sizeof(*usual_targets);
}

static const char *target_name(const struct verdicts *verdicts, size_t target)
{
    return verdicts->path ? verdicts->results.targets[target].name : usual_targets[target];
}

/* "R: 0 of 8", or its JSON: how many numbers of a kind are cited, whether they must be or not. */
static void count_kind(const struct coverage *coverage, char kind, size_t *cited, size_t *all)
{
    *cited = *all = 0;
    for (size_t i = 0; i < coverage->count; i++) {
        if (*coverage->rows[i].statement->number != kind)
            continue;
        ++*all;
        *cited += coverage->rows[i].count > 0;
    }
}

/* ---- text ---- */

static size_t scenario_width(const struct coverage *coverage)
{
    size_t width = strlen("scenario");

    for (size_t i = 0; i < coverage->count; i++)
        for (size_t j = 0; j < coverage->rows[i].count; j++)
            if (strlen(coverage->rows[i].citations[j].scenario) > width)
                width = strlen(coverage->rows[i].citations[j].scenario);
    return width;
}

static void print_row(const struct coverage_row *row, const struct verdicts *verdicts, int width)
{
    if (!row->count && row->excuse)
        printf("%-10s %s%s%s: %s\n", row->statement->number, cover_names[row->cover], row->excuse->decision ? " " : "",
               row->excuse->decision ? row->excuse->decision : "", row->excuse->reason);
    else if (!row->count)
        printf("%-10s %s\n", row->statement->number, cover_names[row->cover]);
    for (size_t i = 0; i < row->count; i++) {
        const struct citation *citation = &row->citations[i];

        printf("%-10s %-*s  %-10s", i ? "" : row->statement->number, width, citation->scenario,
               evidence_class_names[citation->class]);
        for (size_t j = 0; j < target_count(verdicts); j++)
            printf(j + 1 < target_count(verdicts) ? "  %-11s" : "  %s", verdict_text(verdicts, citation->scenario, j));
        putchar('\n');
    }
}

/* Of the classes that prove something. */
static uint64_t count_all(const uint64_t *counts)
{
    uint64_t all = 0;

    for (size_t i = 0; i < EVIDENCE_OBSERVED; i++)
        all += counts[i];
    return all;
}

/* "12 (25 %)"; ALL is not 0 if the count isn't. */
static void share_text(uint64_t count, uint64_t all, char text[SHARE])
{
    if (count)
        snprintf(text, SHARE, "%llu (%llu %%)", (unsigned long long)count,
                 (unsigned long long)((count * 100 + all / 2) / all));
    else
        snprintf(text, SHARE, "0");
}

/* "forensic 12 (25 %), documented 36 (75 %)" of the counts by class. */
static void print_shares(const uint64_t *counts)
{
    const uint64_t all = count_all(counts);
    const char *separator = "";
    char text[SHARE];

    for (size_t i = 0; i < EVIDENCE_OBSERVED; i++) {
        if (!counts[i])
            continue;
        share_text(counts[i], all, text);
        printf("%s%s %s", separator, evidence_class_names[i], text);
        separator = ", ";
    }
    puts(all ? "" : "none");
}

static void print_cell(const char *text, bool last)
{
    printf(last ? "%s\n" : "%-14s", text);
}

/* A column for each target, a row for each class that the facts of one rest on. */
static void print_facts(const struct verdicts *verdicts)
{
    const struct target_info *targets = verdicts->results.targets;
    const size_t count = verdicts->results.target_count;
    char text[SHARE];

    print_cell("\nfacts as expected, by what they rest on", true);
    print_cell("", false);
    for (size_t i = 0; i < count; i++)
        print_cell(targets[i].name, i + 1 == count);
    for (size_t class = 0; class < EVIDENCE_OBSERVED; class ++) {
        uint64_t sum = 0;

        for (size_t i = 0; i < count; i++)
            sum += targets[i].evidence[class];
        if (!sum)
            continue;
        print_cell(evidence_class_names[class], false);
        for (size_t i = 0; i < count; i++) {
            share_text(targets[i].evidence[class], count_all(targets[i].evidence), text);
            print_cell(text, i + 1 == count);
        }
    }
    print_cell("all", false);
    for (size_t i = 0; i < count; i++) {
        snprintf(text, SHARE, "%llu", (unsigned long long)count_all(targets[i].evidence));
        print_cell(text, i + 1 == count);
    }
}

static void print_summary(const struct coverage *coverage, const struct verdicts *verdicts)
{
    static const char kinds[] = "DIFR";
    const char *separator = "";
    size_t all = 0;

    for (size_t i = 0; i < N_COVERS; i++)
        all += coverage->covers[i];
    printf("\n%zu statements: ", all);
    for (size_t i = 0; i < N_COVERS; i++, separator = ", ")
        printf("%s%zu %s", separator, coverage->covers[i], cover_names[i]);
    putchar('\n');
    fputs("citations: ", stdout);
    print_shares(coverage->citations);
    fputs("cited, also where no test is asked for: ", stdout);
    for (const char *kind = kinds; *kind; kind++) {
        size_t cited, of;

        count_kind(coverage, *kind, &cited, &of);
        printf("%s%c %zu of %zu", kind == kinds ? "" : ", ", *kind, cited, of);
    }
    putchar('\n');
    if (verdicts->path && target_count(verdicts))
        print_facts(verdicts);
}

static void print_text(const struct coverage *coverage, const struct verdicts *verdicts)
{
    const int width = (int)scenario_width(coverage);

    printf("%-10s %-*s  %-10s", "statement", width, "scenario", "evidence");
    for (size_t i = 0; i < target_count(verdicts); i++)
        printf(i + 1 < target_count(verdicts) ? "  %-11s" : "  %s", target_name(verdicts, i));
    putchar('\n');
    for (size_t i = 0; i < coverage->count; i++)
        if (coverage->rows[i].required)
            print_row(&coverage->rows[i], verdicts, width);
    print_summary(coverage, verdicts);
}

/* ---- JSON ---- */

static json_t *row_json(const struct coverage_row *row, const struct verdicts *verdicts)
{
    json_t *object = json_object(), *scenarios = json_array();

    json_object_set_new(object, "number", json_string(row->statement->number));
    json_object_set_new(object, "coverage", json_string(cover_names[row->cover]));
    if (row->excuse && row->excuse->decision)
        json_object_set_new(object, "decision", json_string(row->excuse->decision));
    if (row->excuse)
        json_object_set_new(object, "reason", json_string(row->excuse->reason));
    for (size_t i = 0; i < row->count; i++) {
        const struct citation *citation = &row->citations[i];
        json_t *item = json_object(), *by_target = json_object();

        json_object_set_new(item, "scenario", json_string(citation->scenario));
        json_object_set_new(item, "evidence", json_string(evidence_class_names[citation->class]));
        for (size_t j = 0; j < target_count(verdicts); j++)
            json_object_set_new(by_target, target_name(verdicts, j),
                                json_string(verdict_text(verdicts, citation->scenario, j)));
        json_object_set_new(item, "verdicts", by_target);
        json_array_append_new(scenarios, item);
    }
    json_object_set_new(object, "scenarios", scenarios);
    return object;
}

static json_t *covers_json(const struct coverage *coverage)
{
    json_t *object = json_object();

    for (size_t i = 0; i < N_COVERS; i++)
        json_object_set_new(object, cover_names[i], json_integer((json_int_t)coverage->covers[i]));
    return object;
}

static json_t *classes_json(const uint64_t *counts)
{
    json_t *object = json_object();

    for (size_t i = 0; i < EVIDENCE_OBSERVED; i++)
        if (counts[i])
            json_object_set_new(object, evidence_class_names[i], json_integer((json_int_t)counts[i]));
    return object;
}

/* In percent of all. */
static json_t *shares_json(const uint64_t *counts)
{
    const uint64_t all = count_all(counts);
    json_t *object = json_object();

    for (size_t i = 0; i < EVIDENCE_OBSERVED; i++)
        if (counts[i])
            json_object_set_new(object, evidence_class_names[i], json_real((double)counts[i] * 100 / (double)all));
    return object;
}

static json_t *kinds_json(const struct coverage *coverage)
{
    json_t *object = json_object();

    for (const char *kind = "DIFR"; *kind; kind++) {
        const char name[] = { *kind, 0 };
        size_t count, all;

        count_kind(coverage, *kind, &count, &all);
        json_object_set_new(object, name, json_pack("{s:I,s:I}", "cited", (json_int_t)count, "all", (json_int_t)all));
    }
    return object;
}

static void add_facts(json_t *object, const struct verdicts *verdicts)
{
    json_t *facts = json_object(), *shares = json_object();

    for (size_t i = 0; verdicts->path && i < target_count(verdicts); i++) {
        const uint64_t *counts = verdicts->results.targets[i].evidence;

        json_object_set_new(facts, target_name(verdicts, i), classes_json(counts));
        json_object_set_new(shares, target_name(verdicts, i), shares_json(counts));
    }
    json_object_set_new(object, "facts", facts);
    json_object_set_new(object, "shares", shares);
}

static void print_json(const struct coverage *coverage, const struct verdicts *verdicts)
{
    json_t *object = json_object(), *statements = json_array(), *others = json_array();

    for (size_t i = 0; i < coverage->count; i++) {
        const struct coverage_row *row = &coverage->rows[i];

        if (row->required || row->count)
            json_array_append_new(row->required ? statements : others, row_json(row, verdicts));
    }
    json_object_set_new(object, "report", verdicts->path ? json_string(verdicts->path) : json_null());
    json_object_set_new(object, "counts", covers_json(coverage));
    json_object_set_new(object, "evidence", classes_json(coverage->citations));
    add_facts(object, verdicts);
    json_object_set_new(object, "cited", kinds_json(coverage));
    json_object_set_new(object, "statements", statements);
    json_object_set_new(object, "others", others);
    json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(object);
}

int explain_coverage(struct context *context, const struct statements *statements)
{
    char *folder = corpus_folder(&context->settings, &context->options);
    struct coverage coverage;
    struct excuses excuses;
    struct verdicts verdicts = { 0 };
    int code = CODE_EXPECTED;

    coverage_begin(statements, &coverage);
    if (!excuses_load(folder, &excuses, &context->problem) || !cite_all(context, &coverage) ||
        !coverage_end(&coverage, &excuses, &context->problem) || !read_verdicts(context, &verdicts))
        code = command_failed(context);
    else if (context->options.json)
        print_json(&coverage, &verdicts);
    else
        print_text(&coverage, &verdicts);
    if (code == CODE_EXPECTED && coverage.covers[UNCOVERED])
        code = CODE_DIFFERENT;
    if (verdicts.path)
        results_free(&verdicts.results);
    free(verdicts.path);
    excuses_free(&excuses);
    coverage_free(&coverage);
    free(folder);
    return code;
}

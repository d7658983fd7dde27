#include "driver/merge.h"

#include "driver/report.h"
#include "driver/selection.h"

static bool same(const char *left, const char *right)
{
    return !strcmp(left ? left : "", right ? right : "");
}

static bool same_list(const struct list *left, const struct list *right)
{
    bool equal = left->count == right->count;

    for (size_t i = 0; equal && i < left->count; i++)
        equal = !strcmp(left->items[i], right->items[i]);
    return equal;
}

/* A file lies elsewhere on another machine; its hash does not. */
static bool same_target(const struct target_info *left, const struct target_info *right)
{
    return same(left->name, right->name) && same(left->lane, right->lane) && same(left->hash, right->hash) &&
           same(left->version, right->version) && same(left->machine, right->machine) &&
           same(left->system, right->system) && same(left->unavailable, right->unavailable);
}

static bool same_run(const char *path, const struct results *first, const struct results *other,
                     struct problem *problem)
{
    const char *what = NULL;

    if (!same(first->against, other->against))
        what = "--against";
    else if (!same_list(&first->filters, &other->filters))
        what = "filters";
    else if (first->corpus != other->corpus)
        what = "number of scenarios in the corpus";
    else if (first->target_count != other->target_count)
        what = "targets";
    for (size_t i = 0; !what && i < first->target_count; i++)
        if (!same_target(&first->targets[i], &other->targets[i]))
            what = "targets (name, lane, hash, version)";
    return !what || problem_set(problem, CODE_USAGE, "%s: expected the same %s as in the first report", path, what);
}

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

void merge_head(const struct results *first, struct results *results)
{
    results->started = copy(first->started);
    results->against = copy(first->against);
    results->corpus = first->corpus;
    for (size_t i = 0; i < first->filters.count; i++)
        list_add(&results->filters, first->filters.items[i]);
    for (size_t i = 0; i < first->target_count; i++) {
        const struct target_info *from = &first->targets[i];
        struct target_info *to = results_add_target(results, from->name);

        to->lane = copy(from->lane);
        to->file = copy(from->file);
        to->hash = copy(from->hash);
        to->version = copy(from->version);
        to->company = copy(from->company);
        to->language = copy(from->language);
        to->machine = copy(from->machine);
        to->system = copy(from->system);
        to->unavailable = copy(from->unavailable);
    }
}

/* All names in order; one that stands in two reports is an error. */
static bool take_names(const struct results *parts, size_t count, struct results *results, struct problem *problem)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < parts[i].scenarios.count; j++)
            list_add(&results->scenarios, parts[i].scenarios.items[j]);
    list_sort(&results->scenarios);
    for (size_t i = 1; i < results->scenarios.count; i++)
        if (!strcmp(results->scenarios.items[i - 1], results->scenarios.items[i]))
            return problem_set(problem, CODE_USAGE, "expected each scenario in one report, found %s in two",
                               results->scenarios.items[i]);
    return true;
}

static bool unreadable(struct problem *problem)
{
    return problem_set(problem, CODE_INTERNAL, "a report cannot be read back");
}

static bool take_results(const struct results *part, struct results *results, struct problem *problem)
{
    for (size_t i = 0; i < part->count; i++) {
        const struct entry *entry = &part->items[i];
        struct cell cell;

        if (!results_cell(part, entry, &cell))
            return unreadable(problem);
        results_add(results, results_find(results, part->scenarios.items[entry->scenario]), entry->target, &cell);
        cell_free(&cell);
    }
    return true;
}

static bool take_rest(const struct results *part, struct results *results, struct problem *problem)
{
    struct str line = { 0 };
    bool ok = true;

    for (size_t i = 0; ok && i < part->disagreement_count; i++) {
        struct disagreement disagreement;

        ok = results_disagreement(part, i, &disagreement) || unreadable(problem);
        if (!ok)
            break;
        disagreement.scenario = results_find(results, part->scenarios.items[disagreement.scenario]);
        results_add_disagreement(results, &disagreement);
        disagreement_free(&disagreement, part->target_count);
    }
    for (size_t i = 0; ok && i < part->kept_count; i++) {
        ok = results_text(part, part->kept[i].offset, part->kept[i].length, &line) || unreadable(problem);
        if (ok)
            results_keep(results, results_find(results, part->scenarios.items[part->kept[i].scenario]), &line);
    }
    for (size_t i = 0; i < part->errors.count; i++)
        if (!list_has(&results->errors, part->errors.items[i]))
            list_add(&results->errors, part->errors.items[i]);
    if (part->started && results->started && strcmp(part->started, results->started) < 0) {
        free(results->started);
        results->started = xstrdup(part->started);
    }
    results->ms += part->ms;
    str_free(&line);
    return ok;
}

/* Either none is a shard, or all of them are there, once. */
static bool check_shards(const struct results *parts, size_t count, struct problem *problem)
{
    bool seen[1025] = { false };
    unsigned number, of = 0, first = 0;

    for (size_t i = 0; i < count; i++) {
        if (!parts[i].shard != !parts[0].shard)
            return problem_set(problem, CODE_USAGE, "expected shards only, or none, found both");
        if (!parts[i].shard)
            continue;
        if (!shard_parse(parts[i].shard, &number, &of, problem))
            return false;
        first = first ? first : of;
        if (of != first || seen[number])
            return problem_set(problem, CODE_USAGE, "expected each shard of %u once, found %s", first, parts[i].shard);
        seen[number] = true;
    }
    for (number = 1; number <= of; number++)
        if (!seen[number])
            return problem_set(problem, CODE_USAGE, "expected all %u shards, but %u/%u is missing", of, number, of);
    return true;
}

static bool combine(const struct list *paths, const struct results *parts, struct results *results,
                    struct problem *problem)
{
    bool ok = check_shards(parts, paths->count, problem);

    for (size_t i = 1; ok && i < paths->count; i++)
        ok = same_run(paths->items[i], &parts[0], &parts[i], problem);
    if (!ok)
        return false;
    merge_head(&parts[0], results);
    ok = take_names(parts, paths->count, results, problem);
    for (size_t i = 0; ok && i < paths->count; i++)
        ok = take_results(&parts[i], results, problem) && take_rest(&parts[i], results, problem);
    list_sort(&results->errors);
    results_sort(results);
    return ok;
}

bool merge_reports(const struct list *paths, const char *spool_folder, struct results *results, struct problem *problem)
{
    struct results *parts = xcalloc(paths->count + 1, sizeof(*parts));
    bool ok = paths->count > 0 || problem_set(problem, CODE_USAGE, "expected reports to merge, found none");

    ok = results_begin(results, spool_folder, problem) && ok;
    for (size_t i = 0; ok && i < paths->count; i++)
        ok = report_read(paths->items[i], spool_folder, &parts[i], problem);
    ok = ok && combine(paths, parts, results, problem);
    for (size_t i = 0; i < paths->count; i++)
        results_free(&parts[i]);
    free(parts);
    return ok;
}

/* accept: a difference of a run becomes a known one, or one that is gone is struck off; the baseline follows, or is
 * taken from the run. Nothing runs. */
#include "driver/accept.h"
#include "driver/baseline.h"
#include "driver/command.h"
#include "driver/corpus.h"
#include "driver/files.h"
#include "driver/report.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define EXPECT_LIMIT (16u << 20)

struct accepting {
    struct context *context;
    const struct results *results;
    char *folder;   /* of the scenarios */
    char *baseline; /* the file, which need not exist */
    char today[16];
    json_t *done; /* for --json */
};

/* The report that RUN means: a file, a folder with report.json, or `last`. New, free(). */
static char *report_path(const struct context *context, const char *run)
{
    if (!strcmp(run, "last"))
        return context->options.reports ? xformat("%s/report.json", context->options.reports)
                                        : xformat("%s/reports/out/report.json", context->settings.root);
    return folder_exists(run) ? xformat("%s/report.json", run) : xstrdup(run);
}

/* ---- which fact ---- */

static bool is_key(const char *key, const char *scenario, const struct fact *fact)
{
    char *own = xformat("%s / %s / %s", scenario, fact->label, fact->fact);
    bool same = !strcmp(own, key);

    free(own);
    return same;
}

static bool can_be_accepted(const struct fact *fact)
{
    return fact->red && fact->verdict >= VERDICT_FIXED;
}

/* Moves the fact out of its cell; its texts are the caller's. */
static bool take_fact(struct cell *cell, const char *scenario, const char *key, struct fact *found)
{
    for (size_t i = 0; i < cell->fact_count; i++) {
        if (!is_key(key, scenario, &cell->facts[i]))
            continue;
        *found = cell->facts[i];
        memset(&cell->facts[i], 0, sizeof(cell->facts[i]));
        return true;
    }
    return false;
}

struct search {
    struct fact fact;
    unsigned target;
    size_t entry;     /* of the results */
    unsigned count;   /* targets on which the key can be accepted */
    struct str names; /* of these */
    struct str seen;  /* what the others are: "known on wine" */
};

static void look_at(const struct accepting *accepting, const struct entry *entry, const char *key,
                    struct search *search)
{
    const struct results *results = accepting->results;
    const char *scenario = results->scenarios.items[entry->scenario], *target = results->targets[entry->target].name;
    const struct list *wanted = &accepting->context->options.targets;
    const size_t length = strlen(scenario);
    struct fact fact;
    struct cell cell;

    if (strncmp(key, scenario, length) != 0 || strncmp(key + length, " / ", 3) != 0 ||
        (wanted->count && !list_has(wanted, target)) || !results_cell(results, entry, &cell))
        return;
    if (take_fact(&cell, scenario, key, &fact)) {
        if (can_be_accepted(&fact) && !search->count++) {
            search->fact = fact;
            search->target = entry->target;
            search->entry = (size_t)(entry - results->items);
            str_addf(&search->names, "%s", target);
        } else {
            if (can_be_accepted(&fact))
                str_addf(&search->names, ", %s", target);
            else
                str_addf(&search->seen, " %s on %s", verdict_names[fact.verdict], target);
            fact_free(&fact);
        }
    }
    cell_free(&cell);
}

static bool find_fact(const struct accepting *accepting, const char *key, struct search *search)
{
    const struct results *results = accepting->results;
    struct problem *problem = &accepting->context->problem;

    memset(search, 0, sizeof(*search));
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].verdict != VERDICT_SAME)
            look_at(accepting, &results->items[i], key, search);
    if (search->count > 1)
        return problem_set(problem, CODE_USAGE, "%s differs on %s; choose by --target", key, str_text(&search->names));
    if (!search->count)
        return problem_set(problem, CODE_USAGE,
                           "expected 'scenario / label / fact' of a red fact of this run, found '%s'%s%s; ./identical "
                           "report --format expect shows them",
                           key, search->seen.length ? ", which is" : "", str_text(&search->seen));
    return true;
}

/* ---- the file ---- */

/* One writer at a time: the folder is locked until its descriptor is closed. -1 with a problem. */
static int lock_folder(const char *folder, struct problem *problem)
{
    int fd = folder_make(folder, problem) ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (fd < 0 || flock(fd, LOCK_EX)) {
        problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be locked: %s", folder, strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

static void tell(const struct accepting *accepting, const char *key, const char *target, const char *path,
                 unsigned line, enum accepted done)
{
    if (!accepting->context->options.json)
        printf("%s:%u: %s%s: %s\n", path, line, accepted_names[done],
               accepting->context->options.dry_run ? " (not written)" : "", key);
    json_array_append_new(accepting->done, json_pack("{s:s, s:s, s:s, s:i, s:s}", "key", key, "target", target, "file",
                                                     path, "line", (int)line, "done", accepted_names[done]));
}

/* ---- the baseline ---- */

/* As with files of known differences: one writer at a time. *lock: close() it. */
static bool open_baseline(const struct accepting *accepting, struct baseline *baseline, int *lock)
{
    char *folder = xstrndup(accepting->baseline, (size_t)(strrchr(accepting->baseline, '/') - accepting->baseline));
    struct problem *problem = &accepting->context->problem;
    bool ok;

    memset(baseline, 0, sizeof(*baseline));
    *lock = lock_folder(folder, problem);
    ok = *lock >= 0 && (!file_exists(accepting->baseline) || baseline_read(accepting->baseline, baseline, problem));
    free(folder);
    return ok;
}

static void close_baseline(struct baseline *baseline, int lock)
{
    if (lock >= 0)
        close(lock);
    baseline_free(baseline);
}

/* It is not there, or not of this target: there is nothing to follow. */
static bool follow(const struct accepting *accepting, const struct search *search, const char *key,
                   struct baseline *baseline)
{
    const struct results *results = accepting->results;
    const struct entry *entry = &results->items[search->entry];
    const struct target_info *target = &results->targets[search->target];
    struct problem *problem = &accepting->context->problem;
    struct cell cell;
    bool ok;

    if (baseline_target(baseline, target) < 0 || accepting->context->options.dry_run)
        return true;
    if (!results_cell(results, entry, &cell))
        return results_unreadable(problem);
    baseline_follow(baseline, results->scenarios.items[entry->scenario], target->name, &cell, &search->fact);
    cell_free(&cell);
    ok = baseline_write(baseline, accepting->baseline, problem);
    if (ok && !accepting->context->options.json)
        printf("%s: follows: %s\n", accepting->baseline, key);
    return ok;
}

static bool is_wanted(const struct accepting *accepting, const struct baseline *baseline,
                      const struct target_info *target)
{
    const struct list *wanted = &accepting->context->options.targets;

    if (target->unavailable || (wanted->count && !list_has(wanted, target->name)))
        return false;
    return wanted->count || !baseline->names.count || baseline_target(baseline, target) >= 0;
}

static bool is_green(const struct accepting *accepting, const bool *taken)
{
    const struct results *results = accepting->results;

    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].red && taken[results->items[i].target])
            return problem_set(&accepting->context->problem, CODE_USAGE,
                               "expected a run without red facts, found %s on %s; mend or accept them first",
                               results->scenarios.items[results->items[i].scenario],
                               results->targets[results->items[i].target].name);
    return true;
}

static void tell_changes(const struct accepting *accepting, const struct list *changes)
{
    const struct options *options = &accepting->context->options;

    for (size_t i = 0; i < changes->count; i++) {
        json_array_append_new(accepting->done, json_string(changes->items[i]));
        if (!options->json)
            puts(changes->items[i]);
    }
    if (!options->json)
        printf("%s: %zu changes%s\n", accepting->baseline, changes->count, options->dry_run ? " (not written)" : "");
}

static bool take_run(const struct accepting *accepting, struct baseline *baseline)
{
    const struct results *results = accepting->results;
    struct problem *problem = &accepting->context->problem;
    const bool whole = !results->filters.count && !results->shard;
    bool *taken = xcalloc(results->target_count + 1, sizeof(*taken)), any = false, ok;
    struct list changes = { 0 };

    for (size_t i = 0; i < results->target_count; i++)
        any |= taken[i] = is_wanted(accepting, baseline, &results->targets[i]);
    ok = (any || problem_set(problem, CODE_USAGE, "%s: expected a target of this run, found none; --target names one",
                             accepting->baseline)) &&
         is_green(accepting, taken) &&
         baseline_compare(baseline, results, whole ? &results->scenarios : NULL, &changes, problem);
    for (unsigned i = 0; ok && i < results->target_count; i++)
        ok = !taken[i] || baseline_take(baseline, results, i, whole, problem);
    ok = ok && (accepting->context->options.dry_run || baseline_write(baseline, accepting->baseline, problem));
    if (ok)
        tell_changes(accepting, &changes);
    list_free(&changes);
    free(taken);
    return ok;
}

static bool accept_run(const struct accepting *accepting)
{
    struct baseline baseline;
    int lock;
    bool ok = open_baseline(accepting, &baseline, &lock) && take_run(accepting, &baseline);

    close_baseline(&baseline, lock);
    return ok;
}

/* ---- one key ---- */

static bool change_file(const struct accepting *accepting, const char *key, const struct acceptance *acceptance,
                        const char *target)
{
    struct problem *problem = &accepting->context->problem;
    char *folder = xformat("%s/expect", accepting->folder), *path = xformat("%s/%s.expect", folder, target);
    struct str text = { 0 }, edited = { 0 };
    int lock = lock_folder(folder, problem);
    enum accepted done;
    unsigned line;
    bool ok = lock >= 0 && (!file_exists(path) || file_read(path, EXPECT_LIMIT, &text, problem)) &&
              accept_edit(acceptance, str_text(&text), path, target, &edited, &done, &line, problem);

    if (ok && !accepting->context->options.dry_run && done != ACCEPT_UNCHANGED)
        ok = file_replace(path, edited.data, edited.length, problem);
    if (ok)
        tell(accepting, key, target, path, line, done);
    if (lock >= 0)
        close(lock);
    str_free(&text);
    str_free(&edited);
    free(folder);
    free(path);
    return ok;
}

static bool accept_key(const struct accepting *accepting, const char *key)
{
    const struct options *options = &accepting->context->options;
    const char *rest = strstr(key, " / ");
    char *scenario = xstrndup(key, rest ? (size_t)(rest - key) : strlen(key));
    struct search search;
    struct baseline baseline = { 0 };
    int lock = -1;
    bool ok = find_fact(accepting, key, &search) && open_baseline(accepting, &baseline, &lock);

    if (ok) {
        const struct acceptance acceptance = { .scenario = scenario,
                                               .fact = &search.fact,
                                               .evidence = options->because,
                                               .reason = options->reason,
                                               .until = options->until };

        ok = accept_check(&acceptance, accepting->today, &accepting->context->problem) &&
             change_file(accepting, key, &acceptance, accepting->results->targets[search.target].name) &&
             follow(accepting, &search, key, &baseline);
    }
    close_baseline(&baseline, lock);
    fact_free(&search.fact);
    str_free(&search.names);
    str_free(&search.seen);
    free(scenario);
    return ok;
}

static bool accept_all(struct accepting *accepting)
{
    const struct list *arguments = &accepting->context->options.arguments;
    bool ok = !accepting->context->options.baseline || accept_run(accepting);

    for (size_t i = 1; ok && i < arguments->count; i++)
        ok = accept_key(accepting, arguments->items[i]);
    if (accepting->context->options.json) {
        json_dumpf(accepting->done, stdout, JSON_INDENT(1));
        putchar('\n');
    }
    return ok;
}

int cmd_accept(struct context *context)
{
    struct results results = { 0 };
    struct accepting accepting = { .context = context, .results = &results, .done = json_array() };
    const struct list *arguments = &context->options.arguments;
    const time_t now = time(NULL);
    struct tm parts;
    char *path = arguments->count ? report_path(context, arguments->items[0]) : NULL;
    bool ok = context->options.baseline
                  ? arguments->count == 1 || problem_set(&context->problem, CODE_USAGE,
                                                         "--baseline: expected RUN alone, which is taken whole")
                  : arguments->count > 1 || problem_set(&context->problem, CODE_USAGE,
                                                        "expected RUN and KEY (see ./identical accept --help)");

    strftime(accepting.today, sizeof(accepting.today), "%Y-%m-%d", gmtime_r(&now, &parts));
    accepting.baseline = baseline_path(context->settings.root, context->options.scenarios);
    accepting.folder = corpus_folder(&context->settings, &context->options);
    ok = ok && report_read(path, context->settings.scratch, &results, &context->problem);
    if (ok && results.against)
        ok = problem_set(&context->problem, CODE_USAGE, "%s: known differences play no part in a run --against %s",
                         path, results.against);
    ok = ok && accept_all(&accepting);
    results_free(&results);
    json_decref(accepting.done);
    free(accepting.folder);
    free(accepting.baseline);
    free(path);
    return ok ? CODE_EXPECTED : command_failed(context);
}

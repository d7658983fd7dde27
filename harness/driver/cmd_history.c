/* history: what earlier runs found, and since when a fact is red. */
#include "driver/cell_json.h"
#include "driver/command.h"
#include "driver/files.h"
#include "driver/history.h"
#include "driver/report.h"

#define SCREEN_RUNS 20u

static bool add_reports(struct context *context, struct history *history)
{
    const struct list *reports = &context->options.add;
    bool ok = true;

    for (size_t i = 0; ok && i < reports->count; i++) {
        struct results results = { 0 };
        char hash[65];
        bool added = false;

        ok = report_read(reports->items[i], context->settings.scratch, &results, &context->problem) &&
             file_hash(reports->items[i], hash, &context->problem) &&
             history_add(history, &results, hash, &added, &context->problem);
        if (ok && !context->options.json)
            printf("%s: %s\n", reports->items[i], added ? "added" : "is there already");
        results_free(&results);
    }
    return ok;
}

static bool merge_all(struct context *context, struct history *history)
{
    const struct list *others = &context->options.merge;
    bool ok = true;

    for (size_t i = 0; ok && i < others->count; i++) {
        unsigned added = 0;

        ok = history_merge(history, others->items[i], &added, &context->problem);
        if (ok && !context->options.json)
            printf("%s: %u runs added\n", others->items[i], added);
    }
    return ok;
}

/* ---- runs ---- */

static json_t *run_json(const struct history_run *run)
{
    return json_pack("{s:I, s:o, s:o, s:o, s:i, s:i, s:i, s:i}", "run", (json_int_t)run->id, "started",
                     json_text(run->started), "targets", json_text(run->targets), "filters", json_text(run->filters),
                     "scenarios", (int)run->scenarios, "red", (int)run->red, "came", (int)run->came, "went",
                     (int)run->went);
}

static void print_run(const struct history_run *run)
{
    printf("%4lld  %s  %5u scenarios  %4u red", run->id, run->started, run->scenarios, run->red);
    printf(run->came || run->went ? "  +%u -%u facts" : "               ", run->came, run->went);
    printf("  %s%s%s\n", run->targets ? run->targets : "", *run->filters ? "; " : "", run->filters);
}

static bool show_runs(struct context *context, struct history *history)
{
    const unsigned most = context->options.all || context->options.json ? 0 : SCREEN_RUNS;
    struct history_runs runs;
    bool ok = history_runs(history, most, &runs, &context->problem);
    json_t *array = json_array();

    for (size_t i = 0; ok && i < runs.count; i++) {
        if (context->options.json)
            json_array_append_new(array, run_json(&runs.items[i]));
        else
            print_run(&runs.items[i]);
    }
    if (ok && context->options.json) {
        json_dumpf(array, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
        putchar('\n');
    } else if (ok && !runs.count) {
        puts("no run yet: ./identical compare adds each of its runs");
    } else if (ok && most && runs.count == most) {
        puts("older ones: ./identical history --all");
    }
    json_decref(array);
    history_runs_free(&runs);
    return ok;
}

/* ---- one key ---- */

static void print_file(const char *words, const char *started, const char *hash)
{
    if (started)
        printf("%s%s (file %.8s)", words, started, hash ? hash : "-");
}

static void print_course(const char *target, const struct history_course *course)
{
    printf("  %-10s %s  ", target, course->trend);
    if (course->first_bad)
        print_file("red since ", course->first_bad, course->first_hash);
    else
        fputs("not red", stdout);
    print_file(course->first_bad ? ", good before: " : ", last good: ", course->last_good, course->last_hash);
    printf("; %u runs, %u changes", course->runs, course->flips);
    if (course->flips)
        printf(" (%u with the same file)", course->same_file);
    putchar('\n');
}

static json_t *course_json(const char *key, const char *target, const struct history_course *course)
{
    return json_pack("{s:o, s:o, s:o, s:i, s:i, s:i, s:o, s:o, s:o, s:o}", "key", json_text(key), "target",
                     json_text(target), "trend", json_text(course->trend), "runs", (int)course->runs, "flips",
                     (int)course->flips, "sameFile", (int)course->same_file, "firstBad", json_text(course->first_bad),
                     "firstBadFile", json_text(course->first_hash), "lastGood", json_text(course->last_good),
                     "lastGoodFile", json_text(course->last_hash));
}

static bool show_key(struct context *context, struct history *history, const char *key, json_t *array)
{
    struct list targets = { 0 };
    bool ok = history_targets(history, key, &targets, &context->problem);

    if (ok && !targets.count)
        ok = problem_set(&context->problem, CODE_USAGE,
                         "expected a scenario, or 'scenario / label / fact', of some run, found '%s'", key);
    if (ok && !context->options.json)
        printf("%s\n", key);
    for (size_t i = 0; ok && i < targets.count; i++) {
        struct history_course course;

        if (context->options.targets.count && !list_has(&context->options.targets, targets.items[i]))
            continue;
        ok = history_course(history, targets.items[i], key, context->options.against, NULL, &course, &context->problem);
        if (ok && context->options.json)
            json_array_append_new(array, course_json(key, targets.items[i], &course));
        else if (ok && course.runs)
            print_course(targets.items[i], &course);
        history_course_free(&course);
    }
    list_free(&targets);
    return ok;
}

static bool show_keys(struct context *context, struct history *history)
{
    const struct list *keys = &context->options.arguments;
    json_t *array = json_array();
    bool ok = true;

    for (size_t i = 0; ok && i < keys->count; i++)
        ok = show_key(context, history, keys->items[i], array);
    if (ok && context->options.json) {
        json_dumpf(array, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
        putchar('\n');
    }
    json_decref(array);
    return ok;
}

static bool show(struct context *context, struct history *history)
{
    const struct options *options = &context->options;

    if (options->arguments.count)
        return show_keys(context, history);
    return ((options->add.count || options->merge.count) && !options->json) || show_runs(context, history);
}

int cmd_history(struct context *context)
{
    char *path = history_path(context->options.history);
    struct history *history = NULL;
    bool ok = path || problem_set(&context->problem, CODE_USAGE, "expected --history FILE: this user has no home");

    ok = ok && history_open(path, &history, &context->problem) && add_reports(context, history) &&
         merge_all(context, history) && show(context, history);
    history_close(history);
    free(path);
    return ok ? CODE_EXPECTED : command_failed(context);
}

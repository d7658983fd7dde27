/* compare: scenarios x targets, judged, reported. */
#include "driver/baseline.h"
#include "driver/files.h"
#include "driver/report.h"
#include "driver/selection.h"
#include "driver/session.h"
#include "driver/watch.h"

#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define JOURNAL_LIMIT (256 << 20) /* of --watch: a longer one begins anew */

static struct run *guarded_run;

static void guard_file(const char *temporary)
{
    run_guard_file(guarded_run, temporary);
}

/* What --watch knows of the run before. */
struct rounds {
    struct watch *watch;
    struct baseline last; /* its verdicts */
    struct list errors;
    bool any; /* there was one */
    int code;
};

static char *reports_folder(const struct context *context)
{
    return context->options.reports ? xstrdup(context->options.reports)
                                    : xformat("%s/reports/out", context->settings.root);
}

/* A history that the user did not name is an extra: what keeps it away is told, and the run goes on. */
static bool open_history(struct context *context, struct history **history)
{
    char *path = context->options.language || context->options.watch
                     ? NULL
                     : history_path(context->options.history); /* no verdicts then */
    struct problem problem = { 0 };
    bool ok = true;

    if (path && !history_open(path, history, &problem)) {
        if (context->options.history)
            ok = problem_set(&context->problem, problem.code, "%s", problem.text);
        else
            fprintf(stderr, "identical: no history: %s\n", problem.text);
    }
    free(path);
    return ok;
}

static bool remember(struct context *context, const struct results *results, const char *folder,
                     struct history *history)
{
    char *path = xformat("%s/report.json", folder), hash[65];
    struct problem problem = { 0 };
    bool ok = !history || (file_hash(path, hash, &problem) && history_add(history, results, hash, NULL, &problem));

    if (!ok && !context->options.history) {
        fprintf(stderr, "identical: not in the history: %s\n", problem.text);
        ok = true;
    }
    free(path);
    return ok || problem_set(&context->problem, problem.code, "%s", problem.text);
}

static bool write_files(struct context *context, const struct results *results, const char *folder,
                        const char *pictures)
{
    char *scenarios = corpus_folder(&context->settings, &context->options);
    struct view_options files = {
        .all = true, .settings = &context->settings, .scenarios = scenarios, .pictures = pictures
    };
    bool ok = open_history(context, &files.history) && report_write(results, folder, &files, &context->problem) &&
              remember(context, results, folder, files.history);

    history_close(files.history);
    free(scenarios);
    return ok;
}

static bool print_changes(const struct rounds *rounds, const struct corpus *corpus, const struct results *results,
                          struct problem *problem)
{
    struct list changes = { 0 };
    const time_t now = time(NULL);
    struct tm parts;
    char clock[16];
    bool ok = baseline_compare(&rounds->last, results, corpus->filtered ? NULL : &corpus->ids, &changes, problem);

    for (size_t i = 0; i < results->errors.count; i++)
        if (!list_has(&rounds->errors, results->errors.items[i]))
            list_take(&changes, xformat("error: %s", results->errors.items[i]));
    for (size_t i = 0; i < rounds->errors.count; i++)
        if (!list_has(&results->errors, rounds->errors.items[i]))
            list_take(&changes, xformat("no error any more: %s", rounds->errors.items[i]));
    for (size_t i = 0; i < changes.count; i++)
        puts(changes.items[i]);
    strftime(clock, sizeof(clock), "%H:%M:%S", localtime_r(&now, &parts));
    printf("%s: %zu changes, %s\n", clock, changes.count, results_red(results) ? "red" : "as expected");
    list_free(&changes);
    return ok;
}

static bool keep_round(struct rounds *rounds, const struct results *results, int code, struct problem *problem)
{
    bool ok = true;

    baseline_free(&rounds->last);
    list_free(&rounds->errors);
    for (unsigned i = 0; ok && i < results->target_count; i++)
        ok = results->targets[i].unavailable || baseline_take(&rounds->last, results, i, true, problem);
    baseline_sort(&rounds->last);
    for (size_t i = 0; i < results->errors.count; i++)
        list_add(&rounds->errors, results->errors.items[i]);
    rounds->any = true;
    rounds->code = code;
    return ok;
}

static bool publish(struct context *context, const struct run *run, const struct corpus *corpus,
                    const struct results *results, const struct rounds *rounds)
{
    struct view_options options = { .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                                    .all = context->options.all };
    char *folder = reports_folder(context);
    char *from = xformat("%s/pictures", run->folder), *to = xformat("%s/pictures", folder);
    char *file = context->options.reports ? xformat("%s/report.json", folder) : NULL;
    size_t pictures;
    bool ok = report_pictures(from, to, &pictures, &context->problem) && write_files(context, results, folder, to);

    options.file = file;
    if (ok && context->options.json) {
        ok = view_json(results, &options, stdout, &context->problem);
    } else if (ok && rounds && rounds->any) {
        ok = print_changes(rounds, corpus, results, &context->problem);
    } else if (ok) {
        ok = view_text(results, &options, stdout, &context->problem);
        printf("\nreports: %s/{report.html,report.json,traces.jsonl,junit.xml,summary.md}\n", folder);
        if (context->options.screenshots)
            printf("pictures of dialogs: %zu in %s\n", pictures, to);
    }
    free(folder);
    free(from);
    free(to);
    free(file);
    return ok;
}

static int exit_code(const struct options *options, const struct results *results)
{
    for (size_t i = 0; i < results->errors.count; i++)
        if (!strncmp(results->errors.items[i], "an agent could not work", 23))
            return CODE_ENVIRONMENT;
    if (results_red(results))
        return CODE_DIFFERENT;
    return options->strict && results_has_unsupported(results) ? CODE_ENVIRONMENT : CODE_EXPECTED;
}

static char *journal_path(const char *reports)
{
    return xformat("%s/resume.journal", reports);
}

/* Pictures lie in the run's folder and go with it, so a run that takes some keeps no journal. */
static bool open_journal(struct context *context, const struct rounds *rounds, struct journal **journal)
{
    const struct options *options = &context->options;
    const bool again = rounds && rounds->any;
    struct stat info;
    char *folder = reports_folder(context), *path = journal_path(folder);
    bool ok = true;

    *journal = NULL;
    if (options->screenshots)
        ok = !options->resume || problem_set(&context->problem, CODE_USAGE, "--resume: not with --screenshots");
    else
        ok = folder_make(folder, &context->problem) &&
             journal_open(path, again ? stat(path, &info) || info.st_size < JOURNAL_LIMIT : options->resume, journal,
                          &context->problem);
    if (ok && options->resume && !*journal)
        ok = problem_set(&context->problem, CODE_ENVIRONMENT, "%s: another compare writes it", path);
    if (ok && options->resume && !again)
        fprintf(stderr, "identical: %zu replays of a run that did not end\n", journal_held(*journal));
    free(folder);
    free(path);
    return ok;
}

/* Of a DLL that is another one by now nothing is taken over, and whoever goes on is told so. */
static void tell_what_ran_anew(const struct options *options, const struct journal *journal)
{
    if (options->resume && !options->watch && journal_left(journal))
        fprintf(stderr,
                "identical: %zu of them were not taken over: their scenario, DLL, agent, UI map or Wine is not what it "
                "was, or "
                "is not asked for\n",
                journal_left(journal));
}

/* What departs from the baseline are errors of the run. */
static bool check_baseline(const struct baseline *baseline, const struct corpus *corpus, struct results *results,
                           struct problem *problem)
{
    size_t compared = 0;

    for (size_t i = 0; i < results->target_count; i++) {
        const struct target_info *target = &results->targets[i];

        if (baseline_target(baseline, target) >= 0)
            compared++;
        else if (!target->unavailable)
            fprintf(stderr, "identical: %s does not have the target %s (%s)\n", baseline->path, target->name,
                    target->lane);
    }
    if (!compared)
        return problem_set(problem, CODE_USAGE, "%s: expected a target of this run, found none", baseline->path);
    return baseline_compare(baseline, results, corpus->filtered ? NULL : &corpus->ids, &results->errors, problem);
}

static int compare(struct context *context, struct run *run, const struct corpus *corpus, struct target_set *targets,
                   const struct baseline *baseline, struct rounds *rounds)
{
    struct journal *journal = NULL;
    struct results results;
    int code = CODE_INTERNAL;
    bool ok;

    if (!results_begin(&results, run->folder, &context->problem))
        return command_failed(context);
    results.against = targets->against >= 0 ? xstrdup(context->options.against) : NULL;
    for (size_t i = 0; i < context->options.arguments.count; i++)
        list_add(&results.filters, context->options.arguments.items[i]);
    for (size_t i = 0; i < context->options.evidence.count; i++)
        list_take(&results.filters, xformat("--evidence %s", context->options.evidence.items[i]));
    selection_note(&context->options, &results.filters, &results.shard);
    if (open_journal(context, rounds, &journal) &&
        session_prepare(&context->settings, run, targets, &context->problem) &&
        session_compare(context, run, corpus, targets, journal, &results)) {
        tell_what_ran_anew(&context->options, journal);
        session_check_expectations(corpus, targets, &results);
        ok = !targets->baseline || check_baseline(baseline, corpus, &results, &context->problem);
        list_sort(&results.errors);
        ok = ok && publish(context, run, corpus, &results, rounds);
        code = ok ? exit_code(&context->options, &results) : command_failed(context);
        if (ok && rounds && !keep_round(rounds, &results, code, &context->problem))
            code = command_failed(context);
        journal_close(journal, ok && !rounds);
        journal = NULL;
    } else if (!run_stopped()) {
        code = command_failed(context);
    }
    journal_close(journal, false);
    results_free(&results);
    return code;
}

static bool read_baseline(struct context *context, struct baseline *baseline)
{
    char *path = baseline_path(context->settings.root, context->options.scenarios);
    bool ok = baseline_read(path, baseline, &context->problem);

    free(path);
    return ok;
}

/* It becomes a part of a path and of an environment. */
static bool language_is_good(const struct options *options, struct problem *problem)
{
    const char *name = options->language;

    if (!name)
        return true;
    if (!options->screenshots)
        return problem_set(problem, CODE_USAGE, "--language wants --screenshots: verdicts are of English texts");
    if (strlen(name) == 5 && strspn(name, "abcdefghijklmnopqrstuvwxyz") == 2 && name[2] == '_' &&
        strspn(name + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2)
        return true;
    return problem_set(problem, CODE_USAGE, "--language: expected a locale such as de_DE, found '%s'", name);
}

static void watch_targets(const struct context *context, const struct target_set *targets, struct watch *watch)
{
    char *path = baseline_path(context->settings.root, context->options.scenarios);

    for (size_t i = 0; i < targets->count; i++) {
        watch_file(watch, targets->items[i].file);
        if (targets->items[i].ui)
            watch_file(watch, targets->items[i].ui);
    }
    if (targets->baseline)
        watch_file(watch, path);
    free(path);
}

/* rounds: NULL without --watch. */
static int compare_once(struct context *context, struct rounds *rounds)
{
    struct corpus corpus = { 0 };
    struct target_set targets = { 0 };
    struct baseline baseline = { 0 };
    struct run run = { 0 };
    char *folder = corpus_folder(&context->settings, &context->options);
    int code = CODE_INTERNAL;

    context->settings.language = context->options.language;
    if (language_is_good(&context->options, &context->problem) &&
        corpus_load(&context->settings, &context->options, &corpus, &context->problem) &&
        selection_apply(&context->settings, &context->options, &corpus, &context->problem) &&
        targets_choose(&context->settings, &context->options, folder, &targets, &context->problem) &&
        (!targets.baseline || read_baseline(context, &baseline)) &&
        run_begin(&context->settings, &run, &context->problem)) {
        guarded_run = &run;
        new_file_announce = guard_file;
        if (rounds)
            watch_targets(context, &targets, rounds->watch);
        code = compare(context, &run, &corpus, &targets, &baseline, rounds);
        new_file_announce = NULL;
        fflush(stdout);
        run_end(&run);
        if (!rounds || !rounds->any || run_stopped() != SIGINT)
            run_die_of_signal();
    } else {
        code = command_failed(context);
    }
    baseline_free(&baseline);
    targets_free(&targets);
    corpus_free(&corpus);
    free(folder);
    return code;
}

/* A problem of a later run (a scenario that does not parse yet, a DLL that is gone) is told, and waits for the next change. */
static int compare_watching(struct context *context)
{
    char *folder = corpus_folder(&context->settings, &context->options), *reports = reports_folder(context);
    char *journal = journal_path(reports);
    struct rounds rounds = { 0 };
    int code = CODE_ENVIRONMENT;

    if (watch_begin(&rounds.watch, &context->problem)) {
        do {
            watch_tree(rounds.watch, folder);
            code = compare_once(context, &rounds);
            if (rounds.any && context->problem.text[0] && !run_stopped()) {
                fprintf(stderr, "identical: %s\n", context->problem.text);
                rounds.code = code;
                memset(&context->problem, 0, sizeof(context->problem));
            }
        } while (rounds.any && !run_stopped() && watch_wait(rounds.watch));
        if (rounds.any)
            unlink(journal);
    }
    if (rounds.any && run_stopped() != SIGINT)
        run_die_of_signal();
    code = rounds.any ? rounds.code : code;
    watch_end(rounds.watch);
    baseline_free(&rounds.last);
    list_free(&rounds.errors);
    free(folder);
    free(reports);
    free(journal);
    return code;
}

int cmd_compare(struct context *context)
{
    const struct options *options = &context->options;

    if (!options->watch)
        return compare_once(context, NULL);
    if (options->json || options->screenshots || options->failed || options->new_ones)
        problem_set(&context->problem, CODE_USAGE, "--watch: not with --json, --screenshots, --failed or --new");
    return context->problem.text[0] ? command_failed(context) : compare_watching(context);
}

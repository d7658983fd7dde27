/* compare: scenarios x targets, judged, reported. */
#include "driver/files.h"
#include "driver/report.h"
#include "driver/selection.h"
#include "driver/session.h"

#include <unistd.h>

static struct run *guarded_run;

static void guard_file(const char *temporary)
{
    run_guard_file(guarded_run, temporary);
}

static char *reports_folder(const struct context *context)
{
    return context->options.reports ? xstrdup(context->options.reports)
                                    : xformat("%s/reports/out", context->settings.root);
}

/* A history that the user did not name is an extra: what keeps it away is told, and the run goes on. */
static bool open_history(struct context *context, struct history **history)
{
    char *path = context->options.language ? NULL : history_path(context->options.history); /* no verdicts then */
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

static bool publish(struct context *context, const struct run *run, const struct results *results)
{
    struct view_options options = { .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                                    .all = context->options.all };
    char *folder = reports_folder(context);
    char *from = xformat("%s/pictures", run->folder), *to = xformat("%s/pictures", folder);
    size_t pictures;
    bool ok = report_pictures(from, to, &pictures, &context->problem) && write_files(context, results, folder, to);

    if (ok && context->options.json) {
        ok = view_json(results, &options, stdout, &context->problem);
    } else if (ok) {
        ok = view_text(results, &options, stdout, &context->problem);
        printf("\nreports: %s/{report.html,report.json,traces.jsonl,junit.xml,summary.md}\n", folder);
        if (context->options.screenshots)
            printf("pictures of dialogs: %zu in %s\n", pictures, to);
    }
    free(folder);
    free(from);
    free(to);
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

static int compare(struct context *context, struct run *run, const struct corpus *corpus, struct target_set *targets)
{
    struct results results;
    int code = CODE_INTERNAL;

    if (!results_begin(&results, run->folder, &context->problem))
        return command_failed(context);
    results.against = context->options.against ? xstrdup(context->options.against) : NULL;
    for (size_t i = 0; i < context->options.arguments.count; i++)
        list_add(&results.filters, context->options.arguments.items[i]);
    for (size_t i = 0; i < context->options.evidence.count; i++)
        list_take(&results.filters, xformat("--evidence %s", context->options.evidence.items[i]));
    selection_note(&context->options, &results.filters, &results.shard);
    if (session_prepare(&context->settings, run, targets, &context->problem) &&
        session_compare(context, run, corpus, targets, &results)) {
        session_check_expectations(corpus, targets, &results);
        list_sort(&results.errors);
        code = publish(context, run, &results) ? exit_code(&context->options, &results) : command_failed(context);
    } else if (!run_stopped()) {
        code = command_failed(context);
    }
    results_free(&results);
    return code;
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

int cmd_compare(struct context *context)
{
    struct corpus corpus = { 0 };
    struct target_set targets = { 0 };
    struct run run = { 0 };
    char *folder = corpus_folder(&context->settings, &context->options);
    int code = CODE_INTERNAL;

    context->settings.language = context->options.language;
    if (language_is_good(&context->options, &context->problem) &&
        corpus_load(&context->settings, &context->options, &corpus, &context->problem) &&
        selection_apply(&context->settings, &context->options, &corpus, &context->problem) &&
        targets_choose(&context->settings, &context->options, folder, &targets, &context->problem) &&
        run_begin(&context->settings, &run, &context->problem)) {
        guarded_run = &run;
        new_file_announce = guard_file;
        code = compare(context, &run, &corpus, &targets);
        new_file_announce = NULL;
        fflush(stdout);
        run_end(&run);
        run_die_of_signal();
    } else {
        code = command_failed(context);
    }
    targets_free(&targets);
    corpus_free(&corpus);
    free(folder);
    return code;
}

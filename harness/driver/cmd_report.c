/* report: a report.json in another form, without running anything. */
#include "driver/bug.h"
#include "driver/command.h"
#include "driver/corpus.h"
#include "driver/files.h"
#include "driver/merge.h"
#include "driver/report.h"
#include "driver/since.h"

#include <unistd.h>

static bool write_to(struct context *context, const struct results *results, view_fn view,
                     const struct view_options *view_options, FILE *out)
{
    const char *since = context->options.since;

    return view(results, view_options, out, &context->problem) &&
           (!since || since_print(results, view_options->history, since, out, &context->problem));
}

static bool render(struct context *context, const struct results *results, view_fn view,
                   const struct view_options *view_options)
{
    const struct options *options = &context->options;
    struct new_file file;

    if (options->bug) {
        const char *path = options->output ? options->output : "identical-bug.zip";
        const bool ok = bug_write(results, options->bug, view_options, path, &context->problem);

        if (ok)
            printf("%s\n", path);
        return ok;
    }
    if (!options->output)
        return write_to(context, results, view, view_options, stdout);
    if (!new_file_open(&file, options->output, &context->problem))
        return false;
    if (write_to(context, results, view, view_options, file.stream))
        return new_file_commit(&file, &context->problem);
    new_file_drop(&file);
    return false;
}

/* Of a report nothing is made that was not there. */
static bool open_history(struct context *context, struct history **history)
{
    char *path = history_path(context->options.history);
    bool wanted = context->options.history || context->options.since, ok = true;

    if (path && file_exists(path))
        ok = history_open(path, history, &context->problem);
    else if (wanted)
        ok =
            problem_set(&context->problem, CODE_USAGE, "%s: expected a history, found no such file", path ? path : "-");
    free(path);
    return ok;
}

static bool read_and_render(struct context *context, const char *path, view_fn view, struct results *results)
{
    const struct options *options = &context->options;
    const char *slash = strrchr(path, '/');
    char *scenarios = corpus_folder(&context->settings, options);
    char *pictures = xformat("%.*spictures", slash ? (int)(slash + 1 - path) : 0, path);
    struct view_options view_options = { .all = options->all || options->output,
                                         .colour = !options->output && isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                                         .settings = &context->settings,
                                         .scenarios = scenarios,
                                         .pictures = pictures,
                                         .file = options->arguments.count || options->reports ? path : NULL };
    bool ok =
        (view != view_html && !options->since && !options->history) || open_history(context, &view_options.history);

    ok = ok && report_read(path, context->settings.scratch, results, &context->problem) &&
         render(context, results, view, &view_options);
    history_close(view_options.history);
    free(scenarios);
    free(pictures);
    return ok;
}

/* ---- merge ---- */

static bool merge_pictures(const struct list *paths, const char *to, struct problem *problem)
{
    bool ok = true;

    for (size_t i = 0; ok && i < paths->count; i++) {
        const char *slash = strrchr(paths->items[i], '/');
        char *from = xformat("%.*spictures", slash ? (int)(slash + 1 - paths->items[i]) : 0, paths->items[i]);

        ok = report_pictures(from, to, NULL, problem);
        free(from);
    }
    return ok;
}

static bool write_merged(struct context *context, const struct list *paths, const struct results *results)
{
    const struct options *options = &context->options;
    struct problem *problem = &context->problem;
    char *folder = options->reports ? xstrdup(options->reports) : xformat("%s/reports/out", context->settings.root);
    char *pictures = xformat("%s/pictures", folder), *scenarios = corpus_folder(&context->settings, options);
    const struct view_options files = {
        .all = true, .settings = &context->settings, .scenarios = scenarios, .pictures = pictures
    };
    const struct view_options screen = { .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"), .all = options->all };
    bool ok = folder_make(folder, problem) && merge_pictures(paths, pictures, problem) &&
              report_write(results, folder, &files, problem) && view_text(results, &screen, stdout, problem);

    if (ok)
        printf("\nreports: %s/{report.html,report.json,traces.jsonl,junit.xml,summary.md}\n", folder);
    free(folder);
    free(pictures);
    free(scenarios);
    return ok;
}

static int merge(struct context *context)
{
    struct list paths = { 0 };
    struct results results = { 0 };
    int code;

    for (size_t i = 1; i < context->options.arguments.count; i++)
        list_add(&paths, context->options.arguments.items[i]);
    if (merge_reports(&paths, context->settings.scratch, &results, &context->problem) &&
        write_merged(context, &paths, &results))
        code = results_red(&results) ? CODE_DIFFERENT : CODE_EXPECTED;
    else
        code = command_failed(context);
    results_free(&results);
    list_free(&paths);
    return code;
}

int cmd_report(struct context *context)
{
    const struct options *options = &context->options;
    view_fn view = view_by_name(options->format ? options->format : "text");
    struct results results = { 0 };
    char *path;
    int code;

    if (options->arguments.count && !strcmp(options->arguments.items[0], "merge"))
        return merge(context);
    if (!view || options->arguments.count > 1 || (options->since && view != view_text)) {
        if (view && options->since && view != view_text)
            problem_set(&context->problem, CODE_USAGE, "--since: expected the text form, found '%s'", options->format);
        else if (!view)
            problem_set(&context->problem, CODE_USAGE,
                        "--format: expected text, html, markdown, junit, tap, json, traces or expect, found '%s'",
                        options->format);
        else
            problem_set(&context->problem, CODE_USAGE, "expected one report, found %zu", options->arguments.count);
        return CODE_USAGE;
    }
    if (options->arguments.count)
        path = xstrdup(options->arguments.items[0]);
    else if (options->reports)
        path = xformat("%s/report.json", options->reports);
    else
        path = xformat("%s/reports/out/report.json", context->settings.root);
    if (read_and_render(context, path, view, &results))
        code = results_red(&results) ? CODE_DIFFERENT : CODE_EXPECTED;
    else
        code = command_failed(context);
    results_free(&results);
    free(path);
    return code;
}

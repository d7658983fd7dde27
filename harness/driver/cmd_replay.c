/* replay: one scenario on one target; its trace, or the scenario completed by it. */
#include "driver/complete.h"
#include "driver/files.h"
#include "driver/session.h"

struct capture {
    struct str text;
    char *failure;
};

static bool take_trace(void *context, size_t scenario, struct replayed *replayed, struct problem *problem)
{
    struct capture *capture = context;

    (void)scenario;
    (void)problem;
    str_add(&capture->text, str_text(&replayed->text), replayed->text.length);
    capture->failure = replayed->failure ? xstrdup(replayed->failure) : NULL;
    return true;
}

/* The trace as the driver gives it on: canonical, with the scenario's id. */
static bool finish_trace(const struct scenario *scenario, struct str *text, struct trace **trace,
                         struct problem *problem)
{
    struct diag diag;
    struct buffer out;
    enum status status;

    diag_init(&diag, "trace");
    status = trace_parse(text->data, text->length, "trace", trace, &diag);
    if (status != ST_OK)
        return model_fail(status, &diag, problem);
    if (!(*trace)->of)
        (*trace)->of = scenario->id;
    buffer_init(&out, TRACE_MAX_TRACE);
    trace_print(*trace, &out);
    str_clear(text);
    str_add(text, out.data ? out.data : "", out.len);
    buffer_free(&out);
    return true;
}

static bool replay_one(struct context *context, struct run *run, const struct corpus *corpus,
                       struct target_set *targets, struct str *text)
{
    struct capture capture = { 0 };
    const struct target *target = &targets->items[0];
    struct replay replay = { .settings = &context->settings,
                             .run = run,
                             .corpus = corpus,
                             .targets = targets,
                             .workers = 1,
                             .done = take_trace,
                             .context = &capture };
    bool ok;

    progress_begin(&replay.progress, 1, true);
    ok = session_prepare(&context->settings, run, targets, &context->problem) && replay_all(&replay, &context->problem);
    if (ok && target->lane == LANE_NONE)
        ok = trace_file_part(&target->traces, corpus->scenarios[0].id, &capture.text, &context->problem) ||
             problem_set(&context->problem, CODE_USAGE, "%s holds no trace of %s", target->file,
                         corpus->scenarios[0].id);
    if (ok && !capture.text.length)
        ok = problem_set(&context->problem, CODE_ENVIRONMENT, "%s: %s", target->name,
                         capture.failure ? capture.failure : "no trace");
    *text = capture.text;
    free(capture.failure);
    list_free(&replay.escapes);
    return ok;
}

static bool write_out(struct context *context, const struct str *text)
{
    if (context->options.output)
        return file_replace(context->options.output, text->data, text->length, &context->problem);
    fwrite(text->data, 1, text->length, stdout);
    return true;
}

static bool complete_file(struct context *context, const struct scenario *scenario, const struct target *target,
                          const struct trace *trace)
{
    const char *output = context->options.output ? context->options.output : scenario->path;
    struct str text = { 0 };
    unsigned lines;
    bool ok = complete_scenario(scenario->path, trace, target->name, target->hash, &text, &lines, &context->problem) &&
              file_replace(output, text.data, text.length, &context->problem);

    if (ok)
        printf("%s: %u lines completed from %s\n", output, lines, target->name);
    str_free(&text);
    return ok;
}

static int replay(struct context *context, struct run *run, const struct corpus *corpus, struct target_set *targets)
{
    const struct target *target = &targets->items[0];
    struct trace *trace = NULL;
    struct str text = { 0 };
    bool ok;

    if (target->unavailable) {
        problem_set(&context->problem, CODE_ENVIRONMENT, "%s: unsupported: %s", target->name, target->unavailable);
        return CODE_ENVIRONMENT;
    }
    ok = replay_one(context, run, corpus, targets, &text) &&
         finish_trace(&corpus->scenarios[0], &text, &trace, &context->problem) &&
         (context->options.complete ? complete_file(context, &corpus->scenarios[0], target, trace)
                                    : write_out(context, &text));
    trace_free(trace);
    str_free(&text);
    return ok ? CODE_EXPECTED : command_failed(context);
}

int cmd_replay(struct context *context)
{
    const struct options *options = &context->options;
    struct corpus corpus = { 0 };
    struct target_set targets = { 0 };
    struct run run = { 0 };
    char *folder = corpus_folder(&context->settings, options);
    int code;

    if (options->arguments.count != 1)
        problem_set(&context->problem, CODE_USAGE, "expected one scenario, found %zu", options->arguments.count);
    if (!context->problem.text[0] &&
        corpus_load_one(&context->settings, options, options->arguments.items[0], &corpus, &context->problem) &&
        targets_choose_one(&context->settings, options, folder, &targets, &context->problem) &&
        run_begin(&context->settings, &run, &context->problem)) {
        code = replay(context, &run, &corpus, &targets);
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

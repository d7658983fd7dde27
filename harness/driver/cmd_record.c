/* record: a Windows program with the recorder in the place of msident.dll; the scenario that comes of it. */
#include "driver/command.h"
#include "driver/files.h"
#include "driver/pe.h"
#include "driver/recorder.h"
#include "driver/recording.h"
#include "driver/report.h"
#include "driver/recording_learn.h"
#include "driver/recording_redact.h"
#include "driver/recording_unseen.h"
#include "driver/registry_file.h"
#include "driver/session.h"
#include "driver/ui_maps.h"

#include <unistd.h>

#define OUTPUT_LIMIT (16u << 20)
#define UNSEEN_SHOWN 10

/* ---- names ---- */

/* "mail.scn" of "C:\Mail\MAIL.EXE". New, free(). */
static char *default_output(const char *program)
{
    const char *base = program;
    char *name;

    for (const char *at = program; *at; at++)
        if (*at == '/' || *at == '\\')
            base = at + 1;
    name = xformat("%.*s.scn", (int)strcspn(base, "."), base);
    return name;
}

/* What the lines rest on: a genuine DLL, on Windows or under Wine, or whatever else it was. */
static void name_evidence(const struct settings *settings, const struct recording *recording, const char *target,
                          char **evidence, char **tag)
{
    struct genuine genuine = { .settings = settings };
    const char *system = recording->system ? recording->system : "windows";
    const char *class = strncmp(system, "windows", 7) ? "recorded-wine" : "recorded";

    if (genuine_dll(&genuine, recording->sha256)) {
        *evidence = xformat("%s msident.dll %s %s %s", class, recording->version, recording->sha256, system);
        *tag = xformat("%s %s", class, recording->sha256);
    } else {
        *evidence = xstrdup("synthetic");
        *tag = xformat("observed %s %s", target, recording->sha256);
    }
    genuine_free(&genuine);
}

/* ---- the session ---- */

/* Of a program that is named as a Linux file: whether the target is for its kind. Others are taken as they come. */
static bool fits(const struct target *target, const char *program, struct problem *problem)
{
    const bool x86 = target->lane == LANE_X86;
    struct pe pe = { 0 };
    struct problem ignored = { 0 };
    bool ok = true;

    if (file_exists(program) && pe_read_file(program, &pe, &ignored) && pe.machine == (x86 ? PE_X86_64 : PE_X86))
        ok = problem_set(problem, CODE_USAGE, "%s: expected an %s program, as %s is for those, found an %s one%s",
                         program, x86 ? "x86" : "x86-64", target->name, pe_machine_name(&pe),
                         x86 ? "" : ": --lane x86, or an x86 DLL, records it");
    pe_free(&pe);
    return ok;
}

static bool show_output(const char *path, struct problem *problem)
{
    struct str text = { 0 };
    bool ok = !file_exists(path) || file_read(path, OUTPUT_LIMIT, &text, problem);

    if (text.length)
        fwrite(text.data, 1, text.length, stdout);
    str_free(&text);
    return ok;
}

/* The registry's own file is the witness: what it holds and no hook saw is missing in the scenario, which the user has to know. */
static void tell_unseen(struct scratch *scratch, const struct recording *recording)
{
    static const struct registry_wish nothing_else;
    struct registry_file file = { 0 };
    struct problem problem = { 0 };
    struct list unseen = { 0 };

    scratch_stop(scratch);
    if (registry_file_read(scratch->registry, &nothing_else, &file, &problem))
        recording_unseen(recording, file.state, &unseen);
    else
        printf("the registry was not looked over: %s\n", problem.text);
    if (unseen.count)
        printf("%zu change%s below HKCU\\Identities %s made past the recorder; the scenario lacks %s:\n", unseen.count,
               unseen.count == 1 ? "" : "s", unseen.count == 1 ? "was" : "were", unseen.count == 1 ? "it" : "them");
    for (size_t i = 0; i < unseen.count && i < UNSEEN_SHOWN; i++)
        printf("  %s\n", unseen.items[i]);
    if (unseen.count > UNSEEN_SHOWN)
        printf("  ... and %zu more\n", unseen.count - UNSEEN_SHOWN);
    registry_file_free(&file);
    list_free(&unseen);
}

static bool run_program(struct context *context, struct run *run, const struct target *target,
                        struct recording *recording)
{
    const char *source = context->options.prefix ? context->options.prefix : context->settings.template;
    char *output = xformat("%s/output.txt", run->folder);
    struct problem *problem = &context->problem;
    struct scratch scratch;
    int status = 0;
    bool ok = scratch_make(&context->settings, run, source, target, !context->options.learn_ui, &scratch, problem) &&
              scratch_run(&scratch, &context->options.arguments, output, &status, problem) &&
              show_output(output, problem);

    if (ok && !file_exists(scratch.recording))
        ok = problem_set(problem, CODE_ENVIRONMENT,
                         "%s never loaded msident.dll (exit status %d): there is nothing to record%s",
                         context->options.arguments.items[0], status,
                         target->lane == LANE_X86 ? "" : "; an x86 program needs --lane x86");
    ok = ok && recording_read(scratch.recording, recording, problem) &&
         recording_begun(recording, context->options.arguments.items[0], problem);
    if (ok && !recording->sha256)
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: %s", target->file,
                         recording->failure ? recording->failure : "could not be loaded by the recorder");
    if (ok && strcmp(recording->sha256, target->hash) != 0)
        ok = problem_set(problem, CODE_INTERNAL, "%s: another DLL answered than %s", recording->dll, target->file);
    if (ok)
        tell_unseen(&scratch, recording);
    scratch_free(&scratch);
    free(output);
    return ok;
}

/* ---- its scenario ---- */

/* Beside the scenario: "mail.ui" of "mail.scn". New, free(). */
static char *map_output(const char *output)
{
    const char *end = strrchr(output, '.');

    return xformat("%.*s.ui", (int)(end && !strchr(end, '/') ? (size_t)(end - output) : strlen(output)), output);
}

/* Before anything is written of it. */
static bool redact(struct context *context, struct recording *recording, const char *output)
{
    size_t words = 0;

    if (context->options.no_redact)
        return true;
    if (!recording_redact(recording, &words, &context->problem))
        return false;
    if (words)
        printf("%s: %zu words of names, paths and addresses are replaced; --no-redact keeps them\n", output, words);
    return true;
}

/* The map of what it saw, which the target has from now on; NULL: nothing is replayed. */
static bool learn(struct context *context, struct run *run, struct target *target, struct recording *recording,
                  const char *output)
{
    struct str map = { 0 };
    char *path = map_output(output);
    bool ok = recording_learn(recording, target ? target->name : "learnt", &map, &context->problem) &&
              file_replace(path, map.data, map.length, &context->problem);

    if (ok)
        printf("%s: a UI map, guessed from the recording: look at each line\n", path);
    if (ok && target) {
        free(target->ui);
        free(target->ui_load);
        target->ui = xstrdup(path);
        target->ui_load = NULL;
        ok = ui_map_copy(target, run->folder, 0, &context->problem);
    }
    str_free(&map);
    free(path);
    return ok;
}

static bool write_scenario(struct context *context, const struct recording *recording, const char *target,
                           const char *output)
{
    struct recorded_as as = { 0 };
    char *evidence, *tag;
    struct str text = { 0 };
    unsigned left_out = 0;
    bool ok;

    name_evidence(&context->settings, recording, target, &evidence, &tag);
    as.evidence = evidence;
    as.tag = tag;
    ok = recording_scenario(recording, &as, &text, &left_out, &context->problem) &&
         file_replace(output, text.data, text.length, &context->problem);
    if (ok && left_out)
        printf("%s: %u calls are left out, as comments: the format cannot say them\n", output, left_out);
    str_free(&text);
    free(evidence);
    free(tag);
    return ok;
}

/* The same target must do it again. */
static int replay(struct context *context, struct run *run, struct target_set *targets, const char *output)
{
    struct view_options view = { .colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"), .all = true };
    struct results results;
    struct corpus corpus = { 0 };
    bool ok;

    if (targets->items[0].unavailable) {
        printf("%s: recorded from %s; not replayed: %s\n", output, targets->items[0].name,
               targets->items[0].unavailable);
        return CODE_EXPECTED;
    }
    ok = results_begin(&results, run->folder, &context->problem);
    ok = ok && corpus_load_one(&context->settings, &context->options, output, &corpus, &context->problem) &&
         session_compare(context, run, &corpus, targets, NULL, &results);
    if (ok && results_red(&results))
        view_text(&results, &view, stdout, &context->problem);
    else if (ok)
        printf("%s: recorded from %s, and replays the same\n", output, targets->items[0].name);
    ok = ok && !results_red(&results);
    results_free(&results);
    corpus_free(&corpus);
    return ok ? CODE_EXPECTED : context->problem.text[0] ? command_failed(context) : CODE_DIFFERENT;
}

static int record(struct context *context, struct run *run, struct target_set *targets)
{
    struct target *target = &targets->items[0];
    struct recording recording = { 0 };
    char *output = context->options.output ? xstrdup(context->options.output)
                                           : default_output(context->options.arguments.items[0]);
    int code = CODE_INTERNAL;

    if (target->lane != LANE_WINE && target->lane != LANE_X86)
        problem_set(&context->problem, CODE_USAGE, "--target: expected a DLL for Wine, found %s (%s)", target->name,
                    lane_names[target->lane]);
    else if (target->unavailable &&
             !file_exists(target->file)) /* an x86 one is recorded without the lane that replays it */
        problem_set(&context->problem, CODE_ENVIRONMENT, "%s: unsupported: %s", target->name, target->unavailable);
    else if (fits(target, context->options.arguments.items[0], &context->problem) &&
             session_prepare(&context->settings, run, targets, &context->problem) &&
             (context->options.prefix || settings_template(&context->settings, &context->problem)) &&
             run_program(context, run, target, &recording) && redact(context, &recording, output) &&
             (!context->options.learn_ui || learn(context, run, target, &recording, output)) &&
             write_scenario(context, &recording, target->name, output))
        code = replay(context, run, targets, output);
    recording_free(&recording);
    free(output);
    return context->problem.text[0] ? command_failed(context) : code;
}

/* What was recorded on another machine. */
static int convert(struct context *context)
{
    struct recording recording = { 0 };
    char *output = context->options.output ? xstrdup(context->options.output) : default_output(context->options.from);
    bool ok = recording_read(context->options.from, &recording, &context->problem) &&
              recording_begun(&recording, context->options.from, &context->problem);

    if (ok && !recording.sha256)
        ok = problem_set(&context->problem, CODE_USAGE, "%s: no DLL answered: %s", context->options.from,
                         recording.failure ? recording.failure : "unknown");
    ok = ok && redact(context, &recording, output) &&
         (!context->options.learn_ui || learn(context, NULL, NULL, &recording, output)) &&
         write_scenario(context, &recording, "msident", output);
    if (ok)
        printf("%s: %zu events of %u processes\n", output, recording.count, recording.n_processes);
    recording_free(&recording);
    free(output);
    return ok ? CODE_EXPECTED : command_failed(context);
}

int cmd_record(struct context *context)
{
    struct options *options = &context->options;
    struct target_set targets = { 0 };
    struct run run = { 0 };
    char *folder;
    int code = CODE_INTERNAL;

    if (options->redact && options->no_redact)
        problem_set(&context->problem, CODE_USAGE, "--no-redact: expected no --redact beside it, found both");
    if (options->from && options->arguments.count)
        problem_set(&context->problem, CODE_USAGE, "--from: expected no program beside it, found %s",
                    options->arguments.items[0]);
    if (options->from)
        return context->problem.text[0] ? command_failed(context) : convert(context);
    folder = corpus_folder(&context->settings, options);
    if (!options->targets.count && !options->originals.count)
        list_add(&options->targets, "reference");
    if (!options->arguments.count)
        problem_set(&context->problem, CODE_USAGE, "expected -- and a Windows program, found none");
    if (!context->problem.text[0] &&
        targets_choose_one(&context->settings, options, folder, &targets, &context->problem) &&
        run_begin(&context->settings, &run, &context->problem)) {
        code = record(context, &run, &targets);
        fflush(stdout);
        run_end(&run);
        run_die_of_signal();
    } else {
        code = command_failed(context);
    }
    targets_free(&targets);
    free(folder);
    return code;
}

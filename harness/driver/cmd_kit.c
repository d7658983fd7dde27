/* kit: a folder that runs every scenario on a Windows that has its own msident.dll, and needs nothing else there; or that
 * folder as one file. */
#include "driver/command.h"
#include "driver/corpus.h"
#include "driver/files.h"
#include "driver/kit_pack.h"

#include <errno.h>
#include <strings.h>
#include <unistd.h>

static const struct {
    const char *preset, *file, *folder;
} programs[] = {
    { "win32", "harness/agent/agent.exe", "x86" },       { "win32", "harness/kit/kit.exe", "x86" },
    { "win32", "harness/recorder/recorder.dll", "x86" }, { "win64", "harness/agent/agent.exe", "x64" },
    { "win64", "harness/kit/kit.exe", "x64" },           { "win64", "harness/recorder/recorder.dll", "x64" },
};

static bool put_programs(const struct settings *settings, const char *folder, struct problem *problem)
{
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof(programs) / sizeof(*programs); i++) {
        char *from = settings_built(settings, programs[i].preset, programs[i].file);
        char *into = xformat("%s/%s", folder, programs[i].folder), *to = xformat("%s%s", into, strrchr(from, '/'));

        ok = folder_make(into, problem) && file_copy(from, to, problem);
        free(from);
        free(into);
        free(to);
    }
    return ok;
}

/* Notepad of Windows 2000 wants carriage returns, and so does its command interpreter. */
static bool put_text(const struct settings *settings, const char *folder, const char *name, struct problem *problem)
{
    char *from = xformat("%s/harness/kit/%s", settings->root, name), *to = xformat("%s/%s", folder, name);
    struct str text = { 0 }, out = { 0 };
    bool ok = file_read(from, 1 << 20, &text, problem);

    for (const char *at = str_text(&text); ok && *at; at++) {
        if (*at == '\n')
            str_puts(&out, "\r");
        str_add(&out, at, 1);
    }
    ok = ok && file_replace(to, out.data, out.length, problem);
    str_free(&text);
    str_free(&out);
    free(from);
    free(to);
    return ok;
}

/* Whatever speaks of a password may store one: rather left out too often than once too rarely. */
static bool is_about_passwords(const struct buffer *text)
{
    static const char word[] = "password";

    for (const char *at = text->data; *at; at++)
        if (!strncasecmp(at, word, sizeof(word) - 1))
            return true;
    return false;
}

/* Self-contained, with its start state inside. */
static bool put_scenario(const struct corpus *corpus, const struct scenario *scenario, const char *folder,
                         struct str *list, struct problem *problem)
{
    struct trace *model;
    struct buffer text;
    char *path = xformat("%s/scenarios/%s.scn", folder, scenario->id), *slash;
    bool ok;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    ok = corpus_model(corpus, scenario, &model, problem);
    if (ok) {
        trace_print(model, &text);
        slash = strrchr(path, '/');
        *slash = 0;
        ok = folder_make(path, problem);
        *slash = '/';
        ok = ok && file_replace(path, text.data, text.len, problem);
        str_addf(list, "%s\t%c\t%u\n", scenario->id, is_about_passwords(&text) ? 'p' : '-',
                 scenario->limit_ms ? scenario->limit_ms : DEFAULT_LIMIT_MS);
        trace_free(model);
    }
    buffer_free(&text);
    free(path);
    return ok;
}

static bool put_scenarios(const struct corpus *corpus, const char *folder, struct problem *problem)
{
    struct str list = { 0 };
    char *path = xformat("%s/scenarios.txt", folder);
    bool ok = true;

    for (size_t i = 0; ok && i < corpus->count; i++)
        ok = put_scenario(corpus, &corpus->scenarios[i], folder, &list, problem);
    ok = ok && file_replace(path, list.data, list.length, problem);
    str_free(&list);
    free(path);
    return ok;
}

static bool put_maps(const struct corpus *corpus, const char *folder, struct problem *problem)
{
    char *from = xformat("%s/ui", corpus->folder), *to = xformat("%s/ui", folder);
    bool ok = !folder_exists(from) || tree_copy(from, to, problem);

    free(from);
    free(to);
    return ok;
}

static bool put_texts(const struct settings *settings, const char *folder, struct problem *problem)
{
    static const char *const names[] = { "RUN.CMD", "RECORD.CMD", "UNDO.CMD", "README.TXT" };
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof(names) / sizeof(*names); i++)
        ok = put_text(settings, folder, names[i], problem);
    return ok;
}

static bool fill(const struct context *context, const struct corpus *corpus, const char *folder,
                 struct problem *problem)
{
    return folder_make(folder, problem) && put_programs(&context->settings, folder, problem) &&
           put_texts(&context->settings, folder, problem) && put_maps(corpus, folder, problem) &&
           put_scenarios(corpus, folder, problem);
}

static bool pack(const struct context *context, const char *folder, const char *output, struct problem *problem)
{
    char *unpacker;
    bool ok;

    if (context->options.iso)
        return kit_image(folder, output, problem);
    unpacker = settings_built(&context->settings, "win32", "harness/kit/unpack.exe");
    ok = kit_program(folder, unpacker, output, problem);
    free(unpacker);
    return ok;
}

/* Beside its place first: it is whole or not there. */
static bool make_kit(const struct context *context, const struct corpus *corpus, const char *output,
                     struct problem *problem)
{
    const bool one_file = context->options.iso || context->options.exe;
    char *temporary = xformat("%s.folder.%ld", output, (long)getpid());
    bool ok = fill(context, corpus, temporary, problem);

    if (ok && one_file)
        ok = pack(context, temporary, output, problem);
    else if (ok && rename(temporary, output) != 0)
        ok = problem_set(problem, CODE_USAGE, "%s: cannot be made: %s", output, strerror(errno));
    if (!ok || one_file)
        tree_remove(temporary);
    free(temporary);
    return ok;
}

static bool check_words(const struct options *options, struct problem *problem)
{
    const char *output = options->output;

    if (!output)
        return problem_set(problem, CODE_USAGE, "expected -o DIR, where the kit is put");
    if (options->iso && options->exe)
        return problem_set(problem, CODE_USAGE, "expected --iso or --exe, found both");
    return !(file_exists(output) || folder_exists(output)) ||
           problem_set(problem, CODE_USAGE, "%s is there already; name a new %s", output,
                       options->iso || options->exe ? "file" : "folder");
}

int cmd_kit(struct context *context)
{
    struct problem *problem = &context->problem;
    const struct options *options = &context->options;
    struct corpus corpus = { 0 };
    const bool ok = check_words(options, problem) && corpus_load(&context->settings, options, &corpus, problem) &&
                    make_kit(context, &corpus, options->output, problem);

    if (ok)
        printf("%s: %zu scenarios; %sstart RUN.CMD there on Windows, then ./identical compare --target "
               "trace:results.idt\n",
               options->output, corpus.count,
               options->iso   ? "copy its files into a folder of Windows, "
               : options->exe ? "start it on Windows, "
                              : "");
    corpus_free(&corpus);
    return ok ? CODE_EXPECTED : command_failed(context);
}

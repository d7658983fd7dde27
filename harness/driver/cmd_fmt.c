/* fmt: canonical form of scenarios and traces. */
#include "driver/command.h"
#include "driver/corpus.h"
#include "driver/files.h"

static bool format_file(struct context *context, const char *path, bool *changed)
{
    struct str content = { 0 };
    struct buffer formatted;
    struct diag diag;
    enum status status;
    bool ok = file_read(path, TRACE_MAX_TRACE, &content, &context->problem);

    *changed = false;
    if (!ok)
        return false;
    buffer_init(&formatted, TRACE_MAX_TRACE);
    diag_init(&diag, path);
    status = trace_format(content.data, content.length, path, &formatted, &diag);
    ok = status == ST_OK || model_fail(status, &diag, &context->problem);
    *changed = ok && (formatted.len != content.length || memcmp(formatted.data, content.data, content.length) != 0);
    if (*changed && !context->options.check)
        ok = file_replace(path, formatted.data, formatted.len, &context->problem);
    if (ok && *changed)
        printf("%s%s\n", path, context->options.check ? ": not in canonical form" : "");
    buffer_free(&formatted);
    str_free(&content);
    return ok;
}

static bool choose_files(struct context *context, struct list *files)
{
    struct list names = { 0 };
    char *folder;
    bool ok;

    for (size_t i = 0; i < context->options.arguments.count; i++)
        list_add(files, context->options.arguments.items[i]);
    if (files->count)
        return true;
    folder = corpus_folder(&context->settings, &context->options);
    ok = files_below(folder, ".scn", &names, &context->problem);
    for (size_t i = 0; i < names.count; i++)
        list_take(files, xformat("%s/%s", folder, names.items[i]));
    list_free(&names);
    free(folder);
    return ok;
}

int cmd_fmt(struct context *context)
{
    struct list files = { 0 };
    size_t count = 0;
    bool ok = choose_files(context, &files);

    for (size_t i = 0; ok && i < files.count; i++) {
        bool changed;

        ok = format_file(context, files.items[i], &changed);
        count += changed;
    }
    list_free(&files);
    if (!ok)
        return command_failed(context);
    return context->options.check && count ? CODE_DIFFERENT : CODE_EXPECTED;
}

#include "driver/report.h"

#include "driver/files.h"

#define PICTURE_LIMIT (16u << 20)

static const struct {
    const char *name;
    const char *file; /* NULL: only on request */
    view_fn view;
} views[] = {
    { "text", NULL, view_text },
    { "traces", "traces.jsonl", view_traces }, /* in front of report.json, which says that there is a report */
    { "json", "report.json", view_json },
    { "junit", "junit.xml", view_junit },
    { "markdown", "summary.md", view_markdown },
    { "html", "report.html", view_html },
    { "tap", NULL, view_tap },
    { "expect", NULL, view_expect },
};

view_fn view_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++)
        if (!strcmp(views[i].name, name))
            return views[i].view;
    return NULL;
}

static bool write_view(const struct results *results, const char *folder, const char *name, view_fn view,
                       const struct view_options *options, struct problem *problem)
{
    char *path = xformat("%s/%s", folder, name);
    struct new_file file;
    bool ok = new_file_open(&file, path, problem);

    if (ok) {
        ok = view(results, options, file.stream, problem);
        if (ok)
            ok = new_file_commit(&file, problem);
        else
            new_file_drop(&file);
    }
    free(path);
    return ok;
}

bool report_write(const struct results *results, const char *folder, const struct view_options *options,
                  struct problem *problem)
{
    bool ok = folder_make(folder, problem);

    for (size_t i = 0; ok && i < sizeof(views) / sizeof(*views); i++)
        if (views[i].file)
            ok = write_view(results, folder, views[i].file, views[i].view, options, problem);
    return ok;
}

bool report_pictures(const char *from, const char *to, size_t *count, struct problem *problem)
{
    struct list paths = { 0 };
    bool ok = !folder_exists(from) || files_below(from, ".png", &paths, problem);

    for (size_t i = 0; ok && i < paths.count; i++) {
        char *source = xformat("%s/%s", from, paths.items[i]), *target = xformat("%s/%s", to, paths.items[i]);
        char *folder = xstrndup(target, (size_t)(strrchr(target, '/') - target));
        struct str content = { 0 };

        ok = file_read(source, PICTURE_LIMIT, &content, problem) && folder_make(folder, problem) &&
             file_replace(target, content.data, content.length, problem);
        str_free(&content);
        free(source);
        free(target);
        free(folder);
    }
    if (count)
        *count = paths.count;
    list_free(&paths);
    return ok;
}

size_t scenario_group(const char *scenario)
{
    const char *slash = strrchr(scenario, '/');
    size_t folder = slash ? (size_t)(slash - scenario) + 1 : 0;

    return folder + strcspn(scenario + folder, "_");
}

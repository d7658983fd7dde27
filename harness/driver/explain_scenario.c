#include "driver/explain.h"

#include "driver/corpus.h"
#include "driver/files.h"

#include <jansson.h>

struct explained {
    const struct scenario *scenario;
    struct str text;
    const struct statement **cited;
    size_t cited_count;
    struct list pictures; /* paths below the tree */
};

static void find_cited(const struct statements *statements, struct explained *explained)
{
    const char *text = explained->scenario->evidence;
    const struct statement *statement;

    explained->cited = xcalloc(statements->count + 1, sizeof(*explained->cited));
    while (explained->cited_count < statements->count && (statement = statements_next(statements, &text)))
        explained->cited[explained->cited_count++] = statement;
}

/* False: there are none. */
static bool find_pictures(const struct context *context, const char *below, const char *id, struct list *pictures)
{
    char *folder = xformat("%s/%s/%s", context->settings.root, below, id);
    struct problem ignored = { 0 };
    struct list names = { 0 };

    if (folder_exists(folder))
        files_below(folder, ".png", &names, &ignored);
    for (size_t i = 0; i < names.count; i++)
        list_take(pictures, xformat("%s/%s/%s", below, id, names.items[i]));
    list_free(&names);
    free(folder);
    return pictures->count > 0;
}

static void print_text(const struct explained *explained)
{
    printf("%s: %s\n", explained->scenario->id, explained->scenario->title);
    for (size_t i = 0; i < explained->cited_count; i++)
        printf("  %s: %s\n", explained->cited[i]->number,
               explained->cited[i]->cells.count ? explained->cited[i]->cells.items[0] : "");
    for (size_t i = 0; i < explained->pictures.count; i++)
        printf("%s    %s\n", i ? "" : "  pictures of its dialogs:\n", explained->pictures.items[i]);
    printf("\n");
    for (const char *line = str_text(&explained->text); *line;) {
        const size_t length = strcspn(line, "\n");

        printf(length ? "    %.*s\n" : "\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void print_json(const struct explained *explained)
{
    json_t *object = json_object(), *cited = json_array(), *pictures = json_array();

    for (size_t i = 0; i < explained->cited_count; i++)
        json_array_append_new(cited, json_string(explained->cited[i]->number));
    for (size_t i = 0; i < explained->pictures.count; i++)
        json_array_append_new(pictures, json_string(explained->pictures.items[i]));
    json_object_set_new(object, "scenario", json_string(explained->scenario->id));
    json_object_set_new(object, "title", json_string(explained->scenario->title));
    json_object_set_new(object, "cites", cited);
    json_object_set_new(object, "pictures", pictures);
    json_object_set_new(object, "text", json_string(str_text(&explained->text)));
    json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(object);
}

int explain_scenario(struct context *context, const struct statements *statements, const char *name)
{
    struct corpus corpus = { 0 };
    struct explained explained = { 0 };
    bool ok = corpus_load_one(&context->settings, &context->options, name, &corpus, &context->problem);

    if (ok) {
        explained.scenario = &corpus.scenarios[0];
        ok = file_read(explained.scenario->path, TRACE_MAX_SCENARIO, &explained.text, &context->problem);
    }
    if (ok) {
        find_cited(statements, &explained);
        if (!find_pictures(context, "docs/pictures", explained.scenario->id, &explained.pictures))
            find_pictures(context, "reports/out/pictures", explained.scenario->id, &explained.pictures);
        if (context->options.json)
            print_json(&explained);
        else
            print_text(&explained);
    }
    str_free(&explained.text);
    free(explained.cited);
    list_free(&explained.pictures);
    corpus_free(&corpus);
    return ok ? CODE_EXPECTED : command_failed(context);
}

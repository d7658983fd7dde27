/* list: scenarios, their titles and evidence. */
#include "driver/command.h"
#include "driver/selection.h"
#include "driver/wanted.h"

#include <jansson.h>

static void print_json(const struct corpus *corpus)
{
    json_t *array = json_array();

    for (size_t i = 0; i < corpus->count; i++) {
        const struct scenario *scenario = &corpus->scenarios[i];
        json_t *object = json_object();

        json_object_set_new(object, "scenario", json_string(scenario->id));
        json_object_set_new(object, "title", json_string(scenario->title));
        json_object_set_new(object, "evidence", json_string(scenario->evidence));
        json_object_set_new(object, "file", json_string(scenario->path));
        json_array_append_new(array, object);
    }
    json_dumpf(array, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(array);
}

static void print_lines(const struct corpus *corpus)
{
    size_t width = 0;

    for (size_t i = 0; i < corpus->count; i++)
        if (strlen(corpus->scenarios[i].id) > width)
            width = strlen(corpus->scenarios[i].id);
    for (size_t i = 0; i < corpus->count; i++) {
        const struct scenario *scenario = &corpus->scenarios[i];

        printf("%-*s  %s [%s]\n", (int)width, scenario->id, scenario->title, scenario->evidence);
    }
}

int cmd_list(struct context *context)
{
    struct corpus corpus;
    bool ok = corpus_load(&context->settings, &context->options, &corpus, &context->problem) &&
              selection_apply(&context->settings, &context->options, &corpus, &context->problem);
    int code = ok ? CODE_EXPECTED : command_failed(context);

    if (ok && context->options.wanted)
        code = list_wanted(context, &corpus);
    else if (ok && context->options.json)
        print_json(&corpus);
    else if (ok)
        print_lines(&corpus);
    corpus_free(&corpus);
    return code;
}

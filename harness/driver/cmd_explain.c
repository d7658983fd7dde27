/* explain: a numbered fact, its source, and the scenarios that cite it; a scenario and what it cites; or which statements have one. */
#include "driver/corpus.h"
#include "driver/explain.h"

#include <jansson.h>

/* Ids of the scenarios that cite a number, in their header or at a line. */
static bool citing(const struct context *context, const char *number, struct list *ids, struct problem *problem)
{
    struct options options = { .scenarios = context->options.scenarios };
    struct corpus corpus;
    struct problem none = { 0 };
    bool ok;

    list_add(&options.evidence, number);
    ok = corpus_load(&context->settings, &options, &corpus, &none);
    if (!ok && corpus.count)
        problem_set(problem, none.code, "%s", none.text);
    for (size_t i = 0; i < corpus.count; i++)
        list_add(ids, corpus.scenarios[i].id);
    corpus_free(&corpus);
    list_free(&options.evidence);
    return !problem->text[0];
}

static void print_text(const struct statement *statement, const struct list *ids)
{
    printf("%s (%s:%u)\n", statement->number, statement->file, statement->line);
    for (size_t i = 0; i < statement->cells.count; i++)
        if (*statement->cells.items[i])
            printf("  %s: %s\n", statement->titles.items[i], statement->cells.items[i]);
    if (!ids->count)
        puts("  no scenario cites it");
    for (size_t i = 0; i < ids->count; i++)
        printf("%s    %s\n", i ? "" : "  scenarios:\n", ids->items[i]);
}

static void print_json(const struct statement *statement, const struct list *ids)
{
    json_t *object = json_object(), *cells = json_object(), *scenarios = json_array();

    for (size_t i = 0; i < statement->cells.count; i++)
        json_object_set_new(cells, statement->titles.items[i], json_string(statement->cells.items[i]));
    for (size_t i = 0; i < ids->count; i++)
        json_array_append_new(scenarios, json_string(ids->items[i]));
    json_object_set_new(object, "number", json_string(statement->number));
    json_object_set_new(object, "file", json_string(statement->file));
    json_object_set_new(object, "line", json_integer(statement->line));
    json_object_set_new(object, "row", cells);
    json_object_set_new(object, "scenarios", scenarios);
    json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(object);
}

static int explain_one(struct context *context, const struct statements *statements, const char *number)
{
    const struct statement *statement = statements_find(statements, number);
    struct list ids = { 0 };
    bool ok;

    if (!statement && is_trace(number))
        return explain_trace(context, statements, number);
    if (!statement && strchr(number, '/'))
        return explain_scenario(context, statements, number);
    if (!statement)
        return problem_set(&context->problem, CODE_USAGE,
                           "expected the number of a fact (D-086, F-010, I-08) or a scenario, found '%s'", number)
                   ? CODE_EXPECTED
                   : CODE_USAGE;
    ok = citing(context, statement->number, &ids, &context->problem);
    if (ok && context->options.json)
        print_json(statement, &ids);
    else if (ok)
        print_text(statement, &ids);
    list_free(&ids);
    return ok ? CODE_EXPECTED : command_failed(context);
}

int cmd_explain(struct context *context)
{
    const struct options *options = &context->options;
    struct statements statements;
    int code;

    if (options->arguments.count != (options->coverage ? 0u : 1u)) {
        problem_set(&context->problem, CODE_USAGE, "expected the number of a fact, a scenario, or --coverage");
        return CODE_USAGE;
    }
    if (!statements_read(context->settings.root, &statements, &context->problem))
        code = command_failed(context);
    else if (options->coverage)
        code = explain_coverage(context, &statements);
    else
        code = explain_one(context, &statements, options->arguments.items[0]);
    statements_free(&statements);
    return code;
}

/* The numbered statements of docs/evidence with the scenarios that cite them. */
#include "driver/page.h"

#include "driver/coverage.h"

static bool cite_all(struct page *page, struct coverage *coverage, struct problem *problem)
{
    const struct options options = { .scenarios = page->options->scenarios };
    struct corpus corpus;
    bool ok = corpus_load(page->options->settings, &options, &corpus, problem);

    for (size_t i = 0; ok && i < corpus.count; i++) {
        struct trace *model = NULL;

        ok = corpus_model(&corpus, &corpus.scenarios[i], &model, problem);
        if (ok)
            coverage_cite(coverage, corpus.scenarios[i].id, corpus.scenarios[i].evidence, model);
        trace_free(model);
    }
    corpus_free(&corpus);
    return ok;
}

static json_t *strings_json(const struct list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, json_text(list->items[i]));
    return array;
}

static json_t *row_json(const struct coverage_row *row)
{
    const struct statement *statement = row->statement;
    json_t *citations = json_array(), *object = json_object();

    for (size_t i = 0; i < row->count; i++)
        json_array_append_new(citations,
                              json_pack("[o, i]", json_text(row->citations[i].scenario), (int)row->citations[i].class));
    json_object_set_new(object, "number", json_text(statement->number));
    json_object_set_new(object, "place", json_sprintf("%s:%u", statement->file, statement->line));
    json_object_set_new(object, "titles", strings_json(&statement->titles));
    json_object_set_new(object, "cells", strings_json(&statement->cells));
    json_object_set_new(object, "required", json_boolean(row->required));
    json_object_set_new(object, "cover", json_string(cover_names[row->cover]));
    if (row->excuse) {
        json_object_set_new(object, "reason", json_text(row->excuse->reason));
        json_object_set_new(object, "decision", json_text(row->excuse->decision));
    }
    json_object_set_new(object, "scenarios", citations);
    return object;
}

static json_t *coverage_json(const struct coverage *coverage)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < coverage->count; i++)
        json_array_append_new(rows, row_json(&coverage->rows[i]));
    return json_pack("{s: o}", "rows", rows);
}

/* A corpus that is broken, or not here, is no reason to have no page: it says why it lacks the statements. */
bool page_statements(struct page *page)
{
    struct statements statements = { 0 };
    struct excuses excuses = { 0 };
    struct coverage coverage = { 0 };
    struct problem problem = { 0 };
    bool ok = page->options->settings && page->options->scenarios &&
              statements_read(page->options->settings->root, &statements, &problem);

    if (ok) {
        coverage_begin(&statements, &coverage);
        ok = cite_all(page, &coverage, &problem) && excuses_load(page->options->scenarios, &excuses, &problem) &&
             coverage_end(&coverage, &excuses, &problem);
    }
    page_put(page, "statements",
             ok ? coverage_json(&coverage) : json_pack("{s: o}", "problem", json_text(problem.text)));
    excuses_free(&excuses);
    coverage_free(&coverage);
    statements_free(&statements);
    return true;
}

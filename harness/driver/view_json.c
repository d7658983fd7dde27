/* report.json: one result a line, so that a diff of two reports reads well. reports/schema/report.schema.json. */
#include "driver/cell_json.h"
#include "driver/report.h"

static void put(FILE *out, const char *name, json_t *value, const char *end)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);

    fprintf(out, "\"%s\":%s%s", name, text ? text : "null", end);
    free(text);
    json_decref(value);
}

static json_t *list_json(const struct list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, json_string(list->items[i]));
    return array;
}

static bool put_spooled(const struct results *results, uint64_t offset, uint32_t length, bool last, FILE *out)
{
    struct str text = { 0 };
    bool ok = results_text(results, offset, length, &text);

    fprintf(out, "%s%s\n", str_text(&text), last ? "" : ",");
    str_free(&text);
    return ok;
}

bool view_json(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    bool ok = true;

    (void)options;
    fputs("{\"format\":\"identical-report\",\"version\":1,\n", out);
    put(out, "started", json_text(results->started), ",\n");
    put(out, "ms", json_integer((json_int_t)results->ms), ",\n");
    put(out, "against", json_text(results->against), ",\n");
    if (results->shard)
        put(out, "shard", json_text(results->shard), ",\n");
    put(out, "filters", list_json(&results->filters), ",\n");
    put(out, "corpus", json_integer((json_int_t)results->corpus), ",\n");
    put(out, "red", json_boolean(results_red(results)), ",\n");
    put(out, "targets", targets_to_json(results), ",\n");
    put(out, "errors", list_json(&results->errors), ",\n");
    fputs("\"results\":[\n", out);
    for (size_t i = 0; i < results->count; i++)
        ok &= put_spooled(results, results->items[i].offset, results->items[i].length, i + 1 == results->count, out);
    fputs("],\n\"disagreements\":[\n", out);
    for (size_t i = 0; i < results->disagreement_count; i++)
        ok &= put_spooled(results, results->disagreements[i].offset, results->disagreements[i].length,
                          i + 1 == results->disagreement_count, out);
    fputs("]}\n", out);
    return ok || results_unreadable(problem);
}

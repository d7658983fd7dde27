/* report.json: one result a line, so that a diff of two reports reads well. reports/schema/report.schema.json. */
#include "driver/report.h"

#include <jansson.h>

static void put(FILE *out, const char *name, json_t *value, const char *end)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);

    fprintf(out, "\"%s\":%s%s", name, text ? text : "null", end);
    free(text);
    json_decref(value);
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *list_json(const struct list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, json_string(list->items[i]));
    return array;
}

static json_t *counts(const char *const names[], const uint64_t values[], unsigned n)
{
    json_t *object = json_object();

    for (unsigned i = 0; i < n; i++)
        json_object_set_new(object, names[i], json_integer((json_int_t)values[i]));
    return object;
}

static json_t *targets_json(const struct results *results)
{
    json_t *array = json_array();

    for (size_t i = 0; i < results->target_count; i++) {
        const struct target_info *target = &results->targets[i];
        json_t *object = json_object();

        json_object_set_new(object, "name", json_string(target->name));
        json_object_set_new(object, "lane", text_or_null(target->lane));
        json_object_set_new(object, "file", text_or_null(target->file));
        json_object_set_new(object, "sha256", text_or_null(target->hash));
        json_object_set_new(object, "version", text_or_null(target->version));
        json_object_set_new(object, "machine", text_or_null(target->machine));
        json_object_set_new(object, "unavailable", text_or_null(target->unavailable));
        json_object_set_new(object, "scenarios", counts(verdict_names, target->cells, N_VERDICTS));
        json_object_set_new(object, "facts", counts(verdict_names, target->facts, N_VERDICTS));
        json_object_set_new(object, "open", json_integer((json_int_t)target->open));
        json_object_set_new(object, "evidence", counts(evidence_class_names, target->evidence, EVIDENCE_OBSERVED));
        json_array_append_new(array, object);
    }
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
    put(out, "started", text_or_null(results->started), ",\n");
    put(out, "ms", json_integer((json_int_t)results->ms), ",\n");
    put(out, "against", text_or_null(results->against), ",\n");
    put(out, "filters", list_json(&results->filters), ",\n");
    put(out, "corpus", json_integer((json_int_t)results->corpus), ",\n");
    put(out, "red", json_boolean(results_red(results)), ",\n");
    put(out, "targets", targets_json(results), ",\n");
    put(out, "errors", list_json(&results->errors), ",\n");
    fputs("\"results\":[\n", out);
    for (size_t i = 0; i < results->count; i++)
        ok &= put_spooled(results, results->items[i].offset, results->items[i].length, i + 1 == results->count, out);
    fputs("],\n\"disagreements\":[\n", out);
    for (size_t i = 0; i < results->disagreement_count; i++)
        ok &= put_spooled(results, results->disagreements[i].offset, results->disagreements[i].length,
                          i + 1 == results->disagreement_count, out);
    fputs("]}\n", out);
    return ok || problem_set(problem, CODE_INTERNAL, "the results of this run cannot be read back");
}

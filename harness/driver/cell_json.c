#include "driver/cell_json.h"

static void dump(json_t *value, struct str *out)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_PRESERVE_ORDER);

    if (text)
        str_puts(out, text);
    free(text);
    json_decref(value);
}

json_t *json_text(const char *text)
{
    json_t *value;
    char *clean;

    if (!text)
        return json_null();
    value = json_string(text);
    if (value)
        return value;
    clean = xstrdup(text);
    for (char *at = clean; *at; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    value = json_string(clean);
    free(clean);
    return value;
}

static json_t *counts_json(const char *const names[], const unsigned counts[], unsigned n)
{
    json_t *object = json_object();

    for (unsigned i = 0; i < n; i++)
        if (counts[i])
            json_object_set_new(object, names[i], json_integer(counts[i]));
    return object;
}

static json_t *fact_json(const struct fact *fact)
{
    json_t *object = json_object();

    json_object_set_new(object, "label", json_text(fact->label));
    json_object_set_new(object, "fact", json_text(fact->fact));
    json_object_set_new(object, "verdict", json_string(verdict_names[fact->verdict]));
    json_object_set_new(object, "red", json_boolean(fact->red));
    json_object_set_new(object, "expected", json_text(fact->expected));
    json_object_set_new(object, "observed", json_text(fact->observed));
    json_object_set_new(object, "evidence", json_text(fact->evidence));
    json_object_set_new(object, "reason", json_text(fact->reason));
    json_object_set_new(object, "line", json_integer(fact->line));
    return object;
}

static json_t *pictures_json(const struct list *pictures)
{
    json_t *array = json_array();

    for (size_t i = 0; i < pictures->count; i++)
        json_array_append_new(array, json_string(pictures->items[i]));
    return array;
}

void cell_to_json(const char *scenario, const char *target, const struct cell *cell, struct str *out)
{
    json_t *object = json_object(), *facts = json_array();

    json_object_set_new(object, "scenario", json_text(scenario));
    json_object_set_new(object, "target", json_text(target));
    json_object_set_new(object, "verdict", json_string(verdict_names[cell->verdict]));
    json_object_set_new(object, "red", json_boolean(cell->red));
    json_object_set_new(object, "counts", counts_json(verdict_names, cell->counts, N_VERDICTS));
    json_object_set_new(object, "open", json_integer(cell->open));
    json_object_set_new(object, "evidence", counts_json(evidence_class_names, cell->evidence, N_EVIDENCE_CLASSES));
    json_object_set_new(object, "reason", json_text(cell->reason));
    for (size_t i = 0; i < cell->fact_count; i++)
        json_array_append_new(facts, fact_json(&cell->facts[i]));
    json_object_set_new(object, "facts", facts);
    if (cell->pictures.count)
        json_object_set_new(object, "pictures", pictures_json(&cell->pictures));
    json_object_set_new(object, "ms", json_integer((json_int_t)(cell->seconds * 1000.0 + 0.5)));
    dump(object, out);
}

static char *copy_string(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? xstrdup(text) : NULL;
}

static bool read_verdict(const json_t *object, enum verdict *verdict)
{
    const char *name = json_string_value(json_object_get(object, "verdict"));

    return name && verdict_by_name(name, verdict);
}

static bool read_fact(const json_t *object, struct cell *cell)
{
    struct fact fact = { 0 };

    fact.label = (char *)json_string_value(json_object_get(object, "label"));
    fact.fact = (char *)json_string_value(json_object_get(object, "fact"));
    if (!fact.label || !fact.fact || !read_verdict(object, &fact.verdict))
        return false;
    fact.red = json_is_true(json_object_get(object, "red"));
    fact.expected = (char *)json_string_value(json_object_get(object, "expected"));
    fact.observed = (char *)json_string_value(json_object_get(object, "observed"));
    fact.evidence = (char *)json_string_value(json_object_get(object, "evidence"));
    fact.reason = (char *)json_string_value(json_object_get(object, "reason"));
    fact.line = (unsigned)json_integer_value(json_object_get(object, "line"));
    cell_add_fact(cell, &fact);
    return true;
}

static void read_pictures(const json_t *object, struct list *pictures)
{
    const json_t *array = json_object_get(object, "pictures"), *name;
    size_t i;

    json_array_foreach(array, i, name) if (json_is_string(name)) list_add(pictures, json_string_value(name));
}

static void read_counts(const json_t *object, const char *const names[], unsigned counts[], unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        counts[i] = (unsigned)json_integer_value(json_object_get(object, names[i]));
}

bool cell_from_json(const char *text, struct cell *cell)
{
    json_t *object = json_loads(text, 0, NULL), *facts, *fact;
    size_t i;
    bool ok;

    memset(cell, 0, sizeof(*cell));
    ok = object && read_verdict(object, &cell->verdict);
    if (ok) {
        cell->red = json_is_true(json_object_get(object, "red"));
        cell->open = (unsigned)json_integer_value(json_object_get(object, "open"));
        cell->reason = copy_string(object, "reason");
        cell->seconds = (double)json_integer_value(json_object_get(object, "ms")) / 1000.0;
        read_counts(json_object_get(object, "counts"), verdict_names, cell->counts, N_VERDICTS);
        read_counts(json_object_get(object, "evidence"), evidence_class_names, cell->evidence, N_EVIDENCE_CLASSES);
        read_pictures(object, &cell->pictures);
        facts = json_object_get(object, "facts");
        json_array_foreach(facts, i, fact) ok = ok && read_fact(fact, cell);
    }
    json_decref(object);
    return ok;
}

void disagreement_to_json(const struct results *results, const struct disagreement *disagreement, struct str *out)
{
    json_t *object = json_object(), *values = json_object();

    json_object_set_new(object, "scenario", json_text(results->scenarios.items[disagreement->scenario]));
    json_object_set_new(object, "label", json_text(disagreement->label));
    json_object_set_new(object, "fact", json_text(disagreement->fact));
    for (size_t i = 0; i < results->target_count; i++)
        if (disagreement->values[i])
            json_object_set_new(values, results->targets[i].name, json_text(disagreement->values[i]));
    json_object_set_new(object, "values", values);
    dump(object, out);
}

bool disagreement_from_json(const struct results *results, const char *text, struct disagreement *disagreement)
{
    json_t *object = json_loads(text, 0, NULL), *values = json_object_get(object, "values");

    memset(disagreement, 0, sizeof(*disagreement));
    disagreement->label = copy_string(object, "label");
    disagreement->fact = copy_string(object, "fact");
    disagreement->values = xcalloc(results->target_count, sizeof(*disagreement->values));
    for (size_t i = 0; i < results->target_count; i++)
        disagreement->values[i] = copy_string(values, results->targets[i].name);
    json_decref(object);
    if (disagreement->label && disagreement->fact)
        return true;
    disagreement_free(disagreement, results->target_count);
    return false;
}

static json_t *totals_json(const char *const names[], const uint64_t values[], unsigned n)
{
    json_t *object = json_object();

    for (unsigned i = 0; i < n; i++)
        json_object_set_new(object, names[i], json_integer((json_int_t)values[i]));
    return object;
}

json_t *targets_to_json(const struct results *results)
{
    json_t *array = json_array();

    for (size_t i = 0; i < results->target_count; i++) {
        const struct target_info *target = &results->targets[i];
        json_t *object = json_object();

        json_object_set_new(object, "name", json_string(target->name));
        json_object_set_new(object, "lane", json_text(target->lane));
        json_object_set_new(object, "file", json_text(target->file));
        json_object_set_new(object, "sha256", json_text(target->hash));
        json_object_set_new(object, "version", json_text(target->version));
        json_object_set_new(object, "company", json_text(target->company));
        json_object_set_new(object, "language", json_text(target->language));
        json_object_set_new(object, "machine", json_text(target->machine));
        json_object_set_new(object, "system", json_text(target->system));
        json_object_set_new(object, "unavailable", json_text(target->unavailable));
        json_object_set_new(object, "scenarios", totals_json(verdict_names, target->cells, N_VERDICTS));
        json_object_set_new(object, "facts", totals_json(verdict_names, target->facts, N_VERDICTS));
        json_object_set_new(object, "open", json_integer((json_int_t)target->open));
        json_object_set_new(object, "evidence", totals_json(evidence_class_names, target->evidence, EVIDENCE_OBSERVED));
        json_array_append_new(array, object);
    }
    return array;
}

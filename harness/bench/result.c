/* Results as a table for people and as JSON for whoever follows them over time. */
#include "bench.h"
#include "result.h"

#include <jansson.h>

struct result result_of(const struct sample *sample, const char *name, const char *about)
{
    return (struct result){ .name = name,
                            .unit = "x",
                            .about = about,
                            .value = ratio_of(sample),
                            .ours = interval_of(sample->ours, sample->count),
                            .theirs = interval_of(sample->theirs, sample->count),
                            .pairs = sample->count };
}

struct result result_of_difference(const struct sample *sample, const char *name, const char *about)
{
    double differences[PAIRS_MAX];

    for (size_t i = 0; i < sample->count; i++)
        differences[i] = sample->ours[i] - sample->theirs[i];
    return (struct result){ .name = name,
                            .unit = "us",
                            .about = about,
                            .value = interval_of(differences, sample->count),
                            .ours = interval_of(sample->ours, sample->count),
                            .theirs = interval_of(sample->theirs, sample->count),
                            .pairs = sample->count };
}

struct result result_of_amount(double megabytes, const char *name, const char *about)
{
    return (struct result){
        .name = name, .unit = "MB", .about = about, .value = { megabytes, megabytes, megabytes }, .pairs = 1
    };
}

bool result_met(const struct result *result)
{
    if (result->told)
        return true;
    if (result->high_limit > 0 && result->value.high > result->high_limit)
        return false;
    return result->at_least ? result->value.median >= result->limit : result->value.median <= result->limit;
}

void result_print_header(FILE *out)
{
    fprintf(out, "%-18s %10s %21s %9s  %s\n", "benchmark", "median", "95 % interval", "limit", "verdict");
}

void result_print(const struct result *result, bool judged, FILE *out)
{
    char limit[32] = "no limit";

    if (!result->told)
        snprintf(limit, sizeof limit, "%s %6g", result->at_least ? ">=" : "<=", result->limit);
    fprintf(out, "%-18s %8.3f %-2s %9.3f to %8.3f %9s  %s\n", result->name, result->value.median, result->unit,
            result->value.low, result->value.high, limit,
            !judged || result->told ? "not judged"
            : result_met(result)    ? "met"
                                    : "MISSED");
    fprintf(out, "    %s", result->about);
    if (result->side_unit)
        fprintf(out, ": %.3f / %.3f %s", result->ours.median, result->theirs.median, result->side_unit);
    fprintf(out, " (%zu %s)\n", result->pairs, result->pairs == 1 ? "run" : result->side_unit ? "pairs" : "runs");
}

static json_t *interval_json(const struct interval *interval)
{
    return json_pack("{s:f, s:f, s:f}", "median", interval->median, "low", interval->low, "high", interval->high);
}

static json_t *result_json(const struct result *result, bool judged)
{
    json_t *object = json_pack("{s:s, s:s, s:s, s:o, s:f, s:b, s:I}", "name", result->name, "about", result->about,
                               "unit", result->unit, "value", interval_json(&result->value), "limit", result->limit,
                               "at_least", result->at_least, "pairs", (json_int_t)result->pairs);

    if (result->high_limit > 0)
        json_object_set_new(object, "high_limit", json_real(result->high_limit));
    if (result->told)
        json_object_del(object, "limit");
    else if (judged)
        json_object_set_new(object, "met", json_boolean(result_met(result)));
    if (result->side_unit) {
        json_object_set_new(object, "side_unit", json_string(result->side_unit));
        json_object_set_new(object, "ours", interval_json(&result->ours));
        json_object_set_new(object, "theirs", interval_json(&result->theirs));
    }
    return object;
}

bool results_write(const struct result *results, size_t count, bool judged, const char *path)
{
    json_t *array = json_array();
    json_t *root = json_pack("{s:i, s:b, s:o}", "bench", 1, "judged", judged, "results", array);
    bool ok;

    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, result_json(&results[i], judged));
    ok = json_dump_file(root, path, JSON_INDENT(2)) == 0;
    json_decref(root);
    return ok;
}

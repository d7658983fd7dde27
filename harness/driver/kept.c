#include "driver/kept.h"

#include "driver/cell_json.h"
#include "driver/report.h"

#include <errno.h>

void kept_line(const struct results *results, const struct scenario *scenario, const char *text,
               const char *const *traces, struct str *line)
{
    json_t *object = json_object(), *all = json_object();
    char *dumped;

    json_object_set_new(object, "scenario", json_text(scenario->id));
    json_object_set_new(object, "title", json_text(scenario->title));
    json_object_set_new(object, "evidence", json_text(scenario->evidence));
    json_object_set_new(object, "text", json_text(text));
    for (size_t i = 0; i < results->target_count; i++)
        if (traces[i])
            json_object_set_new(all, results->targets[i].name,
                                strlen(traces[i]) > KEPT_TRACE_LIMIT ? json_null() : json_text(traces[i]));
    json_object_set_new(object, "traces", all);
    dumped = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
    str_puts(line, dumped ? dumped : "{}");
    free(dumped);
    json_decref(object);
}

bool view_traces(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    struct str line = { 0 };
    bool ok = true;

    (void)options;
    fprintf(out, "{\"format\":\"identical-traces\",\"version\":1,\"started\":\"%s\"}\n",
            results->started ? results->started : "");
    for (size_t i = 0; ok && i < results->kept_count; i++) {
        const struct spooled *item = &results->kept[i];

        ok = results_text(results, item->offset, item->length, &line);
        fprintf(out, "%s\n", str_text(&line));
    }
    str_free(&line);
    return ok || problem_set(problem, CODE_INTERNAL, "the traces of this run cannot be read back");
}

/* ---- reading ---- */

static bool broken(const char *path, unsigned number, struct problem *problem)
{
    return problem_set(problem, CODE_USAGE, "%s:%u: expected a line of identical-traces version 1", path, number);
}

static bool same_run(const char *line, const struct results *results, bool *same)
{
    json_t *object = json_loads(line, 0, NULL);
    const char *format = json_string_value(json_object_get(object, "format"));
    const char *started = json_string_value(json_object_get(object, "started"));
    bool ok = format && started && !strcmp(format, "identical-traces") &&
              json_integer_value(json_object_get(object, "version")) == 1;

    *same = ok && !strcmp(started, results->started ? results->started : "");
    json_decref(object);
    return ok;
}

static bool take_line(const char *line, size_t length, struct results *results)
{
    json_t *object = json_loads(line, 0, NULL);
    const char *scenario = json_string_value(json_object_get(object, "scenario"));
    const uint32_t index = scenario ? results_find(results, scenario) : UINT32_MAX;
    const struct str text = { .data = (char *)line, .length = length };

    if (index != UINT32_MAX)
        results_keep(results, index, &text);
    json_decref(object);
    return scenario;
}

static bool read_lines(FILE *in, const char *path, struct results *results, struct problem *problem)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool ok = true, same = true;

    for (unsigned number = 1; ok && same && (length = getline(&line, &capacity, in)) > 0; number++) {
        if (line[length - 1] == '\n')
            line[--length] = 0;
        ok = number == 1 ? same_run(line, results, &same) : take_line(line, (size_t)length, results);
        ok = ok || broken(path, number, problem);
    }
    free(line);
    return ok;
}

bool kept_read(const char *report, struct results *results, struct problem *problem)
{
    const char *slash = strrchr(report, '/');
    char *path = xformat("%.*straces.jsonl", slash ? (int)(slash + 1 - report) : 0, report);
    FILE *in = fopen(path, "rbe");
    bool ok = true;

    if (in) {
        ok = read_lines(in, path, results, problem);
        fclose(in);
    } else if (errno != ENOENT && errno != ENOTDIR) {
        ok = problem_set(problem, CODE_USAGE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    free(path);
    return ok;
}

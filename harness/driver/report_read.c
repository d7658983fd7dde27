/* Reads report.json without holding it: the members before `results` first, then one element at a time. */
#include "driver/cell_json.h"
#include "driver/files.h"
#include "driver/kept.h"
#include "driver/report.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>

struct reader {
    FILE *in;
    const char *path;
    unsigned line;
    struct results *results;
    struct problem *problem;
};

static bool broken(const struct reader *reader, const char *what)
{
    return problem_set(reader->problem, CODE_USAGE, "%s:%u: expected %s of a report", reader->path, reader->line, what);
}

static int next_token(struct reader *reader)
{
    int c;

    while ((c = getc_unlocked(reader->in)) != EOF && isspace(c))
        reader->line += c == '\n';
    return c;
}

/* One byte at a time, so that nothing behind the value is taken from the stream. */
static size_t one_byte(void *buffer, size_t length, void *context)
{
    struct reader *reader = context;
    int c = length ? getc_unlocked(reader->in) : EOF;

    if (c == EOF)
        return 0;
    reader->line += c == '\n';
    *(char *)buffer = (char)c;
    return 1;
}

static json_t *read_container(struct reader *reader)
{
    return json_load_callback(one_byte, reader, JSON_DISABLE_EOF_CHECK, NULL);
}

/* A string, number or literal, up to the delimiter behind it. */
static json_t *read_scalar(struct reader *reader)
{
    struct str text = { 0 };
    bool quoted = false;
    json_t *value;
    int c;

    while ((c = getc_unlocked(reader->in)) != EOF) {
        if (!quoted && (c == ',' || c == '}' || c == ']')) {
            ungetc(c, reader->in);
            break;
        }
        if (c == '"')
            quoted = !quoted;
        str_add(&text, &(char){ (char)c }, 1);
        if (c == '\\' && quoted && (c = getc_unlocked(reader->in)) != EOF)
            str_add(&text, &(char){ (char)c }, 1);
    }
    value = json_loads(str_text(&text), JSON_DECODE_ANY, NULL);
    str_free(&text);
    return value;
}

static json_t *read_value(struct reader *reader)
{
    int c = next_token(reader);

    if (c == EOF)
        return NULL;
    ungetc(c, reader->in);
    return c == '{' || c == '[' ? read_container(reader) : read_scalar(reader);
}

/* ---- elements ---- */

static uint32_t scenario_index(struct results *results, const char *name)
{
    struct list *names = &results->scenarios;

    if (!names->count || strcmp(names->items[names->count - 1], name) != 0)
        list_add(names, name); /* a report is sorted, so equal names stand together */
    return (uint32_t)names->count - 1;
}

static bool target_index(const struct results *results, const char *name, unsigned *index)
{
    for (size_t i = 0; name && i < results->target_count; i++) {
        if (!strcmp(results->targets[i].name, name)) {
            *index = (unsigned)i;
            return true;
        }
    }
    return false;
}

static bool take_result(struct reader *reader, const json_t *element)
{
    const char *scenario = json_string_value(json_object_get(element, "scenario"));
    const char *target = json_string_value(json_object_get(element, "target"));
    char *text = json_dumps(element, JSON_COMPACT | JSON_PRESERVE_ORDER);
    struct cell cell;
    unsigned index;
    bool ok = scenario && text && target_index(reader->results, target, &index) && cell_from_json(text, &cell);

    if (ok) {
        results_add(reader->results, scenario_index(reader->results, scenario), index, &cell);
        cell_free(&cell);
    }
    free(text);
    return ok || broken(reader, "a result");
}

static bool take_disagreement(struct reader *reader, const json_t *element)
{
    const char *scenario = json_string_value(json_object_get(element, "scenario"));
    char *text = json_dumps(element, JSON_COMPACT | JSON_PRESERVE_ORDER);
    struct disagreement disagreement = { 0 };
    uint32_t index = scenario ? results_find(reader->results, scenario) : UINT32_MAX;
    bool ok = text && index != UINT32_MAX && disagreement_from_json(reader->results, text, &disagreement);

    if (ok) {
        disagreement.scenario = index;
        results_add_disagreement(reader->results, &disagreement);
        disagreement_free(&disagreement, reader->results->target_count);
    }
    free(text);
    return ok || broken(reader, "a disagreement");
}

static bool read_elements(struct reader *reader, bool (*take)(struct reader *, const json_t *))
{
    int c = next_token(reader);

    if (c != '[')
        return broken(reader, "a list");
    while ((c = next_token(reader)) != ']') {
        json_t *element;
        bool ok;

        if (c != ',')
            ungetc(c, reader->in);
        element = c == EOF ? NULL : read_value(reader);
        ok = json_is_object(element) && take(reader, element);
        json_decref(element);
        if (!ok)
            return broken(reader, "an object");
    }
    return true;
}

/* ---- members ---- */

static char *copy_member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? xstrdup(text) : NULL;
}

static bool take_targets(struct reader *reader, const json_t *targets)
{
    const json_t *object;
    size_t i;

    json_array_foreach(targets, i, object)
    {
        const char *name = json_string_value(json_object_get(object, "name"));
        struct target_info *target;

        if (!name)
            return broken(reader, "the name of a target");
        target = results_add_target(reader->results, name);
        target->lane = copy_member(object, "lane");
        target->file = copy_member(object, "file");
        target->hash = copy_member(object, "sha256");
        target->version = copy_member(object, "version");
        target->company = copy_member(object, "company");
        target->language = copy_member(object, "language");
        target->machine = copy_member(object, "machine");
        target->system = copy_member(object, "system");
        target->unavailable = copy_member(object, "unavailable");
    }
    return true;
}

static void take_list(const json_t *array, struct list *list)
{
    const json_t *item;
    size_t i;

    json_array_foreach(array, i, item) if (json_string_value(item)) list_add(list, json_string_value(item));
}

static bool take_member(struct reader *reader, const char *name, const json_t *value)
{
    struct results *results = reader->results;
    const char *text = json_string_value(value);

    if (!strcmp(name, "format"))
        return (text && !strcmp(text, "identical-report")) || broken(reader, "\"format\":\"identical-report\"");
    if (!strcmp(name, "version"))
        return json_integer_value(value) == 1 || broken(reader, "version 1");
    if (!strcmp(name, "targets"))
        return take_targets(reader, value);
    if (!strcmp(name, "started"))
        results->started = text ? xstrdup(text) : NULL;
    else if (!strcmp(name, "shard"))
        results->shard = text ? xstrdup(text) : NULL;
    else if (!strcmp(name, "against"))
        results->against = text ? xstrdup(text) : NULL;
    else if (!strcmp(name, "ms"))
        results->ms = (uint64_t)json_integer_value(value);
    else if (!strcmp(name, "corpus"))
        results->corpus = (uint64_t)json_integer_value(value);
    else if (!strcmp(name, "filters"))
        take_list(value, &results->filters);
    else if (!strcmp(name, "errors"))
        take_list(value, &results->errors);
    else
        return !strcmp(name, "red") || broken(reader, "a member");
    return true;
}

static bool read_member(struct reader *reader)
{
    struct str name = { 0 };
    json_t *value = NULL;
    bool ok;
    int c;

    if (next_token(reader) != '"')
        return broken(reader, "a member");
    while ((c = getc_unlocked(reader->in)) != '"' && c != EOF)
        str_add(&name, &(char){ (char)c }, 1);
    if (next_token(reader) != ':')
        ok = broken(reader, "':'");
    else if (!strcmp(str_text(&name), "results"))
        ok = read_elements(reader, take_result);
    else if (!strcmp(str_text(&name), "disagreements"))
        ok = read_elements(reader, take_disagreement);
    else
        ok = (value = read_value(reader)) ? take_member(reader, str_text(&name), value) : broken(reader, "a value");
    json_decref(value);
    str_free(&name);
    return ok;
}

static bool read_report(struct reader *reader)
{
    int c;

    if (next_token(reader) != '{')
        return broken(reader, "'{'");
    do {
        if (!read_member(reader))
            return false;
        c = next_token(reader);
    } while (c == ',');
    if (c != '}')
        return broken(reader, "'}' at the end");
    return reader->results->target_count || broken(reader, "the targets");
}

bool report_read(const char *path, const char *spool_folder, struct results *results, struct problem *problem)
{
    struct reader reader = { .path = path, .line = 1, .results = results, .problem = problem };
    bool ok;

    if (!results_begin(results, spool_folder, problem))
        return false;
    reader.in = fopen(path, "rbe");
    if (!reader.in)
        return problem_set(problem, CODE_USAGE, "%s: cannot be opened: %s", path, strerror(errno));
    ok = read_report(&reader);
    fclose(reader.in);
    ok = ok && kept_read(path, results, problem);
    if (ok)
        results_sort(results);
    return ok;
}

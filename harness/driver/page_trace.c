/* A scenario or a trace as the page draws it: every line as text, and what has to be drawn in pieces. */
#include "driver/page.h"

#include "trace/symbols.h"

struct drawing {
    struct symbols *symbols; /* NULL: a scenario, whose GUIDs stand as they are */
    struct buffer line, normal;
};

static const char *normal_text(struct drawing *drawing, const char *text, size_t length)
{
    buffer_reset(&drawing->normal);
    if (drawing->symbols)
        symbols_normalise(drawing->symbols, text, length, &drawing->normal);
    else
        buffer_append(&drawing->normal, text, length);
    return drawing->normal.data ? drawing->normal.data : "";
}

/* What was printed into drawing->line, without indentation and newline. */
static json_t *line_json(struct drawing *drawing)
{
    const char *text = drawing->line.data ? drawing->line.data : "";
    size_t length;

    text += strspn(text, " \n"); /* a section begins with a blank line */
    length = strlen(text);
    while (length && (text[length - 1] == '\n' || text[length - 1] == ' '))
        length--;
    return json_text(normal_text(drawing, text, length));
}

static json_t *text_json(struct drawing *drawing, const char *text)
{
    return text ? json_text(normal_text(drawing, text, strlen(text))) : json_null();
}

static void set_if(json_t *object, const char *name, json_t *value)
{
    if (json_is_null(value) || (json_is_array(value) && !json_array_size(value)))
        json_decref(value);
    else
        json_object_set_new(object, name, value);
}

static json_t *words_json(struct drawing *drawing, const char *const *words, unsigned n)
{
    json_t *array = json_array();

    for (unsigned i = 0; i < n; i++)
        json_array_append_new(array, text_json(drawing, words[i]));
    return array;
}

static json_t *steps_json(struct drawing *drawing, const struct step *steps);

static const char *kind_of(const struct detail *detail)
{
    switch (detail->kind) {
    case SEEN_SET:
        return "set";
    case SEEN_CREATE:
        return "create";
    case SEEN_DELETE:
        return "delete";
    case SEEN_DIALOG:
        return "dialog";
    case SEEN_CONTROL:
        return "control";
    default:
        return detail->kind >= USER_DIALOG ? "user" : effect_kind_names[detail->effect];
    }
}

static void add_registry(struct drawing *drawing, const struct detail *detail, json_t *object)
{
    set_if(object, "key", text_json(drawing, detail->key));
    set_if(object, "name", text_json(drawing, detail->value_name));
    if (detail->kind != SEEN_SET)
        return;
    buffer_reset(&drawing->line);
    data_print(&detail->data, &drawing->line);
    json_object_set_new(object, "data", line_json(drawing));
}

static json_t *detail_json(struct drawing *drawing, const struct detail *detail)
{
    json_t *object = json_object();

    buffer_reset(&drawing->line);
    trace_print_detail(detail, 0, &drawing->line);
    json_object_set_new(object, "t", line_json(drawing));
    json_object_set_new(object, "k", json_string(kind_of(detail)));
    if (detail->kind == SEEN_SET || detail->kind == SEEN_CREATE || detail->kind == SEEN_DELETE)
        add_registry(drawing, detail, object);
    if (detail->kind == SEEN_DIALOG || detail->kind == SEEN_CONTROL) {
        set_if(object, "role", text_json(drawing, detail->role));
        set_if(object, "kind", text_json(drawing, detail->object));
        set_if(object, "text", text_json(drawing, detail->text));
        set_if(object, "words", words_json(drawing, detail->words, detail->n_words));
    }
    if (detail->steps)
        set_if(object, "s", steps_json(drawing, detail->steps));
    return object;
}

static json_t *details_json(struct drawing *drawing, const struct detail *details)
{
    json_t *array = json_array();

    for (const struct detail *detail = details; detail; detail = detail->next)
        json_array_append_new(array, detail_json(drawing, detail));
    return array;
}

/* What came back: the result, and the out parameters that say a value. */
static json_t *answer_json(struct drawing *drawing, const struct step *step)
{
    json_t *array = json_array();

    if (step->result.kind != RESULT_NONE) {
        buffer_reset(&drawing->line);
        trace_print_result(&step->result, &drawing->line);
        json_array_append_new(array, line_json(drawing));
    }
    for (unsigned i = 0; i < step->n_args; i++) {
        if (step->args[i].kind != ARG_OUT || !step->args[i].n_values)
            continue;
        buffer_reset(&drawing->line);
        trace_print_arg(&step->args[i], &drawing->line);
        json_array_append_new(array, line_json(drawing));
    }
    return array;
}

static json_t *step_json(struct drawing *drawing, const struct step *step)
{
    json_t *object = json_object();

    buffer_reset(&drawing->line);
    trace_print_step(step, 0, &drawing->line);
    json_object_set_new(object, "t", line_json(drawing));
    json_object_set_new(object, "l", json_text(step->label));
    json_object_set_new(object, "n", json_integer(step->line));
    if (step->action == ACTION_BEGIN)
        json_object_set_new(object, "b", json_true());
    set_if(object, "a", answer_json(drawing, step));
    set_if(object, "e", words_json(drawing, step->tags.words, step->tags.n));
    set_if(object, "d", details_json(drawing, step->details));
    return object;
}

static json_t *steps_json(struct drawing *drawing, const struct step *steps)
{
    json_t *array = json_array();

    for (const struct step *step = steps; step; step = step->next)
        json_array_append_new(array, step_json(drawing, step));
    return array;
}

static json_t *section_json(struct drawing *drawing, const struct section *section)
{
    static const char *const kinds[] = { "sink", "process", "thread" };
    json_t *object = json_object(), *steps = steps_json(drawing, section->steps);

    buffer_reset(&drawing->line);
    trace_print_section(section, &drawing->line);
    json_object_set_new(object, "k", json_string(kinds[section->kind]));
    json_object_set_new(object, "name", json_text(section->name));
    json_object_set_new(object, "t", line_json(drawing));
    set_if(object, "d", details_json(drawing, section->details));
    for (const struct on *on = section->ons; on; on = on->next) {
        json_t *more = steps_json(drawing, on->steps);

        json_array_extend(steps, more);
        json_decref(more);
    }
    set_if(object, "s", steps);
    return object;
}

static bool name_symbols(struct drawing *drawing, const struct trace *trace, const struct trace *literals)
{
    struct buffer text;
    bool ok;

    drawing->symbols = symbols_new();
    if (!drawing->symbols || symbols_add_literals_of(drawing->symbols, literals) ||
        symbols_add_literals_of(drawing->symbols, trace))
        return false;
    buffer_init(&text, TRACE_MAX_TRACE);
    trace_print(trace, &text);
    ok = text.status == ST_OK && symbols_collect(drawing->symbols, text.data, text.len) == ST_OK;
    buffer_free(&text);
    return ok;
}

json_t *page_trace(const struct trace *trace, const struct trace *literals)
{
    struct drawing drawing = { 0 };
    json_t *object = NULL, *sections;

    buffer_init(&drawing.line, TRACE_MAX_TRACE);
    buffer_init(&drawing.normal, TRACE_MAX_TRACE);
    if (!literals || name_symbols(&drawing, trace, literals)) {
        object = json_object();
        sections = json_array();
        for (const struct section *section = trace->sections; section; section = section->next)
            json_array_append_new(sections, section_json(&drawing, section));
        json_object_set_new(object, "sections", sections);
        buffer_reset(&drawing.line);
        if (trace->ended.kind != ENDED_NONE)
            trace_print_ended(&trace->ended, &drawing.line);
        json_object_set_new(object, "ended", line_json(&drawing));
    }
    symbols_free(drawing.symbols);
    buffer_free(&drawing.line);
    buffer_free(&drawing.normal);
    return object;
}

static json_t *values_json(const struct state_key *key, struct buffer *text)
{
    json_t *values = json_array();

    for (const struct state_value *value = key->values; value; value = value->next) {
        buffer_reset(text);
        data_print(&value->data, text);
        json_array_append_new(values, json_pack("[o, o]", json_text(value->name), json_text(text->data)));
    }
    return values;
}

json_t *page_state(const struct trace *trace)
{
    json_t *keys = json_array();
    struct buffer text;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    for (const struct state_key *key = trace->state ? trace->state->keys : NULL; key; key = key->next)
        json_array_append_new(keys, json_pack("[o, o]", json_text(key->path), values_json(key, &text)));
    buffer_free(&text);
    return keys;
}

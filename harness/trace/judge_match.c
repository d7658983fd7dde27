#include "trace/judge_private.h"

bool judge_same_text(struct judge *judge, const char *expected, const char *observed)
{
    struct buffer normal[2];
    bool same;

    for (unsigned i = 0; i < 2; i++)
        buffer_init(&normal[i], TRACE_MAX_TRACE);
    if (judge->expected_symbols) {
        symbols_normalise(judge->expected_symbols, expected, strlen(expected), &normal[0]);
        expected = normal[0].data ? normal[0].data : "";
    }
    symbols_normalise(judge->symbols, observed, strlen(observed), &normal[1]);
    if (normal[0].status || normal[1].status)
        judge->no_memory = true;
    same = !judge->no_memory && binding_match(judge->binding, expected, normal[1].data ? normal[1].data : "");
    for (unsigned i = 0; i < 2; i++)
        buffer_free(&normal[i]);
    return same;
}

/* ---- results ---- */

/* Two texts in the making, printed and compared as one. */
struct two_texts {
    struct buffer expected, observed;
};

static void two_texts_begin(struct two_texts *texts)
{
    buffer_init(&texts->expected, TRACE_MAX_TRACE);
    buffer_init(&texts->observed, TRACE_MAX_TRACE);
}

static bool two_texts_same(struct judge *judge, struct two_texts *texts)
{
    bool same;

    if (texts->expected.status || texts->observed.status)
        judge->no_memory = true;
    same = !judge->no_memory && judge_same_text(judge, texts->expected.data, texts->observed.data);
    buffer_free(&texts->expected);
    buffer_free(&texts->observed);
    return same;
}

static bool same_data(struct judge *judge, const struct data *expected, const struct data *observed)
{
    struct two_texts texts;

    two_texts_begin(&texts);
    data_print(expected, &texts.expected);
    data_print(observed, &texts.observed);
    return two_texts_same(judge, &texts);
}

static bool same_names(struct judge *judge, const struct result *expected, const struct result *observed)
{
    if (expected->n_names != observed->n_names)
        return false;
    for (unsigned i = 0; i < expected->n_names; i++) {
        if (!judge_same_text(judge, expected->names[i], observed->names[i]))
            return false;
    }
    return true;
}

enum match judge_result(struct judge *judge, const struct result *expected, const struct result *observed)
{
    bool same;

    if (expected->kind == RESULT_ANY || expected->kind == RESULT_NONE)
        return MATCH_OPEN;
    if (expected->kind != observed->kind)
        return MATCH_DIFFERENT;
    switch (expected->kind) {
    case RESULT_HRESULT:
    case RESULT_COUNT:
    case RESULT_EXIT:
    case RESULT_ERROR:
    case RESULT_CRASH:
        same = expected->number == observed->number;
        break;
    case RESULT_DATA:
        same = same_data(judge, &expected->data, &observed->data);
        break;
    case RESULT_NAMES:
        same = same_names(judge, expected, observed);
        break;
    default: /* the kind says it all */
        same = true;
        break;
    }
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

/* ---- out parameters ---- */

/* The GUID variable of a scenario is a symbol from the first value it gets. */
static bool bind_guid(struct judge *judge, const char *name, const struct value *observed)
{
    const struct variable *variable = trace_variable(judge->scenario, name);
    char symbol[TRACE_MAX_NAME + sizeof("{$()}")];

    if (judge->scenario->is_trace || !variable || variable->kind != VARIABLE_GUID)
        return true;
    snprintf(symbol, sizeof(symbol), "{$(%s)}", name);
    return observed->kind == VALUE_GUID && judge_same_text(judge, symbol, observed->text);
}

/* The same where a value is stated. */
static bool bind_stated(struct judge *judge, const char *name, const struct value *expected,
                        const struct value *observed)
{
    if (expected->symbolic)
        return bind_guid(judge, name, observed);
    return judge->scenario->is_trace || binding_literal(judge->binding, name, &expected->guid);
}

static bool is_pointer(enum value_kind kind)
{
    return kind == VALUE_OBJECT || kind == VALUE_NEW || kind == VALUE_SAME;
}

static bool same_string(struct judge *judge, const struct value *expected, const struct value *observed)
{
    return (expected->tail == TAIL_ANY || expected->tail == observed->tail) &&
           judge_same_text(judge, expected->text, observed->text);
}

static bool same_value(struct judge *judge, const struct value *expected, const struct value *observed)
{
    if (expected->kind == VALUE_OBJECT)
        return is_pointer(observed->kind);
    if (expected->kind != observed->kind)
        return false;
    switch (expected->kind) {
    case VALUE_NUMBER:
        return expected->number == observed->number;
    case VALUE_GUID:
        if (!expected->symbolic && !observed->symbolic &&
            (!judge->expected_symbols || *expected->text != *observed->text))
            return cat_guid_equal(&expected->guid, &observed->guid); /* {…} and a constant may mean the same */
        return judge_same_text(judge, expected->text, observed->text);
    case VALUE_SAME:
        return !strcmp(judge_first_holder(judge, expected->text), judge_first_holder(judge, observed->text));
    case VALUE_KEY:
        return judge_same_text(judge, expected->text, observed->text);
    case VALUE_STRING:
        return same_string(judge, expected, observed);
    default:
        return true;
    }
}

/* `&v` alone binds; once v is bound it is an expectation. */
static enum match judge_bare(struct judge *judge, const struct arg *expected, const struct arg *observed)
{
    enum match match = MATCH_OPEN;

    for (unsigned i = 0; i < expected->n_names && i < observed->n_values; i++) {
        unsigned before = binding_count(judge->binding);
        const struct variable *variable = trace_variable(judge->scenario, expected->names[i]);

        if (judge->scenario->is_trace || !variable || variable->kind != VARIABLE_GUID)
            continue;
        if (!bind_guid(judge, expected->names[i], &observed->values[i]))
            return MATCH_DIFFERENT;
        if (binding_count(judge->binding) == before)
            match = MATCH_SAME;
    }
    return match;
}

enum match judge_out(struct judge *judge, const struct arg *expected, const struct arg *observed)
{
    enum match match = MATCH_OPEN;

    if (!expected->n_values)
        return judge_bare(judge, expected, observed);
    if (expected->n_values != observed->n_values)
        return MATCH_DIFFERENT;
    for (unsigned i = 0; i < expected->n_values; i++) {
        if (expected->values[i].kind == VALUE_ANY)
            continue;
        if (!same_value(judge, &expected->values[i], &observed->values[i]))
            return MATCH_DIFFERENT;
        if (expected->values[i].kind == VALUE_GUID &&
            !bind_stated(judge, expected->names[i], &expected->values[i], &observed->values[i]))
            return MATCH_DIFFERENT;
        match = MATCH_SAME;
    }
    return match;
}

/* ---- effects ---- */

static bool same_args(struct judge *judge, const struct detail *expected, const struct detail *observed)
{
    if (expected->n_args != observed->n_args)
        return false;
    for (unsigned i = 0; i < expected->n_args; i++) {
        const struct arg *e = &expected->args[i], *o = &observed->args[i];

        if (e->kind != o->kind || (e->kind == ARG_NUMBER && e->number != o->number))
            return false;
        if (e->kind != ARG_NUMBER && e->kind != ARG_NULL && !judge_same_text(judge, e->text, o->text))
            return false;
    }
    return true;
}

static bool same_effect_text(struct judge *judge, const struct detail *expected, const struct detail *observed)
{
    struct two_texts texts;

    two_texts_begin(&texts);
    trace_print_detail(expected, 0, &texts.expected);
    trace_print_detail(observed, 0, &texts.observed);
    return two_texts_same(judge, &texts);
}

/* What a scenario leaves out is open, what a trace leaves out is plain. */
static bool same_where(const struct judge *judge, const struct detail *expected, const struct detail *observed)
{
    if (!expected->thread || !observed->thread)
        return !judge->scenario->is_trace ? !expected->thread : expected->thread == observed->thread;
    return !strcmp(expected->thread, observed->thread) && expected->apartment == observed->apartment;
}

static bool same_effect(struct judge *judge, const struct detail *expected, const struct detail *observed)
{
    if (expected->kind != observed->kind)
        return false;
    if (expected->kind != SEEN_CALLBACK)
        return same_effect_text(judge, expected, observed);
    return !strcmp(expected->object, observed->object) && !strcmp(expected->method, observed->method) &&
           same_args(judge, expected, observed) && same_where(judge, expected, observed) &&
           judge_result(judge, &expected->result, &observed->result) != MATCH_DIFFERENT;
}

enum match judge_effects(struct judge *judge, const struct step *expected, const struct step *observed,
                         enum effect_kind kind)
{
    if (kind == EFFECT_WINDOWS)
        return judge_windows(judge, expected, observed);
    const struct detail *e = judge_next_effect(expected, kind, NULL);
    const struct detail *o = judge_next_effect(observed, kind, NULL);

    if (o && o->kind == SEEN_NONE)
        o = NULL;
    if (e && e->kind == SEEN_NONE)
        return o ? MATCH_DIFFERENT : MATCH_SAME;
    while (e && e->kind != SEEN_OPEN) {
        if (!o || !same_effect(judge, e, o))
            return MATCH_DIFFERENT;
        e = judge_next_effect(expected, kind, e);
        o = judge_next_effect(observed, kind, o);
    }
    return e || !o ? MATCH_SAME : MATCH_DIFFERENT;
}

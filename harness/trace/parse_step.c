/* Steps: what is done. */
#include "trace/parse.h"

#include <stdio.h>

const char *parse_count_label(struct parser *parser, const char *name)
{
    struct names *counts = &parser->scope->counts;
    uintptr_t count = (uintptr_t)names_get(counts, name) + 1;
    const char *key = name, *prefix = parser->scope->prefix;
    char digits[24];
    int n = snprintf(digits, sizeof(digits), "#%llu", (unsigned long long)count);
    size_t prefix_len = strlen(prefix), len = strlen(name);
    char *label = lex_alloc(parser, prefix_len + len + (size_t)n + 1);

    if (!label)
        return NULL;
    memcpy(label, prefix, prefix_len);
    memcpy(label + prefix_len, name, len);
    memcpy(label + prefix_len + len, digits, (size_t)n);
    if (count == 1)
        key = arena_text(parser->arena, name, len);
    if (!key || names_put(counts, key, (void *)count)) {
        lex_no_memory(parser);
        return NULL;
    }
    return label;
}

/* ---- actions that bind ---- */

static bool parse_class(struct parser *parser, struct step *step)
{
    const char *start = parser->at;
    const char *name = lex_name(parser, "a class of the catalogue");

    if (!name)
        return false;
    step->class = cat_class(name);
    return step->class || lex_fail(parser, start, "expected a class of the catalogue, found '%s'", name);
}

static bool parse_as(struct parser *parser, struct step *step)
{
    if (!lex_blank(parser))
        return false;
    if (!lex_try_word(parser, "as"))
        return lex_expected(parser, "'as'");
    return lex_blank(parser) && (step->interface = parse_interface(parser)) != NULL;
}

/* Behind "name = " */
static bool parse_binding(struct parser *parser, struct step *step)
{
    bool factory = lex_is_word(parser, "factory");

    if (lex_is_word(parser, "create") || factory) {
        step->action = factory ? ACTION_FACTORY : ACTION_CREATE;
        lex_name(parser, "");
        return lex_blank(parser) && parse_class(parser, step) && parse_as(parser, step);
    }
    if (lex_try_word(parser, "window")) {
        step->action = ACTION_WINDOW;
        return lex_blank(parser) && (step->text = lex_string(parser)) != NULL;
    }
    step->action = ACTION_AS;
    step->columns[0] = (unsigned)(parser->at - parser->line) + 1;
    step->object = lex_name(parser, "one of create, factory, window, or a variable");
    return step->object && parse_as(parser, step);
}

/* ---- calls ---- */

static bool parse_object_method(struct parser *parser, struct step *step)
{
    step->columns[0] = (unsigned)(parser->at - parser->line) + 1;
    step->object = lex_name(parser, "a variable");
    if (!step->object || !lex_char(parser, '.'))
        return false;
    step->columns[1] = (unsigned)(parser->at - parser->line) + 1;
    step->method = lex_name(parser, "a method");
    return step->method != NULL;
}

static bool parse_method_call(struct parser *parser, enum action_kind action, struct step *step)
{
    step->action = action;
    return parse_object_method(parser, step) && parse_call(parser, &step->args, &step->n_args);
}

static bool parse_begin(struct parser *parser, struct step *step)
{
    if (!step->name)
        return lex_fail(parser, parser->at, "expected a label in front of 'begin', found none");
    return lex_blank(parser) && parse_method_call(parser, ACTION_BEGIN, step);
}

static bool parse_named(struct parser *parser, enum action_kind action, const char *expected, struct step *step)
{
    step->action = action;
    if (!lex_blank(parser))
        return false;
    step->columns[0] = (unsigned)(parser->at - parser->line) + 1;
    step->object = lex_name(parser, expected);
    return step->object != NULL;
}

static bool parse_end(struct parser *parser, struct step *step)
{
    if (!parse_named(parser, ACTION_END, "the label of a call that began", step))
        return false;
    if (!lex_is_char(parser, '('))
        return true;
    if (!parser->trace->is_trace)
        return lex_expected(parser, "'->' (only a trace shows out parameters here)");
    return parse_outs(parser, &step->args, &step->n_args);
}

static bool parse_pump(struct parser *parser, struct step *step)
{
    const char *at = parser->at;

    step->action = ACTION_PUMP;
    lex_skip(parser);
    if (lex_at_end(parser) || lex_is_char(parser, '[') || lex_is_char(parser, '-')) {
        parser->at = at;
        return true;
    }
    if (lex_try_word(parser, "until"))
        return lex_blank(parser) && parse_object_method(parser, step);
    return lex_duration(parser, &step->duration);
}

static bool parse_clock(struct parser *parser, struct step *step)
{
    step->action = ACTION_CLOCK;
    return lex_blank(parser) && lex_char(parser, '+') && lex_duration(parser, &step->duration);
}

/* ---- the registry ---- */

static bool parse_place(struct parser *parser, struct step *step)
{
    if (lex_is_char(parser, '['))
        return (step->reg.path = lex_key(parser)) != NULL;
    step->columns[0] = (unsigned)(parser->at - parser->line) + 1;
    step->reg.variable = lex_name(parser, "a key in brackets or a variable");
    if (!step->reg.variable)
        return false;
    /* No blank in front of a subkey: brackets behind a blank are tags. */
    return !lex_is_char(parser, '[') || (step->reg.path = lex_subkey(parser)) != NULL;
}

static bool parse_reg(struct parser *parser, struct step *step)
{
    static const char *const words[] = { "set", "delete", "create", "query", "keys", "values", "close" };
    unsigned i = 0;

    step->action = ACTION_REG;
    if (!lex_blank(parser))
        return false;
    while (i < sizeof(words) / sizeof(words[0]) && !lex_try_word(parser, words[i]))
        i++;
    if (i == sizeof(words) / sizeof(words[0]))
        return lex_expected(parser, "one of set, delete, create, query, keys, values, close");
    step->reg.kind = (enum reg_kind)i;
    if (!lex_blank(parser))
        return false;
    if (step->reg.kind == REG_ACTION_CLOSE) {
        step->columns[0] = (unsigned)(parser->at - parser->line) + 1;
        return (step->reg.variable = lex_name(parser, "a variable")) != NULL;
    }
    if (!parse_place(parser, step))
        return false;
    bool named = step->reg.kind == REG_ACTION_SET || step->reg.kind == REG_ACTION_QUERY;
    if (step->reg.kind == REG_ACTION_DELETE) {
        const char *at = parser->at;
        lex_skip(parser);
        named = lex_is_char(parser, '"') || lex_is_char(parser, '@');
        parser->at = at;
    }
    if (!named)
        return true;
    if (!lex_blank(parser) || !(step->reg.value_name = lex_value_name(parser)))
        return false;
    return step->reg.kind != REG_ACTION_SET ||
           (lex_char(parser, '=') && lex_data(parser, false, false, &step->reg.data));
}

/* ---- one step ---- */

/* A word of the grammar, or a variable that has the same name? Only a variable has a dot or an equals sign behind it, only a label a colon. */
static bool is_keyword(const struct parser *parser, const char *word)
{
    const char *p = parser->at + strlen(word);

    if (!lex_is_word(parser, word) || (p < parser->stop && (*p == '.' || *p == ':')))
        return false;
    while (p < parser->stop && *p == ' ')
        p++;
    return p == parser->stop || *p != '=';
}

static bool try_keyword(struct parser *parser, const char *word)
{
    return is_keyword(parser, word) && lex_try_word(parser, word);
}

static bool parse_action(struct parser *parser, struct step *step)
{
    if (try_keyword(parser, "begin"))
        return parse_begin(parser, step);
    if (try_keyword(parser, "end"))
        return parse_end(parser, step);
    if (try_keyword(parser, "pump"))
        return parse_pump(parser, step);
    if (try_keyword(parser, "never")) {
        step->action = ACTION_NEVER;
        return lex_blank(parser) && parse_object_method(parser, step);
    }
    if (try_keyword(parser, "refs"))
        return parse_named(parser, ACTION_REFS, "a sink", step);
    if (try_keyword(parser, "unchanged")) {
        step->action = ACTION_UNCHANGED;
        return true;
    }
    if (try_keyword(parser, "reg"))
        return parse_reg(parser, step);
    if (try_keyword(parser, "kill"))
        return parse_named(parser, ACTION_KILL, "a process", step);
    if (try_keyword(parser, "hang"))
        return parse_named(parser, ACTION_HANG, "a process", step);
    if (try_keyword(parser, "exit"))
        return parse_named(parser, ACTION_EXIT, "a process", step);
    if (try_keyword(parser, "clock"))
        return parse_clock(parser, step);
    size_t n = lex_name_length(parser);
    if (n && parser->at + n < parser->stop && parser->at[n] == '.')
        return parse_method_call(parser, ACTION_CALL, step);
    step->columns[0] = (unsigned)(parser->at - parser->line) + 1;
    if (!(step->binds = lex_name(parser, "a step")) || !lex_blank(parser))
        return false;
    return lex_char(parser, '=') && lex_blank(parser) && parse_binding(parser, step);
}

static const char *count_name(const struct step *step)
{
    static const char *const names[] = { "create", "factory", "QueryInterface", "window", NULL,        NULL,
                                         NULL,     "pump",    "never",          "refs",   "unchanged", NULL,
                                         "kill",   "hang",    "exit",           "clock" };
    static const char *const reg_names[] = { "set", "delete", "create", "query", "keys", "values", "close" };

    if (step->action == ACTION_CALL)
        return step->method;
    return step->action == ACTION_REG ? reg_names[step->reg.kind] : names[step->action];
}

static bool set_label(struct parser *parser, struct step *step)
{
    const char *name = step->action == ACTION_END ? step->object : step->name;

    if (!name)
        return (step->label = parse_count_label(parser, count_name(step))) != NULL;
    step->label = *parser->scope->prefix ? arena_printf(parser->arena, "%s%s", parser->scope->prefix, name) : name;
    return step->label || lex_no_memory(parser);
}

static bool parse_step(struct parser *parser, struct step *step)
{
    size_t n = lex_name_length(parser);

    step->line = parser->number;
    if (n && parser->at + n < parser->stop && parser->at[n] == ':') {
        step->name = lex_name(parser, "");
        parser->at++;
        if (!step->name || !lex_blank(parser))
            return false;
    }
    if (!parse_action(parser, step))
        return false;
    if (!lex_at_end(parser) && !lex_blank(parser))
        return false;
    if (lex_try_text(parser, "->")) {
        if (!lex_blank(parser))
            return false;
        step->columns[2] = (unsigned)(parser->at - parser->line) + 1;
        if (!parse_result(parser, step->action, &step->result))
            return false;
        lex_skip(parser);
    }
    return lex_tags(parser, &step->tags) && lex_end(parser) && set_label(parser, step);
}

bool parse_steps(struct parser *parser, unsigned level, struct step **steps)
{
    while (lex_line(parser) && parser->level >= level) {
        struct step *step;

        if (parser->level == level && is_keyword(parser, "answer"))
            break; /* the last line of an `on` */
        if (!lex_level(parser, level) || !(step = lex_alloc(parser, sizeof(*step))))
            return false;
        lex_take(parser);
        if (++parser->trace->n_steps > TRACE_MAX_STEPS)
            return lex_fail(parser, parser->at, "expected at most %d steps, found more", TRACE_MAX_STEPS);
        *steps = step;
        steps = &step->next;
        if (!parse_step(parser, step) || !parse_details(parser, level + 1, &step->details))
            return false;
    }
    return !parser->status;
}

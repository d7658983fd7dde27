/* What is seen ('|') and what the user does ('>'). */
#include "trace/parse.h"

#include <stdio.h>

const char *const effect_kind_names[N_EFFECT_KINDS] = { "registry", "callbacks", "folders", "windows", "reads" };

const struct detail_form detail_forms[] = {
    { SEEN_SET, EFFECT_REGISTRY, "set", NULL, "kvd" },
    { SEEN_CREATE, EFFECT_REGISTRY, "create", NULL, "k" },
    { SEEN_DELETE, EFFECT_REGISTRY, "delete", NULL, "kw" },
    { SEEN_CALLBACK, EFFECT_CALLBACKS, NULL, NULL, "" },
    { SEEN_FOLDER_CREATE, EFFECT_FOLDERS, "folder", "create", "s" },
    { SEEN_FOLDER_REMOVE, EFFECT_FOLDERS, "folder", "remove", "s" },
    { SEEN_FILE_CREATE, EFFECT_FOLDERS, "file", "create", "s" },
    { SEEN_FILE_WRITE, EFFECT_FOLDERS, "file", "write", "s" },
    { SEEN_FILE_REMOVE, EFFECT_FOLDERS, "file", "remove", "s" },
    { SEEN_RENAME, EFFECT_FOLDERS, "rename", NULL, "sT" },
    { SEEN_DIALOG, EFFECT_WINDOWS, "dialog", NULL, "rx" },
    { SEEN_CLOSED, EFFECT_WINDOWS, "closed", NULL, "r" },
    { SEEN_MESSAGE, EFFECT_WINDOWS, "message", NULL, "rs" },
    { SEEN_FOCUS, EFFECT_WINDOWS, "focus", NULL, "r" },
    { SEEN_FOREGROUND, EFFECT_WINDOWS, "foreground", NULL, "n" },
    { SEEN_WINDOW_CREATE, EFFECT_WINDOWS, "window", "create", "st" },
    { SEEN_WINDOW_DESTROY, EFFECT_WINDOWS, "window", "destroy", "st" },
    { SEEN_CONTROL, EFFECT_WINDOWS, "control", NULL, "rnux" },
    { SEEN_OPENED, EFFECT_READS, "open", NULL, "ke" },
    { SEEN_READ, EFFECT_READS, "read", NULL, "kve" },
    { SEEN_KEYS, EFFECT_READS, "keys", NULL, "ke" },
    { SEEN_VALUES, EFFECT_READS, "values", NULL, "ke" },
    { SEEN_INFO, EFFECT_READS, "info", NULL, "ke" },
    { SEEN_NONE, EFFECT_REGISTRY, NULL, NULL, "" },
    { SEEN_OPEN, EFFECT_REGISTRY, NULL, NULL, "" },
    { USER_DIALOG, N_EFFECT_KINDS, "dialog", NULL, "r" },
    { USER_TYPE, N_EFFECT_KINDS, "type", NULL, "rs" },
    { USER_CLEAR, N_EFFECT_KINDS, "clear", NULL, "r" },
    { USER_CHECK_ON, N_EFFECT_KINDS, "check", NULL, "rc" },
    { USER_CHECK_OFF, N_EFFECT_KINDS, NULL, NULL, "rc" }, /* printed by the form above */
    { USER_SELECT, N_EFFECT_KINDS, "select", NULL, "rs" },
    { USER_PRESS, N_EFFECT_KINDS, "press", NULL, "r" },
    { USER_CLOSE, N_EFFECT_KINDS, "close", NULL, "o" },
    { USER_KEY, N_EFFECT_KINDS, "key", NULL, "s" },
};

/* ---- operands ---- */

static bool parse_role(struct parser *parser, struct detail *detail)
{
    const char *start = parser->at;

    if (lex_is_char(parser, '"')) {
        detail->role_quoted = true;
        return (detail->role = lex_string(parser)) != NULL;
    }
    detail->role = lex_run(parser, "_-.", "a role of the catalogue, or a label in quotes");
    if (!detail->role)
        return false;
    return cat_role(detail->role) ||
           lex_fail(parser, start, "expected a role of the catalogue, found '%s'", detail->role);
}

/* "disabled", "id=1001", "owner=\"Mail\"" */
static const char *parse_word(struct parser *parser)
{
    const char *name = lex_name(parser, "a state of the control"), *value, *word;

    if (!name || !lex_try_char(parser, '='))
        return name;
    if (lex_is_char(parser, '"')) {
        value = lex_string(parser);
        word = value ? arena_printf(parser->arena, "%s=\"%s\"", name, value) : NULL;
    } else {
        value = lex_run(parser, "_-,", "a text in quotes, a name or numbers");
        word = value ? arena_printf(parser->arena, "%s=%s", name, value) : NULL;
    }
    if (value && !word)
        lex_no_memory(parser);
    return word;
}

static bool parse_words(struct parser *parser, struct detail *detail)
{
    const char *words[TRACE_MAX_ARGS];

    while (!lex_at_end(parser)) {
        if (detail->n_words == TRACE_MAX_ARGS)
            return lex_fail(parser, parser->at, "expected at most %d words, found %d", TRACE_MAX_ARGS,
                            TRACE_MAX_ARGS + 1);
        if (!lex_blank(parser))
            return false;
        words[detail->n_words] = parse_word(parser);
        if (!words[detail->n_words++])
            return false;
    }
    if (!detail->n_words)
        return true;
    detail->words = lex_alloc(parser, detail->n_words * sizeof(*words));
    if (!detail->words)
        return false;
    memcpy(detail->words, words, detail->n_words * sizeof(*words));
    return true;
}

static bool parse_state_word(struct parser *parser, struct detail *detail)
{
    if (lex_try_word(parser, "off"))
        detail->kind = USER_CHECK_OFF;
    else if (!lex_try_word(parser, "on"))
        return lex_expected(parser, "'on' or 'off'");
    return true;
}

/* How a read failed. */
static bool parse_failure(struct parser *parser, struct detail *detail)
{
    if (!lex_try_text(parser, "->"))
        return lex_expected(parser, "'->'");
    detail->result.kind = RESULT_ERROR;
    return lex_blank(parser) && parse_win32_error(parser, &detail->result.number);
}

static bool parse_operand(struct parser *parser, char operand, struct detail *detail)
{
    switch (operand) {
    case 'k':
        return (detail->key = lex_key(parser)) != NULL;
    case 'v':
    case 'w':
        return (detail->value_name = lex_value_name(parser)) != NULL;
    case 'd':
        return lex_data(parser, false, false, &detail->data);
    case 's':
        return (detail->text = lex_string(parser)) != NULL;
    case 'T':
        if (!lex_try_word(parser, "to"))
            return lex_expected(parser, "'to'");
        if (!lex_blank(parser))
            return false;
        return (detail->text2 = lex_string(parser)) != NULL;
    case 't':
        return (detail->text2 = lex_string(parser)) != NULL;
    case 'r':
        return parse_role(parser, detail);
    case 'e':
        return parse_failure(parser, detail);
    case 'n':
    case 'o':
        return (detail->object = lex_name(parser, "a name")) != NULL;
    default:
        return parse_state_word(parser, detail);
    }
}

/* The text of a control, which a scenario may leave open. */
static bool parse_own_text(struct parser *parser, struct detail *detail)
{
    const char *start = parser->at;

    if (lex_at_end(parser))
        return true;
    if (!lex_blank(parser))
        return false;
    if (lex_is_char(parser, '"'))
        return (detail->text = lex_string(parser)) != NULL;
    parser->at = start;
    return true;
}

static bool parse_operands(struct parser *parser, const char *operands, struct detail *detail)
{
    for (; *operands; operands++) {
        if (*operands == 'x')
            return parse_words(parser, detail);
        if (*operands == 'u') {
            if (!parse_own_text(parser, detail))
                return false;
            continue;
        }
        if (strchr("weo", *operands) && lex_at_end(parser))
            return true;
        if (*operands == 'd' ? !lex_char(parser, '=') : !lex_blank(parser))
            return false;
        if (!parse_operand(parser, *operands, detail))
            return false;
    }
    return true;
}

/* ---- lines ---- */

static bool parse_form(struct parser *parser, const struct detail_form *form, struct detail *detail)
{
    detail->kind = form->kind;
    detail->effect = form->effect;
    return parse_operands(parser, form->operands, detail);
}

/* The first words that are possible are known by now: what of the second? */
static bool expect_second(struct parser *parser, const char *first)
{
    char text[100] = "";
    size_t len = 0;

    for (size_t i = 0; i <= USER_KEY; i++) {
        if (!detail_forms[i].first || strcmp(detail_forms[i].first, first) || !detail_forms[i].second)
            continue;
        if (lex_try_word(parser, detail_forms[i].second))
            return true;
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s'%s'", len ? " or " : "", detail_forms[i].second);
    }
    return lex_expected(parser, text);
}

static bool parse_seen_words(struct parser *parser, bool user, struct detail *detail)
{
    for (size_t i = user ? USER_DIALOG : 0; i <= (size_t)(user ? USER_KEY : SEEN_OPEN); i++) {
        const struct detail_form *form = &detail_forms[i];
        const char *start = parser->at;

        if (!form->first || !lex_try_word(parser, form->first))
            continue;
        if (!form->second)
            return parse_form(parser, form, detail);
        if (!lex_blank(parser))
            return false;
        if (lex_try_word(parser, form->second))
            return parse_form(parser, form, detail);
        const struct detail_form *next = form + 1;
        if (next->first && !strcmp(next->first, form->first)) {
            parser->at = start;
            continue;
        }
        return expect_second(parser, form->first);
    }
    return lex_expected(parser,
                        user ? "something the user does (dialog, type, clear, check, select, press, close, key)"
                             : "something seen (set, create, delete, folder, file, rename, dialog, closed, message, "
                               "focus, foreground, window, control, open, read, keys, values, info, a callback, or a "
                               "kind with none or ...)");
}

/* "registry none", "callbacks ..." */
static bool try_kind(struct parser *parser, struct detail *detail)
{
    for (unsigned kind = 0; kind < N_EFFECT_KINDS; kind++) {
        if (!lex_try_word(parser, effect_kind_names[kind]))
            continue;
        detail->effect = (enum effect_kind)kind;
        if (!lex_blank(parser))
            return true;
        detail->kind = SEEN_NONE;
        if (lex_try_word(parser, "none"))
            return true;
        detail->kind = SEEN_OPEN;
        if (!lex_try_text(parser, "..."))
            lex_expected(parser, "'none' or '...'");
        return true;
    }
    return false;
}

/* on window sta */
static bool parse_where(struct parser *parser, struct detail *detail)
{
    static const char *const names[] = { [APARTMENT_NONE] = "none", [APARTMENT_STA] = "sta", [APARTMENT_MTA] = "mta" };

    lex_skip(parser);
    if (!lex_try_word(parser, "on"))
        return true;
    if (!lex_blank(parser))
        return false;
    detail->thread_column = (unsigned)(parser->at - parser->line) + 1;
    detail->thread = lex_name(parser, "the name of a thread, main or other");
    if (!detail->thread || !lex_blank(parser))
        return false;
    for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
        detail->apartment = (enum apartment)i;
        if (lex_try_word(parser, names[i]))
            return true;
    }
    return lex_expected(parser, "one of sta, mta, none");
}

/* veto.QuerySwitchIdentities() -> S_OK */
static bool parse_callback(struct parser *parser, struct detail *detail)
{
    uint32_t code = 0;

    detail->kind = SEEN_CALLBACK;
    detail->effect = EFFECT_CALLBACKS;
    detail->object = lex_name(parser, "a sink");
    if (!detail->object || !lex_char(parser, '.'))
        return false;
    detail->method = lex_name(parser, "a method");
    if (!detail->method || !parse_call(parser, &detail->args, &detail->n_args) || !lex_blank(parser))
        return false;
    if (!lex_try_text(parser, "->"))
        return lex_expected(parser, "'->'");
    if (!lex_blank(parser) || !parse_hresult(parser, &code))
        return false;
    detail->result.kind = RESULT_HRESULT;
    detail->result.number = code;
    return parse_where(parser, detail);
}

/* The steps made inside of a callback have a scope of their own: "veto.QuerySwitchIdentities#1/". */
static bool parse_inside(struct parser *parser, unsigned level, struct detail *detail)
{
    struct scope *outer = parser->scope, inner = { { NULL, 0, 0 }, NULL };
    char name[2 * TRACE_MAX_NAME + 2];
    const char *label;
    bool ok;

    snprintf(name, sizeof(name), "%s.%s", detail->object, detail->method);
    label = parse_count_label(parser, name);
    if (label)
        detail->nth = (unsigned)strtoul(strrchr(label, '#') + 1, NULL, 10);
    if (!label || !lex_line(parser) || parser->level != level)
        return !parser->status;
    if (!parser->trace->is_trace)
        return lex_fail(parser, parser->at, "expected an indentation of %u blanks, found %u", (level - 1) * 2,
                        level * 2);
    inner.prefix = arena_printf(parser->arena, "%s/", label);
    if (!inner.prefix)
        return lex_no_memory(parser);
    parser->scope = &inner;
    ok = parse_steps(parser, level, &detail->steps);
    parser->scope = outer;
    names_free(&inner.counts);
    return ok;
}

static bool parse_detail(struct parser *parser, unsigned level, struct detail *detail)
{
    bool user = lex_try_char(parser, '>');
    size_t n;

    detail->line = parser->number;
    if (!user)
        lex_char(parser, '|');
    if (!lex_blank(parser))
        return false;
    detail->column = (unsigned)(parser->at - parser->line) + 1;
    n = lex_name_length(parser);
    if (!user && n && parser->at + n < parser->stop && parser->at[n] == '.')
        return parse_callback(parser, detail) && lex_end(parser) && parse_inside(parser, level + 1, detail);
    if (!(!user && try_kind(parser, detail)) && !parse_seen_words(parser, user, detail))
        return false;
    return lex_end(parser);
}

bool parse_details(struct parser *parser, unsigned level, struct detail **details)
{
    while (lex_line(parser) && parser->level == level && (lex_is_char(parser, '|') || lex_is_char(parser, '>'))) {
        struct detail *detail = lex_alloc(parser, sizeof(*detail));

        if (!detail)
            return false;
        lex_take(parser);
        *details = detail;
        details = &detail->next;
        if (!parse_detail(parser, level, detail))
            return false;
    }
    return !parser->status;
}

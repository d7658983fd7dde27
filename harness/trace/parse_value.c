/* Arguments, values and results. */
#include "trace/parse.h"

#include <stdio.h>

const struct cat_interface *parse_interface(struct parser *parser)
{
    const char *start = parser->at;
    const char *name = lex_name(parser, "an interface of the catalogue");
    const struct cat_interface *interface = name ? cat_interface(name) : NULL;

    if (name && (!interface || !interface->n_iids)) {
        lex_fail(parser, start, "expected an interface of the catalogue, found '%s'", name);
        return NULL;
    }
    return interface;
}

bool parse_hresult(struct parser *parser, uint32_t *code)
{
    static const char expected[] = "an HRESULT such as S_OK or 0x80004005";
    const char *start = parser->at, *name;
    uint64_t number = 0;

    if (lex_try_text(parser, "0x")) {
        if (!lex_hex(parser, 8, "eight hex digits", &number))
            return false;
        *code = (uint32_t)number;
        return true;
    }
    name = lex_name(parser, expected);
    if (!name)
        return false;
    return cat_hresult_value(name, code) || lex_fail(parser, start, "expected %s, found '%s'", expected, name);
}

bool parse_win32_error(struct parser *parser, uint64_t *code)
{
    static const char expected[] = "a Win32 error such as ERROR_SUCCESS";
    const char *start = parser->at, *name;
    uint32_t value = 0;

    if (lex_try_text(parser, "0x"))
        return lex_hex(parser, 8, "eight hex digits", code);
    name = lex_name(parser, expected);
    if (!name)
        return false;
    if (!cat_error_value(name, &value))
        return lex_fail(parser, start, "expected %s, found '%s'", expected, name);
    *code = value;
    return true;
}

bool parse_exception(struct parser *parser, const char **text, uint64_t *code)
{
    static const char expected[] = "an exception such as ACCESS_VIOLATION or 0xC0000005";
    const char *start = parser->at;
    uint32_t value = 0;

    if (lex_try_text(parser, "0x")) {
        if (!lex_hex(parser, 8, "eight hex digits", code))
            return false;
        *text = cat_exception_name((uint32_t)*code);
        if (!*text)
            *text = arena_printf(parser->arena, "0x%08X", (unsigned)*code);
        return *text || lex_no_memory(parser);
    }
    *text = lex_name(parser, expected);
    if (!*text)
        return false;
    if (!cat_exception_value(*text, &value))
        return lex_fail(parser, start, "expected %s, found '%s'", expected, *text);
    *code = value;
    return true;
}

/* At a name: one constant, or several joined by '|'. False without failure if the name is no constant. */
static bool parse_constants(struct parser *parser, uint64_t *number, const char **text)
{
    const char *start = parser->at;
    size_t n = lex_name_length(parser);
    const char *name = n && n <= TRACE_MAX_NAME ? lex_intern(parser, parser->at, n) : NULL;
    const struct cat_constant *constant = name ? cat_constant(name) : NULL;

    if (!constant)
        return false;
    parser->at += n;
    *number = constant->value;
    *text = name;
    if (!lex_is_char(parser, '|'))
        return true;
    while (lex_try_char(parser, '|')) {
        const char *at = parser->at;
        name = lex_name(parser, "a constant of the catalogue");
        constant = name ? cat_constant(name) : NULL;
        if (name && !constant)
            return lex_fail(parser, at, "expected a constant of the catalogue, found '%s'", name);
        if (!name)
            return false;
        *number |= constant->value;
    }
    *text = arena_text(parser->arena, start, (size_t)(parser->at - start));
    return *text || lex_no_memory(parser);
}

/* At a name: a GUID by its name in the catalogue. */
static const struct cat_guid_constant *try_guid_constant(struct parser *parser)
{
    size_t n = lex_name_length(parser);
    const char *name = n && n <= TRACE_MAX_NAME ? lex_intern(parser, parser->at, n) : NULL;
    const struct cat_guid_constant *constant = name ? cat_guid_constant(name) : NULL;

    if (constant)
        parser->at += n;
    return constant;
}

/* ---- values ---- */

static bool parse_string_value(struct parser *parser, struct value *value)
{
    value->kind = VALUE_STRING;
    value->text = lex_string(parser);
    if (!value->text || !lex_try_text(parser, " tail"))
        return value->text != NULL;
    if (!lex_blank(parser))
        return false;
    if (lex_try_word(parser, "touched"))
        value->tail = TAIL_TOUCHED;
    else if (lex_try_word(parser, "any"))
        value->tail = TAIL_ANY;
    else
        return lex_expected(parser, "'touched' or 'any'");
    return true;
}

static bool parse_named_value(struct parser *parser, struct value *value)
{
    static const char *const words[] = { "null", "untouched", "any", "object", "new" };
    const struct cat_guid_constant *constant;

    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (lex_try_word(parser, words[i])) {
            value->kind = (enum value_kind)i;
            return true;
        }
    }
    if (lex_try_word(parser, "same")) {
        value->kind = VALUE_SAME;
        return lex_blank(parser) && (value->text = lex_name(parser, "a variable")) != NULL;
    }
    value->kind = VALUE_GUID;
    constant = try_guid_constant(parser);
    if (constant) {
        value->text = constant->name;
        value->guid = constant->guid;
        return true;
    }
    value->kind = VALUE_NUMBER;
    return parse_constants(parser, &value->number, &value->text) || lex_expected(parser, "a value");
}

static bool parse_value(struct parser *parser, struct value *value)
{
    if (lex_is_char(parser, '"'))
        return parse_string_value(parser, value);
    if (lex_is_char(parser, '{')) {
        value->kind = VALUE_GUID;
        return (value->text = lex_guid(parser, &value->guid, &value->symbolic)) != NULL;
    }
    if (lex_is_char(parser, '[')) {
        value->kind = VALUE_KEY;
        return (value->text = lex_key(parser)) != NULL;
    }
    if (lex_name_length(parser))
        return parse_named_value(parser, value);
    value->kind = VALUE_NUMBER;
    return lex_number(parser, "a value", &value->number, &value->text);
}

/* "(" … ")", at most `max` values. */
static bool parse_values(struct parser *parser, struct arg *arg)
{
    struct value values[TRACE_MAX_ARGS];

    memset(values, 0, sizeof(values));
    if (!lex_char(parser, '('))
        return false;
    do {
        if (arg->n_values == TRACE_MAX_ARGS)
            return lex_fail(parser, parser->at, "expected at most %d values, found %d", TRACE_MAX_ARGS,
                            TRACE_MAX_ARGS + 1);
        if ((arg->n_values && !lex_blank(parser)) || !parse_value(parser, &values[arg->n_values++]))
            return false;
    } while (lex_try_char(parser, ','));
    if (arg->n_values != arg->n_names)
        return lex_fail(parser, parser->at, "expected %u values, found %u", arg->n_names, arg->n_values);
    arg->values = lex_alloc(parser, arg->n_values * sizeof(*values));
    if (!arg->values)
        return false;
    memcpy(arg->values, values, arg->n_values * sizeof(*values));
    return lex_char(parser, ')');
}

/* ---- out parameters ---- */

static bool parse_names(struct parser *parser, struct arg *arg)
{
    const char *names[TRACE_MAX_ARGS];

    do {
        if (arg->n_names == TRACE_MAX_ARGS)
            return lex_fail(parser, parser->at, "expected at most %d names, found %d", TRACE_MAX_ARGS,
                            TRACE_MAX_ARGS + 1);
        if (arg->n_names && !lex_blank(parser))
            return false;
        names[arg->n_names] = lex_name(parser, "a name");
        if (!names[arg->n_names++])
            return false;
    } while (arg->list && lex_try_char(parser, ','));
    arg->names = lex_alloc(parser, arg->n_names * sizeof(*names));
    if (!arg->names)
        return false;
    memcpy(arg->names, names, arg->n_names * sizeof(*names));
    return !arg->list || lex_char(parser, ')');
}

static bool parse_capacity(struct parser *parser, struct arg *arg)
{
    const char *start;
    uint64_t number = 0;

    if (!lex_try_char(parser, '['))
        return true;
    start = parser->at;
    if (!lex_number(parser, "a number of WCHARs", &number, NULL))
        return false;
    if (!number || number > TRACE_MAX_STRING)
        return lex_fail(parser, start, "expected at most %d WCHARs in a buffer (and one at least), found %llu",
                        TRACE_MAX_STRING, (unsigned long long)number);
    arg->capacity = (uint32_t)number;
    return lex_char(parser, ']');
}

static bool parse_out(struct parser *parser, struct arg *arg)
{
    arg->kind = ARG_OUT;
    if (!lex_char(parser, '&'))
        return false;
    arg->list = lex_try_char(parser, '(');
    if (!parse_names(parser, arg) || (!arg->list && !parse_capacity(parser, arg)))
        return false;
    if (!lex_is_char(parser, ' '))
        return true;
    lex_skip(parser);
    if (!lex_char(parser, '=') || !lex_blank(parser))
        return false;
    if (arg->list)
        return parse_values(parser, arg);
    arg->n_values = 1;
    arg->values = lex_alloc(parser, sizeof(*arg->values));
    return arg->values && parse_value(parser, arg->values);
}

/* ---- arguments ---- */

static bool parse_named_arg(struct parser *parser, struct arg *arg)
{
    const struct cat_guid_constant *constant;

    if (lex_try_word(parser, "null")) {
        arg->kind = ARG_NULL;
        return true;
    }
    if (lex_try_word(parser, "secret")) {
        arg->kind = ARG_SECRET;
        return lex_blank(parser) && (arg->text = lex_name(parser, "the name of a secret")) != NULL;
    }
    arg->kind = ARG_GUID;
    constant = try_guid_constant(parser);
    if (constant) {
        arg->text = constant->name;
        arg->guid = constant->guid;
        return true;
    }
    arg->kind = ARG_NUMBER;
    if (parse_constants(parser, &arg->number, &arg->text) || parser->status)
        return !parser->status;
    arg->kind = ARG_NAME;
    return (arg->text = lex_name(parser, "an argument")) != NULL;
}

static bool parse_arg(struct parser *parser, bool outs_only, struct arg *arg)
{
    arg->column = (unsigned)(parser->at - parser->line) + 1;
    if (outs_only || lex_is_char(parser, '&'))
        return parse_out(parser, arg);
    if (lex_is_char(parser, '"')) {
        arg->kind = ARG_STRING;
        return (arg->text = lex_string(parser)) != NULL;
    }
    if (lex_is_char(parser, '{')) {
        arg->kind = ARG_GUID;
        return (arg->text = lex_guid(parser, &arg->guid, &arg->symbolic)) != NULL;
    }
    if (lex_name_length(parser))
        return parse_named_arg(parser, arg);
    arg->kind = ARG_NUMBER;
    return lex_number(parser, "an argument", &arg->number, &arg->text);
}

static bool parse_args(struct parser *parser, bool outs_only, struct arg **out, unsigned *n_args)
{
    struct arg args[TRACE_MAX_ARGS];
    unsigned n = 0;

    if (!lex_char(parser, '('))
        return false;
    if (!outs_only && lex_try_char(parser, ')'))
        return true;
    do {
        if (n == TRACE_MAX_ARGS)
            return lex_fail(parser, parser->at, "expected at most %d arguments, found %d", TRACE_MAX_ARGS,
                            TRACE_MAX_ARGS + 1);
        memset(&args[n], 0, sizeof(args[n]));
        if ((n && !lex_blank(parser)) || !parse_arg(parser, outs_only, &args[n++]))
            return false;
    } while (lex_try_char(parser, ','));
    *out = lex_alloc(parser, n * sizeof(**out));
    if (!*out)
        return false;
    memcpy(*out, args, n * sizeof(**out));
    *n_args = n;
    return lex_char(parser, ')');
}

bool parse_call(struct parser *parser, struct arg **args, unsigned *n_args)
{
    return parse_args(parser, false, args, n_args);
}

bool parse_outs(struct parser *parser, struct arg **args, unsigned *n_args)
{
    return parse_args(parser, true, args, n_args);
}

/* ---- results ---- */

/* Sorted lists of names grow longer than argument lists. */
static bool parse_name_list(struct parser *parser, struct result *result)
{
    const char **names = NULL;
    unsigned size = 0;

    result->kind = RESULT_NAMES;
    if (!lex_char(parser, '(') || lex_try_char(parser, ')'))
        return !parser->status;
    do {
        if (result->n_names == size) {
            size = size ? size * 2 : 8;
            const char **more = lex_alloc(parser, size * sizeof(*more));
            if (!more)
                return false;
            if (names)
                memcpy(more, names, result->n_names * sizeof(*more));
            names = more;
        }
        if (result->n_names && !lex_blank(parser))
            return false;
        names[result->n_names] = lex_string(parser);
        if (!names[result->n_names++])
            return false;
    } while (lex_try_char(parser, ','));
    result->names = names;
    return lex_char(parser, ')');
}

/* Results that are one word, or a word and an operand. False without failure if there is none. */
static bool parse_word_result(struct parser *parser, struct result *result)
{
    static const struct {
        const char *word;
        enum result_kind kind;
    } words[] = {
        { "any", RESULT_ANY },     { "hang", RESULT_HANG },       { "absent", RESULT_ABSENT }, { "yes", RESULT_YES },
        { "no", RESULT_NO },       { "void", RESULT_VOID },       { "count", RESULT_COUNT },   { "exit", RESULT_EXIT },
        { "crash", RESULT_CRASH }, { "not-run", RESULT_NOT_RUN },
    };
    unsigned i = 0;

    while (i < sizeof(words) / sizeof(words[0]) && !lex_try_word(parser, words[i].word))
        i++;
    if (i == sizeof(words) / sizeof(words[0]))
        return false;
    result->kind = words[i].kind;
    if (result->kind == RESULT_COUNT || result->kind == RESULT_EXIT)
        return lex_blank(parser) && lex_number(parser, "a number", &result->number, NULL);
    if (result->kind == RESULT_CRASH)
        return lex_blank(parser) && parse_exception(parser, &result->text, &result->number);
    if (result->kind == RESULT_NOT_RUN)
        return lex_blank(parser) && (result->text = lex_name(parser, "a variable")) != NULL;
    return true;
}

bool parse_result(struct parser *parser, enum action_kind action, struct result *result)
{
    uint32_t code = 0;

    if (parse_word_result(parser, result) || parser->status)
        return !parser->status;
    if (lex_is_char(parser, '('))
        return parse_name_list(parser, result);
    if (lex_is_data(parser)) {
        result->kind = RESULT_DATA;
        return lex_data(parser, false, false, &result->data);
    }
    result->kind = action == ACTION_REG ? RESULT_ERROR : RESULT_HRESULT;
    if (action == ACTION_REG)
        return parse_win32_error(parser, &result->number);
    if (!parse_hresult(parser, &code))
        return false;
    result->number = code;
    if (action != ACTION_CREATE && action != ACTION_FACTORY && action != ACTION_AS)
        return true;
    if (lex_at_end(parser))
        return true;
    if (!lex_blank(parser) || lex_is_char(parser, '['))
        return !parser->status;
    result->value = lex_alloc(parser, sizeof(*result->value));
    return result->value && parse_value(parser, result->value);
}

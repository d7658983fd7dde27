/* Start states: .reg files and inline blocks. */
#include "trace/state.h"

#include <assert.h>
#include <stdio.h>
#include "trace/parse.h"

/* ---- lines ---- */

/* A state is what a registry holds: only $(uXXXX) stands in it. */
static bool check_no_symbol(struct parser *parser, const char *start, const char *text)
{
    for (const char *p = text; (p = strstr(p, "$(")) != NULL; p += 2) {
        if (p[2] != 'u' || strspn(p + 3, "0123456789ABCDEFabcdef") != 4 || p[7] != ')')
            return lex_fail(parser, start, "expected no symbol in a state, found '%.20s'", p);
    }
    return true;
}

static bool parse_state_key(struct parser *parser, struct state *state)
{
    const char *start = parser->at;
    struct state_key *key = lex_alloc(parser, sizeof(*key));

    if (!key)
        return false;
    if (parser->stop - start > 1 && start[1] == '-')
        return lex_fail(parser, start, "expected a key to add, found '[-'");
    key->line = parser->number;
    key->tail = &key->values;
    key->path = lex_key(parser);
    if (!key->path || !check_no_symbol(parser, start, key->path))
        return false;
    if (strncmp(key->path, "HKCU\\", 5))
        return lex_fail(parser, start, "expected a key below HKEY_CURRENT_USER, found '[%.60s]'", key->path);
    *state->tail = key;
    state->tail = &key->next;
    return lex_end(parser);
}

static bool parse_state_value(struct parser *parser, bool ansi, struct state_key *key)
{
    const char *start = parser->at;
    struct state_value *value = lex_alloc(parser, sizeof(*value));

    if (!value)
        return false;
    value->line = parser->number;
    value->name = lex_value_name(parser);
    if (!value->name || !check_no_symbol(parser, start, value->name) || !lex_char(parser, '='))
        return false;
    if (!key)
        return lex_fail(parser, start, "expected a key above the first value, found none");
    if (lex_is_char(parser, '-'))
        return lex_fail(parser, parser->at, "expected a value to add, found '-'");
    start = parser->at;
    if (!lex_data(parser, true, ansi, &value->data))
        return false;
    if (value->data.text && !check_no_symbol(parser, start, value->data.text))
        return false;
    *key->tail = value;
    key->tail = &value->next;
    return lex_end(parser);
}

bool parse_state(struct parser *parser, unsigned level, bool ansi, struct state *state)
{
    struct state_key *key = NULL;

    state->tail = &state->keys;
    while (lex_line(parser) && parser->level >= level) {
        if (!lex_level(parser, level))
            return false;
        lex_take(parser);
        if (lex_is_char(parser, '[')) {
            struct state_key **tail = state->tail;
            if (!parse_state_key(parser, state))
                return false;
            key = *tail;
        } else if (lex_is_char(parser, '"') || lex_is_char(parser, '@')) {
            if (!parse_state_value(parser, ansi, key))
                return false;
        } else {
            return lex_expected(parser, "a key in brackets or a value");
        }
    }
    return !parser->status;
}

/* ---- files ---- */

/* UTF-16LE becomes UTF-8; a lone surrogate cannot stand in a file. */
static enum status to_utf8(const char *text, size_t len, struct buffer *out, struct diag *diag)
{
    const uint8_t *b = (const uint8_t *)text;
    unsigned line = 1;

    for (size_t i = 0; i + 1 < len; i += 2) {
        uint16_t pair[2] = { (uint16_t)(b[i] | b[i + 1] << 8), 0 };
        bool high = (pair[0] & 0xFC00) == 0xD800 && i + 3 < len && (b[i + 3] & 0xFC) == 0xDC;

        if (!high && (pair[0] & 0xF800) == 0xD800)
            return diag_at(diag, line, 1, "expected UTF-16, found lone surrogate 0x%04X", pair[0]);
        if (high) {
            pair[1] = (uint16_t)(b[i + 2] | b[i + 3] << 8);
            i += 2;
        }
        line += pair[0] == '\n';
        if (pair[0] < 0x80)
            buffer_putc(out, (char)pair[0]);
        else
            text_append_utf8(high ? 0x10000 + ((pair[0] & 0x3FFu) << 10) + (pair[1] & 0x3FFu) : pair[0], out);
    }
    if (len % 2)
        return diag_at(diag, line, 1, "expected UTF-16, found an odd number of bytes");
    return out->status;
}

static bool parse_signature(struct parser *parser, bool *ansi)
{
    static const char *const signatures[] = { "Windows Registry Editor Version 5.00", "REGEDIT4" };

    if (!lex_line(parser)) {
        parser->number = parser->status ? parser->number : 1;
        return lex_expected(parser, "'REGEDIT4' or 'Windows Registry Editor Version 5.00'");
    }
    lex_take(parser);
    *ansi = lex_try_text(parser, signatures[1]);
    if (!*ansi && !lex_try_text(parser, signatures[0]))
        return lex_expected(parser, "'REGEDIT4' or 'Windows Registry Editor Version 5.00'");
    return lex_end(parser);
}

/* "; source: forensic xp-used" among the comments. */
static bool find_source(struct parser *parser, struct state *state)
{
    static const char prefix[] = "; source:";

    for (size_t i = 0; i < parser->n_notes && !state->source; i++) {
        const char *text = parser->notes[i].text;
        if (!text || strncmp(text, prefix, strlen(prefix)))
            continue;
        text += strlen(prefix);
        text += strspn(text, " ");
        state->source = arena_text(parser->arena, text, strlen(text));
        if (!state->source)
            return lex_no_memory(parser);
    }
    return true;
}

static enum status parse_file(const char *text, size_t len, struct arena *arena, struct state **out, struct diag *diag)
{
    struct parser parser;
    struct state *state = arena_alloc(arena, sizeof(*state));
    enum status status;
    bool ansi = false, ok;

    if (!state)
        return ST_NO_MEMORY;
    lex_init(&parser, text, len, arena, diag);
    if (len > TRACE_MAX_SCENARIO)
        lex_fail(&parser, text, "expected at most %d bytes in a state, found %zu", TRACE_MAX_SCENARIO, len);
    ok = parse_signature(&parser, &ansi) && parse_state(&parser, 0, ansi, state) && find_source(&parser, state);
    assert(ok == !parser.status);
    *out = ok ? state : NULL;
    status = parser.status;
    lex_free(&parser);
    return status;
}

enum status state_parse(const char *text, size_t len, const char *filename, struct arena *arena, struct state **out,
                        struct diag *diag)
{
    struct buffer utf8;
    enum status status = ST_OK;

    *out = NULL;
    diag_init(diag, filename);
    buffer_init(&utf8, (size_t)TRACE_MAX_SCENARIO * 2);
    if (len >= 2 && !memcmp(text, "\xFF\xFE", 2)) {
        status = to_utf8(text + 2, len - 2, &utf8, diag);
        text = utf8.data ? utf8.data : "";
        len = utf8.len;
    } else if (len >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) {
        text += 3;
        len -= 3;
    }
    if (!status)
        status = parse_file(text, len, arena, out, diag);
    buffer_free(&utf8);
    return status;
}

/* ---- printing ---- */

/* .reg syntax has no expand: */
static void print_data(const struct data *data, struct buffer *out)
{
    struct data hex = { DATA_HEX, data->type, 0, NULL, NULL, 0 };
    struct buffer bytes;

    if (data->kind != DATA_EXPAND) {
        data_print(data, out);
        return;
    }
    buffer_init(&bytes, (size_t)TRACE_MAX_STRING * 2 + 2);
    if (data_to_registry(data, NULL, NULL, &bytes))
        out->status = out->status ? out->status : ST_NO_MEMORY;
    hex.bytes = (const uint8_t *)bytes.data;
    hex.n_bytes = bytes.len;
    data_print(&hex, out);
    buffer_free(&bytes);
}

void state_print_value(const struct state_value *value, struct buffer *out)
{
    if (*value->name)
        buffer_printf(out, "\"%s\"=", value->name);
    else
        buffer_puts(out, "@=");
    print_data(&value->data, out);
}

void state_print(const struct state *state, struct buffer *out)
{
    buffer_puts(out, "Windows Registry Editor Version 5.00\n");
    if (state->source)
        buffer_printf(out, "; source: %s\n", state->source);
    for (const struct state_key *key = state->keys; key; key = key->next) {
        buffer_printf(out, "\n[HKEY_CURRENT_USER%s]\n", key->path + strlen("HKCU"));
        for (const struct state_value *value = key->values; value; value = value->next) {
            state_print_value(value, out);
            buffer_putc(out, '\n');
        }
    }
}

void state_print_inline(const struct state *state, unsigned level, struct buffer *out)
{
    for (const struct state_key *key = state->keys; key; key = key->next) {
        buffer_pad(out, level * 2);
        buffer_printf(out, "[%s]\n", key->path);
        for (const struct state_value *value = key->values; value; value = value->next) {
            buffer_pad(out, level * 2);
            state_print_value(value, out);
            buffer_putc(out, '\n');
        }
    }
}

/* Registry data of a line: of effects, of `reg set`, of states. */
#include "trace/lex.h"

#include <stdio.h>

bool lex_is_data(const struct parser *parser)
{
    static const char *const starts[] = { "\"", "dword:", "hex:", "hex(", "expand:", "protected(" };

    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        size_t len = strlen(starts[i]);
        if ((size_t)(parser->stop - parser->at) >= len && !memcmp(parser->at, starts[i], len))
            return true;
    }
    return false;
}

bool lex_protected(struct parser *parser, enum data_kind *kind, const char **secret)
{
    *secret = NULL;
    if (lex_try_word(parser, "none")) {
        *kind = DATA_NONE;
    } else if (lex_try_word(parser, "unreadable")) {
        *kind = DATA_UNREADABLE;
    } else if (lex_try_word(parser, "secret")) {
        *kind = DATA_SECRET;
        return lex_blank(parser) && (*secret = lex_name(parser, "the name of a secret")) != NULL;
    } else {
        return lex_expected(parser, "one of none, secret, unreadable");
    }
    return true;
}

/* "01,02". In a .reg file a line may go on behind a comma. */
static bool read_bytes(struct parser *parser, struct data *data)
{
    struct buffer *out = &parser->scratch;
    uint64_t byte = 0;

    buffer_reset(out);
    if (!lex_at_end(parser) && !lex_is_char(parser, ' ')) {
        do {
            if (!lex_hex(parser, 2, "a byte of two hex digits", &byte))
                return false;
            buffer_putc(out, (char)byte);
            if (!lex_try_char(parser, ','))
                break;
            if (!parser->trace && lex_is_char(parser, '\\') && !lex_continue(parser))
                return lex_expected(parser, "a byte of two hex digits");
        } while (!parser->status);
    }
    uint8_t *bytes = lex_alloc(parser, out->len + 1);
    if (!bytes || out->status)
        return lex_no_memory(parser);
    if (out->len)
        memcpy(bytes, out->data, out->len);
    data->bytes = bytes;
    data->n_bytes = out->len;
    return true;
}

/* In REGEDIT4 the bytes of hex(1), hex(2) and hex(7) are ANSI text: they become UTF-16. What ASCII lacks depends on a
 * code page that the file does not name. */
static bool widen_ansi(struct parser *parser, const char *start, struct data *data)
{
    uint8_t *wide;

    if (data->type != 1 && data->type != 2 && data->type != 7)
        return true;
    wide = lex_alloc(parser, data->n_bytes * 2 + 1);
    if (!wide)
        return false;
    for (size_t i = 0; i < data->n_bytes; i++) {
        if (data->bytes[i] >= 0x80)
            return lex_fail(parser, start, "expected ASCII in the text of a REGEDIT4 file, found byte 0x%02X",
                            data->bytes[i]);
        wide[2 * i] = data->bytes[i];
    }
    data->bytes = wide;
    data->n_bytes *= 2;
    return true;
}

static bool read_hex(struct parser *parser, bool of_state, bool ansi, struct data *data)
{
    const char *start = parser->at;
    uint64_t type = 3;

    data->kind = DATA_HEX;
    if (lex_try_char(parser, '(')) {
        unsigned digits = 0;
        while (digits < 8 && parser->at + digits < parser->stop && parser->at[digits] != ')')
            digits++;
        if (!lex_hex(parser, digits ? digits : 1, "a type of one to eight hex digits", &type) || !lex_char(parser, ')'))
            return false;
    }
    data->type = (uint32_t)type;
    if (!lex_char(parser, ':'))
        return false;
    if (!of_state && data->type == 3 && lex_is_char(parser, '$')) {
        data->kind = DATA_HEX_OF;
        return (data->text = lex_symbol(parser)) != NULL;
    }
    return read_bytes(parser, data) && (!ansi || widen_ansi(parser, start, data));
}

static bool read_dword(struct parser *parser, bool of_state, struct data *data)
{
    uint64_t number = 0;

    data->type = 4;
    if (!of_state && lex_is_char(parser, '$')) {
        data->kind = DATA_DWORD_OF;
        return (data->text = lex_symbol(parser)) != NULL;
    }
    data->kind = DATA_DWORD;
    if (!lex_hex(parser, 8, "eight hex digits", &number))
        return false;
    data->number = (uint32_t)number;
    return true;
}

/* Bytes that another kind of data spells better: hex:0a,00,00,00 of type 4 is a dword. */
static bool canonical(struct parser *parser, struct data *data)
{
    struct data plain = *data;

    if (data->kind != DATA_HEX || data->type == 3)
        return true;
    if (data_from_registry(plain.type, plain.bytes, plain.n_bytes, parser->arena, data))
        return lex_no_memory(parser);
    return true;
}

bool lex_data(struct parser *parser, bool of_state, bool ansi, struct data *data)
{
    memset(data, 0, sizeof(*data));
    data->type = 1;
    if (lex_is_char(parser, '"')) {
        data->kind = DATA_STRING;
        return (data->text = lex_string(parser)) != NULL;
    }
    if (lex_try_text(parser, "dword:"))
        return read_dword(parser, of_state, data);
    if (lex_try_text(parser, "hex"))
        return read_hex(parser, of_state, ansi, data) && canonical(parser, data);
    if (of_state)
        return lex_expected(parser, "a string, dword: or hex:");
    if (lex_try_text(parser, "expand:")) {
        data->kind = DATA_EXPAND;
        data->type = 2;
        return (data->text = lex_string(parser)) != NULL;
    }
    data->type = 3;
    if (lex_try_text(parser, "protected("))
        return lex_protected(parser, &data->kind, &data->text) && lex_char(parser, ')');
    return lex_expected(parser, "data: a string, dword:, hex:, expand: or protected(…)");
}

/* Strings and keys: read to UTF-16 units and spelled again, so that equal text has one spelling in the model. */
#include "trace/lex.h"

#include <stdio.h>

/* A text being read: what is spelled already lies in parser->scratch, what follows in parser->units. */
struct reading {
    enum text_place place;
    const char *start;
    size_t pending; /* units not spelled yet */
    size_t total;
};

static void put_unit(struct parser *parser, struct reading *reading, uint32_t unit)
{
    parser->units[reading->pending++] = (uint16_t)unit;
    reading->total++;
}

static void put_code(struct parser *parser, struct reading *reading, uint32_t code)
{
    if (code >= 0x10000) {
        put_unit(parser, reading, 0xD800 + ((code - 0x10000) >> 10));
        code = 0xDC00 + ((code - 0x10000) & 0x3FF);
    }
    put_unit(parser, reading, code);
}

static void spell(struct parser *parser, struct reading *reading)
{
    text_encode(parser->units, reading->pending, reading->place, &parser->scratch);
    reading->pending = 0;
}

static bool read_escape(struct parser *parser, struct reading *reading)
{
    static const char letters[] = "\\\"nrt0";
    static const char units[] = { '\\', '"', '\n', '\r', '\t', 0 };
    uint64_t unit = 0;

    parser->at++;
    const char *at = parser->at < parser->stop && *parser->at ? strchr(letters, *parser->at) : NULL;
    if (at) {
        put_unit(parser, reading, (unsigned char)units[at - letters]);
        parser->at++;
        return true;
    }
    if (!lex_try_char(parser, 'u'))
        return lex_expected(parser, "one of \\ \" n r t 0 u behind a backslash");
    if (!lex_hex(parser, 4, "four hex digits", &unit))
        return false;
    put_unit(parser, reading, (uint32_t)unit);
    return true;
}

/* $(uXXXX) is one unit; any other symbol stays as it is. */
static bool read_symbol(struct parser *parser, struct reading *reading)
{
    const char *start = parser->at;
    const char *symbol = lex_symbol(parser);
    unsigned unit;

    if (!symbol)
        return false;
    if (strlen(symbol) == 5 && symbol[0] == 'u' && strspn(symbol + 1, "0123456789ABCDEFabcdef") == 4 &&
        sscanf(symbol + 1, "%4x", &unit)) {
        put_unit(parser, reading, unit);
        return true;
    }
    spell(parser, reading);
    buffer_append(&parser->scratch, start, (size_t)(parser->at - start));
    reading->total += CAT_GUID_TEXT - 1;
    return true;
}

static bool read_piece(struct parser *parser, struct reading *reading)
{
    uint32_t code = 0;
    size_t n;

    if (*parser->at == '\\' && reading->place == TEXT_STRING)
        return read_escape(parser, reading);
    if (*parser->at == '$' && parser->stop - parser->at > 1 && parser->at[1] == '(')
        return read_symbol(parser, reading);
    n = text_utf8(parser->at, (size_t)(parser->stop - parser->at), &code);
    put_code(parser, reading, code);
    parser->at += n ? n : 1;
    return true;
}

/* Most texts are plain: nothing to spell differently. NULL if this one is not, with the cursor where it was. */
static const char *read_plain(struct parser *parser, char close)
{
    const char *p = parser->at;

    while (p < parser->stop && *p != close && *p >= 0x20 && *p < 0x7F && *p != '\\' && *p != '$')
        p++;
    if (p == parser->stop || *p != close || p - parser->at > TRACE_MAX_STRING)
        return NULL;
    const char *text = arena_text(parser->arena, parser->at, (size_t)(p - parser->at));
    if (!text)
        lex_no_memory(parser);
    parser->at = p + 1;
    return text;
}

/* For every text from here on: a character of a line becomes at most as many units as it has bytes. */
static bool make_units(struct parser *parser)
{
    const size_t left = (size_t)(parser->end - parser->at) + 1;
    const size_t most = left < TRACE_MAX_LINE ? left : TRACE_MAX_LINE;

    if (!parser->units)
        parser->units = malloc(most * sizeof(*parser->units));
    return parser->units || lex_no_memory(parser);
}

/* Behind the opening character, up to and with `close`. */
static const char *read_text(struct parser *parser, enum text_place place, char close)
{
    struct reading reading = { place, parser->at, 0, 0 };
    const char *text = read_plain(parser, close);

    if (text || parser->status)
        return text;
    if (!make_units(parser))
        return NULL;
    buffer_reset(&parser->scratch);
    while (parser->at < parser->stop && *parser->at != close) {
        if (!read_piece(parser, &reading))
            return NULL;
    }
    if (reading.total > TRACE_MAX_STRING) {
        lex_fail(parser, reading.start, "expected at most %d UTF-16 units in a string, found %zu", TRACE_MAX_STRING,
                 reading.total);
        return NULL;
    }
    if (!lex_char(parser, close))
        return NULL;
    spell(parser, &reading);
    text = parser->scratch.status ? NULL : arena_text(parser->arena, parser->scratch.data, parser->scratch.len);
    if (!text)
        lex_no_memory(parser);
    return text;
}

const char *lex_string(struct parser *parser)
{
    if (lex_try_char(parser, '"'))
        return read_text(parser, TEXT_STRING, '"');
    lex_expected(parser, "a string");
    return NULL;
}

const char *lex_value_name(struct parser *parser)
{
    if (lex_try_char(parser, '@'))
        return "";
    if (lex_is_char(parser, '"'))
        return lex_string(parser);
    lex_expected(parser, "a value name or @");
    return NULL;
}

/* ---- keys ---- */

static const char *const roots[][2] = {
    { "HKCU", "HKEY_CURRENT_USER" },
    { "HKLM", "HKEY_LOCAL_MACHINE" },
    { "HKCR", "HKEY_CLASSES_ROOT" },
    { "HKU", "HKEY_USERS" },
};

/* Every part of a path has at least one character. */
static bool check_parts(struct parser *parser, const char *start, const char *path)
{
    size_t len = strlen(path);

    if (len && path[0] != '\\' && path[len - 1] != '\\' && !strstr(path, "\\\\"))
        return true;
    return lex_fail(parser, start, "expected a key without empty parts, found '[%s]'", path);
}

const char *lex_subkey(struct parser *parser)
{
    const char *start = parser->at, *path;

    if (!lex_try_char(parser, '[')) {
        lex_expected(parser, "a key in brackets");
        return NULL;
    }
    path = read_text(parser, TEXT_KEY, ']');
    return path && check_parts(parser, start, path) ? path : NULL;
}

const char *lex_key(struct parser *parser)
{
    const char *start = parser->at;
    const char *path = lex_subkey(parser);
    size_t len;

    if (!path)
        return NULL;
    len = strcspn(path, "\\");
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        if (strlen(roots[i][0]) == len && !memcmp(path, roots[i][0], len))
            return path;
        if (strlen(roots[i][1]) != len || memcmp(path, roots[i][1], len))
            continue;
        path = arena_printf(parser->arena, "%s%s", roots[i][0], path + len);
        if (!path)
            lex_no_memory(parser);
        return path;
    }
    lex_fail(parser, start + 1, "expected one of HKCU, HKLM, HKCR, HKU, found '%.*s'", (int)(len > 40 ? 40 : len),
             path);
    return NULL;
}

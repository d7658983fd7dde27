/* Words, numbers, strings, keys and GUIDs of one line. */
#include "trace/lex.h"

#include <stdio.h>

static bool is_alpha(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_char(char c)
{
    return is_alpha(c) || is_digit(c) || c == '_' || c == '-';
}

static size_t left(const struct parser *parser)
{
    return (size_t)(parser->stop - parser->at);
}

void lex_skip(struct parser *parser)
{
    while (left(parser) && *parser->at == ' ')
        parser->at++;
}

bool lex_blank(struct parser *parser)
{
    if (parser->status)
        return false;
    if (!lex_is_char(parser, ' '))
        return lex_expected(parser, "a blank");
    lex_skip(parser);
    return true;
}

bool lex_is_char(const struct parser *parser, char c)
{
    return !parser->status && left(parser) && *parser->at == c;
}

bool lex_try_char(struct parser *parser, char c)
{
    if (!lex_is_char(parser, c))
        return false;
    parser->at++;
    return true;
}

bool lex_char(struct parser *parser, char c)
{
    char expected[4] = { '\'', c, '\'', 0 };

    return lex_try_char(parser, c) || lex_expected(parser, expected);
}

bool lex_try_text(struct parser *parser, const char *text)
{
    size_t len = strlen(text);

    if (parser->status || left(parser) < len || memcmp(parser->at, text, len))
        return false;
    parser->at += len;
    return true;
}

bool lex_is_word(const struct parser *parser, const char *word)
{
    size_t len = strlen(word);

    return !parser->status && left(parser) >= len && !memcmp(parser->at, word, len) &&
           (left(parser) == len || !is_name_char(parser->at[len]));
}

bool lex_try_word(struct parser *parser, const char *word)
{
    if (!lex_is_word(parser, word))
        return false;
    parser->at += strlen(word);
    return true;
}

const char *lex_intern(struct parser *parser, const char *text, size_t len)
{
    char name[TRACE_MAX_NAME + 1];
    const char *known;

    if (len > TRACE_MAX_NAME) {
        lex_fail(parser, text, "expected at most %d bytes in a name, found %zu", TRACE_MAX_NAME, len);
        return NULL;
    }
    memcpy(name, text, len);
    name[len] = 0;
    known = names_get(&parser->interned, name);
    if (known)
        return known;
    char *copy = arena_text(parser->arena, name, len);
    if (!copy || names_put(&parser->interned, copy, copy)) {
        lex_no_memory(parser);
        return NULL;
    }
    return copy;
}

size_t lex_name_length(const struct parser *parser)
{
    size_t n = 0;

    if (parser->status || !left(parser) || !is_alpha(*parser->at))
        return 0;
    while (n < left(parser) && is_name_char(parser->at[n]))
        n++;
    return n;
}

const char *lex_name(struct parser *parser, const char *expected)
{
    size_t n = lex_name_length(parser);
    const char *name;

    if (!n) {
        lex_expected(parser, expected);
        return NULL;
    }
    name = lex_intern(parser, parser->at, n);
    parser->at += n;
    return name;
}

const char *lex_run(struct parser *parser, const char *more, const char *expected)
{
    size_t n = 0;
    const char *text;

    if (parser->status)
        return NULL;
    while (n < left(parser) &&
           (is_alpha(parser->at[n]) || is_digit(parser->at[n]) || (parser->at[n] && strchr(more, parser->at[n]))))
        n++;
    if (!n) {
        lex_expected(parser, expected);
        return NULL;
    }
    text = arena_text(parser->arena, parser->at, n);
    if (!text)
        lex_no_memory(parser);
    parser->at += n;
    return text;
}

/* ---- numbers ---- */

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The digits of the number at the cursor; 0 if it is none or has more than 64 bits. */
static size_t read_number(const struct parser *parser, uint64_t *number)
{
    const char *p = parser->at;
    size_t room = left(parser), n = 0;
    unsigned base = room > 2 && p[0] == '0' && p[1] == 'x' ? 16 : 10;

    *number = 0;
    if (base == 16)
        n = 2;
    for (; n < room && hex_digit(p[n]) >= 0 && (base == 16 || is_digit(p[n])); n++) {
        uint64_t digit = (uint64_t)hex_digit(p[n]);
        if (*number > (UINT64_MAX - digit) / base)
            return 0;
        *number = *number * base + digit;
    }
    if (base == 16 && (n == 2 || n > 18))
        return 0;
    return n < room && is_name_char(p[n]) ? 0 : n;
}

bool lex_number(struct parser *parser, const char *expected, uint64_t *number, const char **text)
{
    size_t n;

    if (parser->status)
        return false;
    n = read_number(parser, number);
    if (!n || n > TRACE_MAX_NAME)
        return lex_expected(parser, expected);
    if (text && !(*text = lex_intern(parser, parser->at, n)))
        return false;
    parser->at += n;
    return true;
}

bool lex_hex(struct parser *parser, unsigned digits, const char *expected, uint64_t *number)
{
    if (parser->status)
        return false;
    *number = 0;
    for (unsigned i = 0; i < digits; i++) {
        if (i >= left(parser) || hex_digit(parser->at[i]) < 0)
            return lex_expected(parser, expected);
        *number = *number << 4 | (uint64_t)hex_digit(parser->at[i]);
    }
    parser->at += digits;
    return true;
}

bool lex_duration(struct parser *parser, struct duration *duration)
{
    static const char expected[] = "a duration such as 20s or 500ms";
    const char *start = parser->at;
    uint64_t number = 0;

    if (parser->status)
        return false;
    while (left(parser) && is_digit(*parser->at) && number < 1000000000)
        number = number * 10 + (uint64_t)(*parser->at++ - '0');
    if (parser->at > start && number < 1000000000) {
        duration->number = (uint32_t)number;
        duration->seconds = false;
        if (lex_try_word(parser, "ms"))
            return true;
        duration->seconds = true;
        if (lex_try_word(parser, "s"))
            return true;
    }
    parser->at = start;
    return lex_expected(parser, expected);
}

/* ---- GUIDs and tags ---- */

const char *lex_symbol(struct parser *parser)
{
    const char *start = parser->at;
    size_t n;

    if (lex_try_text(parser, "$(") && (n = lex_name_length(parser)) != 0 && n <= TRACE_MAX_NAME) {
        const char *name = parser->at;

        parser->at += n;
        if (lex_try_text(parser, ":lower"))
            n += strlen(":lower");
        if (lex_try_char(parser, ')')) {
            const char *text = arena_text(parser->arena, name, n);
            if (!text)
                lex_no_memory(parser);
            return text;
        }
    }
    parser->at = start;
    lex_expected(parser, "a symbol such as $(cookie)");
    return NULL;
}

const char *lex_guid(struct parser *parser, struct cat_guid *guid, bool *symbolic)
{
    static const char expected[] = "a GUID such as {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}";
    const char *start = parser->at;
    char digits[CAT_GUID_TEXT];
    const char *text;

    *symbolic = false;
    if (!lex_try_char(parser, '{')) {
        lex_expected(parser, expected);
        return NULL;
    }
    if (lex_is_char(parser, '$')) {
        const char *symbol = lex_symbol(parser);
        if (!symbol || !lex_char(parser, '}'))
            return NULL;
        *symbolic = true;
        text = arena_printf(parser->arena, "{$(%s)}", symbol);
    } else {
        if (left(parser) < 37 || parser->at[36] != '}' || !cat_guid_parse(parser->at, guid)) {
            parser->at = start;
            lex_expected(parser, expected);
            return NULL;
        }
        parser->at += 37;
        cat_guid_text(guid, digits);
        text = arena_printf(parser->arena, "{%s}", digits);
    }
    if (!text)
        lex_no_memory(parser);
    return text;
}

/* One pair of brackets: words, single blanks between them. */
static const char *read_tag(struct parser *parser)
{
    struct buffer *out = &parser->scratch;

    if (!lex_char(parser, '['))
        return NULL;
    buffer_reset(out);
    for (;;) {
        lex_skip(parser);
        if (lex_try_char(parser, ']') || parser->status)
            break;
        const char *start = parser->at;
        while (left(parser) && *parser->at != ' ' && *parser->at != ']' && *parser->at != ';' && *parser->at != '[')
            parser->at++;
        if (parser->at == start) {
            lex_expected(parser, "']'");
            return NULL;
        }
        if (out->len)
            buffer_putc(out, ' ');
        buffer_append(out, start, (size_t)(parser->at - start));
    }
    if (!out->len) {
        parser->at--;
        lex_expected(parser, "a word of evidence");
        return NULL;
    }
    const char *text = out->status ? NULL : arena_text(parser->arena, out->data, out->len);
    if (!text)
        lex_no_memory(parser);
    return text;
}

bool lex_tags(struct parser *parser, struct tags *tags)
{
    const char *words[TRACE_MAX_ARGS];

    while (lex_is_char(parser, '[')) {
        if (tags->n == TRACE_MAX_ARGS)
            return lex_fail(parser, parser->at, "expected at most %d tags, found %d", TRACE_MAX_ARGS,
                            TRACE_MAX_ARGS + 1);
        words[tags->n] = read_tag(parser);
        if (!words[tags->n++])
            return false;
        lex_skip(parser);
    }
    if (parser->status || !tags->n)
        return !parser->status;
    tags->words = lex_alloc(parser, tags->n * sizeof(*words));
    if (!tags->words)
        return false;
    memcpy(tags->words, words, tags->n * sizeof(*words));
    return true;
}

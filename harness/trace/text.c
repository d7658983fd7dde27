#include "trace/text.h"

#include <stdio.h>
#include "trace/names.h"

size_t text_utf8(const char *text, size_t len, uint32_t *code)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    const uint8_t *s = (const uint8_t *)text;
    size_t n;

    if (!len)
        return 0;
    if (s[0] < 0x80) {
        *code = s[0];
        return 1;
    }
    n = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || n > len)
        return 0;
    *code = s[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3Fu);
    }
    if (*code < least[n] || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000))
        return 0;
    return n;
}

void text_append_utf8(uint32_t code, struct buffer *out)
{
    char bytes[4];
    size_t n = 0;

    if (code < 0x80) {
        bytes[n++] = (char)code;
    } else if (code < 0x800) {
        bytes[n++] = (char)(0xC0 | code >> 6);
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        bytes[n++] = (char)(0xE0 | code >> 12);
        bytes[n++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[n++] = (char)(0xF0 | code >> 18);
        bytes[n++] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[n++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    }
    buffer_append(out, bytes, n);
}

/* Control characters, lone surrogates, and what some tools take for the end of a line. */
static bool needs_number(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000) || code == 0x2028 ||
           code == 0x2029 || code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

static void encode_string_char(uint32_t code, struct buffer *out)
{
    static const char plain[] = "\\\"\n\r\t";
    static const char letter[] = "\\\"nrt";
    const char *at = code && code < 0x80 ? strchr(plain, (int)code) : NULL;

    if (at)
        buffer_printf(out, "\\%c", letter[at - plain]);
    else if (!code)
        buffer_puts(out, "\\0");
    else if (needs_number(code))
        buffer_printf(out, "\\u%04X", (unsigned)code);
    else
        text_append_utf8(code, out);
}

void text_encode(const uint16_t *units, size_t n, enum text_place place, struct buffer *out)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t code = units[i];

        if (code >= 0xD800 && code < 0xDC00 && i + 1 < n && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000)
            code = 0x10000 + ((code - 0xD800) << 10) + (units[++i] - 0xDC00u);
        if (code == '$' && i + 1 < n && units[i + 1] == '(')
            buffer_puts(out, "$(u0024)");
        else if (place == TEXT_STRING)
            encode_string_char(code, out);
        else if (needs_number(code) || code == ']')
            buffer_printf(out, "$(u%04X)", (unsigned)code);
        else
            text_append_utf8(code, out);
    }
}

/* ---- decoding ---- */

struct decoder {
    uint16_t *units;
    size_t size;
    size_t n;
};

static void put_unit(struct decoder *decoder, uint32_t unit)
{
    if (decoder->n < decoder->size)
        decoder->units[decoder->n] = (uint16_t)unit;
    decoder->n++;
}

static void put_code(struct decoder *decoder, uint32_t code)
{
    if (code >= 0x10000) {
        put_unit(decoder, 0xD800 + ((code - 0x10000) >> 10));
        code = 0xDC00 + ((code - 0x10000) & 0x3FF);
    }
    put_unit(decoder, code);
}

static uint32_t hex4(const char *text)
{
    char digits[5];

    memcpy(digits, text, 4);
    digits[4] = 0;
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* At a backslash of a canonical text. Returns the characters read. */
static size_t decode_escape(const char *p, struct decoder *decoder)
{
    static const char letter[] = "nrt0";
    static const char plain[] = { '\n', '\r', '\t', 0 };
    const char *at = p[1] ? strchr(letter, p[1]) : NULL;

    if (p[1] == 'u') {
        put_unit(decoder, hex4(p + 2));
        return 6;
    }
    put_unit(decoder, at ? (unsigned char)plain[at - letter] : (unsigned char)p[1]);
    return 2;
}

/* At "$(" . Returns the characters read, 0 if the symbol is not bound. */
static size_t decode_symbol(const char *p, text_symbol_fn symbol, void *context, struct decoder *decoder)
{
    size_t len = strcspn(p + 2, ")");

    if (len == 5 && p[2] == 'u' && strspn(p + 3, "0123456789ABCDEF") >= 4) {
        put_unit(decoder, hex4(p + 3));
        return len + 3;
    }
    size_t room = decoder->n < decoder->size ? decoder->size - decoder->n : 0;
    int n = symbol ? symbol(context, p + 2, len, room ? decoder->units + decoder->n : NULL, room) : -1;
    if (n < 0)
        return 0;
    decoder->n += (size_t)n;
    return len + 3;
}

/* A backslash is an escape in strings only; in a key it separates. */
static enum status decode(const char *text, bool escapes, text_symbol_fn symbol, void *context, struct decoder *decoder,
                          const char **unbound)
{
    for (const char *p = text; *p;) {
        uint32_t code = 0;
        size_t n;

        if (*p == '\\' && escapes) {
            n = decode_escape(p, decoder);
        } else if (p[0] == '$' && p[1] == '(') {
            n = decode_symbol(p, symbol, context, decoder);
            *unbound = n ? NULL : p;
            if (!n)
                return ST_BAD_INPUT;
        } else {
            n = text_utf8(p, 4, &code);
            if (!n)
                return ST_BAD_INPUT;
            put_code(decoder, code);
        }
        p += n;
    }
    return decoder->n > decoder->size ? ST_LIMIT : ST_OK;
}

enum status text_decode(const char *text, enum text_place place, text_symbol_fn symbol, void *context, uint16_t *units,
                        size_t size, size_t *n, const char **unbound)
{
    struct decoder decoder = { units, size, 0 };
    const char *at = NULL;
    enum status status = decode(text, place == TEXT_STRING, symbol, context, &decoder, &at);

    if (unbound && status == ST_BAD_INPUT)
        *unbound = at;
    *n = decoder.n;
    return status;
}

void text_secret(const char *name, char secret[TEXT_SECRET])
{
    snprintf(secret, TEXT_SECRET, "pw-%.64s-%08x", name, (unsigned)names_hash(name, strlen(name)));
}

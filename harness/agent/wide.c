#include "wide.h"

#include "trace/text.h"

static WCHAR upper(WCHAR c)
{
    return c >= 'a' && c <= 'z' ? (WCHAR)(c - 'a' + 'A') : c;
}

struct wide wide_text(const WCHAR *terminated)
{
    size_t n = 0;

    while (terminated[n])
        n++;
    return (struct wide){ terminated, n };
}

bool wide_equal(struct wide a, struct wide b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (upper(a.text[i]) != upper(b.text[i]))
            return false;
    return true;
}

bool wide_starts(struct wide text, const WCHAR *prefix)
{
    const struct wide start = wide_text(prefix);

    return text.n >= start.n && wide_equal((struct wide){ text.text, start.n }, start);
}

bool wide_from_utf8(const char *text, WCHAR *units, size_t size)
{
    const size_t len = strlen(text);
    size_t n = 0;

    for (size_t at = 0, step; at < len; at += step) {
        uint32_t code = 0;

        step = text_utf8(text + at, len - at, &code);
        if (!step || n + 3 > size)
            return false;
        if (code >= 0x10000) {
            units[n++] = (WCHAR)(0xd800 + ((code - 0x10000) >> 10));
            code = 0xdc00 + ((code - 0x10000) & 0x3ff);
        }
        units[n++] = (WCHAR)code;
    }
    if (n >= size)
        return false;
    units[n] = 0;
    return true;
}

static size_t put_utf8(uint32_t code, char *text)
{
    if (code < 0x80) {
        text[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        text[0] = (char)(0xc0 | code >> 6);
        text[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        text[0] = (char)(0xe0 | code >> 12);
        text[1] = (char)(0x80 | (code >> 6 & 0x3f));
        text[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    text[0] = (char)(0xf0 | code >> 18);
    text[1] = (char)(0x80 | (code >> 12 & 0x3f));
    text[2] = (char)(0x80 | (code >> 6 & 0x3f));
    text[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

bool wide_to_utf8(struct wide wide, char *text, size_t size)
{
    size_t len = 0;

    for (size_t i = 0; i < wide.n; i++) {
        uint32_t code = wide.text[i];

        if (len + 5 > size)
            return false;
        if (code >= 0xd800 && code < 0xdc00 && i + 1 < wide.n && wide.text[i + 1] >= 0xdc00 &&
            wide.text[i + 1] < 0xe000)
            code = 0x10000 + ((code - 0xd800) << 10) + (wide.text[++i] - 0xdc00);
        else if (code >= 0xd800 && code < 0xe000)
            code = '?';
        len += put_utf8(code, text + len);
    }
    text[len] = 0;
    return true;
}

#include "driver/encoding.h"

#include "trace/text.h"

#include <errno.h>
#include <iconv.h>

bool encoding_convert(const char *to, const char *from, const char *data, size_t length, struct str *out)
{
    iconv_t converter = iconv_open(to, from);
    char *in = (char *)data, buffer[4096];
    bool ok = converter != (iconv_t)-1;

    while (ok && length) {
        char *at = buffer;
        size_t room = sizeof(buffer), done = iconv(converter, &in, &length, &at, &room);

        str_add(out, buffer, sizeof(buffer) - room);
        ok = done != (size_t)-1 || errno == E2BIG;
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    return ok;
}

size_t encoding_next(const char *text, size_t length, uint32_t *code)
{
    const uint8_t *s = (const uint8_t *)text;

    if (length >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] < 0xC0 && (s[2] & 0xC0) == 0x80) {
        *code = 0xD000u | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        return 3;
    }
    return text_utf8(text, length, code);
}

static bool is_utf8(const char *data, size_t length)
{
    uint32_t code;

    while (length) {
        const size_t n = text_utf8(data, length, &code);

        if (!n)
            return false;
        data += n;
        length -= n;
    }
    return true;
}

static bool from_utf16(const uint8_t *data, size_t length, bool big, struct str *out)
{
    struct buffer text;

    buffer_init(&text, length * 2);
    for (size_t i = 0; i + 1 < length; i += 2) {
        uint32_t unit = big ? (uint32_t)(data[i] << 8 | data[i + 1]) : (uint32_t)(data[i] | data[i + 1] << 8);

        if ((unit & 0xFC00) == 0xD800 && i + 3 < length) {
            const uint32_t low =
                big ? (uint32_t)(data[i + 2] << 8 | data[i + 3]) : (uint32_t)(data[i + 2] | data[i + 3] << 8);

            if ((low & 0xFC00) == 0xDC00) {
                unit = 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
                i += 2;
            }
        }
        text_append_utf8(unit, &text);
    }
    str_add(out, text.data ? text.data : "", text.len);
    const bool ok = !text.status;
    buffer_free(&text);
    return ok;
}

bool encoding_read(const char *data, size_t length, const char *code_page, const char *name, struct str *out,
                   bool *ansi, struct problem *problem)
{
    const bool little = length >= 2 && !memcmp(data, "\xFF\xFE", 2), big = length >= 2 && !memcmp(data, "\xFE\xFF", 2);

    *ansi = false;
    if (little || big) {
        if (length % 2)
            return problem_set(problem, CODE_USAGE, "%s: expected UTF-16, found an odd number of bytes", name);
        return from_utf16((const uint8_t *)data + 2, length - 2, big, out) ||
               problem_set(problem, CODE_ENVIRONMENT, "%s: no memory for it", name);
    }
    if (length >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) {
        data += 3;
        length -= 3;
    }
    if (is_utf8(data, length)) {
        str_add(out, data, length);
        return true;
    }
    *ansi = true;
    return encoding_convert("UTF-8", code_page, data, length, out) ||
           problem_set(problem, CODE_USAGE, "%s: expected UTF-16, UTF-8 or text of code page %s, found other bytes",
                       name, code_page);
}

/* The words of a version resource: who made the file, and in which language it speaks. */
#include "driver/pe.h"

#include "trace/text.h"

#define KEY_AT 6u /* of a structure of the resource: behind its length, the length of its value, and its type */

static uint16_t unit_at(const unsigned char *data, size_t at)
{
    return (uint16_t)(data[at] | data[at + 1] << 8);
}

static bool is_key(const unsigned char *data, size_t length, size_t at, const char *key)
{
    const size_t count = strlen(key) + 1;

    if (at > length || length - at < count * 2)
        return false;
    for (size_t i = 0; i < count; i++)
        if (unit_at(data, at + i * 2) != (unsigned char)key[i])
            return false;
    return true;
}

/* The value of the first structure with that key: its place and its end. The tree around it may be hostile; a search
 * needs none of it. */
static bool find_value(const unsigned char *data, size_t length, const char *key, size_t *at, size_t *end)
{
    for (size_t i = 0; i + KEY_AT < length; i += 4) {
        if (!is_key(data, length, i + KEY_AT, key))
            continue;
        *at = i + (KEY_AT + (strlen(key) + 1) * 2 + 3) / 4 * 4;
        *end = i + unit_at(data, i);
        return *at < *end && *end <= length;
    }
    return false;
}

static void read_company(const unsigned char *data, size_t length, char *company, size_t size)
{
    struct buffer text;
    size_t at, end;

    if (!find_value(data, length, "CompanyName", &at, &end))
        return;
    buffer_init(&text, size - 1);
    for (; at + 1 < end && unit_at(data, at); at += 2) {
        const uint16_t unit = unit_at(data, at);

        text_append_utf8(unit < 0x20 || unit == 0x7F || (unit & 0xF800) == 0xD800 ? '?' : unit, &text);
    }
    if (text.data && !text.status)
        memcpy(company, text.data, text.len + 1);
    buffer_free(&text);
}

/* By the primary language of Windows' numbers. */
static const char *language_name(unsigned number)
{
    static const struct {
        unsigned number;
        const char *name;
    } languages[] = {
        { 0x01, "ar" }, { 0x04, "zh" }, { 0x05, "cs" }, { 0x06, "da" }, { 0x07, "de" }, { 0x08, "el" }, { 0x09, "en" },
        { 0x0a, "es" }, { 0x0b, "fi" }, { 0x0c, "fr" }, { 0x0d, "he" }, { 0x0e, "hu" }, { 0x10, "it" }, { 0x11, "ja" },
        { 0x12, "ko" }, { 0x13, "nl" }, { 0x14, "no" }, { 0x15, "pl" }, { 0x16, "pt" }, { 0x19, "ru" }, { 0x1b, "sk" },
        { 0x1d, "sv" }, { 0x1e, "th" }, { 0x1f, "tr" }, { 0x24, "sl" },
    };

    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
        if (languages[i].number == (number & 0x3ff))
            return languages[i].name;
    return "";
}

void pe_read_words(const unsigned char *resources, size_t length, struct pe *pe)
{
    size_t at, end;

    read_company(resources, length, pe->company, sizeof(pe->company));
    if (find_value(resources, length, "Translation", &at, &end) && end - at >= 4)
        snprintf(pe->language, sizeof(pe->language), "%s", language_name(unit_at(resources, at)));
}

#include "driver/redact_text.h"

#include <string.h>
#include <strings.h>
#include <uthash.h>

enum { NO_CHARACTER = 0x110000, GUID_LENGTH = 36, LEAST_INSIDE = 2, EXTENSION = 4 };

struct private_name {
    char *key;
    uint32_t *codes;
    size_t count;
    struct private_name *next; /* of the same first word, the longer first */
    UT_hash_handle hh;
};

/* ---- reading ---- */

static struct glyph *add(struct glyphs *glyphs, uint32_t code, const char *raw, size_t length)
{
    struct glyph *glyph = &glyphs->items[glyphs->count++]; /* as many as bytes at most */

    *glyph = (struct glyph){ .code = code, .raw = raw, .length = length, .fixed = code == NO_CHARACTER };
    return glyph;
}

static bool is_hex(const char *text, size_t digits)
{
    return strspn(text, "0123456789abcdefABCDEF") >= digits;
}

static uint32_t hex4(const char *text)
{
    char digits[5] = { 0 };

    memcpy(digits, text, 4);
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* "\\n", "\\u00e4", "$(local)", "$(u005D)": its code, and its length. */
static uint32_t read_escape(const char *at, size_t rest, enum text_place place, size_t *length)
{
    static const char letters[] = "nrt0", plain[] = "\n\r\t";
    const char *letter, *end;

    if (*at == '$') {
        end = memchr(at, ')', rest);
        *length = end ? (size_t)(end - at) + 1 : 1;
        return *length == 8 && at[2] == 'u' && is_hex(at + 3, 4) ? hex4(at + 3) : end ? NO_CHARACTER : '$';
    }
    if (place == TEXT_KEY || rest < 2) {
        *length = 1;
        return (unsigned char)*at;
    }
    letter = strchr(letters, at[1]);
    *length = at[1] == 'u' && rest >= 6 && is_hex(at + 2, 4) ? 6 : 2;
    return *length == 6 ? hex4(at + 2) : letter ? (unsigned char)plain[letter - letters] : (unsigned char)at[1];
}

void glyphs_read_text(const char *text, size_t length, enum text_place place, struct glyphs *glyphs)
{
    *glyphs = (struct glyphs){ .items = xcalloc(length + 1, sizeof(*glyphs->items)) };
    for (size_t at = 0, n; at < length; at += n) {
        uint32_t code = NO_CHARACTER;

        if (text[at] == '\\' || (text[at] == '$' && at + 1 < length && text[at + 1] == '('))
            code = read_escape(text + at, length - at, place, &n);
        else
            n = text_utf8(text + at, length - at, &code);
        if (!n) {
            code = NO_CHARACTER;
            n = 1;
        }
        add(glyphs, code, text + at, n);
    }
}

static uint32_t unit_at(const unsigned char *bytes, size_t at)
{
    return bytes[at] | (uint32_t)bytes[at + 1] << 8;
}

void glyphs_read_bytes(const unsigned char *bytes, size_t size, bool wide, struct glyphs *glyphs)
{
    const size_t step = wide ? 2 : 1;

    *glyphs = (struct glyphs){ .items = xcalloc(size + 1, sizeof(*glyphs->items)) };
    for (size_t at = 0, n; at + step <= size; at += n) {
        const uint32_t code = wide ? unit_at(bytes, at) : bytes[at];
        const uint32_t low = at + 2 * step <= size ? unit_at(bytes, at + step) : 0;
        const bool pair = wide && code >= 0xD800 && code < 0xDC00 && low >= 0xDC00 && low < 0xE000;

        n = pair ? 2 * step : step;
        add(glyphs,
            pair                                      ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            : wide && code >= 0xD800 && code < 0xE000 ? NO_CHARACTER
                                                      : code,
            (const char *)bytes + at, n);
    }
}

void glyphs_free(struct glyphs *glyphs)
{
    free(glyphs->items);
    *glyphs = (struct glyphs){ 0 };
}

/* ---- words ---- */

static bool is_letter(const struct redact *redact, const struct glyphs *glyphs, size_t at)
{
    return at < glyphs->count && !glyphs->items[at].fixed && redact_is_letter(redact->words, glyphs->items[at].code);
}

static bool begins_word(const struct redact *redact, const struct glyphs *glyphs, size_t at)
{
    return is_letter(redact, glyphs, at) && (!at || !is_letter(redact, glyphs, at - 1));
}

static uint32_t code_at(const struct glyphs *glyphs, size_t at)
{
    return at < glyphs->count ? glyphs->items[at].code : 0;
}

static void mark(struct glyphs *glyphs, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        glyphs->items[i].marked = true;
}

/* GUIDs have symbols of their own, or are the same everywhere. */
static void fix_guids(struct glyphs *glyphs)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    for (size_t at = 0; at + GUID_LENGTH <= glyphs->count; at++) {
        size_t n = 0;

        while (n < GUID_LENGTH && (form[n] == 'x' ? glyphs->items[at + n].code < 0x80 &&
                                                        is_hex((char[]){ (char)glyphs->items[at + n].code, 0 }, 1)
                                                  : glyphs->items[at + n].code == '-'))
            n++;
        for (size_t i = 0; n == GUID_LENGTH && i < n; i++)
            glyphs->items[at + i].fixed = true;
    }
}

/* ---- e-mail addresses ---- */

static bool is_part(const struct redact *redact, const struct glyphs *glyphs, size_t at, const char *also)
{
    const uint32_t code = code_at(glyphs, at);

    return is_letter(redact, glyphs, at) || (code && code < 0x80 && strchr(also, (int)code));
}

static void mark_address(const struct redact *redact, struct glyphs *glyphs, size_t at)
{
    size_t from = at, to = at + 1;

    while (from && is_part(redact, glyphs, from - 1, "._%+-'=&~!#"))
        from--;
    while (to < glyphs->count && is_part(redact, glyphs, to, ".-[]:"))
        to++;
    if (from < at && is_letter(redact, glyphs, at - 1) && is_letter(redact, glyphs, at + 1))
        mark(glyphs, from, to);
}

/* ---- paths ---- */

static bool is_slash(uint32_t code)
{
    return code == '\\' || code == '/';
}

/* Whether a path begins here; *first: where its first part does. */
static bool begins_path(const struct redact *redact, const struct glyphs *glyphs, size_t at, size_t *first)
{
    const bool inside = at && (is_letter(redact, glyphs, at - 1) || is_slash(code_at(glyphs, at - 1)));

    if (glyphs->items[at].code == NO_CHARACTER && glyphs->items[at].length > 1 && is_slash(code_at(glyphs, at + 1)))
        *first = at + 2; /* $(local)\ */
    else if (begins_word(redact, glyphs, at) && code_at(glyphs, at + 1) == ':' && is_slash(code_at(glyphs, at + 2)))
        *first = at + 3;
    else if (!inside && code_at(glyphs, at) == '\\' && code_at(glyphs, at + 1) == '\\')
        *first = at + 2;
    else if (!at && code_at(glyphs, at) == '/' && is_letter(redact, glyphs, at + 1))
        *first = at + 1;
    else
        return false;
    return true;
}

/* The user chose none of these. */
static bool is_everybodys(const struct glyphs *glyphs, size_t from, size_t to)
{
    static const char *const parts[] = { "Identities",
                                         "Users",
                                         "Documents and Settings",
                                         "Program Files",
                                         "Windows",
                                         "System32",
                                         "Local Settings",
                                         "Application Data",
                                         "AppData",
                                         "Local",
                                         "Roaming",
                                         "Microsoft",
                                         "msident.dll",
                                         "home",
                                         "Software" };
    char part[32] = { 0 };

    for (size_t i = from; i < to && i - from < sizeof(part) - 1; i++)
        part[i - from] = (char)(glyphs->items[i].code < 0x80 ? glyphs->items[i].code : 1);
    for (size_t i = 0; to - from < sizeof(part) && i < sizeof(parts) / sizeof(*parts); i++)
        if (!strcasecmp(part, parts[i]))
            return true;
    return false;
}

/* Without its extension, which tells what a file is. */
static size_t stem_end(const struct redact *redact, const struct glyphs *glyphs, size_t from, size_t to)
{
    size_t dot = to;

    while (dot > from && is_letter(redact, glyphs, dot - 1))
        dot--;
    return dot > from + 1 && code_at(glyphs, dot - 1) == '.' && to - dot && to - dot <= EXTENSION ? dot - 1 : to;
}

/* From its first part to where no path goes on. Returns its end. */
static size_t mark_path(const struct redact *redact, struct glyphs *glyphs, size_t at)
{
    while (at < glyphs->count) {
        size_t end = at;

        while (end < glyphs->count && !is_slash(code_at(glyphs, end)) &&
               (code_at(glyphs, end) >= 0x80 || !strchr("\"<>|*?\n\r\t;", (int)code_at(glyphs, end))))
            end++;
        if (!is_everybodys(glyphs, at, end))
            mark(glyphs, at, is_slash(code_at(glyphs, end)) ? end : stem_end(redact, glyphs, at, end));
        if (!is_slash(code_at(glyphs, end)))
            return end;
        at = end + 1;
    }
    return at;
}

/* ---- names ---- */

/* UTF-8, folded unless `exact`. New, free(). */
static char *spell(const struct redact *redact, const struct glyph *glyphs, size_t count, bool exact)
{
    struct buffer text;
    char *key;

    buffer_init(&text, count * 4 + 1);
    for (size_t i = 0; i < count; i++)
        text_append_utf8(glyphs[i].code == NO_CHARACTER ? 0xFFFD
                         : exact                        ? glyphs[i].code
                                                        : redact_fold(redact->words, glyphs[i].code),
                         &text);
    key = xstrndup(text.data ? text.data : "", text.len);
    buffer_free(&text);
    return key;
}

/* At the place of it, or NULL. */
static struct private_name **find(struct private_name **names, const char *key)
{
    struct private_name *name;

    HASH_FIND_STR(*names, key, name);
    return name ? &name->next : NULL;
}

static struct private_name *new_name(char *key, const struct glyph *glyphs, size_t count)
{
    struct private_name *name = xcalloc(1, sizeof(*name));

    *name = (struct private_name){ .key = key, .codes = xcalloc(count + 1, sizeof(*name->codes)), .count = count };
    for (size_t i = 0; i < count; i++)
        name->codes[i] = glyphs[i].code;
    return name;
}

static size_t word_length(const struct redact *redact, const struct glyph *glyphs, size_t count)
{
    size_t n = 0;

    while (n < count && !glyphs[n].fixed && redact_is_letter(redact->words, glyphs[n].code))
        n++;
    return n;
}

static bool is_same(const struct private_name *name, const struct glyph *glyphs, size_t count)
{
    if (name->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (name->codes[i] != glyphs[i].code)
            return false;
    return true;
}

/* Looked for by its first word: below a head of that word, the longer first. */
static void learn_inside(struct redact *redact, const struct glyph *glyphs, size_t count)
{
    const size_t first = word_length(redact, glyphs, count);
    char *key = spell(redact, glyphs, first, true);
    struct private_name **place = find(&redact->firsts, key), *name;

    if (!place) {
        name = new_name(key, glyphs, 0);
        HASH_ADD_KEYPTR(hh, redact->firsts, name->key, strlen(name->key), name);
        place = &name->next;
    } else {
        free(key);
    }
    while (*place && (*place)->count >= count) {
        if (is_same(*place, glyphs, count))
            return;
        place = &(*place)->next;
    }
    name = new_name(NULL, glyphs, count);
    name->next = *place;
    *place = name;
}

void redact_learn_name(struct redact *redact, const struct glyph *glyphs, size_t count, bool inside)
{
    const struct glyphs whole = { (struct glyph *)glyphs, count };
    struct private_name *name;
    size_t first;
    char *key;

    if (count && begins_path(redact, &whole, 0, &first)) /* of which only parts are the user's */
        return;
    key = spell(redact, glyphs, count, false);

    if (count && !find(&redact->names, key)) {
        name = new_name(key, glyphs, count);
        HASH_ADD_KEYPTR(hh, redact->names, name->key, strlen(name->key), name);
    } else {
        free(key);
    }
    while (count && !word_length(redact, glyphs, 1)) { /* without what is around it */
        glyphs++;
        count--;
    }
    while (count && !word_length(redact, glyphs + count - 1, 1))
        count--;
    if (inside && count >= LEAST_INSIDE) /* single letters would be found everywhere */
        learn_inside(redact, glyphs, count);
}

static void free_names(struct private_name **names)
{
    struct private_name *name, *next;

    HASH_ITER(hh, *names, name, next)
    {
        HASH_DEL(*names, name);
        while (name) {
            struct private_name *below = name->next;

            free(name->key);
            free(name->codes);
            free(name);
            name = below;
        }
    }
}

void redact_free(struct redact *redact)
{
    free_names(&redact->names);
    free_names(&redact->firsts);
    redact_words_free(redact->words);
}

static bool stands_here(const struct redact *redact, const struct glyphs *glyphs, size_t at,
                        const struct private_name *name)
{
    return name->count <= glyphs->count - at && is_same(name, glyphs->items + at, name->count) &&
           !is_letter(redact, glyphs, at + name->count);
}

static void mark_names_inside(const struct redact *redact, struct glyphs *glyphs, size_t at)
{
    const size_t first = word_length(redact, glyphs->items + at, glyphs->count - at);
    char *key = spell(redact, glyphs->items + at, first, true);
    struct private_name **place = find((struct private_name **)&redact->firsts, key);

    for (const struct private_name *name = place ? *place : NULL; name; name = name->next)
        if (stands_here(redact, glyphs, at, name)) {
            mark(glyphs, at, at + name->count);
            break;
        }
    free(key);
}

static void mark_whole(const struct redact *redact, struct glyphs *glyphs)
{
    char *key = spell(redact, glyphs->items, glyphs->count, false);

    if (find((struct private_name **)&redact->names, key))
        mark(glyphs, 0, glyphs->count);
    free(key);
}

void redact_mark(const struct redact *redact, struct glyphs *glyphs, bool whole)
{
    size_t first, path_end = 0;

    fix_guids(glyphs);
    mark_whole(redact, glyphs);
    for (size_t at = 0; at < glyphs->count; at++) {
        if (code_at(glyphs, at) == '@')
            mark_address(redact, glyphs, at);
        if (whole)
            continue;
        if (at >= path_end && begins_path(redact, glyphs, at, &first))
            path_end = mark_path(redact, glyphs, first);
        if (begins_word(redact, glyphs, at))
            mark_names_inside(redact, glyphs, at);
    }
}

/* ---- marked words ---- */

/* The next marked word from *at on; its codes. False: there is none. New, free(). */
static uint32_t *next_marked(const struct redact *redact, const struct glyphs *glyphs, size_t *at, size_t *count)
{
    uint32_t *codes;

    while (*at < glyphs->count && !(begins_word(redact, glyphs, *at) && glyphs->items[*at].marked))
        ++*at;
    if (*at >= glyphs->count)
        return NULL;
    *count = word_length(redact, glyphs->items + *at, glyphs->count - *at);
    codes = xcalloc(*count, sizeof(*codes));
    for (size_t i = 0; i < *count; i++)
        codes[i] = glyphs->items[*at + i].code;
    return codes;
}

void redact_add_marked(const struct redact *redact, const struct glyphs *glyphs)
{
    uint32_t *codes;

    for (size_t at = 0, count; (codes = next_marked(redact, glyphs, &at, &count)) != NULL; at += count) {
        redact_words_add(redact->words, codes, count);
        free(codes);
    }
}

void redact_replace_marked(const struct redact *redact, struct glyphs *glyphs)
{
    uint32_t *codes;

    for (size_t at = 0, count; (codes = next_marked(redact, glyphs, &at, &count)) != NULL; at += count) {
        redact_words_apply(redact->words, codes, count);
        for (size_t i = 0; i < count; i++)
            glyphs->items[at + i].code = codes[i];
        free(codes);
    }
}

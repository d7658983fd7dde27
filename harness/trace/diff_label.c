#include "trace/diff_private.h"

#include <stdio.h>

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

struct word {
    const char *text;
    size_t len;
};

/* The next name and what stands right behind it. Moves `*at` behind the name and the blanks that follow. */
static struct word take(const char **at, const char *end, char *behind)
{
    struct word word = { *at, 0 };

    while (*at < end && is_name_char(**at))
        ++*at;
    word.len = (size_t)(*at - word.text);
    *behind = *at < end ? **at : 0;
    while (*at < end && **at == ' ')
        ++*at;
    return word;
}

static bool is(struct word word, const char *text)
{
    return strlen(text) == word.len && !memcmp(word.text, text, word.len);
}

/* Behind `x = `. */
static struct word name_of_binding(const char *at, const char *end)
{
    static const struct word query = { "QueryInterface", sizeof("QueryInterface") - 1 };
    char behind;
    struct word first = take(&at, end, &behind);

    return is(first, "create") || is(first, "factory") || is(first, "window") ? first : query;
}

struct step_name step_name(const char *text, size_t len)
{
    const char *end = memchr(text, '\n', len), *at = text;
    struct step_name name = { 0 };
    char behind;

    if (!end)
        end = text + len;
    while (at < end && *at == ' ')
        at++;
    struct word word = take(&at, end, &behind);
    if (behind == ':') {
        name.labelled = true;
        name.text = word.text;
        name.len = word.len;
        return name;
    }
    if (is(word, "end")) {
        word = take(&at, end, &behind);
        name.labelled = true;
    } else if (is(word, "reg")) {
        word = take(&at, end, &behind);
    } else if (behind == '.') {
        at++;
        word = take(&at, end, &behind);
    } else if (at < end && *at == '=') {
        at++;
        while (at < end && *at == ' ')
            at++;
        word = name_of_binding(at, end);
    }
    name.text = word.text;
    name.len = word.len;
    return name;
}

/* Behind the closing quote of the string that begins at `at`. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        at += *at == '\\';
    return at < end ? at + 1 : end;
}

/* Behind the value of an out parameter: up to the comma or bracket that ends it. */
static const char *skip_value(const char *at, const char *end)
{
    int depth = 0;

    while (at < end) {
        if (*at == '"') {
            at = skip_string(at, end);
            continue;
        }
        depth += *at == '(';
        if (!depth && (*at == ',' || *at == ')'))
            return at;
        depth -= *at == ')';
        at++;
    }
    return end;
}

uint32_t step_input(const char *text, size_t len)
{
    const char *end = memchr(text, '\n', len), *at = text;
    uint32_t hash = 2166136261u;
    bool out = false;

    if (!end)
        end = text + len;
    while (at < end && *at == ' ')
        at++;
    while (at < end && !(end - at > 4 && !memcmp(at, " -> ", 4))) {
        const char *next = *at == '"' ? skip_string(at, end) : at + 1;

        if (out && end - at > 3 && !memcmp(at, " = ", 3)) {
            at = skip_value(at + 3, end);
            out = false;
            continue;
        }
        out = *at == '&' || (out && *at != ',');
        hash = (hash ^ names_hash(at, (size_t)(next - at))) * 16777619u;
        at = next;
    }
    return hash;
}

bool label_next(struct labels *labels, struct step_name name, char *label, size_t size)
{
    char key[TRACE_MAX_NAME + 1];
    uint64_t *count = NULL;

    if (name.len > TRACE_MAX_NAME)
        name.len = TRACE_MAX_NAME;
    memcpy(key, name.text, name.len);
    key[name.len] = 0;
    if (!name.labelled) {
        count = names_get(&labels->counts, key);
        if (!count) {
            const char *kept = arena_text(&labels->arena, key, name.len);
            count = arena_alloc(&labels->arena, sizeof(*count));
            if (!kept || !count || names_put(&labels->counts, kept, count))
                return false;
        }
        ++*count;
    }
    if (label && count)
        snprintf(label, size, "%s#%llu", key, (unsigned long long)*count);
    else if (label)
        snprintf(label, size, "%s", key);
    return true;
}

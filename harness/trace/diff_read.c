#include "trace/diff_private.h"

enum { WINDOW = 1 << 18 };

static enum status fail(struct side *side, unsigned line, const char *expected, const char *found)
{
    diag_init(side->diag, side->source->name);
    return diag_at(side->diag, line, 1, "expected %s, found %s", expected, found);
}

/* Makes [offset, offset + len) lie in the window; len is cut at the end of the text. */
static enum status load(struct side *side, uint64_t offset, size_t *len)
{
    uint64_t rest = side->source->size - offset;

    if (*len > rest)
        *len = (size_t)rest;
    if (offset >= side->window_at && offset + *len <= side->window_at + side->window_len)
        return ST_OK;
    if (*len > side->window_size) {
        char *window = realloc(side->window, *len);
        if (!window)
            return ST_NO_MEMORY;
        side->window = window;
        side->window_size = *len;
    }
    side->window_at = offset;
    side->window_len = rest < side->window_size ? (size_t)rest : side->window_size;
    return side->source->read(side->source->context, offset, side->window, side->window_len) ? ST_OK : ST_IO;
}

/* The line at `offset` without its end. *next: where the following one begins. */
static enum status next_line(struct side *side, uint64_t offset, const char **text, size_t *len, uint64_t *next)
{
    size_t room = TRACE_MAX_LINE + 2;
    enum status status = load(side, offset, &room);
    const char *end;

    if (status)
        return status;
    *text = side->window + (offset - side->window_at);
    end = memchr(*text, '\n', room);
    if (!end && room > TRACE_MAX_LINE)
        return fail(side, 0, "a limit of at most 65536 bytes a line", "more");
    *len = end ? (size_t)(end - *text) : room;
    *next = offset + *len + (end != NULL);
    if (*len && (*text)[*len - 1] == '\r')
        --*len;
    return ST_OK;
}

static size_t blanks(const char *text, size_t len)
{
    size_t n = 0;

    while (n < len && text[n] == ' ')
        n++;
    return n;
}

static bool starts(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);

    return len >= n && !memcmp(text, word, n);
}

static bool is_section(const char *text, size_t len)
{
    return starts(text, len, "process ") || starts(text, len, "thread ") || starts(text, len, "sink ") ||
           starts(text, len, "ended ");
}

/* ---- hashes ---- */

/* A GUID, or data that may be one in another spelling. */
static bool may_have_guid(const char *text, size_t len)
{
    for (const char *p = text, *end = text + len; (p = memchr(p, '-', (size_t)(end - p))) != NULL; p++) {
        if (end - p > 15 && p[5] == '-' && p[10] == '-' && p[15] == '-')
            return true;
    }
    for (const char *p = text, *end = text + len; (p = memchr(p, ':', (size_t)(end - p))) != NULL; p++) {
        if (p - text >= 3 && (!memcmp(p - 3, "hex", 3) || (p - text >= 5 && !memcmp(p - 5, "dword", 5))))
            return true;
    }
    return false;
}

/* Blanks that only align do not count; nor do the numbers of symbols, which shift behind an insertion. */
static uint64_t hash_text(uint64_t hash, const char *text, size_t len, bool symbols)
{
    static const char symbol[] = "$(guid";
    bool in_string = false;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == ' ' && !in_string && i && text[i - 1] == ' ')
            continue;
        if (text[i] == '"' && (!i || text[i - 1] != '\\'))
            in_string = !in_string;
        hash = (hash ^ (uint8_t)text[i]) * 1099511628211u;
        if (symbols && i + 1 >= sizeof(symbol) - 1 &&
            !memcmp(text + i + 2 - sizeof(symbol), symbol, sizeof(symbol) - 1)) {
            while (i + 1 < len && text[i + 1] >= '0' && text[i + 1] <= '9')
                i++;
        }
    }
    return (hash ^ '\n') * 1099511628211u;
}

struct hasher {
    uint64_t hash;
    bool guid;
    struct buffer normal;
};

static enum status hash_line(struct side *side, struct hasher *hasher, const char *text, size_t len)
{
    if (!may_have_guid(text, len)) {
        hasher->hash = hash_text(hasher->hash, text, len, false);
        return ST_OK;
    }
    buffer_reset(&hasher->normal);
    symbols_normalise(side->symbols, text, len, &hasher->normal);
    if (hasher->normal.status)
        return hasher->normal.status;
    hasher->guid |= hasher->normal.len != len || memcmp(hasher->normal.data, text, len);
    hasher->hash = hash_text(hasher->hash, hasher->normal.data, hasher->normal.len, true);
    return ST_OK;
}

/* ---- units ---- */

static void finish_unit(struct side *side, struct hasher *hasher)
{
    if (side->n)
        side->hashes[side->n - 1] = (hasher->hash & ~(uint64_t)UNIT_HAS_GUID) | (hasher->guid ? UNIT_HAS_GUID : 0);
    hasher->hash = 14695981039346656037u;
    hasher->guid = false;
}

static enum status start_unit(struct side *side, uint64_t offset)
{
    if (side->n + 1 >= side->capacity) {
        size_t capacity = side->capacity ? side->capacity * 2 : 1024;
        uint64_t *hashes = realloc(side->hashes, capacity * sizeof(*hashes));
        uint32_t *offsets;

        if (!hashes)
            return ST_NO_MEMORY;
        side->hashes = hashes;
        offsets = realloc(side->offsets, capacity * sizeof(*offsets));
        if (!offsets)
            return ST_NO_MEMORY;
        side->offsets = offsets;
        side->capacity = capacity;
    }
    side->offsets[side->n++] = (uint32_t)offset;
    return ST_OK;
}

static enum status read_units(struct side *side, uint64_t offset)
{
    struct hasher hasher = { 0 };
    enum status status = ST_OK;

    buffer_init(&hasher.normal, TRACE_MAX_TRACE);
    while (!status && offset < side->source->size) {
        const char *text;
        size_t len, indent;
        uint64_t next = offset;

        status = next_line(side, offset, &text, &len, &next);
        if (!status && (indent = blanks(text, len)) < len) {
            if (indent < 4) {
                finish_unit(side, &hasher);
                status = start_unit(side, offset);
            }
            if (!status)
                status = hash_line(side, &hasher, text, len);
        }
        offset = next;
    }
    finish_unit(side, &hasher);
    buffer_free(&hasher.normal);
    if (!status && side->n)
        side->offsets[side->n] = (uint32_t)side->source->size;
    return status;
}

/* Reads up to the first section. What stands in the header is literal. */
static enum status read_header(struct side *side, uint64_t *offset)
{
    enum status status = ST_OK;

    *offset = 0;
    while (!status && *offset < side->source->size) {
        const char *text;
        size_t len;
        uint64_t next;

        status = next_line(side, *offset, &text, &len, &next);
        if (status)
            return status;
        if (!*offset && !(len == 7 && starts(text, len, "trace 1")) && !(len == 10 && starts(text, len, "scenario 1")))
            return fail(side, 1, "'scenario 1' or 'trace 1'", "something else");
        if (is_section(text, len))
            break;
        for (unsigned kind = 0; starts(text, len, "observes ") && kind < N_EFFECT_KINDS; kind++) {
            char line[128];
            int n = snprintf(line, sizeof(line), "%.*s", (int)len, text);
            if (n > 0 && strstr(line, effect_kind_names[kind]))
                side->observes |= 1u << kind;
        }
        buffer_append(&side->header, text, len);
        buffer_putc(&side->header, '\n');
        side->line++;
        *offset = next;
        status = side->header.status;
    }
    if (status || !side->header.len)
        return status ? status : fail(side, 1, "'scenario 1' or 'trace 1'", "an empty file");
    return symbols_add_literals(side->symbols, side->header.data, side->header.len);
}

enum status side_open(struct side *side, const struct text_source *source, struct diag *diag)
{
    uint64_t offset;
    enum status status;

    memset(side, 0, sizeof(*side));
    side->source = source;
    side->diag = diag;
    buffer_init(&side->header, TRACE_MAX_SCENARIO);
    if (source->size > TRACE_MAX_TRACE)
        return fail(side, 0, "a limit of at most 1073741824 bytes", "more");
    side->window = malloc(WINDOW);
    side->window_size = WINDOW;
    side->symbols = symbols_new();
    if (!side->window || !side->symbols)
        return ST_NO_MEMORY;
    status = read_header(side, &offset);
    return status ? status : read_units(side, offset);
}

void side_close(struct side *side)
{
    symbols_free(side->symbols);
    buffer_free(&side->header);
    free(side->hashes);
    free(side->offsets);
    free(side->window);
}

enum status side_unit(struct side *side, size_t unit, const char **text, size_t *len)
{
    uint64_t offset = side->offsets[unit];
    enum status status;

    *len = side->offsets[unit + 1] - (size_t)offset;
    status = load(side, offset, len);
    *text = side->window + (offset - side->window_at);
    return status;
}

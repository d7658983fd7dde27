#include "trace/symbols.h"

#include <ctype.h>
#include <stdio.h>
#include "trace/names.h"

enum { GUID_LEN = CAT_GUID_TEXT - 1, GUID_BYTES = 16, HEX_LEN = GUID_BYTES * 3 - 1 };

struct symbol {
    unsigned number; /* 0: literal */
    char name[24];   /* "$(guid1" */
};

struct symbols {
    struct arena arena;
    struct names by_guid;  /* 36 characters, upper case */
    struct names by_data1; /* its first eight; of symbols only, since a literal's stay as they are */
    unsigned count;
    enum status status; /* of the first failure */
};

/* ---- the spellings of a GUID ---- */

enum spelling { SPELLING_NONE, SPELLING_UPPER, SPELLING_LOWER };

static bool is_word(char c)
{
    return isxdigit((unsigned char)c) || c == '-';
}

/* 36 characters at `at` that are a GUID and no part of a longer run. Mixed case is no spelling that anyone writes: such
 * text stays as it is. */
static enum spelling guid_at(const char *text, size_t len, size_t at, char upper[CAT_GUID_TEXT])
{
    struct cat_guid guid;
    bool has_upper = false, has_lower = false;

    if (len - at < GUID_LEN || (at && is_word(text[at - 1])) || (at + GUID_LEN < len && is_word(text[at + GUID_LEN])) ||
        text[at + 8] != '-' || !cat_guid_parse(text + at, &guid))
        return SPELLING_NONE;
    for (size_t i = 0; i < GUID_LEN; i++) {
        has_upper |= isupper((unsigned char)text[at + i]) != 0;
        has_lower |= islower((unsigned char)text[at + i]) != 0;
    }
    cat_guid_text(&guid, upper);
    if (has_upper && has_lower)
        return SPELLING_NONE;
    return has_lower ? SPELLING_LOWER : SPELLING_UPPER;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Sixteen bytes "xx,xx,…" at `text`, and no seventeenth. */
static bool bytes_at(const char *text, size_t len, char upper[CAT_GUID_TEXT])
{
    uint8_t bytes[GUID_BYTES];
    struct cat_guid guid;

    if (len < HEX_LEN || (len > HEX_LEN && (text[HEX_LEN] == ',' || is_word(text[HEX_LEN]))))
        return false;
    for (size_t i = 0; i < GUID_BYTES; i++) {
        int high = hex_digit(text[3 * i]), low = hex_digit(text[3 * i + 1]);

        if (high < 0 || low < 0 || (i + 1 < GUID_BYTES && text[3 * i + 2] != ','))
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    /* In memory order: the three numbers are little endian. */
    guid.data1 = (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 | bytes[0];
    guid.data2 = (uint16_t)(bytes[5] << 8 | bytes[4]);
    guid.data3 = (uint16_t)(bytes[7] << 8 | bytes[6]);
    memcpy(guid.data4, bytes + 8, sizeof(guid.data4));
    cat_guid_text(&guid, upper);
    return true;
}

/* Eight hexadecimal digits at `text`, and no ninth. */
static bool data1_at(const char *text, size_t len, char upper[9])
{
    if (len < 8 || (len > 8 && is_word(text[8])))
        return false;
    for (size_t i = 0; i < 8; i++) {
        if (hex_digit(text[i]) < 0)
            return false;
        upper[i] = (char)toupper((unsigned char)text[i]);
    }
    upper[8] = 0;
    return true;
}

static bool behind(const char *text, size_t at, const char *prefix)
{
    size_t n = strlen(prefix);

    return at >= n && !memcmp(text + at - n, prefix, n);
}

/* ---- the table ---- */

static struct symbol *add(struct symbols *symbols, const char *upper, unsigned number)
{
    struct symbol *symbol = arena_alloc(&symbols->arena, sizeof(*symbol));
    char *key = arena_text(&symbols->arena, upper, GUID_LEN);
    char *data1 = arena_text(&symbols->arena, upper, 8);

    if (!symbol || !key || !data1 || names_put(&symbols->by_guid, key, symbol) ||
        (number && names_put(&symbols->by_data1, data1, symbol))) {
        symbols->status = ST_NO_MEMORY;
        return NULL;
    }
    symbol->number = number;
    snprintf(symbol->name, sizeof(symbol->name), "$(guid%u", number);
    return symbol;
}

/* The symbol of a GUID, new if it was never seen; NULL if it is literal or there is no memory. */
static struct symbol *see(struct symbols *symbols, const char *upper)
{
    struct symbol *symbol = names_get(&symbols->by_guid, upper);

    if (!symbol) {
        struct cat_guid guid;
        bool literal = cat_guid_parse(upper, &guid) && cat_guid_known(&guid);

        symbol = add(symbols, upper, literal ? 0 : symbols->count + 1);
        if (symbol && symbol->number)
            symbols->count++;
    }
    return symbol && symbol->number ? symbol : NULL;
}

struct symbols *symbols_new(void)
{
    struct symbols *symbols = calloc(1, sizeof(*symbols));

    if (!symbols)
        return NULL;
    arena_init(&symbols->arena);
    if (!add(symbols, "00000000-0000-0000-0000-000000000000", 0)) {
        symbols_free(symbols);
        return NULL;
    }
    return symbols;
}

void symbols_free(struct symbols *symbols)
{
    if (!symbols)
        return;
    names_free(&symbols->by_guid);
    names_free(&symbols->by_data1);
    arena_free(&symbols->arena);
    free(symbols);
}

unsigned symbols_count(const struct symbols *symbols)
{
    return symbols->count;
}

/* ---- literals ---- */

enum status symbols_add_literals(struct symbols *symbols, const char *text, size_t len)
{
    char upper[CAT_GUID_TEXT];
    struct cat_guid guid;

    for (size_t at = 0; at + GUID_LEN <= len; at++) {
        /* Here mixed case counts too: whoever wrote it into a scenario meant this very GUID. */
        if (text[at + 8] != '-' || (at && is_word(text[at - 1])) || !cat_guid_parse(text + at, &guid))
            continue;
        cat_guid_text(&guid, upper);
        if (!names_get(&symbols->by_guid, upper))
            add(symbols, upper, 0);
        at += GUID_LEN - 1;
    }
    return symbols->status;
}

static void add_text(struct symbols *symbols, const char *text)
{
    if (text)
        symbols_add_literals(symbols, text, strlen(text));
}

/* Of a trace only what went in: what came out is what the symbols are for. */
static void add_inputs(struct symbols *symbols, const struct step *step)
{
    for (; step; step = step->next) {
        for (unsigned i = 0; i < step->n_args; i++) {
            if (step->args[i].kind == ARG_GUID || step->args[i].kind == ARG_STRING)
                add_text(symbols, step->args[i].text);
        }
        add_text(symbols, step->reg.path);
        if (step->reg.data.kind == DATA_STRING)
            add_text(symbols, step->reg.data.text);
        for (const struct detail *detail = step->details; detail; detail = detail->next)
            add_inputs(symbols, detail->steps);
    }
}

static void add_state(struct symbols *symbols, const struct trace *trace)
{
    struct buffer text;

    if (!trace->state)
        return;
    buffer_init(&text, TRACE_MAX_TRACE);
    state_print(trace->state, &text);
    if (text.status)
        symbols->status = text.status;
    else if (text.len)
        symbols_add_literals(symbols, text.data, text.len);
    buffer_free(&text);
}

static void add_whole(struct symbols *symbols, const struct trace *trace)
{
    struct buffer text;

    buffer_init(&text, TRACE_MAX_TRACE);
    trace_print(trace, &text);
    if (text.status)
        symbols->status = text.status;
    else if (text.len)
        symbols_add_literals(symbols, text.data, text.len);
    buffer_free(&text);
}

enum status symbols_add_literals_of(struct symbols *symbols, const struct trace *trace)
{
    if (!trace->is_trace) {
        add_whole(symbols, trace);
        return symbols->status;
    }
    add_state(symbols, trace);
    for (const struct password *password = trace->passwords; password; password = password->next)
        add_text(symbols, password->guid);
    for (const struct deny *deny = trace->denies; deny; deny = deny->next)
        add_text(symbols, deny->key);
    for (const struct folder *folder = trace->folders; folder; folder = folder->next)
        add_text(symbols, folder->path);
    for (const struct section *section = trace->sections; section; section = section->next)
        add_inputs(symbols, section->steps);
    return symbols->status;
}

/* ---- normalising ---- */

/* At `at`: what stands there as a symbol, and how many characters of the text that takes. 0 if it is none. */
static size_t symbol_at(struct symbols *symbols, const char *text, size_t len, size_t at, struct symbol **symbol,
                        bool *lower)
{
    char upper[CAT_GUID_TEXT];
    enum spelling spelling;

    *lower = false;
    *symbol = NULL;
    if (hex_digit(text[at]) < 0)
        return 0;
    if (behind(text, at, "dword:") && data1_at(text + at, len - at, upper)) {
        *symbol = names_get(&symbols->by_data1, upper);
        return *symbol ? 8 : 0;
    }
    if (behind(text, at, "hex:") && bytes_at(text + at, len - at, upper)) {
        /* Sixteen bytes may be anything: they are a GUID only if that was seen in another spelling. */
        *symbol = names_get(&symbols->by_guid, upper);
        if (*symbol && !(*symbol)->number)
            *symbol = NULL;
        return *symbol ? HEX_LEN : 0;
    }
    spelling = guid_at(text, len, at, upper);
    if (spelling == SPELLING_NONE)
        return 0;
    *lower = spelling == SPELLING_LOWER;
    *symbol = see(symbols, upper);
    return GUID_LEN;
}

/* The next place from `at` on where a symbol may begin: eight characters in front of a dash, or behind a colon. Most of a
 * text is neither. `len` if there is none. */
static size_t candidate(const char *text, size_t len, size_t at)
{
    for (size_t i = at; i < len; i++) {
        if (text[i] == ':' && i + 1 < len)
            return i + 1;
        if (text[i] == '-' && i >= at + 8)
            return i - 8;
    }
    return len;
}

/* The next symbol from `at` on. `len` if there is none; else *n characters of the text are it. */
static size_t next_symbol(struct symbols *symbols, const char *text, size_t len, size_t at, size_t *n,
                          struct symbol **symbol, bool *lower)
{
    while ((at = candidate(text, len, at)) < len) {
        *n = symbol_at(symbols, text, len, at, symbol, lower);
        if (*symbol)
            return at;
        at += *n ? *n : 1;
    }
    return len;
}

void symbols_normalise(struct symbols *symbols, const char *text, size_t len, struct buffer *out)
{
    struct symbol *symbol;
    bool lower;
    size_t from = 0, n = 0, at;

    while ((at = next_symbol(symbols, text, len, from, &n, &symbol, &lower)) < len) {
        buffer_append(out, text + from, at - from);
        buffer_puts(out, symbol->name);
        buffer_puts(out, lower ? ":lower)" : ")");
        from = at + n;
    }
    buffer_append(out, text + from, len - from);
    if (symbols->status && !out->status)
        out->status = symbols->status;
}

enum status symbols_collect(struct symbols *symbols, const char *text, size_t len)
{
    struct symbol *symbol;
    bool lower;
    size_t from = 0, n = 0, at;

    while ((at = next_symbol(symbols, text, len, from, &n, &symbol, &lower)) < len)
        from = at + n;
    return symbols->status;
}

#include "trace/tests/generate_private.h"

#include <stdio.h>

/* ---- randomness ---- */

struct random random_seed(uint64_t seed)
{
    return (struct random){ seed * 2862933555777941757u + 3037000493u };
}

/* splitmix64 */
uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t random_below(struct random *random, uint32_t n)
{
    return (uint32_t)(random_next(random) % n);
}

uint32_t make_below(struct maker *maker, uint32_t n)
{
    return random_below(maker->random, n);
}

bool make_once_in(struct maker *maker, uint32_t n)
{
    return make_below(maker, n) == 0;
}

void *make_memory(struct maker *maker, size_t size)
{
    void *memory = arena_alloc(maker->arena, size);

    if (!memory)
        abort();
    return memory;
}

/* ---- words ---- */

const char *make_name(struct maker *maker)
{
    static const char *const names[] = {
        "a",      "manager",  "x-1",
        "Y_2",    "end",      "begin",
        "answer", "pump",     "new",
        "set",    "registry", "on",
        "any",    "same",     "reg",
        "ended",  "process",  "n0123456789012345678901234567890123456789012345678901234567890ab"
    };

    return PICK(maker, names);
}

static const char *word(struct maker *maker)
{
    static const char *const words[] = { "D-086", "I-08", "forensic", "xp-used", "0123abcd",
                                         "a/b",   "(x)",  "=",        "{y}",     "\xC3\xA9" };

    return PICK(maker, words);
}

const char *make_words(struct maker *maker, unsigned least)
{
    const char *text = least ? word(maker) : "";

    for (unsigned i = make_below(maker, 3); i; i--)
        text = *text ? arena_printf(maker->arena, "%s %s", text, word(maker)) : word(maker);
    return text;
}

struct tags make_tags(struct maker *maker)
{
    struct tags tags = { 0 };

    tags.n = make_once_in(maker, 3) ? 1 + make_below(maker, 3) : 0;
    tags.words = make_memory(maker, sizeof(*tags.words) * (tags.n + 1));
    for (unsigned i = 0; i < tags.n; i++)
        tags.words[i] = make_words(maker, 1);
    return tags;
}

/* ---- texts ---- */

static uint16_t unit(struct maker *maker, enum text_place place)
{
    static const uint16_t units[] = { 'a',    'B',    ' ',    '$',  '(',    ')',    ';',    '"',    '\'',
                                      ']',    '[',    '{',    '}',  ',',    0,      1,      '\n',   '\r',
                                      '\t',   0x7F,   0x85,   0xE9, 0x20AC, 0xD83D, 0xDE00, 0xDBFF, 0xDC00,
                                      0x2028, 0xFEFF, 0xFFFF, '\\', '|',    '=',    '-',    '>' };
    uint16_t u = make_once_in(maker, 6) ? (uint16_t)make_below(maker, 0x10000) : PICK(maker, units);

    return place == TEXT_KEY && u == '\\' ? '/' : u;
}

static void append_text(struct maker *maker, enum text_place place, bool symbols, size_t least, struct buffer *out)
{
    uint16_t units[16];
    size_t n = least + make_below(maker, 10);

    for (size_t i = 0; i < n; i++)
        units[i] = unit(maker, place);
    text_encode(units, n, place, out);
    if (symbols && make_once_in(maker, 4))
        buffer_puts(out, make_once_in(maker, 2) ? "$(cookie)" : "$(cookie:lower)");
}

static const char *keep(struct maker *maker, struct buffer *text)
{
    const char *kept = arena_text(maker->arena, text->len ? text->data : "", text->len);

    if (!kept || text->status)
        abort();
    buffer_free(text);
    return kept;
}

const char *make_string(struct maker *maker, bool symbols)
{
    struct buffer text;

    buffer_init(&text, 4096);
    append_text(maker, TEXT_STRING, symbols, 0, &text);
    return keep(maker, &text);
}

const char *make_key(struct maker *maker, const char *root, bool symbols)
{
    struct buffer text;

    buffer_init(&text, 4096);
    buffer_puts(&text, root);
    for (unsigned parts = 1 + make_below(maker, 3); parts; parts--) {
        if (text.len)
            buffer_putc(&text, '\\');
        append_text(maker, TEXT_KEY, symbols, 1, &text);
    }
    return keep(maker, &text);
}

const char *make_any_key(struct maker *maker)
{
    static const char *const roots[] = { "HKCU", "HKLM", "HKCR", "HKU" };
    const char *root = PICK(maker, roots);

    return make_once_in(maker, 8) ? root : make_key(maker, root, true);
}

const char *make_value_name(struct maker *maker, bool symbols)
{
    return make_once_in(maker, 4) ? "" : make_string(maker, symbols);
}

static struct cat_guid guid(struct maker *maker)
{
    struct cat_guid guid = {
        make_below(maker, UINT32_MAX), (uint16_t)make_below(maker, 0x10000), (uint16_t)make_below(maker, 0x10000), { 0 }
    };

    for (unsigned i = 0; i < 8; i++)
        guid.data4[i] = (uint8_t)make_below(maker, 256);
    return guid;
}

/* One of the three spellings. */
const char *make_guid_text(struct maker *maker, bool constants, struct cat_guid *value, bool *symbolic)
{
    char digits[CAT_GUID_TEXT];
    const struct cat_guid_constant *constant = &cat_guid_constants[make_below(maker, (uint32_t)cat_n_guid_constants)];

    *symbolic = constants && make_once_in(maker, 3);
    if (*symbolic)
        return make_once_in(maker, 2) ? "{$(cookie)}" : "{$(x-1:lower)}";
    if (constants && make_once_in(maker, 3)) {
        *value = constant->guid;
        return constant->name;
    }
    *value = guid(maker);
    cat_guid_text(value, digits);
    return arena_printf(maker->arena, "{%s}", digits);
}

static uint64_t number(struct maker *maker, const char **text)
{
    static const uint64_t numbers[] = { 0, 1, 63, 0xFFFFFFFF, 0x80000001, UINT64_MAX, 10000000000u };
    const struct cat_constant *a = &cat_constants[make_below(maker, (uint32_t)cat_n_constants)];
    const struct cat_constant *b = &cat_constants[make_below(maker, (uint32_t)cat_n_constants)];
    uint64_t value = PICK(maker, numbers);

    switch (make_below(maker, 4)) {
    case 0:
        *text = arena_printf(maker->arena, "0x%llX", (unsigned long long)value);
        return value;
    case 1:
        *text = a->name;
        return a->value;
    case 2:
        *text = arena_printf(maker->arena, "%s|%s", a->name, b->name);
        return a->value | b->value;
    default:
        *text = arena_printf(maker->arena, "%llu", (unsigned long long)value);
        return value;
    }
}

/* ---- data ---- */

struct data make_plain_data(struct maker *maker)
{
    static const uint32_t types[] = { 0, 1, 2, 3, 4, 5, 7, 11, 0xFFFFFFFF };
    struct data data = { 0 };
    uint8_t bytes[40];
    size_t n = make_below(maker, sizeof(bytes));

    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(make_once_in(maker, 3) ? 0 : make_below(maker, 256));
    if (n >= 2 && make_once_in(maker, 2))
        bytes[n - 1] = bytes[n - 2] = 0;
    if (data_from_registry(PICK(maker, types), bytes, n, maker->arena, &data))
        abort();
    return data;
}

struct data make_any_data(struct maker *maker)
{
    struct data data = { .kind = (enum data_kind)make_below(maker, DATA_UNREADABLE + 1) };

    switch (data.kind) {
    case DATA_STRING:
    case DATA_EXPAND:
        data.type = data.kind == DATA_STRING ? 1 : 2;
        data.text = make_string(maker, true);
        return data;
    case DATA_DWORD_OF:
    case DATA_HEX_OF:
        data.type = data.kind == DATA_DWORD_OF ? 4 : 3;
        data.text = "cookie";
        return data;
    case DATA_NONE:
    case DATA_SECRET:
    case DATA_UNREADABLE:
        data.type = 3;
        data.text = data.kind == DATA_SECRET ? make_name(maker) : NULL;
        return data;
    default:
        return make_plain_data(maker);
    }
}

/* ---- values and arguments ---- */

static struct value value(struct maker *maker)
{
    struct value value = { .kind = (enum value_kind)make_below(maker, VALUE_STRING + 1) };

    switch (value.kind) {
    case VALUE_SAME:
        value.text = make_name(maker);
        break;
    case VALUE_NUMBER:
        value.number = number(maker, &value.text);
        break;
    case VALUE_GUID:
        value.text = make_guid_text(maker, true, &value.guid, &value.symbolic);
        break;
    case VALUE_KEY:
        value.text = make_any_key(maker);
        break;
    case VALUE_STRING:
        value.text = make_string(maker, true);
        value.tail = (enum tail)make_below(maker, 3);
        break;
    default:
        break;
    }
    return value;
}

static void out_arg(struct maker *maker, struct arg *arg)
{
    arg->kind = ARG_OUT;
    arg->list = make_once_in(maker, 3);
    arg->n_names = arg->list ? 1 + make_below(maker, 4) : 1;
    arg->n_values = make_once_in(maker, 2) ? arg->n_names : 0;
    arg->capacity = !arg->list && make_once_in(maker, 3) ? 1 + make_below(maker, 32768) : 0;
    arg->names = make_memory(maker, sizeof(*arg->names) * arg->n_names);
    arg->values = make_memory(maker, sizeof(*arg->values) * arg->n_names);
    for (unsigned i = 0; i < arg->n_names; i++) {
        arg->names[i] = make_name(maker);
        if (arg->n_values)
            arg->values[i] = value(maker);
    }
}

static void in_arg(struct maker *maker, struct arg *arg)
{
    arg->kind = (enum arg_kind)make_below(maker, ARG_OUT);
    switch (arg->kind) {
    case ARG_NUMBER:
        arg->number = number(maker, &arg->text);
        break;
    case ARG_STRING:
        arg->text = make_string(maker, true);
        break;
    case ARG_GUID:
        arg->text = make_guid_text(maker, true, &arg->guid, &arg->symbolic);
        break;
    case ARG_SECRET:
    case ARG_NAME:
        arg->text = make_name(maker);
        break;
    default:
        break;
    }
}

struct arg *make_args(struct maker *maker, bool outs_only, unsigned *n)
{
    struct arg *args;

    *n = (outs_only ? 1 : 0) + make_below(maker, make_once_in(maker, 20) ? 32 : 4);
    args = make_memory(maker, sizeof(*args) * (*n + 1));
    for (unsigned i = 0; i < *n; i++) {
        if (outs_only || make_once_in(maker, 2))
            out_arg(maker, &args[i]);
        else
            in_arg(maker, &args[i]);
    }
    return args;
}

/* ---- results ---- */

uint32_t make_code(struct maker *maker, const struct cat_code *codes, size_t n)
{
    return make_once_in(maker, 4) ? make_below(maker, UINT32_MAX) : codes[make_below(maker, (uint32_t)n)].value;
}

const char *make_exception(struct maker *maker, uint64_t *number)
{
    *number = make_code(maker, cat_exceptions, cat_n_exceptions);
    const char *text = cat_exception_name((uint32_t)*number);
    return text ? text : arena_printf(maker->arena, "0x%08X", (unsigned)*number);
}

static void names_result(struct maker *maker, struct result *result)
{
    result->n_names = make_below(maker, 12);
    result->names = make_memory(maker, sizeof(*result->names) * (result->n_names + 1));
    for (unsigned i = 0; i < result->n_names; i++)
        result->names[i] = make_string(maker, true);
}

struct result make_result(struct maker *maker, enum action_kind action)
{
    struct result result = { .kind = (enum result_kind)make_below(maker, RESULT_NOT_RUN + 1) };

    if (result.kind == RESULT_HRESULT && action == ACTION_REG)
        result.kind = RESULT_ERROR;
    else if (result.kind == RESULT_ERROR && action != ACTION_REG)
        result.kind = RESULT_HRESULT;
    switch (result.kind) {
    case RESULT_HRESULT:
        result.number = make_code(maker, cat_hresults, cat_n_hresults);
        if (action <= ACTION_AS && make_once_in(maker, 2)) {
            result.value = make_memory(maker, sizeof(*result.value));
            *result.value = value(maker);
            if (result.value->kind == VALUE_KEY) /* would read as a tag */
                result.value->kind = VALUE_NULL, result.value->text = NULL;
        }
        break;
    case RESULT_COUNT:
    case RESULT_EXIT:
        result.number = random_next(maker->random);
        break;
    case RESULT_CRASH:
        result.text = make_exception(maker, &result.number);
        break;
    case RESULT_ERROR:
        result.number = make_code(maker, cat_errors, cat_n_errors);
        break;
    case RESULT_DATA:
        result.data = make_any_data(maker);
        break;
    case RESULT_NAMES:
        names_result(maker, &result);
        break;
    case RESULT_NOT_RUN:
        result.text = make_name(maker);
        break;
    default:
        break;
    }
    return result;
}

#include "trace/tests/generate.h"

#include <stdio.h>

/* ---- randomness ---- */

struct random random_seed(uint64_t seed)
{
    return (struct random){ seed * 2862933555777941757u + 3037000493u };
}

/* splitmix64 */
static uint64_t next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t random_below(struct random *random, uint32_t n)
{
    return (uint32_t)(next(random) % n);
}

struct maker {
    struct random *random;
    struct arena *arena;
    bool is_trace;
    unsigned depth; /* of callbacks */
};

static uint32_t below(struct maker *maker, uint32_t n)
{
    return random_below(maker->random, n);
}

static bool once_in(struct maker *maker, uint32_t n)
{
    return below(maker, n) == 0;
}

static void *make(struct maker *maker, size_t size)
{
    void *memory = arena_alloc(maker->arena, size);

    if (!memory)
        abort();
    return memory;
}

#define PICK(maker, array) ((array)[below(maker, sizeof(array) / sizeof((array)[0]))])

/* ---- words ---- */

static const char *name(struct maker *maker)
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

static const char *words(struct maker *maker, unsigned least)
{
    const char *text = least ? word(maker) : "";

    for (unsigned i = below(maker, 3); i; i--)
        text = *text ? arena_printf(maker->arena, "%s %s", text, word(maker)) : word(maker);
    return text;
}

static struct tags tags(struct maker *maker)
{
    struct tags tags = { 0 };

    tags.n = once_in(maker, 3) ? 1 + below(maker, 3) : 0;
    tags.words = make(maker, sizeof(*tags.words) * (tags.n + 1));
    for (unsigned i = 0; i < tags.n; i++)
        tags.words[i] = words(maker, 1);
    return tags;
}

/* ---- texts ---- */

static uint16_t unit(struct maker *maker, enum text_place place)
{
    static const uint16_t units[] = { 'a',    'B',    ' ',    '$',  '(',    ')',    ';',    '"',    '\'',
                                      ']',    '[',    '{',    '}',  ',',    0,      1,      '\n',   '\r',
                                      '\t',   0x7F,   0x85,   0xE9, 0x20AC, 0xD83D, 0xDE00, 0xDBFF, 0xDC00,
                                      0x2028, 0xFEFF, 0xFFFF, '\\', '|',    '=',    '-',    '>' };
    uint16_t u = once_in(maker, 6) ? (uint16_t)below(maker, 0x10000) : PICK(maker, units);

    return place == TEXT_KEY && u == '\\' ? '/' : u;
}

static void append_text(struct maker *maker, enum text_place place, bool symbols, size_t least, struct buffer *out)
{
    uint16_t units[16];
    size_t n = least + below(maker, 10);

    for (size_t i = 0; i < n; i++)
        units[i] = unit(maker, place);
    text_encode(units, n, place, out);
    if (symbols && once_in(maker, 4))
        buffer_puts(out, once_in(maker, 2) ? "$(cookie)" : "$(cookie:lower)");
}

static const char *keep(struct maker *maker, struct buffer *text)
{
    const char *kept = arena_text(maker->arena, text->len ? text->data : "", text->len);

    if (!kept || text->status)
        abort();
    buffer_free(text);
    return kept;
}

static const char *string(struct maker *maker, bool symbols)
{
    struct buffer text;

    buffer_init(&text, 4096);
    append_text(maker, TEXT_STRING, symbols, 0, &text);
    return keep(maker, &text);
}

static const char *key(struct maker *maker, const char *root, bool symbols)
{
    struct buffer text;

    buffer_init(&text, 4096);
    buffer_puts(&text, root);
    for (unsigned parts = 1 + below(maker, 3); parts; parts--) {
        if (text.len)
            buffer_putc(&text, '\\');
        append_text(maker, TEXT_KEY, symbols, 1, &text);
    }
    return keep(maker, &text);
}

static const char *any_key(struct maker *maker)
{
    static const char *const roots[] = { "HKCU", "HKLM", "HKCR", "HKU" };
    const char *root = PICK(maker, roots);

    return once_in(maker, 8) ? root : key(maker, root, true);
}

static const char *value_name(struct maker *maker, bool symbols)
{
    return once_in(maker, 4) ? "" : string(maker, symbols);
}

static struct cat_guid guid(struct maker *maker)
{
    struct cat_guid guid = {
        below(maker, UINT32_MAX), (uint16_t)below(maker, 0x10000), (uint16_t)below(maker, 0x10000), { 0 }
    };

    for (unsigned i = 0; i < 8; i++)
        guid.data4[i] = (uint8_t)below(maker, 256);
    return guid;
}

/* One of the three spellings. */
static const char *guid_text(struct maker *maker, bool constants, struct cat_guid *value, bool *symbolic)
{
    char digits[CAT_GUID_TEXT];
    const struct cat_guid_constant *constant = &cat_guid_constants[below(maker, (uint32_t)cat_n_guid_constants)];

    *symbolic = constants && once_in(maker, 3);
    if (*symbolic)
        return once_in(maker, 2) ? "{$(cookie)}" : "{$(x-1:lower)}";
    if (constants && once_in(maker, 3)) {
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
    const struct cat_constant *a = &cat_constants[below(maker, (uint32_t)cat_n_constants)];
    const struct cat_constant *b = &cat_constants[below(maker, (uint32_t)cat_n_constants)];
    uint64_t value = PICK(maker, numbers);

    switch (below(maker, 4)) {
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

static struct data plain_data(struct maker *maker)
{
    static const uint32_t types[] = { 0, 1, 2, 3, 4, 5, 7, 11, 0xFFFFFFFF };
    struct data data = { 0 };
    uint8_t bytes[40];
    size_t n = below(maker, sizeof(bytes));

    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(once_in(maker, 3) ? 0 : below(maker, 256));
    if (n >= 2 && once_in(maker, 2))
        bytes[n - 1] = bytes[n - 2] = 0;
    if (data_from_registry(PICK(maker, types), bytes, n, maker->arena, &data))
        abort();
    return data;
}

static struct data any_data(struct maker *maker)
{
    struct data data = { .kind = (enum data_kind)below(maker, DATA_UNREADABLE + 1) };

    switch (data.kind) {
    case DATA_STRING:
    case DATA_EXPAND:
        data.type = data.kind == DATA_STRING ? 1 : 2;
        data.text = string(maker, true);
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
        data.text = data.kind == DATA_SECRET ? name(maker) : NULL;
        return data;
    default:
        return plain_data(maker);
    }
}

/* ---- values and arguments ---- */

static struct value value(struct maker *maker)
{
    struct value value = { .kind = (enum value_kind)below(maker, VALUE_STRING + 1) };

    switch (value.kind) {
    case VALUE_SAME:
        value.text = name(maker);
        break;
    case VALUE_NUMBER:
        value.number = number(maker, &value.text);
        break;
    case VALUE_GUID:
        value.text = guid_text(maker, true, &value.guid, &value.symbolic);
        break;
    case VALUE_KEY:
        value.text = any_key(maker);
        break;
    case VALUE_STRING:
        value.text = string(maker, true);
        value.tail = (enum tail)below(maker, 3);
        break;
    default:
        break;
    }
    return value;
}

static void out_arg(struct maker *maker, struct arg *arg)
{
    arg->kind = ARG_OUT;
    arg->list = once_in(maker, 3);
    arg->n_names = arg->list ? 1 + below(maker, 4) : 1;
    arg->n_values = once_in(maker, 2) ? arg->n_names : 0;
    arg->capacity = !arg->list && once_in(maker, 3) ? 1 + below(maker, 32768) : 0;
    arg->names = make(maker, sizeof(*arg->names) * arg->n_names);
    arg->values = make(maker, sizeof(*arg->values) * arg->n_names);
    for (unsigned i = 0; i < arg->n_names; i++) {
        arg->names[i] = name(maker);
        if (arg->n_values)
            arg->values[i] = value(maker);
    }
}

static void in_arg(struct maker *maker, struct arg *arg)
{
    arg->kind = (enum arg_kind)below(maker, ARG_OUT);
    switch (arg->kind) {
    case ARG_NUMBER:
        arg->number = number(maker, &arg->text);
        break;
    case ARG_STRING:
        arg->text = string(maker, true);
        break;
    case ARG_GUID:
        arg->text = guid_text(maker, true, &arg->guid, &arg->symbolic);
        break;
    case ARG_SECRET:
    case ARG_NAME:
        arg->text = name(maker);
        break;
    default:
        break;
    }
}

static struct arg *args(struct maker *maker, bool outs_only, unsigned *n)
{
    struct arg *args;

    *n = (outs_only ? 1 : 0) + below(maker, once_in(maker, 20) ? 32 : 4);
    args = make(maker, sizeof(*args) * (*n + 1));
    for (unsigned i = 0; i < *n; i++) {
        if (outs_only || once_in(maker, 2))
            out_arg(maker, &args[i]);
        else
            in_arg(maker, &args[i]);
    }
    return args;
}

/* ---- results ---- */

static uint32_t code(struct maker *maker, const struct cat_code *codes, size_t n)
{
    return once_in(maker, 4) ? below(maker, UINT32_MAX) : codes[below(maker, (uint32_t)n)].value;
}

static const char *exception(struct maker *maker, uint64_t *number)
{
    *number = code(maker, cat_exceptions, cat_n_exceptions);
    const char *text = cat_exception_name((uint32_t)*number);
    return text ? text : arena_printf(maker->arena, "0x%08X", (unsigned)*number);
}

static void names_result(struct maker *maker, struct result *result)
{
    result->n_names = below(maker, 12);
    result->names = make(maker, sizeof(*result->names) * (result->n_names + 1));
    for (unsigned i = 0; i < result->n_names; i++)
        result->names[i] = string(maker, true);
}

static struct result result(struct maker *maker, enum action_kind action)
{
    struct result result = { .kind = (enum result_kind)below(maker, RESULT_NOT_RUN + 1) };

    if (result.kind == RESULT_HRESULT && action == ACTION_REG)
        result.kind = RESULT_ERROR;
    else if (result.kind == RESULT_ERROR && action != ACTION_REG)
        result.kind = RESULT_HRESULT;
    switch (result.kind) {
    case RESULT_HRESULT:
        result.number = code(maker, cat_hresults, cat_n_hresults);
        if (action <= ACTION_AS && once_in(maker, 2)) {
            result.value = make(maker, sizeof(*result.value));
            *result.value = value(maker);
            if (result.value->kind == VALUE_KEY) /* would read as a tag */
                result.value->kind = VALUE_NULL, result.value->text = NULL;
        }
        break;
    case RESULT_COUNT:
    case RESULT_EXIT:
        result.number = next(maker->random);
        break;
    case RESULT_CRASH:
        result.text = exception(maker, &result.number);
        break;
    case RESULT_ERROR:
        result.number = code(maker, cat_errors, cat_n_errors);
        break;
    case RESULT_DATA:
        result.data = any_data(maker);
        break;
    case RESULT_NAMES:
        names_result(maker, &result);
        break;
    case RESULT_NOT_RUN:
        result.text = name(maker);
        break;
    default:
        break;
    }
    return result;
}

/* ---- details ---- */

static struct step *steps(struct maker *maker, unsigned most);

static void role(struct maker *maker, struct detail *detail)
{
    detail->role_quoted = once_in(maker, 3);
    detail->role = detail->role_quoted ? string(maker, true) : cat_roles[below(maker, (uint32_t)cat_n_roles)];
}

static void control(struct maker *maker, struct detail *detail)
{
    detail->object = name(maker);
    detail->n_words = below(maker, 4);
    detail->words = make(maker, sizeof(*detail->words) * (detail->n_words + 1));
    for (unsigned i = 0; i < detail->n_words; i++)
        detail->words[i] = name(maker);
}

static void callback(struct maker *maker, struct detail *detail)
{
    detail->object = name(maker);
    detail->method = name(maker);
    detail->args = args(maker, false, &detail->n_args);
    detail->result.kind = RESULT_HRESULT;
    detail->result.number = code(maker, cat_hresults, cat_n_hresults);
    if (maker->is_trace && maker->depth < 3 && once_in(maker, 2)) {
        maker->depth++;
        detail->steps = steps(maker, 3);
        maker->depth--;
    }
}

static enum effect_kind effect_of(enum detail_kind kind)
{
    if (kind <= SEEN_DELETE)
        return EFFECT_REGISTRY;
    if (kind == SEEN_CALLBACK)
        return EFFECT_CALLBACKS;
    if (kind <= SEEN_RENAME)
        return EFFECT_FOLDERS;
    return kind <= SEEN_CONTROL ? EFFECT_WINDOWS : N_EFFECT_KINDS;
}

static struct detail *detail(struct maker *maker)
{
    struct detail *detail = make(maker, sizeof(*detail));
    enum detail_kind kind = (enum detail_kind)below(maker, USER_KEY + 1);

    detail->kind = kind;
    detail->effect = effect_of(kind);
    if (kind == SEEN_NONE || kind == SEEN_OPEN)
        detail->effect = (enum effect_kind)below(maker, N_EFFECT_KINDS);
    if (kind <= SEEN_DELETE)
        detail->key = any_key(maker);
    if (kind == SEEN_SET || (kind == SEEN_DELETE && once_in(maker, 2)))
        detail->value_name = value_name(maker, true);
    if (kind == SEEN_SET)
        detail->data = any_data(maker);
    if (kind == SEEN_CALLBACK)
        callback(maker, detail);
    if ((kind >= SEEN_DIALOG && kind <= SEEN_FOCUS) || kind == SEEN_CONTROL ||
        (kind >= USER_DIALOG && kind <= USER_PRESS))
        role(maker, detail);
    if (kind == SEEN_FOREGROUND)
        detail->object = name(maker);
    if ((kind >= SEEN_FOLDER_CREATE && kind <= SEEN_RENAME) || kind == SEEN_MESSAGE || kind == SEEN_WINDOW_CREATE ||
        kind == SEEN_WINDOW_DESTROY || kind == SEEN_CONTROL || kind == USER_TYPE || kind == USER_SELECT ||
        kind == USER_KEY)
        detail->text = string(maker, true);
    if (kind == SEEN_RENAME || kind == SEEN_WINDOW_CREATE || kind == SEEN_WINDOW_DESTROY)
        detail->text2 = string(maker, true);
    if (kind == SEEN_CONTROL)
        control(maker, detail);
    return detail;
}

static struct detail *details(struct maker *maker)
{
    struct detail *first = NULL, **tail = &first;

    for (unsigned n = once_in(maker, 2) ? below(maker, 5) : 0; n; n--) {
        *tail = detail(maker);
        tail = &(*tail)->next;
    }
    return first;
}

/* ---- steps ---- */

static struct duration duration(struct maker *maker)
{
    return (struct duration){ 1 + below(maker, 99999), once_in(maker, 2) };
}

static void reg_action(struct maker *maker, struct reg_action *reg)
{
    reg->kind = (enum reg_kind)below(maker, REG_ACTION_CLOSE + 1);
    if (reg->kind == REG_ACTION_CLOSE) {
        reg->variable = name(maker);
        return;
    }
    if (once_in(maker, 2))
        reg->path = any_key(maker);
    else
        reg->variable = name(maker);
    if (reg->variable && once_in(maker, 2))
        reg->path = key(maker, "", true);
    if (reg->kind == REG_ACTION_SET || reg->kind == REG_ACTION_QUERY ||
        (reg->kind == REG_ACTION_DELETE && once_in(maker, 2)))
        reg->value_name = value_name(maker, true);
    if (reg->kind == REG_ACTION_SET)
        reg->data = any_data(maker);
}

static const struct cat_interface *interface(struct maker *maker)
{
    const struct cat_interface *interface = NULL;

    while (!interface || !interface->n_iids)
        interface = &cat_interfaces[below(maker, (uint32_t)cat_n_interfaces)];
    return interface;
}

static void action(struct maker *maker, struct step *step)
{
    step->action = (enum action_kind)below(maker, ACTION_CLOCK + 1);
    switch (step->action) {
    case ACTION_CREATE:
    case ACTION_FACTORY:
        step->class = &cat_classes[below(maker, (uint32_t)cat_n_classes)];
        step->interface = interface(maker);
        break;
    case ACTION_AS:
        step->object = name(maker);
        step->interface = interface(maker);
        break;
    case ACTION_WINDOW:
        step->text = string(maker, true);
        break;
    case ACTION_BEGIN:
        step->name = name(maker);
        /* fall through */
    case ACTION_CALL:
        step->args = args(maker, false, &step->n_args);
        /* fall through */
    case ACTION_NEVER:
        step->object = name(maker);
        step->method = name(maker);
        break;
    case ACTION_END:
        if (maker->is_trace && once_in(maker, 2))
            step->args = args(maker, true, &step->n_args);
        step->object = name(maker);
        break;
    case ACTION_PUMP:
        if (once_in(maker, 2))
            step->duration = duration(maker);
        else if (once_in(maker, 2))
            step->object = name(maker), step->method = name(maker);
        break;
    case ACTION_UNCHANGED:
        break;
    case ACTION_REG:
        reg_action(maker, &step->reg);
        break;
    case ACTION_CLOCK:
        step->duration = duration(maker);
        break;
    default:
        step->object = name(maker);
    }
    if (step->action <= ACTION_WINDOW)
        step->binds = name(maker);
}

static struct step *steps(struct maker *maker, unsigned most)
{
    struct step *first = NULL, **tail = &first;

    for (unsigned n = below(maker, most + 1); n; n--) {
        struct step *step = make(maker, sizeof(*step));

        if (once_in(maker, 4))
            step->name = name(maker);
        action(maker, step);
        step->result = result(maker, step->action);
        step->tags = tags(maker);
        step->details = details(maker);
        *tail = step;
        tail = &step->next;
    }
    return first;
}

/* ---- sections ---- */

static void sink(struct maker *maker, struct section *section)
{
    struct on **tail = &section->ons;
    bool is_trace = maker->is_trace;

    section->interface = cat_interface("IIdentityChangeNotify");
    for (unsigned i = 0; i < section->interface->n_methods; i++) {
        if (once_in(maker, 2))
            continue;
        struct on *on = make(maker, sizeof(*on));
        on->method = section->interface->methods[i].name;
        on->block = once_in(maker, 2);
        on->answer = code(maker, cat_hresults, cat_n_hresults);
        if (on->block)
            on->steps = steps(maker, 3);
        *tail = on;
        tail = &on->next;
    }
    maker->is_trace = is_trace;
}

static struct section *sections(struct maker *maker)
{
    struct section *first = NULL, **tail = &first;

    for (unsigned n = below(maker, 4); n; n--) {
        struct section *section = make(maker, sizeof(*section));

        section->kind = (enum section_kind)below(maker, SECTION_THREAD + 1);
        section->name = name(maker);
        if (section->kind == SECTION_SINK) {
            sink(maker, section);
        } else {
            section->details = details(maker);
            section->steps = steps(maker, 6);
        }
        if (section->kind == SECTION_THREAD)
            section->apartment = (enum apartment)below(maker, 3);
        *tail = section;
        tail = &section->next;
    }
    return first;
}

/* ---- the header ---- */

static void state(struct maker *maker, struct trace *trace)
{
    struct state_key **key_tail;

    trace->state = make(maker, sizeof(*trace->state));
    key_tail = &trace->state->keys;
    for (unsigned n = below(maker, 4); n; n--) {
        struct state_key *k = make(maker, sizeof(*k));
        struct state_value **tail = &k->values;

        k->path = key(maker, "HKCU", false);
        for (unsigned values = below(maker, 4); values; values--) {
            struct state_value *v = make(maker, sizeof(*v));
            v->name = value_name(maker, false);
            v->data = plain_data(maker);
            *tail = v;
            tail = &v->next;
        }
        *key_tail = k;
        key_tail = &k->next;
    }
}

static void lists(struct maker *maker, struct trace *trace)
{
    for (unsigned n = below(maker, 3); n; n--) {
        struct password *p = make(maker, sizeof(*p));
        struct cat_guid ignored;
        bool symbolic;

        p->guid = guid_text(maker, false, &ignored, &symbolic);
        p->kind = (enum data_kind)(DATA_NONE + below(maker, 3));
        p->secret = p->kind == DATA_SECRET ? name(maker) : NULL;
        p->next = trace->passwords;
        trace->passwords = p;
    }
    for (unsigned n = below(maker, 3); n; n--) {
        struct deny *d = make(maker, sizeof(*d));
        d->key = any_key(maker);
        d->kind = (enum deny_kind)below(maker, 3);
        d->next = trace->denies;
        trace->denies = d;
    }
    for (unsigned n = below(maker, 3); n; n--) {
        struct folder *f = make(maker, sizeof(*f));
        f->path = string(maker, true);
        f->next = trace->folders;
        trace->folders = f;
    }
}

static void trace_header(struct maker *maker, struct trace *trace)
{
    trace->of = once_in(maker, 2) ? "enum/clone_position" : NULL;
    trace->target = once_in(maker, 2) ? name(maker) : NULL;
    if (once_in(maker, 2)) {
        trace->dll_path = string(maker, true);
        trace->dll_sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        trace->dll_version = once_in(maker, 2) ? string(maker, true) : NULL;
        trace->dll_machine = once_in(maker, 2) ? name(maker) : NULL;
    }
    trace->lane = once_in(maker, 2) ? name(maker) : NULL;
    trace->lane_text = trace->lane && once_in(maker, 2) ? string(maker, true) : NULL;
    trace->observes = below(maker, 1u << N_EFFECT_KINDS);
}

static void header(struct maker *maker, struct trace *trace)
{
    static const char *const titles[] = { NULL, "A title", "x", "\"quoted\" $(x) \\ {", "\xC3\xA9  two blanks" };

    trace->title = PICK(maker, titles);
    trace->n_evidence = below(maker, 4);
    trace->evidence = make(maker, sizeof(*trace->evidence) * (trace->n_evidence + 1));
    for (unsigned i = 0; i < trace->n_evidence; i++)
        trace->evidence[i] =
            (struct evidence){ (enum evidence_class)below(maker, N_EVIDENCE_CLASSES), words(maker, 0) };
    trace->needs = below(maker, 32);
    if (once_in(maker, 2))
        trace->limit = duration(maker);
    if (once_in(maker, 2))
        state(maker, trace);
    else if (once_in(maker, 2))
        trace->registry_name = name(maker);
    if (trace->state || trace->registry_name)
        trace->registry_tags = tags(maker);
    lists(maker, trace);
    if (trace->is_trace)
        trace_header(maker, trace);
}

static void ended(struct maker *maker, struct ended *ended)
{
    ended->kind = (enum ended_kind)below(maker, ENDED_UNSUPPORTED + 1);
    if (ended->kind == ENDED_CRASH)
        ended->text = exception(maker, &ended->number);
    else if (ended->kind == ENDED_UNSUPPORTED)
        ended->text = name(maker);
    else if (ended->kind == ENDED_EXIT)
        ended->number = next(maker->random);
    if (ended->kind != ENDED_NONE && once_in(maker, 2))
        ended->label = "veto.QuerySwitchIdentities#1/Next_2#3";
}

struct trace *random_trace(struct random *random)
{
    struct trace *trace = trace_new(random_below(random, 2));
    struct maker maker = { random, NULL, false, 0 };

    if (!trace)
        return NULL;
    maker.arena = &trace->arena;
    maker.is_trace = trace->is_trace;
    header(&maker, trace);
    trace->sections = sections(&maker);
    ended(&maker, &trace->ended);
    return trace;
}

/* Out parameters after a call. */
#include "call.h"

#include "outcome.h"
#include "places.h"
#include "platform.h"

void *pattern_pointer(void)
{
    void *pattern;

    memset(&pattern, CALL_PATTERN, sizeof pattern);
    return pattern;
}

static bool is_pattern(const void *bytes, size_t n)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < n; i++)
        if (at[i] != CALL_PATTERN)
            return false;
    return true;
}

void value_of_pointer(const void *pointer, const struct value *expected, struct value *value)
{
    if (!pointer) {
        value->kind = VALUE_NULL;
    } else if (is_pattern(&pointer, sizeof pointer)) {
        value->kind = VALUE_UNTOUCHED;
    } else {
        value->text = slot_holding(pointer, expected && expected->kind == VALUE_SAME ? expected->text : NULL);
        value->kind = value->text ? VALUE_SAME : VALUE_NEW;
    }
}

void bind_pointer(const char *name, void *pointer, const struct slot *from)
{
    struct slot *slot = slot_of(name);
    const char *holder;

    if (!slot || slot->bound || !pointer || is_pattern(&pointer, sizeof pointer))
        return;
    holder = from ? NULL : slot_holding(pointer, NULL);
    if (holder)
        from = slot_of(holder);
    slot->object = from ? from->object : ++agent.objects;
    slot->bound = true;
    slot->pointer = pointer;
    slot->owned = 1;
}

static void token_value(DWORD token, const struct value *expected, struct value *value)
{
    if (!token) {
        value->kind = VALUE_NULL;
    } else if (is_pattern(&token, sizeof token)) {
        value->kind = VALUE_UNTOUCHED;
    } else {
        value->text = slot_holding_token(token, expected && expected->kind == VALUE_SAME ? expected->text : NULL);
        value->kind = value->text ? VALUE_SAME : VALUE_NEW;
    }
}

static void bind_number(const char *name, DWORD number)
{
    struct slot *slot = slot_of(name);

    if (!slot || slot->bound || is_pattern(&number, sizeof number))
        return;
    slot->bound = true;
    slot->number = number;
}

static void number_value(DWORD number, enum cat_group group, struct arena *arena, struct value *value)
{
    char text[256];

    if (is_pattern(&number, sizeof number)) {
        value->kind = VALUE_UNTOUCHED;
        return;
    }
    cat_number_text(group, number, text, sizeof text);
    value->kind = VALUE_NUMBER;
    value->number = number;
    value->text = arena_text(arena, text, strlen(text));
}

static void guid_value(const GUID *guid, struct arena *arena, struct value *value)
{
    char text[CAT_GUID_TEXT];

    if (is_pattern(guid, sizeof *guid)) {
        value->kind = VALUE_UNTOUCHED;
        return;
    }
    memcpy(&value->guid, guid, sizeof value->guid);
    cat_guid_text(&value->guid, text);
    value->kind = VALUE_GUID;
    value->text = arena_printf(arena, "{%s}", text);
}

static void bind_guid(const char *name, const GUID *guid)
{
    struct slot *slot = slot_of(name);

    if (!slot || slot->bound || is_pattern(guid, sizeof *guid))
        return;
    slot->bound = true;
    slot->guid = *guid;
}

static void key_value(HKEY key, struct arena *arena, struct value *value)
{
    WCHAR path[1200];
    struct buffer text;

    value->kind = !key ? VALUE_NULL : is_pattern(&key, sizeof key) ? VALUE_UNTOUCHED : VALUE_NEW;
    if (value->kind != VALUE_NEW)
        return;
    if (!platform_key_path(key, path, ARRAYSIZE(path))) {
        value->kind = VALUE_OBJECT; /* some handle, but no key */
        return;
    }
    buffer_init(&text, TRACE_MAX_LINE);
    places_encode_key(wide_text(path), &text);
    value->kind = VALUE_KEY;
    value->text = arena_text(arena, text.data ? text.data : "", text.len);
    buffer_free(&text);
}

static void bind_key(const char *name, HKEY key)
{
    struct slot *slot = slot_of(name);

    if (!slot || slot->bound || !key || is_pattern(&key, sizeof key))
        return;
    slot->bound = true;
    slot->key = key;
}

static void bind_text(const char *name, const WCHAR *text, size_t n)
{
    struct slot *slot = slot_of(name);

    if (!slot || slot->bound)
        return;
    slot->text = malloc((n + 1) * sizeof(WCHAR));
    if (!slot->text)
        return;
    memcpy(slot->text, text, n * sizeof(WCHAR));
    slot->text[n] = 0;
    slot->units = n;
    slot->bound = true;
}

static void text_value(const char *name, const struct storage *storage, struct arena *arena, struct value *value)
{
    const WCHAR *text = (const WCHAR *)(const void *)storage->bytes;
    const size_t capacity = storage->size / sizeof(WCHAR);
    struct buffer spelling;
    size_t n = 0;

    if (is_pattern(storage->bytes, storage->size)) {
        value->kind = VALUE_UNTOUCHED;
        return;
    }
    while (n < capacity && text[n])
        n++;
    value->kind = VALUE_STRING;
    value->tail =
        n == capacity || !is_pattern(text + n + 1, (capacity - n - 1) * sizeof(WCHAR)) ? TAIL_TOUCHED : TAIL_UNTOUCHED;
    buffer_init(&spelling, TRACE_MAX_LINE);
    places_encode((struct wide){ text, n }, &spelling);
    value->text = arena_text(arena, spelling.data ? spelling.data : "", spelling.len);
    buffer_free(&spelling);
    bind_text(name, text, n);
}

static void list_values(const struct arg *arg, const struct cat_param *param, const struct storage *storage,
                        bool succeeded, struct value *values)
{
    void *const *pointers = (void *const *)(const void *)storage->bytes;
    const CONNECTDATA *connections = (const CONNECTDATA *)(const void *)storage->bytes;

    for (unsigned i = 0; i < arg->n_names; i++) {
        const struct value *expected = arg->n_values ? &arg->values[i] : NULL;
        const bool connection = param->kind == CAT_OUT_CONNECTIONS;
        void *pointer = connection ? (void *)connections[i / 2].pUnk : pointers[i];

        if (connection && i % 2) {
            token_value(connections[i / 2].dwCookie, expected, &values[i]);
            if (succeeded)
                bind_number(arg->names[i], connections[i / 2].dwCookie);
        } else {
            value_of_pointer(pointer, expected, &values[i]);
            if (succeeded)
                bind_pointer(arg->names[i], pointer, NULL);
        }
    }
}

static void single_value(const struct arg *arg, const struct cat_param *param, const struct storage *storage,
                         bool succeeded, struct value *value, struct arena *arena)
{
    const struct value *expected = arg->n_values ? arg->values : NULL;
    const void *bytes = storage->bytes;

    switch (param->kind) {
    case CAT_OUT_NUMBER:
        number_value(*(const DWORD *)bytes, param->group, arena, value);
        bind_number(arg->names[0], *(const DWORD *)bytes);
        break;
    case CAT_OUT_TOKEN:
        token_value(*(const DWORD *)bytes, expected, value);
        if (succeeded)
            bind_number(arg->names[0], *(const DWORD *)bytes);
        break;
    case CAT_OUT_GUID:
        guid_value(bytes, arena, value);
        if (succeeded)
            bind_guid(arg->names[0], bytes);
        break;
    case CAT_OUT_KEY:
        key_value(*(const HKEY *)bytes, arena, value);
        if (succeeded)
            bind_key(arg->names[0], *(const HKEY *)bytes);
        break;
    case CAT_OUT_TEXT:
        text_value(arg->names[0], storage, arena, value);
        break;
    default:
        value_of_pointer(*(void *const *)bytes, expected, value);
        if (succeeded)
            bind_pointer(arg->names[0], *(void *const *)bytes, NULL);
        break;
    }
}

static void check_guard(const struct storage *storage)
{
    uint32_t code = 0;

    if (is_pattern(storage->bytes + storage->size, CALL_GUARD))
        return;
    cat_exception_value("HEAP_CORRUPTION", &code);
    outcome_crash(code);
}

void call_results(struct call *call, bool succeeded, struct step *shown, struct arena *arena)
{
    for (unsigned i = 0; i < call->step->n_args; i++) {
        const struct arg *arg = &call->step->args[i];
        const struct cat_param *param = &call->step->callee->params[i];

        if (arg->kind != ARG_OUT)
            continue;
        check_guard(&call->storage[i]);
        shown->args[i].n_values = arg->n_names;
        shown->args[i].values = arena_alloc(arena, (arg->n_names + 1) * sizeof(struct value));
        if (!shown->args[i].values)
            shown->args[i].n_values = 0;
        else if (param->kind == CAT_OUT_INTERFACES || param->kind == CAT_OUT_CONNECTIONS)
            list_values(arg, param, &call->storage[i], succeeded, shown->args[i].values);
        else
            single_value(arg, param, &call->storage[i], succeeded, shown->args[i].values, arena);
    }
}

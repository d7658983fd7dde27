/* Arguments of the scenario as words of a call. Out parameters get memory full of a pattern, with a guard behind. */
#include "call.h"

#include "sink.h"

enum { MAX_ELEMENTS = 4096 };

static void *new_storage(struct call *call, unsigned arg, size_t size, bool guarded)
{
    struct storage *storage = &call->storage[arg];

    storage->bytes = malloc(size + (guarded ? CALL_GUARD : 0));
    if (!storage->bytes)
        return NULL;
    storage->size = size;
    storage->guarded = guarded;
    memset(storage->bytes, guarded ? CALL_PATTERN : 0, size + (guarded ? CALL_GUARD : 0));
    return storage->bytes;
}

static bool number_word(struct call *call, const struct arg *arg, UINT_PTR *word)
{
    const struct slot *slot = arg->kind == ARG_NAME ? slot_bound(arg->text) : NULL;

    if (arg->kind == ARG_NAME && !slot) {
        memcpy(call->unbound, arg->text, strlen(arg->text) + 1);
        return false;
    }
    *word = slot ? slot->number : arg->kind == ARG_NUMBER ? (UINT_PTR)arg->number : 0;
    return true;
}

static bool guid_word(struct call *call, unsigned i, const struct arg *arg, UINT_PTR *word)
{
    GUID *guid;

    if (arg->kind == ARG_NULL)
        return true;
    guid = new_storage(call, i, sizeof *guid, false);
    if (!guid)
        return false;
    *word = (UINT_PTR)guid;
    if (arg->kind == ARG_NAME) {
        const struct slot *slot = slot_bound(arg->text);

        memcpy(call->unbound, arg->text, strlen(arg->text) + 1);
        if (slot)
            *guid = slot->guid;
        return slot != NULL;
    }
    if (arg->symbolic)
        return guid_of_symbol(arg->text, guid, call->unbound);
    memcpy(guid, &arg->guid, sizeof *guid);
    return true;
}

static WCHAR *copy_text(const WCHAR *text, size_t n)
{
    WCHAR *copy = malloc((n + 1) * sizeof *copy);

    if (copy) {
        memcpy(copy, text, n * sizeof *copy);
        copy[n] = 0;
    }
    return copy;
}

static WCHAR *secret_text(const char *name)
{
    char secret[TEXT_SECRET];
    WCHAR wide[TEXT_SECRET];

    text_secret(name, secret);
    wide_from_utf8(secret, wide, TEXT_SECRET);
    return copy_text(wide, strlen(secret));
}

static bool text_word(struct call *call, unsigned i, const struct arg *arg, UINT_PTR *word)
{
    WCHAR *text = NULL;

    if (arg->kind == ARG_NULL)
        return true;
    if (arg->kind == ARG_NAME) {
        const struct slot *slot = slot_bound(arg->text);

        memcpy(call->unbound, arg->text, strlen(arg->text) + 1);
        if (slot && slot->text)
            text = copy_text(slot->text, slot->units);
    } else if (arg->kind == ARG_SECRET) {
        text = secret_text(arg->text);
    } else {
        text = text_of(arg->text, TEXT_STRING, NULL, call->unbound);
    }
    call->storage[i].bytes = (unsigned char *)text;
    *word = (UINT_PTR)text;
    return text != NULL;
}

/* Interfaces and windows: `null`, or what a variable holds. */
static bool held_word(struct call *call, const struct arg *arg, bool window, UINT_PTR *word)
{
    const struct slot *slot;

    if (arg->kind != ARG_NAME)
        return true; /* null */
    slot = slot_bound(arg->text);
    memcpy(call->unbound, arg->text, strlen(arg->text) + 1);
    if (slot)
        *word = window ? (UINT_PTR)slot->window : (UINT_PTR)slot->pointer;
    return slot != NULL;
}

/* How many elements the caller claims to have: memory is there for all of them, whatever the list names. */
static size_t claimed(const struct call *call, const struct cat_param *param)
{
    const struct arg *arg = &call->step->args[param->partner];

    return arg->kind == ARG_NUMBER && arg->number <= MAX_ELEMENTS ? (size_t)arg->number : 0;
}

static size_t out_size(const struct call *call, const struct arg *arg, const struct cat_param *param)
{
    size_t n = arg->n_names;

    switch (param->kind) {
    case CAT_OUT_NUMBER:
    case CAT_OUT_TOKEN:
        return sizeof(DWORD);
    case CAT_OUT_GUID:
        return sizeof(GUID);
    case CAT_OUT_TEXT:
        return (arg->capacity ? arg->capacity : claimed(call, param)) * sizeof(WCHAR);
    case CAT_OUT_INTERFACES:
        return (n > claimed(call, param) ? n : claimed(call, param)) * sizeof(void *);
    case CAT_OUT_CONNECTIONS:
        n = (n + 1) / 2;
        return (n > claimed(call, param) ? n : claimed(call, param)) * sizeof(CONNECTDATA);
    default:
        return sizeof(void *);
    }
}

static bool out_word(struct call *call, unsigned i, const struct arg *arg, const struct cat_param *param,
                     UINT_PTR *word)
{
    if (arg->kind != ARG_OUT)
        return true; /* null */
    *word = (UINT_PTR)new_storage(call, i, out_size(call, arg, param), true);
    return *word != 0;
}

static bool argument_word(struct call *call, unsigned i, UINT_PTR *word)
{
    const struct arg *arg = &call->step->args[i];
    const struct cat_param *param = &call->step->callee->params[i];

    switch (param->kind) {
    case CAT_IN_NUMBER:
        return number_word(call, arg, word);
    case CAT_IN_GUID:
        return guid_word(call, i, arg, word);
    case CAT_IN_TEXT:
        return text_word(call, i, arg, word);
    case CAT_IN_INTERFACE:
    case CAT_IN_WINDOW:
        return held_word(call, arg, param->kind == CAT_IN_WINDOW, word);
    default:
        return out_word(call, i, arg, param, word);
    }
}

bool call_arguments(struct call *call, unsigned first)
{
    for (unsigned i = 0; i < call->step->n_args && i < call->step->callee->n_params; i++)
        if (!argument_word(call, i, &call->words[first + i]))
            return false;
    return true;
}

void call_free(struct call *call)
{
    for (unsigned i = 0; i < call->step->n_args && i < TRACE_MAX_ARGS; i++)
        free(call->storage[i].bytes);
}

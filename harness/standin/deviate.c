/* Deviations at the boundary itself: results, out parameters, reference counts, crashes and hangs. */
#include "layer.h"

#include <objbase.h>

static const struct deviation *due(const struct call *call, enum deviation_kind kind, unsigned param)
{
    /* nth 1 stands for an implementation whose first answer is right. */
    const struct deviation *deviation = deviation_due(kind, call->slot, param, 0);

    return deviation || call->number == 0 ? deviation : deviation_due(kind, call->slot, param, 1);
}

static void crash(unsigned way)
{
    static void *volatile nowhere;
    static volatile int zero;

    if (way == 0)
        zero = *(volatile int *)nowhere;
    else if (way == 1)
        *(volatile int *)nowhere = 1;
    else if (way == 2)
        RaiseException(EXCEPTION_ILLEGAL_INSTRUCTION, EXCEPTION_NONCONTINUABLE, 0, NULL);
    else
        zero = (int)way / zero;
}

void deviate_before(struct call *call)
{
    const struct deviation *deviation = due(call, CALL_CRASHES, 0);

    if (deviation)
        crash(deviation->value);
    if (due(call, CALL_HANGS, 0))
        Sleep(INFINITE);
    for (unsigned i = 0; i < call->method->n_params; i++)
        if (cat_is_out(call->method->params[i].kind) && call->params[i])
            memcpy(&call->before[i], (const void *)call->params[i], sizeof(DWORD));
}

/* --- results --- */

static uintptr_t other_code(uintptr_t old, const struct deviation *deviation)
{
    return (HRESULT)old == (HRESULT)deviation->value ? deviation->value2 : deviation->value;
}

static void deviate_result(struct call *call)
{
    bool succeeded = call_succeeded(call);
    const struct deviation *deviation;

    if (call->method->returns == CAT_RETURNS_COUNT) {
        if ((deviation = due(call, REFS_COUNT, 0)))
            call->result += deviation->value;
        return;
    }
    if ((deviation = due(call, succeeded ? RESULT_OTHER_SUCCESS : RESULT_OTHER_ERROR, 0)))
        call->result = other_code(call->result, deviation);
    if (succeeded && (deviation = due(call, RESULT_FAILS, 0)))
        call->result = deviation->value;
    if (!succeeded && due(call, RESULT_SUCCEEDS, 0))
        call->result = S_OK;
}

/* --- out values --- */

static void deviate_text(struct call *call, unsigned i, WCHAR *text)
{
    static const WCHAR more = L'x';
    unsigned capacity = (unsigned)call->params[call->method->params[i].partner];
    unsigned length = (unsigned)lstrlenW(text);
    const struct deviation *deviation;

    if (length + 2 < capacity && (deviation = due(call, TAIL_TOUCHED, i)))
        text[length + 1 + deviation->value % (capacity - length - 1)] = more;
    if ((deviation = due(call, TAIL_OVERRUN, i)))
        text[capacity] = more;
    if (length == 0 || !(deviation = due(call, OUT_TEXT, i)))
        return;
    if (deviation->value == 0)
        text[length - 1] = 0;
    else if (deviation->value == 1 && length + 1 < capacity)
        memcpy(text + length, L"x", sizeof L"x");
    else if (deviation->value == 2)
        text[0] ^= 0x20;
    else
        text[length / 2] ^= 1;
}

/* Answers the counts of the object without passing the layer: the call comes from inside of this DLL. */
static void hold(void *object)
{
    IUnknown_AddRef((IUnknown *)object);
}

static bool drop(void *object)
{
    if (IUnknown_AddRef((IUnknown *)object) < 3) {
        IUnknown_Release((IUnknown *)object);
        return false; /* the last one: this would be a crash, and that is another deviation */
    }
    IUnknown_Release((IUnknown *)object);
    return true;
}

static void deviate_pointer(struct call *call, unsigned i, void **out)
{
    void *fresh = *out;

    if (due(call, REFS_EXTRA_OUT, i))
        hold(fresh);
    if (drop(fresh) && due(call, REFS_MISSING_OUT, i))
        IUnknown_Release((IUnknown *)fresh);
    if (due(call, OUT_POINTER_NULL, i))
        *out = NULL;
    if (call->slot->index == 0 && fresh != call->self && due(call, OUT_POINTER_NEW, i))
        *out = call->self; /* the same object and count, but another identity for IUnknown */
    if (!call->slot->first_object && deviation_planned(OUT_POINTER_OLD, call->slot, 0)) {
        call->slot->first_object = fresh;
        hold(fresh);
    } else if (call->number > 0 && due(call, OUT_POINTER_OLD, i)) {
        hold(call->slot->first_object);
        *out = call->slot->first_object;
    }
}

static void deviate_key(struct call *call, unsigned i, HKEY *out)
{
    HKEY parent;

    if (!due(call, OUT_KEY, i) || RegOpenKeyExW(HKEY_CURRENT_USER, L"Identities", 0, MAXIMUM_ALLOWED, &parent))
        return;
    RegCloseKey(*out);
    *out = parent;
}

static void deviate_out(struct call *call, unsigned i)
{
    const struct deviation *deviation;
    void *out = (void *)call->params[i];

    switch (call->method->params[i].kind) {
    case CAT_OUT_NUMBER:
        if ((deviation = due(call, OUT_NUMBER, i)))
            *(DWORD *)out += deviation->value;
        break;
    case CAT_OUT_GUID:
        if ((deviation = due(call, OUT_GUID, i)))
            ((BYTE *)out)[deviation->value % sizeof(GUID)] ^= 0xFF;
        break;
    case CAT_OUT_TEXT:
        deviate_text(call, i, out);
        break;
    case CAT_OUT_INTERFACES:
        if (call_elements(call, (unsigned)call->params[call->method->params[i].partner]) == 0)
            break;
        deviate_pointer(call, i, out);
        break;
    case CAT_OUT_INTERFACE:
    case CAT_OUT_BY_IID:
        if (*(void **)out)
            deviate_pointer(call, i, out);
        break;
    case CAT_OUT_KEY:
        deviate_key(call, i, out);
        break;
    default:
        break;
    }
}

/* --- out parameters of a call that failed --- */

static bool has_room(const struct call *call, unsigned i)
{
    const struct cat_param *param = &call->method->params[i];

    return param->kind != CAT_OUT_TEXT || call->params[param->partner] >= 2;
}

static void deviate_failed_out(struct call *call, unsigned i)
{
    void *out = (void *)call->params[i];
    DWORD now;

    if (!has_room(call, i))
        return;
    memcpy(&now, out, sizeof now);
    if (now != (DWORD)call->before[i] && due(call, FAIL_NOT_CLEARED, i))
        memcpy(out, &call->before[i], sizeof now);
    if (due(call, FAIL_TOUCHED, i)) {
        now ^= 0x41;
        memcpy(out, &now, sizeof now);
    }
}

void deviate_after(struct call *call)
{
    bool counts = call->method->returns == CAT_RETURNS_COUNT;
    bool succeeded = call_succeeded(call);

    for (unsigned i = 0; i < call->method->n_params; i++) {
        if (!cat_is_out(call->method->params[i].kind) || !call->params[i])
            continue;
        if (succeeded)
            deviate_out(call, i);
        else
            deviate_failed_out(call, i);
    }
    if (!counts && call->self && succeeded && due(call, REFS_EXTRA_SELF, 0))
        hold(call->self);
    deviate_result(call);
}

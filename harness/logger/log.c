/* Each call by the client becomes a line. No password is ever written: of texts that go in only names are. */
#include "layer.h"
#include "write.h"

#include <stdio.h>

enum { OBJECTS_MAX = 512, TEXT_MAX = 256 };

/* ---- what the stand-in's layer asks for, and what here never happens ---- */

const struct deviation *deviation_due(enum deviation_kind kind, const struct slot *slot, unsigned param, unsigned nth)
{
    (void)kind, (void)slot, (void)param, (void)nth;
    return NULL;
}

bool deviation_planned(enum deviation_kind kind, const struct slot *slot, unsigned nth)
{
    (void)kind, (void)slot, (void)nth;
    return false;
}

bool deviation_any_sink(void)
{
    return false;
}

/* The file is opened by the first call that is told: a registration is none of the application's. */
void block_open_log(void)
{
}

void deviate_before(struct call *call)
{
    (void)call;
}

void sinks_before(struct call *call)
{
    (void)call;
}

void sinks_after(struct call *call)
{
    (void)call;
}

/* ---- objects ---- */

static void *objects[OBJECTS_MAX];
static LONG n_objects;

/* The number of a pointer, from 1; 0: not seen yet. */
static unsigned known(const void *object)
{
    for (LONG i = 0; i < n_objects && i < OBJECTS_MAX; i++)
        if (objects[i] == object)
            return (unsigned)i + 1;
    return 0;
}

/* The number of a pointer that was not seen yet. */
static unsigned remember(void *object)
{
    const unsigned number = (unsigned)InterlockedIncrement(&n_objects);

    if (number <= OBJECTS_MAX)
        objects[number - 1] = object;
    return number;
}

/* "new" and "same oN" as traces say them. */
static void add_out(struct log_line *line, void *object)
{
    const unsigned number = known(object);

    if (number)
        line_add(line, "&o%u = same o%u", number, number);
    else
        line_add(line, "&o%u = new", remember(object));
}

/* ---- values ---- */

static void add_guid(struct log_line *line, const GUID *guid)
{
    if (!guid) {
        line_add(line, "null");
        return;
    }
    line_add(line, "{%08lX-%04X-%04X-%02X%02X-", (unsigned long)guid->Data1, guid->Data2, guid->Data3, guid->Data4[0],
             guid->Data4[1]);
    for (unsigned i = 2; i < 8; i++)
        line_add(line, "%02X", guid->Data4[i]);
    line_add(line, "}");
}

/* With the escapes of the format; a "$(" would be a symbol. */
static void add_text(struct log_line *line, const WCHAR *text)
{
    line_add(line, "\"");
    for (unsigned i = 0; text[i] && i < TEXT_MAX; i++) {
        if (text[i] == '"' || text[i] == '\\')
            line_add(line, "\\%c", text[i]);
        else if (text[i] < ' ' || text[i] > '~' || text[i] == '$')
            line_add(line, text[i] == '$' ? "$(u%04X)" : "\\u%04X", text[i]);
        else
            line_add(line, "%c", text[i]);
    }
    line_add(line, "\"");
}

static void add_in_text(struct log_line *line, const struct cat_param *param, const WCHAR *text)
{
    if (!text)
        line_add(line, "null");
    else if (!strcmp(param->name, "pszName"))
        add_text(line, text);
    else
        line_add(line, *text ? "\"***\"" : "\"\"");
}

static void add_elements(struct log_line *line, const struct call *call, const struct cat_param *param, void **out)
{
    unsigned capacity = (unsigned)call->params[param->partner],
             count = call_succeeded(call) ? call_elements(call, capacity) : 0;

    for (unsigned i = 0; i < count; i++) {
        if (i)
            line_add(line, ", ");
        else if (count > 1)
            line_add(line, "(");
        add_out(line, out[i]);
    }
    line_add(line, count > 1 ? ")" : count ? "" : "&none");
}

static void add_out_param(struct log_line *line, const struct call *call, const struct cat_param *param, void *out)
{
    switch (param->kind) {
    case CAT_OUT_INTERFACE:
    case CAT_OUT_BY_IID:
        if (*(void **)out)
            add_out(line, *(void **)out);
        else
            line_add(line, "&none = null");
        break;
    case CAT_OUT_INTERFACES:
        add_elements(line, call, param, out);
        break;
    case CAT_OUT_NUMBER:
        line_add(line, "&number = %lu", (unsigned long)*(DWORD *)out);
        break;
    case CAT_OUT_GUID:
        line_add(line, "&guid = ");
        add_guid(line, out);
        break;
    case CAT_OUT_TEXT:
        line_add(line, "&text[%lu]", (unsigned long)call->params[param->partner]);
        if (call_succeeded(call)) {
            line_add(line, " = ");
            add_text(line, out);
        }
        break;
    default:
        line_add(line, "&value");
    }
}

static void add_param(struct log_line *line, const struct call *call, unsigned index)
{
    const struct cat_param *param = &call->method->params[index];
    uintptr_t value = call->params[index];

    switch (param->kind) {
    case CAT_IN_GUID:
        add_guid(line, (const GUID *)value);
        break;
    case CAT_IN_TEXT:
        add_in_text(line, param, (const WCHAR *)value);
        break;
    case CAT_IN_NUMBER:
        line_add(line, "%lu", (unsigned long)(DWORD)value);
        break;
    case CAT_IN_WINDOW:
        line_add(line, value ? "window" : "null");
        break;
    case CAT_IN_INTERFACE:
        if (known((void *)value))
            line_add(line, "o%u", known((void *)value));
        else
            line_add(line, value ? "sink" : "null");
        break;
    default:
        if (value)
            add_out_param(line, call, param, (void *)value);
        else
            line_add(line, "null");
    }
}

/* ---- calls ---- */

static void add_result(struct log_line *line, HRESULT result)
{
    const char *name = cat_hresult_name((uint32_t)result);

    if (name)
        line_add(line, " -> %s", name);
    else
        line_add(line, " -> 0x%08lX", (unsigned long)result);
}

static void add_call(struct log_line *line, const struct call *call)
{
    if (call->self && known(call->self))
        line_add(line, "  o%u.%s(", known(call->self), call->method->name);
    else
        line_add(line, "  %s.%s(", call->self ? "unknown" : "dll", call->method->name);
    for (unsigned i = 0; i < call->method->n_params; i++) {
        line_add(line, i ? ", " : "");
        add_param(line, call, i);
    }
    line_add(line, ")");
    add_result(line, (HRESULT)call->result);
}

/* "o3 = o1 as IUserIdentity2 -> S_OK new". False: nobody knows that interface, as when COM asks for its own. */
static bool add_as(struct log_line *line, const struct call *call)
{
    const struct cat_interface *interface = cat_interface_by_iid((const struct cat_guid *)call->params[0]);
    void *out = call->params[1] ? *(void **)call->params[1] : NULL;
    unsigned number;

    if (!interface || !known(call->self))
        return false;
    number = out ? known(out) : 0;
    if (out && number) {
        line_add(line, "  o%u = o%u as %s -> S_OK same o%u", number, known(call->self), interface->name, number);
    } else if (out) {
        number = remember(out);
        line_add(line, "  o%u = o%u as %s -> S_OK new", number, known(call->self), interface->name);
    } else {
        line_add(line, "  none = o%u as %s", known(call->self), interface->name);
        add_result(line, (HRESULT)call->result);
    }
    return true;
}

void deviate_after(struct call *call)
{
    static CRITICAL_SECTION guard;
    static LONG ready;
    static bool asked;
    struct log_line line = { .length = 0 };
    bool told = true;

    if (call->method->returns != CAT_RETURNS_HRESULT ||
        (!call->self && strcmp(call->method->name, "DllGetClassObject") != 0))
        return;
    while (InterlockedCompareExchange(&ready, 1, 0) == 1)
        Sleep(0);
    if (ready == 1) {
        InitializeCriticalSection(&guard);
        InterlockedExchange(&ready, 2);
    }
    EnterCriticalSection(&guard);
    if (!asked)
        log_open();
    asked = true;
    if (!strcmp(call->method->name, "QueryInterface"))
        told = add_as(&line, call);
    else
        add_call(&line, call);
    line_add(&line, "\n");
    if (told && log_is_open())
        log_write(&line);
    LeaveCriticalSection(&guard);
}

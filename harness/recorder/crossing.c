/* One call across the boundary, in either direction. What the caller passes goes on as it is, but for pointers to objects. */
#include "dialogs.h"

#include "agent/call.h"
#include "agent/hooks.h"
#include "agent/places.h"
#include "agent/sink_thunks.h"

enum { SMALL = sizeof(GUID), LINE = 512 /* most lines fit */ };

struct crossing {
    struct sink *sink; /* NULL: an export */
    const struct cat_method *method;
    const UINT_PTR *params;
    enum way way; /* of the object that is called */
    DWORD result;
    struct before {
        unsigned char *bytes; /* what stood behind an out parameter; NULL: nothing readable does */
        size_t size;
        unsigned char few[SMALL]; /* `bytes` of all but arrays and texts */
    } before[METHOD_PARAMS];
};

/* ---- out parameters ---- */

static size_t elements(const struct crossing *crossing, const struct cat_param *param)
{
    const size_t n = (DWORD)crossing->params[param->partner];

    return n < ELEMENTS_MAX ? n : ELEMENTS_MAX;
}

static size_t out_size(const struct crossing *crossing, const struct cat_param *param)
{
    switch (param->kind) {
    case CAT_OUT_NUMBER:
    case CAT_OUT_TOKEN:
        return sizeof(DWORD);
    case CAT_OUT_GUID:
        return sizeof(GUID);
    case CAT_OUT_TEXT:
        return (DWORD)crossing->params[param->partner] <= TRACE_MAX_STRING
                   ? (DWORD)crossing->params[param->partner] * sizeof(WCHAR)
                   : 0;
    case CAT_OUT_INTERFACES:
        return elements(crossing, param) * sizeof(void *);
    case CAT_OUT_CONNECTIONS:
        return elements(crossing, param) * sizeof(CONNECTDATA);
    default:
        return cat_is_out(param->kind) ? sizeof(void *) : 0;
    }
}

static void look_before(struct crossing *crossing)
{
    for (unsigned i = 0; i < crossing->method->n_params; i++) {
        struct before *before = &crossing->before[i];
        const void *out = (const void *)crossing->params[i];
        const size_t size = out_size(crossing, &crossing->method->params[i]);

        if (!size || !out || !memory_readable(out, size))
            continue;
        before->bytes = size <= SMALL ? before->few : malloc(size);
        before->size = before->bytes ? size : 0;
        if (before->bytes)
            memcpy(before->bytes, out, size);
    }
}

static void forget_before(struct crossing *crossing)
{
    for (unsigned i = 0; i < crossing->method->n_params; i++)
        if (crossing->before[i].bytes != crossing->before[i].few)
            free(crossing->before[i].bytes);
}

static bool changed(const struct crossing *crossing, unsigned param, size_t at, size_t size)
{
    return memcmp(crossing->before[param].bytes + at, (const char *)crossing->params[param] + at, size) != 0;
}

/* An object that the called side hands out. What the call left as it was is none, unless it is a pointer that we know: a
 * caller's memory may hold an old one by chance. */
static bool cross_pointer(const struct crossing *crossing, unsigned param, size_t at,
                          const struct cat_interface *interface)
{
    void **out = (void **)(crossing->params[param] + at);

    if ((LONG)crossing->result < 0 || !*out)
        return false;
    if (!changed(crossing, param, at, sizeof *out) && !wrap_known(*out, crossing->way))
        return false;
    *out = wrap_cross(*out, crossing->way, interface);
    return true;
}

static const struct cat_interface *interface_of(const struct crossing *crossing, const struct cat_param *param)
{
    struct cat_guid iid;

    if (param->kind != CAT_OUT_BY_IID)
        return cat_interface(param->interface);
    if (!crossing->params[param->partner])
        return NULL;
    memcpy(&iid, (const void *)crossing->params[param->partner], sizeof iid);
    return cat_interface_by_iid(&iid);
}

/* ---- how they are written ---- */

static void spell_open(struct buffer *line)
{
    buffer_putc(line, '-');
}

/* How many elements an array received, as the call says or else as it looks. */
static size_t fetched(const struct crossing *crossing, unsigned array, size_t size)
{
    const size_t n = elements(crossing, &crossing->method->params[array]);
    size_t seen = 0;

    if ((LONG)crossing->result < 0)
        return 0;
    for (unsigned i = 0; i < crossing->method->n_params; i++)
        if (crossing->method->params[i].kind == CAT_OUT_NUMBER && crossing->before[i].bytes) {
            const DWORD count = *(const DWORD *)crossing->params[i];

            return count < n ? count : n;
        }
    if (crossing->result == S_OK)
        return n;
    while (seen < n && changed(crossing, array, seen * size, size))
        seen++;
    return seen;
}

static void spell_elements(const struct crossing *crossing, unsigned param, struct buffer *line)
{
    const bool pairs = crossing->method->params[param].kind == CAT_OUT_CONNECTIONS;
    const size_t size = pairs ? sizeof(CONNECTDATA) : sizeof(void *), n = fetched(crossing, param, size);

    buffer_putc(line, '(');
    for (size_t i = 0; i < n; i++) {
        void **out = (void **)(crossing->params[param] + i * size);

        if (i)
            buffer_puts(line, ", ");
        if (cross_pointer(crossing, param, i * size, cat_interface("IUnknown")) || !*out)
            spell_pointer(*out, line);
        else
            spell_open(line);
        if (pairs)
            buffer_printf(line, ", %lu", (unsigned long)((const CONNECTDATA *)out)->dwCookie);
    }
    buffer_putc(line, ')');
}

static void spell_key_out(HKEY key, struct buffer *line)
{
    WCHAR path[1024];

    if (!registry_key_path(key, path, ARRAYSIZE(path))) {
        spell_open(line);
        return;
    }
    buffer_putc(line, '[');
    places_encode_key(wide_text(path), line);
    buffer_printf(line, "] %lx", (unsigned long)(ULONG_PTR)key);
}

static void spell_simple_out(const struct crossing *crossing, unsigned param, struct buffer *line)
{
    const void *out = (const void *)crossing->params[param];

    switch (crossing->method->params[param].kind) {
    case CAT_OUT_NUMBER:
    case CAT_OUT_TOKEN:
        buffer_put_number(line, *(const DWORD *)out);
        break;
    case CAT_OUT_GUID:
        spell_guid(out, line);
        break;
    case CAT_OUT_TEXT:
        spell_text(out, crossing->before[param].size / sizeof(WCHAR), line);
        break;
    case CAT_OUT_KEY:
        spell_key_out(*(const HKEY *)out, line);
        break;
    default:
        spell_open(line);
    }
}

static void spell_out(const struct crossing *crossing, unsigned param, struct buffer *line)
{
    const struct cat_param *kind = &crossing->method->params[param];

    if (!crossing->before[param].bytes) {
        spell_open(line);
    } else if (kind->kind == CAT_OUT_INTERFACES || kind->kind == CAT_OUT_CONNECTIONS) {
        spell_elements(crossing, param, line);
    } else if (kind->kind == CAT_OUT_INTERFACE || kind->kind == CAT_OUT_BY_IID) {
        if (cross_pointer(crossing, param, 0, interface_of(crossing, kind)) ||
            (!*(void **)crossing->params[param] && changed(crossing, param, 0, sizeof(void *))))
            spell_pointer(*(void **)crossing->params[param], line);
        else
            spell_open(line);
    } else if (changed(crossing, param, 0, crossing->before[param].size)) {
        spell_simple_out(crossing, param, line);
    } else {
        spell_open(line);
    }
}

/* ---- the two lines of a call ---- */

static void write_call(const struct crossing *crossing, const struct cat_interface *interface)
{
    char memory[LINE];
    struct buffer line;

    buffer_init_in(&line, memory, sizeof memory, TRACE_MAX_LINE);
    buffer_puts(&line, crossing->way == WAY_OUT ? "call " : "hear ");
    if (crossing->sink)
        spell_pointer(crossing->way == WAY_OUT ? (const void *)crossing->sink : crossing->sink->real, &line);
    else
        buffer_puts(&line, "dll");
    buffer_putc(&line, ' ');
    buffer_puts(&line, interface ? interface->name : "IUnknown");
    buffer_putc(&line, '.');
    buffer_puts(&line, crossing->method->name);
    buffer_puts(&line, " (");
    for (unsigned i = 0; i < crossing->method->n_params; i++) {
        buffer_puts(&line, i ? ", " : "");
        spell_in(&crossing->method->params[i], crossing->params[i], crossing->params, &line);
    }
    buffer_putc(&line, ')');
    record_buffer(&line);
}

static void put_hresult(struct buffer *line, DWORD result)
{
    buffer_puts(line, "0x");
    buffer_put_hex(line, result, 8);
}

static void write_return(const struct crossing *crossing)
{
    char memory[LINE];
    struct buffer line;
    bool first = true;

    buffer_init_in(&line, memory, sizeof memory, TRACE_MAX_LINE);
    buffer_puts(&line, crossing->way == WAY_OUT ? "done " : "told ");
    if (crossing->method->returns == CAT_RETURNS_COUNT)
        buffer_put_number(&line, crossing->result);
    else
        put_hresult(&line, crossing->result);
    buffer_puts(&line, " (");
    for (unsigned i = 0; i < crossing->method->n_params; i++) {
        if (!cat_is_out(crossing->method->params[i].kind))
            continue;
        buffer_puts(&line, first ? "" : ", ");
        first = false;
        spell_out(crossing, i, &line);
    }
    buffer_putc(&line, ')');
    record_buffer(&line);
}

UINT_PTR cross(struct sink *sink, const struct cat_interface *interface, const struct cat_method *method,
               void *function, const UINT_PTR *params)
{
    struct crossing crossing = { .sink = sink, .method = method, .params = params };
    UINT_PTR words[1 + METHOD_PARAMS], *at = words;
    DWORD error = GetLastError();
    HWND outer = NULL;
    enum control had;

    crossing.way = sink ? sink->way : WAY_OUT;
    had = control_set(CONTROL_RECORDER);
    look_before(&crossing);
    if (sink)
        *at++ = (UINT_PTR)sink->real;
    for (unsigned i = 0; i < method->n_params; i++)
        *at++ = method->params[i].kind == CAT_IN_INTERFACE
                    ? (UINT_PTR)wrap_cross((void *)params[i], crossing.way == WAY_OUT ? WAY_IN : WAY_OUT,
                                           cat_interface(method->params[i].interface))
                    : params[i];
    write_call(&crossing, interface);
    if (crossing.way == WAY_OUT)
        outer = dialogs_enter(method, params);
    control_set(crossing.way == WAY_OUT ? CONTROL_TARGET : CONTROL_APPLICATION);
    SetLastError(error);
    crossing.result = (DWORD)call_words(function, words, (unsigned)(at - words));
    error = GetLastError();
    control_set(CONTROL_RECORDER);
    if (crossing.way == WAY_OUT)
        dialogs_leave(outer);
    write_return(&crossing);
    forget_before(&crossing);
    control_set(had);
    SetLastError(error);
    return crossing.result;
}

/* ---- what the vtables call ---- */

static UINT_PTR called(struct sink *sink, unsigned slot, const UINT_PTR *params)
{
    const struct cat_interface *interface = sink->interface;

    return cross(sink, interface, wrap_method(interface, slot), (*(void ***)sink->real)[slot], params);
}

HRESULT STDMETHODCALLTYPE sink_query_interface(struct sink *sink, const GUID *iid, void **object)
{
    return (HRESULT)called(sink, 0, (const UINT_PTR[]){ (UINT_PTR)iid, (UINT_PTR)object });
}

ULONG STDMETHODCALLTYPE sink_add_ref(struct sink *sink)
{
    return (ULONG)called(sink, 1, NULL);
}

ULONG STDMETHODCALLTYPE sink_release(struct sink *sink)
{
    return (ULONG)called(sink, 2, NULL);
}

HRESULT sink_called(struct sink *sink, unsigned index, const UINT_PTR *words)
{
    return (HRESULT)called(sink, FIRST_METHOD + index, words);
}

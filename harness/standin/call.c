/* A client's call from entry to return, and the objects that it hands out. */
#include "layer.h"

static DWORD tls_index = TLS_OUT_OF_INDEXES;

struct call *call_in_flight(void)
{
    return tls_index == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(tls_index);
}

void call_enter(struct call *call)
{
    static unsigned serial;

    if (tls_index == TLS_OUT_OF_INDEXES)
        tls_index = TlsAlloc();
    call->serial = ++serial;
    call->outer = TlsGetValue(tls_index);
    TlsSetValue(tls_index, call);
}

unsigned call_elements(const struct call *call, unsigned capacity)
{
    if (call->result == S_OK)
        return capacity;
    for (unsigned i = 0; i < call->method->n_params; i++) /* S_FALSE: the rest is the caller's own bytes */
        if (call->method->params[i].kind == CAT_OUT_NUMBER && call->params[i])
            return *(const ULONG *)call->params[i];
    return 0;
}

static void adopt_out(struct call *call, unsigned index)
{
    const struct cat_param *param = &call->method->params[index];
    void **out = (void **)call->params[index];

    if (!out)
        return;
    if (param->kind == CAT_OUT_INTERFACE && *out)
        boundary_adopt(*out, surface_index(param->interface));
    if (param->kind == CAT_OUT_BY_IID && *out)
        boundary_adopt(*out, surface_index_by_iid((const struct cat_guid *)call->params[param->partner]));
    if (param->kind == CAT_OUT_INTERFACES)
        for (unsigned i = 0; i < call_elements(call, (unsigned)call->params[param->partner]); i++)
            boundary_adopt(out[i], surface_index(param->interface));
}

bool call_succeeded(const struct call *call)
{
    return call->method->returns == CAT_RETURNS_HRESULT && SUCCEEDED((HRESULT)call->result);
}

void call_finish(struct call *call)
{
    imports_flush();
    sinks_after(call);
    if (call_succeeded(call))
        for (unsigned i = 0; i < call->method->n_params; i++)
            adopt_out(call, i);
    deviate_after(call);
    TlsSetValue(tls_index, call->outer);
}

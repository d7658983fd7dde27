/* IIdentityChangeNotify for the tests. */
#include "support.h"

static struct sink *impl_from_IIdentityChangeNotify(IIdentityChangeNotify *iface)
{
    return CONTAINING_RECORD(iface, struct sink, notify);
}

static HRESULT STDMETHODCALLTYPE sink_QueryInterface(IIdentityChangeNotify *iface, REFIID riid, void **object)
{
    *object = NULL;
    if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_IIdentityChangeNotify))
        return E_NOINTERFACE;
    IIdentityChangeNotify_AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE sink_AddRef(IIdentityChangeNotify *iface)
{
    return InterlockedIncrement(&impl_from_IIdentityChangeNotify(iface)->refs);
}

static ULONG STDMETHODCALLTYPE sink_Release(IIdentityChangeNotify *iface)
{
    return InterlockedDecrement(&impl_from_IIdentityChangeNotify(iface)->refs);
}

static HRESULT answer(struct sink *self)
{
    if (self->called)
        self->called(self);
    return self->answer;
}

static HRESULT STDMETHODCALLTYPE sink_QuerySwitchIdentities(IIdentityChangeNotify *iface)
{
    struct sink *self = impl_from_IIdentityChangeNotify(iface);

    InterlockedIncrement(&self->queries);
    return answer(self);
}

static HRESULT STDMETHODCALLTYPE sink_SwitchIdentities(IIdentityChangeNotify *iface)
{
    struct sink *self = impl_from_IIdentityChangeNotify(iface);

    InterlockedIncrement(&self->switches);
    return answer(self);
}

static HRESULT STDMETHODCALLTYPE sink_IdentityInformationChanged(IIdentityChangeNotify *iface, DWORD what)
{
    struct sink *self = impl_from_IIdentityChangeNotify(iface);

    InterlockedIncrement(&self->changes);
    InterlockedExchange(&self->last_change, (LONG)what);
    return answer(self);
}

static const IIdentityChangeNotifyVtbl sink_vtbl = {
    sink_QueryInterface,        sink_AddRef,           sink_Release,
    sink_QuerySwitchIdentities, sink_SwitchIdentities, sink_IdentityInformationChanged,
};

void sink_init(struct sink *sink)
{
    memset(sink, 0, sizeof(*sink));
    sink->notify.lpVtbl = &sink_vtbl;
    sink->answer = S_OK;
}

IUnknown *sink_unknown(struct sink *sink)
{
    return (IUnknown *)&sink->notify;
}

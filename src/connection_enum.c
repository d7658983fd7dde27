/* IEnumConnections over the sinks as they were when it was made. */
#include "connection_enum.h"
#include "identity_notify.h"
#include "memory.h"

struct connection_enum {
    IEnumConnections enum_connections;
    LONG refs;
    struct sink_list *list; /* one reference held */
    ULONG position;
};

static struct connection_enum *impl_from_IEnumConnections(IEnumConnections *iface)
{
    return CONTAINING_RECORD(iface, struct connection_enum, enum_connections);
}

static HRESULT STDMETHODCALLTYPE connection_enum_QueryInterface(IEnumConnections *iface, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_IEnumConnections))
        return E_NOINTERFACE;
    IEnumConnections_AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE connection_enum_AddRef(IEnumConnections *iface)
{
    return InterlockedIncrement(&impl_from_IEnumConnections(iface)->refs);
}

static ULONG STDMETHODCALLTYPE connection_enum_Release(IEnumConnections *iface)
{
    struct connection_enum *self = impl_from_IEnumConnections(iface);
    ULONG refs = InterlockedDecrement(&self->refs);

    if (!refs) {
        notify_list_release(self->list);
        mem_free(self);
        module_release();
    }
    return refs;
}

/* Moves up to count places on; returns how many, and from where. */
static ULONG advance(struct connection_enum *self, ULONG count, ULONG *from)
{
    ULONG rest;

    module_lock();
    *from = self->position;
    rest = self->list->count - self->position;
    if (count > rest)
        count = rest;
    self->position += count;
    module_unlock();
    return count;
}

static HRESULT STDMETHODCALLTYPE connection_enum_Next(IEnumConnections *iface, ULONG count, CONNECTDATA *connections,
                                                      ULONG *fetched)
{
    struct connection_enum *self = impl_from_IEnumConnections(iface);
    ULONG got, from;

    if (fetched)
        *fetched = 0;
    if (connections && count)
        memset(&connections[0], 0, sizeof(connections[0])); /* and no more: I-27 */
    if (!connections || (!fetched && count != 1))           /* I-02 */
        return E_POINTER;
    got = advance(self, count, &from);
    for (ULONG i = 0; i < got; i++) {
        connections[i] = self->list->sinks[from + i];
        IUnknown_AddRef(connections[i].pUnk);
    }
    if (fetched)
        *fetched = got;
    return got == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE connection_enum_Skip(IEnumConnections *iface, ULONG count)
{
    ULONG from;

    return advance(impl_from_IEnumConnections(iface), count, &from) == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE connection_enum_Reset(IEnumConnections *iface)
{
    struct connection_enum *self = impl_from_IEnumConnections(iface);

    module_lock();
    self->position = 0;
    module_unlock();
    return S_OK;
}

static HRESULT create(struct sink_list *list, ULONG position, IEnumConnections **enumerator);

static HRESULT STDMETHODCALLTYPE connection_enum_Clone(IEnumConnections *iface, IEnumConnections **clone)
{
    struct connection_enum *self = impl_from_IEnumConnections(iface);
    ULONG position;

    if (!clone)
        return E_POINTER;
    module_lock();
    position = self->position;
    module_unlock();
    return create(self->list, position, clone);
}

static const IEnumConnectionsVtbl connection_enum_vtbl = {
    connection_enum_QueryInterface, connection_enum_AddRef, connection_enum_Release, connection_enum_Next,
    connection_enum_Skip,           connection_enum_Reset,  connection_enum_Clone,
};

static HRESULT create(struct sink_list *list, ULONG position, IEnumConnections **enumerator)
{
    struct connection_enum *self = mem_alloc(sizeof(*self));

    *enumerator = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    module_add_ref();
    notify_list_add_ref(list);
    self->enum_connections.lpVtbl = &connection_enum_vtbl;
    self->refs = 1;
    self->list = list;
    self->position = position;
    *enumerator = &self->enum_connections;
    return S_OK;
}

HRESULT connection_enum_create(IEnumConnections **enumerator)
{
    struct sink_list *list;
    HRESULT hr = notify_list(&list);

    *enumerator = NULL;
    if (FAILED(hr))
        return hr;
    hr = create(list, 0, enumerator);
    notify_list_release(list);
    return hr;
}

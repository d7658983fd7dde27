/* IConnectionPointContainer and IConnectionPoint of the manager, one object for both (I-10). All managers share their
 * connections. */
#include "connection_enum.h"
#include "identity_manager.h"
#include "identity_notify.h"

static struct manager *impl_from_IConnectionPointContainer(IConnectionPointContainer *iface)
{
    return CONTAINING_RECORD(iface, struct manager, connection_point_container);
}

static struct manager *impl_from_IConnectionPoint(IConnectionPoint *iface)
{
    return CONTAINING_RECORD(iface, struct manager, connection_point);
}

static HRESULT STDMETHODCALLTYPE container_QueryInterface(IConnectionPointContainer *iface, REFIID riid, void **object)
{
    return manager_query_interface(impl_from_IConnectionPointContainer(iface), riid, object);
}

static ULONG STDMETHODCALLTYPE container_AddRef(IConnectionPointContainer *iface)
{
    return manager_add_ref(impl_from_IConnectionPointContainer(iface));
}

static ULONG STDMETHODCALLTYPE container_Release(IConnectionPointContainer *iface)
{
    return manager_release(impl_from_IConnectionPointContainer(iface));
}

static HRESULT STDMETHODCALLTYPE container_EnumConnectionPoints(IConnectionPointContainer *iface,
                                                                IEnumConnectionPoints **enumerator)
{
    if (!enumerator)
        return E_POINTER;
    return connection_point_enum_create(&impl_from_IConnectionPointContainer(iface)->connection_point, 0, enumerator);
}

static HRESULT STDMETHODCALLTYPE container_FindConnectionPoint(IConnectionPointContainer *iface, REFIID riid,
                                                               IConnectionPoint **point)
{
    struct manager *self = impl_from_IConnectionPointContainer(iface);

    if (!point)
        return E_POINTER;
    *point = NULL;
    if (!riid)
        return E_POINTER;
    if (!IsEqualGUID(riid, &IID_IIdentityChangeNotify))
        return CONNECT_E_NOCONNECTION;
    manager_add_ref(self);
    *point = &self->connection_point;
    return S_OK;
}

const IConnectionPointContainerVtbl manager_connection_point_container_vtbl = {
    container_QueryInterface,      container_AddRef, container_Release, container_EnumConnectionPoints,
    container_FindConnectionPoint,
};

static HRESULT STDMETHODCALLTYPE point_QueryInterface(IConnectionPoint *iface, REFIID riid, void **object)
{
    return manager_query_interface(impl_from_IConnectionPoint(iface), riid, object);
}

static ULONG STDMETHODCALLTYPE point_AddRef(IConnectionPoint *iface)
{
    return manager_add_ref(impl_from_IConnectionPoint(iface));
}

static ULONG STDMETHODCALLTYPE point_Release(IConnectionPoint *iface)
{
    return manager_release(impl_from_IConnectionPoint(iface));
}

static HRESULT STDMETHODCALLTYPE point_GetConnectionInterface(IConnectionPoint *iface, IID *iid)
{
    (void)iface;
    if (!iid)
        return E_POINTER;
    *iid = IID_IIdentityChangeNotify; /* D-081 */
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_GetConnectionPointContainer(IConnectionPoint *iface,
                                                                   IConnectionPointContainer **container)
{
    struct manager *self = impl_from_IConnectionPoint(iface);

    if (!container)
        return E_POINTER;
    manager_add_ref(self);
    *container = &self->connection_point_container;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_Advise(IConnectionPoint *iface, IUnknown *sink, DWORD *cookie)
{
    IIdentityChangeNotify *notify;
    HRESULT hr;

    (void)iface;
    if (!cookie)
        return E_POINTER;
    *cookie = 0;
    if (!sink)
        return E_POINTER;
    hr = IUnknown_QueryInterface(sink, &IID_IIdentityChangeNotify, (void **)&notify);
    if (FAILED(hr) || !notify)
        return CONNECT_E_CANNOTCONNECT;
    hr = notify_advise(notify, cookie);
    IIdentityChangeNotify_Release(notify);
    return hr;
}

static HRESULT STDMETHODCALLTYPE point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    (void)iface;
    return notify_unadvise(cookie);
}

static HRESULT STDMETHODCALLTYPE point_EnumConnections(IConnectionPoint *iface, IEnumConnections **enumerator)
{
    (void)iface;
    if (!enumerator)
        return E_POINTER;
    return connection_enum_create(enumerator);
}

const IConnectionPointVtbl manager_connection_point_vtbl = {
    point_QueryInterface,
    point_AddRef,
    point_Release,
    point_GetConnectionInterface,
    point_GetConnectionPointContainer,
    point_Advise,
    point_Unadvise,
    point_EnumConnections,
};

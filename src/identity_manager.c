/* The manager object: IUnknown for all its interfaces, and IUserIdentityManager. */
#include "identity_manager.h"
#include "identity.h"
#include "identity_enum.h"
#include "identity_logon.h"
#include "identity_manage.h"
#include "identity_policy.h"
#include "identity_store.h"
#include "identity_switch.h"
#include "memory.h"

static struct manager *impl_from_IUserIdentityManager(IUserIdentityManager *iface)
{
    return CONTAINING_RECORD(iface, struct manager, user_identity_manager);
}

HRESULT manager_query_interface(struct manager *self, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (IsEqualGUID(riid, &IID_IUnknown) || IsEqualGUID(riid, &IID_IUserIdentityManager))
        *object = &self->user_identity_manager;
    else if (IsEqualGUID(riid, &IID_IConnectionPointContainer))
        *object = &self->connection_point_container;
    else if (IsEqualGUID(riid, &IID_IConnectionPoint))
        *object = &self->connection_point;
    else if (IsEqualGUID(riid, &IID_IPrivateIdentityManager))
        *object = &self->private_manager;
    else if (IsEqualGUID(riid, &IID_IPrivateIdentityManager2) || IsEqualGUID(riid, &IID_IPrivateIdentityManager2_MIDL))
        *object = &self->private_manager2; /* C-1, I-11 */
    else
        return E_NOINTERFACE;
    manager_add_ref(self);
    return S_OK;
}

ULONG manager_add_ref(struct manager *self)
{
    return InterlockedIncrement(&self->refs);
}

ULONG manager_release(struct manager *self)
{
    ULONG refs = InterlockedDecrement(&self->refs);

    if (!refs) {
        mem_free(self);
        module_release();
    }
    return refs;
}

static HRESULT STDMETHODCALLTYPE manager_QueryInterface(IUserIdentityManager *iface, REFIID riid, void **object)
{
    return manager_query_interface(impl_from_IUserIdentityManager(iface), riid, object);
}

static ULONG STDMETHODCALLTYPE manager_AddRef(IUserIdentityManager *iface)
{
    return manager_add_ref(impl_from_IUserIdentityManager(iface));
}

static ULONG STDMETHODCALLTYPE manager_Release(IUserIdentityManager *iface)
{
    return manager_release(impl_from_IUserIdentityManager(iface));
}

/* Under the policy there is the default identity and no other (D-079, I-01). */
static HRESULT list_allowed(struct identity_list **list)
{
    GUID id;
    HRESULT hr = policy_check();

    *list = NULL;
    if (SUCCEEDED(hr))
        return store_list_settled(list);
    if (hr != E_IDENTITIES_DISABLED)
        return hr;
    hr = store_get_default(&id);
    if (FAILED(hr) && hr != E_IDENTITY_NOT_FOUND)
        return hr;
    return store_list_one(SUCCEEDED(hr) ? &id : NULL, list);
}

static HRESULT STDMETHODCALLTYPE manager_EnumIdentities(IUserIdentityManager *iface, IEnumUserIdentity **enumerator)
{
    struct identity_list *list = NULL;
    HRESULT hr;

    (void)iface;
    if (!enumerator)
        return E_POINTER;
    *enumerator = NULL;
    hr = store_first_use(false);
    if (SUCCEEDED(hr))
        hr = list_allowed(&list);
    if (SUCCEEDED(hr))
        hr = identity_enum_create(list, 0, enumerator);
    store_list_release(list);
    return hr;
}

static HRESULT STDMETHODCALLTYPE manager_ManageIdentities(IUserIdentityManager *iface, HWND parent, DWORD flags)
{
    HRESULT hr;

    (void)iface;
    hr = policy_check(); /* D-032 */
    if (SUCCEEDED(hr))
        hr = store_first_use(false);
    return FAILED(hr) ? hr : manage_identities(parent, flags);
}

static HRESULT log_on_locked_down(IUserIdentity **identity)
{
    GUID id;
    HRESULT hr = store_get_default(&id);

    if (hr == E_IDENTITY_NOT_FOUND)
        return E_IDENTITIES_DISABLED; /* I-01 */
    if (SUCCEEDED(hr))
        hr = identity_create(&id, identity);
    return FAILED(hr) ? hr : S_IDENTITIES_DISABLED;
}

static HRESULT STDMETHODCALLTYPE manager_Logon(IUserIdentityManager *iface, HWND parent, DWORD flags,
                                               IUserIdentity **identity)
{
    bool locked_down;
    HRESULT hr;

    (void)iface;
    if (!identity)
        return E_POINTER;
    *identity = NULL;
    hr = policy_check();
    locked_down = hr == E_IDENTITIES_DISABLED;
    if (SUCCEEDED(hr) || locked_down)
        hr = store_first_use(!locked_down && !log_on_is_forced(flags));
    if (SUCCEEDED(hr)) {
        if (locked_down)
            hr = log_on_locked_down(identity);
        else
            hr = switch_running() ? E_IDENTITY_CHANGING : log_on(parent, flags, identity);
    }
    return hr == E_FAIL ? E_UNEXPECTED : hr; /* D-022 */
}

static HRESULT STDMETHODCALLTYPE manager_Logoff(IUserIdentityManager *iface, HWND parent)
{
    HRESULT hr;

    (void)iface;
    hr = policy_check(); /* I-01 */
    if (SUCCEEDED(hr))
        hr = switch_log_off();
    if (SUCCEEDED(hr) && parent)
        SetForegroundWindow(parent); /* D-028 */
    return hr;
}

static HRESULT resolve_cookie(const GUID *cookie, GUID *id)
{
    if (IsEqualGUID(cookie, &UID_GIBC_DEFAULT_USER))
        return store_get_default(id);
    if (IsEqualGUID(cookie, &UID_GIBC_CURRENT_USER))
        return store_get_current(id);
    if (IsEqualGUID(cookie, &UID_GIBC_OUTGOING_USER))
        return switch_get_outgoing(id);
    if (IsEqualGUID(cookie, &UID_GIBC_INCOMING_USER))
        return switch_get_incoming(id);
    *id = *cookie;
    return store_has(id); /* D-011 */
}

static HRESULT STDMETHODCALLTYPE manager_GetIdentityByCookie(IUserIdentityManager *iface, GUID *cookie,
                                                             IUserIdentity **identity)
{
    GUID id;
    HRESULT hr;

    (void)iface;
    if (!identity)
        return E_POINTER;
    *identity = NULL;
    if (!cookie)
        return E_POINTER;
    hr = policy_check(); /* D-012 */
    if (SUCCEEDED(hr))
        hr = store_first_use(false);
    if (SUCCEEDED(hr))
        hr = resolve_cookie(cookie, &id);
    return FAILED(hr) ? hr : identity_create(&id, identity);
}

static const IUserIdentityManagerVtbl manager_vtbl = {
    manager_QueryInterface,   manager_AddRef, manager_Release, manager_EnumIdentities,
    manager_ManageIdentities, manager_Logon,  manager_Logoff,  manager_GetIdentityByCookie,
};

HRESULT manager_create(REFIID riid, void **object)
{
    struct manager *self = mem_alloc(sizeof(*self));
    HRESULT hr;

    *object = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    module_add_ref();
    self->user_identity_manager.lpVtbl = &manager_vtbl;
    self->connection_point_container.lpVtbl = &manager_connection_point_container_vtbl;
    self->connection_point.lpVtbl = &manager_connection_point_vtbl;
    self->private_manager.lpVtbl = &manager_private_vtbl;
    self->private_manager2.lpVtbl = &manager_private2_vtbl;
    self->refs = 1;
    hr = manager_query_interface(self, riid, object);
    manager_release(self);
    return hr;
}

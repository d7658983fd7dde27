/* IPrivateIdentityManager and IPrivateIdentityManager2 of the manager (I-25). */
#include "identity.h"
#include "identity_actions.h"
#include "identity_manager.h"
#include "identity_policy.h"
#include "identity_store.h"
#include "identity_switch.h"

static struct manager *impl_from_IPrivateIdentityManager(IPrivateIdentityManager *iface)
{
    return CONTAINING_RECORD(iface, struct manager, private_manager);
}

static struct manager *impl_from_IPrivateIdentityManager2(IPrivateIdentityManager2 *iface)
{
    return CONTAINING_RECORD(iface, struct manager, private_manager2);
}

/* The object comes before the identity: after the registry was written nothing may fail. Only the folder may, which is
 * made again whenever it is asked for (I-04). */
static HRESULT create(const WCHAR *text, const WCHAR *password, IUserIdentity **identity)
{
    WCHAR name[NAME_CAPACITY];
    GUID id;
    HRESULT hr;

    *identity = NULL;
    if (!text)
        return E_POINTER;
    hr = policy_check(); /* D-131 */
    if (SUCCEEDED(hr))
        hr = text_to_name(text, name);
    if (SUCCEEDED(hr))
        hr = store_new_id(&id);
    if (SUCCEEDED(hr))
        hr = identity_create(&id, identity);
    if (FAILED(hr))
        return hr;
    hr = action_create(&id, name, password);
    if (FAILED(hr)) {
        IUserIdentity_Release(*identity);
        *identity = NULL;
    }
    return hr;
}

static HRESULT STDMETHODCALLTYPE private_QueryInterface(IPrivateIdentityManager *iface, REFIID riid, void **object)
{
    return manager_query_interface(impl_from_IPrivateIdentityManager(iface), riid, object);
}

static ULONG STDMETHODCALLTYPE private_AddRef(IPrivateIdentityManager *iface)
{
    return manager_add_ref(impl_from_IPrivateIdentityManager(iface));
}

static ULONG STDMETHODCALLTYPE private_Release(IPrivateIdentityManager *iface)
{
    return manager_release(impl_from_IPrivateIdentityManager(iface));
}

static HRESULT STDMETHODCALLTYPE private_CreateIdentity(IPrivateIdentityManager *iface, WCHAR *name,
                                                        IUserIdentity **identity)
{
    (void)iface;
    return identity ? create(name, NULL, identity) : E_POINTER;
}

static HRESULT STDMETHODCALLTYPE private_ConfirmPassword(IPrivateIdentityManager *iface, GUID *cookie, WCHAR *password)
{
    (void)iface;
    return cookie ? store_confirm_password(cookie, password) : E_POINTER;
}

const IPrivateIdentityManagerVtbl manager_private_vtbl = {
    private_QueryInterface, private_AddRef, private_Release, private_CreateIdentity, private_ConfirmPassword,
};

static HRESULT STDMETHODCALLTYPE private2_QueryInterface(IPrivateIdentityManager2 *iface, REFIID riid, void **object)
{
    return manager_query_interface(impl_from_IPrivateIdentityManager2(iface), riid, object);
}

static ULONG STDMETHODCALLTYPE private2_AddRef(IPrivateIdentityManager2 *iface)
{
    return manager_add_ref(impl_from_IPrivateIdentityManager2(iface));
}

static ULONG STDMETHODCALLTYPE private2_Release(IPrivateIdentityManager2 *iface)
{
    return manager_release(impl_from_IPrivateIdentityManager2(iface));
}

static HRESULT STDMETHODCALLTYPE private2_CreateIdentity2(IPrivateIdentityManager2 *iface, WCHAR *name, WCHAR *password,
                                                          IUserIdentity **identity)
{
    (void)iface;
    return identity ? create(name, password, identity) : E_POINTER;
}

static HRESULT STDMETHODCALLTYPE private2_DestroyIdentity(IPrivateIdentityManager2 *iface, GUID *cookie)
{
    HRESULT hr;

    (void)iface;
    if (!cookie)
        return E_POINTER;
    hr = policy_check();
    return FAILED(hr) ? hr : action_destroy(cookie);
}

static HRESULT find_and_confirm(const WCHAR *text, const WCHAR *password, GUID *id)
{
    WCHAR name[NAME_CAPACITY];
    HRESULT hr = text_to_name(text, name);

    if (FAILED(hr))
        return E_IDENTITY_NOT_FOUND; /* nobody can have that name */
    hr = store_find_name(name, id);
    return FAILED(hr) ? hr : store_confirm_password(id, password);
}

static HRESULT STDMETHODCALLTYPE private2_LogonAs(IPrivateIdentityManager2 *iface, WCHAR *name, WCHAR *password,
                                                  IUserIdentity **identity)
{
    GUID id;
    HRESULT hr;

    (void)iface;
    if (!identity)
        return E_POINTER;
    *identity = NULL;
    if (!name)
        return E_POINTER;
    hr = policy_check();
    if (FAILED(hr))
        return hr;
    if (switch_running())
        return E_IDENTITY_CHANGING; /* I-17 */
    hr = find_and_confirm(name, password, &id);
    if (SUCCEEDED(hr)) /* the object first: after the switch nothing may fail */
        hr = identity_create(&id, identity);
    if (FAILED(hr))
        return hr;
    hr = switch_log_on(&id);
    if (FAILED(hr)) {
        IUserIdentity_Release(*identity);
        *identity = NULL;
    }
    return hr;
}

static HRESULT STDMETHODCALLTYPE private2_SetDefaultIdentity(IPrivateIdentityManager2 *iface, GUID *cookie)
{
    (void)iface;
    return cookie ? store_set_default(cookie) : E_POINTER; /* I-15 */
}

static HRESULT STDMETHODCALLTYPE private2_GetDefaultIdentity(IPrivateIdentityManager2 *iface, GUID *cookie)
{
    (void)iface;
    return cookie ? store_get_default(cookie) : E_POINTER;
}

const IPrivateIdentityManager2Vtbl manager_private2_vtbl = {
    private2_QueryInterface,
    private2_AddRef,
    private2_Release,
    private2_CreateIdentity2,
    private2_DestroyIdentity,
    private2_LogonAs,
    private2_SetDefaultIdentity,
    private2_GetDefaultIdentity,
};

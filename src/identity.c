/* One identity: IUserIdentity and IUserIdentity2. It knows its cookie; all else is read when it is asked for. */
#include "identity.h"
#include "identity_actions.h"
#include "identity_folder.h"
#include "identity_policy.h"
#include "identity_store.h"
#include "memory.h"

struct identity {
    IUserIdentity2 user_identity2;
    LONG refs;
    GUID id;
};

static struct identity *impl_from_IUserIdentity2(IUserIdentity2 *iface)
{
    return CONTAINING_RECORD(iface, struct identity, user_identity2);
}

static HRESULT STDMETHODCALLTYPE identity_QueryInterface(IUserIdentity2 *iface, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_IUserIdentity) &&
        !IsEqualGUID(riid, &IID_IUserIdentity2))
        return E_NOINTERFACE;
    IUserIdentity2_AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE identity_AddRef(IUserIdentity2 *iface)
{
    return InterlockedIncrement(&impl_from_IUserIdentity2(iface)->refs);
}

static ULONG STDMETHODCALLTYPE identity_Release(IUserIdentity2 *iface)
{
    struct identity *self = impl_from_IUserIdentity2(iface);
    ULONG refs = InterlockedDecrement(&self->refs);

    if (!refs) {
        mem_free(self);
        module_release();
    }
    return refs;
}

static HRESULT STDMETHODCALLTYPE identity_GetCookie(IUserIdentity2 *iface, GUID *cookie)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);
    HRESULT hr;

    if (!cookie)
        return E_POINTER;
    *cookie = GUID_NULL;
    hr = store_has(&self->id); /* inferred from D-047 */
    if (SUCCEEDED(hr))
        *cookie = self->id;
    return hr;
}

static HRESULT STDMETHODCALLTYPE identity_GetName(IUserIdentity2 *iface, WCHAR *name, ULONG capacity)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);
    WCHAR *text;
    HRESULT hr;

    if (!name)
        return E_POINTER;
    if (capacity)
        name[0] = 0;
    hr = store_get_name(&self->id, &text);
    if (SUCCEEDED(hr))
        hr = text_copy_out(text, name, capacity);
    mem_free(text);
    return hr;
}

static HRESULT STDMETHODCALLTYPE identity_OpenIdentityRegKey(IUserIdentity2 *iface, DWORD access, HKEY *key)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);

    return key ? store_open(&self->id, access, key) : E_POINTER;
}

static HRESULT STDMETHODCALLTYPE identity_GetIdentityFolder(IUserIdentity2 *iface, DWORD flags, WCHAR *path,
                                                            ULONG capacity)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);
    HRESULT hr;

    if (!path)
        return E_POINTER;
    if (capacity)
        path[0] = 0;
    hr = folder_check_flags(flags);
    if (SUCCEEDED(hr)) /* no folder for an identity that is gone */
        hr = store_has(&self->id);
    return FAILED(hr) ? hr : folder_get(&self->id, flags, path, capacity);
}

static HRESULT STDMETHODCALLTYPE identity_GetOrdinal(IUserIdentity2 *iface, DWORD *ordinal)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);

    return ordinal ? store_get_ordinal(&self->id, ordinal) : E_POINTER;
}

static HRESULT STDMETHODCALLTYPE identity_SetName(IUserIdentity2 *iface, WCHAR *text)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);
    WCHAR name[NAME_CAPACITY];
    HRESULT hr;

    if (!text)
        return E_POINTER;
    hr = policy_check(); /* I-01 */
    if (SUCCEEDED(hr))
        hr = text_to_name(text, name);
    return FAILED(hr) ? hr : action_rename(&self->id, name);
}

static HRESULT STDMETHODCALLTYPE identity_ChangePassword(IUserIdentity2 *iface, WCHAR *old_password,
                                                         WCHAR *new_password)
{
    const struct identity *self = impl_from_IUserIdentity2(iface);
    HRESULT hr = policy_check(); /* I-01 */

    return FAILED(hr) ? hr : store_change_password(&self->id, old_password, new_password);
}

static const IUserIdentity2Vtbl identity_vtbl = {
    identity_QueryInterface,    identity_AddRef,     identity_Release,
    identity_GetCookie,         identity_GetName,    identity_OpenIdentityRegKey,
    identity_GetIdentityFolder, identity_GetOrdinal, identity_SetName,
    identity_ChangePassword,
};

HRESULT identity_create(const GUID *id, IUserIdentity **identity)
{
    struct identity *self = mem_alloc(sizeof(*self));

    *identity = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    module_add_ref();
    self->user_identity2.lpVtbl = &identity_vtbl;
    self->refs = 1;
    self->id = *id;
    *identity = (IUserIdentity *)&self->user_identity2; /* the derived interface begins with its base */
    return S_OK;
}

/* IEnumUserIdentity over one frozen list of cookies (I-02, I-05). */
#include "identity_enum.h"
#include "identity.h"
#include "memory.h"

struct identity_enum {
    IEnumUserIdentity enum_user_identity;
    LONG refs;
    struct identity_list *list; /* one reference held */
    ULONG position;             /* guarded by the module's lock */
};

static struct identity_enum *impl_from_IEnumUserIdentity(IEnumUserIdentity *iface)
{
    return CONTAINING_RECORD(iface, struct identity_enum, enum_user_identity);
}

static HRESULT STDMETHODCALLTYPE identity_enum_QueryInterface(IEnumUserIdentity *iface, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_IEnumUserIdentity))
        return E_NOINTERFACE;
    IEnumUserIdentity_AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE identity_enum_AddRef(IEnumUserIdentity *iface)
{
    return InterlockedIncrement(&impl_from_IEnumUserIdentity(iface)->refs);
}

static ULONG STDMETHODCALLTYPE identity_enum_Release(IEnumUserIdentity *iface)
{
    struct identity_enum *self = impl_from_IEnumUserIdentity(iface);
    ULONG refs = InterlockedDecrement(&self->refs);

    if (!refs) {
        store_list_release(self->list);
        mem_free(self);
        module_release();
    }
    return refs;
}

static ULONG at_most(const struct identity_enum *self, ULONG count)
{
    ULONG rest = self->list->count - self->position;

    return count < rest ? count : rest;
}

/* Makes the objects of the next places. On failure none is left and all pointers are NULL. */
static HRESULT make_identities(const GUID *ids, ULONG count, IUnknown **identities)
{
    for (ULONG made = 0; made < count; made++) {
        IUserIdentity *identity;
        HRESULT hr = identity_create(&ids[made], &identity);

        identities[made] = (IUnknown *)identity;
        if (SUCCEEDED(hr))
            continue;
        while (made--) {
            IUnknown_Release(identities[made]);
            identities[made] = NULL;
        }
        return hr;
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE identity_enum_Next(IEnumUserIdentity *iface, ULONG count, IUnknown **identities,
                                                    ULONG *fetched)
{
    struct identity_enum *self = impl_from_IEnumUserIdentity(iface);
    HRESULT hr;
    ULONG got;

    if (fetched)
        *fetched = 0;
    if (identities && count)
        identities[0] = NULL;                    /* and no more: I-27, D-070 */
    if (!identities || (!fetched && count != 1)) /* I-02 */
        return E_POINTER;
    module_lock();
    got = at_most(self, count);
    hr = make_identities(&self->list->ids[self->position], got, identities);
    if (SUCCEEDED(hr))
        self->position += got;
    module_unlock();
    if (FAILED(hr))
        return hr;
    if (fetched)
        *fetched = got;
    return got == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE identity_enum_Skip(IEnumUserIdentity *iface, ULONG count)
{
    struct identity_enum *self = impl_from_IEnumUserIdentity(iface);
    ULONG skipped;

    module_lock();
    skipped = at_most(self, count);
    self->position += skipped;
    module_unlock();
    return skipped == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE identity_enum_Reset(IEnumUserIdentity *iface)
{
    struct identity_enum *self = impl_from_IEnumUserIdentity(iface);

    module_lock();
    self->position = 0;
    module_unlock();
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE identity_enum_Clone(IEnumUserIdentity *iface, IEnumUserIdentity **clone)
{
    struct identity_enum *self = impl_from_IEnumUserIdentity(iface);
    ULONG position;

    if (!clone)
        return E_POINTER;
    module_lock();
    position = self->position;
    module_unlock();
    return identity_enum_create(self->list, position, clone); /* D-076 */
}

static HRESULT STDMETHODCALLTYPE identity_enum_GetCount(IEnumUserIdentity *iface, ULONG *count)
{
    if (!count)
        return E_POINTER;
    *count = impl_from_IEnumUserIdentity(iface)->list->count;
    return S_OK;
}

static const IEnumUserIdentityVtbl identity_enum_vtbl = {
    identity_enum_QueryInterface, identity_enum_AddRef, identity_enum_Release, identity_enum_Next,
    identity_enum_Skip,           identity_enum_Reset,  identity_enum_Clone,   identity_enum_GetCount,
};

HRESULT identity_enum_create(struct identity_list *list, ULONG position, IEnumUserIdentity **enumerator)
{
    struct identity_enum *self = mem_alloc(sizeof(*self));

    *enumerator = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    module_add_ref();
    store_list_add_ref(list);
    self->enum_user_identity.lpVtbl = &identity_enum_vtbl;
    self->refs = 1;
    self->list = list;
    self->position = position;
    *enumerator = &self->enum_user_identity;
    return S_OK;
}

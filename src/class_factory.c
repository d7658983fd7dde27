/* IClassFactory of CLSID_UserIdentityManager. */
#include "class_factory.h"
#include "identity_manager.h"
#include "memory.h"

struct class_factory {
    IClassFactory class_factory;
    LONG refs;
};

static struct class_factory *impl_from_IClassFactory(IClassFactory *iface)
{
    return CONTAINING_RECORD(iface, struct class_factory, class_factory);
}

static HRESULT STDMETHODCALLTYPE class_factory_QueryInterface(IClassFactory *iface, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_IClassFactory))
        return E_NOINTERFACE;
    IClassFactory_AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE class_factory_AddRef(IClassFactory *iface)
{
    return InterlockedIncrement(&impl_from_IClassFactory(iface)->refs);
}

static ULONG STDMETHODCALLTYPE class_factory_Release(IClassFactory *iface)
{
    struct class_factory *self = impl_from_IClassFactory(iface);
    ULONG refs = InterlockedDecrement(&self->refs);

    if (!refs) {
        mem_free(self);
        module_release();
    }
    return refs;
}

static HRESULT STDMETHODCALLTYPE class_factory_CreateInstance(IClassFactory *iface, IUnknown *outer, REFIID riid,
                                                              void **object)
{
    (void)iface;
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (outer)
        return CLASS_E_NOAGGREGATION; /* I-10 */
    return manager_create(riid, object);
}

static HRESULT STDMETHODCALLTYPE class_factory_LockServer(IClassFactory *iface, BOOL lock)
{
    (void)iface;
    if (lock)
        module_add_ref();
    else
        module_release();
    return S_OK;
}

static const IClassFactoryVtbl class_factory_vtbl = {
    class_factory_QueryInterface, class_factory_AddRef,     class_factory_Release,
    class_factory_CreateInstance, class_factory_LockServer,
};

HRESULT class_factory_create(REFIID riid, void **object)
{
    struct class_factory *self = mem_alloc(sizeof(*self));
    HRESULT hr;

    *object = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    module_add_ref();
    self->class_factory.lpVtbl = &class_factory_vtbl;
    self->refs = 1;
    hr = IClassFactory_QueryInterface(&self->class_factory, riid, object);
    IClassFactory_Release(&self->class_factory);
    return hr;
}

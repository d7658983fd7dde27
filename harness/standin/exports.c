/* The DLL's exports pass the layer like methods do; only their lack of a `this` sets them apart. */
#include "layer.h"

#include <objbase.h>
#include <olectl.h>

/* The reference's own, renamed by rename.h. */
BOOL WINAPI reference_DllMain(HINSTANCE instance, DWORD reason, void *reserved);
HRESULT WINAPI reference_DllGetClassObject(REFCLSID clsid, REFIID iid, void **out);
HRESULT WINAPI reference_DllCanUnloadNow(void);
HRESULT WINAPI reference_DllRegisterServer(void);
HRESULT WINAPI reference_DllUnregisterServer(void);

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH)
        block_open_log();
    return reference_DllMain(instance, reason, reserved);
}

static void export_enter(struct call *call, const char *name, uintptr_t *params)
{
    static struct slot exports[SURFACE_SLOTS_MAX];
    unsigned owner = surface_index("exports");
    unsigned index = 0;
    const struct cat_method *method = cat_method(&cat_interfaces[owner], name, &index);
    struct slot *slot = &exports[index];

    slot->method = method;
    slot->interface_index = (uint8_t)owner;
    slot->index = (uint8_t)index;
    *call = (struct call){ .slot = slot, .method = method, .params = params, .number = slot->calls++ };
    call_enter(call);
    deviate_before(call);
}

static HRESULT export_finish(struct call *call, HRESULT result)
{
    call->result = (uintptr_t)result;
    call_finish(call);
    return (HRESULT)call->result;
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out)
{
    uintptr_t params[] = { (uintptr_t)clsid, (uintptr_t)iid, (uintptr_t)out };
    struct call call;

    export_enter(&call, "DllGetClassObject", params);
    return export_finish(&call, reference_DllGetClassObject(clsid, iid, out));
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    struct call call;

    export_enter(&call, "DllCanUnloadNow", NULL);
    return export_finish(&call, reference_DllCanUnloadNow());
}

HRESULT WINAPI DllRegisterServer(void)
{
    struct call call;

    export_enter(&call, "DllRegisterServer", NULL);
    return export_finish(&call, reference_DllRegisterServer());
}

HRESULT WINAPI DllUnregisterServer(void)
{
    struct call call;

    export_enter(&call, "DllUnregisterServer", NULL);
    return export_finish(&call, reference_DllUnregisterServer());
}

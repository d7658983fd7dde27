/* Entry point, exports and life time of the module. */
#include "module.h"
#include "class_factory.h"
#include "identity_listener.h"
#include "identity_notify.h"
#include "identity_round.h"
#include "identity_switch.h"
#include "registration.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);

HINSTANCE module_instance;

static LONG live;
static CRITICAL_SECTION state_lock;

void module_add_ref(void)
{
    InterlockedIncrement(&live);
}

void module_release(void)
{
    InterlockedDecrement(&live);
}

void module_lock(void)
{
    EnterCriticalSection(&state_lock);
}

void module_unlock(void)
{
    LeaveCriticalSection(&state_lock);
}

/* All static state starts here and ends in module_stop, so that a detach and an attach in one process (the native lane
 * runs many scenarios so) leave nothing behind. */
static void module_start(HINSTANCE instance)
{
    module_instance = instance;
    live = 0;
    InitializeCriticalSection(&state_lock);
    notify_start();
    switch_start();
}

static void module_stop(void)
{
    notify_stop();
    listener_stop();
    round_stop();
    DeleteCriticalSection(&state_lock);
    module_instance = NULL;
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        module_start(instance);
        break;
    case DLL_PROCESS_DETACH:
        /* At the end of the process other threads died anywhere, perhaps with our lock: touch nothing. */
        if (!reserved)
            module_stop();
        break;
    }
    return TRUE;
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!clsid || !riid)
        return E_POINTER;
    if (!IsEqualGUID(clsid, &CLSID_UserIdentityManager))
        return CLASS_E_CLASSNOTAVAILABLE;
    return class_factory_create(riid, object);
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    return InterlockedCompareExchange(&live, 0, 0) ? S_FALSE : S_OK;
}

HRESULT WINAPI DllRegisterServer(void)
{
    return registration_add();
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return registration_remove();
}

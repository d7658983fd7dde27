/* The exports and the objects: one of everything, never freed. */
#include "probe.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);

struct probe_state probe;

static HRESULT STDMETHODCALLTYPE any_QueryInterface(IUnknown *iface, REFIID iid, void **object);

static ULONG STDMETHODCALLTYPE any_AddRef(IUnknown *iface)
{
    (void)iface;
    return 2;
}

static ULONG STDMETHODCALLTYPE any_Release(IUnknown *iface)
{
    (void)iface;
    return 1;
}

static HRESULT STDMETHODCALLTYPE identity_GetCookie(IUserIdentity *iface, GUID *cookie)
{
    (void)iface;
    *cookie = CLSID_UserIdentityManager;
    cookie->Data1 = 1;
    return S_OK;
}

/* Sizes tell what to do: 5 writes behind the terminator, 6 behind the buffer, 7 fills it without a terminator. */
static HRESULT STDMETHODCALLTYPE identity_GetName(IUserIdentity *iface, WCHAR *name, ULONG size)
{
    (void)iface;
    name[0] = 'B';
    name[1] = 0;
    if (size == 5)
        name[3] = 'x';
    if (size == 6)
        name[6] = 'x';
    for (ULONG i = 0; size == 7 && i < size; i++)
        name[i] = 'f';
    return size ? S_OK : E_FAIL;
}

static HRESULT STDMETHODCALLTYPE identity_OpenIdentityRegKey(IUserIdentity *iface, DWORD access, HKEY *key)
{
    (void)iface;
    return RegCreateKeyExW(HKEY_CURRENT_USER, L"Identities\\Mine", 0, NULL, 0, access, NULL, key, NULL) ? E_FAIL : S_OK;
}

static HRESULT STDMETHODCALLTYPE identity_GetIdentityFolder(IUserIdentity *iface, DWORD flags, WCHAR *path, ULONG size)
{
    (void)iface;
    (void)flags;
    return GetEnvironmentVariableW(L"APPDATA", path, size) ? S_OK : E_FAIL;
}

static const IUserIdentityVtbl identity_vtbl = {
    (void *)any_QueryInterface, (void *)any_AddRef,          (void *)any_Release,        identity_GetCookie,
    identity_GetName,           identity_OpenIdentityRegKey, identity_GetIdentityFolder,
};
static IUserIdentity identity = { (IUserIdentityVtbl *)&identity_vtbl };

static HRESULT STDMETHODCALLTYPE manager_EnumIdentities(IUserIdentityManager *iface, IEnumUserIdentity **out)
{
    (void)iface;
    *out = (IEnumUserIdentity *)(ULONG_PTR)0x1234; /* wild, with success */
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE manager_ManageIdentities(IUserIdentityManager *iface, HWND window, DWORD flags)
{
    const HWND before = probe.window; /* calls nest */
    HRESULT hr;

    (void)iface;
    probe.window = window;
    hr = probe_do(flags);
    probe.window = before;
    return hr;
}

static HRESULT STDMETHODCALLTYPE manager_Logon(IUserIdentityManager *iface, HWND window, DWORD flags,
                                               IUserIdentity **out)
{
    (void)iface;
    (void)window;
    if (flags == 1)
        return E_FAIL; /* untouched */
    *out = flags ? NULL : &identity;
    return flags ? E_FAIL : S_OK;
}

static HRESULT STDMETHODCALLTYPE manager_Logoff(IUserIdentityManager *iface, HWND window)
{
    (void)iface;
    (void)window;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE manager_GetIdentityByCookie(IUserIdentityManager *iface, GUID *cookie,
                                                             IUserIdentity **out)
{
    (void)iface;
    (void)cookie;
    *out = &identity;
    return S_OK;
}

static const IUserIdentityManagerVtbl manager_vtbl = {
    (void *)any_QueryInterface, (void *)any_AddRef, (void *)any_Release, manager_EnumIdentities,
    manager_ManageIdentities,   manager_Logon,      manager_Logoff,      manager_GetIdentityByCookie,
};
static IUserIdentityManager manager = { (IUserIdentityManagerVtbl *)&manager_vtbl };

static HRESULT STDMETHODCALLTYPE point_GetConnectionInterface(IConnectionPoint *iface, IID *iid)
{
    (void)iface;
    *iid = IID_IIdentityChangeNotify;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_GetConnectionPointContainer(IConnectionPoint *iface,
                                                                   IConnectionPointContainer **out)
{
    (void)iface;
    *out = NULL;
    return E_NOTIMPL;
}

/* The token is the sink's place, from 1. */
static HRESULT STDMETHODCALLTYPE point_Advise(IConnectionPoint *iface, IUnknown *object, DWORD *cookie)
{
    (void)iface;
    for (DWORD i = 0; i < PROBE_SINKS; i++) {
        if (probe.sinks[i])
            continue;
        *cookie = i + 1;
        return IUnknown_QueryInterface(object, &IID_IIdentityChangeNotify, (void **)&probe.sinks[i]);
    }
    return CONNECT_E_ADVISELIMIT;
}

static HRESULT STDMETHODCALLTYPE point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    (void)iface;
    if (!cookie || cookie > PROBE_SINKS || !probe.sinks[cookie - 1])
        return CONNECT_E_NOCONNECTION;
    IIdentityChangeNotify_Release(probe.sinks[cookie - 1]);
    probe.sinks[cookie - 1] = NULL;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_EnumConnections(IConnectionPoint *iface, IEnumConnections **out)
{
    (void)iface;
    *out = NULL;
    return E_NOTIMPL;
}

static const IConnectionPointVtbl point_vtbl = {
    (void *)any_QueryInterface,        (void *)any_AddRef, (void *)any_Release, point_GetConnectionInterface,
    point_GetConnectionPointContainer, point_Advise,       point_Unadvise,      point_EnumConnections,
};
static IConnectionPoint point = { (IConnectionPointVtbl *)&point_vtbl };

static HRESULT STDMETHODCALLTYPE factory_CreateInstance(IClassFactory *iface, IUnknown *outer, REFIID iid,
                                                        void **object)
{
    (void)iface;
    (void)outer;
    return any_QueryInterface((IUnknown *)&manager, iid, object);
}

static HRESULT STDMETHODCALLTYPE factory_LockServer(IClassFactory *iface, BOOL lock)
{
    (void)iface;
    (void)lock;
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl = {
    (void *)any_QueryInterface, (void *)any_AddRef, (void *)any_Release, factory_CreateInstance, factory_LockServer,
};
static IClassFactory factory = { (IClassFactoryVtbl *)&factory_vtbl };

static HRESULT STDMETHODCALLTYPE any_QueryInterface(IUnknown *iface, REFIID iid, void **object)
{
    const struct {
        const IID *iid;
        void *object;
    } answers[] = {
        { &IID_IClassFactory, &factory },  { &IID_IUserIdentityManager, &manager },
        { &IID_IUserIdentity, &identity }, { &IID_IConnectionPoint, &point },
        { &IID_IUnknown, iface },
    };

    *object = NULL;
    for (unsigned i = 0; i < ARRAYSIZE(answers); i++)
        if (IsEqualIID(iid, answers[i].iid)) {
            *object = answers[i].object;
            return S_OK;
        }
    return E_NOINTERFACE;
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **object)
{
    (void)clsid;
    return any_QueryInterface((IUnknown *)&factory, iid, object);
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    return S_FALSE;
}

HRESULT WINAPI DllRegisterServer(void)
{
    return E_NOTIMPL;
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return E_NOTIMPL;
}

/* Natively many scenarios share the process: each begins with nothing advised. */
BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    static const struct probe_state nothing;

    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH || reason == DLL_PROCESS_DETACH)
        probe = nothing;
    if (reason == DLL_PROCESS_ATTACH)
        probe.instance = instance;
    return TRUE;
}

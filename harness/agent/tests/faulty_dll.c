/* A DLL that does known wrong or remarkable things, for test_agent_wine.py: ManageIdentities(null, N) does number N. */
#include <windows.h>
#include <ole2.h>
#include <ocidl.h>
#include <olectl.h>
#include <winternl.h>
#include <stdlib.h>
#include <initguid.h>
#include "faulty_tables.h"
#include "msident.h"

enum act {
    ACT_CREATE_KEY = 1,
    ACT_SET_AGAIN,
    ACT_SH_SET,
    ACT_DELETE_VALUE,
    ACT_DELETE_KEY,
    ACT_ESCAPE,
    ACT_NT_DIRECT,
    ACT_MAKE_FOLDER,
    ACT_REMOVE_FOLDER,
    ACT_MAKE_FILE,
    ACT_MOVE_FILE,
    ACT_DELETE_FILE,
    ACT_FOLDER_OUTSIDE,
    ACT_WRITE_DENIED,
    ACT_CREATE_BELOW_DENIED,
    ACT_ESCAPE_DIRECT,
    ACT_NT_CREATE,
    ACT_NT_DELETE_VALUE,
    ACT_NT_DELETE_KEY,
    ACT_ACCESS_VIOLATION = 20,
    ACT_STACK_OVERFLOW,
    ACT_HEAP_OVERRUN,
    ACT_EXIT,
    ACT_SLEEP,
    ACT_ABORT,
    ACT_DIVIDE,
    ACT_TERMINATE,
    ACT_DOUBLE_FREE,
    ACT_RAISE,
    ACT_SPIN,
    ACT_QUERY_SINK = 40,
    ACT_TELL_SINK,
    ACT_KEEP_SINK,
    ACT_READ,
    ACT_TABLES
};

static IIdentityChangeNotify *sink;

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);

/* ---- what it does ---- */

static void set_text(const WCHAR *name)
{
    HKEY key;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Faulty\\Deep", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return;
    RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)L"text", 10);
    RegSetValueExA(key, "Number", 0, REG_DWORD, (const BYTE *)"\7\0\0\0", 4);
    RegCloseKey(key);
}

static void sh_set(void)
{
    const HMODULE shlwapi = LoadLibraryA("shlwapi");
    DWORD(WINAPI * set)
    (HKEY, const WCHAR *, const WCHAR *, DWORD, const void *, DWORD) = (void *)GetProcAddress(shlwapi, "SHSetValueW");

    set(HKEY_CURRENT_USER, L"Faulty", L"Shell", REG_SZ, L"x", 4);
}

static void delete_value(void)
{
    HKEY key;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Faulty\\Deep", 0, KEY_ALL_ACCESS, &key))
        return;
    RegDeleteValueA(key, "Number");
    RegCloseKey(key);
}

static void delete_keys(void)
{
    RegDeleteKeyA(HKEY_CURRENT_USER, "Faulty\\Deep");
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Faulty");
}

static void escape(void)
{
    HKEY user, key;

    RegOpenCurrentUser(KEY_ALL_ACCESS, &user);
    RegCreateKeyExW(user, L"IdenticalEscape", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);
    RegSetValueExW(key, L"out", 0, REG_SZ, (const BYTE *)L"x", 4);
    RegCloseKey(key);
    RegDeleteKeyW(user, L"IdenticalEscape");
    RegCloseKey(user);
}

/* Straight to ntdll, past every import table. */
static void nt_set(HKEY key, const WCHAR *name)
{
    NTSTATUS(NTAPI * set)
    (HANDLE, UNICODE_STRING *, ULONG, ULONG, void *, ULONG) =
        (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtSetValueKey");
    UNICODE_STRING text = { (USHORT)(lstrlenW(name) * 2), (USHORT)(lstrlenW(name) * 2 + 2), (WCHAR *)(ULONG_PTR)name };
    WCHAR data[] = L"direct";

    set(key, &text, 0, REG_SZ, data, sizeof data);
}

static void nt_direct(void)
{
    HKEY key;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Faulty", 0, KEY_ALL_ACCESS, &key))
        return;
    nt_set(key, L"Direct");
    RegCloseKey(key);
}

static void nt_create(HKEY root)
{
    NTSTATUS(NTAPI * create)
    (HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG, void *, ULONG, ULONG *) =
        (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtCreateKey");
    WCHAR name[] = L"IdenticalDirect";
    UNICODE_STRING text = { sizeof name - 2, sizeof name, name };
    OBJECT_ATTRIBUTES attributes = { .Length = sizeof attributes, .ObjectName = &text };
    HANDLE key;

    attributes.RootDirectory = root;
    create(&key, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, NULL);
    RegCloseKey(key);
}

static void create_direct(BOOL outside)
{
    HKEY key;

    if (outside)
        RegOpenCurrentUser(KEY_ALL_ACCESS, &key);
    else if (RegOpenKeyExA(HKEY_CURRENT_USER, "Faulty", 0, KEY_ALL_ACCESS, &key))
        return;
    nt_create(key);
    RegCloseKey(key);
}

static void nt_delete(BOOL whole_key)
{
    NTSTATUS(NTAPI * nt_delete_value)
    (HANDLE, UNICODE_STRING *) = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtDeleteValueKey");
    NTSTATUS(NTAPI * nt_delete_key)(HANDLE) = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtDeleteKey");
    WCHAR name[] = L"Direct";
    UNICODE_STRING text = { sizeof name - 2, sizeof name, name };
    HKEY key;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, whole_key ? "Faulty\\IdenticalDirect" : "Faulty", 0, KEY_ALL_ACCESS, &key))
        return;
    if (whole_key)
        nt_delete_key(key);
    else
        nt_delete_value(key, &text);
    RegCloseKey(key);
}

static void read_registry(void)
{
    WCHAR name[40];
    DWORD n = ARRAYSIZE(name), size = 0;
    HKEY key, other;

    RegOpenKeyExW(HKEY_CURRENT_USER, L"Nowhere", 0, KEY_READ, &other);
    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Identities", 0, KEY_READ, &key))
        return;
    RegQueryValueExW(key, L"x", NULL, NULL, NULL, &size);
    RegQueryValueExW(key, L"", NULL, NULL, NULL, &size);
    for (DWORD i = 0; !RegEnumValueW(key, i, name, &n, NULL, NULL, NULL, NULL); i++)
        n = ARRAYSIZE(name);
    RegEnumKeyExW(key, 0, name, &n, NULL, NULL, NULL, NULL);
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &n, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegCloseKey(key);
}

static void in_profile(const char *name, char path[MAX_PATH])
{
    const DWORD n = GetEnvironmentVariableA("APPDATA", path, MAX_PATH - 32);

    path[n] = '\\';
    lstrcpynA(path + n + 1, name, MAX_PATH - (int)n - 1);
}

static void folders(enum act act)
{
    char path[MAX_PATH], other[MAX_PATH];
    DWORD written;

    in_profile(act == ACT_MAKE_FOLDER || act == ACT_REMOVE_FOLDER ? "folder" : "file.txt", path);
    in_profile("moved.txt", other);
    if (act == ACT_MAKE_FOLDER)
        CreateDirectoryA(path, NULL);
    if (act == ACT_REMOVE_FOLDER)
        RemoveDirectoryA(path);
    if (act == ACT_MAKE_FILE) {
        const HANDLE file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);

        WriteFile(file, "x", 1, &written, NULL);
        CloseHandle(file);
    }
    if (act == ACT_MOVE_FILE)
        MoveFileA(path, other);
    if (act == ACT_DELETE_FILE)
        DeleteFileA(other);
}

static void folder_outside(void)
{
    CreateDirectoryW(L"C:\\identical-outside", NULL);
    RemoveDirectoryW(L"C:\\identical-outside");
}

static HRESULT denied(enum act act)
{
    HKEY key;
    const LSTATUS error =
        act == ACT_WRITE_DENIED
            ? RegOpenKeyExW(HKEY_CURRENT_USER, L"Identities", 0, KEY_SET_VALUE, &key)
            : RegCreateKeyExW(HKEY_CURRENT_USER, L"Identities\\New", 0, NULL, 0, KEY_READ, NULL, &key, NULL);

    return error ? (HRESULT)(0x80070000 | (DWORD)error) : S_OK;
}

static int overflow(volatile char *above)
{
    volatile char space[16384];

    space[0] = above ? above[0] : 1;
    return overflow(space) + space[0];
}

static void crash(enum act act)
{
    unsigned char *memory = HeapAlloc(GetProcessHeap(), 0, 24);
    volatile int zero = 0;

    switch (act) {
    case ACT_ACCESS_VIOLATION:
        *(volatile int *)(ULONG_PTR)16 = 1;
        break;
    case ACT_STACK_OVERFLOW:
        overflow(NULL);
        break;
    case ACT_HEAP_OVERRUN:
        for (unsigned i = 0; i < 64; i++)
            memory[i] = 0x77;
        break;
    case ACT_DIVIDE:
        *(volatile unsigned char *)memory = (unsigned char)(7 / zero);
        break;
    case ACT_DOUBLE_FREE:
        HeapFree(GetProcessHeap(), 0, memory);
        HeapFree(GetProcessHeap(), 0, memory);
        break;
    case ACT_RAISE:
        RaiseException(0xe0001234, 0, 0, NULL);
        break;
    default:
        break;
    }
}

static void leave(enum act act)
{
    switch (act) {
    case ACT_EXIT:
        ExitProcess(7);
    case ACT_TERMINATE:
        TerminateProcess(GetCurrentProcess(), 9);
        break;
    case ACT_ABORT:
        abort();
    case ACT_SLEEP:
        Sleep(INFINITE);
        break;
    default:
        for (;;)
            ;
    }
}

static HRESULT ask_sink(enum act act)
{
    HRESULT hr = S_OK;

    if (!sink)
        return E_UNEXPECTED;
    if (act == ACT_QUERY_SINK)
        hr = IIdentityChangeNotify_QuerySwitchIdentities(sink);
    if (act == ACT_TELL_SINK) {
        set_text(L"Before");
        hr = IIdentityChangeNotify_IdentityInformationChanged(sink, IIC_IDENTITY_CHANGED | IIC_IDENTITY_ADDED);
        set_text(L"After");
    }
    if (act == ACT_KEEP_SINK)
        IIdentityChangeNotify_AddRef(sink);
    return hr;
}

static HRESULT registry_acts(enum act act)
{
    switch (act) {
    case ACT_CREATE_KEY:
    case ACT_SET_AGAIN:
        set_text(L"Text");
        break;
    case ACT_SH_SET:
        sh_set();
        break;
    case ACT_DELETE_VALUE:
        delete_value();
        break;
    case ACT_DELETE_KEY:
        delete_keys();
        break;
    case ACT_ESCAPE:
        escape();
        break;
    case ACT_ESCAPE_DIRECT:
    case ACT_NT_CREATE:
        create_direct(act == ACT_ESCAPE_DIRECT);
        break;
    case ACT_NT_DELETE_VALUE:
    case ACT_NT_DELETE_KEY:
        nt_delete(act == ACT_NT_DELETE_KEY);
        break;
    case ACT_READ:
        read_registry();
        break;
    case ACT_NT_DIRECT:
        nt_direct();
        break;
    default:
        return denied(act);
    }
    return S_OK;
}

static HRESULT act(enum act which)
{
    if (which <= ACT_NT_DIRECT || (which >= ACT_WRITE_DENIED && which <= ACT_NT_DELETE_KEY) || which == ACT_READ)
        return registry_acts(which);
    if (which == ACT_FOLDER_OUTSIDE)
        folder_outside();
    else if (which < ACT_ACCESS_VIOLATION)
        folders(which);
    else if (which == ACT_TABLES)
        return show_tables();
    else if (which >= ACT_QUERY_SINK)
        return ask_sink(which);
    else if (which == ACT_EXIT || which == ACT_SLEEP || which == ACT_ABORT || which == ACT_TERMINATE ||
             which == ACT_SPIN)
        leave(which);
    else
        crash(which);
    return S_OK;
}

/* ---- the object: one of everything, never freed ---- */

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
    (void)iface;
    (void)window;
    return act((enum act)flags);
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

static HRESULT STDMETHODCALLTYPE point_Advise(IConnectionPoint *iface, IUnknown *object, DWORD *cookie)
{
    (void)iface;
    *cookie = 77;
    return IUnknown_QueryInterface(object, &IID_IIdentityChangeNotify, (void **)&sink);
}

static HRESULT STDMETHODCALLTYPE point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    (void)iface;
    if (cookie != 77 || !sink)
        return CONNECT_E_NOCONNECTION;
    IIdentityChangeNotify_Release(sink);
    sink = NULL;
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

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    (void)instance;
    (void)reason;
    (void)reserved;
    return TRUE;
}

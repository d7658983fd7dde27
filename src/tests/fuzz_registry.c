/* Any registry below HKCU\Identities, then every method once: no crash, no leak, and what is listed can be asked.
 * An input is a row of writes: key, value name, type, size, bytes. */
#include <stdint.h>
#include "../module.h"
#include "../msident_res.h"
#include "stubs.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const WCHAR *const keys[] = {
    L"HKCU\\Identities",
    L"HKCU\\Identities\\{0A1B2C3D-1111-4111-8111-111111111111}",
    L"HKCU\\Identities\\{2B3C4D5E-2222-4222-8222-222222222222}",
    L"HKCU\\Identities\\{2b3c4d5e-2222-4222-8222-222222222223}\\Software",
    L"HKCU\\Identities\\{00000000-0000-0000-0000-000000000000}",
    L"HKCU\\Identities\\No GUID",
    L"HKCU\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities",
};

static const WCHAR *const names[] = {
    L"Identity Ordinal", L"Last Username", L"Last User ID",  L"Default User ID", L"Start User ID", L"Username",
    L"User ID",          L"Password2",     L"Use Password2", L"Locked Down",     L"Migrated5",     L"",
};

static const DWORD types[] = { REG_SZ, REG_DWORD, REG_BINARY, REG_EXPAND_SZ, REG_MULTI_SZ, REG_NONE, REG_LINK, 99 };

static const char guid_text[] = "{2B3C4D5E-2222-4222-8222-222222222222}";

#define COUNT(array) (sizeof(array) / sizeof(array[0]))

/* A GUID is hard to guess byte by byte, so one size stands for it. */
static size_t take_value(const uint8_t *data, size_t left, const WCHAR *key, const WCHAR *name, DWORD type)
{
    WCHAR text[sizeof(guid_text)];
    size_t size = left ? data[0] % 100 : 0;

    if (size == 99) {
        for (size_t i = 0; i < sizeof(guid_text); i++)
            text[i] = (WCHAR)guid_text[i];
        stub_registry_set(key, name, type, text, sizeof(text));
        return 1;
    }
    if (left && size > left - 1)
        size = left - 1;
    stub_registry_set(key, name, type, data + 1, (DWORD)size);
    return size + 1;
}

static void seed(const uint8_t *data, size_t size)
{
    while (size >= 3) {
        const WCHAR *key = keys[data[0] % COUNT(keys)];
        size_t used = 3;

        stub_registry_create(key);
        if (data[1] % (COUNT(names) + 1) < COUNT(names) && size > 3)
            used +=
                take_value(data + 3, size - 3, key, names[data[1] % (COUNT(names) + 1)], types[data[2] % COUNT(types)]);
        if (used > size)
            used = size;
        data += used;
        size -= used;
    }
}

static void must(bool condition)
{
    if (!condition)
        __builtin_trap();
}

static void ask(IUserIdentity2 *identity)
{
    WCHAR name[64], path[MAX_PATH];
    DWORD ordinal, again;
    GUID cookie;
    HKEY key;

    must(IUserIdentity2_GetCookie(identity, &cookie) == S_OK);
    IUserIdentity2_GetName(identity, name, 64);
    must(IUserIdentity2_OpenIdentityRegKey(identity, KEY_READ, &key) == S_OK);
    RegCloseKey(key);
    must(IUserIdentity2_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, path, MAX_PATH) == S_OK);
    if (IUserIdentity2_GetOrdinal(identity, &ordinal) == S_OK)
        must(IUserIdentity2_GetOrdinal(identity, &again) == S_OK && again == ordinal && ordinal);
    IUserIdentity2_SetName(identity, name);
    IUserIdentity2_ChangePassword(identity, NULL, name);
}

static void ask_all(IUserIdentityManager *manager)
{
    IEnumUserIdentity *all;
    IUnknown *element;

    must(IUserIdentityManager_EnumIdentities(manager, &all) == S_OK);
    while (IEnumUserIdentity_Next(all, 1, &element, NULL) == S_OK) {
        IUserIdentity2 *identity;

        must(IUnknown_QueryInterface(element, &IID_IUserIdentity2, (void **)&identity) == S_OK);
        IUnknown_Release(element);
        ask(identity);
        IUserIdentity2_Release(identity);
    }
    IEnumUserIdentity_Release(all);
}

static void drop(HRESULT hr, IUserIdentity *identity)
{
    must(SUCCEEDED(hr) == (identity != NULL));
    if (identity)
        IUserIdentity_Release(identity);
}

static void change_all(IUserIdentityManager *manager)
{
    IPrivateIdentityManager2 *private2;
    WCHAR name[] = L"Carol", bob[] = L"bob";
    GUID cookie = { 0x2b3c4d5e, 0x2222, 0x4222, { 0x82, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22 } };
    IUserIdentity *identity;
    HRESULT hr;

    must(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private2) == S_OK);
    hr = IPrivateIdentityManager2_LogonAs(private2, bob, NULL, &identity);
    drop(hr, identity);
    hr = IPrivateIdentityManager2_CreateIdentity2(private2, name, bob, &identity);
    drop(hr, identity);
    IPrivateIdentityManager2_SetDefaultIdentity(private2, &cookie);
    IUserIdentityManager_Logoff(manager, NULL);
    IPrivateIdentityManager2_DestroyIdentity(private2, &cookie);
    IPrivateIdentityManager2_GetDefaultIdentity(private2, &cookie);
    IPrivateIdentityManager2_Release(private2);
}

/* A user who wants nothing: each dialog is cancelled, each question denied. */
static LRESULT CALLBACK cancel(int code, WPARAM window, LPARAM create)
{
    if (code == HCBT_CREATEWND && !(((const CBT_CREATEWNDW *)create)->lpcs->style & WS_CHILD)) {
        PostMessageW((HWND)window, WM_COMMAND, IDCANCEL, 0);
        PostMessageW((HWND)window, WM_COMMAND, IDNO, 0);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HINSTANCE instance = (HINSTANCE)(UINT_PTR)0x10000000;
    IUserIdentityManager *manager;
    IUserIdentity *identity;
    IClassFactory *factory;
    HRESULT hr;

    stub_reset();
    stub_set_resources(msident_res, msident_res_size);
    SetWindowsHookExW(WH_CBT, cancel, NULL, GetCurrentThreadId());
    DllMain(instance, DLL_PROCESS_ATTACH, NULL);
    seed(data, size);
    must(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory) == S_OK);
    must(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentityManager, (void **)&manager) == S_OK);
    IClassFactory_Release(factory);
    hr = IUserIdentityManager_Logon(manager, NULL, 0, &identity);
    drop(hr, identity);
    ask_all(manager);
    change_all(manager);
    ask_all(manager);
    must(IUserIdentityManager_Release(manager) == 0);
    must(DllCanUnloadNow() == S_OK);
    DllMain(instance, DLL_PROCESS_DETACH, NULL);
    must(stub_live_objects() == 0);
    return 0;
}

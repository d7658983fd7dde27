/* The setup program of a suite. It registers the DLL by itself, and while it works it locks the identities with the policy,
 * in the registry beside COM: then nobody manages them and a logon gives the default one. */
#include "client.h"

static const WCHAR policy[] = L"Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities";
static const WCHAR locked[] = L"Locked Down";

static IUserIdentityManager *manager;

static void register_dll(const char *name)
{
    const HMODULE module = LoadLibraryA("msident.dll");
    HRESULT(WINAPI * function)(void) = module ? (void *)GetProcAddress(module, name) : NULL;

    if (function)
        said(name, function());
}

/* ---- the policy ---- */

static void lock_identities(void)
{
    static const DWORD yes = 1;
    HKEY key;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, policy, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return;
    printf("lock %ld\n", RegSetValueExW(key, locked, 0, REG_DWORD, (const BYTE *)&yes, sizeof yes));
    RegCloseKey(key);
}

static void unlock_identities(void)
{
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, policy, 0, KEY_ALL_ACCESS, &key))
        return;
    printf("unlock %ld\n", RegDeleteValueW(key, locked));
    RegCloseKey(key);
}

static void try_locked(void)
{
    IUserIdentity *identity = NULL;

    said("manage, locked", IUserIdentityManager_ManageIdentities(manager, NULL, UIMI_CREATE_NEW_IDENTITY));
    if (said("log on, locked", IUserIdentityManager_Logon(manager, NULL, 0, &identity)))
        IUserIdentity_Release(identity);
}

int main(void)
{
    IPrivateIdentityManager *private = NULL;
    IUserIdentity *identity = NULL;

    CoInitialize(NULL);
    register_dll("DllUnregisterServer");
    register_dll("DllRegisterServer");
    manager = client_manager();
    if (!manager)
        return 1;
    if (said("private",
             IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager, (void **)&private))) {
        if (said("Judy", IPrivateIdentityManager_CreateIdentity(private, (WCHAR *)L"Judy", &identity)))
            IUserIdentity_Release(identity);
        IPrivateIdentityManager_Release(private);
    }
    lock_identities();
    try_locked();
    unlock_identities();
    IUserIdentityManager_Release(manager);
    CoUninitialize();
    return 0;
}

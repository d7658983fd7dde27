/* The real DLL on real functions: loads msident.dll by path and walks once through what the stubs only imitate:
 * registry, DPAPI, folders, resources. Exit code 0: all as expected. */
#define CONST_VTABLE
#include <stdbool.h>
#include <windows.h>
#include <ole2.h>
#include <initguid.h>
#include "msident.h"

typedef HRESULT(WINAPI *get_class_object)(REFCLSID clsid, REFIID riid, void **object);
typedef HRESULT(WINAPI *can_unload_now)(void);

static int failures;

static void check(bool condition, const char *what, int line)
{
    if (condition)
        return;
    printf("wine_smoke.c:%d: %s\n", line, what);
    failures++;
}

#define CHECK(condition) check(condition, #condition, __LINE__)

static HMODULE load(void)
{
    WCHAR path[MAX_PATH + 32];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    static const WCHAR file[] = L"..\\msident.dll";

    while (length && path[length - 1] != '\\')
        length--;
    memcpy(path + length, file, sizeof(file));
    return LoadLibraryW(path);
}

/* HKCU of this process: an empty key, so that every run is a first use. */
static void make_sandbox(void)
{
    HKEY key = NULL;

    RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\msident_smoke", 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS,
                    NULL, &key, NULL);
    CHECK(RegOverridePredefKey(HKEY_CURRENT_USER, key) == ERROR_SUCCESS);
    RegCloseKey(key);
}

static void check_main_identity(IUserIdentityManager *manager)
{
    WCHAR name[64], path[MAX_PATH];
    IEnumUserIdentity *enumerator;
    IUserIdentity *identity = NULL;
    IUnknown *element = NULL;
    ULONG count = 0;

    CHECK(IUserIdentityManager_EnumIdentities(manager, &enumerator) == S_OK);
    CHECK(IEnumUserIdentity_GetCount(enumerator, &count) == S_OK && count == 1);
    CHECK(IEnumUserIdentity_Next(enumerator, 1, &element, NULL) == S_OK);
    CHECK(IEnumUserIdentity_Release(enumerator) == 0);
    CHECK(IUnknown_QueryInterface(element, &IID_IUserIdentity, (void **)&identity) == S_OK);
    IUnknown_Release(element);
    CHECK(IUserIdentity_GetName(identity, name, 64) == S_OK);
    CHECK(lstrcmpW(name, L"Main Identity") == 0);
    CHECK(IUserIdentity_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, path, MAX_PATH) == S_OK);
    CHECK(GetFileAttributesW(path) & FILE_ATTRIBUTE_DIRECTORY);
    CHECK(path[lstrlenW(path) - 1] == '\\');
    CHECK(RemoveDirectoryW(path));
    CHECK(IUserIdentity_Release(identity) == 0);
}

static void check_logon(IUserIdentityManager *manager)
{
    IUserIdentity2 *identity2 = NULL;
    IUserIdentity *identity = NULL;
    DWORD ordinal = 0;

    CHECK(IUserIdentityManager_Logon(manager, NULL, 0, &identity) == S_OK);
    CHECK(IUserIdentity_QueryInterface(identity, &IID_IUserIdentity2, (void **)&identity2) == S_OK);
    CHECK(IUserIdentity2_GetOrdinal(identity2, &ordinal) == S_OK && ordinal == 1);
    IUserIdentity2_Release(identity2);
    CHECK(IUserIdentity_Release(identity) == 0);
}

static void check_passwords(IUserIdentityManager *manager)
{
    IPrivateIdentityManager2 *private2;
    IPrivateIdentityManager *private;
    IUserIdentity *identity = NULL;
    WCHAR path[MAX_PATH];
    GUID cookie;

    CHECK(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private2) == S_OK);
    CHECK(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager, (void **)&private) == S_OK);
    CHECK(IPrivateIdentityManager2_CreateIdentity2(private2, (WCHAR *)L"\x0416\x0435\x043d\x044f", (WCHAR *)L"secret",
                                                   &identity) == S_OK);
    CHECK(IUserIdentity_GetCookie(identity, &cookie) == S_OK);
    CHECK(IPrivateIdentityManager_ConfirmPassword(private, &cookie, (WCHAR *)L"secret") == S_OK);
    CHECK(IPrivateIdentityManager_ConfirmPassword(private, &cookie, (WCHAR *)L"Secret") == E_FAIL);
    CHECK(IPrivateIdentityManager_ConfirmPassword(private, &cookie, NULL) == E_FAIL);
    CHECK(IUserIdentity_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, path, MAX_PATH) == S_OK);
    IUserIdentity_Release(identity);
    /* Another case of Cyrillic letters is the same name (I-12). */
    CHECK(IPrivateIdentityManager2_LogonAs(private2, (WCHAR *)L"\x0436\x0415\x041d\x042f", (WCHAR *)L"secret",
                                           &identity) == S_OK);
    IUserIdentity_Release(identity);
    CHECK(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie) == E_INVALIDARG);
    CHECK(IUserIdentityManager_Logoff(manager, NULL) == S_OK);
    CHECK(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie) == S_OK);
    CHECK(RemoveDirectoryW(path));
    IPrivateIdentityManager_Release(private);
    IPrivateIdentityManager2_Release(private2);
}

static void check_foreign_keys_go_with_identity(IUserIdentityManager *manager)
{
    IPrivateIdentityManager2 *private2;
    IUserIdentity *identity = NULL;
    HKEY key, deep;
    GUID cookie;

    CHECK(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private2) == S_OK);
    CHECK(IPrivateIdentityManager2_CreateIdentity2(private2, (WCHAR *)L"Deep", NULL, &identity) == S_OK);
    CHECK(IUserIdentity_GetCookie(identity, &cookie) == S_OK);
    CHECK(IUserIdentity_OpenIdentityRegKey(identity, KEY_ALL_ACCESS, &key) == S_OK);
    CHECK(RegCreateKeyExW(key, L"Software\\Microsoft\\Outlook Express\\5.0", 0, NULL, 0, KEY_READ, NULL, &deep, NULL) ==
          ERROR_SUCCESS);
    RegCloseKey(deep);
    RegCloseKey(key);
    CHECK(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie) == S_OK);
    CHECK(IUserIdentity_OpenIdentityRegKey(identity, KEY_READ, &key) == E_IDENTITY_NOT_FOUND);
    IUserIdentity_Release(identity);
    IPrivateIdentityManager2_Release(private2);
}

int main(void)
{
    IUserIdentityManager *manager = NULL;
    IClassFactory *factory = NULL;
    can_unload_now can_unload;
    get_class_object get;
    HMODULE module;

    make_sandbox();
    module = load();
    get = module ? (get_class_object)(void *)GetProcAddress(module, "DllGetClassObject") : NULL;
    can_unload = module ? (can_unload_now)(void *)GetProcAddress(module, "DllCanUnloadNow") : NULL;
    if (!get || !can_unload)
        return 2;
    CHECK(get(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory) == S_OK);
    CHECK(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentityManager, (void **)&manager) == S_OK);
    IClassFactory_Release(factory);
    check_main_identity(manager);
    check_logon(manager);
    check_passwords(manager);
    check_foreign_keys_go_with_identity(manager);
    CHECK(can_unload() == S_FALSE);
    CHECK(IUserIdentityManager_Release(manager) == 0);
    CHECK(can_unload() == S_OK);
    printf("%d failures\n", failures);
    return failures ? 1 : 0;
}

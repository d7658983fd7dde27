/* past_hooks: makes an identity exist by COM, then writes a value beside it by a function that no import table holds. */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <ole2.h>
#include <winternl.h>
#include "msident.h"

typedef NTSTATUS(NTAPI *set_value_fn)(HANDLE, UNICODE_STRING *, ULONG, ULONG, void *, ULONG);

int main(void)
{
    static WCHAR text[] = L"Hidden";
    UNICODE_STRING name = { sizeof text - sizeof *text, sizeof text, text };
    IUserIdentityManager *manager = NULL;
    IEnumUserIdentity *all = NULL;
    DWORD data = 7;
    HKEY key;
    const set_value_fn set_value = (set_value_fn)(void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtSetValueKey");

    CoInitialize(NULL);
    if (CoCreateInstance(&CLSID_UserIdentityManager, NULL, CLSCTX_INPROC_SERVER, &IID_IUserIdentityManager,
                         (void **)&manager) ||
        IUserIdentityManager_EnumIdentities(manager, &all) ||
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Identities", 0, KEY_SET_VALUE, &key) ||
        set_value(key, &name, 0, REG_DWORD, &data, sizeof data))
        return 1;
    RegCloseKey(key);
    IEnumUserIdentity_Release(all);
    IUserIdentityManager_Release(manager);
    CoUninitialize();
    return 0;
}

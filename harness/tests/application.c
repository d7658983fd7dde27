/* What an old application does, by plain CoCreateInstance: whichever msident.dll is registered answers.
 * application create NAME PASSWORD: makes an identity and switches to it.
 * application find NAME: whether it is there, and the current one. Exit code 0: yes. */
#define CONST_VTABLE
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <ole2.h>
#include <initguid.h>
#include "msident.h"

enum { CAPACITY = 64 };

static bool failed(const char *what, HRESULT hr)
{
    if (hr != S_OK)
        printf("%s: 0x%08lx\n", what, (unsigned long)hr);
    return hr != S_OK;
}

static bool create(IUserIdentityManager *manager, WCHAR *name, WCHAR *password)
{
    IPrivateIdentityManager2 *private = NULL;
    IUserIdentity *identity = NULL;
    bool ok;

    if (failed("QueryInterface",
               IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private)))
        return false;
    ok = !failed("CreateIdentity2", IPrivateIdentityManager2_CreateIdentity2(private, name, password, &identity));
    if (identity)
        IUserIdentity_Release(identity);
    identity = NULL;
    /* Not with a wrong password. */
    if (ok && IPrivateIdentityManager2_LogonAs(private, name, (WCHAR *)L"wrong", &identity) == S_OK)
        ok = !failed("LogonAs with a wrong password", E_FAIL);
    ok = ok && !failed("LogonAs", IPrivateIdentityManager2_LogonAs(private, name, password, &identity));
    if (identity)
        IUserIdentity_Release(identity);
    IPrivateIdentityManager2_Release(private);
    return ok;
}

static bool find(IUserIdentityManager *manager, const WCHAR *name)
{
    GUID current = UID_GIBC_CURRENT_USER;
    IUserIdentity *identity = NULL;
    WCHAR found[CAPACITY], folder[MAX_PATH];
    bool ok;

    if (failed("GetIdentityByCookie", IUserIdentityManager_GetIdentityByCookie(manager, &current, &identity)))
        return false;
    ok = !failed("GetName", IUserIdentity_GetName(identity, found, CAPACITY)) &&
         !failed("GetIdentityFolder",
                 IUserIdentity_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, folder, MAX_PATH));
    IUserIdentity_Release(identity);
    return ok && !lstrcmpW(found, name);
}

/* The program's own arguments are ANSI here, which is enough for plain letters. */
static void widen(const char *text, WCHAR wide[CAPACITY])
{
    MultiByteToWideChar(CP_ACP, 0, text, -1, wide, CAPACITY);
    wide[CAPACITY - 1] = 0;
}

int main(int argc, char *argv[])
{
    WCHAR name[CAPACITY] = L"", password[CAPACITY] = L"";
    IUserIdentityManager *manager = NULL;
    bool ok = false;

    if (argc < 3)
        return 2;
    widen(argv[2], name);
    if (argc > 3)
        widen(argv[3], password);
    CoInitialize(NULL);
    if (!failed("CoCreateInstance", CoCreateInstance(&CLSID_UserIdentityManager, NULL, CLSCTX_INPROC_SERVER,
                                                     &IID_IUserIdentityManager, (void **)&manager))) {
        ok = !strcmp(argv[1], "create") ? create(manager, name, password) : find(manager, name);
        IUserIdentityManager_Release(manager);
    }
    CoUninitialize();
    puts(ok ? "yes" : "no");
    return ok ? 0 : 1;
}

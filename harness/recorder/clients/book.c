/* An address book. It manages people, loads the DLL by itself beside COM, and refuses one switch. */
#include "client.h"

static IUserIdentityManager *manager;
static struct client_sink sink;

/* The same pointers each time: known, unknown, IUnknown, known. */
static void compare_pointers(void)
{
    static const GUID nobodys = { 0x51e1c8f0, 0x1999, 0x11d3, { 1, 2, 3, 4, 5, 6, 7, 8 } };
    IUserIdentityManager *known[2] = { NULL, NULL };
    IUnknown *unknown[2] = { NULL, NULL }, *plain[2] = { NULL, NULL };

    for (unsigned i = 0; i < 2; i++) {
        said("known", IUserIdentityManager_QueryInterface(manager, &IID_IUserIdentityManager, (void **)&known[i]));
        said("unknown", IUserIdentityManager_QueryInterface(manager, &nobodys, (void **)&unknown[i]));
        said("plain", IUserIdentityManager_QueryInterface(manager, &IID_IUnknown, (void **)&plain[i]));
    }
    printf("equal %d %d %d\n", known[0] == known[1] && known[0] == manager, unknown[0] == unknown[1],
           plain[0] == plain[1]);
    for (unsigned i = 0; i < 2; i++) {
        if (known[i])
            IUserIdentityManager_Release(known[i]);
        if (plain[i])
            IUnknown_Release(plain[i]);
    }
}

/* ---- people ---- */

static void change_person(IUserIdentity *identity)
{
    IUserIdentity2 *person = NULL;
    DWORD ordinal = 0;

    if (!said("person", IUserIdentity_QueryInterface(identity, &IID_IUserIdentity2, (void **)&person)))
        return;
    said("ordinal", IUserIdentity2_GetOrdinal(person, &ordinal));
    said("rename", IUserIdentity2_SetName(person, (WCHAR *)L"Frank the First"));
    said("password", IUserIdentity2_ChangePassword(person, NULL, (WCHAR *)L"offen"));
    said("wrong password", IUserIdentity2_ChangePassword(person, (WCHAR *)L"falsch", (WCHAR *)L"zu"));
    IUserIdentity2_Release(person);
}

static void confirm(GUID *id)
{
    IPrivateIdentityManager *private = NULL;

    if (!said("private 1",
              IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager, (void **)&private)))
        return;
    said("confirm", IPrivateIdentityManager_ConfirmPassword(private, id, (WCHAR *)L"offen"));
    said("confirm wrongly", IPrivateIdentityManager_ConfirmPassword(private, id, (WCHAR *)L"falsch"));
    IPrivateIdentityManager_Release(private);
}

static void use_people(IPrivateIdentityManager2 *private)
{
    IUserIdentity *frank = NULL, *grace = NULL, *now = NULL;
    GUID id = GUID_NULL, other = GUID_NULL;

    said("Frank", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)L"Frank", NULL, &frank));
    said("Grace", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)L"Grace", NULL, &grace));
    said("Grace again", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)L"Grace", NULL, &now));
    if (frank) {
        said("his id", IUserIdentity_GetCookie(frank, &id));
        change_person(frank);
        confirm(&id);
        said("by default", IPrivateIdentityManager2_SetDefaultIdentity(private, &id));
        IUserIdentity_Release(frank);
    }
    said("default", IPrivateIdentityManager2_GetDefaultIdentity(private, &other));
    if (grace)
        IUserIdentity_Release(grace);
    client_pump(200);
    said("log on", IPrivateIdentityManager2_LogonAs(private, (WCHAR *)L"Grace", NULL, &now));
    sink.answer = E_PROCESS_CANCELLED_SWITCH;
    if (frank)
        said("delete", IPrivateIdentityManager2_DestroyIdentity(private, &id));
    client_pump(200);
    if (now)
        IUserIdentity_Release(now);
}

/* Some load the DLL by its name and ask it themselves. */
static void ask_the_dll(void)
{
    const HMODULE module = LoadLibraryA("msident.dll");
    HRESULT(WINAPI * get)(REFCLSID, REFIID, void **);
    HRESULT(WINAPI * may_go)(void);
    IClassFactory *factory = NULL;

    if (!module)
        return;
    get = (void *)GetProcAddress(module, "DllGetClassObject");
    may_go = (void *)GetProcAddress(module, "DllCanUnloadNow");
    if (get && said("factory", get(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory))) {
        said("lock", IClassFactory_LockServer(factory, TRUE));
        said("unlock", IClassFactory_LockServer(factory, FALSE));
        IClassFactory_Release(factory);
    }
    if (may_go)
        said("may it go", may_go());
}

int main(void)
{
    IPrivateIdentityManager2 *private = NULL;
    IConnectionPoint *point = NULL;
    DWORD cookie = 0;

    CoInitialize(NULL);
    client_sink_init(&sink);
    ask_the_dll();
    manager = client_manager();
    if (!manager)
        return 1;
    compare_pointers();
    if (said("point", IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point)))
        said("advise", IConnectionPoint_Advise(point, (IUnknown *)&sink.notify, &cookie));
    if (said("private",
             IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private))) {
        use_people(private);
        IPrivateIdentityManager2_Release(private);
    }
    if (point) {
        said("unadvise", IConnectionPoint_Unadvise(point, cookie));
        IConnectionPoint_Release(point);
    }
    said_count("manager released", IUserIdentityManager_Release(manager));
    CoUninitialize();
    return 0;
}

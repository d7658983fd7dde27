/* A mail program. Its habits: it asks for an interface that nobody has, passes no owner, reads the registry beside COM,
 * calls from inside of both notices, releases too rarely and never takes back its advice.
 *
 * mail          one session
 * mail forever  advised, and calls without end: to be killed */
#include "client.h"

static const GUID unknown = { 0x0d9c5a10, 0x1999, 0x11d3, { 0x8a, 0x2b, 0x00, 0xc0, 0x4f, 0x79, 0x0f, 0x3a } };

static IUserIdentityManager *manager;
static struct client_sink sink;

/* ---- inside of notices ---- */

static void name_current(const char *when)
{
    GUID current = UID_GIBC_CURRENT_USER;
    IUserIdentity *identity = NULL;
    WCHAR name[64];

    if (!said(when, IUserIdentityManager_GetIdentityByCookie(manager, &current, &identity)))
        return;
    said("  its name", IUserIdentity_GetName(identity, name, 64));
    IUserIdentity_Release(identity);
}

static void when_asked(void)
{
    name_current("who is it, asked");
}

static void when_switched(void)
{
    name_current("who is it, switched");
}

/* ---- a session ---- */

static void advise(void)
{
    IConnectionPoint *point = NULL;
    IUnknown *nobody = NULL;
    DWORD cookie = 0;

    said("unknown interface", IUserIdentityManager_QueryInterface(manager, &unknown, (void **)&nobody));
    if (!said("connection point", IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point)))
        return;
    said("advise", IConnectionPoint_Advise(point, (IUnknown *)&sink.notify, &cookie));
    IConnectionPoint_Release(point); /* the cookie is forgotten: no Unadvise */
}

static void make_people(void)
{
    IPrivateIdentityManager2 *private = NULL;
    IUserIdentity *identity = NULL;

    if (!said("private",
              IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private)))
        return;
    said("Alice", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)L"Alice", NULL, &identity));
    identity = NULL; /* never released */
    said("Bob", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)L"Bob", (WCHAR *)L"geheim", &identity));
    client_pump(200);
    said("log on", IPrivateIdentityManager2_LogonAs(private, (WCHAR *)L"Alice", NULL, &identity));
    said("switch", IPrivateIdentityManager2_LogonAs(private, (WCHAR *)L"Bob", (WCHAR *)L"geheim", &identity));
    client_pump(200);
    IPrivateIdentityManager2_Release(private);
}

static void read_beside(void)
{
    WCHAR id[64];
    DWORD size = sizeof id, type = 0;
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Identities", 0, KEY_READ, &key))
        return;
    printf("beside %d\n", RegQueryValueExW(key, L"Last User ID", NULL, &type, (BYTE *)id, &size) == 0);
    RegCloseKey(key);
}

static void open_mailbox(void)
{
    static const DWORD height = 14;
    IUserIdentity *identity = NULL;
    WCHAR folder[MAX_PATH];
    HKEY key = NULL;

    if (!said("log on without an owner", IUserIdentityManager_Logon(manager, NULL, 0, &identity)))
        return;
    if (said("its key", IUserIdentity_OpenIdentityRegKey(identity, KEY_ALL_ACCESS, &key))) {
        printf("font %d\n", RegSetValueExW(key, L"Font", 0, REG_DWORD, (const BYTE *)&height, sizeof height) == 0);
        RegCloseKey(key);
    }
    said("its folder", IUserIdentity_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, folder, MAX_PATH));
    said("its other folder", IUserIdentity_GetIdentityFolder(identity, GIF_ROAMING_FOLDER, folder, MAX_PATH));
    IUserIdentity_Release(identity);
    said("log off", IUserIdentityManager_Logoff(manager, NULL));
}

static void list_people(void)
{
    IEnumUserIdentity *all = NULL;
    IUnknown *one = NULL;
    ULONG n = 0;

    if (!said("list", IUserIdentityManager_EnumIdentities(manager, &all)))
        return;
    while (said("next", IEnumUserIdentity_Next(all, 1, &one, &n)) && n == 1) {
        IUserIdentity *identity = NULL;
        WCHAR name[64];
        GUID id;

        if (said("  as identity", IUnknown_QueryInterface(one, &IID_IUserIdentity, (void **)&identity))) {
            said("  its id", IUserIdentity_GetCookie(identity, &id));
            said("  its name", IUserIdentity_GetName(identity, name, 64));
            IUserIdentity_Release(identity);
        }
        IUnknown_Release(one);
        n = 0;
    }
    IEnumUserIdentity_Release(all);
}

int main(int argc, char *argv[])
{
    setvbuf(stdout, NULL, _IONBF, 0); /* when it is killed, all that was said stands there */
    CoInitialize(NULL);
    client_sink_init(&sink);
    sink.asked = when_asked;
    sink.switched = when_switched;
    manager = client_manager();
    if (!manager)
        return 1;
    advise();
    make_people();
    read_beside();
    open_mailbox();
    do
        list_people();
    while (argc > 1 && argv[1][0] == 'f');
    IUserIdentityManager_Release(manager);
    CoUninitialize();
    return 0;
}

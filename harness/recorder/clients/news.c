/* A news reader. Its habits: a second thread uses what the first one got, and it releases too often what others still hold.
 * It goes through every enumerator. */
#include "client.h"

static IUserIdentityManager *manager;
static struct client_sink sink;

static DWORD WINAPI fetch(void *unused)
{
    GUID owner = UID_GIBC_DEFAULT_USER;
    IUserIdentity *identity = NULL;
    WCHAR name[64];

    (void)unused;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    if (said("thread: default", IUserIdentityManager_GetIdentityByCookie(manager, &owner, &identity))) {
        said("thread: its name", IUserIdentity_GetName(identity, name, 64));
        IUserIdentity_Release(identity);
    }
    CoUninitialize();
    return 0;
}

static void fetch_in_background(void)
{
    DWORD id;
    const HANDLE thread = CreateThread(NULL, 0, fetch, NULL, 0, &id);

    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

static void make_people(void)
{
    static const WCHAR *const names[] = { L"Carol", L"Dave", L"Erin" };
    IPrivateIdentityManager *private = NULL;

    if (!said("private", IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager, (void **)&private)))
        return;
    for (unsigned i = 0; i < 3; i++) {
        IUserIdentity *identity = NULL;

        if (said("create", IPrivateIdentityManager_CreateIdentity(private, (WCHAR *)names[i], &identity)))
            IUserIdentity_Release(identity);
    }
    IPrivateIdentityManager_Release(private);
}

static void walk_people(void)
{
    IEnumUserIdentity *all = NULL, *copy = NULL;
    IUnknown *some[4] = { NULL };
    ULONG n = 0;

    if (!said("list", IUserIdentityManager_EnumIdentities(manager, &all)))
        return;
    said("count", IEnumUserIdentity_GetCount(all, &n));
    said("skip", IEnumUserIdentity_Skip(all, 1));
    said("clone", IEnumUserIdentity_Clone(all, &copy));
    n = 0;
    said("rest", IEnumUserIdentity_Next(all, 4, some, &n));
    for (ULONG i = 0; i < n; i++)
        IUnknown_Release(some[i]);
    said("reset", IEnumUserIdentity_Reset(all));
    if (copy)
        said_count("copy released", IEnumUserIdentity_Release(copy));
    said_count("list released", IEnumUserIdentity_Release(all));
}

static void walk_connections(IConnectionPoint *point)
{
    IEnumConnections *all = NULL, *copy = NULL;
    CONNECTDATA one = { NULL, 0 };
    ULONG n = 0;

    if (!said("connections", IConnectionPoint_EnumConnections(point, &all)))
        return;
    if (said("connection", IEnumConnections_Next(all, 1, &one, &n)) && n == 1)
        said_count("sink released", IUnknown_Release(one.pUnk));
    said("clone", IEnumConnections_Clone(all, &copy));
    said("skip", IEnumConnections_Skip(all, 1));
    said("reset", IEnumConnections_Reset(all));
    if (copy)
        IEnumConnections_Release(copy);
    IEnumConnections_Release(all);
}

static void walk_points(IConnectionPointContainer *container)
{
    IEnumConnectionPoints *all = NULL, *copy = NULL;
    IConnectionPoint *point = NULL;
    ULONG n = 0;

    if (!said("points", IConnectionPointContainer_EnumConnectionPoints(container, &all)))
        return;
    if (said("point", IEnumConnectionPoints_Next(all, 1, &point, &n)) && n == 1)
        IConnectionPoint_Release(point);
    said("clone", IEnumConnectionPoints_Clone(all, &copy));
    said("skip", IEnumConnectionPoints_Skip(all, 1));
    said("reset", IEnumConnectionPoints_Reset(all));
    if (copy)
        IEnumConnectionPoints_Release(copy);
    IEnumConnectionPoints_Release(all);
}

static void use_point(void)
{
    IConnectionPointContainer *container = NULL, *again = NULL;
    IConnectionPoint *point = NULL;
    DWORD cookie = 0;
    GUID iid;

    if (!said("container",
              IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPointContainer, (void **)&container)))
        return;
    walk_points(container);
    if (said("find", IConnectionPointContainer_FindConnectionPoint(container, &IID_IIdentityChangeNotify, &point))) {
        said("its interface", IConnectionPoint_GetConnectionInterface(point, &iid));
        if (said("its container", IConnectionPoint_GetConnectionPointContainer(point, &again)))
            IConnectionPointContainer_Release(again);
        said("advise", IConnectionPoint_Advise(point, (IUnknown *)&sink.notify, &cookie));
        walk_connections(point);
        make_people();
        client_pump(200);
        said("unadvise", IConnectionPoint_Unadvise(point, cookie));
        IConnectionPoint_Release(point);
    }
    IConnectionPointContainer_Release(container);
}

/* One Release more than was taken, while a second pointer still holds the object. */
static void release_too_often(void)
{
    IUnknown *other = NULL;

    if (!said("once more", IUserIdentityManager_QueryInterface(manager, &IID_IUnknown, (void **)&other)))
        return;
    said_count("add", IUserIdentityManager_AddRef(manager));
    said_count("released", IUserIdentityManager_Release(manager));
    said_count("released too often", IUserIdentityManager_Release(manager));
    said_count("gone", IUnknown_Release(other));
}

int main(void)
{
    CoInitialize(NULL);
    client_sink_init(&sink);
    manager = client_manager();
    if (!manager)
        return 1;
    use_point();
    walk_people();
    fetch_in_background();
    release_too_often();
    CoUninitialize();
    return 0;
}

/* Several processes and threads meet on an empty registry: one main identity, no ordinal twice (I-05, I-06).
 * Without argument: the parent, which starts copies of itself. Exit code 0: all as expected. */
#define CONST_VTABLE
#include <stdbool.h>
#include <windows.h>
#include <ole2.h>
#include <initguid.h>
#include "msident.h"

enum { PROCESSES = 3, THREADS = 4, CREATED = 5 };

typedef HRESULT(WINAPI *get_class_object)(REFCLSID clsid, REFIID riid, void **object);

static const WCHAR scratch[] = L"Software\\msident_race";
static const WCHAR gate_name[] = L"msident_race_gate";
static IClassFactory *factory;
static HANDLE gate;
static LONG failures;

static void expect(bool condition, int line)
{
    if (condition)
        return;
    printf("wine_race.c:%d: not as expected\n", line);
    InterlockedIncrement(&failures);
}

#define EXPECT(condition) expect(condition, __LINE__)

static void make_factory(void)
{
    static const WCHAR file[] = L"..\\msident.dll";
    WCHAR path[MAX_PATH + 32];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    get_class_object get;
    HMODULE module;

    while (length && path[length - 1] != '\\')
        length--;
    memcpy(path + length, file, sizeof(file));
    module = LoadLibraryW(path);
    get = module ? (get_class_object)(void *)GetProcAddress(module, "DllGetClassObject") : NULL;
    EXPECT(get && get(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory) == S_OK);
}

static void enter_sandbox(void)
{
    HKEY key;

    EXPECT(RegCreateKeyExW(HKEY_CURRENT_USER, scratch, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL) == 0);
    EXPECT(RegOverridePredefKey(HKEY_CURRENT_USER, key) == 0);
    RegCloseKey(key);
}

/* A name that no other thread of any process takes. */
static void make_name(WCHAR name[24], DWORD number)
{
    DWORD unique[2] = { GetCurrentThreadId(), number };
    int at = 0;

    for (int i = 0; i < 2; i++) {
        for (int digit = 28; digit >= 0; digit -= 4)
            name[at++] = (WCHAR)('A' + (unique[i] >> digit & 15));
    }
    name[at] = 0;
}

static void create_one(IPrivateIdentityManager *private, DWORD number)
{
    IUserIdentity2 *identity2;
    IUserIdentity *identity;
    WCHAR name[24];
    DWORD ordinal;

    make_name(name, number);
    EXPECT(IPrivateIdentityManager_CreateIdentity(private, name, &identity) == S_OK);
    if (!identity)
        return;
    EXPECT(IUserIdentity_QueryInterface(identity, &IID_IUserIdentity2, (void **)&identity2) == S_OK);
    EXPECT(IUserIdentity2_GetOrdinal(identity2, &ordinal) == S_OK);
    IUserIdentity2_Release(identity2);
    IUserIdentity_Release(identity);
}

/* Whoever is listed is complete, though others are being made meanwhile. */
static void list_all(IUserIdentityManager *manager)
{
    IEnumUserIdentity *all;
    IUserIdentity *identity;
    IUnknown *element;
    WCHAR name[64];

    EXPECT(IUserIdentityManager_EnumIdentities(manager, &all) == S_OK);
    while (IEnumUserIdentity_Next(all, 1, &element, NULL) == S_OK) {
        EXPECT(IUnknown_QueryInterface(element, &IID_IUserIdentity, (void **)&identity) == S_OK);
        EXPECT(IUserIdentity_GetName(identity, name, 64) == S_OK);
        IUserIdentity_Release(identity);
        IUnknown_Release(element);
    }
    IEnumUserIdentity_Release(all);
}

static DWORD WINAPI racer(void *unused)
{
    IPrivateIdentityManager *private;
    IUserIdentityManager *manager;
    IUserIdentity *identity;

    (void)unused;
    EXPECT(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentityManager, (void **)&manager) == S_OK);
    WaitForSingleObject(gate, INFINITE);
    EXPECT(IUserIdentityManager_Logon(manager, NULL, 0, &identity) == S_OK);
    if (identity)
        IUserIdentity_Release(identity);
    EXPECT(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager, (void **)&private) == S_OK);
    for (DWORD i = 0; i < CREATED; i++)
        create_one(private, i);
    list_all(manager);
    IPrivateIdentityManager_Release(private);
    IUserIdentityManager_Release(manager);
    return 0;
}

static int child(void)
{
    HANDLE threads[THREADS];

    gate = OpenEventW(SYNCHRONIZE, FALSE, gate_name);
    for (int i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, racer, NULL, 0, NULL);
    EXPECT(WaitForMultipleObjects(THREADS, threads, TRUE, 80000) == WAIT_OBJECT_0);
    return failures != 0;
}

static HANDLE start_child(void)
{
    STARTUPINFOW start = { .cb = sizeof(start) };
    PROCESS_INFORMATION process = { 0 };
    WCHAR line[MAX_PATH + 8] = L"\"";
    DWORD length = GetModuleFileNameW(NULL, line + 1, MAX_PATH) + 1;

    memcpy(line + length, L"\" child", sizeof(L"\" child"));
    EXPECT(CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process));
    CloseHandle(process.hThread);
    return process.hProcess;
}

static void check_ordinal(IUnknown *element, bool seen[])
{
    IUserIdentity2 *identity;
    DWORD ordinal = 0;

    EXPECT(IUnknown_QueryInterface(element, &IID_IUserIdentity2, (void **)&identity) == S_OK);
    EXPECT(IUserIdentity2_GetOrdinal(identity, &ordinal) == S_OK);
    EXPECT(ordinal >= 1 && ordinal <= 1 + PROCESSES * THREADS * CREATED && !seen[ordinal]);
    if (ordinal <= 1 + PROCESSES * THREADS * CREATED)
        seen[ordinal] = true;
    IUserIdentity2_Release(identity);
    IUnknown_Release(element);
}

static void check_result(void)
{
    bool seen[2 + PROCESSES * THREADS * CREATED] = { false };
    IUserIdentityManager *manager;
    IEnumUserIdentity *all;
    IUnknown *element;
    ULONG count = 0;

    EXPECT(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentityManager, (void **)&manager) == S_OK);
    EXPECT(IUserIdentityManager_EnumIdentities(manager, &all) == S_OK);
    EXPECT(IEnumUserIdentity_GetCount(all, &count) == S_OK);
    EXPECT(count == 1 + PROCESSES * THREADS * CREATED);
    while (IEnumUserIdentity_Next(all, 1, &element, NULL) == S_OK)
        check_ordinal(element, seen);
    IEnumUserIdentity_Release(all);
    IUserIdentityManager_Release(manager);
    printf("%lu identities, %ld failures\n", count, failures);
}

int main(int argc, char **argv)
{
    HANDLE children[PROCESSES];

    (void)argv;
    enter_sandbox();
    make_factory();
    if (failures)
        return 2;
    if (argc > 1)
        return child();
    gate = CreateEventW(NULL, TRUE, FALSE, gate_name);
    for (int i = 0; i < PROCESSES; i++)
        children[i] = start_child();
    Sleep(1000); /* most of them stand at the gate by then; who comes later races, too */
    SetEvent(gate);
    EXPECT(WaitForMultipleObjects(PROCESSES, children, TRUE, 90000) == WAIT_OBJECT_0);
    for (int i = 0; i < PROCESSES; i++) {
        DWORD code = 1;

        EXPECT(GetExitCodeProcess(children[i], &code) && code == 0);
    }
    check_result();
    return failures != 0;
}

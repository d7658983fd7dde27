/* Two programs at once: one waits in its message loop for notices, the other switches. Its habit: it is killed while advised.
 *
 * pair         starts the other and switches twice, the second time when that one is dead
 * pair listen  the other */
#include "client.h"

static const char ready_name[] = "Identical.Client.Pair";

static IUserIdentityManager *manager;

/* ---- the one that waits ---- */

static int listen(void)
{
    static struct client_sink sink;
    const HANDLE ready = OpenEventA(EVENT_MODIFY_STATE, FALSE, ready_name);
    IConnectionPoint *point = NULL;
    DWORD cookie = 0;

    client_sink_init(&sink);
    if (IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point) == S_OK)
        IConnectionPoint_Advise(point, (IUnknown *)&sink.notify, &cookie);
    SetEvent(ready);
    client_pump(60000); /* until it is killed */
    return 0;
}

static HANDLE start_other(void)
{
    const HANDLE ready = CreateEventA(NULL, FALSE, FALSE, ready_name);
    STARTUPINFOA startup = { .cb = sizeof startup };
    PROCESS_INFORMATION process = { NULL, NULL, 0, 0 };
    char program[MAX_PATH], line[MAX_PATH + 16];

    GetModuleFileNameA(NULL, program, MAX_PATH);
    snprintf(line, sizeof line, "\"%s\" listen", program);
    if (!CreateProcessA(program, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
        return NULL;
    WaitForSingleObject(ready, 30000);
    CloseHandle(process.hThread);
    CloseHandle(ready);
    return process.hProcess;
}

/* ---- the one that switches ---- */

static void log_on(IPrivateIdentityManager2 *private, const WCHAR *name)
{
    IUserIdentity *identity = NULL;

    if (said("log on", IPrivateIdentityManager2_LogonAs(private, (WCHAR *)name, NULL, &identity)))
        IUserIdentity_Release(identity);
}

static int switch_twice(void)
{
    static const WCHAR *const names[] = { L"Heidi", L"Ivan" };
    IPrivateIdentityManager2 *private = NULL;
    HANDLE other;

    if (!said("private",
              IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private)))
        return 1;
    for (unsigned i = 0; i < 2; i++) {
        IUserIdentity *identity = NULL;

        if (said("create", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)names[i], NULL, &identity)))
            IUserIdentity_Release(identity);
    }
    other = start_other();
    log_on(private, names[0]);
    Sleep(500); /* what it heard it has answered */
    TerminateProcess(other, 1);
    WaitForSingleObject(other, INFINITE);
    CloseHandle(other);
    log_on(private, names[1]);
    IPrivateIdentityManager2_Release(private);
    return 0;
}

int main(int argc, char *argv[])
{
    int code;

    CoInitialize(NULL);
    manager = client_manager();
    if (!manager)
        return 1;
    if (argc > 1 && argv[1][0] == 'l')
        return listen();
    code = switch_twice();
    IUserIdentityManager_Release(manager);
    CoUninitialize();
    return code;
}

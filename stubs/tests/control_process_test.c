/* Processes by the control interface. What they see of each other is held against Wine in processes_test.c. */
#include "control.h"
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 10000

static void sets_a_value(void *context)
{
    HKEY key = open_key(L"A", KEY_ALL_ACCESS);

    RegSetValueExW(key, L"v", 0, REG_SZ, context, 4);
    RegCloseKey(key);
    Sleep(1000);
    if (stub_live_objects() != 0)
        ExitProcess(1);
}

static void crash(void *context, const struct stub_change *change)
{
    (void)context;
    (void)change;
    signal(SIGABRT, SIG_DFL);
    abort();
}

/* An observer is called under the lock. */
static void crashes_in_the_machine(void *context)
{
    stub_observe(crash, context);
    open_key(L"D", KEY_READ);
}

static DWORD code_of(DWORD id)
{
    DWORD code = 99;

    assert_true(stub_process_wait(id, SECONDS, &code));
    return code;
}

static void registry_and_clock_are_shared(void **state)
{
    const DWORD before = GetTickCount();
    HKEY own = open_key(L"B", KEY_READ);
    struct stub_data data;
    DWORD id;

    (void)state;
    id = stub_process_start(sets_a_value, (void *)L"x");
    assert_int_not_equal(id, 0);
    assert_int_not_equal(id, GetCurrentProcessId());
    assert_int_equal(code_of(id), 0);
    assert_int_equal(stub_registry_get(L"HKCU\\A", L"v", &data), ERROR_SUCCESS);
    assert_int_equal(data.size, 4);
    assert_int_equal(GetTickCount() - before, 1000);
    assert_int_equal(RegCloseKey(own), ERROR_SUCCESS);
}

static void leaves(void *context)
{
    (void)context;
    ExitProcess(0x12345678);
}

static void reads_nowhere(void *context)
{
    signal(SIGSEGV, SIG_DFL); /* the sanitizers' own */
    ExitProcess(*(volatile DWORD *)context);
}

static void ways_to_end(void **state)
{
    (void)state;
    assert_int_equal(code_of(stub_process_start(leaves, NULL)), 0x12345678);
    assert_int_equal(code_of(stub_process_start(reads_nowhere, (void *)8)), STATUS_ACCESS_VIOLATION);
    assert_int_equal(code_of(stub_process_start(crashes_in_the_machine, NULL)), 3);
    assert_false(stub_process_wait(GetCurrentProcessId() + 4000, 0, NULL));
    assert_false(stub_process_kill(GetCurrentProcessId()));
    assert_false(stub_process_suspend(GetCurrentProcessId()));
}

/* Holds a mutex and opens as many things as it can. */
static void stays(void *context)
{
    CreateMutexW(NULL, TRUE, L"held");
    open_key(L"C", KEY_READ);
    SetEvent(CreateEventW(NULL, TRUE, FALSE, L"ready"));
    while (!context)
        RegCloseKey(open_key(L"C", KEY_READ)); /* often under the lock */
    WaitForSingleObject(CreateEventW(NULL, FALSE, FALSE, NULL), INFINITE);
}

static DWORD start_that_stays(void *context)
{
    HANDLE ready = CreateEventW(NULL, TRUE, FALSE, L"ready");
    DWORD id = stub_process_start(stays, context);

    assert_int_equal(WaitForSingleObject(ready, SECONDS), WAIT_OBJECT_0);
    CloseHandle(ready);
    return id;
}

static void killed_ones_block_nobody(void **state)
{
    (void)state;
    for (int i = 0; i < 30; i++) {
        HANDLE held;
        DWORD id = start_that_stays(i % 2 ? state : NULL);
        DWORD code = 0;

        assert_false(stub_process_wait(id, 0, &code));
        held = CreateMutexW(NULL, FALSE, L"held");
        assert_int_equal(WaitForSingleObject(held, 0), WAIT_TIMEOUT);
        assert_true(stub_process_kill(id));
        assert_int_equal(WaitForSingleObject(held, 0), WAIT_ABANDONED);
        CloseHandle(held);
        assert_true(stub_process_wait(id, 0, &code));
        assert_int_equal(code, STUB_KILLED);
        assert_false(stub_process_kill(id));
    }
}

static void suspended_ones_block_nobody(void **state)
{
    HKEY key;
    DWORD id = start_that_stays(NULL);

    (void)state;
    assert_true(stub_process_suspend(id));
    for (int i = 0; i < 1000; i++) {
        key = open_key(L"C", KEY_READ);
        RegCloseKey(key);
    }
    assert_false(stub_process_wait(id, 0, NULL));
    assert_true(stub_process_kill(id));
}

static void a_reset_ends_all(void **state)
{
    DWORD ids[3];

    (void)state;
    for (size_t i = 0; i < 3; i++)
        ids[i] = start_that_stays(i ? state : NULL);
    assert_true(stub_process_suspend(ids[2]));
    stub_reset();
    for (size_t i = 0; i < 3; i++)
        assert_false(stub_process_wait(ids[i], 0, NULL));
    assert_null(OpenProcess(SYNCHRONIZE, FALSE, ids[0]));
    assert_int_equal(stub_live_objects(), 0);
}

/* To the first process, as long as it lives. */
static void sends(void *context)
{
    HWND window = FindWindowW(L"Static", L"first");
    WCHAR text[8];

    SetEvent(CreateEventW(NULL, TRUE, FALSE, L"ready"));
    while (!context) {
        SendMessageW(window, WM_GETTEXT, 8, (LPARAM)text);
        PostMessageW(window, WM_USER, 0, 0);
        SendMessageW(window, WM_SETTEXT, 0, (LPARAM)L"first");
    }
}

static void killed_while_it_sends(void **state)
{
    (void)state;
    for (int i = 0; i < 30; i++) {
        HWND window = CreateWindowExW(0, L"Static", L"first", WS_POPUP, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
        HANDLE ready = CreateEventW(NULL, TRUE, FALSE, L"ready");
        DWORD id = stub_process_start(sends, NULL);
        MSG msg;

        assert_int_equal(WaitForSingleObject(ready, SECONDS), WAIT_OBJECT_0);
        CloseHandle(ready);
        for (int n = 0; n < 20 + i; n++)
            assert_true(GetMessageW(&msg, window, 0, 0));
        assert_true(stub_process_kill(id));
        while (PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE))
            ;
        assert_true(DestroyWindow(window));
    }
    stub_reset();
    assert_int_equal(stub_shared_bytes(), 0);
}

static void a_fork_of_others_is_apart(void **state)
{
    int status = -1;
    pid_t pid;
    HKEY key;

    (void)state;
    stub_registry_create(L"HKCU\\Before");
    pid = fork();
    if (pid == 0) {
        RegOpenKeyExW(HKEY_CURRENT_USER, L"Before", 0, KEY_READ, &key);
        open_key(L"After", KEY_READ);
        Sleep(1000);
        _exit(stub_live().keys == 2 && RegCloseKey(key) == ERROR_SUCCESS ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(GetTickCount(), 60000);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"After", 0, KEY_READ, &key), ERROR_FILE_NOT_FOUND);
}

static void starts(void *context)
{
    ExitProcess(stub_process_start(leaves, context));
}

/* More in all than there is room for at once; only the first one starts any. */
static void many(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(code_of(stub_process_start(leaves, NULL)), 0x12345678);
    assert_int_equal(code_of(stub_process_start(starts, NULL)), 0);
}

static void counts(void *context)
{
    (void)context;
    CloseHandle(CreateEventW(NULL, FALSE, FALSE, NULL));
    ExitProcess(CreateEventW(NULL, FALSE, FALSE, NULL) != NULL);
}

static void faults_are_counted_together(void **state)
{
    (void)state;
    stub_fault_arm(3);
    CloseHandle(CreateEventW(NULL, FALSE, FALSE, NULL));
    assert_int_equal(code_of(stub_process_start(counts, NULL)), 0);
    assert_true(stub_fault_disarm());
    assert_string_equal(stub_fault_name(), "CreateEventW");
}

/* The first process calls three times, the other ones twice each. */
static void faults_of_one_process(void **state)
{
    (void)state;
    for (unsigned place = 0; place < 3; place++) {
        DWORD failed[3];
        HANDLE second;

        stub_reset();
        stub_fault_arm_in(place, 2);
        for (unsigned i = 1; i < 3; i++)
            failed[i] = !code_of(stub_process_start(counts, NULL));
        CloseHandle(CreateEventW(NULL, FALSE, FALSE, NULL));
        second = CreateEventW(NULL, FALSE, FALSE, NULL);
        failed[0] = !second;
        CloseHandle(second);
        CloseHandle(CreateEventW(NULL, FALSE, FALSE, NULL));
        assert_true(stub_fault_disarm());
        for (unsigned i = 0; i < 3; i++) {
            assert_int_equal(failed[i], i == place);
            assert_int_equal(stub_fault_count_in(i), i ? 2 : 3);
        }
        assert_int_equal(stub_fault_count(), 7);
    }
}

static void has_a_queue(void)
{
    MSG msg;

    PeekMessageW(&msg, NULL, WM_USER, WM_USER, PM_NOREMOVE);
    SetEvent(CreateEventW(NULL, TRUE, FALSE, L"ready"));
}

/* Its exit code is how long its work took by the clock. */
static void works(void *context)
{
    const struct timespec while_ = { .tv_nsec = 100000000 };
    DWORD before;

    (void)context;
    has_a_queue();
    before = GetTickCount();
    nanosleep(&while_, NULL);
    ExitProcess(GetTickCount() - before);
}

static void waits_outside(void *context)
{
    (void)context;
    stub_thread_waits(true);
    has_a_queue();
    pause();
}

static void works_for_ever(void *context)
{
    (void)context;
    has_a_queue();
    for (;;)
        ;
}

static DWORD start_with_queue(void (*run)(void *context))
{
    HANDLE ready = CreateEventW(NULL, TRUE, FALSE, L"ready");
    DWORD id = stub_process_start(run, NULL);

    assert_int_equal(WaitForSingleObject(ready, SECONDS), WAIT_OBJECT_0);
    CloseHandle(ready);
    return id;
}

static void wait_for_timer(void)
{
    const DWORD before = GetTickCount();
    UINT_PTR timer = SetTimer(NULL, 0, 5000, NULL);
    MSG msg;

    assert_true(GetMessageW(&msg, NULL, 0, 0));
    assert_int_equal(msg.message, WM_TIMER);
    assert_int_equal(GetTickCount() - before, 5000);
    KillTimer(NULL, timer);
}

static void the_clock_stands_while_another_process_works(void **state)
{
    DWORD id = start_with_queue(works);

    (void)state;
    wait_for_timer();
    assert_int_equal(code_of(id), 0);
}

static void the_clock_waits_for_no_idle_or_hung_one(void **state)
{
    DWORD id = start_with_queue(waits_outside);

    (void)state;
    wait_for_timer();
    assert_true(stub_process_kill(id));
    id = start_with_queue(works_for_ever);
    assert_true(stub_process_suspend(id));
    wait_for_timer();
    assert_true(stub_process_kill(id));
}

/* Has what a process may have. */
static void has_everything(void *context)
{
    WNDCLASSW class = { .lpfnWndProc = DefWindowProcW, .lpszClassName = L"Class" };
    HWND window;

    RegisterClassW(&class);
    window = CreateWindowExW(0, L"Class", L"text", WS_POPUP | WS_VISIBLE, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    CreateWindowExW(0, L"Edit", L"text", WS_CHILD, 0, 0, 9, 9, window, NULL, NULL, NULL);
    SetTimer(window, 1, 5000, NULL);
    SendNotifyMessageW(window, WM_USER, 0, 0);
    PostMessageW(window, WM_USER, 0, 0);
    MapViewOfFile(CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 8, L"Section"), FILE_MAP_WRITE, 0,
                  0, 0);
    stays(context);
}

static void a_dead_one_leaves_nothing(void **state)
{
    size_t before[2] = { 0 };

    (void)FindWindowW(L"Class", NULL); /* makes what the machine itself has */
    for (int i = 0; i < 4; i++) {
        HANDLE ready = CreateEventW(NULL, TRUE, FALSE, L"ready");
        DWORD id = stub_process_start(has_everything, state);

        assert_int_equal(WaitForSingleObject(ready, SECONDS), WAIT_OBJECT_0);
        CloseHandle(ready);
        assert_non_null(GetForegroundWindow());
        if (i / 2)
            stub_reset();
        else
            assert_true(stub_process_kill(id));
        if (i % 2)
            assert_int_equal(stub_shared_bytes(), before[i / 2]);
        before[i / 2] = stub_shared_bytes();
        assert_null(FindWindowW(L"Class", NULL));
        assert_null(GetForegroundWindow());
        assert_null(OpenFileMappingW(FILE_MAP_WRITE, FALSE, L"Section"));
    }
    assert_int_equal(before[1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(registry_and_clock_are_shared),
        CASE(ways_to_end),
        CASE(killed_ones_block_nobody),
        CASE(suspended_ones_block_nobody),
        CASE(a_reset_ends_all),
        CASE(killed_while_it_sends),
        CASE(a_fork_of_others_is_apart),
        CASE(many),
        CASE(faults_are_counted_together),
        CASE(faults_of_one_process),
        CASE(the_clock_stands_while_another_process_works),
        CASE(the_clock_waits_for_no_idle_or_hung_one),
        CASE(a_dead_one_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

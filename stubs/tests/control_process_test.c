/* Processes by the control interface. What they see of each other is held against Wine in processes_test.c. */
#include "control.h"
#include <signal.h>
#include <stdio.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(registry_and_clock_are_shared), CASE(ways_to_end),      CASE(killed_ones_block_nobody),
        CASE(suspended_ones_block_nobody),   CASE(a_reset_ends_all), CASE(many),
        CASE(faults_are_counted_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The running switch as another process sees it (I-09, I-17). */
#include "support.h"
#include "../guard.h"
#include "../identity_board.h"

#define READY L"Identical board test: ready"
#define LEAVE L"Identical board test: leave"

static DWORD other;
static HANDLE leave;

static void wait_to_leave(void)
{
    HANDLE ready = CreateEventW(NULL, TRUE, FALSE, READY), end = CreateEventW(NULL, TRUE, FALSE, LEAVE);

    stub_fault_pause(); /* it may come to its wait only after the tester armed a fault that is meant for others */
    SetEvent(ready);
    WaitForSingleObject(end, INFINITE);
}

static void switches(void *context)
{
    const struct board_state state = { ann, bob };
    struct board board;

    (void)context;
    if (board_begin(&state, &board) != S_OK)
        ExitProcess(1);
    wait_to_leave();
    board_end(&board);
}

/* Somebody in the middle of a look: the section of a switch that is over is still mapped. */
static void looks(void *context)
{
    const struct board_state state = { ann, bob };
    WCHAR name[GUARD_NAME_CAPACITY];
    struct board board;
    HANDLE section;

    (void)context;
    if (board_begin(&state, &board) != S_OK || guard_name(L"SwitchState", name) != S_OK)
        ExitProcess(1);
    section = OpenFileMappingW(FILE_MAP_READ, FALSE, name);
    board_end(&board);
    if (!section || !MapViewOfFile(section, FILE_MAP_READ, 0, 0, sizeof(state)))
        ExitProcess(2);
    wait_to_leave();
}

static void start_other(void (*run)(void *context))
{
    HANDLE ready = CreateEventW(NULL, TRUE, FALSE, READY);

    leave = CreateEventW(NULL, TRUE, FALSE, LEAVE);
    other = stub_process_start(run, NULL);
    assert_int_not_equal(other, 0);
    assert_int_equal(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
    CloseHandle(ready);
}

static void end_other(void)
{
    DWORD code;

    SetEvent(leave);
    CloseHandle(leave);
    assert_true(stub_process_wait(other, INFINITE, &code));
    assert_int_equal(code, 0);
}

static void assert_nobody_switches(void)
{
    const struct board_state mine = { bob, ann };
    struct board board;

    assert_false(board_look(NULL));
    assert_hr(board_begin(&mine, &board), S_OK);
    board_end(&board);
    assert_int_equal(stub_live().handles, 0);
}

static void test_others_see_it_and_cannot_switch(void **state)
{
    const struct board_state mine = { bob, ann };
    struct board_state seen;
    struct board board;

    (void)state;
    start_other(switches);
    assert_true(board_look(&seen));
    assert_same_guid(&seen.outgoing, &ann);
    assert_same_guid(&seen.incoming, &bob);
    assert_hr(board_begin(&mine, &board), E_IDENTITY_CHANGING);
    end_other();
    assert_nobody_switches();
}

/* It is seen whatever fails; who leaves and who comes is seen whole or not at all. */
static void test_a_fault_does_not_hide_it(void **state)
{
    bool struck = true;

    (void)state;
    start_other(switches);
    for (unsigned n = 1; struck; n++) {
        struct board_state seen;
        const GUID *outgoing, *incoming;

        stub_fault_arm(n);
        assert_true(board_look(&seen));
        struck = stub_fault_disarm();
        outgoing = IsEqualGUID(&seen.outgoing, &GUID_NULL) ? &GUID_NULL : &ann;
        incoming = outgoing == &ann ? &bob : &GUID_NULL;
        assert_same_guid(&seen.outgoing, outgoing);
        assert_same_guid(&seen.incoming, incoming);
        assert_true(struck || outgoing == &ann);
        assert_int_equal(stub_live().handles, 1); /* LEAVE */
    }
    end_other();
}

static void test_who_looks_is_in_nobodys_way(void **state)
{
    const struct board_state mine = { bob, ann };
    struct board_state seen;
    struct board board;

    (void)state;
    start_other(looks);
    assert_false(board_look(&seen));
    assert_same_guid(&seen.outgoing, &GUID_NULL);
    assert_same_guid(&seen.incoming, &GUID_NULL);
    assert_hr(board_begin(&mine, &board), S_OK);
    assert_true(board_look(&seen));
    assert_same_guid(&seen.incoming, &ann);
    board_end(&board);
    end_other();
    assert_nobody_switches();
}

static void test_who_dies_in_it_leaves_nothing(void **state)
{
    DWORD code;

    (void)state;
    start_other(switches);
    assert_true(stub_process_kill(other));
    assert_true(stub_process_wait(other, INFINITE, &code));
    CloseHandle(leave);
    assert_nobody_switches();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_others_see_it_and_cannot_switch, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_a_fault_does_not_hide_it, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_who_looks_is_in_nobodys_way, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_who_dies_in_it_leaves_nothing, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("identity_board", tests, NULL, NULL);
}

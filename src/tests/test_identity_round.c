/* A switch with a sink in another process: whatever fails, nobody is left in a switch and nothing is left open (I-09). */
#include "support.h"
#include "../identity_listener.h"
#include "../identity_notify.h"
#include "../identity_round.h"
#include "../identity_store.h"
#include "../identity_switch.h"

#define READY L"Identical round test: ready"
#define LEAVE L"Identical round test: leave"

enum { MOST_FAULTS = 200 };

static DWORD other;
static HANDLE leave;

/* Its listener answers on a thread of its own, so this one may wait. */
static void advise_and_wait(void *context)
{
    static struct sink sink;
    HANDLE ready = CreateEventW(NULL, TRUE, FALSE, READY), end = CreateEventW(NULL, TRUE, FALSE, LEAVE);

    (void)context;
    stub_fault_pause(); /* it may come to its wait only after the tester armed a fault that is meant for others */
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    sink_init(&sink);
    if (FAILED(notify_advise(&sink.notify, &sink.cookie)))
        ExitProcess(1);
    SetEvent(ready);
    WaitForSingleObject(end, INFINITE);
    if (notify_unadvise(sink.cookie) != S_OK || sink.queries < 1 || sink.switches < 1)
        ExitProcess(2);
}

static int start(void **state)
{
    HANDLE ready;

    two_start(state);
    ready = CreateEventW(NULL, TRUE, FALSE, READY);
    leave = CreateEventW(NULL, TRUE, FALSE, LEAVE);
    other = stub_process_start(advise_and_wait, NULL);
    assert_int_not_equal(other, 0);
    assert_int_equal(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
    CloseHandle(ready);
    return 0;
}

static int end(void **state)
{
    DWORD code;

    SetEvent(leave);
    CloseHandle(leave);
    assert_true(stub_process_wait(other, INFINITE, &code));
    assert_int_equal(code, 0);
    return machine_end(state);
}

static void test_it_is_asked_and_told(void **state)
{
    WCHAR title[GUARD_NAME_CAPACITY];

    (void)state;
    assert_hr(listener_title(title), S_OK);
    assert_non_null(listener_next(title, NULL));
    assert_hr(switch_log_on(&bob), S_OK);
    assert_hr(switch_log_off(), S_OK);
    round_changed(IIC_IDENTITY_CHANGED);
}

static void test_a_fault_leaves_no_switch(void **state)
{
    unsigned faults = 0;
    bool struck;

    (void)state;
    do {
        HRESULT hr;
        GUID current;

        assert_hr(switch_log_on(&ann), S_OK);
        stub_fault_arm(++faults);
        hr = switch_log_on(&bob);
        struck = stub_fault_disarm();
        assert_false(switch_running());
        assert_hr(store_get_current(&current), S_OK);
        assert_same_guid(&current, SUCCEEDED(hr) ? &bob : &ann);
        assert_true(struck || hr == S_OK);
        assert_int_equal(stub_live().windows, 0);
    } while (struck && faults < MOST_FAULTS);
    assert_false(struck);
    assert_true(faults > 10);
}

static void test_a_fault_leaves_no_sink(void **state)
{
    bool struck = true;
    unsigned faults = 0;

    (void)state;
    while (struck && faults < MOST_FAULTS) {
        struct sink sink;
        HRESULT hr;

        sink_init(&sink);
        stub_fault_arm(++faults);
        hr = notify_advise(&sink.notify, &sink.cookie);
        struck = stub_fault_disarm();
        if (SUCCEEDED(hr))
            assert_hr(notify_unadvise(sink.cookie), S_OK);
        assert_int_equal(sink.refs, 0);
        assert_int_equal(stub_live().windows, 0);
    }
    assert_false(struck);
    assert_hr(switch_log_on(&bob), S_OK);
}

/* Its listener's thread ends by itself, a little later. */
static void assert_no_window(void)
{
    DWORD code;

    for (int ms = 0; ms < 5000 && stub_live().windows; ms++)
        stub_process_wait(other, 1, &code);
    assert_int_equal(stub_live().windows, 0);
}

static void test_a_fault_leaves_no_thread(void **state)
{
    bool struck = true;
    unsigned faults = 0;

    (void)state;
    assert_hr(CoInitializeEx(NULL, COINIT_MULTITHREADED), S_OK);
    while (struck && faults < MOST_FAULTS) {
        struct sink sink;
        HRESULT hr;

        sink_init(&sink);
        stub_fault_arm(++faults);
        hr = notify_advise(&sink.notify, &sink.cookie);
        struck = stub_fault_disarm();
        if (SUCCEEDED(hr))
            assert_hr(notify_unadvise(sink.cookie), S_OK);
        assert_int_equal(sink.refs, 0);
        assert_no_window();
    }
    assert_false(struck);
    assert_true(faults > 5);
    CoUninitialize();
    assert_hr(switch_log_on(&bob), S_OK);
}

/* What the user types while others are asked is lost; that the program is to end is not. */
static void test_messages_during_the_switch(void **state)
{
    MSG msg;

    (void)state;
    PeekMessageW(&msg, NULL, 0, 0, PM_NOREMOVE); /* makes the queue */
    assert_true(PostThreadMessageW(GetCurrentThreadId(), WM_KEYDOWN, 'A', 0));
    PostQuitMessage(7);
    assert_hr(switch_log_on(&bob), S_OK);
    assert_int_equal(GetMessageW(&msg, NULL, 0, 0), 0);
    assert_int_equal(msg.wParam, 7);
    assert_false(PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_it_is_asked_and_told, start, end),
        cmocka_unit_test_setup_teardown(test_a_fault_leaves_no_switch, start, end),
        cmocka_unit_test_setup_teardown(test_a_fault_leaves_no_sink, start, end),
        cmocka_unit_test_setup_teardown(test_a_fault_leaves_no_thread, start, end),
        cmocka_unit_test_setup_teardown(test_messages_during_the_switch, start, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

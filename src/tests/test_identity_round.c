/* A switch with a sink in another process: whatever fails, nobody is left in a switch and nothing is left open (I-09). */
#include "support.h"
#include "../identity_listener.h"
#include "../memory.h"
#include "../identity_notify.h"
#include "../identity_round.h"
#include "../identity_store.h"
#include "../identity_switch.h"

#define READY L"Identical round test: ready"
#define LEAVE L"Identical round test: leave"

enum { MOST_FAULTS = 200, LISTS = 500, LISTENERS = 20 };

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
    struct listener_list *list;

    (void)state;
    assert_hr(listener_list(&list), S_OK);
    assert_int_equal(list->count, 1);
    mem_free(list);
    assert_hr(switch_log_on(&bob), S_OK);
    assert_hr(switch_log_off(), S_OK);
    round_changed(IIC_IDENTITY_CHANGED);
}

static bool is_listed(HWND window)
{
    struct listener_list *list;
    bool found = false;

    assert_hr(listener_list(&list), S_OK);
    for (ULONG i = 0; i < list->count; i++)
        found |= list->windows[i] == window;
    mem_free(list);
    return found;
}

static LONG flickers;

/* A listener in an apartment of its own, that comes and goes. */
static DWORD WINAPI flicker(void *argument)
{
    struct sink sink;

    (void)argument;
    sink_init(&sink);
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    while (InterlockedCompareExchange(&flickers, 0, 0)) {
        if (FAILED(notify_advise(&sink.notify, &sink.cookie)) || FAILED(notify_unadvise(sink.cookie)))
            InterlockedExchange(&flickers, 0);
    }
    CoUninitialize();
    return 0;
}

/* Windows that come and go hide no other: the search for them ends at one that is gone. */
static void test_all_are_found_while_others_go(void **state)
{
    struct listener_list *list;
    HANDLE thread;
    HWND window;

    (void)state;
    assert_hr(listener_list(&list), S_OK);
    window = list->windows[0];
    mem_free(list);
    flickers = 1;
    thread = CreateThread(NULL, 0, flicker, NULL, 0, NULL);
    assert_non_null(thread);
    stub_linger(true);
    for (int i = 0; i < LISTS; i++)
        assert_true(is_listed(window));
    stub_linger(false);
    assert_int_equal(InterlockedExchange(&flickers, 0), 1);
    assert_int_equal(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
    assert_hr(switch_log_on(&bob), S_OK);
}

/* As many as do not fit into the first list; newest first. */
static void test_a_list_of_many(void **state)
{
    HWND windows[LISTENERS];
    struct listener_list *list;

    (void)state;
    for (DWORD i = 0; i < LISTENERS; i++) {
        assert_hr(listener_add_ref(i + 1000), S_OK);
        windows[i] = listener_window(i + 1000);
    }
    assert_hr(listener_list(&list), S_OK);
    assert_int_equal(list->count, LISTENERS + 1);
    for (int i = 0; i < LISTENERS; i++)
        assert_ptr_equal(list->windows[i], windows[LISTENERS - 1 - i]);
    mem_free(list);
    for (DWORD i = 0; i < LISTENERS; i++)
        listener_release(i + 1000);
    assert_hr(switch_log_on(&bob), S_OK);
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
        cmocka_unit_test_setup_teardown(test_all_are_found_while_others_go, start, end),
        cmocka_unit_test_setup_teardown(test_a_list_of_many, start, end),
        cmocka_unit_test_setup_teardown(test_a_fault_leaves_no_switch, start, end),
        cmocka_unit_test_setup_teardown(test_a_fault_leaves_no_sink, start, end),
        cmocka_unit_test_setup_teardown(test_a_fault_leaves_no_thread, start, end),
        cmocka_unit_test_setup_teardown(test_messages_during_the_switch, start, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

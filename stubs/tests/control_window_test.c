#include "control.h"
#include "template.h"

static void windows_are_live(void **state)
{
    HWND window = CreateWindowExW(0, L"Static", L"x", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL);

    (void)state;
    assert_int_equal(stub_live().windows, 1);
    assert_int_equal(stub_live_objects(), 1);
    assert_true(DestroyWindow(window));
    assert_int_equal(stub_live().windows, 0);
    CreateWindowExW(0, L"Edit", L"forgotten", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL);
    stub_reset();
    assert_int_equal(stub_live().windows, 0);
    assert_null(GetActiveWindow());
}

static void an_hour_passes_at_once(void **state)
{
    DWORD start = GetTickCount();
    MSG msg;

    (void)state;
    SetTimer(NULL, 0, 3600000, NULL);
    assert_true(GetMessageW(&msg, NULL, 0, 0));
    assert_int_equal(msg.message, WM_TIMER);
    assert_int_equal(GetTickCount() - start, 3600000);
    stub_clock_advance(7200000);
    assert_true(PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE));
    assert_false(PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE));
}

static INT_PTR CALLBACK answer(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_INITDIALOG && !SetTimer(dialog, 1, 60000, NULL))
        EndDialog(dialog, 3);
    if (message == WM_INITDIALOG)
        SendDlgItemMessageW(dialog, 12, LB_ADDSTRING, 0, (LPARAM)L"Bob");
    if (message == WM_TIMER && !PostMessageW(dialog, WM_COMMAND, IDOK, 0))
        EndDialog(dialog, 4);
    if (message == WM_COMMAND && LOWORD(wparam) == IDOK)
        EndDialog(dialog, 2);
    return message == WM_INITDIALOG;
}

static const DLGTEMPLATE *full_template(void)
{
    static _Thread_local struct dialog_bytes t;
    static const WCHAR *const classes[] = { CLASS_BUTTON, CLASS_EDIT, CLASS_LISTBOX, CLASS_COMBOBOX, CLASS_STATIC };

    template_begin(&t, true, WS_POPUP | WS_CAPTION | WS_VISIBLE, 0, (struct place){ 0, 0, 100, 100 }, L"t",
                   L"MS Shell Dlg", 8);
    for (DWORD i = 0; i < 5; i++)
        template_item(&t, WS_CHILD | WS_VISIBLE | WS_TABSTOP, 0, (struct place){ 1, 1, 50, 50 }, 10 + i, classes[i],
                      L"text");
    template_item(&t, WS_CHILD | WS_VISIBLE | CBS_DROPDOWNLIST, 0, (struct place){ 1, 1, 50, 50 }, 20, CLASS_COMBOBOX,
                  L"");
    return template_of(&t);
}

static DWORD CALLBACK run_dialog(void *argument)
{
    (void)argument;
    return (DWORD)DialogBoxIndirectParamW(NULL, full_template(), NULL, answer, 0);
}

/* The dialog's timer is due although the main thread, which has a queue as well, waits for something else. */
static void dialog_of_another_thread(void **state)
{
    HANDLE thread;
    DWORD code = 0;
    MSG msg;

    (void)state;
    PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE);
    thread = CreateThread(NULL, 0, run_dialog, NULL, 0, NULL);
    assert_int_equal(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    assert_true(GetExitCodeThread(thread, &code));
    assert_int_equal(code, 2);
    CloseHandle(thread);
}

static DWORD CALLBACK leave_window(void *argument)
{
    HWND *window = argument;

    *window = CreateWindowExW(0, L"Edit", L"left", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, NULL);
    return 0;
}

static void windows_end_with_their_thread(void **state)
{
    HWND window = NULL;
    HANDLE thread = CreateThread(NULL, 0, leave_window, &window, 0, NULL);

    (void)state;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    assert_non_null(window);
    assert_false(IsWindow(window));
}

/* Whatever fails, the dialog ends, no window is left and the owner can be used again. */
static void every_call_of_a_dialog_can_fail(void **state)
{
    HWND owner = CreateWindowExW(0, L"Static", L"o", WS_POPUP | WS_VISIBLE, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    unsigned n = 0;
    bool fired;

    (void)state;
    do {
        INT_PTR result;

        stub_fault_arm(++n);
        result = DialogBoxIndirectParamW(NULL, full_template(), owner, answer, 0);
        fired = stub_fault_disarm();
        assert_true(result == -1 || (result >= 2 && result <= 4));
        assert_true(fired || result == 2);
        assert_int_equal(stub_live().windows, 1);
        assert_true(IsWindowEnabled(owner));
    } while (fired);
    assert_true(n > 8);
    DestroyWindow(owner);
}

/* One thread holds its windows while others make, use and destroy theirs. */
static DWORD CALLBACK many_dialogs(void *argument)
{
    DWORD wrong = 0;

    (void)argument;
    for (int i = 0; i < 20; i++)
        wrong += run_dialog(NULL) != 2;
    return wrong;
}

static void dialogs_in_several_threads(void **state)
{
    HANDLE threads[4];
    DWORD wrong = 1;

    (void)state;
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, many_dialogs, NULL, 0, NULL);
    for (int i = 0; i < 4; i++) {
        WaitForSingleObject(threads[i], INFINITE);
        assert_true(GetExitCodeThread(threads[i], &wrong));
        assert_int_equal(wrong, 0);
        CloseHandle(threads[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(windows_are_live),
        CASE(an_hour_passes_at_once),
        CASE(dialog_of_another_thread),
        CASE(windows_end_with_their_thread),
        CASE(every_call_of_a_dialog_can_fail),
        CASE(dialogs_in_several_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* How dialogs end: in every way without a password left in a field, and without a call that never comes back. */
#include "support.h"

static IUserIdentityManager *manager;
static HHOOK hook;
static WNDPROC edit_proc;
static void (*act)(HWND dialog);
static int fields_seen;
static HWND owner;

static LRESULT CALLBACK field_proc(HWND field, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_DESTROY) {
        fields_seen++;
        assert_int_equal(SendMessageW(field, WM_GETTEXTLENGTH, 0, 0), 0);
    }
    return CallWindowProcW(edit_proc, field, message, wparam, lparam);
}

static void fill_passwords(HWND dialog)
{
    for (HWND at = GetWindow(dialog, GW_CHILD); at; at = GetWindow(at, GW_HWNDNEXT)) {
        if (!SendMessageW(at, EM_GETPASSWORDCHAR, 0, 0))
            continue;
        SendMessageW(at, WM_SETTEXT, 0, (LPARAM)L"secret");
        edit_proc = (WNDPROC)SetWindowLongPtrW(at, GWLP_WNDPROC, (LONG_PTR)field_proc);
    }
}

static LRESULT CALLBACK on_window(int code, WPARAM window, LPARAM lparam)
{
    WCHAR class[20];

    if (code == HCBT_ACTIVATE) {
        GetClassNameW((HWND)window, class, 20); /* NOLINT(performance-no-int-to-ptr) */
        if (same_text(class, L"#32770")) {
            fill_passwords((HWND)window); /* NOLINT(performance-no-int-to-ptr) */
            act((HWND)window);            /* NOLINT(performance-no-int-to-ptr) */
        }
    }
    return CallNextHookEx(hook, code, window, lparam);
}

static int start(void **state)
{
    IUserIdentity2 *identity;

    two_start(state);
    manager = new_manager();
    identity = get_identity(&ann);
    assert_hr(IUserIdentity2_ChangePassword(identity, NULL, (WCHAR *)L"secret"), S_OK);
    IUserIdentity2_Release(identity);
    fields_seen = 0;
    owner =
        CreateWindowExW(0, L"Static", L"Mail", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    assert_non_null(owner);
    hook = SetWindowsHookExW(WH_CBT, on_window, NULL, GetCurrentThreadId());
    assert_non_null(hook);
    return 0;
}

static int end(void **state)
{
    UnhookWindowsHookEx(hook);
    if (IsWindow(owner))
        DestroyWindow(owner);
    assert_int_equal(IUserIdentityManager_Release(manager), 0);
    return machine_end(state);
}

static void assert_logon(HRESULT expected)
{
    IUserIdentity *identity = (IUserIdentity *)manager;

    assert_hr(IUserIdentityManager_Logon(manager, owner, UIL_FORCE_UI, &identity), expected);
    if (SUCCEEDED(expected))
        IUserIdentity_Release(identity);
    else
        assert_null(identity);
    assert_int_equal(fields_seen, 1);
}

static void press_ok(HWND dialog)
{
    PostMessageW(dialog, WM_COMMAND, IDOK, 0);
}

static void press_cancel(HWND dialog)
{
    PostMessageW(dialog, WM_COMMAND, IDCANCEL, 0);
}

static void close_owner(HWND dialog)
{
    (void)dialog;
    PostMessageW(owner, WM_CLOSE, 0, 0);
}

static void quit(HWND dialog)
{
    (void)dialog;
    PostQuitMessage(7);
}

static void test_ok(void **state)
{
    (void)state;
    act = press_ok;
    assert_logon(S_OK);
}

static void test_cancel(void **state)
{
    (void)state;
    act = press_cancel;
    assert_logon(E_USER_CANCELLED);
    assert_ptr_equal(GetForegroundWindow(), owner); /* D-019 */
}

/* The program's window goes while the dialog waits (I-44). */
static void test_owner_gone(void **state)
{
    (void)state;
    act = close_owner;
    assert_logon(E_USER_CANCELLED);
    assert_false(IsWindow(owner));
}

/* A window that is gone before is none. */
static void test_no_owner(void **state)
{
    (void)state;
    DestroyWindow(owner);
    act = press_cancel;
    assert_logon(E_USER_CANCELLED);
    assert_hr(IUserIdentityManager_ManageIdentities(manager, owner, 0), E_USER_CANCELLED);
}

/* The program ends its loop while the dialog waits: the call comes back, and the program's own loop ends, too. */
static void test_quit(void **state)
{
    MSG msg;

    (void)state;
    act = quit;
    assert_logon(E_USER_CANCELLED);
    assert_false(GetMessageW(&msg, NULL, 0, 0));
    assert_int_equal(msg.wParam, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ok, start, end),
        cmocka_unit_test_setup_teardown(test_cancel, start, end),
        cmocka_unit_test_setup_teardown(test_owner_gone, start, end),
        cmocka_unit_test_setup_teardown(test_no_owner, start, end),
        cmocka_unit_test_setup_teardown(test_quit, start, end),
    };

    return cmocka_run_group_tests_name("ui_dialog", tests, NULL, NULL);
}

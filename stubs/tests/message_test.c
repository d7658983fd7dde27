#include "journal.h"
#include <stdio.h>

#define CLASS L"Identical message test"

static LRESULT CALLBACK proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message >= WM_USER && message < WM_USER + 100) {
        journal_add("%u", message - WM_USER);
        return (LRESULT)wparam * 2;
    }
    if (message == WM_TIMER)
        journal_add("t%u", (unsigned)wparam);
    return DefWindowProcW(window, message, wparam, lparam);
}

static HWND message_window(void)
{
    WNDCLASSW class = { .lpfnWndProc = proc, .lpszClassName = CLASS };
    HWND window;

    RegisterClassW(&class);
    window = CreateWindowExW(0, CLASS, L"messages", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    CHECK_TRUE(window);
    journal_clear();
    return window;
}

static void end(HWND window)
{
    DestroyWindow(window);
    CHECK(TRUE, UnregisterClassW(CLASS, NULL));
}

static void posted_in_order(void)
{
    HWND window = message_window();
    MSG msg;

    CHECK(TRUE, PostMessageW(window, WM_USER + 1, 0, 0));
    CHECK(TRUE, PostMessageW(window, WM_USER + 2, 0, 0));
    CHECK(10, SendMessageW(window, WM_USER + 3, 5, 0));
    CHECK(TRUE, PeekMessageW(&msg, window, 0, 0, PM_NOREMOVE));
    CHECK(WM_USER + 1, msg.message);
    CHECK(TRUE, PeekMessageW(&msg, window, WM_USER + 2, WM_USER + 2, PM_REMOVE));
    CHECK(WM_USER + 2, msg.message);
    CHECK(TRUE, GetMessageW(&msg, NULL, 0, 0));
    CHECK(WM_USER + 1, msg.message);
    CHECK(0, DispatchMessageW(&msg));
    CHECK(FALSE, PeekMessageW(&msg, window, 0, 0, PM_REMOVE));
    CHECK_JOURNAL("3 1");
    end(window);
}

static void quit(void)
{
    HWND window = message_window();
    MSG msg;

    PostQuitMessage(7);
    PostMessageW(window, WM_USER + 1, 0, 0);
    CHECK(TRUE, GetMessageW(&msg, NULL, 0, 0));
    CHECK(WM_USER + 1, msg.message);
    CHECK(FALSE, GetMessageW(&msg, NULL, 0, 0));
    CHECK(WM_QUIT, msg.message);
    CHECK(7, msg.wParam);
    CHECK(FALSE, PeekMessageW(&msg, NULL, WM_QUIT, WM_QUIT, PM_REMOVE));
    end(window);
}

static void of_a_thread(void)
{
    MSG msg;

    PeekMessageW(&msg, NULL, WM_USER, WM_USER, PM_NOREMOVE);
    CHECK(TRUE, PostThreadMessageW(GetCurrentThreadId(), WM_USER + 9, 1, 2));
    CHECK(TRUE, GetMessageW(&msg, NULL, WM_USER, WM_USER + 99));
    CHECK(WM_USER + 9, msg.message);
    CHECK(0, (size_t)msg.hwnd);
    CHECK(2, msg.lParam);
    CHECK(FALSE, PostThreadMessageW(3, WM_USER, 0, 0));
}

static void dead_window(void)
{
    HWND window = message_window();
    MSG msg;

    PostMessageW(window, WM_USER + 1, 0, 0);
    end(window);
    CHECK(FALSE, PeekMessageW(&msg, NULL, WM_USER, WM_USER + 99, PM_REMOVE));
    SetLastError(0);
    CHECK(FALSE, PostMessageW(window, WM_USER, 0, 0));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    SetLastError(0);
    CHECK(0, SendMessageW(window, WM_USER, 4, 0));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    CHECK(FALSE, IsWindow(window));
    CHECK(-1, GetMessageW(&msg, window, 0, 0));
}

static HWND other_window; /* of the main thread */

static DWORD CALLBACK send_twice(void *argument)
{
    (void)argument;
    if (SendMessageW(other_window, WM_USER + 1, 4, 0) != 8)
        return 1;
    PostMessageW(other_window, WM_USER + 2, 0, 0);
    return SendMessageW(other_window, WM_USER + 3, 1, 0) == 2 ? 0 : 2;
}

/* The other thread's sent messages are answered while this one looks for posted ones. */
static void across_threads(void)
{
    HANDLE thread;
    DWORD code = 9;
    MSG msg;

    other_window = message_window();
    thread = CreateThread(NULL, 0, send_twice, NULL, 0, NULL);
    CHECK(TRUE, GetMessageW(&msg, other_window, WM_USER + 2, WM_USER + 2));
    DispatchMessageW(&msg);
    while (WaitForSingleObject(thread, 1) == WAIT_TIMEOUT)
        PeekMessageW(&msg, other_window, WM_USER, WM_USER, PM_REMOVE);
    GetExitCodeThread(thread, &code);
    CHECK(0, code);
    CloseHandle(thread);
    end(other_window);
}

static void registered(void)
{
    UINT number = RegisterWindowMessageW(L"Identical test message");

    CHECK_TRUE(number >= 0xc000 && number <= 0xffff);
    CHECK(number, RegisterWindowMessageW(L"identical TEST message"));
    CHECK_TRUE(RegisterWindowMessageW(L"Identical test message 2") != number);
}

static HANDLE go_on;

/* Does not look for messages until it may. */
static DWORD CALLBACK busy(void *argument)
{
    MSG msg;

    other_window = message_window();
    SetEvent((HANDLE)argument);
    WaitForSingleObject(go_on, 5000);
    while (GetMessageW(&msg, NULL, WM_USER, WM_USER + 99) && msg.message != WM_USER + 50)
        DispatchMessageW(&msg);
    DestroyWindow(other_window);
    return 0;
}

static void with_a_limit(void)
{
    HANDLE ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    DWORD_PTR answer = 77;
    HANDLE thread;

    go_on = CreateEventW(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, busy, ready, 0, NULL);
    WaitForSingleObject(ready, INFINITE);
    CHECK(0, SendMessageTimeoutW(other_window, WM_USER + 1, 3, 0, SMTO_NORMAL, 50, &answer));
    CHECK(0, answer);
    CHECK(TRUE, SendNotifyMessageW(other_window, WM_USER + 2, 3, 0));
    SetEvent(go_on);
    CHECK_TRUE(SendMessageTimeoutW(other_window, WM_USER + 3, 3, 0, SMTO_NORMAL, 5000, &answer));
    CHECK(6, answer);
    PostMessageW(other_window, WM_USER + 50, 0, 0);
    WaitForSingleObject(thread, INFINITE);
    CHECK(0, SendMessageTimeoutW(other_window, WM_USER + 3, 3, 0, SMTO_NORMAL, 50, &answer));
    CHECK_JOURNAL("2 3");
    UnregisterClassW(CLASS, NULL);
    CloseHandle(thread);
    CloseHandle(ready);
    CloseHandle(go_on);
}

static void pump_timers(unsigned count)
{
    MSG msg;

    while (count-- && GetMessageW(&msg, NULL, WM_TIMER, WM_TIMER))
        DispatchMessageW(&msg);
}

static void CALLBACK timer_proc(HWND window, UINT message, UINT_PTR id, DWORD time)
{
    (void)window;
    (void)time;
    journal_add("p%d", message == WM_TIMER && id != 0);
}

static void timers(void)
{
    HWND window = message_window();
    UINT_PTR own;

    CHECK(1, SetTimer(window, 1, 60, NULL) != 0);
    CHECK(1, SetTimer(window, 2, 100, NULL) != 0);
    pump_timers(2);
    CHECK_JOURNAL("t1 t2");
    CHECK(TRUE, KillTimer(window, 1));
    CHECK(FALSE, KillTimer(window, 1));
    CHECK(TRUE, KillTimer(window, 2));
    own = SetTimer(NULL, 0, 20, timer_proc);
    CHECK_TRUE(own);
    pump_timers(1);
    CHECK(TRUE, KillTimer(NULL, own));
    CHECK_JOURNAL("p1");
    SetTimer(window, 3, 10, NULL);
    end(window);
}

static LRESULT CALLBACK watch(int code, WPARAM wparam, LPARAM lparam)
{
    WCHAR class[32] = { 0 };

    if (code == HCBT_CREATEWND || code == HCBT_DESTROYWND) {
        GetClassNameW((HWND)wparam, class, 32);
        if (class[0] == 'I' && class[1] == 'd')
            journal_add("%s", code == HCBT_CREATEWND ? "create" : "destroy");
    }
    return CallNextHookEx(NULL, code, wparam, lparam);
}

static LRESULT CALLBACK refuse(int code, WPARAM wparam, LPARAM lparam)
{
    (void)wparam;
    (void)lparam;
    return code == HCBT_CREATEWND;
}

static void hooks(void)
{
    HHOOK first = SetWindowsHookExW(WH_CBT, watch, NULL, GetCurrentThreadId());
    HHOOK second = SetWindowsHookExW(WH_CBT, watch, NULL, GetCurrentThreadId());
    HHOOK third;
    HWND window = message_window();

    CHECK_TRUE(first && second && first != second);
    DestroyWindow(window);
    CHECK_JOURNAL("destroy destroy");
    CHECK(TRUE, UnhookWindowsHookEx(second));
    CHECK(FALSE, UnhookWindowsHookEx(second));
    third = SetWindowsHookExW(WH_CBT, refuse, NULL, GetCurrentThreadId());
    window = CreateWindowExW(0, CLASS, L"refused", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    CHECK(0, (size_t)window);
    UnhookWindowsHookEx(third);
    UnhookWindowsHookEx(first);
    CHECK_JOURNAL("");
    UnregisterClassW(CLASS, NULL);
}

const struct check_case message_cases[] = {
    { "posted_in_order", posted_in_order },
    { "quit", quit },
    { "of_a_thread", of_a_thread },
    { "dead_window", dead_window },
    { "across_threads", across_threads },
    { "registered", registered },
    { "with_a_limit", with_a_limit },
    { "timers", timers },
    { "hooks", hooks },
    { NULL, NULL },
};

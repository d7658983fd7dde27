#include "journal.h"

#define CLASS L"Identical window test"

static void foreground_of_no_window(void)
{
    SetLastError(0);
    CHECK(FALSE, SetForegroundWindow(NULL));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    SetLastError(0);
    CHECK(FALSE, SetForegroundWindow((HWND)(size_t)0x7fff0));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
}

static LRESULT CALLBACK plain_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    return DefWindowProcW(window, message, wparam, lparam);
}

static void register_class(WNDPROC proc)
{
    WNDCLASSEXW class = {
        .cbSize = sizeof(class), .lpfnWndProc = proc, .lpszClassName = CLASS, .cbWndExtra = 2 * sizeof(LONG_PTR)
    };

    CHECK_TRUE(RegisterClassExW(&class));
}

static HWND window_of(DWORD style, HWND parent, const WCHAR *text, int id)
{
    return CreateWindowExW(0, CLASS, text, style, 10, 20, 200, 100, parent, (HMENU)(LONG_PTR)id, NULL, NULL);
}

static void end(HWND window)
{
    CHECK(TRUE, DestroyWindow(window));
    CHECK(TRUE, UnregisterClassW(CLASS, NULL));
    journal_clear();
}

static void classes(void)
{
    WNDCLASSEXW class = { .cbSize = sizeof(class),
                          .lpfnWndProc = plain_proc,
                          .lpszClassName = L"identical WINDOW test" };
    WNDCLASSEXW got = { .cbSize = sizeof(got) };
    WCHAR name[32];
    HWND window;

    register_class(plain_proc);
    SetLastError(0);
    CHECK(0, RegisterClassExW(&class));
    CHECK(ERROR_CLASS_ALREADY_EXISTS, GetLastError());
    CHECK_TRUE(GetClassInfoExW(NULL, L"Button", &got));
    window = window_of(WS_POPUP, NULL, L"x", 0);
    CHECK(21, GetClassNameW(window, name, 32));
    CHECK_WIDE(CLASS, name);
    CHECK(4, GetClassNameW(window, name, 5));
    SetLastError(0);
    CHECK(FALSE, UnregisterClassW(CLASS, NULL));
    CHECK(ERROR_CLASS_HAS_WINDOWS, GetLastError());
    end(window);
    SetLastError(0);
    CHECK(0, (size_t)window_of(WS_POPUP, NULL, L"x", 0));
    CHECK(ERROR_CLASS_DOES_NOT_EXIST, GetLastError());
    CHECK(FALSE, UnregisterClassW(CLASS, NULL));
}

static LRESULT CALLBACK telling_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    switch (message) {
    case WM_NCCREATE:
        journal_add("nccreate");
        break;
    case WM_CREATE:
        journal_add("create");
        break;
    case WM_SIZE:
        journal_add("size");
        break;
    case WM_MOVE:
        journal_add("move");
        break;
    case WM_DESTROY:
        journal_add("destroy%d", GetDlgCtrlID(window));
        break;
    case WM_NCDESTROY:
        journal_add("ncdestroy%d", GetDlgCtrlID(window));
        break;
    default:
        break;
    }
    return DefWindowProcW(window, message, wparam, lparam);
}

static void birth_and_death(void)
{
    HWND parent;

    register_class(telling_proc);
    parent = window_of(WS_POPUP, NULL, L"p", 0);
    CHECK_JOURNAL("nccreate create size move");
    CHECK_TRUE(window_of(WS_CHILD, parent, L"a", 1));
    CHECK_TRUE(window_of(WS_CHILD, parent, L"b", 2));
    CHECK_TRUE(window_of(WS_POPUP, parent, L"owned", 0));
    journal_clear();
    DestroyWindow(parent);
    CHECK_JOURNAL("destroy0 ncdestroy0 destroy0 destroy1 destroy2 ncdestroy1 ncdestroy2 ncdestroy0");
    UnregisterClassW(CLASS, NULL);
}

static LRESULT CALLBACK refusing_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const CREATESTRUCTW *create = (const CREATESTRUCTW *)lparam;

    if (message == WM_NCCREATE && create->lpCreateParams == (void *)1)
        return FALSE;
    if (message == WM_CREATE && create->lpCreateParams == (void *)2)
        return -1;
    return DefWindowProcW(window, message, wparam, lparam);
}

static void refused(void)
{
    register_class(refusing_proc);
    for (size_t i = 1; i < 3; i++)
        CHECK(0, (size_t)CreateWindowExW(0, CLASS, L"x", WS_POPUP, 0, 0, 1, 1, NULL, NULL, NULL, (void *)i));
    CHECK(0, (size_t)window_of(WS_CHILD, NULL, L"no parent", 1));
    CHECK(ERROR_TLW_WITH_WSCHILD, GetLastError());
    CHECK(0, (size_t)window_of(WS_POPUP, (HWND)(size_t)0x7fff0, L"x", 0));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    end(window_of(WS_POPUP, NULL, L"x", 0));
}

static BOOL CALLBACK tell_id(HWND window, LPARAM lparam)
{
    journal_add("%d", GetDlgCtrlID(window));
    return lparam ? GetDlgCtrlID(window) != lparam : TRUE;
}

static void family(void)
{
    HWND parent;
    HWND a;
    HWND b;
    HWND inner;
    HWND owned;

    register_class(plain_proc);
    parent = window_of(WS_POPUP, NULL, L"p", 0);
    a = window_of(WS_CHILD, parent, L"a", 1);
    b = window_of(WS_CHILD, parent, L"b", 2);
    inner = window_of(WS_CHILD, a, L"inner", 3);
    owned = window_of(WS_POPUP, inner, L"owned", 0);
    CHECK(TRUE, GetParent(inner) == a);
    CHECK(TRUE, GetParent(owned) == parent && GetWindow(owned, GW_OWNER) == parent);
    CHECK(0, (size_t)GetParent(parent));
    CHECK(TRUE, IsChild(parent, inner) && !IsChild(parent, owned) && !IsChild(parent, parent));
    CHECK(TRUE, GetWindow(parent, GW_CHILD) == a && GetWindow(a, GW_HWNDNEXT) == b);
    CHECK(TRUE, GetWindow(b, GW_HWNDPREV) == a && GetWindow(b, GW_HWNDFIRST) == a && GetWindow(a, GW_HWNDLAST) == b);
    CHECK(0, (size_t)GetWindow(a, GW_HWNDPREV));
    EnumChildWindows(parent, tell_id, 0);
    EnumChildWindows(parent, tell_id, 3);
    CHECK_JOURNAL("1 3 2 1 3");
    CHECK(TRUE, FindWindowExW(parent, NULL, CLASS, NULL) == a);
    CHECK(TRUE, FindWindowExW(parent, a, CLASS, NULL) == b);
    CHECK(TRUE, FindWindowExW(parent, NULL, NULL, L"B") == b);
    CHECK(0, (size_t)FindWindowExW(parent, b, CLASS, NULL));
    CHECK(TRUE, FindWindowW(CLASS, L"owned") == owned);
    CHECK(0, (size_t)FindWindowW(L"No such class", NULL));
    CHECK(GetCurrentThreadId(), GetWindowThreadProcessId(a, NULL));
    SetWindowPos(b, HWND_TOP, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE);
    CHECK(TRUE, GetWindow(parent, GW_CHILD) == b);
    end(parent);
    CHECK(FALSE, IsWindow(owned) || IsWindow(inner));
}

static void message_only(void)
{
    HWND window;

    register_class(plain_proc);
    window = window_of(0, HWND_MESSAGE, L"post box", 0);
    CHECK(TRUE, FindWindowExW(HWND_MESSAGE, NULL, CLASS, L"post box") == window);
    CHECK(0, (size_t)FindWindowExW(HWND_MESSAGE, window, CLASS, NULL));
    CHECK(FALSE, IsWindowVisible(window));
    EnumThreadWindows(GetCurrentThreadId(), tell_id, 0);
    end(window);
}

static void values(void)
{
    HWND window;
    WCHAR text[8];

    register_class(plain_proc);
    window = window_of(WS_POPUP, NULL, L"some text", 0);
    CHECK(0, SetWindowLongPtrW(window, GWLP_USERDATA, 5));
    CHECK(5, SetWindowLongPtrW(window, GWLP_USERDATA, 6));
    CHECK(6, GetWindowLongPtrW(window, GWLP_USERDATA));
    CHECK(0, SetWindowLongPtrW(window, sizeof(LONG_PTR), 9));
    CHECK(9, GetWindowLongPtrW(window, sizeof(LONG_PTR)));
    SetLastError(0);
    CHECK(0, GetWindowLongPtrW(window, 2 * sizeof(LONG_PTR)));
    CHECK(ERROR_INVALID_INDEX, GetLastError());
    CHECK(TRUE, GetWindowLongPtrW(window, GWLP_WNDPROC) == (LONG_PTR)plain_proc);
    CHECK(9, GetWindowTextLengthW(window));
    CHECK(7, GetWindowTextW(window, text, 8));
    CHECK_WIDE(L"some te", text);
    CHECK(TRUE, SetWindowTextW(window, NULL));
    CHECK(0, GetWindowTextW(window, text, 8));
    CHECK_WIDE(L"", text);
    end(window);
    SetLastError(0);
    CHECK(0, GetWindowLongPtrW(window, GWLP_USERDATA));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    CHECK(FALSE, SetWindowTextW(window, L"x"));
}

static void places(void)
{
    POINT point = { 1, 2 };
    RECT rect;
    HWND parent;
    HWND child;

    register_class(plain_proc);
    parent = window_of(WS_POPUP | WS_CAPTION, NULL, L"p", 0);
    child = window_of(WS_CHILD, parent, L"c", 1);
    GetClientRect(parent, &rect);
    journal_add("%d,%d,%d,%d", (int)rect.left, (int)rect.top, (int)rect.right, (int)rect.bottom);
    GetWindowRect(child, &rect);
    journal_add("%d,%d,%d,%d", (int)rect.left, (int)rect.top, (int)rect.right, (int)rect.bottom);
    ClientToScreen(child, &point);
    journal_add("%d,%d", (int)point.x, (int)point.y);
    MapWindowPoints(NULL, child, &point, 1);
    journal_add("%d,%d", (int)point.x, (int)point.y);
    MoveWindow(child, 1, 2, 3, 4, FALSE);
    SetWindowPos(parent, NULL, 50, 60, 0, 0, SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
    GetWindowRect(child, &rect);
    journal_add("%d,%d,%d,%d", (int)rect.left, (int)rect.top, (int)rect.right, (int)rect.bottom);
    CHECK_JOURNAL("0,0,194,75 23,62,223,162 24,64 1,2 54,84,57,88");
    end(parent);
}

static void shown_and_enabled(void)
{
    HWND parent;
    HWND child;

    register_class(plain_proc);
    parent = window_of(WS_POPUP, NULL, L"p", 0);
    child = window_of(WS_CHILD | WS_VISIBLE, parent, L"c", 1);
    CHECK(FALSE, IsWindowVisible(child));
    CHECK(FALSE, ShowWindow(parent, SW_SHOW));
    CHECK(TRUE, IsWindowVisible(child));
    CHECK_TRUE(ShowWindow(parent, SW_SHOW));
    CHECK(TRUE, GetActiveWindow() == parent && GetForegroundWindow() == parent && GetFocus() == parent);
    CHECK(TRUE, SetFocus(child) == parent);
    CHECK(FALSE, EnableWindow(child, FALSE));
    CHECK(FALSE, IsWindowEnabled(child));
    CHECK(0, (size_t)GetFocus());
    CHECK(0, (size_t)SetFocus(child));
    CHECK(TRUE, EnableWindow(child, TRUE) != 0);
    SetFocus(child);
    CHECK(TRUE, GetFocus() == child);
    CHECK_TRUE(ShowWindow(parent, SW_HIDE));
    CHECK(0, (size_t)GetActiveWindow());
    CHECK(0, (size_t)GetFocus());
    end(parent);
}

static void activation(void)
{
    HWND first;
    HWND second;

    register_class(plain_proc);
    first = window_of(WS_POPUP | WS_VISIBLE, NULL, L"1", 0);
    second = window_of(WS_POPUP | WS_VISIBLE, NULL, L"2", 0);
    CHECK(TRUE, GetActiveWindow() == second);
    CHECK(TRUE, SetActiveWindow(first) == second);
    CHECK(TRUE, GetActiveWindow() == first && GetFocus() == first);
    CHECK(TRUE, SetForegroundWindow(second));
    CHECK(TRUE, GetForegroundWindow() == second && GetActiveWindow() == second);
    DestroyWindow(second);
    CHECK(TRUE, GetActiveWindow() == first);
    end(first);
}

const struct check_case window_cases[] = {
    { "foreground_of_no_window", foreground_of_no_window },
    { "classes", classes },
    { "birth_and_death", birth_and_death },
    { "refused", refused },
    { "family", family },
    { "message_only", message_only },
    { "values", values },
    { "places", places },
    { "shown_and_enabled", shown_and_enabled },
    { "activation", activation },
    { NULL, NULL },
};

/* What two processes see of each other. */
#include "check.h"
#include <wingdi.h>
#include <winuser.h>

#define CLASS   L"Identical other"
#define SECONDS 20000

enum body {
    BODY_WAITS,
    BODY_WRITES,
    BODY_HOLDS_MUTEX,
    BODY_SHARES,
    BODY_HAS_WINDOWS,
    BODY_IS_BUSY,
};

/* What the windows of the other process tell. */
struct notes {
    DWORD count;
    DWORD list[64];
    DWORD process;
    DWORD thread;
    DWORD message;
};

/* --- The other process --- */

static void ready(void)
{
    HANDLE event = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Identical ready");

    CHECK_TRUE(event);
    CHECK(TRUE, SetEvent(event));
    CHECK(TRUE, CloseHandle(event));
}

static void wait_for_end(void)
{
    HANDLE event = OpenEventW(SYNCHRONIZE, FALSE, L"Identical end");

    CHECK(WAIT_OBJECT_0, WaitForSingleObject(event, SECONDS));
    CHECK(TRUE, CloseHandle(event));
}

static void waits(void)
{
    ready();
    wait_for_end();
}

static void writes(void)
{
    DWORD id = GetCurrentProcessId();
    HKEY key;

    CHECK(ERROR_SUCCESS, RegOpenKeyExW(HKEY_CURRENT_USER, L"shared", 0, KEY_SET_VALUE, &key));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"id", 0, REG_DWORD, (const BYTE *)&id, sizeof(id)));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    ready();
    ExitProcess(0x1234567);
}

static void holds_mutex(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, L"Identical mutex");

    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(mutex, SECONDS));
    CreateMutexW(NULL, TRUE, L"Identical mutex of its own");
    ready();
    wait_for_end(); /* which does not come */
}

static void shares(void)
{
    HANDLE section = OpenFileMappingW(FILE_MAP_ALL_ACCESS, FALSE, L"Identical section");
    DWORD *view = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0);

    CHECK_TRUE(section && view);
    CHECK(42, view[0]);
    view[1] = 43;
    CHECK(TRUE, CloseHandle(section));
    section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 64, L"Identical second section");
    CHECK(0, GetLastError());
    ready();
    wait_for_end();
    CHECK(44, view[2]);
    CHECK(TRUE, UnmapViewOfFile(view));
    CHECK(TRUE, CloseHandle(section));
}

static struct notes *notes;

static LRESULT copy_data(const COPYDATASTRUCT *data)
{
    LRESULT sum = (LRESULT)data->dwData;

    for (DWORD i = 0; i < data->cbData; i++)
        sum += ((const BYTE *)data->lpData)[i];
    return sum;
}

static LRESULT CALLBACK proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (notes->message && message == notes->message)
        notes->list[notes->count++] = (DWORD)wparam;
    switch (message) {
    case WM_USER + 1:
        notes->list[notes->count++] = (DWORD)wparam;
        return (LRESULT)wparam * 2;
    case WM_USER + 2:
        return PostMessageW((HWND)wparam, WM_USER + 9, GetCurrentThreadId(), lparam);
    case WM_USER + 3:
        return SendMessageW((HWND)wparam, WM_USER + 1, (WPARAM)lparam, 0) + 1;
    case WM_USER + 4:
        PostQuitMessage(0);
        return 0;
    case WM_USER + 5:
        ExitProcess(7);
    case WM_USER + 6:
        return GetForegroundWindow() == (HWND)wparam;
    case WM_COPYDATA:
        return copy_data((const COPYDATASTRUCT *)lparam);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

static void register_class(void)
{
    WNDCLASSW class = { .lpfnWndProc = proc, .lpszClassName = CLASS, .cbWndExtra = sizeof(LONG_PTR) };

    CHECK_TRUE(RegisterClassW(&class));
}

static struct notes *map_notes(HANDLE *section)
{
    *section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(*notes), L"Identical notes");
    return MapViewOfFile(*section, FILE_MAP_WRITE, 0, 0, 0);
}

static void make_windows(void)
{
    HWND message_only = CreateWindowExW(0, CLASS, L"mess\x00e4ge", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    HWND top = CreateWindowExW(0, CLASS, L"top", WS_POPUP | WS_DISABLED, 0, 0, 50, 50, NULL, NULL, NULL, NULL);
    HWND child = CreateWindowExW(0, CLASS, L"child", WS_CHILD | WS_VISIBLE, 1, 2, 3, 4, top, (HMENU)77, NULL, NULL);

    CHECK_TRUE(message_only && top && child);
    SetWindowLongPtrW(message_only, GWLP_USERDATA, 1234);
    SetWindowLongPtrW(message_only, 0, 4321);
}

static void begin_windows(void)
{
    HANDLE section;

    register_class();
    notes = map_notes(&section);
    notes->process = GetCurrentProcessId();
    notes->thread = GetCurrentThreadId();
    notes->message = RegisterWindowMessageW(L"Identical message of all");
    make_windows();
}

static void has_windows(void)
{
    MSG msg;

    begin_windows();
    ready();
    while (GetMessageW(&msg, NULL, 0, 0)) {
        if (!msg.hwnd && msg.message == WM_USER + 1)
            notes->list[notes->count++] = (DWORD)msg.wParam;
        DispatchMessageW(&msg);
    }
    DestroyWindow(FindWindowExW(NULL, NULL, CLASS, L"top"));
    DestroyWindow(FindWindowExW(HWND_MESSAGE, NULL, CLASS, NULL));
}

/* Does not look for messages. */
static void is_busy(void)
{
    begin_windows();
    ready();
    wait_for_end();
}

const check_body process_bodies[] = {
    [BODY_WAITS] = waits,   [BODY_WRITES] = writes,           [BODY_HOLDS_MUTEX] = holds_mutex,
    [BODY_SHARES] = shares, [BODY_HAS_WINDOWS] = has_windows, [BODY_IS_BUSY] = is_busy,
};

/* --- This one --- */

struct other {
    HANDLE process;
    DWORD id;
    HANDLE ready;
    HANDLE end;
};

static struct other start(enum body body)
{
    struct other other = { .ready = CreateEventW(NULL, FALSE, FALSE, L"Identical ready"),
                           .end = CreateEventW(NULL, TRUE, FALSE, L"Identical end") };

    other.process = world_start(body, &other.id);
    CHECK_TRUE(other.process);
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(other.ready, SECONDS));
    return other;
}

static void is_over(struct other *other, DWORD expected)
{
    DWORD code = 0;

    CHECK(WAIT_OBJECT_0, WaitForSingleObject(other->process, SECONDS));
    CHECK(TRUE, GetExitCodeProcess(other->process, &code));
    CHECK(expected, code);
    CHECK(TRUE, CloseHandle(other->process));
    CHECK(TRUE, CloseHandle(other->ready));
    CHECK(TRUE, CloseHandle(other->end));
}

static void end(struct other *other)
{
    SetEvent(other->end);
    is_over(other, 0);
}

static void kill_it(struct other *other)
{
    CHECK(TRUE, TerminateProcess(other->process, 99));
    is_over(other, 99);
}

static void exit_codes(void)
{
    struct other other = start(BODY_WAITS);
    HANDLE opened = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION, FALSE, other.id);
    DWORD code = 0;

    CHECK_TRUE(opened && other.id != GetCurrentProcessId());
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(opened, 0));
    CHECK(TRUE, GetExitCodeProcess(opened, &code));
    CHECK(STILL_ACTIVE, code);
    CHECK(FALSE, GetExitCodeProcess(other.end, &code));
    CHECK(FALSE, TerminateProcess(NULL, 1));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    end(&other);
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(opened, 0));
    CHECK(TRUE, CloseHandle(opened));
    SetLastError(0);
    CHECK(0, (size_t)OpenProcess(SYNCHRONIZE, FALSE, 0x7ffffff0));
    CHECK(ERROR_INVALID_PARAMETER, GetLastError());
    opened = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION, FALSE, GetCurrentProcessId());
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(opened, 0));
    CHECK(TRUE, GetExitCodeProcess(opened, &code));
    CHECK(STILL_ACTIVE, code);
    CHECK(TRUE, CloseHandle(opened));
}

static void one_registry(void)
{
    DWORD id = 0;
    DWORD size = sizeof(id);
    struct other other;
    HKEY key;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, L"shared", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    other = start(BODY_WRITES);
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"id", NULL, NULL, (BYTE *)&id, &size));
    CHECK(other.id, id);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    is_over(&other, 0x1234567);
}

static void mutex_of_a_killed_process(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, L"Identical mutex");
    struct other other = start(BODY_HOLDS_MUTEX);
    HANDLE its_own = OpenMutexW(SYNCHRONIZE, FALSE, L"Identical mutex of its own");

    CHECK_TRUE(its_own);
    CHECK(TRUE, CloseHandle(its_own));
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(mutex, 0));
    CHECK(FALSE, ReleaseMutex(mutex));
    CHECK(ERROR_NOT_OWNER, GetLastError());
    kill_it(&other);
    CHECK(WAIT_ABANDONED, WaitForSingleObject(mutex, SECONDS));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(mutex, SECONDS));
    CHECK(TRUE, CloseHandle(mutex));
    CHECK(0, (size_t)OpenMutexW(SYNCHRONIZE, FALSE, L"Identical mutex of its own"));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(0, (size_t)OpenEventW(SYNCHRONIZE, FALSE, L"Identical ready"));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
}

static void sections(void)
{
    HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 100, L"Identical section");
    DWORD *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 100);
    struct other other;
    HANDLE second;

    CHECK_TRUE(section && view);
    CHECK(0, view[0]);
    view[0] = 42;
    other = start(BODY_SHARES);
    CHECK(43, view[1]);
    view[2] = 44;
    second = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 64, L"Identical second section");
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    end(&other);
    CHECK(TRUE, CloseHandle(second));
    CHECK(0, (size_t)OpenFileMappingW(FILE_MAP_WRITE, FALSE, L"Identical second section"));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(TRUE, CloseHandle(section));
    CHECK(0, (size_t)OpenFileMappingW(FILE_MAP_WRITE, FALSE, L"Identical section"));
    CHECK(43, view[1]); /* the view keeps what it shows, but not the name */
    CHECK(TRUE, UnmapViewOfFile(view));
}

static void bad_sections(void)
{
    HANDLE section;
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, L"Identical event");

    CHECK(0, (size_t)CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL));
    CHECK(ERROR_INVALID_PARAMETER, GetLastError());
    CHECK(0, (size_t)CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 8, L"Identical event"));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(0, (size_t)OpenFileMappingW(FILE_MAP_WRITE, FALSE, L"Identical event"));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(0, (size_t)MapViewOfFile(event, FILE_MAP_WRITE, 0, 0, 0));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 8, NULL);
    CHECK_TRUE(section);
    CHECK(0, (size_t)MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0x2000));
    CHECK(ERROR_ACCESS_DENIED, GetLastError());
    CHECK(0, (size_t)MapViewOfFile(section, FILE_MAP_WRITE, 0, 5, 0));
    CHECK(ERROR_MAPPED_ALIGNMENT, GetLastError());
    CHECK(FALSE, UnmapViewOfFile(&section));
    CHECK(ERROR_INVALID_ADDRESS, GetLastError());
    CHECK(TRUE, CloseHandle(section));
    CHECK(TRUE, CloseHandle(event));
}

/* --- Windows --- */

static HANDLE notes_section;

static struct other start_windows(enum body body)
{
    register_class();
    notes = map_notes(&notes_section);
    return start(body);
}

static void end_windows(void)
{
    CHECK(TRUE, UnmapViewOfFile(notes));
    CHECK(TRUE, CloseHandle(notes_section));
    CHECK(TRUE, UnregisterClassW(CLASS, NULL));
}

static HWND message_window(void)
{
    return FindWindowExW(HWND_MESSAGE, NULL, CLASS, NULL);
}

static void quit(struct other *other)
{
    CHECK(TRUE, PostMessageW(message_window(), WM_USER + 4, 0, 0));
    is_over(other, 0);
}

static BOOL CALLBACK count_ours(HWND window, LPARAM lparam)
{
    WCHAR class[40] = { 0 };

    GetClassNameW(window, class, 40);
    *(DWORD *)lparam += !lstrcmpiW(class, CLASS);
    return TRUE;
}

static void look_at_windows(HWND message_only, HWND top)
{
    HWND child = GetWindow(top, GW_CHILD);
    DWORD process = 0;
    WCHAR text[20] = { 0 };
    DWORD count = 0;

    CHECK(notes->thread, GetWindowThreadProcessId(message_only, &process));
    CHECK(notes->process, process);
    CHECK(7, GetWindowTextW(message_only, text, 20));
    CHECK_WIDE(L"mess\x00e4ge", text);
    CHECK(15, GetClassNameW(child, text, 20));
    CHECK_WIDE(CLASS, text);
    CHECK(TRUE, IsWindow(child));
    CHECK(TRUE, IsChild(top, child));
    CHECK((size_t)top, (size_t)GetParent(child));
    CHECK(77, GetDlgCtrlID(child));
    CHECK(FALSE, IsWindowVisible(child));
    CHECK(FALSE, IsWindowEnabled(top));
    CHECK_TRUE(GetWindowLongW(child, GWL_STYLE) & WS_VISIBLE);
    CHECK((size_t)child, (size_t)FindWindowExW(top, NULL, NULL, L"CHILD"));
    CHECK((size_t)top, (size_t)FindWindowW(CLASS, L"top"));
    CHECK(0, (size_t)FindWindowExW(HWND_MESSAGE, message_only, CLASS, NULL));
    EnumWindows(count_ours, (LPARAM)&count);
    CHECK(1, count);
    EnumThreadWindows(notes->thread, count_ours, (LPARAM)&count);
    CHECK(2, count);
}

static void values_of_windows(HWND message_only)
{
    CHECK(1234, GetWindowLongPtrW(message_only, GWLP_USERDATA));
    CHECK(4321, GetWindowLongPtrW(message_only, 0));
    SetLastError(0);
    CHECK(0, GetWindowLongPtrW(message_only, GWLP_WNDPROC));
    CHECK(ERROR_ACCESS_DENIED, GetLastError());
    SetLastError(0);
    CHECK(0, SetWindowLongPtrW(message_only, GWLP_WNDPROC, (LONG_PTR)proc));
    CHECK(ERROR_ACCESS_DENIED, GetLastError());
    CHECK(FALSE, DestroyWindow(message_only));
    CHECK(ERROR_ACCESS_DENIED, GetLastError());
}

static void windows_of_another_process(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    HWND message_only = message_window();
    HWND top = FindWindowExW(NULL, NULL, CLASS, L"top");

    CHECK_TRUE(message_only && top);
    CHECK(notes->message, RegisterWindowMessageW(L"Identical MESSAGE of all"));
    look_at_windows(message_only, top);
    values_of_windows(message_only);
    kill_it(&other);
    CHECK(FALSE, IsWindow(message_only));
    CHECK(FALSE, IsWindow(top));
    CHECK(0, (size_t)message_window());
    CHECK(0, (size_t)FindWindowW(CLASS, NULL));
    SetLastError(0);
    CHECK(FALSE, PostMessageW(message_only, WM_USER, 0, 0));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    end_windows();
}

static void posted_in_order(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    HWND window = message_window();

    for (DWORD i = 0; i < 40; i++)
        if (i % 4 == 3)
            CHECK(TRUE, PostThreadMessageW(notes->thread, WM_USER + 1, i, 0));
        else
            CHECK(TRUE, PostMessageW(window, WM_USER + 1, i, 0));
    quit(&other);
    CHECK(40, notes->count);
    for (DWORD i = 0; i < 40; i++)
        CHECK(i, notes->list[i]);
    CHECK(FALSE, PostThreadMessageW(notes->thread, WM_USER + 1, 0, 0));
    end_windows();
}

static void answers(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    HWND own = CreateWindowExW(0, CLASS, L"own", WS_POPUP, 0, 0, 0, 0, NULL, NULL, NULL, NULL);
    HWND window = message_window();
    DWORD_PTR answer = 0;
    MSG msg;

    CHECK(TRUE, PostMessageW(window, WM_USER + 2, (WPARAM)own, 5));
    CHECK(TRUE, GetMessageW(&msg, own, WM_USER + 9, WM_USER + 9));
    CHECK(notes->thread, msg.wParam);
    CHECK(5, msg.lParam);
    CHECK(6, SendMessageW(window, WM_USER + 1, 3, 0));
    CHECK(9, SendMessageW(window, WM_USER + 3, (WPARAM)own, 4)); /* it sends one here meanwhile */
    CHECK_TRUE(SendMessageTimeoutW(window, WM_USER + 1, 8, 0, SMTO_NORMAL, SECONDS, &answer));
    CHECK(16, answer);
    CHECK(TRUE, SendNotifyMessageW(window, WM_USER + 1, 9, 0));
    CHECK(20, SendMessageW(window, WM_USER + 1, 10, 0));
    CHECK(5, notes->count);
    CHECK(9, notes->list[3]);
    CHECK(TRUE, DestroyWindow(own));
    quit(&other);
    end_windows();
}

static void texts_and_data(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    HWND window = message_window();
    BYTE bytes[3] = { 1, 2, 3 };
    COPYDATASTRUCT data = { 100, sizeof(bytes), bytes };
    WCHAR text[20] = { 0 };

    CHECK(106, SendMessageW(window, WM_COPYDATA, 0, (LPARAM)&data));
    data.cbData = 0;
    data.lpData = NULL;
    CHECK(100, SendMessageW(window, WM_COPYDATA, 0, (LPARAM)&data));
    CHECK(TRUE, SendMessageW(window, WM_SETTEXT, 0, (LPARAM)L"new text"));
    CHECK(8, GetWindowTextW(window, text, 20));
    CHECK_WIDE(L"new text", text);
    CHECK(3, SendMessageW(window, WM_GETTEXT, 4, (LPARAM)text));
    CHECK_WIDE(L"new", text);
    CHECK(8, SendMessageW(window, WM_GETTEXTLENGTH, 0, 0));
    quit(&other);
    end_windows();
}

static void a_busy_one(void)
{
    struct other other = start_windows(BODY_IS_BUSY);
    HWND window = message_window();
    DWORD_PTR answer = 1;
    WCHAR text[20] = { 0 };

    CHECK(7, GetWindowTextW(window, text, 20));
    CHECK(0, SendMessageTimeoutW(window, WM_USER + 1, 1, 0, SMTO_NORMAL, 50, &answer));
    CHECK(TRUE, PostMessageW(window, WM_USER + 1, 1, 0));
    end(&other);
    CHECK(0, notes->count);
    end_windows();
}

static void foreground(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    HWND own = CreateWindowExW(0, CLASS, L"own", WS_POPUP | WS_VISIBLE, 0, 0, 9, 9, NULL, NULL, NULL, NULL);
    HWND window = message_window();
    HWND top = FindWindowW(CLASS, L"top");

    CHECK((size_t)own, (size_t)GetForegroundWindow());
    CHECK(TRUE, SendMessageW(window, WM_USER + 6, (WPARAM)own, 0));
    CHECK(TRUE, EnableWindow(top, TRUE));
    CHECK(FALSE, ShowWindow(top, SW_SHOWNOACTIVATE));
    CHECK(TRUE, IsWindowVisible(top));
    CHECK(TRUE, SetForegroundWindow(top));
    CHECK(TRUE, SendMessageW(window, WM_USER + 6, (WPARAM)top, 0));
    CHECK((size_t)top, (size_t)GetForegroundWindow());
    CHECK(TRUE, SetForegroundWindow(own));
    CHECK(TRUE, SendMessageW(window, WM_USER + 6, (WPARAM)own, 0));
    CHECK(TRUE, SetForegroundWindow(top));
    kill_it(&other);
    CHECK_TRUE(GetForegroundWindow() != top);
    CHECK(TRUE, DestroyWindow(own));
    end_windows();
}

static void to_all(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    CHECK(TRUE, PostMessageW(HWND_BROADCAST, notes->message, 1, 0));
    CHECK(TRUE, SendMessageW(HWND_BROADCAST, notes->message, 2, 0));
    CHECK(TRUE, PostMessageW(HWND_BROADCAST, WM_USER + 1, 4, 0)); /* such are not for all */
    CHECK(TRUE, SendMessageW(HWND_BROADCAST, WM_USER + 1, 8, 0));
    quit(&other);
    CHECK(2, notes->count); /* the top-level window alone heard */
    CHECK(3, notes->list[0] + notes->list[1]);
    end_windows();
}

static void it_dies_answering(void)
{
    struct other other = start_windows(BODY_HAS_WINDOWS);
    HWND window = message_window();
    DWORD_PTR answer = 1;

    CHECK(0, SendMessageTimeoutW(window, WM_USER + 5, 0, 0, SMTO_NORMAL, SECONDS, &answer));
    is_over(&other, 7);
    CHECK(0, SendMessageW(window, WM_USER + 1, 1, 0));
    end_windows();
}

const struct check_case processes_cases[] = {
    { "exit_codes", exit_codes },
    { "one_registry", one_registry },
    { "mutex_of_a_killed_process", mutex_of_a_killed_process },
    { "sections", sections },
    { "bad_sections", bad_sections },
    { "windows_of_another_process", windows_of_another_process },
    { "posted_in_order", posted_in_order },
    { "answers", answers },
    { "texts_and_data", texts_and_data },
    { "a_busy_one", a_busy_one },
    { "foreground", foreground },
    { "to_all", to_all },
    { "it_dies_answering", it_dies_answering },
    { NULL, NULL },
};

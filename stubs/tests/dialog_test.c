#include "journal.h"
#include <stdio.h>

#define ITEM  (WS_CHILD | WS_VISIBLE | WS_TABSTOP)
#define PLACE ((struct place){ 5, 5, 50, 14 })

static void small_template(struct dialog_bytes *t, DWORD style)
{
    journal_template(t, style);
    template_item(t, ITEM, 0, PLACE, 10, CLASS_EDIT, L"x");
    template_item(t, ITEM | BS_DEFPUSHBUTTON, 0, PLACE, IDOK, CLASS_BUTTON, L"OK");
}

static const char *name_of(UINT message)
{
    switch (message) {
    case WM_SETFONT:
        return "font";
    case WM_INITDIALOG:
        return "init";
    case WM_SHOWWINDOW:
        return "show";
    case WM_ACTIVATE:
        return "activate";
    case WM_COMMAND:
        return "command";
    case WM_CLOSE:
        return "close";
    case WM_DESTROY:
        return "destroy";
    case WM_NCDESTROY:
        return "gone";
    case WM_SETFOCUS:
        return "focus";
    case WM_ENABLE:
        return "enable";
    case WM_TIMER:
        return "timer";
    default:
        return NULL;
    }
}

static void tell(HWND dialog, UINT message, WPARAM wparam)
{
    const char *name = name_of(message);

    if (name && message == WM_SETFONT)
        journal_add("%s", name);
    else if (name && message != WM_NCDESTROY && message != WM_DESTROY && message != WM_TIMER)
        journal_add("%s:%x%s", name, message == WM_INITDIALOG || message == WM_SETFOCUS ? 0 : (unsigned)wparam,
                    IsWindowVisible(dialog) ? "" : "-");
    else if (name)
        journal_add("%s", name);
}

/* Ends with the number that it got, by the message that it got as well. */
static INT_PTR CALLBACK modal_proc(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    tell(dialog, message, wparam);
    if (message == WM_INITDIALOG) {
        SetWindowLongPtrW(dialog, DWLP_USER, lparam);
        PostMessageW(dialog, WM_COMMAND, IDOK, 0);
        return TRUE;
    }
    if (message == WM_COMMAND && wparam == IDOK)
        CHECK(TRUE, EndDialog(dialog, GetWindowLongPtrW(dialog, DWLP_USER)));
    return FALSE;
}

static void modal(void)
{
    struct dialog_bytes t;

    journal_clear();
    small_template(&t, WS_VISIBLE);
    CHECK(42, DialogBoxIndirectParamW(NULL, template_of(&t), NULL, modal_proc, 42));
    CHECK_JOURNAL(
        "font init:0- activate:1- command:100000a- show:1- command:1 command:200000a focus:0 activate:0- destroy gone");
    small_template(&t, 0);
    CHECK(43, DialogBoxIndirectParamW(NULL, template_of(&t), NULL, modal_proc, 43));
    CHECK_JOURNAL(
        "font init:0- activate:1- command:100000a- command:1- command:200000a- focus:0- activate:0- destroy gone");
}

static LRESULT CALLBACK owner_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_ENABLE || message == WM_ACTIVATE)
        journal_add("owner-%s:%x", message == WM_ENABLE ? "enable" : "activate", (unsigned)wparam);
    return DefWindowProcW(window, message, wparam, lparam);
}

static void modal_with_owner(void)
{
    WNDCLASSW class = { .lpfnWndProc = owner_proc, .lpszClassName = L"Identical owner" };
    struct dialog_bytes t;
    HWND owner;

    RegisterClassW(&class);
    owner = CreateWindowExW(0, L"Identical owner", L"o", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 200, 100, NULL, NULL,
                            NULL, NULL);
    journal_clear();
    small_template(&t, WS_VISIBLE);
    CHECK(5, DialogBoxIndirectParamW(NULL, template_of(&t), owner, modal_proc, 5));
    CHECK(TRUE, IsWindowEnabled(owner));
    CHECK(TRUE, GetActiveWindow() == owner);
    CHECK(TRUE, GetForegroundWindow() == owner);
    CHECK_JOURNAL("owner-enable:0 font init:0- owner-activate:0 activate:1- command:100000a- show:1- command:1 "
                  "owner-enable:1 command:200000a focus:0 activate:0- owner-activate:1 destroy gone");
    DestroyWindow(owner);
    UnregisterClassW(L"Identical owner", NULL);
}

static INT_PTR CALLBACK at_once(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    tell(dialog, message, wparam);
    if (message == WM_INITDIALOG && lparam == 1)
        EndDialog(dialog, 11);
    return TRUE;
}

static void ended_at_once(void)
{
    struct dialog_bytes t;

    journal_clear();
    small_template(&t, WS_VISIBLE);
    CHECK(11, DialogBoxIndirectParamW(NULL, template_of(&t), NULL, at_once, 1));
    CHECK_JOURNAL("font init:0- activate:1- command:100000a- show:1- activate:0- command:200000a- destroy gone");
}

static INT_PTR CALLBACK timed(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_INITDIALOG)
        SetTimer(dialog, 4, 30, NULL);
    if (message == WM_TIMER)
        EndDialog(dialog, (INT_PTR)wparam);
    return FALSE;
}

static void ended_by_a_timer(void)
{
    struct dialog_bytes t;

    small_template(&t, 0);
    CHECK(4, DialogBoxIndirectParamW(NULL, template_of(&t), NULL, timed, 0));
}

static void bad_templates(void)
{
    struct dialog_bytes t;
    HWND dialog;

    journal_template(&t, 0);
    template_item(&t, ITEM, 0, PLACE, 10, L"No such class", L"x");
    template_item(&t, ITEM, 0, PLACE, 11, CLASS_EDIT, L"x");
    CHECK(0, (size_t)CreateDialogIndirectParamW(NULL, template_of(&t), NULL, journal_proc, 0));
    CHECK(-1, DialogBoxIndirectParamW(NULL, template_of(&t), NULL, journal_proc, 0));
    journal_template(&t, DS_NOFAILCREATE);
    template_item(&t, ITEM, 0, PLACE, 10, L"No such class", L"x");
    template_item(&t, ITEM, 0, PLACE, 11, CLASS_EDIT, L"x");
    dialog = CreateDialogIndirectParamW(NULL, template_of(&t), NULL, journal_proc, 0);
    CHECK_TRUE(dialog);
    CHECK(0, (size_t)GetDlgItem(dialog, 10));
    CHECK_TRUE(GetDlgItem(dialog, 11));
    DestroyWindow(dialog);
    CHECK(-1, DialogBoxIndirectParamW(NULL, NULL, NULL, journal_proc, 0));
    journal_clear();
}

static void items(void)
{
    struct dialog_bytes t;
    WCHAR text[8];
    HWND dialog;

    small_template(&t, 0);
    dialog = CreateDialogIndirectParamW(NULL, template_of(&t), NULL, journal_proc, 0);
    CHECK(TRUE, SetDlgItemTextW(dialog, 10, L"a longer text"));
    CHECK(7, GetDlgItemTextW(dialog, 10, text, 8));
    CHECK_WIDE(L"a longe", text);
    CHECK(0, GetDlgItemTextW(dialog, 99, text, 8));
    CHECK_WIDE(L"", text);
    CHECK(FALSE, SetDlgItemTextW(dialog, 99, L"x"));
    CHECK(0, (size_t)GetDlgItem(dialog, 99));
    CHECK(10, GetDlgCtrlID(GetDlgItem(dialog, 10)));
    CHECK(13, SendDlgItemMessageW(dialog, 10, WM_GETTEXTLENGTH, 0, 0));
    CHECK(TRUE, GetParent(GetDlgItem(dialog, 10)) == dialog);
    SetWindowLongPtrW(dialog, DWLP_USER, 77);
    CHECK(77, GetWindowLongPtrW(dialog, DWLP_USER));
    DestroyWindow(dialog);
    CHECK(FALSE, EndDialog(dialog, 0));
    journal_clear();
}

static INT_PTR CALLBACK answering(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_USER && wparam)
        SetWindowLongPtrW(dialog, DWLP_MSGRESULT, 123);
    return message == WM_USER;
}

static void answers(void)
{
    struct dialog_bytes t;
    HWND dialog;

    small_template(&t, 0);
    dialog = CreateDialogIndirectParamW(NULL, template_of(&t), NULL, answering, 0);
    CHECK(123, SendMessageW(dialog, WM_USER, 1, 0));
    CHECK(0, SendMessageW(dialog, WM_USER, 0, 0));
    DestroyWindow(dialog);
}

/* The dialogs of resource_test.rc. */
static void from_resources(void)
{
    HINSTANCE module = GetModuleHandleW(NULL);
    HWND dialog = CreateDialogParamW(module, MAKEINTRESOURCEW(100), NULL, journal_proc, 0);
    WCHAR text[32] = { 0 };

    CHECK_TRUE(dialog);
    GetWindowTextW(dialog, text, 32);
    CHECK_WIDE(L"First dialog", text);
    GetDlgItemTextW(dialog, 10, text, 32);
    CHECK_WIDE(L"&Name:", text);
    CHECK(ES_PASSWORD, GetWindowLongW(GetDlgItem(dialog, 11), GWL_STYLE) & ES_PASSWORD);
    DestroyWindow(dialog);
    dialog = CreateDialogParamW(module, L"by_NAME", NULL, journal_proc, 0);
    CHECK_TRUE(dialog);
    GetWindowTextW(dialog, text, 32);
    CHECK_WIDE(L"Old form", text);
    DestroyWindow(dialog);
    SetLastError(0);
    CHECK(0, (size_t)CreateDialogParamW(module, MAKEINTRESOURCEW(101), NULL, journal_proc, 0));
    CHECK(ERROR_RESOURCE_NAME_NOT_FOUND, GetLastError());
    CHECK(-1, DialogBoxParamW(module, L"none", NULL, journal_proc, 0));
    journal_clear();
}

static int pressed;
static UINT press_message;

static void CALLBACK press_later(HWND window, UINT message, UINT_PTR id, DWORD time)
{
    HWND box = GetActiveWindow();
    WCHAR text[64] = { 0 };

    (void)window;
    (void)message;
    (void)time;
    KillTimer(NULL, id);
    GetWindowTextW(box, text, 64);
    CHECK_WIDE(L"Title", text);
    GetDlgItemTextW(box, 0xffff, text, 64);
    CHECK_WIDE(L"Text & more", text);
    journal_add("d%d", LOWORD(SendMessageW(box, DM_GETDEFID, 0, 0)));
    journal_focus();
    for (int i = 1; i < 10; i++)
        if (GetDlgItem(box, i))
            journal_add("b%d", i);
    if (press_message == WM_COMMAND)
        PostMessageW(GetDlgItem(box, pressed), BM_CLICK, 0, 0);
    else
        PostMessageW(press_message == WM_CLOSE ? box : GetFocus(), press_message, (WPARAM)pressed, 0);
    if (press_message == WM_KEYDOWN && pressed == VK_ESCAPE)
        PostMessageW(GetFocus(), BM_CLICK, 0, 0); /* where Escape is refused */
}

static void message_box(UINT type, UINT message, int what)
{
    press_message = message;
    pressed = what;
    SetTimer(NULL, 0, 30, press_later);
    journal_add("=%d", MessageBoxW(NULL, L"Text & more", L"Title", type));
}

static void message_boxes(void)
{
    journal_clear();
    message_box(MB_OK, WM_COMMAND, IDOK);
    message_box(MB_OK, WM_KEYDOWN, VK_ESCAPE);
    message_box(MB_OK, WM_CLOSE, 0);
    CHECK_JOURNAL("d1 @1 b1 =1 d1 @1 b1 =2 d1 @1 b1 =2");
    message_box(MB_OKCANCEL | MB_DEFBUTTON2, WM_KEYDOWN, VK_RETURN);
    message_box(MB_OKCANCEL, WM_KEYDOWN, VK_ESCAPE);
    message_box(MB_OKCANCEL | MB_ICONWARNING, WM_CLOSE, 0);
    CHECK_JOURNAL("d1 @2 b1 b2 =2 d1 @1 b1 b2 =2 d1 @1 b1 b2 =2");
    message_box(MB_YESNO | MB_ICONQUESTION, WM_COMMAND, IDNO);
    message_box(MB_YESNO, WM_KEYDOWN, VK_RETURN);
    message_box(MB_YESNOCANCEL | MB_DEFBUTTON3, WM_KEYDOWN, VK_RETURN);
    CHECK_JOURNAL("d1 @6 b6 b7 =7 d1 @6 b6 b7 =6 d1 @2 b2 b6 b7 =2");
    message_box(MB_YESNO, WM_KEYDOWN, VK_ESCAPE);
    message_box(MB_RETRYCANCEL, WM_COMMAND, IDRETRY);
    message_box(MB_ABORTRETRYIGNORE, WM_COMMAND, IDIGNORE);
    CHECK_JOURNAL("d1 @6 b6 b7 =2 d1 @4 b2 b4 =4 d1 @3 b3 b4 b5 =5");
}

const struct check_case dialog_cases[] = {
    { "modal", modal },
    { "modal_with_owner", modal_with_owner },
    { "ended_at_once", ended_at_once },
    { "ended_by_a_timer", ended_by_a_timer },
    { "bad_templates", bad_templates },
    { "items", items },
    { "answers", answers },
    { "from_resources", from_resources },
    { "message_boxes", message_boxes },
    { NULL, NULL },
};

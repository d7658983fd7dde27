#include "window.h"

static UINT code_of(HWND control)
{
    return control ? (UINT)SendMessageW(control, WM_GETDLGCODE, 0, 0) : 0;
}

/* The letter behind the last single '&'; 0: none. */
static WCHAR mnemonic(HWND control)
{
    WCHAR text[256];

    text[0] = 0;
    SendMessageW(control, WM_GETTEXT, 256, (LPARAM)text);
    for (const WCHAR *at = text; *at; at++) {
        if (*at != '&' || !at[1])
            continue;
        at++;
        if (*at != '&')
            return sim_case_lower(*at);
    }
    return 0;
}

static bool takes_mnemonic(HWND control, UINT code)
{
    if (!(sim_style(control) & WS_VISIBLE) || sim_style(control) & WS_DISABLED)
        return false;
    if (code & (DLGC_WANTCHARS | DLGC_HASSETSEL))
        return false;
    return !(code & DLGC_STATIC) || (code & DLGC_BUTTON) || !(sim_style(control) & SS_NOPREFIX);
}

/* A label or group hands on to the control behind it; a button is pressed. */
static void follow_mnemonic(HWND dialog, HWND control, UINT code)
{
    if (code & (DLGC_DEFPUSHBUTTON | DLGC_UNDEFPUSHBUTTON | DLGC_RADIOBUTTON) ||
        (code & DLGC_BUTTON && !(code & DLGC_STATIC))) {
        SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)control, TRUE);
        if (IsWindow(control))
            SendMessageW(control, BM_CLICK, 0, 0);
        return;
    }
    while (control &&
           (code_of(control) & DLGC_STATIC || !(sim_style(control) & WS_VISIBLE) || sim_style(control) & WS_DISABLED))
        control = GetWindow(control, GW_HWNDNEXT);
    if (control)
        SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)control, TRUE);
}

static HWND after(HWND dialog, HWND control)
{
    HWND next = control ? GetWindow(control, GW_HWNDNEXT) : NULL;

    return next ? next : GetWindow(dialog, GW_CHILD);
}

static bool try_mnemonic(HWND dialog, HWND focus, WCHAR key)
{
    HWND at = focus;

    while (at && sim_parent(at) != dialog)
        at = sim_parent(at);
    for (size_t left = sim_child_count(dialog); left; left--) {
        UINT code;

        at = after(dialog, at);
        code = code_of(at);
        if (!takes_mnemonic(at, code) || mnemonic(at) != key)
            continue;
        follow_mnemonic(dialog, at, code);
        return true;
    }
    return false;
}

static void press_default(HWND dialog)
{
    DWORD id = (DWORD)SendMessageW(dialog, DM_GETDEFID, 0, 0);
    HWND focus = GetFocus();
    HWND button;

    if (IsChild(dialog, focus) && code_of(focus) & DLGC_DEFPUSHBUTTON) {
        SendMessageW(dialog, WM_COMMAND, MAKEWPARAM(GetDlgCtrlID(focus), BN_CLICKED), (LPARAM)focus);
        return;
    }
    if (HIWORD(id) != DC_HASDEFID) {
        SendMessageW(dialog, WM_COMMAND, IDOK, (LPARAM)GetDlgItem(dialog, IDOK));
        return;
    }
    button = GetDlgItem(dialog, (int)LOWORD(id));
    if (!button || IsWindowEnabled(button))
        SendMessageW(dialog, WM_COMMAND, MAKEWPARAM(LOWORD(id), BN_CLICKED), (LPARAM)button);
}

/* An arrow goes round in the group; a radio button that it reaches is checked. */
static void go_in_group(HWND dialog, HWND from, bool back)
{
    HWND next = GetNextDlgGroupItem(dialog, from, back);
    DWORD type;

    if (!next || next == from)
        return;
    SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)next, TRUE);
    type = sim_style(next) & BS_TYPEMASK;
    if (IsWindow(next) && code_of(next) & DLGC_RADIOBUTTON && type == BS_AUTORADIOBUTTON &&
        SendMessageW(next, BM_GETCHECK, 0, 0) != BST_CHECKED)
        SendMessageW(next, BM_CLICK, 0, 0);
}

/* True: the key was meant for the dialog. */
static bool dialog_key(HWND dialog, const MSG *msg, UINT code)
{
    switch (msg->wParam) {
    case VK_TAB:
        if (code & DLGC_WANTTAB)
            return false;
        SendMessageW(dialog, WM_NEXTDLGCTL, GetKeyState(VK_SHIFT) < 0, FALSE);
        return true;
    case VK_LEFT:
    case VK_UP:
    case VK_RIGHT:
    case VK_DOWN:
        if (code & DLGC_WANTARROWS)
            return false;
        go_in_group(dialog, msg->hwnd, msg->wParam == VK_LEFT || msg->wParam == VK_UP);
        return true;
    case VK_ESCAPE:
    case VK_CANCEL:
        SendMessageW(dialog, WM_COMMAND, IDCANCEL, (LPARAM)GetDlgItem(dialog, IDCANCEL));
        return true;
    case VK_RETURN:
    case VK_EXECUTE:
        press_default(dialog);
        return true;
    default:
        return false;
    }
}

static bool is_for_dialog(HWND dialog, const MSG *msg)
{
    UINT code;

    if (msg->message != WM_KEYDOWN && msg->message != WM_CHAR && msg->message != WM_SYSCHAR)
        return false;
    code = (UINT)SendMessageW(msg->hwnd, WM_GETDLGCODE, msg->wParam, (LPARAM)msg);
    if (msg->message == WM_KEYDOWN)
        return !(code & DLGC_WANTMESSAGE) && dialog_key(dialog, msg, code);
    if (msg->message == WM_CHAR && (code & (DLGC_WANTCHARS | DLGC_WANTMESSAGE)))
        return false;
    if (msg->message == WM_CHAR && (msg->wParam < ' ' || msg->wParam == ' '))
        return false;
    return try_mnemonic(dialog, msg->hwnd, sim_case_lower((WCHAR)msg->wParam));
}

BOOL WINAPI IsDialogMessageW(HWND dialog, LPMSG msg)
{
    if (!IsWindow(dialog) || (msg->hwnd != dialog && !IsChild(dialog, msg->hwnd)))
        return FALSE;
    if (is_for_dialog(dialog, msg))
        return TRUE;
    TranslateMessage(msg);
    DispatchMessageW(msg);
    return TRUE;
}

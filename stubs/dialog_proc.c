#include "window.h"

static void save_focus(HWND window)
{
    HWND focus = GetFocus();
    struct dialog dialog;

    if (!focus || !IsChild(window, focus) || !sim_dialog(window, &dialog))
        return;
    dialog.focus = focus;
    sim_dialog_set(window, &dialog);
}

static void restore_focus(HWND window)
{
    struct dialog dialog;
    HWND focus;

    if (!sim_dialog(window, &dialog) || !IsWindow(dialog.focus))
        return;
    focus = dialog.focus;
    dialog.focus = NULL;
    sim_dialog_set(window, &dialog);
    SetFocus(focus);
}

void sim_default_button(HWND old, HWND new)
{
    if (old && old != new &&SendMessageW(old, WM_GETDLGCODE, 0, 0) & DLGC_DEFPUSHBUTTON)
        SendMessageW(old, BM_SETSTYLE, BS_PUSHBUTTON, TRUE);
    if (new &&SendMessageW(new, WM_GETDLGCODE, 0, 0) & DLGC_UNDEFPUSHBUTTON)
        SendMessageW(new, BM_SETSTYLE, BS_DEFPUSHBUTTON, TRUE);
}

static LRESULT set_default_id(HWND window, UINT id)
{
    struct dialog dialog;
    HWND old;

    if (!sim_dialog(window, &dialog))
        return TRUE;
    old = dialog.default_id ? GetDlgItem(window, (int)dialog.default_id) : NULL;
    dialog.default_id = id;
    sim_dialog_set(window, &dialog);
    sim_default_button(old, GetDlgItem(window, (int)id));
    return TRUE;
}

static LRESULT get_default_id(HWND window)
{
    struct dialog dialog;
    HWND button;

    if (!sim_dialog(window, &dialog))
        return 0;
    if (dialog.default_id)
        return MAKELONG(dialog.default_id, DC_HASDEFID);
    button = GetWindow(window, GW_CHILD);
    while (button && !(SendMessageW(button, WM_GETDLGCODE, 0, 0) & DLGC_DEFPUSHBUTTON))
        button = GetWindow(button, GW_HWNDNEXT);
    return button ? MAKELONG(GetDlgCtrlID(button), DC_HASDEFID) : 0;
}

/* The button with the focus is the default one while it has it. */
static void mark_by_focus(HWND window, HWND old, HWND new)
{
    struct dialog dialog;
    HWND usual;

    if (!sim_dialog(window, &dialog))
        return;
    usual = dialog.default_id ? GetDlgItem(window, (int)dialog.default_id) : NULL;
    if (new &&SendMessageW(new, WM_GETDLGCODE, 0, 0) & DLGC_UNDEFPUSHBUTTON) {
        sim_default_button(usual, NULL);
        sim_default_button(old, new);
    } else {
        sim_default_button(old == usual ? NULL : old, usual);
    }
}

/* To a window, or to the next or previous one. */
static LRESULT next_control(HWND window, WPARAM wparam, bool is_window)
{
    HWND old = GetFocus();
    HWND new = is_window ? (HWND)wparam : GetNextDlgTabItem(window, old, wparam != 0);

    if (!new)
        return 0;
    if (SendMessageW(new, WM_GETDLGCODE, 0, 0) & DLGC_HASSETSEL)
        SendMessageW(new, EM_SETSEL, 0, MAXLONG);
    SetFocus(new);
    mark_by_focus(window, IsChild(window, old) ? old : NULL, new);
    return 0;
}

static LRESULT close(HWND window)
{
    PostMessageW(window, WM_COMMAND, MAKEWPARAM(IDCANCEL, BN_CLICKED), (LPARAM)GetDlgItem(window, IDCANCEL));
    return 0;
}

static LRESULT default_answer(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    switch (message) {
    case WM_SHOWWINDOW:
        if (!wparam)
            save_focus(window);
        break;
    case WM_ACTIVATE:
        if (LOWORD(wparam))
            restore_focus(window);
        else
            save_focus(window);
        return 0;
    case WM_SETFOCUS:
        restore_focus(window);
        return 0;
    case DM_SETDEFID:
        return set_default_id(window, (UINT)wparam);
    case DM_GETDEFID:
        return get_default_id(window);
    case WM_NEXTDLGCTL:
        return next_control(window, wparam, LOWORD(lparam));
    case WM_CLOSE:
        return close(window);
    case WM_INITDIALOG:
        return 0;
    default:
        break;
    }
    return DefWindowProcW(window, message, wparam, lparam);
}

static bool answers_directly(UINT message)
{
    return message == WM_INITDIALOG || message == WM_VKEYTOITEM || message == WM_CHARTOITEM ||
           message == WM_COMPAREITEM || message == WM_QUERYDRAGICON ||
           (message >= WM_CTLCOLORMSGBOX && message <= WM_CTLCOLORSTATIC);
}

LRESULT WINAPI DefDlgProcW(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    DLGPROC proc = (DLGPROC)GetWindowLongPtrW(window, DWLP_DLGPROC);
    INT_PTR result = 0;

    stub_fault_pause(); /* the dialog manager's own call */
    SetWindowLongPtrW(window, DWLP_MSGRESULT, 0);
    stub_fault_resume();
    if (proc)
        result = proc(window, message, wparam, lparam);
    if (!result && IsWindow(window))
        return default_answer(window, message, wparam, lparam);
    if (answers_directly(message))
        return result;
    return GetWindowLongPtrW(window, DWLP_MSGRESULT);
}

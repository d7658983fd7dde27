#include "window.h"

#define LIST_ID 1000
#define EDIT_ID 1001
#define ARROW   17 /* width of the button */

struct combo {
    HWND list;
    HWND edit; /* NULL: a drop-down list */
    bool dropped;
    bool quiet; /* the edit line is changed by program */
};

static DWORD type_of(HWND window)
{
    return sim_style(window) & 3;
}

/* Of the line that is always shown. */
static int line_height(HWND window)
{
    return sim_line_height(window) + 4;
}

static void place(HWND window, const struct combo *combo)
{
    bool simple = type_of(window) == CBS_SIMPLE;
    int line = line_height(window);
    RECT rect;

    GetWindowRect(window, &rect);
    if (!simple && rect.bottom - rect.top != line + 4)
        SetWindowPos(window, NULL, 0, 0, rect.right - rect.left, line + 4, SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
    GetClientRect(window, &rect);
    if (simple)
        MoveWindow(combo->list, 0, line + 3, rect.right, rect.bottom - line - 3, FALSE);
    if (combo->edit)
        MoveWindow(combo->edit, 3, 3, simple ? rect.right - 6 : rect.right - 6 - ARROW, line - 2, FALSE);
}

static void arrange(HWND window)
{
    struct combo *combo = sim_control(window);

    stub_fault_pause(); /* the control's own calls */
    place(window, combo);
    stub_fault_resume();
}

static HWND make_list(HWND window, DWORD style)
{
    DWORD kind = LBS_COMBOBOX | LBS_HASSTRINGS | LBS_NOTIFY | WS_CLIPSIBLINGS;

    if (style & CBS_SORT)
        kind |= LBS_SORT;
    if (style & CBS_NOINTEGRALHEIGHT)
        kind |= LBS_NOINTEGRALHEIGHT;
    if (style & CBS_DISABLENOSCROLL)
        kind |= LBS_DISABLENOSCROLL;
    if (style & WS_VSCROLL)
        kind |= WS_VSCROLL;
    if ((style & 3) == CBS_SIMPLE)
        return CreateWindowExW(WS_EX_CLIENTEDGE, L"ComboLBox", NULL, kind | WS_CHILD | WS_VISIBLE, 0, 0, 0, 0, window,
                               (HMENU)LIST_ID, NULL, window);
    return CreateWindowExW(WS_EX_TOOLWINDOW | WS_EX_TOPMOST, L"ComboLBox", NULL, kind | WS_POPUP | WS_BORDER, 0, 0, 0,
                           0, sim_top_level(window), (HMENU)LIST_ID, NULL, window);
}

static HWND make_edit(HWND window, DWORD style)
{
    DWORD kind = WS_CHILD | WS_VISIBLE | ES_NOHIDESEL | ES_COMBO;

    if (style & CBS_AUTOHSCROLL)
        kind |= ES_AUTOHSCROLL;
    if (style & CBS_LOWERCASE)
        kind |= ES_LOWERCASE;
    if (style & CBS_UPPERCASE)
        kind |= ES_UPPERCASE;
    if (style & WS_DISABLED)
        kind |= WS_DISABLED;
    return CreateWindowExW(0, L"Edit", NULL, kind, 0, 0, 0, 0, window, (HMENU)EDIT_ID, NULL, NULL);
}

static LRESULT create(HWND window)
{
    struct combo *combo = sim_control_new(window, sizeof(*combo), NULL);
    DWORD style = sim_style(window);

    combo->list = make_list(window, style);
    if (!combo->list)
        return -1;
    if (type_of(window) != CBS_DROPDOWNLIST) {
        combo->edit = make_edit(window, style);
        if (!combo->edit)
            return -1;
    }
    sim_set_style(window, WS_VSCROLL | WS_HSCROLL, 0);
    arrange(window);
    return 0;
}

static LRESULT to_list(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    return SendMessageW(((const struct combo *)sim_control(window))->list, message, wparam, lparam);
}

/* The edit line shows what is selected. */
static void show_selection(HWND window)
{
    struct combo *combo = sim_control(window);
    LRESULT at = to_list(window, LB_GETCURSEL, 0, 0);
    WCHAR text[1024] = { 0 };

    if (!combo->edit)
        return;
    if (at >= 0 && to_list(window, LB_GETTEXTLEN, (WPARAM)at, 0) < 1024)
        to_list(window, LB_GETTEXT, (WPARAM)at, (LPARAM)text);
    combo->quiet = true;
    SendMessageW(combo->edit, WM_SETTEXT, 0, (LPARAM)text);
    SendMessageW(combo->edit, EM_SETSEL, 0, -1);
    combo->quiet = false;
}

static LRESULT select_by(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    LRESULT at = to_list(window, message, wparam, lparam);

    if (at >= 0 || message == LB_SETCURSEL)
        show_selection(window);
    return at;
}

static LRESULT drop(HWND window, bool down)
{
    struct combo *combo = sim_control(window);

    if (type_of(window) == CBS_SIMPLE || combo->dropped == down)
        return TRUE;
    combo->dropped = down;
    if (!down)
        sim_notify_parent(window, CBN_SELENDCANCEL);
    sim_notify_parent(window, down ? CBN_DROPDOWN : CBN_CLOSEUP);
    return TRUE;
}

/* Messages that mean the same to the list. */
static UINT list_message(UINT message)
{
    static const UINT pairs[][2] = {
        { CB_ADDSTRING, LB_ADDSTRING },
        { CB_INSERTSTRING, LB_INSERTSTRING },
        { CB_DELETESTRING, LB_DELETESTRING },
        { CB_GETCOUNT, LB_GETCOUNT },
        { CB_GETCURSEL, LB_GETCURSEL },
        { CB_GETLBTEXT, LB_GETTEXT },
        { CB_GETLBTEXTLEN, LB_GETTEXTLEN },
        { CB_FINDSTRING, LB_FINDSTRING },
        { CB_FINDSTRINGEXACT, LB_FINDSTRINGEXACT },
        { CB_GETITEMDATA, LB_GETITEMDATA },
        { CB_SETITEMDATA, LB_SETITEMDATA },
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        if (pairs[i][0] == message)
            return pairs[i][1];
    return 0;
}

static LRESULT reset(HWND window)
{
    to_list(window, LB_RESETCONTENT, 0, 0);
    show_selection(window);
    return TRUE;
}

static LRESULT combo_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const struct combo *combo = sim_control(window);

    if (list_message(message))
        return to_list(window, list_message(message), wparam, lparam);
    switch (message) {
    case CB_SETCURSEL:
        return select_by(window, LB_SETCURSEL, wparam, lparam);
    case CB_SELECTSTRING:
        return select_by(window, LB_SELECTSTRING, wparam, lparam);
    case CB_RESETCONTENT:
        return reset(window);
    case CB_LIMITTEXT:
        return combo->edit ? SendMessageW(combo->edit, EM_SETLIMITTEXT, wparam, 0), TRUE : TRUE;
    case CB_SHOWDROPDOWN:
        return drop(window, wparam);
    case CB_GETDROPPEDSTATE:
        return type_of(window) == CBS_SIMPLE || combo->dropped;
    case CB_GETITEMHEIGHT:
        return (int)wparam == -1 ? line_height(window) : sim_line_height(window);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

static void tell_focus(HWND window, bool gained)
{
    if (!gained)
        sim_notify_parent(window, CBN_SELENDCANCEL);
    sim_notify_parent(window, gained ? CBN_SETFOCUS : CBN_KILLFOCUS);
}

/* What is typed is no item of the list. */
static void edit_tells(HWND window, WORD code)
{
    const struct combo *combo = sim_control(window);

    if (code == EN_SETFOCUS || code == EN_KILLFOCUS)
        tell_focus(window, code == EN_SETFOCUS);
    if (combo->quiet)
        return;
    if (code == EN_UPDATE)
        sim_notify_parent(window, CBN_EDITUPDATE);
    if (code != EN_CHANGE)
        return;
    to_list(window, LB_SETCURSEL, (WPARAM)-1, 0);
    sim_notify_parent(window, CBN_EDITCHANGE);
}

/* What list and edit line tell. */
static LRESULT command(HWND window, WORD code, HWND from)
{
    const struct combo *combo = sim_control(window);

    if (from == combo->edit) {
        edit_tells(window, code);
    } else if (from == combo->list && code == LBN_SELCHANGE) {
        show_selection(window);
        sim_notify_parent(window, CBN_SELENDOK);
        if (IsWindow(window))
            sim_notify_parent(window, CBN_SELCHANGE);
    }
    return 0;
}

static LRESULT get_text(HWND window, UINT message, WPARAM room, WCHAR *text)
{
    const struct combo *combo = sim_control(window);
    LRESULT at = to_list(window, LB_GETCURSEL, 0, 0);
    WCHAR own[1024] = { 0 };
    size_t length;

    if (combo->edit)
        return SendMessageW(combo->edit, message, room, (LPARAM)text);
    if (at >= 0 && to_list(window, LB_GETTEXTLEN, (WPARAM)at, 0) < 1024)
        to_list(window, LB_GETTEXT, (WPARAM)at, (LPARAM)own);
    length = sim_wide_length(own);
    if (message == WM_GETTEXTLENGTH)
        return (LRESULT)length;
    if (!room)
        return 0;
    if (length >= room)
        length = room - 1;
    memcpy(text, own, length * sizeof(WCHAR));
    text[length] = 0;
    return (LRESULT)length;
}

static LRESULT focus_changed(HWND window, bool gained)
{
    const struct combo *combo = sim_control(window);

    if (combo->edit && gained)
        SetFocus(combo->edit);
    else if (!combo->edit)
        tell_focus(window, gained);
    return 0;
}

static LRESULT destroy(HWND window)
{
    const struct combo *combo = sim_control(window);
    HWND list = combo->list;

    if (type_of(window) != CBS_SIMPLE && IsWindow(list))
        DestroyWindow(list);
    return 0;
}

static LRESULT set_font(HWND window, WPARAM font)
{
    const struct combo *combo = sim_control(window);

    DefWindowProcW(window, WM_SETFONT, font, 0);
    SendMessageW(combo->list, WM_SETFONT, font, 0);
    if (combo->edit)
        SendMessageW(combo->edit, WM_SETFONT, font, 0);
    arrange(window);
    return 0;
}

static LRESULT window_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    switch (message) {
    case WM_GETDLGCODE:
        return DLGC_WANTARROWS | DLGC_WANTCHARS;
    case WM_GETFONT:
        return (LRESULT)sim_font(window);
    case WM_SETFONT:
        return set_font(window, wparam);
    case WM_GETTEXT:
    case WM_GETTEXTLENGTH:
        return get_text(window, message, wparam, (WCHAR *)lparam);
    case WM_COMMAND:
        return command(window, HIWORD(wparam), (HWND)lparam);
    case WM_KEYDOWN:
    case WM_CHAR:
        return to_list(window, message, wparam, lparam);
    case WM_SETFOCUS:
    case WM_KILLFOCUS:
        return focus_changed(window, message == WM_SETFOCUS);
    case WM_LBUTTONDOWN:
        SetFocus(window);
        return drop(window, !((const struct combo *)sim_control(window))->dropped);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

static LRESULT set_text(HWND window, LPARAM text)
{
    struct combo *combo = sim_control(window);
    LRESULT result = CB_ERR;

    combo->quiet = true;
    if (combo->edit)
        result = SendMessageW(combo->edit, WM_SETTEXT, 0, text);
    combo->quiet = false;
    return result;
}

/* It has a frame of its own. */
static LRESULT drop_border(HWND handle, const CREATESTRUCTW *from)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window) {
        window->style &= ~(DWORD)WS_BORDER;
        window->ex_style &= ~(DWORD)WS_EX_CLIENTEDGE;
    }
    stub_unlock();
    return DefWindowProcW(handle, WM_NCCREATE, 0, (LPARAM)from);
}

LRESULT WINAPI sim_combobox_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_NCCREATE)
        return drop_border(window, (const CREATESTRUCTW *)lparam);
    if (message == WM_CREATE)
        return create(window);
    if (!sim_control(window) || !((const struct combo *)sim_control(window))->list)
        return DefWindowProcW(window, message, wparam, lparam);
    if (message == WM_DESTROY)
        return destroy(window);
    if (message == WM_NCDESTROY)
        sim_control_free(window);
    else if (message == WM_SETTEXT)
        return set_text(window, lparam);
    else if (message >= CB_GETEDITSEL && message < CB_MSGMAX)
        return combo_message(window, message, wparam, lparam);
    else
        return window_message(window, message, wparam, lparam);
    return 0;
}

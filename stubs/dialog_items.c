#include "window.h"

HWND WINAPI GetDlgItem(HWND dialog, INT id)
{
    HWND found = NULL;

    stub_lock();
    for (struct window *at = sim_window(dialog) ? sim_window(dialog)->children : NULL; at && !found; at = at->next)
        if ((INT)at->id == id)
            found = at->self;
    stub_unlock();
    return found;
}

LRESULT WINAPI SendDlgItemMessageW(HWND dialog, INT id, UINT message, WPARAM wparam, LPARAM lparam)
{
    HWND control = GetDlgItem(dialog, id);

    return control ? SendMessageW(control, message, wparam, lparam) : 0;
}

BOOL WINAPI SetDlgItemTextW(HWND dialog, INT id, LPCWSTR text)
{
    HWND control = GetDlgItem(dialog, id);

    return control && SetWindowTextW(control, text);
}

UINT WINAPI GetDlgItemTextW(HWND dialog, INT id, LPWSTR text, INT room)
{
    HWND control = GetDlgItem(dialog, id);

    if (control)
        return (UINT)GetWindowTextW(control, text, room);
    if (text && room > 0)
        text[0] = 0;
    return 0;
}

BOOL WINAPI CheckDlgButton(HWND dialog, INT id, UINT check)
{
    SendDlgItemMessageW(dialog, id, BM_SETCHECK, check, 0);
    return TRUE;
}

UINT WINAPI IsDlgButtonChecked(HWND dialog, int id)
{
    return (UINT)SendDlgItemMessageW(dialog, id, BM_GETCHECK, 0, 0);
}

BOOL WINAPI CheckRadioButton(HWND dialog, int first, int last, int id)
{
    for (HWND at = GetWindow(dialog, GW_CHILD); at; at = GetWindow(at, GW_HWNDNEXT)) {
        int of_it = GetDlgCtrlID(at);

        if (of_it >= first && of_it <= last)
            SendMessageW(at, BM_SETCHECK, of_it == id, 0);
    }
    return TRUE;
}

static bool is_open(DWORD style)
{
    return (style & (WS_VISIBLE | WS_DISABLED)) == WS_VISIBLE;
}

static HWND sibling(HWND dialog, HWND at, bool back)
{
    HWND next = at ? GetWindow(at, back ? GW_HWNDPREV : GW_HWNDNEXT) : NULL;

    return next ? next : GetWindow(GetWindow(dialog, GW_CHILD), back ? GW_HWNDLAST : GW_HWNDFIRST);
}

/* The child of the dialog in which CONTROL is, an edit line of a combo box for instance. */
static HWND child_of(HWND dialog, HWND control)
{
    while (control && sim_parent(control) != dialog)
        control = sim_parent(control);
    return control;
}

HWND WINAPI GetNextDlgTabItem(HWND dialog, HWND control, BOOL back)
{
    HWND start = child_of(dialog, control);
    HWND at = start;

    for (size_t tried = sim_child_count(dialog); tried; tried--) {
        at = sibling(dialog, at, back);
        if (is_open(sim_style(at)) && sim_style(at) & WS_TABSTOP)
            return at;
    }
    return start;
}

/* A group goes from one with WS_GROUP to the next such one, round the end of the dialog. */
static HWND group_start(HWND dialog, HWND at)
{
    HWND from = at;

    while (!(sim_style(at) & WS_GROUP)) {
        at = sibling(dialog, at, true);
        if (at == from)
            return GetWindow(dialog, GW_CHILD);
    }
    return at;
}

/* The last window of the group that AT begins. */
static HWND group_end(HWND dialog, HWND at)
{
    HWND first = at;
    HWND next = sibling(dialog, at, false);

    while (next != first && !(sim_style(next) & WS_GROUP)) {
        at = next;
        next = sibling(dialog, at, false);
    }
    return at;
}

HWND WINAPI GetNextDlgGroupItem(HWND dialog, HWND control, BOOL back)
{
    HWND start = child_of(dialog, control);
    HWND at = start ? start : GetWindow(dialog, GW_CHILD);
    HWND first;
    HWND last;

    if (!at)
        return NULL;
    first = group_start(dialog, at);
    last = group_end(dialog, first);
    for (size_t tried = sim_child_count(dialog); tried; tried--) {
        if (start && back)
            at = at == first ? last : sibling(dialog, at, true);
        else if (start)
            at = at == last ? first : sibling(dialog, at, false);
        start = at;
        if (is_open(sim_style(at)))
            return at;
    }
    return control ? control : GetWindow(dialog, GW_CHILD);
}

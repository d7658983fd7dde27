#include "window.h"

void sim_focus_reset(void)
{
    sim_machine->foreground = NULL;
}

HWND WINAPI GetFocus(void)
{
    return sim_queue()->focus;
}

HWND WINAPI GetActiveWindow(void)
{
    return sim_queue()->active;
}

HWND WINAPI GetForegroundWindow(void)
{
    return sim_machine->foreground;
}

static bool within(HWND window, HWND tree)
{
    return window && (window == tree || IsChild(tree, window));
}

static void change_focus(HWND window)
{
    struct queue *queue = sim_queue();
    HWND old = queue->focus;

    if (old == window)
        return;
    queue->focus = window;
    if (IsWindow(old))
        SendMessageW(old, WM_KILLFOCUS, (WPARAM)window, 0);
    if (window && queue->focus == window)
        SendMessageW(window, WM_SETFOCUS, (WPARAM)old, 0);
}

static void tell_activation(HWND window, bool active, HWND other)
{
    if (!IsWindow(window))
        return;
    SendMessageW(window, WM_NCACTIVATE, active, 0);
    SendMessageW(window, WM_ACTIVATE, active ? WA_ACTIVE : WA_INACTIVE, (LPARAM)other);
}

/* WINDOW NULL: nothing is active any more. FOCUS: it goes along, if nobody took it meanwhile. */
static bool activate(HWND window, bool focus)
{
    struct queue *queue = sim_queue();
    HWND old = queue->active;

    if (old == window) {
        sim_machine->foreground = window;
        return true;
    }
    if (sim_cbt(HCBT_ACTIVATE, (WPARAM)window, 0) || (window && !IsWindow(window)))
        return false;
    tell_activation(old, false, window);
    queue->active = window;
    if (window || sim_machine->foreground == old)
        sim_machine->foreground = window;
    if (window && !old)
        SendMessageW(window, WM_ACTIVATEAPP, TRUE, 0);
    tell_activation(window, true, old);
    if (!window)
        change_focus(NULL);
    else if (focus && queue->active == window && !within(queue->focus, window))
        change_focus(IsWindowEnabled(window) ? window : NULL);
    return true;
}

bool sim_activate(HWND window)
{
    return activate(window, true);
}

/* Of the thread's own windows. */
HWND WINAPI SetFocus(HWND window)
{
    struct queue *queue = sim_queue();
    HWND old = queue->focus;
    HWND top;

    if (window && (!IsWindow(window) || !sim_in_thread(window))) {
        SetLastError(ERROR_INVALID_WINDOW_HANDLE);
        return NULL;
    }
    if (window == old)
        return old;
    for (HWND at = window; at; at = sim_parent(at))
        if (sim_style(at) & (WS_MINIMIZE | WS_DISABLED))
            return NULL;
    if (sim_cbt(HCBT_SETFOCUS, (WPARAM)window, (LPARAM)old))
        return NULL;
    top = window ? sim_top_level(window) : NULL;
    if (top && top != queue->active) {
        if (!activate(top, false))
            return NULL;
        if (top != queue->active || !IsWindow(window))
            return NULL;
    }
    change_focus(window);
    return old;
}

HWND WINAPI SetActiveWindow(HWND window)
{
    HWND old = GetActiveWindow();

    if (window && (sim_style(window) & WS_CHILD || !IsWindow(window) || !sim_in_thread(window))) {
        SetLastError(ERROR_INVALID_WINDOW_HANDLE);
        return NULL;
    }
    return sim_activate(window) ? old : NULL;
}

/* Another thread's window is activated there when that thread looks at its messages. */
BOOL WINAPI SetForegroundWindow(HWND window)
{
    if (!IsWindow(window)) {
        SetLastError(ERROR_INVALID_WINDOW_HANDLE);
        return FALSE;
    }
    window = sim_top_level(window);
    if (sim_in_thread(window))
        return sim_activate(window);
    sim_machine->foreground = window;
    return PostMessageW(window, SIM_WM_ACTIVATE, 0, 0);
}

static HWND next_to_activate(HWND leaving)
{
    HWND owner = GetWindow(leaving, GW_OWNER);
    HWND found = NULL;
    HWND *list;

    if (owner && sim_in_thread(owner) && IsWindowVisible(owner) && IsWindowEnabled(owner))
        return owner;
    stub_lock();
    list = sim_windows_below(NULL, false);
    stub_unlock();
    for (size_t i = 0; list[i] && !found; i++)
        if (list[i] != leaving && sim_in_thread(list[i]) && IsWindowVisible(list[i]) && IsWindowEnabled(list[i]))
            found = list[i];
    free(list);
    return found;
}

void sim_focus_leaves(HWND window)
{
    struct queue *queue = sim_queue();

    if (queue->active == window)
        sim_activate(next_to_activate(window));
    if (within(queue->focus, window))
        change_focus(sim_parent(window));
}

void sim_show(HWND window, bool show, bool activate)
{
    if (!IsWindow(window))
        return;
    if (show) {
        sim_set_style(window, 0, WS_VISIBLE);
        if (activate && !(sim_style(window) & WS_CHILD))
            sim_activate(window);
        return;
    }
    sim_set_style(window, WS_VISIBLE, 0);
    sim_focus_leaves(window);
}

BOOL WINAPI ShowWindow(HWND window, INT command)
{
    bool show = command != SW_HIDE;
    bool was;

    if (!IsWindow(window))
        return FALSE;
    if (!sim_in_thread(window))
        return (BOOL)SendMessageW(window, SIM_WM_SHOW, (WPARAM)command, 0);
    was = sim_style(window) & WS_VISIBLE;
    if (show == was)
        return was;
    SendMessageW(window, WM_SHOWWINDOW, show, 0);
    sim_show(window, show, command != SW_SHOWNA && command != SW_SHOWNOACTIVATE && command != SW_SHOWMINNOACTIVE);
    return was;
}

BOOL WINAPI IsWindowVisible(HWND window)
{
    if (!IsWindow(window))
        return FALSE;
    for (; window; window = sim_parent(window))
        if (!(sim_style(window) & WS_VISIBLE))
            return FALSE;
    return TRUE;
}

BOOL WINAPI IsWindowEnabled(HWND window)
{
    return IsWindow(window) && !(sim_style(window) & WS_DISABLED);
}

BOOL WINAPI EnableWindow(HWND window, BOOL enable)
{
    bool was_disabled;

    if (!IsWindow(window))
        return FALSE;
    was_disabled = sim_style(window) & WS_DISABLED;
    if (enable && was_disabled) {
        sim_set_style(window, WS_DISABLED, 0);
        SendMessageW(window, WM_ENABLE, TRUE, 0);
    } else if (!enable && !was_disabled) {
        SendMessageW(window, WM_CANCELMODE, 0, 0);
        sim_set_style(window, 0, WS_DISABLED);
        if (sim_in_thread(window) && GetFocus() == window)
            SetFocus(NULL);
        SendMessageW(window, WM_ENABLE, FALSE, 0);
    }
    return was_disabled;
}

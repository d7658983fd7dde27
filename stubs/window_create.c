#include "window.h"

/* A child stands in its parent, an owned window belongs to the top-level window of its owner. */
static bool find_place(struct new_window *new, HWND parent)
{
    struct window *window;

    if (parent == HWND_MESSAGE) {
        new->parent = sim_message_only();
        return true;
    }
    if (!parent)
        return !(new->style &WS_CHILD) || (SetLastError(ERROR_TLW_WITH_WSCHILD), false);
    window = sim_window(parent);
    if (!window)
        return false;
    if (new->style & WS_CHILD && !(new->style &WS_POPUP)) {
        new->parent = window;
        return true;
    }
    while (window->style & WS_CHILD && window->parent)
        window = window->parent;
    new->owner = window->self;
    return true;
}

static DWORD complete_ex_style(DWORD style, DWORD ex_style)
{
    ex_style &= ~WS_EX_WINDOWEDGE;
    if (ex_style & WS_EX_DLGMODALFRAME || (!(ex_style & WS_EX_STATICEDGE) && style & (WS_DLGFRAME | WS_THICKFRAME)))
        ex_style |= WS_EX_WINDOWEDGE;
    return ex_style;
}

static struct window *make(const CREATESTRUCTW *create)
{
    struct new_window new = { .style = (DWORD)create->style & ~WS_VISIBLE,
                              .ex_style = complete_ex_style((DWORD)create->style, create->dwExStyle),
                              .id = (LONG_PTR)create->hMenu,
                              .instance = create->hInstance };
    struct window *window;

    new.class = sim_class(create->lpszClass);
    if (!new.class) {
        SetLastError(ERROR_CLASS_DOES_NOT_EXIST);
        return NULL;
    }
    if (!(new.style &(WS_CHILD | WS_POPUP)))
        new.style |= WS_CAPTION;
    if (!(new.style &WS_CHILD) || new.style & WS_POPUP)
        new.style |= WS_CLIPSIBLINGS;
    if (!find_place(&new, create->hwndParent))
        return NULL;
    window = sim_window_new(&new);
    if (!window) {
        SetLastError(ERROR_NO_SYSTEM_RESOURCES);
        return NULL;
    }
    window->ex_style = complete_ex_style(new.style, new.ex_style);
    sim_window_link(window, new.style &WS_CHILD ? HWND_BOTTOM : HWND_TOP);
    return window;
}

static void set_place(HWND handle, const CREATESTRUCTW *create)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window) {
        int x = create->x == CW_USEDEFAULT ? 0 : create->x;
        int y = create->x == CW_USEDEFAULT ? 0 : create->y;
        int width = create->cx == CW_USEDEFAULT ? 768 : create->cx;
        int height = create->cx == CW_USEDEFAULT ? 576 : create->cy;

        window->rect = (RECT){ x, y, x + (width > 0 ? width : 0), y + (height > 0 ? height : 0) };
        window->client = sim_client_of(&window->rect, window->style, window->ex_style);
    }
    stub_unlock();
}

static void vanish(HWND handle)
{
    struct window *window;

    sim_queue_forget(handle);
    sim_timers_forget(handle);
    stub_lock();
    window = sim_window(handle);
    if (window)
        sim_window_free(window);
    stub_unlock();
}

/* The messages of a birth; false: somebody refused. */
static bool announce(HWND handle, CREATESTRUCTW *create)
{
    CBT_CREATEWNDW hooked = { create, HWND_TOP };
    RECT client;

    set_place(handle, create);
    if (sim_cbt(HCBT_CREATEWND, (WPARAM)handle, (LPARAM)&hooked) || !IsWindow(handle))
        return false;
    set_place(handle, create);
    if (!SendMessageW(handle, WM_NCCREATE, 0, (LPARAM)create))
        return false;
    set_place(handle, create);
    if (SendMessageW(handle, WM_CREATE, 0, (LPARAM)create) == -1) {
        SendMessageW(handle, WM_DESTROY, 0, 0);
        SendMessageW(handle, WM_NCDESTROY, 0, 0);
        return false;
    }
    if (!GetClientRect(handle, &client))
        return false;
    SendMessageW(handle, WM_SIZE, SIZE_RESTORED, MAKELPARAM(client.right, client.bottom));
    SendMessageW(handle, WM_MOVE, 0, MAKELPARAM(create->x, create->y));
    return IsWindow(handle);
}

static void notify_birth_or_death(HWND handle, UINT event)
{
    HWND parent = sim_parent(handle);

    if (parent && !(GetWindowLongW(handle, GWL_EXSTYLE) & WS_EX_NOPARENTNOTIFY))
        SendMessageW(parent, WM_PARENTNOTIFY, MAKEWPARAM(event, GetDlgCtrlID(handle)), (LPARAM)handle);
}

HWND WINAPI CreateWindowExW(DWORD ex_style, LPCWSTR class, LPCWSTR text, DWORD style, INT x, INT y, INT width,
                            INT height, HWND parent, HMENU menu, HINSTANCE instance, LPVOID parameter)
{
    CREATESTRUCTW create = {
        parameter, instance, menu, parent, height, width, y, x, (LONG)style, text, class, ex_style
    };
    struct window *window;
    HWND handle;

    if (sim_fault("CreateWindowExW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    sim_notify_window();
    sim_queue();
    stub_lock();
    window = make(&create);
    handle = window ? window->self : NULL;
    if (window) {
        create.style = (LONG)(window->style | (style & WS_VISIBLE));
        create.dwExStyle = window->ex_style;
    }
    stub_unlock();
    if (!handle)
        return NULL;
    if (!announce(handle, &create)) {
        vanish(handle);
        return NULL;
    }
    notify_birth_or_death(handle, WM_CREATE);
    if (style & WS_VISIBLE)
        sim_show(handle, true, !(style & WS_CHILD));
    return IsWindow(handle) ? handle : NULL;
}

/* WM_DESTROY goes from the top down, WM_NCDESTROY from the bottom up. */
static void send_destroy(HWND handle)
{
    struct window *window;
    HWND *list = NULL;

    SendMessageW(handle, WM_DESTROY, 0, 0);
    stub_lock();
    window = sim_window(handle);
    if (window)
        list = sim_windows_below(window, false);
    stub_unlock();
    for (size_t i = 0; list && list[i]; i++)
        if (IsWindow(list[i]))
            send_destroy(list[i]);
    free(list);
}

static void end_tree(HWND handle)
{
    struct window *window;
    HWND *list = NULL;

    stub_lock();
    window = sim_window(handle);
    if (window)
        list = sim_windows_below(window, false);
    stub_unlock();
    for (size_t i = 0; list && list[i]; i++)
        end_tree(list[i]);
    free(list);
    if (IsWindow(handle))
        SendMessageW(handle, WM_NCDESTROY, 0, 0);
    vanish(handle);
}

static void destroy_owned(HWND owner)
{
    HWND *list;

    stub_lock();
    list = sim_windows_below(NULL, false);
    stub_unlock();
    for (size_t i = 0; list[i]; i++)
        if (GetWindow(list[i], GW_OWNER) == owner)
            DestroyWindow(list[i]);
    free(list);
}

static bool begin_death(HWND handle)
{
    struct window *window;
    bool begun = false;

    stub_lock();
    window = sim_window(handle);
    if (window && window->thread != GetCurrentThreadId()) {
        SetLastError(ERROR_ACCESS_DENIED);
    } else if (window) {
        begun = !window->dying;
        window->dying = true;
    }
    stub_unlock();
    return begun;
}

BOOL WINAPI DestroyWindow(HWND handle)
{
    if (!begin_death(handle))
        return FALSE;
    if (sim_cbt(HCBT_DESTROYWND, (WPARAM)handle, 0)) {
        struct window *window;

        stub_lock();
        window = sim_window(handle);
        if (window)
            window->dying = false;
        stub_unlock();
        return FALSE;
    }
    notify_birth_or_death(handle, WM_DESTROY);
    if (!(sim_style(handle) & WS_CHILD))
        destroy_owned(handle);
    sim_set_style(handle, WS_VISIBLE, 0);
    sim_focus_leaves(handle);
    send_destroy(handle);
    end_tree(handle);
    return TRUE;
}

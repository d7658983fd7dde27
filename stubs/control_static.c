#include "window.h"

/* A line is as thick as its own frame. */
static void make_line(HWND handle, const CREATESTRUCTW *from, DWORD type)
{
    RECT rect = { 0, 0, from->cx, from->cy };
    struct window *window;

    if (type == SS_ETCHEDHORZ)
        rect.bottom = 0;
    else
        rect.right = 0;
    stub_lock();
    window = sim_window(handle);
    window->ex_style |= WS_EX_STATICEDGE;
    AdjustWindowRectEx(&rect, window->style, FALSE, window->ex_style);
    window->rect.right = window->rect.left + rect.right - rect.left;
    window->rect.bottom = window->rect.top + rect.bottom - rect.top;
    window->client = sim_client_of(&window->rect, window->style, window->ex_style);
    stub_unlock();
}

static LRESULT create(HWND window, const CREATESTRUCTW *from)
{
    DWORD type = sim_style(window) & SS_TYPEMASK;

    if (type == SS_ETCHEDHORZ || type == SS_ETCHEDVERT)
        make_line(window, from, type);
    return 0;
}

LRESULT WINAPI sim_static_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    switch (message) {
    case WM_CREATE:
        return create(window, (const CREATESTRUCTW *)lparam);
    case WM_GETDLGCODE:
        return DLGC_STATIC;
    case WM_GETFONT:
        return (LRESULT)sim_font(window);
    case STM_SETICON:
    case STM_GETICON:
        return 0;
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

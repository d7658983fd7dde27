#include "window.h"

static LRESULT default_key(HWND window, WPARAM key)
{
    if (key == VK_F4 && GetKeyState(VK_MENU) < 0)
        PostMessageW(sim_top_level(window), WM_SYSCOMMAND, SC_CLOSE, 0);
    return 0;
}

static LRESULT set_font(HWND handle, HFONT font)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window)
        window->font = font;
    stub_unlock();
    return 0;
}

/* Painting and the mouse at the frame have no part in a machine without a screen. */
LRESULT WINAPI DefWindowProcW(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    switch (message) {
    case WM_NCCREATE:
        return sim_set_text(window, ((const CREATESTRUCTW *)lparam)->lpszName);
    case WM_SETTEXT:
        return sim_set_text(window, (const WCHAR *)lparam);
    case WM_GETTEXT:
        return (LRESULT)sim_get_text(window, (WCHAR *)lparam, wparam);
    case WM_GETTEXTLENGTH: {
        WCHAR text[1024];

        return (LRESULT)sim_get_text(window, text, 1024);
    }
    case WM_SETFONT:
        return set_font(window, (HFONT)wparam);
    case WM_CLOSE:
        DestroyWindow(window);
        return 0;
    case WM_ACTIVATE:
        if (LOWORD(wparam) != WA_INACTIVE)
            SetFocus(window);
        return 0;
    case WM_NCACTIVATE:
    case WM_ERASEBKGND:
    case WM_QUERYENDSESSION:
        return TRUE;
    case WM_SYSKEYDOWN:
        return default_key(window, wparam);
    case WM_SYSCOMMAND:
        if ((wparam & 0xfff0) == SC_CLOSE)
            SendMessageW(window, WM_CLOSE, 0, 0);
        return 0;
    default:
        return 0;
    }
}

LRESULT WINAPI CallWindowProcW(WNDPROC proc, HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    return proc ? proc(window, message, wparam, lparam) : 0;
}

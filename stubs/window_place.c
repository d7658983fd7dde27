#include "window.h"

/* Sizes as Wine shows them without a theme, at 96 dots an inch. */
#define CAPTION       19
#define SMALL_CAPTION 16
#define EDGE          2
#define SCREEN_RIGHT  1024
#define SCREEN_FOOT   768

static int frame_of(DWORD style, DWORD ex_style)
{
    bool modal = ex_style & WS_EX_DLGMODALFRAME;
    int frame = 0;

    if (modal || style & (WS_DLGFRAME | WS_THICKFRAME))
        frame = EDGE;
    if ((style & WS_CAPTION) == WS_BORDER && !modal && !(style & WS_THICKFRAME))
        frame = 0;
    if ((ex_style & (WS_EX_STATICEDGE | WS_EX_DLGMODALFRAME)) == WS_EX_STATICEDGE)
        frame = 1;
    if (style & WS_THICKFRAME)
        frame++;
    if (style & (WS_BORDER | WS_DLGFRAME) || modal)
        frame++;
    return ex_style & WS_EX_CLIENTEDGE ? frame + EDGE : frame;
}

static int caption_of(DWORD style, DWORD ex_style)
{
    if ((style & WS_CAPTION) != WS_CAPTION)
        return 0;
    return ex_style & WS_EX_TOOLWINDOW ? SMALL_CAPTION : CAPTION;
}

RECT sim_client_of(const RECT *rect, DWORD style, DWORD ex_style)
{
    int frame = frame_of(style, ex_style);
    RECT client = { rect->left + frame, rect->top + frame, rect->right - frame, rect->bottom - frame };

    client.top += caption_of(style, ex_style);
    if (client.bottom < client.top)
        client.bottom = client.top;
    if (client.right < client.left)
        client.right = client.left;
    return client;
}

BOOL WINAPI AdjustWindowRectEx(LPRECT rect, DWORD style, BOOL menu, DWORD ex_style)
{
    int frame = frame_of(style, ex_style);

    (void)menu;
    rect->left -= frame;
    rect->top -= frame + caption_of(style, ex_style);
    rect->right += frame;
    rect->bottom += frame;
    return TRUE;
}

int WINAPI GetSystemMetrics(INT index)
{
    switch (index) {
    case SM_CXSCREEN:
        return SCREEN_RIGHT;
    case SM_CYSCREEN:
        return SCREEN_FOOT;
    case SM_CYCAPTION:
        return CAPTION;
    case SM_CXBORDER:
    case SM_CYBORDER:
        return 1;
    case SM_CXEDGE:
    case SM_CYEDGE:
        return EDGE;
    case SM_CXDLGFRAME:
    case SM_CYDLGFRAME:
        return 3;
    case SM_CXFRAME:
    case SM_CYFRAME:
        return 4;
    default:
        return 0;
    }
}

/* On the screen. */
POINT sim_client_origin(const struct window *window)
{
    POINT origin = { 0, 0 };

    for (; window; window = window->parent) {
        origin.x += window->client.left;
        origin.y += window->client.top;
    }
    return origin;
}

static BOOL get_rect(HWND handle, RECT *rect, bool client)
{
    const struct window *window;
    POINT origin;

    stub_lock();
    window = sim_window(handle);
    if (window) {
        *rect = client ? window->client : window->rect;
        origin = client ? (POINT){ -rect->left, -rect->top } : sim_client_origin(window->parent);
        OffsetRect(rect, origin.x, origin.y);
    }
    stub_unlock();
    return window != NULL;
}

BOOL WINAPI GetWindowRect(HWND window, LPRECT rect)
{
    return get_rect(window, rect, false);
}

BOOL WINAPI GetClientRect(HWND window, LPRECT rect)
{
    return get_rect(window, rect, true);
}

BOOL WINAPI OffsetRect(LPRECT rect, INT x, INT y)
{
    rect->left += x;
    rect->right += x;
    rect->top += y;
    rect->bottom += y;
    return TRUE;
}

INT WINAPI MapWindowPoints(HWND from, HWND to, LPPOINT points, UINT count)
{
    POINT by = { 0, 0 };
    POINT origin;

    stub_lock();
    if (from)
        by = sim_client_origin(sim_window(from));
    origin = sim_client_origin(to ? sim_window(to) : NULL);
    stub_unlock();
    by.x -= origin.x;
    by.y -= origin.y;
    for (UINT i = 0; i < count; i++) {
        points[i].x += by.x;
        points[i].y += by.y;
    }
    return MAKELONG(by.x, by.y);
}

BOOL WINAPI ScreenToClient(HWND window, LPPOINT point)
{
    if (!IsWindow(window))
        return FALSE;
    MapWindowPoints(NULL, window, point, 1);
    return TRUE;
}

BOOL WINAPI ClientToScreen(HWND window, LPPOINT point)
{
    if (!IsWindow(window))
        return FALSE;
    MapWindowPoints(window, NULL, point, 1);
    return TRUE;
}

struct moved {
    bool place, size;
    LPARAM origin, extent;
};

static struct moved set_rect(struct window *window, const RECT *rect)
{
    RECT old = window->client;
    RECT new;

    window->rect = *rect;
    window->client = new = sim_client_of(rect, window->style, window->ex_style);
    return (struct moved){
        .place = old.left != new.left || old.top != new.top,
        .size = old.right - old.left != new.right - new.left || old.bottom - old.top != new.bottom - new.top,
        .origin = MAKELPARAM(new.left, new.top),
        .extent = MAKELPARAM(new.right - new.left, new.bottom - new.top),
    };
}

/* Where in the order; HWND_TOP and its like. */
static void restack(struct window *window, HWND after)
{
    if (after == window->self)
        return;
    sim_window_unlink(window);
    sim_window_link(window, after);
}

static struct moved move(struct window *window, HWND after, const RECT *to, UINT flags)
{
    RECT rect = window->rect;

    if (!(flags & SWP_NOMOVE))
        OffsetRect(&rect, to->left - rect.left, to->top - rect.top);
    if (!(flags & SWP_NOSIZE)) {
        rect.right = rect.left + (to->right > 0 ? to->right : 0);
        rect.bottom = rect.top + (to->bottom > 0 ? to->bottom : 0);
    }
    if (!(flags & SWP_NOZORDER))
        restack(window, after);
    return set_rect(window, &rect);
}

BOOL WINAPI SetWindowPos(HWND handle, HWND after, INT x, INT y, INT width, INT height, UINT flags)
{
    RECT to = { x, y, width, height };
    struct moved moved = { false, false, 0, 0 };
    struct window *window;

    if (sim_fault("SetWindowPos")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    stub_lock();
    window = sim_window(handle);
    if (window)
        moved = move(window, after, &to, flags);
    stub_unlock();
    if (!window)
        return FALSE;
    if (moved.place)
        SendMessageW(handle, WM_MOVE, 0, moved.origin);
    if (moved.size)
        SendMessageW(handle, WM_SIZE, SIZE_RESTORED, moved.extent);
    if (flags & (SWP_SHOWWINDOW | SWP_HIDEWINDOW))
        sim_show(handle, flags & SWP_SHOWWINDOW, !(flags & SWP_NOACTIVATE));
    return TRUE;
}

BOOL WINAPI MoveWindow(HWND window, INT x, INT y, INT width, INT height, BOOL repaint)
{
    (void)repaint;
    return SetWindowPos(window, NULL, x, y, width, height, SWP_NOZORDER | SWP_NOACTIVATE);
}

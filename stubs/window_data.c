#include "window.h"
#include <assert.h>

WCHAR *sim_copy_text(const WCHAR *text)
{
    size_t size = (sim_wide_length(text) + 1) * sizeof(WCHAR);
    WCHAR *copy = malloc(size);

    assert(copy);
    memcpy(copy, text, size);
    return copy;
}

WCHAR *sim_share_text(const WCHAR *text)
{
    size_t size = (sim_wide_length(text) + 1) * sizeof(WCHAR);

    return memcpy(sim_share_small(size), text, size);
}

void sim_unshare_text(WCHAR *text)
{
    if (text)
        sim_unshare(text, (sim_wide_length(text) + 1) * sizeof(WCHAR));
}

bool sim_set_text(HWND handle, const WCHAR *text)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window) {
        WCHAR *copy = sim_share_text(text ? text : L"");

        sim_unshare_text(window->text);
        window->text = copy;
    }
    stub_unlock();
    return window != NULL;
}

size_t sim_get_text(HWND handle, WCHAR *text, size_t room)
{
    const struct window *window;
    size_t length = 0;

    if (!room)
        return 0;
    stub_lock();
    window = sim_window(handle);
    if (window && window->text)
        length = sim_wide_length(window->text);
    if (length >= room)
        length = room - 1;
    if (length)
        memcpy(text, window->text, length * sizeof(WCHAR));
    text[length] = 0;
    stub_unlock();
    return length;
}

DWORD sim_style(HWND handle)
{
    const struct window *window;
    DWORD style;

    stub_lock();
    window = sim_window(handle);
    style = window ? window->style : 0;
    stub_unlock();
    return style;
}

void sim_set_style(HWND handle, DWORD clear, DWORD set)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window)
        window->style = (window->style & ~clear) | set;
    stub_unlock();
}

bool sim_in_thread(HWND window)
{
    return GetWindowThreadProcessId(window, NULL) == GetCurrentThreadId();
}

bool sim_in_process(HWND window)
{
    DWORD process = 0;

    GetWindowThreadProcessId(window, &process);
    return process == GetCurrentProcessId();
}

HWND sim_parent(HWND handle)
{
    const struct window *window;
    HWND parent = NULL;

    stub_lock();
    window = sim_window(handle);
    if (window && window->style & WS_CHILD && window->parent)
        parent = window->parent->self;
    stub_unlock();
    return parent;
}

HWND sim_top_level(HWND window)
{
    for (HWND parent = sim_parent(window); parent; parent = sim_parent(window))
        window = parent;
    return window;
}

void *sim_control_new(HWND handle, size_t size, void (*end)(void *control))
{
    struct window *window;
    void *control = calloc(1, size);

    assert(control);
    stub_lock();
    window = sim_window(handle);
    assert(window && !window->control);
    window->control = control;
    window->control_end = end;
    stub_unlock();
    return control;
}

void *sim_control(HWND handle)
{
    const struct window *window;
    void *control;

    stub_lock();
    window = sim_window(handle);
    control = window ? window->control : NULL;
    stub_unlock();
    return control;
}

void sim_control_end(struct window *window)
{
    if (window->process != sim_self->id)
        return; /* its memory went with its process */
    if (window->control && window->control_end)
        window->control_end(window->control);
    free(window->control);
    window->control = NULL;
}

void sim_control_free(HWND handle)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window)
        sim_control_end(window);
    stub_unlock();
}

void sim_notify_parent(HWND window, WORD code)
{
    HWND parent = sim_parent(window);

    if (parent)
        SendMessageW(parent, WM_COMMAND, MAKEWPARAM(GetDlgCtrlID(window), code), (LPARAM)window);
}

int WINAPI GetDlgCtrlID(HWND window)
{
    return (int)GetWindowLongPtrW(window, GWLP_ID);
}

BOOL WINAPI SetWindowTextW(HWND window, LPCWSTR text)
{
    if (sim_fault("SetWindowTextW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    if (!IsWindow(window))
        return FALSE;
    return (BOOL)SendMessageW(window, WM_SETTEXT, 0, (LPARAM)text);
}

int WINAPI GetWindowTextW(HWND window, LPWSTR text, int room)
{
    if (!text || room <= 0)
        return 0;
    text[0] = 0;
    if (!sim_in_process(window))
        return (int)sim_get_text(window, text, (size_t)room); /* so that a hung one hangs nobody */
    return (int)SendMessageW(window, WM_GETTEXT, (WPARAM)room, (LPARAM)text);
}

int WINAPI GetWindowTextLengthW(HWND window)
{
    return (int)SendMessageW(window, WM_GETTEXTLENGTH, 0, 0);
}

/* Where a value of a window is kept; NULL and an error. */
static void *value_at(struct window *window, INT index, size_t size)
{
    switch (index) {
    case GWL_STYLE:
        return &window->style;
    case GWL_EXSTYLE:
        return &window->ex_style;
    case GWLP_ID:
        return &window->id;
    case GWLP_USERDATA:
        return &window->user_data;
    case GWLP_WNDPROC:
        if (window->process == sim_self->id)
            return &window->proc;
        SetLastError(ERROR_ACCESS_DENIED);
        return NULL;
    case GWLP_HINSTANCE:
        return &window->instance;
    default:
        if (index >= 0 && (size_t)index + size <= (size_t)window->class->extra)
            return (BYTE *)window->extra + index;
        SetLastError(ERROR_INVALID_INDEX);
        return NULL;
    }
}

static bool is_short(INT index)
{
    return index == GWL_STYLE || index == GWL_EXSTYLE;
}

static LONG_PTR exchange(HWND handle, INT index, size_t size, const LONG_PTR *new)
{
    struct window *window;
    LONG_PTR old = 0;
    void *at;

    stub_lock();
    window = sim_window(handle);
    at = window ? value_at(window, index, size) : NULL;
    if (at && (is_short(index) || size == sizeof(LONG))) {
        old = *(LONG *)at;
        if (new)
            *(LONG *)at = (LONG) * new;
    } else if (at) {
        memcpy(&old, at, sizeof(old));
        if (new)
            memcpy(at, new, sizeof(old));
    }
    stub_unlock();
    return old;
}

LONG_PTR WINAPI GetWindowLongPtrW(HWND window, INT index)
{
    if (index == GWLP_HWNDPARENT)
        return (LONG_PTR)GetParent(window);
    return exchange(window, index, sizeof(LONG_PTR), NULL);
}

LONG_PTR WINAPI SetWindowLongPtrW(HWND window, INT index, LONG_PTR value)
{
    if (sim_fault("SetWindowLongPtrW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    return exchange(window, index, sizeof(LONG_PTR), &value);
}

LONG WINAPI GetWindowLongW(HWND window, INT index)
{
    if (index == GWLP_HWNDPARENT)
        return (LONG)(LONG_PTR)GetParent(window);
    return (LONG)exchange(window, index, index >= 0 ? sizeof(LONG) : sizeof(LONG_PTR), NULL);
}

LONG WINAPI SetWindowLongW(HWND window, INT index, LONG value)
{
    LONG_PTR wide = value;

    if (sim_fault("SetWindowLongW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    return (LONG)exchange(window, index, index >= 0 ? sizeof(LONG) : sizeof(LONG_PTR), &wide);
}

HFONT sim_font(HWND handle)
{
    const struct window *window;
    HFONT font;

    stub_lock();
    window = sim_window(handle);
    font = window ? window->font : NULL;
    stub_unlock();
    return font;
}

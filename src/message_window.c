#include "message_window.h"

HWND message_window_create(const WCHAR *class_name, WNDPROC proc, const WCHAR *title, LONG_PTR data)
{
    const WNDCLASSW class = { .lpfnWndProc = proc, .hInstance = module_instance, .lpszClassName = class_name };
    HWND window;

    RegisterClassW(&class); /* fails if it is there, and else the next call does */
    window = CreateWindowExW(0, class_name, title, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, module_instance, NULL);
    if (!window)
        return NULL;
    SetWindowLongPtrW(window, GWLP_USERDATA, data);
    if (GetWindowLongPtrW(window, GWLP_USERDATA) == data)
        return window;
    DestroyWindow(window);
    return NULL;
}

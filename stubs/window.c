#include "internal.h"
#include <winuser.h>

/* No windows yet: every handle is foreign. */
BOOL WINAPI IsWindow(HWND window)
{
    (void)window;
    SetLastError(ERROR_INVALID_WINDOW_HANDLE);
    return FALSE;
}

BOOL WINAPI SetForegroundWindow(HWND window)
{
    return IsWindow(window);
}

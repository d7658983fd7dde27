#include "internal.h"
#include <winuser.h>

/* There are no windows yet: every handle is a wrong one. */
BOOL WINAPI SetForegroundWindow(HWND window)
{
    (void)window;
    SetLastError(ERROR_INVALID_WINDOW_HANDLE);
    return FALSE;
}

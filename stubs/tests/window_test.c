#include "check.h"
#include <winuser.h>

static void foreground_of_no_window(void)
{
    SetLastError(0);
    CHECK(FALSE, SetForegroundWindow(NULL));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
    SetLastError(0);
    CHECK(FALSE, SetForegroundWindow((HWND)(size_t)0x7fff0));
    CHECK(ERROR_INVALID_WINDOW_HANDLE, GetLastError());
}

const struct check_case window_cases[] = {
    { "foreground_of_no_window", foreground_of_no_window },
    { NULL, NULL },
};

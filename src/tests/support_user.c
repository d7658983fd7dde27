/* A user who cancels every dialog as soon as it waits. What users do otherwise is told by scenarios. */
#include "support.h"

static HHOOK hook;

static LRESULT CALLBACK on_window(int code, WPARAM window, LPARAM lparam)
{
    if (code == HCBT_ACTIVATE) {
        stub_fault_pause();                                  /* his hand, not the DLL's call */
        PostMessageW((HWND)window, WM_COMMAND, IDCANCEL, 0); /* NOLINT(performance-no-int-to-ptr) */
        stub_fault_resume();
    }
    return CallNextHookEx(hook, code, window, lparam);
}

void user_comes(void)
{
    hook = SetWindowsHookExW(WH_CBT, on_window, NULL, GetCurrentThreadId());
    assert_non_null(hook);
}

void user_goes(void)
{
    UnhookWindowsHookEx(hook);
}

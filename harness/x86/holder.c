/* Keeps one desktop window alive, so that Wine's explorer and services stay up in the emulated PC. */
#include <windows.h>

int main(void)
{
    MSG message;
    HWND window = CreateWindowA("STATIC", "holder", WS_OVERLAPPED, 0, 0, 10, 10, NULL, NULL, NULL, NULL);
    HANDLE up = CreateFileA("Z:\\tmp\\holder.up", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);

    if (up != INVALID_HANDLE_VALUE)
        CloseHandle(up);
    while (window && GetMessageA(&message, NULL, 0, 0) > 0)
        DispatchMessageA(&message);
    return 0;
}

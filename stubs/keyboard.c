#include "window.h"

SHORT WINAPI GetKeyState(INT key)
{
    BYTE state = sim_queue()->keys[key & 0xff];

    return (SHORT)((state & 0x80 ? 0xff80 : 0) | (state & 1));
}

BOOL WINAPI GetKeyboardState(LPBYTE state)
{
    memcpy(state, sim_queue()->keys, 256);
    return TRUE;
}

BOOL WINAPI SetKeyboardState(LPBYTE state)
{
    memcpy(sim_queue()->keys, state, 256);
    return TRUE;
}

/* The American layout. 0: no character. */
static WCHAR character(WPARAM key)
{
    static const char shifted[] = ")!@#$%^&*(";
    bool shift = GetKeyState(VK_SHIFT) < 0;

    if (key >= 'A' && key <= 'Z') {
        if (GetKeyState(VK_CONTROL) < 0)
            return (WCHAR)(key - '@');
        return (WCHAR)(shift != (GetKeyState(VK_CAPITAL) & 1) ? key : key + 0x20);
    }
    if (key >= '0' && key <= '9')
        return (WCHAR)(shift ? shifted[key - '0'] : (char)key);
    if (key >= VK_NUMPAD0 && key <= VK_NUMPAD9)
        return (WCHAR)(key - VK_NUMPAD0 + '0');
    switch (key) {
    case VK_BACK:
    case VK_TAB:
    case VK_RETURN:
    case VK_ESCAPE:
    case VK_SPACE:
        return (WCHAR)key;
    case VK_OEM_MINUS:
        return shift ? '_' : '-';
    case VK_OEM_PERIOD:
        return shift ? '>' : '.';
    case VK_OEM_COMMA:
        return shift ? '<' : ',';
    default:
        return 0;
    }
}

BOOL WINAPI TranslateMessage(const MSG *msg)
{
    bool system = msg->message == WM_SYSKEYDOWN;
    WCHAR c;

    if (!system && msg->message != WM_KEYDOWN)
        return msg->message == WM_KEYUP || msg->message == WM_SYSKEYUP;
    c = character(msg->wParam);
    if (c)
        PostMessageW(msg->hwnd, system ? WM_SYSCHAR : WM_CHAR, c, msg->lParam);
    return TRUE;
}

#include "journal.h"
#include <stdio.h>
#include <string.h>

static char journal[4096];
static size_t used;

void journal_clear(void)
{
    used = 0;
    journal[0] = 0;
}

void journal_add(const char *format, ...)
{
    va_list arguments;
    int length;

    if (used && used + 1 < sizeof(journal))
        journal[used++] = ' ';
    va_start(arguments, format);
    length = vsnprintf(journal + used, sizeof(journal) - used, format, arguments);
    va_end(arguments);
    if (length > 0 && used + (size_t)length < sizeof(journal))
        used += (size_t)length;
}

void journal_check(const char *file, int line, const char *expected)
{
    bool same = !strcmp(journal, expected);

    if (!same)
        printf("# expected %s\n# found    %s\n", expected, journal);
    check_number(file, line, "the journal", true, same);
    journal_clear();
}

INT_PTR CALLBACK journal_proc(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)dialog;
    (void)lparam;
    if (message == WM_COMMAND)
        journal_add("%d:%x", LOWORD(wparam), HIWORD(wparam));
    return message == WM_INITDIALOG;
}

void journal_template(struct dialog_bytes *t, DWORD style)
{
    template_begin(t, true, WS_POPUP | WS_CAPTION | WS_SYSMENU | style, 0, (struct place){ 10, 10, 200, 150 }, L"Test",
                   L"MS Shell Dlg", 8);
}

HWND journal_dialog(const struct dialog_bytes *t)
{
    HWND dialog = CreateDialogIndirectParamW(NULL, template_of(t), NULL, journal_proc, 0);

    CHECK_TRUE(dialog);
    journal_drain(dialog);
    return dialog;
}

void journal_drain(HWND dialog)
{
    MSG msg;

    while (PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE))
        if (!IsDialogMessageW(dialog, &msg)) {
            TranslateMessage(&msg);
            DispatchMessageW(&msg);
        }
}

void journal_focus(void)
{
    HWND focus = GetFocus();

    journal_add("@%d", focus ? GetDlgCtrlID(focus) : -1);
}

static void press(HWND dialog, UINT message, WPARAM key)
{
    MSG msg = { .hwnd = GetFocus(), .message = message, .wParam = key, .lParam = 1 };

    if (!IsDialogMessageW(dialog, &msg)) {
        TranslateMessage(&msg);
        DispatchMessageW(&msg);
    }
    journal_drain(dialog);
}

void journal_key(HWND dialog, WPARAM key)
{
    press(dialog, WM_KEYDOWN, key);
    if (key == VK_SPACE)
        press(dialog, WM_KEYUP, key);
    journal_focus();
}

void journal_shift(bool down)
{
    BYTE keys[256];

    GetKeyboardState(keys);
    keys[VK_SHIFT] = down ? 0x80 : 0;
    SetKeyboardState(keys);
}

void journal_alt(HWND dialog, WCHAR letter)
{
    press(dialog, WM_SYSCHAR, letter);
    journal_focus();
}

/* window-witness OUTPUT N PROGRAM [ARGUMENT...]: starts the program, and N times lists the dialog that it shows, then
 * presses OK in it. A witness that shares nothing with the agent: it looks from another process, through no hook.
 * Lines of OUTPUT, UTF-8, between tabs: "dialog" or "control", class, number, style, whether it has the focus, whether
 * it is checked, text, and the owner's text or the entries of a list; the selected one begins with "*". */
#define WIN32_LEAN_AND_MEAN
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

enum { UNITS = 512, PATIENCE_MS = 20000, POLL_MS = 5, SETTLE_MS = 200 };

static DWORD process;
static FILE *out;
static HWND last; /* the dialog that was closed */

static LRESULT ask(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    DWORD_PTR result = 0;

    return SendMessageTimeoutW(window, message, wparam, lparam, SMTO_NORMAL, PATIENCE_MS, &result) ? (LRESULT)result
                                                                                                   : -1;
}

static void put(const WCHAR *text)
{
    char utf8[UNITS * 4] = "";

    WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL);
    for (const char *at = utf8; *at; at++)
        fputc((unsigned char)*at < ' ' ? '?' : *at, out);
}

static void put_text(HWND window)
{
    WCHAR text[UNITS] = L"";

    ask(window, WM_GETTEXT, UNITS, (LPARAM)text);
    put(text);
}

static BOOL has_class(HWND window, const WCHAR *name)
{
    WCHAR class[UNITS] = L"";

    GetClassNameW(window, class, UNITS);
    return lstrcmpiW(class, name) == 0;
}

static void put_entries(HWND list, BOOL combo)
{
    const LRESULT n = ask(list, combo ? CB_GETCOUNT : LB_GETCOUNT, 0, 0);
    const LRESULT selected = ask(list, combo ? CB_GETCURSEL : LB_GETCURSEL, 0, 0);

    for (LRESULT i = 0; i < n; i++) {
        WCHAR text[UNITS] = L"";

        ask(list, combo ? CB_GETLBTEXT : LB_GETTEXT, (WPARAM)i, (LPARAM)text);
        fputs(i == selected ? "\t*" : "\t", out);
        put(text);
    }
}

static void put_window(const char *kind, HWND window)
{
    GUITHREADINFO info = { .cbSize = sizeof info };
    WCHAR class[UNITS] = L"";

    GetGUIThreadInfo(GetWindowThreadProcessId(window, NULL), &info);
    GetClassNameW(window, class, UNITS);
    fprintf(out, "%s\t", kind);
    put(class);
    fprintf(out, "\t%d\t%08lx\t%d\t%d\t", (int)(short)GetDlgCtrlID(window),
            (unsigned long)GetWindowLongW(window, GWL_STYLE), info.hwndFocus == window,
            has_class(window, L"Button") && ask(window, BM_GETCHECK, 0, 0) == BST_CHECKED);
    put_text(window);
    if (has_class(window, L"ListBox") || has_class(window, L"ComboBox"))
        put_entries(window, has_class(window, L"ComboBox"));
    if (kind[0] == 'd') {
        fputc('\t', out);
        if (GetWindow(window, GW_OWNER))
            put_text(GetWindow(window, GW_OWNER));
    }
    fputc('\n', out);
}

static BOOL CALLBACK on_child(HWND window, LPARAM context)
{
    (void)context;
    put_window("control", window);
    return TRUE;
}

static BOOL CALLBACK on_window(HWND window, LPARAM found)
{
    DWORD owner = 0;

    GetWindowThreadProcessId(window, &owner);
    if (owner == process && window != last && IsWindowVisible(window) && has_class(window, L"#32770"))
        *(HWND *)found = window; /* NOLINT(performance-no-int-to-ptr) */
    return !*(HWND *)found;      /* NOLINT(performance-no-int-to-ptr) */
}

static HWND wait_for_dialog(void)
{
    HWND found = NULL;

    for (unsigned i = 0; i < PATIENCE_MS / POLL_MS && !found; i++) {
        EnumWindows(on_window, (LPARAM)&found);
        if (!found)
            Sleep(POLL_MS);
    }
    return found;
}

static BOOL look_at_dialogs(unsigned n)
{
    for (; n > 0; n--) {
        const HWND dialog = wait_for_dialog();

        if (!dialog)
            return FALSE;
        Sleep(SETTLE_MS);
        put_window("dialog", dialog);
        EnumChildWindows(dialog, on_child, 0);
        last = dialog;
        PostMessageW(dialog, WM_COMMAND, IDOK, (LPARAM)GetDlgItem(dialog, IDOK));
    }
    return TRUE;
}

/* What stands behind the first three words of our own command line. */
static WCHAR *rest_of_line(void)
{
    WCHAR *at = GetCommandLineW();

    for (unsigned words = 3; *at && words > 0; words--) {
        BOOL quoted = FALSE;

        for (; *at && (quoted || *at != ' '); at++)
            quoted ^= *at == '"';
        while (*at == ' ')
            at++;
    }
    return at;
}

int main(int argc, char **argv)
{
    STARTUPINFOW start = { .cb = sizeof start };
    PROCESS_INFORMATION started;
    DWORD code = 1;
    BOOL seen;

    if (argc < 4)
        return 2;
    out = fopen(argv[1], "wb");
    if (!out || !CreateProcessW(NULL, rest_of_line(), NULL, NULL, FALSE, 0, NULL, NULL, &start, &started))
        return 3;
    process = started.dwProcessId;
    seen = look_at_dialogs((unsigned)strtoul(argv[2], NULL, 10));
    fclose(out);
    WaitForSingleObject(started.hProcess, PATIENCE_MS);
    GetExitCodeProcess(started.hProcess, &code);
    return seen ? (int)code : 4;
}

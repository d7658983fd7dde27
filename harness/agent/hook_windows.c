/* Functions that make windows: a thread that the DLL under test starts is watched from its first one on. Those of user32
 * that make one themselves (a message box) are not seen from outside of it, so they are here as well. */
#include "hooks.h"
#include "ui.h"

#define WINDOW_ARGUMENTS ex, class, name, style, x, y, width, height, parent, menu, instance, parameter
#define WINDOW_PARAMETERS(text)                                                                                        \
    DWORD ex, const text *class, const text *name, DWORD style, int x, int y, int width, int height, HWND parent,      \
        HMENU menu, HINSTANCE instance, void *parameter
#define DIALOG_ARGUMENTS        instance, template, parent, proc, parameter
#define DIALOG_PARAMETERS(text) HINSTANCE instance, const text *template, HWND parent, DLGPROC proc, LPARAM parameter
#define WINDOW_MAKERS(X)                                                                                               \
    X(HWND, CreateWindowExA, (WINDOW_PARAMETERS(char)), (WINDOW_ARGUMENTS))                                            \
    X(HWND, CreateWindowExW, (WINDOW_PARAMETERS(WCHAR)), (WINDOW_ARGUMENTS))                                           \
    X(HWND, CreateDialogParamA, (DIALOG_PARAMETERS(char)), (DIALOG_ARGUMENTS))                                         \
    X(HWND, CreateDialogParamW, (DIALOG_PARAMETERS(WCHAR)), (DIALOG_ARGUMENTS))                                        \
    X(HWND, CreateDialogIndirectParamA, (DIALOG_PARAMETERS(DLGTEMPLATE)), (DIALOG_ARGUMENTS))                          \
    X(HWND, CreateDialogIndirectParamW, (DIALOG_PARAMETERS(DLGTEMPLATE)), (DIALOG_ARGUMENTS))                          \
    X(INT_PTR, DialogBoxParamA, (DIALOG_PARAMETERS(char)), (DIALOG_ARGUMENTS))                                         \
    X(INT_PTR, DialogBoxParamW, (DIALOG_PARAMETERS(WCHAR)), (DIALOG_ARGUMENTS))                                        \
    X(INT_PTR, DialogBoxIndirectParamA, (DIALOG_PARAMETERS(DLGTEMPLATE)), (DIALOG_ARGUMENTS))                          \
    X(INT_PTR, DialogBoxIndirectParamW, (DIALOG_PARAMETERS(DLGTEMPLATE)), (DIALOG_ARGUMENTS))                          \
    X(int, MessageBoxA, (HWND owner, const char *text, const char *title, UINT type), (owner, text, title, type))      \
    X(int, MessageBoxW, (HWND owner, const WCHAR *text, const WCHAR *title, UINT type), (owner, text, title, type))    \
    X(int, MessageBoxExA, (HWND owner, const char *text, const char *title, UINT type, WORD language),                 \
      (owner, text, title, type, language))                                                                            \
    X(int, MessageBoxExW, (HWND owner, const WCHAR *text, const WCHAR *title, UINT type, WORD language),               \
      (owner, text, title, type, language))                                                                            \
    X(int, MessageBoxIndirectA, (const MSGBOXPARAMSA *box), (box))                                                     \
    X(int, MessageBoxIndirectW, (const MSGBOXPARAMSW *box), (box))

enum {
#define PLACE(type, name, parameters, arguments) MAKER_##name,
    WINDOW_MAKERS(PLACE)
#undef PLACE
};

/* Perhaps user32 came only now, and through a delayed import. */
static void *original(unsigned place)
{
    static void *found[MAKER_MessageBoxIndirectW + 1];

    if (!found[place])
        found[place] = (void *)GetProcAddress(LoadLibraryA("user32"), window_hooks[place].name);
    ui_watch_thread();
    return found[place];
}

#define REPLACEMENT(type, name, parameters, arguments)                                                                 \
    static type WINAPI hooked_##name parameters                                                                        \
    {                                                                                                                  \
        return ((type(WINAPI *) parameters)original(MAKER_##name))arguments;                                           \
    }
WINDOW_MAKERS(REPLACEMENT)
#undef REPLACEMENT

/* Hooked by name before user32 is loaded, so there is something in the place of the original. */
#define ROW(type, name, parameters, arguments)                                                                         \
    [MAKER_##name] = { "user32", #name, (void *)hooked_##name, (void *)hooked_##name },
struct hook window_hooks[] = { WINDOW_MAKERS(ROW) };
#undef ROW
const unsigned n_window_hooks = ARRAYSIZE(window_hooks);

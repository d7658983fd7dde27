/* Deeds 500 to 599: dialogs, message boxes and other windows. */
#include "dialog.h"

#include <winuser.h>

#define TABBED (WS_VISIBLE | WS_TABSTOP)
#define CONTROL(name, class, style, id, text)                                                                          \
    {                                                                                                                  \
        name, dialog_control, text, .number = (style), .bytes = L##class, .size = (id)                                 \
    }
#define NAME_LABEL  CONTROL("label", "Static", WS_VISIBLE, 0xffff, L"&Name:")
#define NAME_EDIT   CONTROL("edit", "Edit", TABBED | WS_BORDER | ES_AUTOHSCROLL, PROBE_NAME, L"old")
#define ASK         CONTROL("check box", "Button", TABBED | BS_AUTOCHECKBOX, PROBE_ASK, L"&Ask me")
#define MORE_BUTTON CONTROL("button", "Button", TABBED, PROBE_MORE, L"&More...")
#define TABLE       CONTROL("table", "SysListView32", TABBED | WS_BORDER | TABLE_STYLE, PROBE_TABLE, L"")
#define OK          CONTROL("default button", "Button", TABBED | BS_DEFPUSHBUTTON, IDOK, L"OK")
#define CANCEL      CONTROL("cancel button", "Button", TABBED, IDCANCEL, L"Cancel")

enum { TABLE_STYLE = 0x0005 }; /* LVS_REPORT | LVS_SINGLESEL */

/* ---- acts ---- */

/* Of its own class, so that no control of the system is meant. */
static void need_class(void)
{
    WNDCLASSW class = { .lpfnWndProc = DefWindowProcW, .lpszClassName = L"Probe", .hInstance = probe.instance };

    RegisterClassW(&class); /* fails from the second on */
}

static HRESULT own_control(const struct effect *effect)
{
    need_class();
    return dialog_control(effect);
}

enum { PLACES = 2 };
static HWND windows[PLACES];

static HRESULT window_make(const struct effect *effect)
{
    need_class();
    windows[effect->size] = CreateWindowExW(0, L"Probe", effect->path, WS_OVERLAPPEDWINDOW | effect->number, 0, 0, 200,
                                            100, NULL, NULL, probe.instance, NULL);
    return windows[effect->size] ? S_OK : E_OUTOFMEMORY;
}

static HRESULT window_end(const struct effect *effect)
{
    if (windows[effect->size])
        DestroyWindow(windows[effect->size]);
    windows[effect->size] = NULL;
    return S_OK;
}

/* The window of the call, or the probe's own, which nobody saw before. */
static HRESULT to_front(const struct effect *effect)
{
    const HWND window = effect->number ? windows[effect->size] : probe.window;

    if (effect->number)
        ShowWindow(window, SW_SHOWNA);
    SetForegroundWindow(window);
    return S_OK;
}

/* More than anybody keeps in a table of fixed size. */
static HRESULT crowd(const struct effect *effect)
{
    HWND many[100];

    need_class();
    for (DWORD i = 0; i < effect->number; i++)
        many[i] =
            CreateWindowExW(0, L"Probe", effect->path, WS_OVERLAPPED, 0, 0, 10, 10, NULL, NULL, probe.instance, NULL);
    for (DWORD i = 0; i < effect->number; i++)
        DestroyWindow(many[i]);
    return S_OK;
}

static HRESULT box(const struct effect *effect)
{
    probe.answer = (HRESULT)(0x00040000 | (DWORD)MessageBoxW(effect->size ? probe.window : NULL, effect->path,
                                                             effect->other, effect->number));
    return S_OK;
}

static DWORD WINAPI box_there(void *context)
{
    return (DWORD)box(context);
}

static HRESULT box_on_thread(const struct effect *effect)
{
    struct effect copy = *effect;
    DWORD id;
    const HANDLE thread = CreateThread(NULL, 0, box_there, &copy, 0, &id);

    if (!thread)
        return E_OUTOFMEMORY;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return S_OK;
}

static HRESULT answer(const struct effect *effect)
{
    (void)effect;
    return probe.answer;
}

/* One that passes by. */
static HRESULT more_window(const struct effect *effect)
{
    const HRESULT hr = window_make(effect);

    window_end(effect);
    return hr;
}

/* In the dialog that is being put together; else in one of its own. */
static HRESULT more_control(const struct effect *effect)
{
    const BOOL own = !dialog_in_the_making();

    dialog_control(effect);
    return own ? dialog_show(effect) : S_OK;
}

/* ---- deeds ---- */

static const struct effect controls[] = {
    { "dialog", dialog_begin, L"Controls", .number = WS_VISIBLE },
    NAME_LABEL,
    NAME_EDIT,
    CONTROL("password label", "Static", WS_VISIBLE, 0xffff, L"&Password:"),
    CONTROL("password", "Edit", TABBED | ES_PASSWORD, 11, L"secret"),
    CONTROL("read-only edit", "Edit", TABBED | ES_READONLY, 12, L"as it is"),
    ASK,
    CONTROL("group", "Button", WS_VISIBLE | BS_GROUPBOX, 0xffff, L"Choice"),
    CONTROL("radio button", "Button", TABBED | WS_GROUP | BS_AUTORADIOBUTTON, 21, L"&One"),
    CONTROL("second radio button", "Button", WS_VISIBLE | BS_AUTORADIOBUTTON, 22, L"&Two"),
    CONTROL("list", "ListBox", TABBED | WS_GROUP | LBS_NOTIFY, PROBE_LIST, L""),
    CONTROL("combo box", "ComboBox", TABBED | CBS_DROPDOWNLIST, PROBE_COMBO, L""),
    { "control of its own class", own_control, L"own", .number = WS_VISIBLE, .bytes = L"Probe", .size = 45 },
    CONTROL("disabled button", "Button", TABBED | WS_DISABLED, 41, L"Disabled"),
    CONTROL("hidden button", "Button", WS_TABSTOP, 42, L"Hidden"),
    OK,
    CANCEL,
    { "entry", dialog_entry, L"Alice", .size = PROBE_LIST },
    { "selected entry", dialog_entry, L"Bob", .number = 1, .size = PROBE_LIST },
    { "entry of the combo box", dialog_entry, L"Red", .number = 1, .size = PROBE_COMBO },
    { "second entry of the combo box", dialog_entry, L"Green", .size = PROBE_COMBO },
    { "page", dialog_page, L"On a &page" },
    { "show", dialog_show },
    { "note", dialog_note, L"Probe" },
};
static const struct effect owned[] = {
    { "dialog", dialog_begin, L"Keys" }, NAME_LABEL, NAME_EDIT, ASK, OK, CANCEL, { "show", dialog_show, .size = 1 },
    { "note", dialog_note, L"Probe" },
};
static const struct effect nested[] = {
    { "dialog", dialog_begin, L"Outer" },
    MORE_BUTTON,
    OK,
    { "inner dialog", dialog_more, .number = MORE_DIALOG },
    { "inner box", dialog_more, .number = MORE_BOX },
    { "show", dialog_show },
};
static const struct effect boxes[] = {
    { "box", box, L"All is well.", L"Notice", .number = MB_OK },
    { "owned box", box, L"Go on?", L"Question", .number = MB_YESNO, .size = 1 },
    { "answer", answer },
};
static const struct effect others[] = {
    { "window", window_make, L"First", .size = 0 },
    { "second window", window_make, L"Second", .size = 1 },
    { "window destroyed", window_end, .size = 0 },
    { "second window destroyed", window_end, .size = 1 },
};
static const struct effect front[] = {
    { "the caller's brought forward", to_front },
};
static const struct effect own_front[] = {
    { "window", window_make, L"Front", .size = 0 },
    { "brought forward", to_front, .number = 1, .size = 0 },
};
static const struct effect messages[] = {
    { "dialog", dialog_begin, L"New" },
    NAME_LABEL,
    NAME_EDIT,
    CONTROL("message", "Static", 0, PROBE_MESSAGE, L""),
    MORE_BUTTON,
    CANCEL,
    { "message shown", dialog_more, .number = MORE_MESSAGE },
    { "focus set", dialog_more, .number = MORE_FOCUS },
    { "show", dialog_show },
};
static const struct effect brief[] = {
    { "dialog", dialog_begin, L"Brief" },
    NAME_EDIT,
    { "ended at once", dialog_brief },
    { "show", dialog_show },
};
static const struct effect resources[] = {
    { "dialog of the resources", dialog_resource },
    { "note", dialog_note, L"Probe" },
};
static const struct effect many[] = {
    { "forty windows", crowd, L"Crowd", .number = 40 },
};
static const struct effect table[] = {
    { "dialog", dialog_begin, L"Table" },
    TABLE,
    OK,
    { "row", dialog_entry, L"Alice", L"10", .size = PROBE_TABLE },
    { "second row", dialog_entry, L"Bob", L"20", .size = PROBE_TABLE },
    { "row of the same name", dialog_entry, L"Alice", L"30", .size = PROBE_TABLE },
    { "show", dialog_show },
    { "note", dialog_note, L"Probe" },
};
static const struct effect tip[] = {
    { "dialog", dialog_begin, L"New" },
    NAME_LABEL,
    NAME_EDIT,
    MORE_BUTTON,
    CANCEL,
    { "balloon shown", dialog_more, .number = MORE_TIP },
    { "show", dialog_show },
};
/* On threads that the DLL starts. */
static const struct effect elsewhere[] = {
    { "dialog", dialog_begin, L"Elsewhere" },
    NAME_LABEL,
    NAME_EDIT,
    MORE_BUTTON,
    OK,
    { "inner box", dialog_more, .number = MORE_BOX },
    { "show on a thread", dialog_thread },
    { "note", dialog_note, L"Probe" },
    { "box on a thread", box_on_thread, L"Done.", L"Notice", .number = MB_OK },
};
static const struct effect aside[] = {
    { "dialog", dialog_begin, L"Outer" },
    MORE_BUTTON,
    OK,
    { "box on a thread meanwhile", dialog_more, .number = MORE_ASIDE },
    { "show", dialog_show },
};
/* harness/bench/dialog.c measures it. */
static const struct effect typical[] = {
    { "dialog", dialog_begin, L"Typical", .number = WS_VISIBLE },
    NAME_LABEL,
    NAME_EDIT,
    ASK,
    CONTROL("list", "ListBox", TABBED | LBS_NOTIFY, PROBE_LIST, L""),
    OK,
    CANCEL,
    { "entry", dialog_entry, L"Alice", .size = PROBE_LIST },
    { "second entry", dialog_entry, L"Bob", .size = PROBE_LIST },
    { "show", dialog_show },
};
static const struct effect plain[] = {
    { "dialog", dialog_begin, L"Small" }, NAME_EDIT, OK, { "show", dialog_show }, { "note", dialog_note, L"Probe" },
};

static const struct deed deeds[] = {
    { 501, EFFECTS(controls) },  { 502, EFFECTS(owned) }, { 503, EFFECTS(nested) },   { 504, EFFECTS(boxes) },
    { 505, EFFECTS(others) },    { 506, EFFECTS(front) }, { 507, EFFECTS(messages) }, { 508, EFFECTS(brief) },
    { 509, EFFECTS(resources) }, { 510, EFFECTS(many) },  { 511, EFFECTS(plain) },    { 512, EFFECTS(own_front) },
    { 513, EFFECTS(typical) },   { 514, EFFECTS(table) }, { 515, EFFECTS(tip) },      { 516, EFFECTS(elsewhere) },
    { 517, EFFECTS(aside) },
};

static const struct effect extras[] = {
    { "one more window", more_window, L"Extra", .size = 0 },
    { "one more message box", box, L"Extra", L"Extra" },
    { "one more message box on a thread", box_on_thread, L"Extra", L"Extra" },
    { "one more control", more_control, L"Extra", .number = WS_VISIBLE, .bytes = L"Button", .size = 70 },
};

const struct chapter chapter_windows = { "windows", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };

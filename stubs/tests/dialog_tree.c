#include "dialog_tree.h"
#include <stdio.h>

/* What a thousand units are, so that one can be told exactly. */
static RECT scale_of(HWND dialog)
{
    RECT scale = { 0, 0, 4000, 8000 };

    MapDialogRect(dialog, &scale);
    return scale;
}

static int units(LONG pixels, LONG scale, int parts)
{
    return (int)((pixels * 1000 * parts * 2 + scale) / (scale * 2));
}

static void print_text(const WCHAR *text)
{
    putchar('"');
    for (; *text; text++)
        if (*text >= ' ' && *text < 0x7f)
            putchar(*text);
        else
            printf("\\u%04x", *text);
    putchar('"');
}

static void print_name(const WCHAR *name)
{
    while (*name)
        putchar(*name++);
}

static void print_window(HWND dialog, HWND window, int level)
{
    RECT scale = scale_of(dialog);
    WCHAR text[256] = { 0 };
    RECT rect;

    GetClassNameW(window, text, 256);
    printf("%*s", level * 2, "");
    print_name(text);
    GetWindowRect(window, &rect);
    MapWindowPoints(NULL, level ? GetParent(window) : NULL, (POINT *)&rect, 2);
    printf(" id %d style %08x ex %08x at %d,%d size %d,%d ", GetDlgCtrlID(window),
           (unsigned)GetWindowLongW(window, GWL_STYLE), (unsigned)GetWindowLongW(window, GWL_EXSTYLE),
           units(rect.left, scale.right, 4), units(rect.top, scale.bottom, 8),
           units(rect.right - rect.left, scale.right, 4), units(rect.bottom - rect.top, scale.bottom, 8));
    text[0] = 0;
    SendMessageW(window, WM_GETTEXT, 256, (LPARAM)text);
    print_text(text);
    printf(" code %x%s%s\n", (unsigned)SendMessageW(window, WM_GETDLGCODE, 0, 0) & (level ? ~0u : 0),
           IsWindowVisible(window) ? "" : " hidden", IsWindowEnabled(window) ? "" : " disabled");
}

static void print_below(HWND dialog, HWND window, int level)
{
    print_window(dialog, window, level);
    for (HWND at = GetWindow(window, GW_CHILD); at; at = GetWindow(at, GW_HWNDNEXT))
        print_below(dialog, at, level + 1);
}

static void print_tab_order(HWND dialog)
{
    HWND first = GetNextDlgTabItem(dialog, NULL, FALSE);
    HWND at = first;
    int limit = 100;

    printf("tab");
    while (at && limit--) {
        printf(" %d", GetDlgCtrlID(at));
        at = GetNextDlgTabItem(dialog, at, FALSE);
        if (at == first)
            break;
    }
    printf("\ngroup");
    for (HWND child = GetWindow(dialog, GW_CHILD); child; child = GetWindow(child, GW_HWNDNEXT))
        printf(" %d:%d:%d:%d", GetDlgCtrlID(child), GetDlgCtrlID(GetNextDlgGroupItem(dialog, child, FALSE)),
               GetDlgCtrlID(GetNextDlgGroupItem(dialog, child, TRUE)),
               GetDlgCtrlID(GetNextDlgTabItem(dialog, child, TRUE)));
    printf("\n");
}

void tree_print(HWND dialog)
{
    DWORD id = (DWORD)SendMessageW(dialog, DM_GETDEFID, 0, 0);
    HWND focus = GetFocus();

    print_below(dialog, dialog, 0);
    print_tab_order(dialog);
    printf("default %d %x focus %d\n", (short)LOWORD(id), HIWORD(id), focus ? GetDlgCtrlID(focus) : -1);
}

static unsigned next(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7fff;
}

static DWORD pick(unsigned *state, const DWORD *from, unsigned count)
{
    return from[next(state) % count];
}

/* One number a statement: compilers differ in the order within one. */
static struct place any_place(unsigned *state)
{
    struct place place;

    place.x = (short)(next(state) % 200);
    place.y = (short)(next(state) % 150);
    place.width = (short)(8 + next(state) % 112);
    place.height = (short)(next(state) % 80);
    return place;
}

static DWORD control_style(unsigned *state, unsigned class)
{
    static const DWORD buttons[] = { BS_PUSHBUTTON,      BS_DEFPUSHBUTTON, BS_CHECKBOX,  BS_AUTOCHECKBOX,
                                     BS_AUTORADIOBUTTON, BS_RADIOBUTTON,   BS_GROUPBOX,  BS_3STATE,
                                     BS_AUTO3STATE,      BS_PUSHBUTTON,    BS_USERBUTTON };
    static const DWORD edits[] = { 0,         ES_PASSWORD,  ES_READONLY,   ES_MULTILINE | ES_WANTRETURN,
                                   ES_NUMBER, ES_UPPERCASE, ES_AUTOHSCROLL };
    static const DWORD statics[] = { SS_LEFT,           SS_CENTER,     SS_RIGHT,     SS_NOPREFIX,
                                     SS_LEFTNOWORDWRAP, SS_ETCHEDHORZ, SS_BLACKFRAME };
    static const DWORD lists[] = {
        LBS_STANDARD,   LBS_NOTIFY, LBS_NOINTEGRALHEIGHT, LBS_SORT | WS_VSCROLL, LBS_DISABLENOSCROLL | WS_VSCROLL,
        LBS_EXTENDEDSEL
    };
    static const DWORD combos[] = { CBS_DROPDOWNLIST,
                                    CBS_DROPDOWN,
                                    CBS_SIMPLE,
                                    CBS_DROPDOWNLIST | CBS_SORT | WS_VSCROLL,
                                    CBS_DROPDOWN | CBS_AUTOHSCROLL,
                                    CBS_SIMPLE | CBS_NOINTEGRALHEIGHT };

    switch (class) {
    case 0x80:
        return pick(state, buttons, sizeof(buttons) / sizeof(*buttons));
    case 0x81:
        return pick(state, edits, sizeof(edits) / sizeof(*edits));
    case 0x82:
        return pick(state, statics, sizeof(statics) / sizeof(*statics));
    case 0x83:
        return pick(state, lists, sizeof(lists) / sizeof(*lists));
    default:
        return pick(state, combos, sizeof(combos) / sizeof(*combos));
    }
}

static void add_control(struct dialog_bytes *t, unsigned *state, DWORD number)
{
    static const unsigned classes[] = { 0x80, 0x80, 0x80, 0x81, 0x81, 0x82, 0x83, 0x85 };
    static const WCHAR *const named[] = { L"button", L"Edit", L"STATIC", L"listbox", NULL, L"ComboBox" };
    static const WCHAR *const texts[] = { L"", L"&Name", L"O&K", L"A && B", L"Caf\u00e9 &x", L"plain" };
    static const DWORD extras[] = {
        0, WS_TABSTOP, WS_TABSTOP, WS_TABSTOP | WS_GROUP, WS_GROUP, WS_BORDER, WS_TABSTOP | WS_BORDER
    };
    static const DWORD ex_styles[] = { 0, 0, 0, WS_EX_CLIENTEDGE, WS_EX_STATICEDGE, WS_EX_RIGHT };
    unsigned class = classes[next(state) % 8];
    DWORD style = WS_CHILD | control_style(state, class);
    DWORD id = next(state) % 12 == 0 ? (DWORD)-1 : 100 + number;
    DWORD ex_style = pick(state, ex_styles, 6);
    const WCHAR *text = texts[next(state) % 6];
    bool by_name = next(state) % 3 == 0;
    struct place place = any_place(state);

    style |= pick(state, extras, 7);
    if (next(state) % 10)
        style |= WS_VISIBLE;
    if (next(state) % 10 == 0)
        style |= WS_DISABLED;
    if (next(state) % 8 == 0)
        id = IDCANCEL;
    template_item(t, style, ex_style, place, id, by_name ? named[class - 0x80] : (const WCHAR *)(size_t) class, text);
}

void tree_generate(struct dialog_bytes *t, unsigned seed)
{
    static const DWORD styles[] = { WS_POPUP | WS_CAPTION | WS_SYSMENU | DS_MODALFRAME,
                                    WS_POPUP | WS_CAPTION,
                                    WS_POPUP | WS_BORDER,
                                    WS_POPUP | WS_CAPTION | WS_THICKFRAME,
                                    WS_POPUP | WS_DLGFRAME | DS_CENTER,
                                    WS_CAPTION | WS_SYSMENU | DS_CENTER | WS_VISIBLE,
                                    WS_POPUP | DS_CONTROL,
                                    WS_POPUP | WS_CAPTION | WS_VISIBLE | DS_3DLOOK };
    static const WCHAR *const fonts[] = { L"MS Shell Dlg", L"MS Shell Dlg", L"Tahoma", NULL };
    static const DWORD ex_styles[] = { 0, 0, WS_EX_TOPMOST, WS_EX_TOOLWINDOW, WS_EX_CONTEXTHELP };
    unsigned state = seed * 2654435761u + 1;
    struct place place = any_place(&state);
    DWORD controls = next(&state) % 14;
    DWORD style = pick(&state, styles, 8);
    DWORD ex_style = pick(&state, ex_styles, 5);
    const WCHAR *font = fonts[next(&state) % 4];
    DWORD points = 8 + next(&state) % 3;

    place.width += 100;
    place.height += 60;
    template_begin(t, seed / 2 % 2, style, ex_style, place, L"Title", font, points);
    for (DWORD i = 0; i < controls; i++)
        add_control(t, &state, i);
}

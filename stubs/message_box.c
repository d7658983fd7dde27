#include "window.h"

/* A message box is a dialog of the system's: a text and buttons in a row, all with Win32's numbers. The template is in
 * memory, in the form that resources have. */
#define TEMPLATE_UNITS 2048
#define TEXT_MAX       1024
#define TEXT_ID        0xffff

struct writer {
    _Alignas(4) WORD units[TEMPLATE_UNITS];
    size_t used;
};

static void put(struct writer *to, unsigned value)
{
    if (to->used < TEMPLATE_UNITS)
        to->units[to->used++] = (WORD)value;
}

static void put32(struct writer *to, DWORD value)
{
    put(to, LOWORD(value));
    put(to, HIWORD(value));
}

static void put_text(struct writer *to, const WCHAR *text)
{
    for (size_t i = 0; i < TEXT_MAX / 2 && text[i]; i++)
        put(to, text[i]);
    put(to, 0);
}

static void put_item(struct writer *to, DWORD style, int x, unsigned id, unsigned class, const WCHAR *text)
{
    if (to->used % 2)
        put(to, 0);
    put32(to, style | WS_CHILD | WS_VISIBLE);
    put32(to, 0);
    put(to, (unsigned)x);
    put(to, class == 0x82 ? 7 : 30);
    put(to, class == 0x82 ? 180 : 50);
    put(to, class == 0x82 ? 20 : 14);
    put(to, id);
    put(to, 0xffff);
    put(to, class);
    if (class == 0x82)
        put(to, 0); /* the text is set when the box is there: it may be long */
    else
        put_text(to, text);
    put(to, 0);
}

struct button {
    WORD id;
    const WCHAR *text;
};

static const struct button ok = { IDOK, L"OK" };
static const struct button cancel = { IDCANCEL, L"Cancel" };
static const struct button abort_it = { IDABORT, L"&Abort" };
static const struct button retry = { IDRETRY, L"&Retry" };
static const struct button ignore = { IDIGNORE, L"&Ignore" };
static const struct button yes = { IDYES, L"&Yes" };
static const struct button no = { IDNO, L"&No" };

/* By MB_TYPEMASK. */
static const struct button *const sets[][4] = {
    { &ok },       { &ok, &cancel },    { &abort_it, &retry, &ignore }, { &yes, &no, &cancel },
    { &yes, &no }, { &retry, &cancel },
};

struct box {
    const WCHAR *text;
    WORD first_id;
};

static size_t write_template(struct writer *to, const WCHAR *title, UINT type)
{
    const struct button *const *set = sets[type & MB_TYPEMASK];
    unsigned preferred = (type & MB_DEFMASK) >> 8;
    size_t count = 0;

    while (count < 4 && set[count])
        count++;
    if (preferred >= count)
        preferred = 0;
    put32(to, WS_POPUP | WS_CAPTION | WS_SYSMENU | DS_MODALFRAME | DS_CENTER | DS_NOIDLEMSG | DS_SETFONT);
    put32(to, 0);
    put(to, (unsigned)count + 1);
    put32(to, 0);
    put(to, 200);
    put(to, 50);
    put(to, 0);
    put(to, 0);
    put_text(to, title);
    put(to, 8);
    put_text(to, L"MS Shell Dlg");
    put_item(to, SS_NOPREFIX | SS_LEFT, 7, TEXT_ID, 0x82, L"");
    for (size_t i = 0; i < count; i++)
        put_item(to, WS_TABSTOP | (i ? 0 : WS_GROUP) | BS_PUSHBUTTON, 7 + 55 * (int)i, set[i]->id, 0x80, set[i]->text);
    return preferred;
}

static INT_PTR begin(HWND window, const struct box *box)
{
    SetDlgItemTextW(window, TEXT_ID, box->text);
    SendMessageW(window, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(window, box->first_id), TRUE);
    return FALSE;
}

static INT_PTR WINAPI box_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_INITDIALOG)
        return begin(window, (const struct box *)lparam);
    if (message != WM_COMMAND)
        return FALSE;
    if (HIWORD(wparam) == BN_CLICKED) /* Escape too, whatever the buttons, as under Wine */
        EndDialog(window, LOWORD(wparam));
    return TRUE;
}

int WINAPI MessageBoxW(HWND owner, LPCWSTR text, LPCWSTR title, UINT type)
{
    struct writer writer = { .used = 0 };
    struct box box = { .text = text ? text : L"" };
    UINT kind = type & MB_TYPEMASK;
    INT_PTR result;

    if (sim_fault("MessageBoxW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    if (kind >= sizeof(sets) / sizeof(sets[0])) {
        SetLastError(ERROR_INVALID_MSGBOX_STYLE);
        return 0;
    }
    box.first_id = sets[kind][write_template(&writer, title ? title : L"Error", type)]->id;
    result = DialogBoxIndirectParamW(NULL, (const DLGTEMPLATE *)writer.units, owner, box_proc, (LPARAM)&box);
    return result < 0 ? 0 : (int)result;
}

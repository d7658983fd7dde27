#include "dialog.h"

#include <commctrl.h>
#include <string.h>
#include "template.h"
#include <stddef.h>

/* TTTOOLINFOW_V1_SIZE, which Windows 2000 knows, without that macro's access through a null pointer. */
#define TIP_SIZE offsetof(TTTOOLINFOW, lParam)

enum { MOST = 32, UNITS = 64 };

struct entry {
    DWORD list;
    const WCHAR *text, *second;
    BOOL selected;
};

static struct {
    BOOL begun, brief;
    DWORD style, more;
    const WCHAR *caption, *page;
    const struct effect *controls[MOST];
    struct entry entries[MOST];
    DWORD controls_n, entries_n;
    HANDLE aside; /* a thread with a dialog of its own; NULL: there is none */
} plan;

/* What the user left. */
static struct {
    WCHAR name[UNITS], chosen[UNITS], picked[UNITS];
    DWORD asked;
    BOOL ok;
} left;

BOOL dialog_in_the_making(void)
{
    return plan.begun;
}

HRESULT dialog_begin(const struct effect *effect)
{
    plan.begun = TRUE;
    plan.caption = effect->path;
    plan.style = effect->number;
    return S_OK;
}

HRESULT dialog_control(const struct effect *effect)
{
    if (plan.controls_n < MOST)
        plan.controls[plan.controls_n++] = effect;
    return S_OK;
}

HRESULT dialog_entry(const struct effect *effect)
{
    if (plan.entries_n < MOST)
        plan.entries[plan.entries_n++] =
            (struct entry){ effect->size, effect->path, effect->other, effect->number != 0 };
    return S_OK;
}

HRESULT dialog_page(const struct effect *effect)
{
    plan.page = effect->path;
    return S_OK;
}

HRESULT dialog_more(const struct effect *effect)
{
    plan.more |= effect->number;
    return S_OK;
}

HRESULT dialog_brief(const struct effect *effect)
{
    (void)effect;
    plan.brief = TRUE;
    return S_OK;
}

/* ---- what the dialog does ---- */

static INT_PTR CALLBACK inner_proc(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_COMMAND && (wparam == IDOK || wparam == IDCANCEL))
        EndDialog(dialog, (INT_PTR)wparam);
    return message == WM_INITDIALOG;
}

static void show_inner(HWND owner)
{
    struct dialog_bytes t;

    template_begin(&t, false, WS_POPUP | WS_CAPTION | WS_SYSMENU, 0, (struct place){ 10, 10, 100, 40 }, L"Inner",
                   L"MS Shell Dlg", 8);
    template_item(&t, WS_CHILD | WS_VISIBLE | WS_TABSTOP | BS_DEFPUSHBUTTON, 0, (struct place){ 7, 7, 50, 14 }, IDOK,
                  L"Button", L"OK");
    DialogBoxIndirectParamW(probe.instance, template_of(&t), owner, inner_proc, 0);
}

static void make_page(HWND dialog)
{
    struct dialog_bytes t;

    template_begin(&t, false, WS_CHILD | WS_VISIBLE | DS_CONTROL, WS_EX_CONTROLPARENT, (struct place){ 0, 200, 90, 20 },
                   L"", L"MS Shell Dlg", 8);
    template_item(&t, WS_CHILD | WS_VISIBLE | WS_TABSTOP | BS_AUTOCHECKBOX, 0, (struct place){ 7, 3, 80, 12 }, 60,
                  L"Button", plan.page);
    CreateDialogIndirectParamW(probe.instance, template_of(&t), dialog, inner_proc, 0);
}

static BOOL in_combo(DWORD list)
{
    return list == PROBE_COMBO;
}

static void add_row(HWND table, const struct entry *entry)
{
    LVCOLUMNW column = { .mask = LVCF_WIDTH, .cx = 60 };
    LVITEMW item = { .mask = LVIF_TEXT, .iItem = (int)SendMessageW(table, LVM_GETITEMCOUNT, 0, 0) };

    for (WPARAM i = 0; !item.iItem && i < 2; i++)
        SendMessageW(table, LVM_INSERTCOLUMNW, i, (LPARAM)&column);
    item.pszText = (WCHAR *)(ULONG_PTR)entry->text;
    SendMessageW(table, LVM_INSERTITEMW, 0, (LPARAM)&item);
    item.iSubItem = 1;
    item.pszText = (WCHAR *)(ULONG_PTR)entry->second;
    SendMessageW(table, LVM_SETITEMTEXTW, (WPARAM)item.iItem, (LPARAM)&item);
}

static INT_PTR begin(HWND dialog)
{
    for (DWORD i = 0; i < plan.entries_n; i++) {
        const struct entry *entry = &plan.entries[i];
        const BOOL combo = in_combo(entry->list);
        LRESULT at;

        if (entry->list == PROBE_TABLE) {
            add_row(GetDlgItem(dialog, PROBE_TABLE), entry);
            continue;
        }
        at = SendDlgItemMessageW(dialog, (int)entry->list, combo ? CB_ADDSTRING : LB_ADDSTRING, 0, (LPARAM)entry->text);

        if (entry->selected)
            SendDlgItemMessageW(dialog, (int)entry->list, combo ? CB_SETCURSEL : LB_SETCURSEL, (WPARAM)at, 0);
    }
    if (plan.page)
        make_page(dialog);
    if (plan.brief)
        EndDialog(dialog, IDOK);
    return TRUE;
}

static DWORD WINAPI box_aside(void *unused)
{
    (void)unused;
    MessageBoxW(NULL, L"Meanwhile.", L"Aside", MB_OK);
    return 0;
}

/* While the dialog goes on. */
static void start_aside(void)
{
    DWORD id;

    if (!plan.aside)
        plan.aside = CreateThread(NULL, 0, box_aside, NULL, 0, &id);
}

/* A balloon at the edit control. */
static void show_tip(HWND dialog)
{
    TTTOOLINFOW tool = { .cbSize = TIP_SIZE,
                         .uFlags = TTF_IDISHWND | TTF_TRACK,
                         .hwnd = dialog,
                         .uId = (UINT_PTR)GetDlgItem(dialog, PROBE_NAME),
                         .lpszText = (WCHAR[]){ L"This name is short." } };
    const HWND tip = CreateWindowExW(0, TOOLTIPS_CLASSW, NULL, WS_POPUP | TTS_ALWAYSTIP | TTS_BALLOON, 0, 0, 0, 0,
                                     dialog, NULL, probe.instance, NULL);

    SendMessageW(tip, TTM_ADDTOOLW, 0, (LPARAM)&tool);
    SendMessageW(tip, TTM_TRACKPOSITION, 0, MAKELPARAM(10, 10));
    SendMessageW(tip, TTM_TRACKACTIVATE, TRUE, (LPARAM)&tool);
}

static void more(HWND dialog)
{
    const HWND message = GetDlgItem(dialog, PROBE_MESSAGE);

    if (plan.more & MORE_DIALOG)
        show_inner(dialog);
    if (plan.more & MORE_BOX)
        MessageBoxW(dialog, L"Really?", L"Question", MB_YESNO);
    if (plan.more & MORE_HIDE)
        ShowWindow(message, SW_HIDE);
    if (plan.more & MORE_MESSAGE) {
        SetWindowTextW(message, L"This name is taken.");
        ShowWindow(message, SW_SHOW);
    }
    if (plan.more & MORE_ASIDE)
        start_aside();
    if (plan.more & MORE_TIP)
        show_tip(dialog);
    if (plan.more & MORE_FOCUS)
        SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(dialog, PROBE_NAME), TRUE);
}

static void look_at_table(HWND table)
{
    LVITEMW item = { .pszText = left.chosen, .cchTextMax = UNITS };
    const LRESULT row = SendMessageW(table, LVM_GETNEXTITEM, (WPARAM)-1, LVNI_SELECTED);

    if (row >= 0)
        SendMessageW(table, LVM_GETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
}

static void look(HWND dialog)
{
    const LRESULT chosen = SendDlgItemMessageW(dialog, PROBE_LIST, LB_GETCURSEL, 0, 0);

    GetDlgItemTextW(dialog, PROBE_NAME, left.name, UNITS);
    if (chosen >= 0)
        SendDlgItemMessageW(dialog, PROBE_LIST, LB_GETTEXT, (WPARAM)chosen, (LPARAM)left.chosen);
    GetDlgItemTextW(dialog, PROBE_COMBO, left.picked, UNITS);
    if (GetDlgItem(dialog, PROBE_TABLE))
        look_at_table(GetDlgItem(dialog, PROBE_TABLE));
    left.asked = IsDlgButtonChecked(dialog, PROBE_ASK);
}

static INT_PTR CALLBACK proc(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_INITDIALOG)
        return begin(dialog);
    if (message != WM_COMMAND)
        return FALSE;
    if (wparam == PROBE_MORE)
        more(dialog);
    if (wparam == IDOK)
        look(dialog);
    if (wparam == IDOK || wparam == IDCANCEL)
        EndDialog(dialog, (INT_PTR)wparam);
    return TRUE;
}

/* ---- showing it ---- */

static HRESULT shown(INT_PTR answer)
{
    if (plan.aside) {
        WaitForSingleObject(plan.aside, INFINITE);
        CloseHandle(plan.aside);
    }
    memset(&plan, 0, sizeof plan);
    left.ok = answer == IDOK;
    return answer == IDOK ? S_OK : answer == IDCANCEL ? S_FALSE : E_UNEXPECTED;
}

static HWND owner_of(const struct effect *effect)
{
    return effect->size ? probe.window : NULL;
}

static DWORD WINAPI show_there(void *context)
{
    const struct effect *effect = context;

    return (DWORD)dialog_show(effect);
}

HRESULT dialog_thread(const struct effect *effect)
{
    struct effect copy = *effect;
    DWORD id, hr = 0;
    const HANDLE thread = CreateThread(NULL, 0, show_there, &copy, 0, &id);

    if (!thread)
        return E_OUTOFMEMORY;
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &hr);
    CloseHandle(thread);
    return (HRESULT)hr;
}

HRESULT dialog_show(const struct effect *effect)
{
    InitCommonControls();
    static struct dialog_bytes t;
    const DWORD style = plan.style | WS_POPUP | WS_CAPTION | WS_SYSMENU;

    memset(&left, 0, sizeof left);
    template_begin(&t, false, style, 0, (struct place){ 0, 0, 180, 220 }, plan.caption ? plan.caption : L"",
                   L"MS Shell Dlg", 8);
    for (DWORD i = 0; i < plan.controls_n; i++) {
        const struct effect *control = plan.controls[i];

        template_item(&t, control->number | WS_CHILD, 0, (struct place){ 7, (short)(3 + 13 * i), 80, 12 },
                      control->size, control->bytes, control->path);
    }
    return shown(DialogBoxIndirectParamW(probe.instance, template_of(&t), owner_of(effect), proc, 0));
}

HRESULT dialog_resource(const struct effect *effect)
{
    memset(&left, 0, sizeof left);
    return shown(DialogBoxParamW(probe.instance, MAKEINTRESOURCEW(PROBE_RESOURCE), owner_of(effect), proc, 0));
}

static DWORD bytes_of(const WCHAR *text)
{
    DWORD n = 1;

    while (text[n - 1])
        n++;
    return n * (DWORD)sizeof *text;
}

HRESULT dialog_note(const struct effect *effect)
{
    HKEY key;

    if (!left.ok || RegCreateKeyExW(HKEY_CURRENT_USER, effect->path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return S_OK;
    RegSetValueExW(key, L"Name", 0, REG_SZ, (const BYTE *)left.name, bytes_of(left.name));
    RegSetValueExW(key, L"Chosen", 0, REG_SZ, (const BYTE *)left.chosen, bytes_of(left.chosen));
    RegSetValueExW(key, L"Picked", 0, REG_SZ, (const BYTE *)left.picked, bytes_of(left.picked));
    RegSetValueExW(key, L"Asked", 0, REG_DWORD, (const BYTE *)&left.asked, sizeof left.asked);
    RegCloseKey(key);
    return S_OK;
}

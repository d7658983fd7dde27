#include "journal.h"
#include <commctrl.h>
#include <stddef.h>

/* TTTOOLINFOW_V1_SIZE, which Windows 2000 knows, without that macro's access through a null pointer. */
#define TIP_SIZE offsetof(TTTOOLINFOW, lParam)

#define SHOWN (WS_CHILD | WS_VISIBLE | WS_TABSTOP)

static HWND dialog_with(const WCHAR *class, DWORD style)
{
    struct dialog_bytes t;
    HWND dialog;

    InitCommonControls();
    journal_template(&t, WS_VISIBLE);
    template_item(&t, SHOWN | style, 0, (struct place){ 5, 5, 80, 60 }, 10, class, L"");
    dialog = journal_dialog(&t);
    journal_clear();
    return dialog;
}

static void add_row(HWND table, int at, WCHAR *first, WCHAR *second)
{
    LVITEMW item = { .mask = LVIF_TEXT, .iItem = at, .pszText = first };

    SendMessageW(table, LVM_INSERTITEMW, 0, (LPARAM)&item);
    item.iSubItem = 1;
    item.pszText = second;
    SendMessageW(table, LVM_SETITEMTEXTW, (WPARAM)at, (LPARAM)&item);
}

static void fill(HWND table)
{
    LVCOLUMNW column = { .mask = LVCF_WIDTH, .cx = 40 };

    CHECK(0, SendMessageW(table, LVM_INSERTCOLUMNW, 0, (LPARAM)&column));
    column.mask |= LVCF_SUBITEM;
    column.iSubItem = 1;
    CHECK(1, SendMessageW(table, LVM_INSERTCOLUMNW, 1, (LPARAM)&column));
    add_row(table, 0, (WCHAR[]){ L"Ann" }, (WCHAR[]){ L"10" });
    add_row(table, 1, (WCHAR[]){ L"Bob" }, (WCHAR[]){ L"20" });
    add_row(table, 1, (WCHAR[]){ L"Max" }, (WCHAR[]){ L"15" });
}

static void check_text(HWND table, int row, int column, const WCHAR *expected)
{
    WCHAR text[32] = { 0 };
    LVITEMW item = { .iSubItem = column, .pszText = text, .cchTextMax = 32 };

    SendMessageW(table, LVM_GETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
    CHECK_WIDE(expected, text);
}

static void table_rows(void)
{
    HWND dialog = dialog_with(WC_LISTVIEWW, LVS_REPORT);
    HWND table = GetDlgItem(dialog, 10), header;

    fill(table);
    header = (HWND)SendMessageW(table, LVM_GETHEADER, 0, 0);
    CHECK_TRUE(header);
    CHECK(2, SendMessageW(header, HDM_GETITEMCOUNT, 0, 0));
    CHECK(3, SendMessageW(table, LVM_GETITEMCOUNT, 0, 0));
    check_text(table, 0, 0, L"Ann");
    check_text(table, 1, 0, L"Max");
    check_text(table, 1, 1, L"15");
    check_text(table, 2, 1, L"20");
    CHECK(TRUE, SendMessageW(table, LVM_DELETEALLITEMS, 0, 0));
    CHECK(0, SendMessageW(table, LVM_GETITEMCOUNT, 0, 0));
    CHECK(DLGC_WANTCHARS | DLGC_WANTARROWS, SendMessageW(table, WM_GETDLGCODE, 0, 0));
    DestroyWindow(dialog);
    journal_clear();
}

static void set(HWND table, int row, UINT state)
{
    LVITEMW item = { .state = state, .stateMask = LVIS_SELECTED | LVIS_FOCUSED };

    CHECK(TRUE, SendMessageW(table, LVM_SETITEMSTATE, (WPARAM)row, (LPARAM)&item));
}

static void check_states(HWND table, UINT first, UINT second, UINT third)
{
    const UINT expected[] = { first, second, third };

    for (int i = 0; i < 3; i++)
        CHECK(expected[i], SendMessageW(table, LVM_GETITEMSTATE, (WPARAM)i, LVIS_SELECTED | LVIS_FOCUSED));
}

static void table_selection(void)
{
    const UINT both = LVIS_SELECTED | LVIS_FOCUSED;
    HWND dialog = dialog_with(WC_LISTVIEWW, LVS_REPORT | LVS_SINGLESEL);
    HWND table = GetDlgItem(dialog, 10);

    fill(table);
    set(table, 1, both);
    check_states(table, 0, both, 0);
    set(table, 2, both);
    check_states(table, 0, 0, both);
    CHECK(2, SendMessageW(table, LVM_GETNEXTITEM, (WPARAM)-1, LVNI_SELECTED));
    set(table, -1, 0);
    check_states(table, 0, 0, 0);
    CHECK(-1, SendMessageW(table, LVM_GETNEXTITEM, (WPARAM)-1, LVNI_SELECTED));
    DestroyWindow(dialog);

    dialog = dialog_with(WC_LISTVIEWW, LVS_REPORT);
    table = GetDlgItem(dialog, 10);
    fill(table);
    set(table, 0, both);
    set(table, 2, both);
    check_states(table, LVIS_SELECTED, 0, both);
    DestroyWindow(dialog);
    journal_clear();
}

static void tips(void)
{
    HWND dialog = dialog_with(CLASS_EDIT, 0), edit = GetDlgItem(dialog, 10), window;
    TTTOOLINFOW info = { .cbSize = TIP_SIZE,
                         .uFlags = TTF_IDISHWND | TTF_TRACK,
                         .hwnd = dialog,
                         .uId = (UINT_PTR)edit,
                         .lpszText = (WCHAR[]){ L"This name is taken." } };
    WCHAR text[64] = { 0 };

    window = CreateWindowExW(0, TOOLTIPS_CLASSW, NULL, WS_POPUP | TTS_ALWAYSTIP | TTS_BALLOON | TTS_NOPREFIX, 0, 0, 0,
                             0, dialog, NULL, NULL, NULL);
    CHECK_TRUE(window);
    CHECK_TRUE(SendMessageW(window, TTM_ADDTOOLW, 0, (LPARAM)&info));
    CHECK(1, SendMessageW(window, TTM_GETTOOLCOUNT, 0, 0));
    CHECK(FALSE, IsWindowVisible(window));
    SendMessageW(window, TTM_TRACKACTIVATE, TRUE, (LPARAM)&info);
    CHECK(TRUE, IsWindowVisible(window));
    GetWindowTextW(window, text, 64);
    CHECK_WIDE(L"This name is taken.", text);
    info.lpszText = (WCHAR[]){ L"So is this." };
    SendMessageW(window, TTM_UPDATETIPTEXTW, 0, (LPARAM)&info);
    SendMessageW(window, TTM_TRACKACTIVATE, FALSE, (LPARAM)&info); /* Wine shows it when it shows the tip anew */
    SendMessageW(window, TTM_TRACKACTIVATE, TRUE, (LPARAM)&info);
    GetWindowTextW(window, text, 64);
    CHECK_WIDE(L"So is this.", text);
    info = (TTTOOLINFOW){ .cbSize = TIP_SIZE };
    CHECK_TRUE(SendMessageW(window, TTM_ENUMTOOLSW, 0, (LPARAM)&info));
    CHECK_TRUE(info.hwnd == dialog && info.uId == (UINT_PTR)edit && info.uFlags & TTF_TRACK);
    SendMessageW(window, TTM_TRACKACTIVATE, FALSE, (LPARAM)&info);
    CHECK(FALSE, IsWindowVisible(window));
    DestroyWindow(dialog);
    CHECK(FALSE, IsWindow(window));
    journal_clear();
}

const struct check_case common_controls_cases[] = {
    { "table_rows", table_rows },
    { "table_selection", table_selection },
    { "tips", tips },
    { NULL, NULL },
};

/* A dialog with a table and tabs, which only system DLLs have that the stubs do not stand for. */
#include "faulty_tables.h"

#include <commctrl.h>
#include "template.h"

enum { ID_TABLE = 10, ID_TABS };

static const WCHAR *const columns[] = { L"Name", L"Asks" };
static const WCHAR *const rows[][2] = { { L"Alice", L"yes" }, { L"Bob", L"" }, { L"Carol", L"no" } };
static const WCHAR *const tabs[] = { L"General", L"Advanced" };

static void fill_table(HWND table)
{
    for (int i = 0; i < 2; i++) {
        LVCOLUMNW column = { .mask = LVCF_TEXT | LVCF_WIDTH, .cx = 50, .pszText = (WCHAR *)columns[i] };

        SendMessageW(table, LVM_INSERTCOLUMNW, (WPARAM)i, (LPARAM)&column);
    }
    for (int i = 0; i < 3; i++) {
        LVITEMW item = { .mask = LVIF_TEXT, .iItem = i, .pszText = (WCHAR *)rows[i][0] };

        SendMessageW(table, LVM_INSERTITEMW, 0, (LPARAM)&item);
        item.iSubItem = 1;
        item.pszText = (WCHAR *)rows[i][1];
        SendMessageW(table, LVM_SETITEMTEXTW, (WPARAM)i, (LPARAM)&item);
    }
    LVITEMW selected = { .state = LVIS_SELECTED, .stateMask = LVIS_SELECTED };
    SendMessageW(table, LVM_SETITEMSTATE, 1, (LPARAM)&selected);
}

static INT_PTR CALLBACK on_dialog(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_COMMAND && LOWORD(wparam) == IDOK)
        EndDialog(dialog, IDOK);
    if (message != WM_INITDIALOG)
        return FALSE;
    fill_table(GetDlgItem(dialog, ID_TABLE));
    for (int i = 0; i < 2; i++) {
        TCITEMW item = { .mask = TCIF_TEXT, .pszText = (WCHAR *)tabs[i] };

        SendDlgItemMessageW(dialog, ID_TABS, TCM_INSERTITEMW, (WPARAM)i, (LPARAM)&item);
    }
    SendDlgItemMessageW(dialog, ID_TABS, TCM_SETCURSEL, 1, 0);
    return TRUE;
}

HRESULT show_tables(void)
{
    static struct dialog_bytes bytes;
    const HMODULE controls = LoadLibraryW(L"comctl32");
    void (*WINAPI initialize)(void) = controls ? (void *)GetProcAddress(controls, "InitCommonControls") : NULL;

    if (!initialize)
        return E_FAIL;
    initialize();
    template_begin(&bytes, true, WS_POPUP | WS_CAPTION | WS_VISIBLE, 0, (struct place){ 0, 0, 120, 100 }, L"Tables",
                   L"Tahoma", 8);
    template_item(&bytes, WS_TABSTOP | WS_VISIBLE | LVS_REPORT, 0, (struct place){ 4, 4, 100, 40 }, ID_TABLE,
                  L"SysListView32", L"");
    template_item(&bytes, WS_TABSTOP | WS_VISIBLE, 0, (struct place){ 4, 48, 100, 20 }, ID_TABS, L"SysTabControl32",
                  L"");
    template_item(&bytes, WS_TABSTOP | WS_VISIBLE | BS_DEFPUSHBUTTON, 0, (struct place){ 4, 80, 40, 14 }, IDOK,
                  CLASS_BUTTON, L"OK");
    return DialogBoxIndirectParamW(GetModuleHandleW(NULL), template_of(&bytes), NULL, on_dialog, 0) == IDOK ? S_OK
                                                                                                            : E_FAIL;
}

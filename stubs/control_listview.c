#include "window.h"
#include <assert.h>
#include <commctrl.h>

/* A table of texts: rows, columns, what is selected. */
enum { COLUMNS = 16 };

struct row {
    WCHAR *texts[COLUMNS]; /* NULL: empty */
    UINT state;
};

struct table {
    struct row *rows;
    int count;
    int columns;
    HWND header; /* NULL: it has none */
};

static void clear(struct table *table)
{
    for (int i = 0; i < table->count; i++)
        for (int column = 0; column < COLUMNS; column++)
            free(table->rows[i].texts[column]);
    free(table->rows);
    table->rows = NULL;
    table->count = 0;
}

static void table_end(void *control)
{
    clear(control);
}

static LRESULT create(HWND window)
{
    struct table *table = sim_control_new(window, sizeof(*table), table_end);

    if ((sim_style(window) & LVS_TYPEMASK) == LVS_REPORT)
        table->header = CreateWindowExW(0, WC_HEADERW, NULL, WS_CHILD, 0, 0, 0, 0, window, NULL, NULL, NULL);
    return 0;
}

static LRESULT insert_column(struct table *table, int at)
{
    if (sim_fault("LVM_INSERTCOLUMNW") || at < 0 || table->columns == COLUMNS)
        return -1;
    return table->columns++;
}

static bool set_text(struct table *table, int row, const LVITEMW *item)
{
    WCHAR **text;

    if (row < 0 || row >= table->count || item->iSubItem < 0 || item->iSubItem >= COLUMNS)
        return false;
    text = &table->rows[row].texts[item->iSubItem];
    free(*text);
    *text = sim_copy_text(item->pszText ? item->pszText : L"");
    return true;
}

static LRESULT insert_row(struct table *table, const LVITEMW *item)
{
    const int at = item->iItem < table->count ? item->iItem : table->count;
    struct row *rows;

    if (sim_fault("LVM_INSERTITEMW") || at < 0 || item->iSubItem)
        return -1;
    rows = realloc(table->rows, (size_t)(table->count + 1) * sizeof(*rows));
    assert(rows);
    table->rows = rows;
    memmove(rows + at + 1, rows + at, (size_t)(table->count - at) * sizeof(*rows));
    rows[at] = (struct row){ .state = 0 };
    table->count++;
    if (item->mask & LVIF_TEXT)
        set_text(table, at, item);
    return at;
}

static LRESULT get_text(const struct table *table, int row, const LVITEMW *item)
{
    const WCHAR *text = L"";
    int n = 0;

    if (row < 0 || row >= table->count || item->iSubItem < 0 || item->iSubItem >= COLUMNS || item->cchTextMax < 1)
        return 0;
    if (table->rows[row].texts[item->iSubItem])
        text = table->rows[row].texts[item->iSubItem];
    for (; text[n] && n + 1 < item->cchTextMax; n++)
        item->pszText[n] = text[n];
    item->pszText[n] = 0;
    return n;
}

/* The control may be gone behind it. */
static void tell(HWND window, int row, UINT before, UINT now)
{
    NMLISTVIEW notice = {
        .hdr = { .hwndFrom = window, .idFrom = (UINT_PTR)GetDlgCtrlID(window), .code = LVN_ITEMCHANGED },
        .iItem = row,
        .uOldState = before,
        .uNewState = now,
        .uChanged = LVIF_STATE
    };

    SendMessageW(sim_parent(window), WM_NOTIFY, notice.hdr.idFrom, (LPARAM)&notice);
}

static void change(HWND window, int row, UINT state, UINT mask)
{
    struct table *table = sim_control(window);
    const UINT before = table->rows[row].state, now = (before & ~mask) | (state & mask);

    table->rows[row].state = now;
    if (now != before)
        tell(window, row, before, now);
}

/* All rows but one. */
static bool change_others(HWND window, int but, UINT state, UINT mask)
{
    const struct table *table = sim_control(window);

    for (int i = 0; table && i < table->count; i++, table = sim_control(window))
        if (i != but)
            change(window, i, state, mask);
    return table != NULL;
}

static bool set_state(HWND window, int row, const LVITEMW *item)
{
    const struct table *table = sim_control(window);

    if (row == -1)
        return change_others(window, -1, item->state, item->stateMask);
    if (row < 0 || row >= table->count)
        return false;
    if (sim_style(window) & LVS_SINGLESEL && item->state & item->stateMask & LVIS_SELECTED &&
        !change_others(window, row, 0, LVIS_SELECTED))
        return true;
    if (item->state & item->stateMask & LVIS_FOCUSED && !change_others(window, row, 0, LVIS_FOCUSED))
        return true;
    change(window, row, item->state, item->stateMask);
    return true;
}

static LRESULT next_row(const struct table *table, int from, UINT flags)
{
    for (int i = from + 1; i < table->count; i++)
        if (!(flags & LVNI_SELECTED) || table->rows[i].state & LVIS_SELECTED)
            return i;
    return -1;
}

static LRESULT on_rows(HWND window, UINT message, WPARAM wparam, const LVITEMW *item)
{
    struct table *table = sim_control(window);

    switch (message) {
    case LVM_INSERTCOLUMNW:
        return insert_column(table, (int)wparam);
    case LVM_INSERTITEMW:
        return insert_row(table, item);
    case LVM_SETITEMTEXTW:
        return set_text(table, (int)wparam, item);
    case LVM_GETITEMTEXTW:
        return get_text(table, (int)wparam, item);
    case LVM_SETITEMSTATE:
        return set_state(window, (int)wparam, item);
    default:
        clear(table);
        return TRUE;
    }
}

LRESULT WINAPI sim_listview_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const struct table *table = sim_control(window);

    if (message == WM_NCCREATE)
        return DefWindowProcW(window, message, wparam, lparam);
    if (message == WM_CREATE)
        return create(window);
    if (!table)
        return DefWindowProcW(window, message, wparam, lparam);
    switch (message) {
    case WM_GETDLGCODE:
        return DLGC_WANTCHARS | DLGC_WANTARROWS;
    case WM_GETFONT:
        return (LRESULT)sim_font(window);
    case LVM_GETHEADER:
        return (LRESULT)table->header;
    case LVM_GETITEMCOUNT:
        return table->count;
    case LVM_GETITEMSTATE:
        return (int)wparam >= 0 && (int)wparam < table->count ? table->rows[wparam].state & (UINT)lparam : 0;
    case LVM_GETNEXTITEM:
        return next_row(table, (int)wparam, (UINT)lparam);
    case LVM_ENSUREVISIBLE:
        return (int)wparam >= 0 && (int)wparam < table->count;
    case LVM_INSERTCOLUMNW:
    case LVM_INSERTITEMW:
    case LVM_SETITEMTEXTW:
    case LVM_GETITEMTEXTW:
    case LVM_SETITEMSTATE:
    case LVM_DELETEALLITEMS:
        return on_rows(window, message, wparam, (const LVITEMW *)lparam);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

/* Of a table, which knows its columns. */
LRESULT WINAPI sim_header_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const struct table *table = message == HDM_GETITEMCOUNT ? sim_control(sim_parent(window)) : NULL;

    return table ? table->columns : DefWindowProcW(window, message, wparam, lparam);
}

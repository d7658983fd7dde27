/* The entries of controls that have some. */
#include "ui.h"

#include <commctrl.h>

enum { CAPACITY = 512, MOST_COLUMNS = 16 };

static LRESULT ask(HWND control, UINT message, LRESULT index, void *to)
{
    return ui_api(false)->SendMessageW(control, message, (WPARAM)index, (LPARAM)to);
}

static int tell_list(HWND control, bool combo, int most, ui_item_fn *tell, void *context)
{
    const int count = (int)ask(control, combo ? CB_GETCOUNT : LB_GETCOUNT, 0, NULL);
    const int selected = (int)ask(control, combo ? CB_GETCURSEL : LB_GETCURSEL, 0, NULL);

    for (int i = 0; i < count && i < most; i++) {
        const LRESULT n = ask(control, combo ? CB_GETLBTEXTLEN : LB_GETTEXTLEN, i, NULL);
        WCHAR *text = n >= 0 ? calloc((size_t)n + 1, sizeof *text) : NULL;

        if (!text)
            break;
        ask(control, combo ? CB_GETLBTEXT : LB_GETTEXT, i, text);
        tell(context, text, i == selected);
        free(text);
    }
    return count;
}

/* One that has no header is a list, whose rows have one text. */
static int columns_of(HWND control)
{
    const HWND header = (HWND)ask(control, LVM_GETHEADER, 0, NULL);
    const int n = header ? (int)ask(header, HDM_GETITEMCOUNT, 0, NULL) : 0;

    return n < 1 ? 1 : n < MOST_COLUMNS ? n : MOST_COLUMNS;
}

/* The texts of its columns with a tab between; what does not fit is left out. */
static void row_text(HWND control, int row, int columns, WCHAR text[CAPACITY])
{
    size_t n = 0;

    for (int column = 0; column < columns && n + 2 < CAPACITY; column++) {
        LVITEMW item = { .iSubItem = column, .pszText = text + n, .cchTextMax = (int)(CAPACITY - 1 - n) };

        if (column) {
            text[n++] = '\t';
            item.pszText++;
            item.cchTextMax--;
        }
        text[n] = 0;
        ask(control, LVM_GETITEMTEXTW, row, &item);
        text[CAPACITY - 1] = 0;
        n += wide_text(text + n).n;
    }
}

static bool row_says(HWND control, int row, int columns, const WCHAR *wanted)
{
    WCHAR text[CAPACITY] = { 0 };

    row_text(control, row, columns, text);
    return wide_equal(wide_text(text), wide_text(wanted));
}

int ui_table_row(HWND table, const WCHAR *text)
{
    const int count = (int)ask(table, LVM_GETITEMCOUNT, 0, NULL), columns = columns_of(table);

    for (int row = 0; row < count; row++)
        if (row_says(table, row, 1, text) || row_says(table, row, columns, text))
            return row;
    return -1;
}

static int tell_table(HWND control, int most, ui_item_fn *tell, void *context)
{
    const int count = (int)ask(control, LVM_GETITEMCOUNT, 0, NULL), columns = columns_of(control);

    for (int row = 0; row < count && row < most; row++) {
        WCHAR text[CAPACITY] = { 0 };

        row_text(control, row, columns, text);
        tell(context, text, ask(control, LVM_GETITEMSTATE, row, (void *)(ULONG_PTR)LVIS_SELECTED) & LVIS_SELECTED);
    }
    return count;
}

static int tell_tabs(HWND control, int most, ui_item_fn *tell, void *context)
{
    const int count = (int)ask(control, TCM_GETITEMCOUNT, 0, NULL),
              selected = (int)ask(control, TCM_GETCURSEL, 0, NULL);

    for (int i = 0; i < count && i < most; i++) {
        WCHAR text[CAPACITY] = { 0 };
        TCITEMW item = { .mask = TCIF_TEXT, .pszText = text, .cchTextMax = CAPACITY - 1 };

        ask(control, TCM_GETITEMW, i, &item);
        tell(context, text, i == selected);
    }
    return count;
}

int ui_items(const struct ui_control *control, int most, ui_item_fn *tell, void *context)
{
    switch (control->kind) {
    case UI_LIST:
    case UI_COMBO:
        return tell_list(control->window, control->kind == UI_COMBO, most, tell, context);
    case UI_TABLE:
        return tell_table(control->window, most, tell, context);
    case UI_TABS:
        return tell_tabs(control->window, most, tell, context);
    default:
        return 0;
    }
}

#include "window.h"
#include <assert.h>

struct item {
    WCHAR *text;
    LPARAM data;
    bool selected; /* where several may be */
};

struct listbox {
    struct item *items;
    int count;
    int current;
    int caret;
    int top;
    HWND combo; /* the combo box that it belongs to */
};

static bool many(HWND window)
{
    return sim_style(window) & (LBS_MULTIPLESEL | LBS_EXTENDEDSEL);
}

static void notify(HWND window, WORD code)
{
    const struct listbox *list = sim_control(window);

    if (list->combo)
        SendMessageW(list->combo, WM_COMMAND, MAKEWPARAM(GetDlgCtrlID(window), code), (LPARAM)window);
    else if (sim_style(window) & LBS_NOTIFY)
        sim_notify_parent(window, code);
}

static int compare(const WCHAR *a, const WCHAR *b)
{
    return lstrcmpiW(a, b);
}

static int insert(struct listbox *list, int at, const WCHAR *text)
{
    struct item *items;

    if (sim_fault("LB_INSERTSTRING"))
        return LB_ERRSPACE;
    if (at < 0 || at > list->count)
        return LB_ERR;
    items = realloc(list->items, (size_t)(list->count + 1) * sizeof(*items));
    assert(items);
    list->items = items;
    memmove(items + at + 1, items + at, (size_t)(list->count - at) * sizeof(*items));
    items[at] = (struct item){ .text = sim_copy_text(text) };
    list->count++;
    if (list->current >= at)
        list->current++;
    return at;
}

static int add(HWND window, const WCHAR *text)
{
    struct listbox *list = sim_control(window);
    int at = list->count;

    if (sim_style(window) & LBS_SORT)
        for (at = 0; at < list->count && compare(list->items[at].text, text) <= 0; at++)
            ;
    return insert(list, at, text);
}

static void clear(struct listbox *list)
{
    for (int i = 0; i < list->count; i++)
        free(list->items[i].text);
    free(list->items);
    list->items = NULL;
    list->count = 0;
    list->current = -1;
    list->caret = 0;
}

static int delete (struct listbox *list, int at)
{
    if (at < 0 || at >= list->count)
        return LB_ERR;
    free(list->items[at].text);
    memmove(list->items + at, list->items + at + 1, (size_t)(list->count - at - 1) * sizeof(*list->items));
    list->count--;
    if (list->current == at)
        list->current = -1;
    else if (list->current > at)
        list->current--;
    return list->count;
}

static bool begins(const WCHAR *text, const WCHAR *prefix)
{
    size_t length = sim_wide_length(prefix);

    return sim_wide_length(text) >= length && !sim_wide_compare(text, length, prefix, length);
}

/* From behind START on, round to it. */
static int find(const struct listbox *list, int start, const WCHAR *text, bool exact)
{
    for (int i = 0; i < list->count; i++) {
        int at = (start + 1 + i) % list->count;
        const WCHAR *of_it = list->items[at].text;

        if (begins(of_it, text) && (!exact || sim_wide_length(of_it) == sim_wide_length(text)))
            return at;
    }
    return LB_ERR;
}

static int select_one(HWND window, int at)
{
    struct listbox *list = sim_control(window);

    if (many(window) || at < -1 || at >= list->count)
        return LB_ERR;
    list->current = at;
    list->caret = at < 0 ? 0 : at;
    return at < 0 ? LB_ERR : at;
}

static int select_text(HWND window, int start, const WCHAR *text)
{
    int at = find(sim_control(window), start, text, false);

    return at < 0 ? LB_ERR : select_one(window, at);
}

static int set_selected(HWND window, bool on, int at)
{
    struct listbox *list = sim_control(window);

    if (!many(window) || at < -1 || at >= list->count)
        return LB_ERR;
    for (int i = 0; i < list->count; i++)
        if (at == -1 || i == at)
            list->items[i].selected = on;
    return 0;
}

static bool is_selected(HWND window, int at)
{
    const struct listbox *list = sim_control(window);

    return many(window) ? list->items[at].selected : list->current == at;
}

static int count_selected(HWND window)
{
    const struct listbox *list = sim_control(window);
    int count = 0;

    if (!many(window))
        return LB_ERR;
    for (int i = 0; i < list->count; i++)
        count += list->items[i].selected;
    return count;
}

static int get_text(const struct listbox *list, int at, WCHAR *text)
{
    size_t length;

    if (at < 0 || at >= list->count) {
        SetLastError(ERROR_INVALID_INDEX);
        return LB_ERR;
    }
    length = sim_wide_length(list->items[at].text);
    if (text)
        memcpy(text, list->items[at].text, (length + 1) * sizeof(WCHAR));
    return (int)length;
}

static LRESULT data_of(struct listbox *list, int at, const LPARAM *new)
{
    if (at < 0 || at >= list->count) {
        SetLastError(ERROR_INVALID_INDEX);
        return LB_ERR;
    }
    if (!new)
        return list->items[at].data;
    list->items[at].data = *new;
    return TRUE;
}

static LRESULT insert_at(HWND window, int at, const WCHAR *text)
{
    struct listbox *list = sim_control(window);

    return insert(list, at == -1 ? list->count : at, text);
}

static LRESULT selection_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const struct listbox *list = sim_control(window);

    switch (message) {
    case LB_SETSEL:
        return set_selected(window, wparam, (int)lparam);
    case LB_SETCURSEL:
        return select_one(window, (int)wparam);
    case LB_GETSEL:
        return (int)wparam < 0 || (int)wparam >= list->count ? LB_ERR : is_selected(window, (int)wparam);
    case LB_GETCURSEL:
        return many(window) ? list->caret : list->current;
    case LB_SELECTSTRING:
        return select_text(window, (int)wparam, (const WCHAR *)lparam);
    case LB_GETSELCOUNT:
        return count_selected(window);
    case LB_FINDSTRING:
    case LB_FINDSTRINGEXACT:
        return find(list, (int)wparam, (const WCHAR *)lparam, message == LB_FINDSTRINGEXACT);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

static LRESULT item_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct listbox *list = sim_control(window);

    switch (message) {
    case LB_ADDSTRING:
        return add(window, (const WCHAR *)lparam);
    case LB_INSERTSTRING:
        return insert_at(window, (int)wparam, (const WCHAR *)lparam);
    case LB_DELETESTRING:
        return delete (list, (int)wparam);
    case LB_RESETCONTENT:
        clear(list);
        return 0;
    case LB_GETCOUNT:
        return list->count;
    case LB_GETTEXT:
        return get_text(list, (int)wparam, (WCHAR *)lparam);
    case LB_GETTEXTLEN:
        return get_text(list, (int)wparam, NULL);
    case LB_GETITEMDATA:
        return data_of(list, (int)wparam, NULL);
    case LB_SETITEMDATA:
        return data_of(list, (int)wparam, &lparam);
    case LB_GETITEMHEIGHT:
        return sim_line_height(window);
    default:
        return selection_message(window, message, wparam, lparam);
    }
}

static void user_selects(HWND window, int at)
{
    if (at < 0 || at >= ((const struct listbox *)sim_control(window))->count)
        return;
    select_one(window, at);
    notify(window, LBN_SELCHANGE);
}

static LRESULT key_down(HWND window, WPARAM key)
{
    const struct listbox *list = sim_control(window);
    int at = list->current;

    switch (key) {
    case VK_UP:
    case VK_LEFT:
        at = at > 0 ? at - 1 : 0;
        break;
    case VK_DOWN:
    case VK_RIGHT:
        at = at + 1 < list->count ? at + 1 : list->count - 1;
        break;
    case VK_HOME:
        at = 0;
        break;
    case VK_END:
        at = list->count - 1;
        break;
    default:
        return 0;
    }
    user_selects(window, at);
    return 0;
}

static LRESULT typed(HWND window, WCHAR c)
{
    const struct listbox *list = sim_control(window);
    const WCHAR text[2] = { c, 0 };
    int at = c > ' ' ? find(list, list->current, text, false) : -1;

    user_selects(window, at);
    return 0;
}

static LRESULT mouse_down(HWND window, int y)
{
    const struct listbox *list;

    SetFocus(window);
    list = sim_control(window);
    if (list)
        user_selects(window, list->top + y / sim_line_height(window));
    return 0;
}

/* Only whole lines are shown: the height is cut to them. */
static void cut_height(HWND window)
{
    int line = sim_line_height(window);
    RECT rect;
    RECT client;
    int rest;

    if (sim_style(window) & (LBS_NOINTEGRALHEIGHT | LBS_OWNERDRAWVARIABLE))
        return;
    GetClientRect(window, &client);
    rest = client.bottom % line;
    if (!rest || client.bottom <= line)
        return;
    GetWindowRect(window, &rect);
    stub_fault_pause(); /* the control's own call */
    SetWindowPos(window, NULL, 0, 0, rect.right - rect.left, rect.bottom - rect.top - rest,
                 SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
    stub_fault_resume();
}

static void end(void *list)
{
    clear(list);
}

static LRESULT create(HWND window, const CREATESTRUCTW *from)
{
    struct listbox *list = sim_control_new(window, sizeof(*list), end);

    list->current = -1;
    if (sim_style(window) & LBS_COMBOBOX)
        list->combo = (HWND)from->lpCreateParams;
    if (!(sim_style(window) & LBS_DISABLENOSCROLL))
        sim_set_style(window, WS_VSCROLL | WS_HSCROLL, 0);
    return 0;
}

static LRESULT focus_changed(HWND window, bool gained)
{
    notify(window, (WORD)(gained ? LBN_SETFOCUS : LBN_KILLFOCUS));
    return 0;
}

LRESULT WINAPI sim_listbox_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_CREATE)
        return create(window, (const CREATESTRUCTW *)lparam);
    if (!sim_control(window))
        return DefWindowProcW(window, message, wparam, lparam);
    if (message >= LB_ADDSTRING && message < LB_MSGMAX)
        return item_message(window, message, wparam, lparam);
    switch (message) {
    case WM_NCDESTROY:
        sim_control_free(window);
        return 0;
    case WM_GETDLGCODE:
        return DLGC_WANTARROWS | DLGC_WANTCHARS;
    case WM_GETFONT:
        return (LRESULT)sim_font(window);
    case WM_SIZE:
        cut_height(window);
        return 0;
    case WM_KEYDOWN:
        return key_down(window, wparam);
    case WM_CHAR:
        return typed(window, (WCHAR)wparam);
    case WM_LBUTTONDOWN:
        return mouse_down(window, (short)HIWORD(lparam));
    case WM_LBUTTONDBLCLK:
        notify(window, LBN_DBLCLK);
        return 0;
    case WM_SETFOCUS:
    case WM_KILLFOCUS:
        return focus_changed(window, message == WM_SETFOCUS);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

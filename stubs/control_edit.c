#include "window.h"
#include <assert.h>

#define LIMIT_AT_FIRST 30000

/* An edit line. Of several lines it knows the text, but neither lines nor scrolling. */
struct edit {
    WCHAR *text;
    size_t length;
    size_t limit;
    size_t anchor; /* the selection is between the two */
    size_t caret;
    WCHAR password;
    bool modified;
};

static size_t start_of(const struct edit *edit)
{
    return edit->anchor < edit->caret ? edit->anchor : edit->caret;
}

static size_t end_of(const struct edit *edit)
{
    return edit->anchor < edit->caret ? edit->caret : edit->anchor;
}

static void put_text(struct edit *edit, size_t start, size_t end, const WCHAR *text, size_t length)
{
    size_t rest = edit->length - end;
    WCHAR *new = calloc(start + length + rest + 1, sizeof(WCHAR));

    assert(new);
    if (start)
        memcpy(new, edit->text, start * sizeof(WCHAR));
    if (length)
        memcpy(new + start, text, length * sizeof(WCHAR));
    if (rest)
        memcpy(new + start + length, edit->text + end, rest * sizeof(WCHAR));
    free(edit->text);
    edit->text = new;
    edit->length = start + length + rest;
    edit->anchor = edit->caret = start + length;
}

static WCHAR as_styled(DWORD style, WCHAR c)
{
    if (style & ES_UPPERCASE)
        return sim_case_upper(c);
    return style & ES_LOWERCASE ? sim_case_lower(c) : c;
}

static void apply_case(HWND window, struct edit *edit)
{
    for (size_t i = 0; i < edit->length; i++)
        edit->text[i] = as_styled(sim_style(window), edit->text[i]);
}

static void tell_change(HWND window)
{
    sim_notify_parent(window, EN_UPDATE);
    if (IsWindow(window))
        sim_notify_parent(window, EN_CHANGE);
}

/* As typed or pasted: within the limit. What is cut off altogether counts as a change too. */
static void replace_selection(HWND window, const WCHAR *text, size_t length)
{
    struct edit *edit = sim_control(window);
    size_t start = start_of(edit);
    size_t end = end_of(edit);
    size_t kept = edit->length - (end - start);
    bool too_long = kept + length > edit->limit;

    if (too_long)
        length = edit->limit > kept ? edit->limit - kept : 0;
    if (too_long)
        sim_notify_parent(window, EN_MAXTEXT);
    edit = sim_control(window);
    if (!edit || end > edit->length || (!length && start == end && !too_long))
        return;
    put_text(edit, start, end, text, length);
    apply_case(window, edit);
    edit->modified = true;
    tell_change(window);
}

/* By program: no limit, and no notices where there are several lines. */
static LRESULT set_text(HWND window, const WCHAR *text)
{
    struct edit *edit = sim_control(window);

    text = text ? text : L"";
    put_text(edit, 0, edit->length, text, sim_wide_length(text));
    apply_case(window, edit);
    edit->anchor = edit->caret = 0;
    edit->modified = false;
    if (!(sim_style(window) & ES_MULTILINE))
        tell_change(window);
    return TRUE;
}

static LRESULT get_text(const struct edit *edit, WCHAR *text, size_t room)
{
    size_t length = edit->length;

    if (!room)
        return 0;
    if (length >= room)
        length = room - 1;
    memcpy(text, edit->text, length * sizeof(WCHAR));
    text[length] = 0;
    return (LRESULT)length;
}

static LRESULT set_selection(struct edit *edit, INT start, INT end)
{
    size_t first = start < 0 ? edit->length : (size_t)start;
    size_t last = end < 0 ? edit->length : (size_t)end;

    if (start == -1)
        first = last = edit->caret;
    edit->anchor = first < edit->length ? first : edit->length;
    edit->caret = last < edit->length ? last : edit->length;
    if (start != -1 && edit->anchor > edit->caret) {
        size_t swapped = edit->anchor;

        edit->anchor = edit->caret;
        edit->caret = swapped;
    }
    return 0;
}

static LRESULT get_selection(const struct edit *edit, DWORD *start, DWORD *end)
{
    if (start)
        *start = (DWORD)start_of(edit);
    if (end)
        *end = (DWORD)end_of(edit);
    return MAKELONG(start_of(edit), end_of(edit));
}

static void move_caret(struct edit *edit, size_t to)
{
    edit->caret = to;
    if (GetKeyState(VK_SHIFT) >= 0)
        edit->anchor = to;
}

static void delete_one(HWND window, bool backwards)
{
    struct edit *edit = sim_control(window);

    if (edit->anchor == edit->caret && backwards && edit->caret)
        edit->anchor = edit->caret - 1;
    else if (edit->anchor == edit->caret && !backwards && edit->caret < edit->length)
        edit->anchor = edit->caret + 1;
    replace_selection(window, L"", 0);
}

static LRESULT key_down(HWND window, WPARAM key)
{
    struct edit *edit = sim_control(window);

    switch (key) {
    case VK_LEFT:
    case VK_UP:
        move_caret(edit, edit->caret ? edit->caret - 1 : 0);
        return 0;
    case VK_RIGHT:
    case VK_DOWN:
        move_caret(edit, edit->caret < edit->length ? edit->caret + 1 : edit->length);
        return 0;
    case VK_HOME:
        move_caret(edit, 0);
        return 0;
    case VK_END:
        move_caret(edit, edit->length);
        return 0;
    case VK_DELETE:
        if (!(sim_style(window) & ES_READONLY))
            delete_one(window, false);
        return 0;
    default:
        return 0;
    }
}

static LRESULT typed(HWND window, WCHAR c)
{
    DWORD style = sim_style(window);

    if (style & ES_READONLY)
        return 1;
    if (c == '\b')
        delete_one(window, true);
    else if (c == '\r' && style & ES_MULTILINE)
        replace_selection(window, L"\r\n", 2);
    else if (c >= ' ' && c != 0x7f && (!(style & ES_NUMBER) || (c >= '0' && c <= '9')))
        replace_selection(window, &c, 1);
    return 1;
}

static LRESULT edit_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct edit *edit = sim_control(window);

    switch (message) {
    case EM_GETSEL:
        return get_selection(edit, (DWORD *)wparam, (DWORD *)lparam);
    case EM_SETSEL:
        return set_selection(edit, (INT)wparam, (INT)lparam);
    case EM_GETMODIFY:
        return edit->modified;
    case EM_SETMODIFY:
        edit->modified = wparam;
        return 0;
    case EM_GETLINECOUNT:
        return 1;
    case EM_LINELENGTH:
        return (LRESULT)edit->length;
    case EM_REPLACESEL:
        replace_selection(window, lparam ? (const WCHAR *)lparam : L"",
                          lparam ? sim_wide_length((const WCHAR *)lparam) : 0);
        return 0;
    case EM_SETLIMITTEXT:
        edit->limit = wparam ? wparam : 0x7ffffffe;
        return 0;
    case EM_GETLIMITTEXT:
        return (LRESULT)edit->limit;
    case EM_SETPASSWORDCHAR:
        edit->password = (WCHAR)wparam;
        sim_set_style(window, ES_PASSWORD, wparam ? ES_PASSWORD : 0);
        return 1;
    case EM_GETPASSWORDCHAR:
        return edit->password;
    case EM_SETREADONLY:
        sim_set_style(window, ES_READONLY, wparam ? ES_READONLY : 0);
        return 1;
    default:
        return 0;
    }
}

static void end(void *state)
{
    struct edit *edit = state;

    free(edit->text);
}

static LRESULT create(HWND window, const CREATESTRUCTW *from)
{
    struct edit *edit = sim_control_new(window, sizeof(*edit), end);

    edit->text = calloc(1, sizeof(WCHAR));
    assert(edit->text);
    edit->limit = LIMIT_AT_FIRST;
    if ((from->style & (ES_PASSWORD | ES_MULTILINE)) == ES_PASSWORD)
        edit->password = '*';
    if (from->lpszName && *from->lpszName) {
        put_text(edit, 0, 0, from->lpszName, sim_wide_length(from->lpszName));
        apply_case(window, edit);
        edit->anchor = edit->caret = 0;
    }
    return 0;
}

static LRESULT dialog_code(HWND window)
{
    LRESULT code = DLGC_HASSETSEL | DLGC_WANTCHARS | DLGC_WANTARROWS;

    return sim_style(window) & ES_MULTILINE ? code | DLGC_WANTALLKEYS : code;
}

static LRESULT focus_changed(HWND window, bool gained)
{
    sim_notify_parent(window, gained ? EN_SETFOCUS : EN_KILLFOCUS);
    return 0;
}

LRESULT WINAPI sim_edit_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct edit *edit = sim_control(window);

    if (message == WM_CREATE)
        return create(window, (const CREATESTRUCTW *)lparam);
    if (!edit)
        return DefWindowProcW(window, message, wparam, lparam);
    if (message >= EM_GETSEL && message <= EM_GETLIMITTEXT)
        return edit_message(window, message, wparam, lparam);
    switch (message) {
    case WM_NCDESTROY:
        sim_control_free(window);
        return 0;
    case WM_SETTEXT:
        return set_text(window, (const WCHAR *)lparam);
    case WM_GETTEXT:
        return get_text(edit, (WCHAR *)lparam, wparam);
    case WM_GETTEXTLENGTH:
        return (LRESULT)edit->length;
    case WM_GETDLGCODE:
        return dialog_code(window);
    case WM_GETFONT:
        return (LRESULT)sim_font(window);
    case WM_KEYDOWN:
        return key_down(window, wparam);
    case WM_CHAR:
        return typed(window, (WCHAR)wparam);
    case WM_CLEAR:
        replace_selection(window, L"", 0);
        return 0;
    case WM_LBUTTONDOWN:
        SetFocus(window);
        return 0;
    case WM_SETFOCUS:
    case WM_KILLFOCUS:
        return focus_changed(window, message == WM_SETFOCUS);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

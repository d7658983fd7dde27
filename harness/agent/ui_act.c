/* What the user does with a control, as the messages that a real one causes. Whatever may end the dialog or open another
 * is posted: a sent message would not come back before that is over. */
#include "ui.h"

#include <commctrl.h>
#include "outcome.h"

enum { KEY_UP = 0xc0000001 };

static const struct ui_api *api(void)
{
    return ui_api(false);
}

/* The user is no part of the DLL under test. */
static bool post(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const bool given = control_take();
    const BOOL posted = api()->PostMessageW(window, message, wparam, lparam);

    if (given)
        control_give();
    return posted;
}

/* The text behind `type` or `select`: new, free(); NULL without memory or with a symbol that nothing binds. */
static WCHAR *line_text(const struct detail *line, size_t *n)
{
    char unbound[TRACE_MAX_NAME + 1];

    return text_of(line->text, TEXT_STRING, n, unbound);
}

static void to_focus(HWND dialog, HWND control)
{
    if (api()->GetFocus() != control)
        api()->SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)control, TRUE);
}

static enum ui_done type(HWND dialog, HWND control, const struct detail *line)
{
    size_t n = 0;
    WCHAR *text = NULL;

    /* Combo boxes pass what is typed on to their own edit control. */
    if (!ui_is_class(control, L"Edit") || api()->GetWindowLongW(control, GWL_STYLE) & ES_READONLY)
        return UI_FAILED;
    if (line->kind == USER_TYPE)
        text = line_text(line, &n);
    if (line->kind == USER_TYPE && !text)
        return UI_FAILED;
    to_focus(dialog, control);
    api()->SendMessageW(control, EM_SETSEL, 0, -1);
    if (!n)
        api()->SendMessageW(control, WM_CLEAR, 0, 0);
    for (size_t i = 0; i < n; i++)
        api()->SendMessageW(control, WM_CHAR, text[i], 1);
    free(text);
    return UI_DONE;
}

static enum ui_done press(HWND control)
{
    return post(control, BM_CLICK, 0, 0) ? UI_POSTED : UI_FAILED;
}

static bool can_be_checked(HWND control)
{
    const LONG type = ui_is_class(control, L"Button") ? api()->GetWindowLongW(control, GWL_STYLE) & BS_TYPEMASK : 0;

    return type >= BS_CHECKBOX && type <= BS_AUTORADIOBUTTON && type != BS_GROUPBOX && type != BS_USERBUTTON;
}

static enum ui_done check(HWND control, bool on)
{
    const bool is_on = api()->SendMessageW(control, BM_GETCHECK, 0, 0) == BST_CHECKED;

    if (!can_be_checked(control))
        return UI_FAILED;
    return is_on == on ? UI_DONE : press(control);
}

static enum ui_done choose(HWND dialog, HWND control, const struct detail *line)
{
    const bool combo = ui_is_class(control, L"ComboBox");
    WCHAR *text = line_text(line, NULL);
    LRESULT at;
    WPARAM what;

    if (!text || (!combo && !ui_is_class(control, L"ListBox"))) {
        free(text);
        return UI_FAILED;
    }
    at = api()->SendMessageW(control, combo ? CB_FINDSTRINGEXACT : LB_FINDSTRINGEXACT, (WPARAM)-1, (LPARAM)text);
    free(text);
    if (at < 0)
        return UI_FAILED;
    to_focus(dialog, control);
    api()->SendMessageW(control, combo ? CB_SETCURSEL : LB_SETCURSEL, (WPARAM)at, 0);
    what = MAKEWPARAM(api()->GetDlgCtrlID(control), combo ? CBN_SELCHANGE : LBN_SELCHANGE);
    return post(dialog, WM_COMMAND, what, (LPARAM)control) ? UI_POSTED : UI_FAILED;
}

/* Posted, since a program may do anything where a row becomes the selected one. */
static enum ui_done choose_row(HWND dialog, HWND control, const struct detail *line)
{
    static const LVITEMW off = { .stateMask = LVIS_SELECTED },
                         on = { .state = LVIS_SELECTED | LVIS_FOCUSED, .stateMask = LVIS_SELECTED | LVIS_FOCUSED };
    WCHAR *text = line_text(line, NULL);
    const int row = text ? ui_table_row(control, text) : -1;
    bool posted;

    free(text);
    if (row < 0)
        return UI_FAILED;
    to_focus(dialog, control);
    api()->SendMessageW(control, LVM_ENSUREVISIBLE, (WPARAM)row, FALSE);
    posted = api()->GetWindowLongW(control, GWL_STYLE) & LVS_SINGLESEL ||
             post(control, LVM_SETITEMSTATE, (WPARAM)-1, (LPARAM)&off);
    return posted && post(control, LVM_SETITEMSTATE, (WPARAM)row, (LPARAM)&on) ? UI_POSTED : UI_FAILED;
}

static WPARAM key_code(const char *name)
{
    static const struct {
        const char *name;
        WPARAM code;
    } keys[] = { { "Enter", VK_RETURN }, { "Escape", VK_ESCAPE }, { "Tab", VK_TAB },       { "Space", VK_SPACE },
                 { "Up", VK_UP },        { "Down", VK_DOWN },     { "Left", VK_LEFT },     { "Right", VK_RIGHT },
                 { "Home", VK_HOME },    { "End", VK_END },       { "Delete", VK_DELETE }, { "Backspace", VK_BACK },
                 { "PageUp", VK_PRIOR }, { "PageDown", VK_NEXT }, { "F1", VK_F1 },         { "F2", VK_F2 } };

    for (unsigned i = 0; i < ARRAYSIZE(keys); i++)
        if (strcmp(keys[i].name, name) == 0)
            return keys[i].code;
    return 0;
}

/* "Enter", "Alt+N", "x". */
static enum ui_done key(HWND dialog, const char *name)
{
    HWND target = api()->GetFocus();
    const WPARAM code = key_code(name);
    bool posted;

    if (!target)
        target = dialog;
    if (strncmp(name, "Alt+", 4) == 0 && name[4] && !name[5])
        posted = post(target, WM_SYSCHAR, (WPARAM)name[4], 0x20000001);
    else if (code)
        posted = post(target, WM_KEYDOWN, code, 1) && post(target, WM_KEYUP, code, (LPARAM)KEY_UP);
    else if (name[0] && !name[1])
        posted = post(target, WM_CHAR, (WPARAM)name[0], 1);
    else
        posted = false;
    return posted ? UI_POSTED : UI_FAILED;
}

/* Not the user but the application: its window ends while the dialog that it owns waits. */
static enum ui_done close_own(const char *name)
{
    const struct slot *slot = slot_bound(name);

    return slot && slot->window && post(slot->window, WM_CLOSE, 0, 0) ? UI_POSTED : UI_FAILED;
}

enum ui_done ui_act(HWND dialog, HWND control, const struct detail *line)
{
    if (line->kind == USER_CLOSE && line->object)
        return close_own(line->object);
    if (line->kind == USER_CLOSE)
        return post(dialog, WM_SYSCOMMAND, SC_CLOSE, 0) ? UI_POSTED : UI_FAILED;
    if (line->kind == USER_KEY)
        return key(dialog, line->text);
    if (!control || !api()->IsWindowEnabled(control) || !api()->IsWindowVisible(control))
        return UI_FAILED; /* nobody can */
    switch (line->kind) {
    case USER_TYPE:
    case USER_CLEAR:
        return type(dialog, control, line);
    case USER_CHECK_ON:
    case USER_CHECK_OFF:
        return check(control, line->kind == USER_CHECK_ON);
    case USER_SELECT:
        return ui_is_class(control, WC_LISTVIEWW) ? choose_row(dialog, control, line) : choose(dialog, control, line);
    default:
        return press(control);
    }
}

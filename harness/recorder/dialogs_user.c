/* What the user does, as lines that a scenario can play: not which keys he hit and where the mouse was, but what the
 * controls then tell their dialog. */
#include "dialogs.h"

#include <stdio.h>
#include "agent/platform.h"
#include "agent/places.h"
#include "agent/protect.h"

static const struct ui_api *api(void)
{
    return ui_api(false);
}

/* ---- lines ---- */

static void say(const char *word, const struct ui_name *name, const char *rest)
{
    struct buffer line;

    buffer_init(&line, TRACE_MAX_LINE);
    buffer_printf(&line, "user %s", word);
    if (name)
        buffer_printf(&line, name->quoted ? " \"%s\"" : " %s", name->text);
    buffer_puts(&line, rest);
    record_buffer(&line);
}

/* By its role or what it is called, else by its number: whatever means this control and no other. */
static bool name_control(const struct shown *dialog, const struct ui_control *control, struct ui_name *name)
{
    struct detail line = { .kind = USER_PRESS };
    bool unmapped;

    ui_control_name(&dialog->look, &dialog->name, control, name);
    for (unsigned i = 0; i < 2; i++) {
        line.role = name->text;
        line.role_quoted = name->quoted;
        if (ui_find_control(&dialog->look, &line, &unmapped) == control->window)
            return true;
        snprintf(name->text, sizeof name->text, "#%d", api()->GetDlgCtrlID(control->window) & 0xffff);
        name->quoted = true;
    }
    return false;
}

void user_turns_to(struct watcher *watcher, const struct shown *dialog)
{
    if (watcher->named != dialog->window)
        say("dialog", &dialog->name, "");
    watcher->named = dialog->window;
}

static void act(struct watcher *watcher, struct shown *dialog, const char *word, const struct ui_control *control,
                const char *rest)
{
    struct ui_name name;

    dialogs_see(watcher, dialog);
    user_turns_to(watcher, dialog);
    if (!control || name_control(dialog, control, &name))
        say(word, control ? &name : NULL, rest);
    else
        say("lost", &name, rest);
}

static const struct ui_control *control_in(struct shown *dialog, HWND window)
{
    ui_look_at(&dialog->look);
    for (unsigned i = 0; i < dialog->look.n; i++)
        if (dialog->look.controls[i].window == window)
            return &dialog->look.controls[i];
    return NULL;
}

/* ---- texts and rows ---- */

static bool is_secret(HWND control)
{
    return ui_style(control) & ES_PASSWORD || api()->SendMessageW(control, EM_GETPASSWORDCHAR, 0, 0);
}

static void keep_row(void *context, const WCHAR *text, bool selected)
{
    struct buffer *rest = context;

    if (!selected || rest->len)
        return;
    buffer_puts(rest, " \"");
    places_encode(wide_text(text), rest);
    buffer_puts(rest, "\"");
}

/* A known password is one wherever it was typed. */
static void spell_typed(HWND control, bool secret, struct buffer *rest)
{
    WCHAR *text = ui_text(control);
    const struct wide typed = wide_text(text ? text : L"");

    if (typed.n && (secret || secret_further((const uint16_t *)typed.text, typed.n))) {
        buffer_printf(rest, " secret %s", secrets_name((const uint16_t *)typed.text, typed.n));
    } else if (typed.n) {
        buffer_puts(rest, " \"");
        places_encode(typed, rest);
        buffer_puts(rest, "\"");
    }
    if (text)
        SecureZeroMemory(text, typed.n * sizeof *text);
    free(text);
}

static void settle(struct watcher *watcher, const struct pending *pending)
{
    struct shown *dialog = dialogs_find(watcher, pending->dialog);
    const struct ui_control *control = dialog ? control_in(dialog, pending->control) : NULL;
    struct buffer rest;

    if (!control)
        return;
    buffer_init(&rest, TRACE_MAX_LINE);
    if (pending->row)
        ui_items(control, INT_MAX, keep_row, &rest);
    else
        spell_typed(control->window, pending->secret || is_secret(control->window), &rest);
    if (rest.len)
        act(watcher, dialog, pending->row ? "select" : "type", control, rest.data);
    else if (!pending->row && rest.status == ST_OK)
        act(watcher, dialog, "clear", control, "");
    buffer_free(&rest);
}

static void settle_key(struct watcher *watcher)
{
    struct shown *dialog = watcher->key[0] ? dialogs_find(watcher, watcher->key_dialog) : NULL;
    char rest[sizeof watcher->key + 3];

    snprintf(rest, sizeof rest, " \"%s\"", watcher->key);
    watcher->key[0] = 0;
    if (!dialog)
        return;
    act(watcher, dialog, "key", NULL, rest);
    dialog->acted = true;
}

void user_settle(struct watcher *watcher)
{
    const unsigned n = watcher->n_pending;

    watcher->n_pending = 0; /* writing a line may settle, too */
    for (unsigned i = 0; i < n; i++)
        settle(watcher, &watcher->pending[i]);
    settle_key(watcher);
}

static void pend(struct watcher *watcher, struct shown *dialog, const struct ui_control *control, bool row)
{
    dialogs_see(watcher, dialog);
    for (unsigned i = 0; i < watcher->n_pending; i++)
        if (watcher->pending[i].control == control->window)
            return;
    if (watcher->n_pending == PENDING_MAX)
        user_settle(watcher);
    watcher->pending[watcher->n_pending++] =
        (struct pending){ dialog->window, control->window, row, !row && is_secret(control->window) };
}

/* ---- what controls tell ---- */

static void clicked(struct watcher *watcher, struct shown *dialog, const struct ui_control *control)
{
    const DWORD type = ui_style(control->window) & BS_TYPEMASK;
    const bool by_itself = type == BS_AUTOCHECKBOX || type == BS_AUTORADIOBUTTON; /* it has changed already */

    user_settle(watcher);
    if (by_itself)
        act(watcher, dialog, "check", control,
            api()->SendMessageW(control->window, BM_GETCHECK, 0, 0) == BST_CHECKED ? " on" : " off");
    else
        act(watcher, dialog, "press", control, "");
    dialog->acted = true;
}

static void lose(struct watcher *watcher, struct shown *dialog, const struct ui_control *control, const char *what)
{
    char text[64];

    user_settle(watcher);
    snprintf(text, sizeof text, "lost %s at", what);
    act(watcher, dialog, text, control, "");
    dialog->acted = true;
}

static bool told(struct watcher *watcher, struct shown *dialog, const struct ui_control *control, unsigned code)
{
    switch (control->kind) {
    case UI_BUTTON:
    case UI_CHECK:
    case UI_RADIO:
        if (code == BN_CLICKED)
            clicked(watcher, dialog, control);
        return code == BN_CLICKED;
    case UI_EDIT:
    case UI_PASSWORD:
        if (code == EN_CHANGE)
            pend(watcher, dialog, control, false);
        return code == EN_CHANGE;
    case UI_LIST:
        if (code == LBN_DBLCLK)
            lose(watcher, dialog, control, "a double click");
        else if (code == LBN_SELCHANGE)
            pend(watcher, dialog, control, true);
        return code == LBN_DBLCLK || code == LBN_SELCHANGE;
    case UI_COMBO:
        if (code == CBN_EDITCHANGE)
            lose(watcher, dialog, control, "a text");
        else if (code == CBN_SELCHANGE)
            pend(watcher, dialog, control, true);
        return code == CBN_EDITCHANGE || code == CBN_SELCHANGE;
    default:
        return false;
    }
}

static const struct ui_control *control_of_number(struct shown *dialog, int number)
{
    ui_look_at(&dialog->look);
    for (unsigned i = 0; i < dialog->look.n; i++)
        if ((api()->GetDlgCtrlID(dialog->look.controls[i].window) & 0xffff) == number)
            return &dialog->look.controls[i];
    return NULL;
}

/* Of a button that the dialog does not have (Escape without Cancel) the key itself is told. */
static void command(struct watcher *watcher, struct shown *dialog, WPARAM wparam, LPARAM lparam)
{
    const struct ui_control *control =
        lparam ? control_in(dialog, (HWND)lparam) : control_of_number(dialog, LOWORD(wparam));

    if (!control)
        return;
    if (watcher->closing == dialog->window && LOWORD(wparam) == IDCANCEL && HIWORD(wparam) == BN_CLICKED) {
        watcher->closing = NULL;
        return;
    }
    if (lparam || control->kind == UI_BUTTON) {
        char key[sizeof watcher->key];

        memcpy(key, watcher->key, sizeof key);
        watcher->key[0] = 0;
        if (!told(watcher, dialog, control, HIWORD(wparam)))
            memcpy(watcher->key, key, sizeof key);
    }
}

static void close_dialog(struct watcher *watcher, struct shown *dialog)
{
    watcher->key[0] = 0;
    user_settle(watcher);
    act(watcher, dialog, "close", NULL, "");
    dialog->acted = true;
    watcher->closing = dialog->window;
}

void user_lost_owner(struct watcher *watcher)
{
    struct shown *top = NULL;
    char rest[24];

    for (unsigned i = 0; i < watcher->n; i++)
        if (watcher->shown[i].dialog && api()->IsWindowVisible(watcher->shown[i].window))
            top = &watcher->shown[i];
    if (!top)
        return;
    user_settle(watcher);
    snprintf(rest, sizeof rest, " w%lx", (unsigned long)(ULONG_PTR)watcher->owner);
    act(watcher, top, "close", NULL, rest);
}

/* ---- where it comes from ---- */

struct shown *dialogs_of(struct watcher *watcher, HWND window)
{
    struct shown *shown = NULL;

    while (window && !(shown = dialogs_find(watcher, window)) && ui_style(window) & WS_CHILD)
        window = api()->GetParent(window);
    return shown && shown->dialog ? shown : NULL;
}

static bool may_act(const struct shown *dialog)
{
    return dialog->seen || api()->IsWindowVisible(dialog->window);
}

static bool is_sent_from_elsewhere(void)
{
    static BOOL(WINAPI * in_send)(void);

    if (!in_send)
        in_send = (BOOL(WINAPI *)(void))platform_function("user32", "InSendMessage");
    return in_send && in_send();
}

static bool is_close(UINT message, WPARAM wparam)
{
    return message == WM_CLOSE || (message == WM_SYSCOMMAND && (wparam & 0xfff0) == SC_CLOSE);
}

void user_sends(struct watcher *watcher, HWND window)
{
    struct shown *dialog = dialogs_of(watcher, window);

    if (dialog && !dialog->seen && may_act(dialog) && is_sent_from_elsewhere())
        dialogs_see(watcher, dialog);
}

void user_told(struct watcher *watcher, const CWPSTRUCT *told)
{
    const bool acts = told->message == WM_COMMAND || is_close(told->message, told->wParam);
    struct shown *dialog = acts ? dialogs_of(watcher, told->hwnd) : NULL;

    if (!dialog || dialog->busy || !may_act(dialog) || !(watcher->acting || is_sent_from_elsewhere()))
        return;
    if (told->message == WM_COMMAND)
        command(watcher, dialog, told->wParam, told->lParam);
    else if (watcher->closing != dialog->window && told->hwnd == dialog->window)
        close_dialog(watcher, dialog);
}

/* A key that may do something that no control tells of. Texts are never taken from keys. */
static void remember_key(struct watcher *watcher, const struct shown *dialog, const MSG *message)
{
    static const struct {
        WPARAM code;
        const char *name;
        bool edits; /* in a field it changes the text or where it is changed, no more */
    } keys[] = { { VK_RETURN, "Enter", false }, { VK_ESCAPE, "Escape", false }, { VK_TAB, "Tab", false },
                 { VK_SPACE, "Space", true },   { VK_UP, "Up", true },          { VK_DOWN, "Down", true },
                 { VK_LEFT, "Left", true },     { VK_RIGHT, "Right", true },    { VK_HOME, "Home", true },
                 { VK_END, "End", true },       { VK_DELETE, "Delete", true },  { VK_BACK, "Backspace", true },
                 { VK_PRIOR, "PageUp", true },  { VK_NEXT, "PageDown", true },  { VK_F1, "F1", false },
                 { VK_F2, "F2", false } };
    const bool field = ui_is_class(message->hwnd, L"Edit");

    watcher->key_dialog = dialog->window;
    if (message->message == WM_SYSCHAR && message->wParam > ' ' && message->wParam < 0x7f)
        snprintf(watcher->key, sizeof watcher->key, "Alt+%c", (char)message->wParam);
    for (unsigned i = 0; message->message == WM_KEYDOWN && i < ARRAYSIZE(keys); i++)
        if (keys[i].code == message->wParam && !(field && keys[i].edits))
            snprintf(watcher->key, sizeof watcher->key, "%s", keys[i].name);
}

/* From the user's hand, or from a program that stands for it. */
static bool is_input(UINT message)
{
    return message == BM_CLICK || (message >= WM_MOUSEFIRST && message <= WM_MOUSELAST) ||
           (message >= WM_KEYFIRST && message <= WM_KEYLAST) ||
           (message >= WM_NCMOUSEMOVE && message <= WM_NCMBUTTONDBLCLK);
}

void user_message(struct watcher *watcher, const MSG *message)
{
    struct shown *dialog = dialogs_of(watcher, message->hwnd);

    watcher->acting = false;
    settle_key(watcher);
    if (!dialog || !may_act(dialog))
        return;
    if (is_input(message->message)) /* it may change what shows before a control tells of it */
        dialogs_see(watcher, dialog);
    if (message->message == WM_COMMAND) {
        command(watcher, dialog, message->wParam, message->lParam);
    } else if (is_close(message->message, message->wParam) && message->hwnd == dialog->window) {
        close_dialog(watcher, dialog);
    } else if (is_input(message->message)) {
        watcher->acting = true;
        watcher->closing = NULL;
        remember_key(watcher, dialog, message);
    }
}

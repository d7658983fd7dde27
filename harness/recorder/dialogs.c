/* Which windows there are, and when they are looked at. */
#include "dialogs.h"

#include <stdio.h>

#include "agent/hooks.h"
#include "agent/journal.h"
#include "agent/outcome.h"
#include "agent/platform.h"

static DWORD slot = TLS_OUT_OF_INDEXES;

struct watcher *dialogs_here(void)
{
    const DWORD error = GetLastError();
    struct watcher *watcher = slot == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(slot);

    SetLastError(error);
    return watcher;
}

void dialogs_open(void)
{
    slot = TlsAlloc();
}

struct shown *dialogs_find(struct watcher *watcher, HWND window)
{
    for (unsigned i = 0; i < watcher->n; i++)
        if (watcher->shown[i].window == window)
            return &watcher->shown[i];
    return NULL;
}

static struct shown *topmost(struct watcher *watcher)
{
    for (unsigned i = watcher->n; i > 0; i--)
        if (watcher->shown[i - 1].dialog)
            return &watcher->shown[i - 1];
    return NULL;
}

static bool is_any_unseen(const struct watcher *watcher)
{
    for (unsigned i = 0; i < watcher->n; i++)
        if (watcher->shown[i].dialog && !watcher->shown[i].seen)
            return true;
    return false;
}

/* ---- what is seen ---- */

/* Where the focus is is the user's own matter: he may go anywhere on his way. */
static void look_again(struct shown *dialog)
{
    ui_look_at(&dialog->look);
    dialog->look.acted = dialog->look.focus;
    ui_look_again(&dialog->look, &dialog->name, dialog->seen);
}

void dialogs_see(struct watcher *watcher, struct shown *dialog)
{
    if (!dialog->seen) {
        user_settle(watcher);
        ui_look_at(&dialog->look);
        ui_dialog_name(&dialog->look, &dialog->name);
        ui_show_dialog(&dialog->look, &dialog->name, false);
        look_again(dialog);
        dialog->seen = true;
        user_turns_to(watcher, dialog);
    } else if (dialog->acted) {
        look_again(dialog);
    }
    dialog->acted = false;
}

static LRESULT CALLBACK on_message(int code, WPARAM removed, LPARAM lparam);
static LRESULT CALLBACK on_sent(int code, WPARAM wparam, LPARAM lparam);

static void set_hook(HHOOK *hook, int kind, HOOKPROC proc)
{
    if (!*hook)
        *hook = ui_api(false)->SetWindowsHookExW(kind, proc, NULL, GetCurrentThreadId());
}

static void take_hook(HHOOK *hook)
{
    if (*hook)
        ui_api(false)->UnhookWindowsHookEx(*hook);
    *hook = NULL;
}

static void add_shown(struct watcher *watcher, HWND window, bool dialog)
{
    if (watcher->n == watcher->room) {
        const unsigned room = watcher->room * 2 + 16;
        struct shown *more = realloc(watcher->shown, room * sizeof *more);

        if (!more)
            return;
        watcher->shown = more;
        watcher->room = room;
    }
    watcher->shown[watcher->n++] = (struct shown){ .window = window, .dialog = dialog, .look = { .window = window } };
}

static void controls_changed(struct watcher *watcher)
{
    for (unsigned i = 0; i < watcher->n; i++)
        watcher->shown[i].look.listed = false;
}

/* The application's own code runs, too, while a dialog waits: what its program creates is its own. Boxes of the system have
 * nobody's instance. */
static bool is_applications(const CREATESTRUCTW *create, bool dialog)
{
    return !dialog && create->hInstance == GetModuleHandleW(NULL);
}

static void created(struct watcher *watcher, HWND window, const CREATESTRUCTW *create)
{
    const bool dialog = ui_is_class(window, L"#32770");
    const bool named = (UINT_PTR)create->lpszName >= 0x10000;

    if (create->style & WS_CHILD) {
        controls_changed(watcher);
        if (dialogs_of(watcher, create->hwndParent))
            dialogs_subclass(watcher, create->hwndParent);
    }
    if (create->style & WS_CHILD || (!dialog && ui_is_systems(window)) || ui_is_message_only(create->hwndParent) ||
        is_applications(create, dialog))
        return;
    add_shown(watcher, window, dialog);
    if (!dialog) {
        ui_show_window(SEEN_WINDOW_CREATE, window, named ? create->lpszName : L"");
        return;
    }
    set_hook(&watcher->messages, WH_GETMESSAGE, on_message); /* as long as the call lasts */
    dialogs_subclass(watcher, window);
}

/* One that nobody could see is shown now. */
static void dialog_gone(struct watcher *watcher, struct shown *shown)
{
    struct detail detail = { .kind = SEEN_CLOSED, .effect = EFFECT_WINDOWS };

    if (shown->seen || ui_api(false)->IsWindowVisible(shown->window)) {
        dialogs_see(watcher, shown);
        user_settle(watcher);
    } else {
        ui_look_at(&shown->look);
        ui_dialog_name(&shown->look, &shown->name);
        ui_show_dialog(&shown->look, &shown->name, true);
    }
    detail.role = shown->name.text;
    detail.role_quoted = shown->name.quoted;
    journal_detail(&detail);
    if (watcher->named == shown->window)
        watcher->named = NULL;
}

static void remove_shown(struct watcher *watcher, struct shown *shown)
{
    const size_t behind = watcher->n - (size_t)(shown - watcher->shown) - 1;

    ui_forget(&shown->look);
    memmove(shown, shown + 1, behind * sizeof *shown);
    watcher->n--;
}

static void destroyed(struct watcher *watcher, HWND window, bool given)
{
    struct shown *shown = dialogs_find(watcher, window);

    if (!shown) {
        if (given && window == watcher->owner)
            user_lost_owner(watcher);
        controls_changed(watcher);
        return;
    }
    if (given && shown->dialog) {
        dialog_gone(watcher, shown);
    } else if (given) {
        WCHAR *title = ui_text(window);

        ui_show_window(SEEN_WINDOW_DESTROY, window, title ? title : L"");
        free(title);
    }
    remove_shown(watcher, dialogs_find(watcher, window));
}

const char *ui_owner_name(HWND owner)
{
    struct watcher *watcher = dialogs_here();

    if (!watcher || !watcher->owner || owner != watcher->owner)
        return NULL;
    snprintf(watcher->owner_name, sizeof watcher->owner_name, "w%lx", (unsigned long)(ULONG_PTR)owner);
    return watcher->owner_name;
}

/* ---- hooks ---- */

/* What our own questions cause is of no interest, and no effect of the call. */
static enum control begin_look(struct watcher *watcher)
{
    watcher->looking = true;
    return control_set(CONTROL_RECORDER);
}

static void end_look(struct watcher *watcher, enum control had)
{
    watcher->looking = false;
    control_set(had);
}

static LRESULT CALLBACK on_window(int code, WPARAM wparam, LPARAM lparam)
{
    const DWORD error = GetLastError();
    struct watcher *watcher = dialogs_here();
    const HWND window = (HWND)wparam;

    if (watcher && !watcher->looking && (code == HCBT_CREATEWND || code == HCBT_DESTROYWND)) {
        const enum control had = begin_look(watcher);

        if (code == HCBT_DESTROYWND)
            destroyed(watcher, window, had == CONTROL_TARGET);
        else if (had == CONTROL_TARGET)
            created(watcher, window, ((const CBT_CREATEWNDW *)lparam)->lpcs);
        end_look(watcher, had);
    }
    SetLastError(error);
    return ui_api(false)->CallNextHookEx(watcher ? watcher->cbt : NULL, code, wparam, lparam);
}

/* Those for which the queue must be empty of all else: so what the DLL posted to itself at the start is done. */
static bool comes_late(UINT message)
{
    return message == WM_PAINT || message == WM_TIMER || (message >= WM_MOUSEFIRST && message <= WM_MOUSELAST) ||
           (message >= WM_KEYFIRST && message <= WM_KEYLAST);
}

static void taken(struct watcher *watcher, const MSG *message)
{
    struct shown *top = topmost(watcher);

    if (top && !top->seen && comes_late(message->message) && ui_api(false)->IsWindowVisible(top->window))
        dialogs_see(watcher, top);
    user_message(watcher, message);
    if (watcher->sent && !is_any_unseen(watcher))
        take_hook(&watcher->sent);
}

static LRESULT CALLBACK on_message(int code, WPARAM removed, LPARAM lparam)
{
    const DWORD error = GetLastError();
    struct watcher *watcher = dialogs_here();

    if (watcher && !watcher->looking && watcher->n && code == HC_ACTION && removed == PM_REMOVE) {
        const enum control had = begin_look(watcher);

        if (had == CONTROL_TARGET)
            taken(watcher, (const MSG *)lparam);
        end_look(watcher, had);
    }
    SetLastError(error);
    return ui_api(false)->CallNextHookEx(watcher ? watcher->messages : NULL, code, removed, lparam);
}

/* What somebody sends to a control goes past its dialog, and may change what shows. */
static LRESULT CALLBACK on_sent(int code, WPARAM wparam, LPARAM lparam)
{
    const DWORD error = GetLastError();
    struct watcher *watcher = dialogs_here();

    if (watcher && !watcher->looking && watcher->n && code == HC_ACTION) {
        const enum control had = begin_look(watcher);

        if (had == CONTROL_TARGET)
            user_sends(watcher, ((const CWPSTRUCT *)lparam)->hwnd);
        end_look(watcher, had);
    }
    SetLastError(error);
    return ui_api(false)->CallNextHookEx(watcher ? watcher->sent : NULL, code, wparam, lparam);
}

static bool is_shown_by(const CWPSTRUCT *told)
{
    return (told->message == WM_SHOWWINDOW && told->wParam) ||
           (told->message == WM_WINDOWPOSCHANGED && ((const WINDOWPOS *)told->lParam)->flags & SWP_SHOWWINDOW);
}

void dialogs_told(struct watcher *watcher, const CWPSTRUCT *told)
{
    struct shown *shown;
    enum control had;

    if (watcher->looking || !watcher->n)
        return;
    had = begin_look(watcher);
    if (had == CONTROL_TARGET)
        user_told(watcher, told);
    shown = dialogs_find(watcher, told->hwnd);
    if (shown && told->message == WM_COMMAND)
        shown->busy++;
    else if (shown && !shown->seen && is_shown_by(told))
        set_hook(&watcher->sent, WH_CALLWNDPROC, on_sent); /* until it was seen, as under Wine it costs much */
    end_look(watcher, had);
}

void dialogs_handled(const CWPSTRUCT *told)
{
    const DWORD error = GetLastError();
    struct watcher *watcher = told->message == WM_COMMAND ? dialogs_here() : NULL;
    struct shown *shown = watcher && !watcher->looking ? dialogs_find(watcher, told->hwnd) : NULL;

    if (shown && shown->busy)
        shown->busy--;
    SetLastError(error);
}

/* ---- around calls ---- */

static struct watcher *watch_here(void)
{
    struct watcher *watcher = dialogs_here();

    if (watcher || slot == TLS_OUT_OF_INDEXES || !ui_api(false))
        return watcher; /* without user32 there are no windows */
    watcher = calloc(1, sizeof *watcher);
    if (!watcher)
        return NULL;
    watcher->cbt = ui_api(false)->SetWindowsHookExW(WH_CBT, on_window, NULL, GetCurrentThreadId());
    TlsSetValue(slot, watcher);
    return watcher;
}

HWND dialogs_enter(const struct cat_method *method, const UINT_PTR *params)
{
    struct watcher *watcher = watch_here();
    HWND outer;

    if (!watcher)
        return NULL;
    outer = watcher->owner;
    watcher->calls++;
    watcher->owner = NULL;
    for (unsigned i = 0; i < method->n_params; i++)
        if (method->params[i].kind == CAT_IN_WINDOW)
            watcher->owner = (HWND)params[i];
    return outer;
}

/* A dialog that outlives its call is not followed any further. */
void dialogs_leave(HWND outer)
{
    struct watcher *watcher = dialogs_here();

    if (!watcher || !watcher->calls)
        return;
    watcher->owner = outer;
    if (--watcher->calls || !watcher->messages)
        return;
    watcher->looking = true;
    user_settle(watcher);
    watcher->looking = false;
    take_hook(&watcher->messages);
    take_hook(&watcher->sent);
    dialogs_subclass_no_more(watcher);
    while (watcher->n)
        remove_shown(watcher, &watcher->shown[watcher->n - 1]);
    watcher->named = NULL;
}

void dialogs_forget(void)
{
    struct watcher *watcher = dialogs_here();

    if (!watcher)
        return;
    dialogs_subclass_no_more(watcher);
    TlsSetValue(slot, NULL); /* the system takes the hooks of a thread with it */
    free(watcher->subclasses);
    free(watcher->shown);
    free(watcher);
}

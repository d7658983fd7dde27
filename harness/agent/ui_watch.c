/* Hooks of the thread that is inside of a call. A dialog is ready when its loop takes a message that was posted at its
 * creation: all before it is done by then. The user's next line is played at that moment, on that thread, and if it
 * posts something, the next such message stands behind it in the queue: nobody sleeps, nothing races. */
#include "ui_private.h"

#include <stdio.h>
#include "journal.h"
#include "outcome.h"
#include "platform.h"
#include "player.h"

enum { MAX_THREADS = 64, LOOK = 0x1d3a7, HIDDEN_MS = 100, HIDDEN_TIMES = 5, PATIENCE_MS = 1000 };

struct shown {
    HWND window;
    bool dialog;
    struct ui_dialog look; /* of a dialog */
    bool seen;             /* its tree is in the trace */
    bool allowed;          /* a line of the user named it */
};

struct watcher {
    LONG thread;
    HHOOK cbt, messages;
    struct shown *shown;
    unsigned n, room;
    UINT serial; /* of the last LOOK that was posted: earlier ones came too soon */
    UINT_PTR timer;
    bool patience;   /* what it is for: the user is done, so the dialog should end */
    unsigned waited; /* how often it was waited for in a row */
    struct player *player;
    bool waits; /* the call is expected to hang: its dialogs are left alone */
    bool left;  /* the user plays no more in this call (leave()) */
};

static struct watcher watchers[MAX_THREADS];

static struct watcher *watcher_here(void)
{
    const LONG thread = (LONG)GetCurrentThreadId();

    for (unsigned i = 0; i < MAX_THREADS; i++)
        if (watchers[i].thread == thread)
            return &watchers[i];
    return NULL;
}

/* ---- readiness ---- */

static void look_later(struct watcher *watcher, HWND window)
{
    const bool given = control_take();

    watcher->serial++;
    ui_api(false)->PostMessageW(window, WM_NULL, LOOK, watcher->serial);
    if (given)
        control_give();
}

static void stop_timer(struct watcher *watcher)
{
    if (watcher->timer)
        ui_api(false)->KillTimer(NULL, watcher->timer);
    watcher->timer = 0;
}

/* Timers come after all else that is in the queue. */
static void look_when_idle(struct watcher *watcher, bool patience)
{
    const bool given = control_take();

    stop_timer(watcher);
    watcher->patience = patience;
    watcher->timer = ui_api(false)->SetTimer(NULL, 0, patience ? PATIENCE_MS : HIDDEN_MS, NULL);
    if (given)
        control_give();
}

static struct shown *topmost(struct watcher *watcher)
{
    for (unsigned i = watcher->n; i > 0; i--)
        if (watcher->shown[i - 1].dialog && ui_api(false)->IsWindow(watcher->shown[i - 1].window))
            return &watcher->shown[i - 1];
    return NULL;
}

/* Who leaves cancels what is on top, whatever it is, until the call returns. */
static bool leave(struct watcher *watcher, HWND window)
{
    const bool given = agent.user_leaves && control_take();

    if (!agent.user_leaves)
        return false;
    watcher->left = true;
    ui_api(false)->PostMessageW(window, WM_COMMAND, IDCANCEL, 0);
    if (given)
        control_give();
    look_later(watcher, window);
    return true;
}

/* Comes back only to a user who leaves. */
static void stop_at(struct watcher *watcher, HWND window, const struct ui_name *name)
{
    static char text[sizeof name->text + 2];

    if (leave(watcher, window))
        return;

    snprintf(text, sizeof text, name->quoted ? "\"%s\"" : "%s", name->text);
    outcome_dialog(text);
}

static _Noreturn void stop_unsupported(const char *what)
{
    control_take();
    outcome_unsupported(what);
    platform_end(0);
}

static bool names_dialog(const struct detail *line, const struct ui_name *name)
{
    return line->kind == USER_DIALOG && line->role_quoted == name->quoted && strcmp(line->role, name->text) == 0;
}

/* A dialog by its caption, though it has a role as well. */
static bool names_caption(const struct detail *line, HWND dialog)
{
    struct buffer spelling;
    WCHAR *caption;
    bool same;

    if (line->kind != USER_DIALOG || !line->role_quoted)
        return false;
    caption = ui_text(dialog);
    buffer_init(&spelling, TRACE_MAX_LINE);
    text_encode((const uint16_t *)(caption ? caption : L""), wide_text(caption ? caption : L"").n, TEXT_STRING,
                &spelling);
    same = strcmp(spelling.data ? spelling.data : "", line->role) == 0;
    buffer_free(&spelling);
    free(caption);
    return same;
}

/* Looked up again after whatever may make or destroy windows. */
static struct shown *shown_of(struct watcher *watcher, HWND window)
{
    for (unsigned i = 0; i < watcher->n; i++)
        if (watcher->shown[i].window == window)
            return &watcher->shown[i];
    return NULL;
}

static HWND control_of(struct shown *top, const struct detail *line)
{
    bool unmapped = false, given;
    HWND control;

    if (line->kind == USER_CLOSE || line->kind == USER_KEY)
        return NULL;
    given = control_take();
    ui_look_at(&top->look);
    control = ui_find_control(&top->look, line, &unmapped);
    if (unmapped)
        stop_unsupported("no-ui-map");
    if (given)
        control_give();
    return control;
}

/* One line: true if the next may follow at once. */
static bool play_line(struct watcher *watcher, struct shown *top, const struct ui_name *name, const struct detail *line)
{
    const HWND window = top->window, control = control_of(top, line);
    enum ui_done done;

    top->look.acted = control;
    done = ui_act(window, control, line);
    if (done == UI_FAILED) {
        stop_at(watcher, window, name);
        return false;
    }
    player_took(watcher->player, line);
    if (done == UI_POSTED)
        look_later(watcher, window);
    return done == UI_DONE;
}

/* The lines up to one that is posted, or that another dialog has to come for. */
static void play_lines(struct watcher *watcher, HWND window, const struct ui_name *name)
{
    const struct detail *line;
    struct shown *top;

    while ((line = player_line(watcher->player)) != NULL && (top = shown_of(watcher, window)) != NULL) {
        if (line->kind != USER_DIALOG && top->allowed) {
            if (!play_line(watcher, top, name, line))
                return;
            continue;
        }
        if (names_dialog(line, name) || names_caption(line, window)) {
            top->allowed = true;
            player_took(watcher->player, line);
            continue;
        }
        if (top->allowed)
            return;
        if (line->kind == USER_DIALOG && !line->role_quoted && ui_dialog_unmapped(line->role))
            stop_unsupported("no-ui-map");
        stop_at(watcher, window, name);
        return;
    }
}

/* The dialog that is on top waits for the user. */
static void play(struct watcher *watcher, HWND window, const struct ui_name *name)
{
    const unsigned serial = watcher->serial;
    const struct shown *top;

    if (watcher->left && leave(watcher, window))
        return;
    play_lines(watcher, window, name);
    top = shown_of(watcher, window);
    if (!top || serial != watcher->serial || watcher->waits || player_goes_on(watcher->player))
        return;
    if (!top->allowed || (watcher->waited && watcher->patience))
        stop_at(watcher, window, name);
    else
        look_when_idle(watcher, true);
}

/* ---- what is seen ---- */

static void look(struct watcher *watcher)
{
    struct shown *top = topmost(watcher);
    const bool given = control_take();
    struct ui_name name;

    if (!top || !given) {
        if (given)
            control_give();
        return;
    }
    if (!top->seen && watcher->waited < HIDDEN_TIMES && !ui_api(false)->IsWindowVisible(top->window)) {
        look_when_idle(watcher, false); /* on a busy machine a timer may be due before it is shown */
        control_give();
        return;
    }
    stop_timer(watcher);
    ui_look_at(&top->look);
    ui_dialog_name(&top->look, &name);
    if (!top->seen) {
        ui_show_dialog(&top->look, &name, false);
        ui_picture(top->window);
    }
    ui_look_again(&top->look, &name, top->seen);
    top->seen = true;
    control_give();
    play(watcher, top->window, &name);
}

/* The dialog manager shows a dialog when its queue is empty. Sooner than by the timer it is seen by what follows: that it
 * gets active, or that it is to be painted. */
static void look_if_shown(struct watcher *watcher)
{
    const struct shown *top = watcher->timer && !watcher->patience ? topmost(watcher) : NULL;

    if (!top || top->seen || !ui_api(false)->IsWindowVisible(top->window))
        return;
    stop_timer(watcher);
    look_later(watcher, top->window);
}

static LRESULT CALLBACK on_message(int code, WPARAM removed, LPARAM lparam)
{
    struct watcher *watcher = watcher_here();
    const MSG *msg = (const MSG *)lparam; /* NOLINT(performance-no-int-to-ptr) */

    if (watcher && code == HC_ACTION && removed == PM_REMOVE && control_is_given()) {
        if (msg->message == WM_NULL && msg->wParam == LOOK && (UINT)msg->lParam == watcher->serial) {
            watcher->waited = 0;
            look(watcher);
        } else if (msg->message == WM_TIMER && watcher->timer && !msg->hwnd && msg->wParam == watcher->timer) {
            stop_timer(watcher);
            watcher->waited++;
            look(watcher);
        } else {
            look_if_shown(watcher);
        }
    }
    return ui_api(false)->CallNextHookEx(watcher ? watcher->messages : NULL, code, removed, lparam);
}

static struct shown *add_shown(struct watcher *watcher)
{
    if (watcher->n == watcher->room) {
        const unsigned room = watcher->room * 2 + 16;
        struct shown *more = realloc(watcher->shown, room * sizeof *more);

        if (!more)
            stop_unsupported("memory-for-windows");
        watcher->shown = more;
        watcher->room = room;
    }
    return &watcher->shown[watcher->n++];
}

static void controls_changed(struct watcher *watcher)
{
    for (unsigned i = 0; i < watcher->n; i++)
        watcher->shown[i].look.listed = false;
}

static void created(struct watcher *watcher, HWND window, const CREATESTRUCTW *create)
{
    const bool dialog = ui_is_class(window, L"#32770");
    const bool named = (UINT_PTR)create->lpszName >= 0x10000;

    if (create->style & WS_CHILD)
        controls_changed(watcher);
    if (create->style & WS_CHILD || (!dialog && ui_is_systems(window)) || ui_is_message_only(create->hwndParent))
        return;
    *add_shown(watcher) = (struct shown){ .window = window, .dialog = dialog, .look = { .window = window } };
    if (dialog)
        look_later(watcher, window);
    else
        ui_show_window(SEEN_WINDOW_CREATE, window, named ? create->lpszName : L"");
}

/* So is a dialog when it is shown. */
static void activated(struct watcher *watcher, HWND window)
{
    const struct shown *top = topmost(watcher);

    if (top && top->window == window && !top->seen && watcher->timer) {
        stop_timer(watcher);
        look_later(watcher, window);
    }
}

static void dialog_gone(struct shown *shown)
{
    struct detail detail = { .kind = SEEN_CLOSED, .effect = EFFECT_WINDOWS };
    struct ui_name name;

    ui_look_at(&shown->look);
    ui_dialog_name(&shown->look, &name);
    if (!shown->seen)
        ui_show_dialog(&shown->look, &name, true);
    detail.role = name.text;
    detail.role_quoted = name.quoted;
    journal_detail(&detail);
}

static void destroyed(struct watcher *watcher, HWND window)
{
    unsigned i = 0;

    while (i < watcher->n && watcher->shown[i].window != window)
        i++;
    if (i == watcher->n) { /* a control, or one that nobody sees */
        controls_changed(watcher);
        return;
    }
    if (watcher->shown[i].dialog) {
        dialog_gone(&watcher->shown[i]);
    } else {
        WCHAR *title = ui_text(window);

        ui_show_window(SEEN_WINDOW_DESTROY, window, title ? title : L"");
        free(title);
    }
    stop_timer(watcher);
    ui_forget(&watcher->shown[i].look);
    memmove(&watcher->shown[i], &watcher->shown[i + 1], (watcher->n - i - 1) * sizeof(watcher->shown[0]));
    watcher->n--;
    if (topmost(watcher)) /* what was posted to this one is lost */
        look_later(watcher, topmost(watcher)->window);
}

static LRESULT CALLBACK on_window(int code, WPARAM wparam, LPARAM lparam)
{
    struct watcher *watcher = watcher_here();
    const HWND window = (HWND)wparam; /* NOLINT(performance-no-int-to-ptr) */
    const bool ours = code == HCBT_CREATEWND || code == HCBT_DESTROYWND || code == HCBT_ACTIVATE;

    if (watcher && ours && control_take()) {
        if (code == HCBT_CREATEWND)
            created(watcher, window, ((const CBT_CREATEWNDW *)lparam)->lpcs); /* NOLINT(performance-no-int-to-ptr) */
        else if (code == HCBT_DESTROYWND)
            destroyed(watcher, window);
        else
            activated(watcher, window);
        control_give();
    }
    return ui_api(false)->CallNextHookEx(watcher ? watcher->cbt : NULL, code, wparam, lparam);
}

/* ---- around steps ---- */

static struct watcher *watch_here(bool load)
{
    struct watcher *watcher = watcher_here();
    const DWORD thread = GetCurrentThreadId();

    if (watcher || !ui_api(load))
        return watcher;
    for (unsigned i = 0; i < MAX_THREADS && !watcher; i++)
        if (InterlockedCompareExchange(&watchers[i].thread, (LONG)thread, 0) == 0)
            watcher = &watchers[i];
    if (!watcher)
        stop_unsupported("windows-of-so-many-threads");
    watcher->cbt = ui_api(false)->SetWindowsHookExW(WH_CBT, on_window, NULL, thread);
    watcher->messages = ui_api(false)->SetWindowsHookExW(WH_GETMESSAGE, on_message, NULL, thread);
    if (!watcher->cbt || !watcher->messages)
        stop_unsupported("window-hooks");
    return watcher;
}

bool ui_set_player(struct player *player, struct player **outer)
{
    struct watcher *watcher = watch_here(player != NULL);

    if (!watcher)
        return false;
    if (outer)
        *outer = watcher->player;
    watcher->player = player;
    return true;
}

void ui_wake(DWORD thread)
{
    for (unsigned i = 0; i < MAX_THREADS; i++) {
        const struct shown *top = watchers[i].thread == (LONG)thread ? topmost(&watchers[i]) : NULL;

        if (top)
            look_later(&watchers[i], top->window);
    }
}

static bool has_windows(void)
{
    for (unsigned i = 0; i < agent.scenario->n_variables; i++)
        if (agent.slots[i].window)
            return true;
    return false;
}

void ui_enter_step(const struct step *step, struct ui_step *ui)
{
    const bool has_user = user_line(step->details) != NULL;
    struct watcher *watcher = watch_here(has_user);

    memset(ui, 0, sizeof *ui);
    if (!watcher)
        return;
    ui->waits = watcher->waits;
    watcher->waits = step->result.kind == RESULT_HANG;
    watcher->left = false;
    if (step->action != ACTION_BEGIN && has_user) {
        ui->player = player_start(step->details);
        if (!ui->player)
            stop_unsupported("user");
    }
    ui->foreground = has_windows() ? ui_api(false)->GetForegroundWindow() : NULL;
}

static void show_foreground(HWND window)
{
    struct detail detail = { .kind = SEEN_FOREGROUND, .effect = EFFECT_WINDOWS, .object = window ? "other" : "none" };

    for (unsigned i = 0; window && i < agent.scenario->n_variables; i++)
        if (agent.slots[i].bound && agent.slots[i].window == window)
            detail.object = agent.variables[i]->name;
    journal_detail(&detail);
}

void ui_leave_step(struct ui_step *ui)
{
    struct watcher *watcher = watcher_here();

    if (!watcher)
        return;
    watcher->waits = ui->waits;
    player_stop(ui->player);
    if (has_windows() && ui->foreground && ui_api(false)->GetForegroundWindow() != ui->foreground)
        show_foreground(ui_api(false)->GetForegroundWindow());
}

void ui_close(void)
{
    for (unsigned i = 0; i < MAX_THREADS; i++) {
        if (watchers[i].thread && watchers[i].thread == (LONG)GetCurrentThreadId()) {
            ui_api(false)->UnhookWindowsHookEx(watchers[i].messages);
            ui_api(false)->UnhookWindowsHookEx(watchers[i].cbt);
        }
        for (unsigned j = 0; j < watchers[i].n; j++)
            ui_forget(&watchers[i].shown[j].look);
        free(watchers[i].shown);
        memset(&watchers[i], 0, sizeof watchers[i]);
    }
}

/* ---- windows of the scenario's own ---- */

const char *ui_owner_name(HWND owner)
{
    for (unsigned i = 0; i < agent.scenario->n_variables; i++)
        if (agent.slots[i].bound && agent.slots[i].window == owner)
            return agent.variables[i]->name;
    return NULL;
}

HWND ui_window_new(const char *title)
{
    static const WCHAR name[] = L"IDT owner";
    const struct ui_api *api = ui_api(true);
    char unbound[TRACE_MAX_NAME + 1];
    WCHAR *text = text_of(title, TEXT_STRING, NULL, unbound);
    HWND window = NULL;

    if (api && text) {
        WNDCLASSW class = { .lpfnWndProc = api->DefWindowProcW,
                            .hbrBackground = (HBRUSH)(COLOR_WINDOW + 1),
                            .lpszClassName = name };

        api->RegisterClassW(&class); /* fails from the second on */
        window = api->CreateWindowExW(0, name, text, WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 400, 300, NULL, NULL, NULL,
                                      NULL);
        if (window)
            api->SetForegroundWindow(window);
    }
    free(text);
    return window;
}

void ui_window_close(HWND window)
{
    if (ui_api(false)->IsWindow(window))
        ui_api(false)->DestroyWindow(window);
}

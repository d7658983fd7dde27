/* Hooks of the thread that is inside of a call, and of every thread that the DLL under test starts, from its first window
 * on. A dialog is ready when its loop takes a message that was posted at its creation: all before it is done by then. The
 * user's next line is played at that moment, on that thread, and if it posts something, the next such message stands
 * behind it in the queue: nobody sleeps, nothing races. */
#include "ui_watch.h"

#include "journal.h"
#include "outcome.h"
#include "patience.h"
#include "platform.h"
#include "player.h"

enum { MAX_THREADS = 64, LOOK = 0x1d3a7, HIDDEN_MS = 100, HIDDEN_TIMES = 5, PATIENCE_MS = 1000, BUSY_MS = 200 };

static struct watcher watchers[MAX_THREADS];
static volatile bool any_guest; /* thread of nobody is watched, or was */

static struct watcher *watcher_here(void)
{
    const LONG thread = (LONG)GetCurrentThreadId();

    for (unsigned i = 0; i < MAX_THREADS; i++)
        if (watchers[i].thread == thread)
            return &watchers[i];
    return NULL;
}

/* Whoever runs agents gives them more time on a slow machine. */
static unsigned patient(unsigned ms)
{
    return agent.limit_ms > DEFAULT_LIMIT_MS ? (unsigned)((uint64_t)ms * agent.limit_ms / DEFAULT_LIMIT_MS) : ms;
}

/* A thread that the DLL started finds that the one in the call has control for a while: in a callback, or at its end. */
static bool take(void)
{
    bool given = control_take();

    for (unsigned ms = 0; !given && executor_is_guest() && ms < patient(BUSY_MS); ms++) {
        platform_rest();
        given = control_take();
    }
    return given;
}

struct player *ui_player_here(void)
{
    return executor_here()->player;
}

/* ---- readiness ---- */

void ui_look_later(struct watcher *watcher, HWND window)
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
void ui_look_when_idle(struct watcher *watcher, enum ui_wait wait)
{
    const UINT times[] = {
        [UI_HIDDEN] = patient(HIDDEN_MS), [UI_PATIENCE] = patient(PATIENCE_MS), [UI_LIMIT] = agent.limit_ms
    };
    const bool given = control_take();

    stop_timer(watcher);
    watcher->wait = wait;
    watcher->played = player_played(ui_player_here());
    watcher->timer = ui_api(false)->SetTimer(NULL, 0, times[wait], NULL);
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

/* Looked up again after whatever may make or destroy windows. */
struct shown *ui_shown_of(struct watcher *watcher, HWND window)
{
    for (unsigned i = 0; i < watcher->n; i++)
        if (watcher->shown[i].window == window)
            return &watcher->shown[i];
    return NULL;
}

/* Dialogs of one call are on several threads: the next line may be for one of those. */
void ui_wake(const struct executor *executor, const struct watcher *but)
{
    for (unsigned i = 0; i < MAX_THREADS; i++) {
        struct watcher *watcher = &watchers[i];
        const HWND window = watcher->thread && watcher->executor == executor ? watcher->top : NULL;

        if (watcher != but && window)
            ui_look_later(watcher, window);
    }
}

/* For other threads, which do not read what this one changes. */
static void note_top(struct watcher *watcher)
{
    const struct shown *top = topmost(watcher);

    watcher->unseen = top && !top->seen;
    watcher->top = top ? top->window : NULL;
}

/* ---- what is seen ---- */

static void look(struct watcher *watcher)
{
    struct shown *top = topmost(watcher);
    const bool given = take();
    struct ui_name name;

    if (!top || !given) {
        if (given)
            control_give();
        else if (top && executor_is_guest())
            ui_look_when_idle(watcher, UI_HIDDEN); /* nobody is in a call, or he who is has control taken */
        return;
    }
    watcher->executor = executor_here();
    if (!top->seen && watcher->waited < HIDDEN_TIMES && !ui_api(false)->IsWindowVisible(top->window)) {
        ui_look_when_idle(watcher, UI_HIDDEN); /* on a busy machine a timer may be due before it is shown */
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
    for (unsigned i = 0; i < watcher->n; i++)
        if (watcher->shown[i].tip)
            ui_look_at_tip(&watcher->shown[i].look, &top->look, &name);
    top->seen = true;
    note_top(watcher);
    control_give();
    ui_play(watcher, top->window, &name);
}

/* The dialog manager shows a dialog when its queue is empty. Sooner than by the timer it is seen by what follows: that it
 * gets active, or that it is to be painted. */
static void look_if_shown(struct watcher *watcher)
{
    const struct shown *top = watcher->timer && watcher->wait == UI_HIDDEN ? topmost(watcher) : NULL;

    if (!top || top->seen || !ui_api(false)->IsWindowVisible(top->window))
        return;
    stop_timer(watcher);
    ui_look_later(watcher, top->window);
}

static LRESULT CALLBACK on_message(int code, WPARAM removed, LPARAM lparam)
{
    struct watcher *watcher = watcher_here();
    const MSG *msg = (const MSG *)lparam; /* NOLINT(performance-no-int-to-ptr) */

    if (watcher && code == HC_ACTION && removed == PM_REMOVE && (control_is_given() || executor_is_guest())) {
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
            ui_stop_unsupported("memory-for-windows");
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

/* TOLD: there is a call that this is an effect of. */
static void created(struct watcher *watcher, HWND window, const CREATESTRUCTW *create, bool told)
{
    const bool dialog = ui_is_class(window, L"#32770"), tip = !dialog && ui_is_tip(window);
    const bool named = (UINT_PTR)create->lpszName >= 0x10000;

    if (create->style & WS_CHILD)
        controls_changed(watcher);
    if (create->style & WS_CHILD || (!dialog && !tip && ui_is_systems(window)) ||
        ui_is_message_only(create->hwndParent))
        return;
    *add_shown(watcher) =
        (struct shown){ .window = window, .dialog = dialog, .tip = tip, .look = { .window = window } };
    if (dialog)
        ui_look_later(watcher, window);
    else if (told && !tip)
        ui_show_window(SEEN_WINDOW_CREATE, window, named ? create->lpszName : L"");
}

/* So is a dialog when it is shown. */
static void activated(struct watcher *watcher, HWND window)
{
    const struct shown *top = topmost(watcher);

    if (top && top->window == window && !top->seen && watcher->timer) {
        stop_timer(watcher);
        ui_look_later(watcher, window);
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

static void destroyed(struct watcher *watcher, HWND window, bool told)
{
    unsigned i = 0;

    while (i < watcher->n && watcher->shown[i].window != window)
        i++;
    if (i == watcher->n) { /* a control, or one that nobody sees */
        controls_changed(watcher);
        return;
    }
    if (!told) {
        /* Nobody is in a call any more. */
    } else if (watcher->shown[i].dialog) {
        dialog_gone(&watcher->shown[i]);
    } else if (!watcher->shown[i].tip) {
        WCHAR *title = ui_text(window);

        ui_show_window(SEEN_WINDOW_DESTROY, window, title ? title : L"");
        free(title);
    }
    stop_timer(watcher);
    ui_forget(&watcher->shown[i].look);
    memmove(&watcher->shown[i], &watcher->shown[i + 1], (watcher->n - i - 1) * sizeof(watcher->shown[0]));
    watcher->n--;
    if (topmost(watcher)) /* what was posted to this one is lost */
        ui_look_later(watcher, topmost(watcher)->window);
}

/* Of windows that nobody sees nothing is told: no thread of the DLL waits for that. */
static bool is_worth_waiting(struct watcher *watcher, int code, HWND window, LPARAM lparam)
{
    if (code == HCBT_DESTROYWND)
        return ui_shown_of(watcher, window) != NULL;
    return code != HCBT_CREATEWND ||
           !ui_is_message_only(
               ((const CBT_CREATEWNDW *)lparam)->lpcs->hwndParent); /* NOLINT(performance-no-int-to-ptr) */
}

static LRESULT CALLBACK on_window(int code, WPARAM wparam, LPARAM lparam)
{
    struct watcher *watcher = watcher_here();
    const HWND window = (HWND)wparam; /* NOLINT(performance-no-int-to-ptr) */
    const bool ours = code == HCBT_CREATEWND || code == HCBT_DESTROYWND || code == HCBT_ACTIVATE;
    const bool told = watcher && ours && (is_worth_waiting(watcher, code, window, lparam) ? take() : control_take());

    if (told || (watcher && ours && executor_is_guest())) {
        if (code == HCBT_CREATEWND)
            created(watcher, window, ((const CBT_CREATEWNDW *)lparam)->lpcs, /* NOLINT(performance-no-int-to-ptr) */
                    told);
        else if (code == HCBT_DESTROYWND)
            destroyed(watcher, window, told);
        else
            activated(watcher, window);
        note_top(watcher);
        if (told)
            control_give();
    }
    return ui_api(false)->CallNextHookEx(watcher ? watcher->cbt : NULL, code, wparam, lparam);
}

/* ---- around steps ---- */

static void forget(struct watcher *watcher)
{
    for (unsigned i = 0; i < watcher->n; i++)
        ui_forget(&watcher->shown[i].look);
    free(watcher->shown);
    memset(watcher, 0, sizeof *watcher);
}

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
        ui_stop_unsupported("windows-of-so-many-threads");
    watcher->guest = executor_is_guest();
    any_guest |= watcher->guest;
    watcher->executor = executor_here();
    watcher->cbt = ui_api(false)->SetWindowsHookExW(WH_CBT, on_window, NULL, thread);
    watcher->messages = ui_api(false)->SetWindowsHookExW(WH_GETMESSAGE, on_message, NULL, thread);
    if (!watcher->cbt || !watcher->messages)
        ui_stop_unsupported("window-hooks");
    return watcher;
}

static void watch_no_more(struct watcher *watcher)
{
    ui_api(false)->UnhookWindowsHookEx(watcher->messages);
    ui_api(false)->UnhookWindowsHookEx(watcher->cbt);
    forget(watcher);
}

/* One that had its number before ended with its windows, and with its hooks. */
static bool is_left_over(const struct watcher *watcher)
{
    for (unsigned i = 0; i < watcher->n; i++)
        if (ui_api(false)->IsWindow(watcher->shown[i].window))
            return false;
    return true;
}

void ui_watch_thread(void)
{
    struct watcher *watcher = watcher_here();

    if (!agent.scenario || !(executor_is_guest() || control_is_given()))
        return;
    if (watcher && executor_is_guest() && is_left_over(watcher)) {
        watch_no_more(watcher);
        watcher = NULL;
    }
    if (!watcher)
        watch_here(false);
}

bool ui_can_play(void)
{
    return watch_here(true) != NULL;
}

/* A dialog of a thread that the DLL started, made during this call: to be seen in it, though the call returned already. */
static bool is_unseen(const struct executor *executor)
{
    for (unsigned i = 0; any_guest && i < MAX_THREADS; i++) {
        const struct watcher *watcher = &watchers[i];

        if (watcher->thread && watcher->guest && watcher->executor == executor && watcher->unseen && watcher->top)
            return true;
    }
    return false;
}

static void await_looks(const struct executor *executor)
{
    for (unsigned ms = 0; ms < patient(PATIENCE_MS) && is_unseen(executor); ms++) {
        control_give();
        platform_rest();
        control_take();
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
    ui->waits = executor_here()->waits;
    executor_here()->waits = step->result.kind == RESULT_HANG;
    if (!watcher)
        return;
    watcher->left = false;
    if (step->action != ACTION_BEGIN && has_user) {
        ui->player = player_start(step->details);
        if (!ui->player)
            ui_stop_unsupported("user");
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
    await_looks(executor_here());
    executor_here()->waits = ui->waits;
    if (!watcher_here())
        return;
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
        forget(&watchers[i]);
    }
    players_close();
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

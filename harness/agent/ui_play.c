/* What the user does with the dialog on top, line by line, and a dialog that no line expects. */
#include "ui_watch.h"

#include <stdio.h>
#include "outcome.h"
#include "platform.h"

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
    ui_look_later(watcher, window);
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

_Noreturn void ui_stop_unsupported(const char *what)
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
        ui_stop_unsupported("no-ui-map");
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
    player_took(ui_player_here(), line);
    if (done == UI_POSTED)
        ui_look_later(watcher, window);
    return done == UI_DONE;
}

/* It is for another dialog first, of another thread. */
static bool is_named_later(const struct detail *line, const struct ui_name *name, HWND dialog)
{
    const struct player *player = ui_player_here();

    for (line = player_line_behind(player, line); line; line = player_line_behind(player, line))
        if (names_dialog(line, name) || names_caption(line, dialog))
            return true;
    return false;
}

/* The user is at a dialog of another thread. */
static bool is_elsewhere(const struct watcher *watcher)
{
    const struct watcher *where = player_where(ui_player_here());

    return where && where != watcher && where->thread && where->top;
}

/* The lines up to one that is posted, or that another dialog has to come for. */
static void play_lines(struct watcher *watcher, HWND window, const struct ui_name *name)
{
    const struct detail *line;
    struct shown *top;

    while ((line = player_line(ui_player_here())) != NULL && (top = ui_shown_of(watcher, window)) != NULL) {
        if (line->kind != USER_DIALOG && is_elsewhere(watcher))
            return;
        if (line->kind != USER_DIALOG && top->allowed) {
            if (!play_line(watcher, top, name, line))
                return;
            continue;
        }
        if (names_dialog(line, name) || names_caption(line, window)) {
            top->allowed = true;
            player_goes_to(ui_player_here(), watcher);
            player_took(ui_player_here(), line);
            continue;
        }
        if (top->allowed || is_named_later(line, name, window))
            return;
        if (line->kind == USER_DIALOG && !line->role_quoted && ui_dialog_unmapped(line->role))
            ui_stop_unsupported("no-ui-map");
        stop_at(watcher, window, name);
        return;
    }
}

/* Nobody does anything with the dialog any more, and nobody expects it. */
static bool is_over(const struct watcher *watcher, const struct shown *top, const struct ui_name *name)
{
    const struct detail *line = player_line(ui_player_here());

    if (top->allowed && is_elsewhere(watcher))
        return false;
    if (watcher->waited && watcher->wait == UI_PATIENCE)
        return watcher->played == player_played(ui_player_here());
    return !top->allowed && !(line && is_named_later(line, name, top->window));
}

/* By the clock of the DLL under test, which natively takes no time; elsewhere the watchdog comes first. */
static void wait_for_limit(struct watcher *watcher)
{
    if (watcher->waited && watcher->wait == UI_LIMIT)
        outcome_hang();
    if (agent.limit_ms)
        ui_look_when_idle(watcher, UI_LIMIT);
}

void ui_play(struct watcher *watcher, HWND window, const struct ui_name *name)
{
    const unsigned serial = watcher->serial, played = player_played(ui_player_here());
    const struct shown *top;

    if (watcher->left && leave(watcher, window))
        return;
    play_lines(watcher, window, name);
    if (played != player_played(ui_player_here()))
        ui_wake(watcher->executor, watcher);
    top = ui_shown_of(watcher, window);
    if (!top || serial != watcher->serial || player_goes_on(ui_player_here()))
        return;
    if (executor_here()->waits) {
        wait_for_limit(watcher);
        return;
    }
    if (is_over(watcher, top, name))
        stop_at(watcher, window, name);
    else
        ui_look_when_idle(watcher, UI_PATIENCE);
}

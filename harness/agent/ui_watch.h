/* Between the hooks (ui_watch.c) and what the user does (ui_play.c). */
#ifndef AGENT_UI_WATCH_H
#define AGENT_UI_WATCH_H

#include "ui_private.h"

enum ui_wait {
    UI_HIDDEN,   /* for the dialog to be shown */
    UI_PATIENCE, /* for it to end, since the user is done */
    UI_LIMIT     /* for the time limit, since the call is expected to hang */
};

struct shown {
    HWND window;
    bool dialog;
    bool tip;              /* what it says is a message */
    struct ui_dialog look; /* of a dialog */
    bool seen;             /* its tree is in the trace */
    bool allowed;          /* a line of the user named it */
};

struct watcher {
    LONG thread;
    bool guest;                /* nobody declared it */
    struct executor *executor; /* whose call it is in: at the last look */
    HHOOK cbt, messages;
    struct shown *shown;
    unsigned n, room;
    UINT serial; /* of the last LOOK that was posted: earlier ones came too soon */
    UINT_PTR timer;
    enum ui_wait wait;    /* what it is for */
    unsigned waited;      /* how often it was waited for in a row */
    unsigned played;      /* lines of the user, on whatever thread, when the patience began */
    volatile HWND top;    /* of its dialogs … */
    volatile bool unseen; /* … and whether its tree is not in the trace yet */
    bool left;            /* the user plays no more in this call (leave()) */
};

/* ---- ui_watch.c ---- */

/* The player of the call that the calling thread counts for; or NULL. */
struct player *ui_player_here(void);
/* Once all that is in the queue was handled so far, or once nothing is left there and that time is over. */
void ui_look_later(struct watcher *watcher, HWND window);
void ui_look_when_idle(struct watcher *watcher, enum ui_wait wait);
/* NULL if it is gone. */
struct shown *ui_shown_of(struct watcher *watcher, HWND window);
/* There are new lines for the dialogs of what this executor does, on whatever thread. BUT: that one knows; or NULL. */
void ui_wake(const struct executor *executor, const struct watcher *but);

/* ---- ui_play.c ---- */

/* The dialog that is on top waits for the user. */
void ui_play(struct watcher *watcher, HWND window, const struct ui_name *name);
_Noreturn void ui_stop_unsupported(const char *what);

#endif

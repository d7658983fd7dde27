/* Windows that the DLL shows during a call, and what the user does in them. Nothing is posted, swallowed or delayed: hooks of
 * the thread look at a dialog when its loop takes a message, and its subclassed windows at what its controls tell them. */
#ifndef IDT_RECORDER_DIALOGS_H
#define IDT_RECORDER_DIALOGS_H

#include "recorder.h"

#include "agent/ui.h"

enum { PENDING_MAX = 16 };

struct shown {
    HWND window;
    bool dialog;
    struct ui_dialog look; /* of a dialog */
    struct ui_name name;   /* once it was seen */
    bool seen;             /* its tree is in the recording */
    bool acted;            /* the user did something that may have changed it since the last look */
    unsigned busy;         /* how many of its commands are being handled: what changes meanwhile is the DLL's */
};

/* A text or a row that the user changes, as long as he may go on to do so. */
struct pending {
    HWND dialog, control;
    bool row, secret;
};

/* Of one thread. */
struct watcher {
    HHOOK cbt, messages, sent;
    struct shown *shown;
    unsigned n, room;
    struct subclass {
        HWND window;
        WNDPROC proc; /* that it had */
        bool wide;
    } * subclasses;
    unsigned n_subclasses;
    unsigned calls; /* into the DLL that have not returned */
    HWND owner;     /* the window that the innermost of them was given */
    char owner_name[24];
    HWND named;   /* the dialog that the last line of the user is about */
    bool looking; /* we ask windows ourselves */
    bool acting;  /* a message that comes from the user is being handled */
    HWND closing; /* the dialog whose Cancel follows from its close button */
    char key[16]; /* that was pressed and did nothing yet that has a line of its own; "" */
    HWND key_dialog;
    struct pending pending[PENDING_MAX];
    unsigned n_pending;
};

/* ---- dialogs.c ---- */

void dialogs_open(void);
/* Around each call into the DLL. Returns the owner of the call around it, which dialogs_leave() takes back. */
HWND dialogs_enter(const struct cat_method *method, const UINT_PTR *params);
void dialogs_leave(HWND outer);
/* The thread is at its end. */
void dialogs_forget(void);

/* Of the calling thread, or NULL. Leaves the last error as it is. */
struct watcher *dialogs_here(void);
struct shown *dialogs_find(struct watcher *watcher, HWND window);
/* Writes the tree, unless it stands there, and what appeared in it since the user's last line. */
void dialogs_see(struct watcher *watcher, struct shown *dialog);

/* A subclassed window is about to be told something, and was told it. */
void dialogs_told(struct watcher *watcher, const CWPSTRUCT *told);
void dialogs_handled(const CWPSTRUCT *told);

/* ---- dialogs_procs.c ---- */

void dialogs_subclass(struct watcher *watcher, HWND window);
void dialogs_subclass_no_more(struct watcher *watcher);

/* ---- dialogs_user.c ---- */

/* The dialog that the window is or belongs to, or the one whose page it is on. */
struct shown *dialogs_of(struct watcher *watcher, HWND window);

/* The loop of the thread took this message. */
void user_message(struct watcher *watcher, const MSG *message);
/* A message was sent to the window. */
void user_sends(struct watcher *watcher, HWND window);
/* A message that a window is about to handle to which controls report. */
void user_told(struct watcher *watcher, const CWPSTRUCT *told);
/* What follows is about this dialog. */
void user_turns_to(struct watcher *watcher, const struct shown *dialog);
/* Writes what is pending. */
void user_settle(struct watcher *watcher);
/* The application destroys the window that it gave the call. */
void user_lost_owner(struct watcher *watcher);

#endif

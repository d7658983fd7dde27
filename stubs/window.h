/* Windows, their classes and queues below the Win32 functions, those of all processes. Fields are read and changed under the lock; window
 * procedures and hooks are called without it, so a window has to be looked up again after every call of them. */
#ifndef STUBS_WINDOW_H
#define STUBS_WINDOW_H

#include "machine.h"
#include <wingdi.h>
#include <winuser.h>

/* --- window_class.c --- */
struct window_class {
    struct window_class *next;
    DWORD process; /* 0: of the system */
    ATOM atom;
    WCHAR *name;
    UINT style;
    WNDPROC proc;
    int extra;
    HINSTANCE instance;
    bool system;
    unsigned windows;
};
/* By name or atom, of this process or the system; NULL. */
struct window_class *sim_class(const WCHAR *name);
bool sim_is_class(const struct window_class *class, const WCHAR *name);
void sim_classes_reset(void);
void sim_classes_of_process_ended(DWORD process);

/* --- window.c --- */
struct window {
    HWND self;
    struct window_class *class;
    DWORD style;
    DWORD ex_style;
    LONG_PTR id;
    HINSTANCE instance;
    LONG_PTR user_data;
    WNDPROC proc;
    DWORD process;
    DWORD thread;
    HWND owner;
    struct window *parent;   /* NULL: the desktop */
    struct window *children; /* topmost first */
    struct window *next;
    RECT rect;   /* in the parent's client area or on the screen */
    RECT client; /* likewise */
    WCHAR *text;
    HFONT font;
    struct dialog *dialog;
    void *control; /* of the system's controls; the owning thread's alone, in its process's memory */
    void (*control_end)(void *control);
    bool dying;
    LONG_PTR extra[]; /* bytes of the class */
};

struct new_window {
    struct window_class *class;
    DWORD style, ex_style;
    struct window *parent;
    HWND owner;
    LONG_PTR id;
    HINSTANCE instance;
};
/* NULL: the table is full. */
struct window *sim_window_new(const struct new_window *new);
void sim_window_free(struct window *window);
/* NULL and ERROR_INVALID_WINDOW_HANDLE for what is none. */
struct window *sim_window(HWND handle);
/* Of any parent or none, by order; from NULL the first. */
struct window **sim_siblings(struct window *parent);
void sim_window_link(struct window *window, HWND after);
void sim_window_unlink(struct window *window);
unsigned sim_window_count(void);
void sim_windows_reset(void);
/* Destroys without a message, as the end of a thread or process does. */
void sim_windows_of_thread_ended(DWORD thread);
void sim_windows_of_process_ended(DWORD process);
/* New list, NULL-terminated, free(). */
HWND *sim_windows_below(struct window *parent, bool deep);
size_t sim_child_count(HWND window);
/* The parent that HWND_MESSAGE stands for. */
struct window *sim_message_only(void);
WCHAR *sim_copy_text(const WCHAR *text);
/* In the pool. */
WCHAR *sim_share_text(const WCHAR *text);
void sim_unshare_text(WCHAR *text);
bool sim_set_text(HWND window, const WCHAR *text);
/* Copies at most ROOM - 1 units. */
size_t sim_get_text(HWND window, WCHAR *text, size_t room);

HFONT sim_font(HWND window);
/* Fields of a window, 0 for what is none. */
DWORD sim_style(HWND window);
bool sim_in_thread(HWND window);
bool sim_in_process(HWND window);
HWND sim_parent(HWND window);
HWND sim_top_level(HWND window);
void sim_set_style(HWND window, DWORD clear, DWORD set);
/* New state of SIZE bytes, zeroed; goes with the window or by sim_control_free(), which call END, if there is one. */
void *sim_control_new(HWND window, size_t size, void (*end)(void *control));
void *sim_control(HWND window);
void sim_control_free(HWND window);
void sim_control_end(struct window *window);
/* WM_COMMAND to the parent. */
void sim_notify_parent(HWND window, WORD code);

/* --- window_place.c --- */
/* The client area inside of RECT. */
RECT sim_client_of(const RECT *rect, DWORD style, DWORD ex_style);
POINT sim_client_origin(const struct window *window);

/* --- window_focus.c --- */
/* Shows, hides and activates as SW_ and SWP_ functions ask for. */
void sim_show(HWND window, bool show, bool activate);
bool sim_activate(HWND window);
/* What loses focus and activation with a window that is hidden or destroyed. */
void sim_focus_leaves(HWND window);
void sim_focus_reset(void);
/* Posted to a window that another thread moved to the foreground. */
#define SIM_WM_ACTIVATE 0x80000001u
/* Sent to a window that another thread shows or hides; WPARAM: how. */
#define SIM_WM_SHOW 0x80000002u

/* --- message.c --- */
struct hook {
    struct hook *next;
    uint32_t id;
    int kind;
    HOOKPROC proc;
};
struct timer {
    struct timer *next;
    HWND window;
    UINT_PTR id;
    DWORD period;
    DWORD due;
    TIMERPROC proc;
};
struct posted {
    struct posted *next;
    MSG msg;
};
struct queue {
    struct queue *next;
    DWORD process;
    DWORD thread;
    struct posted *posted;
    struct sent *sent;
    struct sent *answered; /* to what this thread sent */
    struct sent *served;   /* being answered, the innermost first */
    struct hook *hooks;
    struct timer *timers;
    HWND focus;
    HWND active;
    bool quit;
    bool waiting;
    bool outside; /* waits for something that is not of this machine */
    bool timed;   /* its timers may fire while it waits */
    int quit_code;
    BYTE keys[256];
};
/* The calling thread's; made at its first use. */
struct queue *sim_queue(void);
struct queue *sim_queue_of(DWORD thread);
/* A new thread of this process gets one if the calling thread has one: it counts as at work from the start. */
bool sim_queue_inherit(DWORD thread);
struct queue *sim_next_queue(struct queue *queue);
bool sim_queue_post(struct queue *queue, const MSG *msg);
void sim_queues_reset(void);
/* Messages that were posted to a window that is gone. */
void sim_queue_forget(HWND window);
/* Whether HWND_BROADCAST spreads it: neither a class's own nor an application's. */
bool sim_is_for_all(UINT message);
LRESULT sim_call(HWND window, UINT message, WPARAM wparam, LPARAM lparam);

/* --- message_sent.c --- */
/* Calls what other threads sent to this one; holds the lock once before and after, not meanwhile. */
bool sim_serve_sent(struct queue *queue);
/* Nobody will answer these. */
void sim_sent_end(struct sent *list);
void sim_answers_forget(struct queue *queue);
/* Nobody waits for the answers to what this thread sent. */
void sim_sender_ended(DWORD thread);

/* --- timer.c --- */
bool sim_timer_due(struct queue *queue, MSG *msg, HWND window);
/* Moves the clock to the next timer, when every thread with a queue waits; false: it is not to be moved. */
bool sim_timer_jump(void);
void sim_timers_forget(HWND window);

/* --- hook.c --- */
/* Nonzero: a hook of this thread refuses. */
LRESULT sim_cbt(int code, WPARAM wparam, LPARAM lparam);
/* Tells WH_GETMESSAGE. */
void sim_got_message(MSG *msg, UINT flags);

/* --- dialog_template.c --- */
struct dialog_head {
    bool extended;
    DWORD style, ex_style;
    WORD items;
    short x, y, width, height;
    const WCHAR *class; /* NULL: the dialog class */
    const WCHAR *title;
    const WCHAR *font; /* NULL: none named */
    WORD points;
};
struct dialog_item {
    DWORD style, ex_style;
    short x, y, width, height;
    DWORD id;
    const WCHAR *class;
    const WCHAR *text;
    const void *data; /* NULL: none */
};
/* Where the first item begins. */
const BYTE *sim_template_head(const void *template, struct dialog_head *head);
const BYTE *sim_template_item(const BYTE *at, bool extended, struct dialog_item *item);

/* --- dialog.c --- */
struct dialog {
    HWND focus; /* of the child that had it when the dialog was left */
    UINT default_id;
    int base_x, base_y;
    INT_PTR result;
    bool ended;
};
/* By value; false: no dialog. */
bool sim_dialog(HWND window, struct dialog *copy);
bool sim_dialog_set(HWND window, const struct dialog *copy);
/* Height of a line of text in this control, from the dialog it stands in. */
int sim_line_height(HWND control);

/* --- dialog_proc.c --- */
/* Moves the marking of the default button: OLD loses it, NEW gets it; either may be NULL. */
void sim_default_button(HWND old, HWND new);

/* --- resource.c --- */
/* A resource by number or text; NULL. */
const void *sim_resource(WORD type, const WCHAR *name);

/* --- control_*.c --- */
LRESULT WINAPI sim_button_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_static_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_edit_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_listbox_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_combobox_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_listview_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_header_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
LRESULT WINAPI sim_tooltip_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam);

#endif

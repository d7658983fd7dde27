/* Windows and dialogs of the DLL under test: what is seen of them, and where the user acts. user32 is reached lazily: a
 * process that has not loaded it can show nothing. */
#ifndef AGENT_UI_H
#define AGENT_UI_H

#include "agent.h"
#include "trace/ui_map.h"

#define UI_FUNCTIONS(X)                                                                                                \
    X(CallNextHookEx)                                                                                                  \
    X(CreateWindowExW)                                                                                                 \
    X(DefWindowProcW)                                                                                                  \
    X(DestroyWindow)                                                                                                   \
    X(DispatchMessageW)                                                                                                \
    X(GetClassNameW)                                                                                                   \
    X(GetDlgCtrlID)                                                                                                    \
    X(GetFocus)                                                                                                        \
    X(GetForegroundWindow)                                                                                             \
    X(GetMessageW)                                                                                                     \
    X(GetParent)                                                                                                       \
    X(GetWindow)                                                                                                       \
    X(GetWindowLongW)                                                                                                  \
    X(GetWindowRect)                                                                                                   \
    X(IsWindow)                                                                                                        \
    X(IsWindowEnabled)                                                                                                 \
    X(IsWindowVisible)                                                                                                 \
    X(KillTimer)                                                                                                       \
    X(MapDialogRect)                                                                                                   \
    X(MapWindowPoints)                                                                                                 \
    X(PeekMessageW)                                                                                                    \
    X(PostMessageW)                                                                                                    \
    X(PostThreadMessageW)                                                                                              \
    X(RegisterClassW)                                                                                                  \
    X(SendMessageW)                                                                                                    \
    X(SetForegroundWindow)                                                                                             \
    X(SetTimer)                                                                                                        \
    X(SetWindowsHookExW)                                                                                               \
    X(TranslateMessage)                                                                                                \
    X(UnhookWindowsHookEx)
struct ui_api {
#define UI_MEMBER(name) __typeof__(name) *name;
    UI_FUNCTIONS(UI_MEMBER)
#undef UI_MEMBER
};

/* ---- ui_api.c ---- */

/* NULL if user32 is not in this process and `load` does not ask for it, or if it lacks something. */
const struct ui_api *ui_api(bool load);

/* ---- ui_map_file.c ---- */

/* NULL, or what is wrong with the file of the option --ui. */
const char *ui_map_open(const char *path);
void ui_map_close(void);
/* NULL where there is none. */
const struct ui_map *ui_map_current(void);

/* ---- ui_find.c ---- */

enum ui_kind { /* those up to UI_LABEL say themselves what they are called */
               UI_BUTTON,
               UI_CHECK,
               UI_RADIO,
               UI_GROUP,
               UI_LABEL,
               UI_EDIT,
               UI_PASSWORD,
               UI_LIST,
               UI_COMBO,
               UI_PAGE,
               UI_TABLE,
               UI_TABS,
               UI_OTHER
};

struct ui_control {
    HWND window;
    enum ui_kind kind;
};

/* A dialog as it was when it was last looked at. Its own; ui_forget() frees what it holds. */
struct ui_dialog {
    HWND window;
    struct ui_control *controls; /* in the order of the dialog */
    unsigned n;
    bool listed; /* they are; false once one comes or goes */
    HWND focus;
    struct ui_label {
        HWND window;
        uint32_t text; /* hash of what it says */
    } * labels;        /* that say something */
    unsigned n_labels;
    HWND focus_before;
    HWND acted; /* the control of the user's last line since: he is there, whatever was before */
};

struct ui_name {
    char text[TRACE_MAX_LINE / 64]; /* a role, or a caption or label in canonical spelling */
    bool quoted;
};

/* Lists the controls, unless they are, and sees where the focus is. */
void ui_look_at(struct ui_dialog *dialog);
void ui_forget(struct ui_dialog *dialog);
DWORD ui_style(HWND window);
bool ui_has_label(const struct ui_control *control);
/* The role of a dialog, or its caption. */
void ui_dialog_name(const struct ui_dialog *dialog, struct ui_name *name);
/* The role of a control, or what a person calls it. */
void ui_control_name(const struct ui_dialog *dialog, const struct ui_name *parent, const struct ui_control *control,
                     struct ui_name *name);
/* The control of a role, quoted label or quoted "#id"; NULL if there is none. *unmapped: nothing says which it is. */
HWND ui_find_control(const struct ui_dialog *dialog, const struct detail *line, bool *unmapped);
/* Whether nothing says which dialog has this role. */
bool ui_dialog_unmapped(const char *role);

/* ---- ui_tree.c ---- */

/* Writes the dialog with its controls into the trace. `unseen`: nobody could see it. */
void ui_show_dialog(const struct ui_dialog *dialog, const struct ui_name *name, bool unseen);
/* What a trace calls the owner of a dialog, if it is no window of the DLL's; NULL: by its caption. (ui_watch.c) */
const char *ui_owner_name(HWND owner);
/* Text of a window: new, free(); NULL without memory. */
WCHAR *ui_text(HWND window);
/* Canonical spelling; "" if it does not fit. */
void ui_spell(const WCHAR *text, char *out, size_t size);
/* The same of a window's text; of a label without '&'. */
void ui_spell_text(HWND window, bool label, char *out, size_t size);
/* Button, Edit, … of the system, whatever the case. */
bool ui_is_class(HWND window, const WCHAR *class);

/* ---- ui_window.c ---- */

/* Helpers of the system, which no DLL asks for by itself. */
bool ui_is_systems(HWND window);
/* Tips, of balloons or not. */
bool ui_is_tip(HWND window);
/* By its parent: how a thread hears of something, and nobody ever sees it. */
bool ui_is_message_only(HWND parent);
/* SEEN_WINDOW_CREATE or SEEN_WINDOW_DESTROY. */
void ui_show_window(enum detail_kind kind, HWND window, const WCHAR *title);

/* ---- ui_items.c ---- */

typedef void ui_item_fn(void *context, const WCHAR *text, bool selected);
/* Tells the first entries of a list, a combo box, a table (a row's columns with tabs between) or tabs, at most MOST. How many
 * there are; 0 for others. */
int ui_items(const struct ui_control *control, int most, ui_item_fn *tell, void *context);
/* The row of a table that says this, in its first column or in all of them as above; -1: none does. */
int ui_table_row(HWND table, const WCHAR *text);

/* ---- ui_change.c ---- */

/* Lines for texts that appeared since the last look and for a focus that moved, if `tell`. After ui_look_at(). */
void ui_look_again(struct ui_dialog *dialog, const struct ui_name *name, bool tell);
/* The same of a tip that is shown without a mouse, for a control of the dialog; TIP keeps what it said. */
void ui_look_at_tip(struct ui_dialog *tip, const struct ui_dialog *dialog, const struct ui_name *name);

/* ---- ui_picture.c ---- */

/* Where the screen is and pictures go, which are counted anew; NULL: nowhere. */
void ui_pictures_into(const char *path);
/* Has the dialog drawn, waits until the screen shows it, and keeps that. */
void ui_picture(HWND dialog);

/* ---- ui_act.c ---- */

enum ui_done { UI_DONE, UI_POSTED, UI_FAILED };
/* One line of the user, other than `dialog`. */
enum ui_done ui_act(HWND dialog, HWND control, const struct detail *line);

/* ---- ui_watch.c ---- */

/* Around each step, on its thread. */
struct ui_step {
    struct player *player;
    bool waits;
    HWND foreground;
};
void ui_enter_step(const struct step *step, struct ui_step *ui);
void ui_leave_step(struct ui_step *ui);
/* The calling thread is about to make a window: it is watched from here on, whoever started it. */
void ui_watch_thread(void);
/* Takes the hooks of all threads away at the end of a scenario. */
void ui_close(void);

/* A window of the scenario's own: its owner of dialogs. NULL if there can't be one. */
HWND ui_window_new(const char *title);
void ui_window_close(HWND window);

#endif

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
    X(GetClassNameW)                                                                                                   \
    X(GetDlgCtrlID)                                                                                                    \
    X(GetDlgItem)                                                                                                      \
    X(GetFocus)                                                                                                        \
    X(GetForegroundWindow)                                                                                             \
    X(GetParent)                                                                                                       \
    X(GetWindow)                                                                                                       \
    X(GetWindowLongW)                                                                                                  \
    X(GetWindowRect)                                                                                                   \
    X(IsChild)                                                                                                         \
    X(IsWindow)                                                                                                        \
    X(IsWindowEnabled)                                                                                                 \
    X(IsWindowVisible)                                                                                                 \
    X(KillTimer)                                                                                                       \
    X(MapDialogRect)                                                                                                   \
    X(MapWindowPoints)                                                                                                 \
    X(PostMessageW)                                                                                                    \
    X(RegisterClassW)                                                                                                  \
    X(SendMessageW)                                                                                                    \
    X(SetForegroundWindow)                                                                                             \
    X(SetTimer)                                                                                                        \
    X(SetWindowsHookExW)                                                                                               \
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

/* ---- ui_tree.c ---- */

struct ui_name {
    char text[TRACE_MAX_LINE / 64]; /* a role, or a caption or label in canonical spelling */
    bool quoted;
};

/* The role of a dialog, or its caption. */
void ui_dialog_name(HWND dialog, struct ui_name *name);
/* Writes the dialog with its controls into the trace. `unseen`: nobody could see it. */
void ui_show_dialog(HWND dialog, const struct ui_name *name, bool unseen);
/* The controls in the order of the dialog, those of a page behind it: from NULL the first, NULL behind the last. */
HWND ui_next_control(HWND dialog, HWND from);
/* The role of a control, or what a person calls it. */
void ui_control_name(HWND dialog, const struct ui_name *parent, HWND control, struct ui_name *name);
/* The control of a role, quoted label or quoted "#id"; NULL if there is none. *unmapped: nothing says which it is. */
HWND ui_find_control(HWND dialog, const struct detail *line, bool *unmapped);
/* Whether nothing says which dialog has this role. */
bool ui_dialog_unmapped(const char *role);
/* Text of a window: new, free(); NULL without memory. */
WCHAR *ui_text(HWND window);
/* Button, Edit, … of the system, whatever the case. */
bool ui_is_class(HWND window, const WCHAR *class);

/* ---- ui_change.c ---- */

/* What a dialog showed when it was last looked at; free() labels. */
struct ui_state {
    struct ui_label {
        HWND window;
        uint32_t text; /* hash of what it says; 0 if it is hidden or empty */
    } * labels;
    unsigned n;
    HWND focus;
    HWND acted; /* the control of the user's last line since: he is there, whatever was before */
};
/* Looks again. Lines for texts that appeared and for a focus that moved, if `tell`. */
void ui_look_again(HWND dialog, const struct ui_name *name, struct ui_state *state, bool tell);

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
/* Takes the hooks of all threads away at the end of a scenario. */
void ui_close(void);

/* A window of the scenario's own: its owner of dialogs. NULL if there can't be one. */
HWND ui_window_new(const char *title);
void ui_window_close(HWND window);

#endif

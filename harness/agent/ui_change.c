/* What a dialog shows otherwise than before the user's last lines: a message that appeared at a control, and where the
 * focus went. */
#include "ui.h"

#include <commctrl.h>
#include <stddef.h>
#include "journal.h"
#include "places.h"

/* TTTOOLINFOW_V1_SIZE, which Windows 2000 knows, without that macro's access through a null pointer. */
#define TIP_SIZE offsetof(TTTOOLINFOW, lParam)

/* A text, not a picture or a frame. */
static bool is_text(const struct ui_control *control)
{
    const DWORD style = ui_style(control->window), type = style & SS_TYPEMASK;

    return style & WS_VISIBLE && (type <= SS_RIGHT || type == SS_SIMPLE || type == SS_LEFTNOWORDWRAP);
}

static uint32_t hash_of(const WCHAR *text)
{
    uint32_t hash = 2166136261u;

    if (!*text)
        return 0;
    for (; *text; text++)
        hash = (hash ^ *text) * 16777619u;
    return hash ? hash : 1;
}

/* Between a message and the control that it is about: other texts and frames. */
static bool is_passive(const struct ui_control *control)
{
    return control->kind == UI_LABEL || control->kind == UI_GROUP;
}

/* The control in front of the message; of one in front of all the first behind it. NULL: there is none. */
static const struct ui_control *subject_of(const struct ui_dialog *dialog, unsigned message)
{
    for (unsigned i = message; i > 0; i--)
        if (!is_passive(&dialog->controls[i - 1]))
            return &dialog->controls[i - 1];
    for (unsigned i = message + 1; i < dialog->n; i++)
        if (!is_passive(&dialog->controls[i]))
            return &dialog->controls[i];
    return NULL;
}

static void show_message(const struct ui_dialog *dialog, const struct ui_name *parent, const struct ui_control *subject,
                         const WCHAR *text)
{
    struct detail detail = { .kind = SEEN_MESSAGE, .effect = EFFECT_WINDOWS };
    struct ui_name name = *parent;
    struct buffer spelling;

    if (subject)
        ui_control_name(dialog, parent, subject, &name);
    buffer_init(&spelling, TRACE_MAX_LINE);
    places_encode(wide_text(text), &spelling);
    detail.role = name.text;
    detail.role_quoted = name.quoted;
    detail.text = spelling.data ? spelling.data : "";
    journal_detail(&detail);
    buffer_free(&spelling);
}

static bool was_said(const struct ui_dialog *dialog, struct ui_label label)
{
    for (unsigned i = 0; i < dialog->n_labels; i++)
        if (dialog->labels[i].window == label.window)
            return dialog->labels[i].text == label.text;
    return false;
}

static bool add_label(struct ui_label **labels, unsigned *n, struct ui_label label)
{
    struct ui_label *more = *n % 16 ? *labels : realloc(*labels, (*n + 16) * sizeof *more);

    if (!more)
        return false;
    *labels = more;
    more[(*n)++] = label;
    return true;
}

static void look_at_labels(struct ui_dialog *dialog, const struct ui_name *name, bool tell)
{
    struct ui_label *labels = NULL;
    unsigned n = 0;

    for (unsigned i = 0; i < dialog->n; i++) {
        const struct ui_control *control = &dialog->controls[i];
        WCHAR *text = control->kind == UI_LABEL && is_text(control) ? ui_text(control->window) : NULL;
        const struct ui_label label = { control->window, text ? hash_of(text) : 0 };

        if (tell && label.text && !was_said(dialog, label))
            show_message(dialog, name, subject_of(dialog, i), text);
        free(text);
        if (label.text && !add_label(&labels, &n, label))
            break;
    }
    free(dialog->labels);
    dialog->labels = labels;
    dialog->n_labels = n;
}

static void look_at_focus(struct ui_dialog *dialog, const struct ui_name *parent, bool tell)
{
    struct detail detail = { .kind = SEEN_FOCUS, .effect = EFFECT_WINDOWS };
    const HWND expected = dialog->acted ? dialog->acted : dialog->focus_before;
    const struct ui_control *control = NULL;
    struct ui_name name;

    dialog->focus_before = dialog->focus;
    dialog->acted = NULL;
    for (unsigned i = 0; i < dialog->n && !control; i++)
        control = dialog->controls[i].window == dialog->focus ? &dialog->controls[i] : NULL;
    if (!tell || !control || dialog->focus == expected)
        return;
    ui_control_name(dialog, parent, control, &name);
    detail.role = name.text;
    detail.role_quoted = name.quoted;
    journal_detail(&detail);
}

void ui_look_again(struct ui_dialog *dialog, const struct ui_name *name, bool tell)
{
    look_at_labels(dialog, name, tell);
    look_at_focus(dialog, name, tell);
}

/* ---- tips ---- */

static const struct ui_control *control_at(const struct ui_dialog *dialog, HWND window)
{
    for (unsigned i = 0; i < dialog->n; i++)
        if (dialog->controls[i].window == window)
            return &dialog->controls[i];
    return NULL;
}

/* The window that a tip is for: that of its first tool that the program shows by itself. NULL: the mouse asked for it. */
static HWND tip_subject(HWND tip)
{
    enum { UNITS = 4096 };
    const LRESULT n = ui_api(false)->SendMessageW(tip, TTM_GETTOOLCOUNT, 0, 0);
    WCHAR *text = calloc(UNITS, sizeof *text); /* whose size nobody can tell the system */
    HWND subject = NULL;

    for (LRESULT i = 0; text && !subject && i < n; i++) {
        TTTOOLINFOW info = { .cbSize = TIP_SIZE, .lpszText = text };

        if (!ui_api(false)->SendMessageW(tip, TTM_ENUMTOOLSW, (WPARAM)i, (LPARAM)&info) || !(info.uFlags & TTF_TRACK))
            continue;
        subject = info.uFlags & TTF_IDISHWND ? (HWND)info.uId : info.hwnd; /* NOLINT(performance-no-int-to-ptr) */
    }
    free(text);
    return subject;
}

/* What it says is what its window says, in old and new systems. */
void ui_look_at_tip(struct ui_dialog *tip, const struct ui_dialog *dialog, const struct ui_name *name)
{
    WCHAR *text = ui_api(false)->IsWindowVisible(tip->window) ? ui_text(tip->window) : NULL;
    const struct ui_label label = { tip->window, text ? hash_of(text) : 0 };
    const HWND subject = label.text && !was_said(tip, label) ? tip_subject(tip->window) : NULL;

    if (subject)
        show_message(dialog, name, control_at(dialog, subject), text);
    free(text);
    tip->n_labels = 0;
    add_label(&tip->labels, &tip->n_labels, label);
}

/* What a dialog shows otherwise than before the user's last lines: a message that appeared at a control, and where the
 * focus went. */
#include "ui.h"

#include "journal.h"
#include "places.h"

static const struct ui_api *api(void)
{
    return ui_api(false);
}

static DWORD style_of(HWND window)
{
    return (DWORD)api()->GetWindowLongW(window, GWL_STYLE);
}

/* A text, not a picture or a frame. */
static bool is_label(HWND control)
{
    const DWORD type = ui_is_class(control, L"Static") ? style_of(control) & SS_TYPEMASK : SS_ICON;

    return type <= SS_RIGHT || type == SS_SIMPLE || type == SS_LEFTNOWORDWRAP;
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
static bool is_passive(HWND control)
{
    return ui_is_class(control, L"Static") ||
           (ui_is_class(control, L"Button") && (style_of(control) & BS_TYPEMASK) == BS_GROUPBOX);
}

/* The control in front of the message; of one in front of all the first behind it. */
static HWND subject_of(HWND message)
{
    HWND control = message;

    while (control && is_passive(control))
        control = api()->GetWindow(control, GW_HWNDPREV);
    for (HWND at = message; at && !control; at = api()->GetWindow(at, GW_HWNDNEXT))
        control = is_passive(at) ? NULL : at;
    return control;
}

static void show_message(HWND dialog, const struct ui_name *parent, HWND message, const WCHAR *text)
{
    struct detail detail = { .kind = SEEN_MESSAGE, .effect = EFFECT_WINDOWS };
    const HWND subject = subject_of(message);
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

static uint32_t said_before(const struct ui_state *state, HWND label)
{
    for (unsigned i = 0; i < state->n; i++)
        if (state->labels[i].window == label)
            return state->labels[i].text;
    return 0;
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

static void look_at_labels(HWND dialog, const struct ui_name *name, struct ui_state *state, bool tell)
{
    struct ui_label *labels = NULL;
    unsigned n = 0;

    for (HWND at = ui_next_control(dialog, NULL); at; at = ui_next_control(dialog, at)) {
        struct ui_label label = { at, 0 };
        WCHAR *text = is_label(at) && style_of(at) & WS_VISIBLE ? ui_text(at) : NULL;

        if (text)
            label.text = hash_of(text);
        if (tell && label.text && label.text != said_before(state, at))
            show_message(dialog, name, at, text);
        free(text);
        if (label.text && !add_label(&labels, &n, label))
            break;
    }
    free(state->labels);
    state->labels = labels;
    state->n = n;
}

static void look_at_focus(HWND dialog, const struct ui_name *parent, struct ui_state *state, bool tell)
{
    struct detail detail = { .kind = SEEN_FOCUS, .effect = EFFECT_WINDOWS };
    const HWND focus = api()->GetFocus(), expected = state->acted ? state->acted : state->focus;
    struct ui_name name;

    state->focus = focus;
    state->acted = NULL;
    if (!tell || !focus || focus == expected || !api()->IsChild(dialog, focus))
        return;
    ui_control_name(dialog, parent, focus, &name);
    detail.role = name.text;
    detail.role_quoted = name.quoted;
    journal_detail(&detail);
}

void ui_look_again(HWND dialog, const struct ui_name *name, struct ui_state *state, bool tell)
{
    look_at_labels(dialog, name, state, tell);
    look_at_focus(dialog, name, state, tell);
}

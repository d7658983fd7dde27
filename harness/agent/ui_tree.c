/* A dialog as a tree that a person can read. */
#include "ui.h"

#include <stdio.h>
#include "journal.h"
#include "places.h"

enum { MAX_WORDS = 24, MAX_ITEMS = 12 };

static const struct ui_api *api(void)
{
    return ui_api(false);
}

/* ---- texts ---- */

WCHAR *ui_text(HWND window)
{
    const size_t n = (size_t)api()->SendMessageW(window, WM_GETTEXTLENGTH, 0, 0);
    WCHAR *text = calloc(n + 2, sizeof *text);

    if (text)
        api()->SendMessageW(window, WM_GETTEXT, n + 1, (LPARAM)text);
    return text;
}

/* Without the '&' of its accelerator; *key is that, 0 if there is none. */
static void strip(WCHAR *text, WCHAR *key)
{
    WCHAR *to = text;

    *key = 0;
    for (const WCHAR *at = text; *at; at++) {
        if (*at == '&' && at[1]) {
            at++;
            if (*at != '&' && !*key)
                *key = *at;
        }
        *to++ = *at;
    }
    *to = 0;
}

void ui_spell(const WCHAR *text, char *out, size_t size)
{
    struct buffer spelling;

    buffer_init(&spelling, TRACE_MAX_LINE);
    places_encode(wide_text(text), &spelling);
    snprintf(out, size, "%s", spelling.data && strlen(spelling.data) < size ? spelling.data : "");
    buffer_free(&spelling);
}

void ui_spell_text(HWND window, bool label, char *out, size_t size)
{
    WCHAR *text = ui_text(window), key;

    if (text && label)
        strip(text, &key);
    ui_spell(text ? text : L"", out, size);
    free(text);
}

bool ui_is_class(HWND window, const WCHAR *class)
{
    WCHAR name[64] = { 0 };

    api()->GetClassNameW(window, name, 63);
    return wide_equal(wide_text(name), wide_text(class));
}

/* ---- words ---- */

struct words {
    const char *words[MAX_WORDS + MAX_ITEMS];
    unsigned n;
    struct arena arena;
};

static void word(struct words *words, const char *text)
{
    if (text && words->n < ARRAYSIZE(words->words))
        words->words[words->n++] = text;
}

static void quoted_word(struct words *words, const char *key, const WCHAR *text)
{
    char spelling[1024];

    ui_spell(text, spelling, sizeof spelling);
    word(words, arena_printf(&words->arena, "%s=\"%s\"", key, spelling));
}

/* What a thousand units are, so that one can be told exactly. */
static int units(LONG pixels, LONG thousand, int parts)
{
    return (int)((pixels * 1000 * parts * 2 + thousand) / (thousand * 2));
}

static void place_word(struct words *words, HWND dialog, HWND control)
{
    RECT scale = { 0, 0, 4000, 8000 }, rect = { 0, 0, 0, 0 };

    if (!api()->MapDialogRect(dialog, &scale) || !scale.right || !scale.bottom)
        return;
    api()->GetWindowRect(control, &rect);
    api()->MapWindowPoints(NULL, dialog, (POINT *)&rect, 2);
    word(words, arena_printf(&words->arena, "at=%d,%d,%d,%d", units(rect.left, scale.right, 4),
                             units(rect.top, scale.bottom, 8), units(rect.right - rect.left, scale.right, 4),
                             units(rect.bottom - rect.top, scale.bottom, 8)));
}

/* Which button Enter presses; 0: none. */
static int default_id(HWND dialog)
{
    const LRESULT id = api()->SendMessageW(dialog, DM_GETDEFID, 0, 0);

    return HIWORD(id) == DC_HASDEFID ? (int)LOWORD(id) : 0;
}

static void state_words(struct words *words, const struct ui_dialog *dialog, const struct ui_control *control,
                        int preset)
{
    const DWORD style = ui_style(control->window);

    if (!(style & WS_VISIBLE))
        word(words, "hidden");
    if (style & WS_DISABLED)
        word(words, "disabled");
    if (control->kind == UI_BUTTON && preset && preset == (api()->GetDlgCtrlID(control->window) & 0xffff))
        word(words, "default");
    if (dialog->focus == control->window)
        word(words, "focused");
    if ((control->kind == UI_CHECK || control->kind == UI_RADIO) &&
        api()->SendMessageW(control->window, BM_GETCHECK, 0, 0) == BST_CHECKED)
        word(words, "checked");
    if ((control->kind == UI_EDIT || control->kind == UI_PASSWORD) && style & ES_READONLY)
        word(words, "read-only");
    if (control->kind == UI_PASSWORD && api()->SendMessageW(control->window, WM_GETTEXTLENGTH, 0, 0) > 0)
        word(words, "filled");
}

static void item_word(void *context, const WCHAR *text, bool selected)
{
    quoted_word(context, selected ? "selected" : "item", text);
}

static void item_words(struct words *words, const struct ui_control *control)
{
    const int count = ui_items(control, MAX_ITEMS, item_word, words);

    if (count > MAX_ITEMS)
        word(words, arena_printf(&words->arena, "items=%d", count));
}

static void key_word(struct words *words, HWND control)
{
    WCHAR *text = ui_text(control), key[2] = { 0, 0 };

    if (text)
        strip(text, &key[0]);
    if (key[0])
        quoted_word(words, "key", key);
    free(text);
}

/* ---- lines ---- */

/* What is the same for all controls of a dialog, or counts them. */
struct showing {
    const struct ui_dialog *dialog;
    const struct ui_name *name;
    int preset; /* number of the default button */
    int tabs;   /* that the tab key reaches, so far */
    bool box;
};

static const char *const kind_names[] = {
    [UI_BUTTON] = "button",     [UI_CHECK] = "check", [UI_RADIO] = "radio", [UI_GROUP] = "group",
    [UI_LABEL] = "label",       [UI_EDIT] = "edit",   [UI_LIST] = "list",   [UI_COMBO] = "combo",
    [UI_PASSWORD] = "password", [UI_PAGE] = "page",   [UI_TABLE] = "table", [UI_TABS] = "tabs",
    [UI_OTHER] = "other",
};

static void show_control(struct showing *showing, const struct ui_control *control)
{
    struct detail detail = { .kind = SEEN_CONTROL, .effect = EFFECT_WINDOWS, .object = kind_names[control->kind] };
    struct words words = { .n = 0 };
    char text[4096] = "";
    struct ui_name name;

    arena_init(&words.arena);
    ui_control_name(showing->dialog, showing->name, control, &name);
    detail.role = name.text;
    detail.role_quoted = name.quoted;
    if (control->kind != UI_PASSWORD) {
        ui_spell_text(control->window, ui_has_label(control), text, sizeof text);
        detail.text = text;
    }
    state_words(&words, showing->dialog, control, showing->preset);
    item_words(&words, control);
    if (ui_style(control->window) & WS_TABSTOP)
        word(&words, arena_printf(&words.arena, "tab=%d", ++showing->tabs));
    if (ui_has_label(control))
        key_word(&words, control->window);
    word(&words, arena_printf(&words.arena, "id=%d", (short)api()->GetDlgCtrlID(control->window)));
    if (!showing->box)
        place_word(&words, showing->dialog->window, control->window);
    detail.words = words.words;
    detail.n_words = words.n;
    journal_detail(&detail);
    arena_free(&words.arena);
}

/* The system's own dialog, which it lays out as it likes. */
static bool is_box(const struct ui_dialog *dialog)
{
    if (!(ui_style(dialog->window) & DS_NOIDLEMSG))
        return false;
    for (unsigned i = 0; i < dialog->n; i++)
        if (!ui_has_label(&dialog->controls[i]))
            return false;
    return true;
}

static bool is_picture(const struct ui_control *control)
{
    return control->kind == UI_LABEL && !api()->SendMessageW(control->window, WM_GETTEXTLENGTH, 0, 0);
}

static void show_controls(struct showing *showing, bool labels, bool others)
{
    for (unsigned i = 0; i < showing->dialog->n; i++) {
        const struct ui_control *control = &showing->dialog->controls[i];

        if ((control->kind == UI_LABEL ? labels : others) && !(showing->box && is_picture(control)))
            show_control(showing, control);
    }
}

static void owner_word(struct words *words, HWND dialog)
{
    const HWND owner = api()->GetWindow(dialog, GW_OWNER);
    const char *name = owner ? ui_owner_name(owner) : NULL;
    WCHAR *text;

    if (name) {
        word(words, arena_printf(&words->arena, "owner=%s", name));
        return;
    }
    text = owner ? ui_text(owner) : NULL;
    if (text)
        quoted_word(words, "owner", text);
    else
        word(words, "owner=null");
    free(text);
}

void ui_show_dialog(const struct ui_dialog *dialog, const struct ui_name *name, bool unseen)
{
    struct detail detail = { .kind = SEEN_DIALOG, .effect = EFFECT_WINDOWS, .role = name->text };
    struct showing showing = { dialog, name, default_id(dialog->window), 0, is_box(dialog) };
    WCHAR *caption = ui_text(dialog->window);
    struct words words = { .n = 0 };

    arena_init(&words.arena);
    if (unseen)
        word(&words, "unseen");
    if (!name->quoted && caption)
        quoted_word(&words, "caption", caption);
    owner_word(&words, dialog->window);
    detail.role_quoted = name->quoted;
    detail.words = words.words;
    detail.n_words = words.n;
    journal_detail(&detail);
    arena_free(&words.arena);
    free(caption);
    show_controls(&showing, true, !showing.box);
    if (showing.box) /* its text stands first */
        show_controls(&showing, false, true);
}

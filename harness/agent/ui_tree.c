/* A dialog as a tree that a person can read, and its controls by role, label or id. */
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

static void spell(const WCHAR *text, char *out, size_t size)
{
    struct buffer spelling;

    buffer_init(&spelling, TRACE_MAX_LINE);
    places_encode(wide_text(text), &spelling);
    snprintf(out, size, "%s", spelling.data && strlen(spelling.data) < size ? spelling.data : "");
    buffer_free(&spelling);
}

static void spell_text(HWND window, bool label, char *out, size_t size)
{
    WCHAR *text = ui_text(window), key;

    if (text && label)
        strip(text, &key);
    spell(text ? text : L"", out, size);
    free(text);
}

bool ui_is_class(HWND window, const WCHAR *class)
{
    WCHAR name[64] = { 0 };

    api()->GetClassNameW(window, name, 63);
    return wide_equal(wide_text(name), wide_text(class));
}

HWND ui_next_control(HWND dialog, HWND from)
{
    HWND next = NULL;

    if (!from || ui_is_class(from, L"#32770"))
        next = api()->GetWindow(from ? from : dialog, GW_CHILD);
    for (HWND at = from; at && at != dialog && !next; at = api()->GetParent(at))
        next = api()->GetWindow(at, GW_HWNDNEXT);
    return next;
}

static DWORD style_of(HWND window)
{
    return (DWORD)api()->GetWindowLongW(window, GWL_STYLE);
}

/* ---- kinds ---- */

static const char *button_kind(HWND control)
{
    switch (style_of(control) & 0xf) {
    case BS_CHECKBOX:
    case BS_AUTOCHECKBOX:
    case BS_3STATE:
    case BS_AUTO3STATE:
        return "check";
    case BS_RADIOBUTTON:
    case BS_AUTORADIOBUTTON:
        return "radio";
    case BS_GROUPBOX:
        return "group";
    default:
        return "button";
    }
}

static const char *kind_of(HWND control)
{
    static const struct {
        const WCHAR *class;
        const char *kind;
    } kinds[] = { { L"Static", "label" }, { L"ListBox", "list" },        { L"ComboBox", "combo" },
                  { L"#32770", "page" },  { L"SysListView32", "table" }, { L"SysTabControl32", "tabs" } };

    if (ui_is_class(control, L"Button"))
        return button_kind(control);
    if (ui_is_class(control, L"Edit"))
        return style_of(control) & ES_PASSWORD ? "password" : "edit";
    for (unsigned i = 0; i < ARRAYSIZE(kinds); i++)
        if (ui_is_class(control, kinds[i].class))
            return kinds[i].kind;
    return "other";
}

static bool has_label(HWND control)
{
    return ui_is_class(control, L"Button") || ui_is_class(control, L"Static");
}

/* What a person calls it: its own text, or the label in front of it. */
static void label_of(HWND control, char *out, size_t size)
{
    const HWND before = api()->GetWindow(control, GW_HWNDPREV);

    *out = 0;
    if (has_label(control))
        spell_text(control, true, out, size);
    else if (before && ui_is_class(before, L"Static"))
        spell_text(before, true, out, size);
}

/* ---- roles ---- */

static bool control_fits(HWND control, const struct ui_entry *entry)
{
    char text[1024];
    WCHAR class[64] = { 0 };

    switch (entry->by) {
    case UI_BY_ID:
        return (api()->GetDlgCtrlID(control) & 0xffff) == (int)entry->number;
    case UI_BY_LABEL:
        label_of(control, text, sizeof text);
        return strcmp(text, entry->text) == 0;
    case UI_BY_CLASS:
        api()->GetClassNameW(control, class, 63);
        spell(class, text, sizeof text);
        return strcmp(text, entry->text) == 0;
    default:
        return false;
    }
}

static HWND find_in(HWND dialog, const struct ui_entry *entry)
{
    HWND control = ui_next_control(dialog, NULL);

    while (control && !control_fits(control, entry))
        control = ui_next_control(dialog, control);
    return control;
}

static bool says(HWND dialog, const char *text)
{
    char own[1024];

    for (HWND at = ui_next_control(dialog, NULL); at; at = ui_next_control(dialog, at)) {
        if (!ui_is_class(at, L"Static"))
            continue;
        spell_text(at, true, own, sizeof own);
        if (strcmp(own, text) == 0)
            return true;
    }
    return false;
}

static bool dialog_fits(HWND dialog, const struct ui_entry *entry)
{
    char text[1024];

    switch (entry->by) {
    case UI_BY_CAPTION:
        spell_text(dialog, false, text, sizeof text);
        return strcmp(text, entry->text) == 0;
    case UI_BY_TEXT:
        return says(dialog, entry->text);
    case UI_BY_CLASS:
        return control_fits(dialog, entry);
    default:
        return find_in(dialog, entry) != NULL;
    }
}

/* All entries of a dialog's role have to fit: a caption alone may be that of several. */
static bool has_role(HWND dialog, const char *role)
{
    const struct ui_entry *entry = ui_map_next(ui_map_current(), role, NULL);

    if (!entry)
        return false;
    for (; entry; entry = ui_map_next(ui_map_current(), role, entry))
        if (!dialog_fits(dialog, entry))
            return false;
    return true;
}

void ui_dialog_name(HWND dialog, struct ui_name *name)
{
    for (size_t i = 0; i < cat_n_roles; i++)
        if (!strchr(cat_roles[i], '.') && has_role(dialog, cat_roles[i])) {
            snprintf(name->text, sizeof name->text, "%s", cat_roles[i]);
            name->quoted = false;
            return;
        }
    spell_text(dialog, false, name->text, sizeof name->text);
    name->quoted = true;
}

bool ui_dialog_unmapped(const char *role)
{
    return !ui_map_next(ui_map_current(), role, NULL);
}

/* The numbers that Win32 itself gives to buttons need no map. */
static int standard_id(const char *role)
{
    static const struct {
        const char *name;
        int id;
    } buttons[] = { { ".ok", IDOK }, { ".cancel", IDCANCEL }, { ".yes", IDYES }, { ".no", IDNO } };
    const char *last = strrchr(role, '.');

    for (unsigned i = 0; last && i < ARRAYSIZE(buttons); i++)
        if (strcmp(last, buttons[i].name) == 0)
            return buttons[i].id;
    return 0;
}

static HWND control_of_role(HWND dialog, const char *role)
{
    const struct ui_entry *entry = ui_map_next(ui_map_current(), role, NULL);
    const int id = standard_id(role);

    if (!entry)
        return id ? api()->GetDlgItem(dialog, id) : NULL;
    for (; entry; entry = ui_map_next(ui_map_current(), role, entry)) {
        const HWND control = find_in(dialog, entry);

        if (control)
            return control;
    }
    return NULL;
}

/* Nobody acts on a label: it names the control behind it. */
static HWND find_for_user(HWND dialog, const struct ui_entry *entry)
{
    HWND control = ui_next_control(dialog, NULL);

    while (control && (ui_is_class(control, L"Static") || !control_fits(control, entry)))
        control = ui_next_control(dialog, control);
    return control;
}

HWND ui_find_control(HWND dialog, const struct detail *line, bool *unmapped)
{
    struct ui_entry entry = { .by = UI_BY_LABEL, .text = line->role };

    *unmapped = !line->role_quoted && !ui_map_next(ui_map_current(), line->role, NULL) && !standard_id(line->role);
    if (!line->role_quoted)
        return control_of_role(dialog, line->role);
    if (line->role[0] == '#') {
        entry.by = UI_BY_ID;
        entry.number = (uint32_t)strtoul(line->role + 1, NULL, 10);
    }
    return find_for_user(dialog, &entry);
}

void ui_control_name(HWND dialog, const struct ui_name *parent, HWND control, struct ui_name *name)
{
    const size_t n = strlen(parent->text);

    name->quoted = false;
    for (size_t i = 0; i < cat_n_roles && !parent->quoted; i++)
        if (strncmp(cat_roles[i], parent->text, n) == 0 && cat_roles[i][n] == '.' &&
            control_of_role(dialog, cat_roles[i]) == control) {
            snprintf(name->text, sizeof name->text, "%s", cat_roles[i]);
            return;
        }
    label_of(control, name->text, sizeof name->text);
    name->quoted = true;
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

    spell(text, spelling, sizeof spelling);
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

/* From 1, 0 for a control that the tab key does not reach. */
static int tab_position(HWND dialog, HWND control)
{
    int position = 0;

    if (!(style_of(control) & WS_TABSTOP))
        return 0;
    for (HWND at = ui_next_control(dialog, NULL); at; at = ui_next_control(dialog, at)) {
        position += style_of(at) & WS_TABSTOP ? 1 : 0;
        if (at == control)
            return position;
    }
    return 0;
}

static bool is_default(HWND dialog, HWND control)
{
    const LRESULT id = api()->SendMessageW(dialog, DM_GETDEFID, 0, 0);

    return HIWORD(id) == DC_HASDEFID && ui_is_class(control, L"Button") &&
           (int)LOWORD(id) == (api()->GetDlgCtrlID(control) & 0xffff) && strcmp(button_kind(control), "button") == 0;
}

static void state_words(struct words *words, HWND dialog, HWND control, const char *kind)
{
    const DWORD style = style_of(control);

    if (!(style & WS_VISIBLE))
        word(words, "hidden");
    if (style & WS_DISABLED)
        word(words, "disabled");
    if (is_default(dialog, control))
        word(words, "default");
    if (api()->GetFocus() == control)
        word(words, "focused");
    if ((strcmp(kind, "check") == 0 || strcmp(kind, "radio") == 0) &&
        api()->SendMessageW(control, BM_GETCHECK, 0, 0) == BST_CHECKED)
        word(words, "checked");
    if (ui_is_class(control, L"Edit") && style & ES_READONLY)
        word(words, "read-only");
    if (strcmp(kind, "password") == 0 && api()->SendMessageW(control, WM_GETTEXTLENGTH, 0, 0) > 0)
        word(words, "filled");
}

static void item_words(struct words *words, HWND control, bool combo)
{
    const LRESULT count = api()->SendMessageW(control, combo ? CB_GETCOUNT : LB_GETCOUNT, 0, 0);
    const LRESULT selected = api()->SendMessageW(control, combo ? CB_GETCURSEL : LB_GETCURSEL, 0, 0);

    for (LRESULT i = 0; i < count && i < MAX_ITEMS; i++) {
        const LRESULT n = api()->SendMessageW(control, combo ? CB_GETLBTEXTLEN : LB_GETTEXTLEN, (WPARAM)i, 0);
        WCHAR *text = n >= 0 ? calloc((size_t)n + 1, sizeof *text) : NULL;

        if (!text)
            return;
        api()->SendMessageW(control, combo ? CB_GETLBTEXT : LB_GETTEXT, (WPARAM)i, (LPARAM)text);
        quoted_word(words, i == selected ? "selected" : "item", text);
        free(text);
    }
    if (count > MAX_ITEMS)
        word(words, arena_printf(&words->arena, "items=%d", (int)count));
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

static void show_control(HWND dialog, const struct ui_name *parent, HWND control)
{
    struct detail detail = { .kind = SEEN_CONTROL, .effect = EFFECT_WINDOWS };
    struct words words = { .n = 0 };
    char text[4096] = "";
    struct ui_name name;
    int tab = tab_position(dialog, control);

    arena_init(&words.arena);
    ui_control_name(dialog, parent, control, &name);
    detail.role = name.text;
    detail.role_quoted = name.quoted;
    detail.object = kind_of(control);
    if (strcmp(detail.object, "password") != 0) {
        spell_text(control, has_label(control), text, sizeof text);
        detail.text = text;
    }
    state_words(&words, dialog, control, detail.object);
    if (strcmp(detail.object, "list") == 0 || strcmp(detail.object, "combo") == 0)
        item_words(&words, control, strcmp(detail.object, "combo") == 0);
    if (tab)
        word(&words, arena_printf(&words.arena, "tab=%d", tab));
    if (has_label(control))
        key_word(&words, control);
    word(&words, arena_printf(&words.arena, "id=%d", (short)api()->GetDlgCtrlID(control)));
    place_word(&words, dialog, control);
    detail.words = words.words;
    detail.n_words = words.n;
    journal_detail(&detail);
    arena_free(&words.arena);
}

static void owner_word(struct words *words, HWND dialog)
{
    const HWND owner = api()->GetWindow(dialog, GW_OWNER);
    WCHAR *text;

    for (unsigned i = 0; owner && i < agent.scenario->n_variables; i++)
        if (agent.slots[i].bound && agent.slots[i].window == owner) {
            word(words, arena_printf(&words->arena, "owner=%s", agent.variables[i]->name));
            return;
        }
    text = owner ? ui_text(owner) : NULL;
    if (text)
        quoted_word(words, "owner", text);
    else
        word(words, "owner=null");
    free(text);
}

void ui_show_dialog(HWND dialog, const struct ui_name *name, bool unseen)
{
    struct detail detail = { .kind = SEEN_DIALOG, .effect = EFFECT_WINDOWS, .role = name->text };
    struct words words = { .n = 0 };
    WCHAR *caption = ui_text(dialog);

    arena_init(&words.arena);
    if (unseen)
        word(&words, "unseen");
    if (!name->quoted && caption)
        quoted_word(&words, "caption", caption);
    owner_word(&words, dialog);
    detail.role_quoted = name->quoted;
    detail.words = words.words;
    detail.n_words = words.n;
    journal_detail(&detail);
    arena_free(&words.arena);
    free(caption);
    for (HWND at = ui_next_control(dialog, NULL); at; at = ui_next_control(dialog, at))
        show_control(dialog, name, at);
}

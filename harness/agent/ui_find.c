/* The controls of a dialog, and which of them a role, a label or a number means. */
#include "ui.h"

#include <stdio.h>

static const struct ui_api *api(void)
{
    return ui_api(false);
}

DWORD ui_style(HWND window)
{
    return (DWORD)api()->GetWindowLongW(window, GWL_STYLE);
}

/* ---- the list ---- */

static enum ui_kind button_kind(DWORD style)
{
    switch (style & BS_TYPEMASK) {
    case BS_CHECKBOX:
    case BS_AUTOCHECKBOX:
    case BS_3STATE:
    case BS_AUTO3STATE:
        return UI_CHECK;
    case BS_RADIOBUTTON:
    case BS_AUTORADIOBUTTON:
        return UI_RADIO;
    case BS_GROUPBOX:
        return UI_GROUP;
    default:
        return UI_BUTTON;
    }
}

static enum ui_kind kind_of(HWND control)
{
    static const struct {
        const WCHAR *class;
        enum ui_kind kind;
    } kinds[] = { { L"Button", UI_BUTTON },       { L"Static", UI_LABEL },        { L"Edit", UI_EDIT },
                  { L"ListBox", UI_LIST },        { L"ComboBox", UI_COMBO },      { L"#32770", UI_PAGE },
                  { L"SysListView32", UI_TABLE }, { L"SysTabControl32", UI_TABS } };
    WCHAR class[64] = { 0 };
    unsigned i = 0;

    api()->GetClassNameW(control, class, 63);
    while (i < ARRAYSIZE(kinds) && !wide_equal(wide_text(class), wide_text(kinds[i].class)))
        i++;
    if (i == ARRAYSIZE(kinds))
        return UI_OTHER;
    if (kinds[i].kind == UI_BUTTON)
        return button_kind(ui_style(control));
    return kinds[i].kind == UI_EDIT && ui_style(control) & ES_PASSWORD ? UI_PASSWORD : kinds[i].kind;
}

static void add_control(struct ui_dialog *dialog, HWND control)
{
    const unsigned n = dialog->n;
    struct ui_control *more = n % 16 ? dialog->controls : realloc(dialog->controls, (n + 16) * sizeof *more);

    if (!more)
        return;
    dialog->controls = more;
    more[dialog->n++] = (struct ui_control){ control, kind_of(control) };
}

/* Each question for a window is one to the server under Wine, so they are asked once. Those of a page stand behind it. */
void ui_look_at(struct ui_dialog *dialog)
{
    HWND next = NULL;

    dialog->focus = api()->GetFocus();
    if (dialog->listed)
        return;
    dialog->n = 0;
    for (HWND at = api()->GetWindow(dialog->window, GW_CHILD); at; at = next) {
        add_control(dialog, at);
        next = dialog->n && dialog->controls[dialog->n - 1].kind == UI_PAGE ? api()->GetWindow(at, GW_CHILD) : NULL;
        for (; at && at != dialog->window && !next; at = api()->GetParent(at))
            next = api()->GetWindow(at, GW_HWNDNEXT);
    }
    dialog->listed = true;
}

void ui_forget(struct ui_dialog *dialog)
{
    free(dialog->controls);
    free(dialog->labels);
    *dialog = (struct ui_dialog){ .window = NULL };
}

bool ui_has_label(const struct ui_control *control)
{
    return control->kind <= UI_LABEL;
}

/* What a person calls it: its own text, or the label in front of it. */
static void label_of(const struct ui_dialog *dialog, const struct ui_control *control, char *out, size_t size)
{
    const struct ui_control *before = control - 1;

    *out = 0;
    if (ui_has_label(control))
        ui_spell_text(control->window, true, out, size);
    else if (control > dialog->controls && before->kind == UI_LABEL)
        ui_spell_text(before->window, true, out, size);
}

/* ---- roles ---- */

static bool class_fits(HWND window, const char *text)
{
    WCHAR class[64] = { 0 };
    char spelling[256];

    api()->GetClassNameW(window, class, 63);
    ui_spell(class, spelling, sizeof spelling);
    return strcmp(spelling, text) == 0;
}

static bool control_fits(const struct ui_dialog *dialog, const struct ui_control *control, const struct ui_entry *entry)
{
    char text[1024];

    switch (entry->by) {
    case UI_BY_ID:
        return (api()->GetDlgCtrlID(control->window) & 0xffff) == (int)entry->number;
    case UI_BY_LABEL:
        label_of(dialog, control, text, sizeof text);
        return strcmp(text, entry->text) == 0;
    case UI_BY_CLASS:
        return class_fits(control->window, entry->text);
    default:
        return false;
    }
}

/* Nobody acts on a label: for a user it names the control behind it. */
static const struct ui_control *find_in(const struct ui_dialog *dialog, const struct ui_entry *entry, bool for_user)
{
    for (unsigned i = 0; i < dialog->n; i++)
        if (!(for_user && dialog->controls[i].kind == UI_LABEL) && control_fits(dialog, &dialog->controls[i], entry))
            return &dialog->controls[i];
    return NULL;
}

static bool says(const struct ui_dialog *dialog, const char *text)
{
    char own[1024];

    for (unsigned i = 0; i < dialog->n; i++) {
        if (dialog->controls[i].kind != UI_LABEL)
            continue;
        ui_spell_text(dialog->controls[i].window, true, own, sizeof own);
        if (strcmp(own, text) == 0)
            return true;
    }
    return false;
}

static bool dialog_fits(const struct ui_dialog *dialog, const struct ui_entry *entry)
{
    char text[1024];

    switch (entry->by) {
    case UI_BY_CAPTION:
        ui_spell_text(dialog->window, false, text, sizeof text);
        return strcmp(text, entry->text) == 0;
    case UI_BY_TEXT:
        return says(dialog, entry->text);
    case UI_BY_CLASS:
        return class_fits(dialog->window, entry->text);
    default:
        return find_in(dialog, entry, false) != NULL;
    }
}

/* All entries of a dialog's role have to fit: a caption alone may be that of several. */
static bool has_role(const struct ui_dialog *dialog, const char *role)
{
    const struct ui_entry *entry = ui_map_next(ui_map_current(), role, NULL);

    if (!entry)
        return false;
    for (; entry; entry = ui_map_next(ui_map_current(), role, entry))
        if (!dialog_fits(dialog, entry))
            return false;
    return true;
}

void ui_dialog_name(const struct ui_dialog *dialog, struct ui_name *name)
{
    for (size_t i = 0; i < cat_n_roles && ui_map_current(); i++)
        if (!strchr(cat_roles[i], '.') && has_role(dialog, cat_roles[i])) {
            snprintf(name->text, sizeof name->text, "%s", cat_roles[i]);
            name->quoted = false;
            return;
        }
    ui_spell_text(dialog->window, false, name->text, sizeof name->text);
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

static const struct ui_control *control_of_role(const struct ui_dialog *dialog, const char *role)
{
    const struct ui_entry *entry = ui_map_next(ui_map_current(), role, NULL);
    const struct ui_entry standard = { .by = UI_BY_ID, .number = (uint32_t)standard_id(role) };

    if (!entry)
        return standard.number ? find_in(dialog, &standard, false) : NULL;
    for (; entry; entry = ui_map_next(ui_map_current(), role, entry)) {
        const struct ui_control *control = find_in(dialog, entry, false);

        if (control)
            return control;
    }
    return NULL;
}

HWND ui_find_control(const struct ui_dialog *dialog, const struct detail *line, bool *unmapped)
{
    struct ui_entry entry = { .by = UI_BY_LABEL, .text = line->role };
    const struct ui_control *control;

    *unmapped = !line->role_quoted && !ui_map_next(ui_map_current(), line->role, NULL) && !standard_id(line->role);
    if (line->role_quoted && line->role[0] == '#') {
        entry.by = UI_BY_ID;
        entry.number = (uint32_t)strtoul(line->role + 1, NULL, 10);
    }
    control = line->role_quoted ? find_in(dialog, &entry, true) : control_of_role(dialog, line->role);
    return control ? control->window : NULL;
}

void ui_control_name(const struct ui_dialog *dialog, const struct ui_name *parent, const struct ui_control *control,
                     struct ui_name *name)
{
    const size_t n = strlen(parent->text);

    name->quoted = false;
    for (size_t i = 0; i < cat_n_roles && !parent->quoted; i++)
        if (strncmp(cat_roles[i], parent->text, n) == 0 && cat_roles[i][n] == '.' &&
            control_of_role(dialog, cat_roles[i]) == control) {
            snprintf(name->text, sizeof name->text, "%s", cat_roles[i]);
            return;
        }
    label_of(dialog, control, name->text, sizeof name->text);
    name->quoted = true;
}

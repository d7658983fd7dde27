/* Which role a dialog has, and which its controls: guesses. */
#include "driver/recording_learn.h"

enum { OK_ID = 1, CANCEL_ID = 2, YES_ID = 6, NO_ID = 7 };

static bool is(const char *role, const char *name)
{
    return role && !strcmp(role, name);
}

static bool is_pressed(const struct learnt_control *control)
{
    return is(control->kind, "button");
}

static size_t count(const struct learnt_dialog *dialog, const char *kind)
{
    size_t n = 0;

    for (size_t i = 0; i < dialog->count; i++)
        n += is(dialog->controls[i].kind, kind);
    return n;
}

/* The nth of a kind that has no role yet; NULL: there are fewer. */
static struct learnt_control *nth(struct learnt_dialog *dialog, const char *kind, size_t n)
{
    for (size_t i = 0; i < dialog->count; i++)
        if (is(dialog->controls[i].kind, kind) && !dialog->controls[i].role && !n--)
            return &dialog->controls[i];
    return NULL;
}

/* ---- dialogs ---- */

static const char *role_at(const struct learnt *learnt, size_t index)
{
    return index == NO_EVENT ? NULL : learnt->dialogs[index].role;
}

/* A question, or something that is told. */
static const char *guess_box(const struct learnt *learnt, const struct learnt_dialog *dialog)
{
    const char *parent = role_at(learnt, dialog->parent);
    const bool question = count(dialog, "button") > 1;

    if (question && is(parent, "manage"))
        return is(role_at(learnt, dialog->before), "new") ? "switch-now" : "confirm-remove";
    if (question)
        return is(parent, "switch") || is(dialog->method, "Logoff") ? "confirm-logoff" : NULL;
    if (is(parent, "switch"))
        return "wrong-password";
    if (is(parent, "password"))
        return "mismatch";
    if (is(parent, "new") || is(parent, "properties"))
        return learnt->dialogs[dialog->parent].typed ? "name-taken" : "invalid-name";
    return is(dialog->method, "Logon") ? "refused" : "failed";
}

static const char *guess_dialog(const struct learnt *learnt, struct learnt_dialog *dialog)
{
    const size_t lists = count(dialog, "list") + count(dialog, "table");
    const struct learnt_control *field = nth(dialog, "edit", 0);

    if (lists || count(dialog, "combo"))
        return count(dialog, "password") || (is(dialog->method, "Logon") && dialog->parent == NO_EVENT) ? "switch"
                                                                                                        : "manage";
    if (field)
        return field->text && *field->text ? "properties" : "new";
    if (count(dialog, "password"))
        return "password";
    return count(dialog, "button") ? guess_box(learnt, dialog) : NULL;
}

/* The same caption and the same kinds in the same order. */
static bool is_same(const struct learnt_dialog *one, const struct learnt_dialog *other)
{
    if (one->count != other->count || strcmp(one->caption, other->caption) != 0)
        return false;
    for (size_t i = 0; i < one->count; i++)
        if (!is(one->controls[i].kind, other->controls[i].kind) || one->controls[i].id != other->controls[i].id)
            return false;
    return true;
}

/* Two that look different cannot have one role, since the map would fit only one of them. */
static bool is_taken(const struct learnt *learnt, size_t index, const char *role)
{
    for (size_t i = 0; i < index; i++)
        if (is(learnt->dialogs[i].role, role) && !is_same(&learnt->dialogs[i], &learnt->dialogs[index]))
            return true;
    return false;
}

static size_t seen_before(const struct learnt *learnt, size_t index)
{
    const bool box = count(&learnt->dialogs[index], "label") + count(&learnt->dialogs[index], "button") ==
                     learnt->dialogs[index].count;

    for (size_t i = 0; !box && i < index; i++)
        if (is_same(&learnt->dialogs[i], &learnt->dialogs[index]))
            return i;
    return NO_EVENT;
}

/* ---- controls ---- */

static void give(struct learnt_control *control, const char *role)
{
    if (control && !control->role)
        control->role = cat_role(role) ? role : NULL;
}

/* A button by the number that Win32 gives it, else the preset one, else the nth. */
static struct learnt_control *button(struct learnt_dialog *dialog, long id, bool preset, size_t n)
{
    for (size_t i = 0; i < dialog->count; i++)
        if (is_pressed(&dialog->controls[i]) && !dialog->controls[i].role && dialog->controls[i].id == id)
            return &dialog->controls[i];
    for (size_t i = 0; preset && i < dialog->count; i++)
        if (is_pressed(&dialog->controls[i]) && !dialog->controls[i].role && dialog->controls[i].preset)
            return &dialog->controls[i];
    return nth(dialog, "button", n);
}

static void give_opener(const struct learnt *learnt, struct learnt_dialog *dialog, const char *opens, const char *role)
{
    for (size_t i = 0; i < dialog->count; i++)
        if (is_pressed(&dialog->controls[i]) && is(role_at(learnt, dialog->controls[i].opened), opens))
            give(&dialog->controls[i], role);
}

static bool has_role(const struct learnt_dialog *dialog, const char *role)
{
    for (size_t i = 0; i < dialog->count; i++)
        if (is(dialog->controls[i].role, role))
            return true;
    return false;
}

/* What opened nothing yet, in the order of the documented dialogs. */
static void give_rest(struct learnt_dialog *dialog, const char *const roles[3])
{
    for (size_t i = 0; i < 3 && roles[i]; i++)
        if (!has_role(dialog, roles[i]))
            give(nth(dialog, "button", 0), roles[i]);
}

static void guess_switch(const struct learnt *learnt, struct learnt_dialog *dialog)
{
    give(nth(dialog, count(dialog, "list") ? "list" : count(dialog, "table") ? "table" : "combo", 0), "switch.list");
    give(nth(dialog, "password", 0), "switch.password");
    give_opener(learnt, dialog, "manage", "switch.manage");
    give_opener(learnt, dialog, "confirm-logoff", "switch.log-off");
    give(button(dialog, OK_ID, true, 0), "switch.ok");
    give(button(dialog, CANCEL_ID, false, count(dialog, "button") - 2), "switch.cancel");
    give_rest(dialog, (const char *[]){ "switch.manage", "switch.log-off", NULL });
}

static void guess_manage(const struct learnt *learnt, struct learnt_dialog *dialog)
{
    give(nth(dialog, count(dialog, "table") ? "table" : "list", 0), "manage.list");
    give(nth(dialog, "combo", 0), "manage.start");
    give(nth(dialog, "combo", 0), "manage.default");
    give_opener(learnt, dialog, "new", "manage.new");
    give_opener(learnt, dialog, "confirm-remove", "manage.remove");
    give_opener(learnt, dialog, "properties", "manage.properties");
    give(button(dialog, CANCEL_ID, true, 0), "manage.close");
    give_rest(dialog, (const char *[]){ "manage.new", "manage.remove", "manage.properties" });
}

static void guess_fields(struct learnt_dialog *dialog)
{
    static const char *const fields[][3] = { { "password.old" },
                                             { "password.new", "password.confirm" },
                                             { "password.old", "password.new", "password.confirm" } };
    const size_t n = count(dialog, "password");

    for (size_t i = 0; n && n <= 3 && i < n; i++)
        give(nth(dialog, "password", 0), fields[n - 1][i]);
}

/* The names live as long as the catalogue. */
static const char *role_below(const char *role, const char *last)
{
    char *name = xformat("%s.%s", role, last);
    const char *found = NULL;

    for (size_t i = 0; i < cat_n_roles && !found; i++)
        found = strcmp(cat_roles[i], name) ? NULL : cat_roles[i];
    free(name);
    return found;
}

static void give_below(struct learnt_dialog *dialog, struct learnt_control *control, const char *last)
{
    const char *role = role_below(dialog->role, last);

    if (role)
        give(control, role);
}

/* The dialogs whose controls are what they are called: fields, a check box, the usual buttons. */
static void guess_plain(struct learnt_dialog *dialog)
{
    give_below(dialog, nth(dialog, "edit", 0), "name");
    give_below(dialog, nth(dialog, "check", 0), "require-password");
    if (is(dialog->role, "password"))
        guess_fields(dialog);
    if (role_below(dialog->role, "yes")) {
        give_below(dialog, button(dialog, YES_ID, false, 0), "yes");
        give_below(dialog, button(dialog, NO_ID, false, 0), "no");
        return;
    }
    give_below(dialog, button(dialog, OK_ID, true, 0), "ok");
    if (role_below(dialog->role, "cancel"))
        give_below(dialog, button(dialog, CANCEL_ID, false, count(dialog, "button") - 2), "cancel");
    give_below(dialog, nth(dialog, "button", 0), "change-password");
}

static void guess_controls(const struct learnt *learnt, struct learnt_dialog *dialog)
{
    if (is(dialog->role, "switch"))
        guess_switch(learnt, dialog);
    else if (is(dialog->role, "manage"))
        guess_manage(learnt, dialog);
    else if (dialog->role)
        guess_plain(dialog);
}

/* What one of its like opened, each of them opens. */
static void share_openers(struct learnt *learnt, size_t index)
{
    struct learnt_dialog *dialog = &learnt->dialogs[index];

    for (size_t i = 0; i < learnt->count; i++)
        for (size_t j = 0; i != index && j < dialog->count && is_same(&learnt->dialogs[i], dialog); j++)
            if (dialog->controls[j].opened == NO_EVENT)
                dialog->controls[j].opened = learnt->dialogs[i].controls[j].opened;
}

/* Dialogs first, in the order in which they came: what a button opened tells what it is. */
void learnt_guess(struct learnt *learnt)
{
    for (size_t i = 0; i < learnt->count; i++) {
        const size_t same = seen_before(learnt, i);
        const char *role = same == NO_EVENT ? guess_dialog(learnt, &learnt->dialogs[i]) : learnt->dialogs[same].role;

        learnt->dialogs[i].role = role && !is_taken(learnt, i, role) ? role : NULL;
    }
    for (size_t i = 0; i < learnt->count; i++)
        share_openers(learnt, i);
    for (size_t i = 0; i < learnt->count; i++)
        guess_controls(learnt, &learnt->dialogs[i]);
}

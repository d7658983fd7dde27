#include "properties_dialog.h"
#include "../identity_actions.h"
#include "../identity_store.h"
#include "../memory.h"
#include "dialog.h"
#include "name_field.h"
#include "password_dialog.h"
#include "resource.h"

struct properties_dialog {
    struct dialog dialog;
    const GUID *id;
    const WCHAR *old_name;
    bool had_password;
    bool knows_old; /* the old password was given here, or there was none */
    bool changed;   /* the password is to become another one */
    struct password given, wanted;
};

static void show_required(HWND window, bool required)
{
    CheckDlgButton(window, IDC_PROPERTIES_REQUIRE, required ? BST_CHECKED : BST_UNCHECKED);
    dialog_enable(window, IDC_PROPERTIES_CHANGE, required);
}

static HRESULT begin(HWND window, struct dialog *dialog)
{
    struct properties_dialog *self = (struct properties_dialog *)dialog;

    self->had_password = store_confirm_password(self->id, NULL) != S_OK; /* one that can't be read is one: I-23 */
    self->knows_old = !self->had_password;
    dialog_set_text(window, IDC_PROPERTIES_NAME, self->old_name);
    show_required(window, self->had_password);
    return S_OK;
}

/* The old password is asked for once (I-50). */
static bool ask(HWND window, struct properties_dialog *self, bool new_one)
{
    struct password_question question = { .name = self->old_name, .new_one = new_one };
    struct password given, wanted;

    if (!self->knows_old)
        question.id = self->id;
    else if (!new_one)
        return true;
    if (FAILED(password_dialog(window, &question, &given, &wanted)))
        return false;
    if (!self->knows_old)
        self->given = given;
    if (new_one)
        self->wanted = wanted;
    self->knows_old = true;
    mem_wipe(&given, sizeof(given));
    mem_wipe(&wanted, sizeof(wanted));
    return true;
}

/* The check box was clicked. */
static void require(HWND window, struct properties_dialog *self)
{
    bool required = IsDlgButtonChecked(window, IDC_PROPERTIES_REQUIRE);

    if (!ask(window, self, required)) {
        show_required(window, !required);
        return;
    }
    if (!required)
        mem_wipe(&self->wanted, sizeof(self->wanted));
    self->changed = required || self->had_password;
    show_required(window, required);
}

static void change(HWND window, struct properties_dialog *self)
{
    if (ask(window, self, true))
        self->changed = true;
}

static HRESULT store(struct properties_dialog *self, const WCHAR *name, bool renamed)
{
    if (renamed && self->changed)
        return action_change(self->id, name, self->given.text, self->wanted.text);
    if (renamed)
        return action_rename(self->id, name);
    if (self->changed)
        return store_change_password(self->id, self->given.text, self->wanted.text);
    return S_FALSE;
}

/* A name that was never touched may be longer than names may be (I-31). */
static bool is_touched(HWND window, const struct properties_dialog *self)
{
    return SendDlgItemMessageW(window, IDC_PROPERTIES_NAME, EM_GETMODIFY, 0, 0) || !self->old_name[0];
}

static void save(HWND window, struct properties_dialog *self)
{
    WCHAR name[NAME_CAPACITY];
    bool touched = is_touched(window, self);
    HRESULT hr;

    if (touched && !name_field_get(window, IDC_PROPERTIES_NAME, name))
        return;
    hr = store(self, name, touched);
    if (FAILED(hr))
        name_field_refused(window, IDC_PROPERTIES_NAME, name, hr);
    else
        dialog_end(window, &self->dialog, hr);
}

static void command(HWND window, struct dialog *dialog, int control, int code)
{
    struct properties_dialog *self = (struct properties_dialog *)dialog;

    (void)code;
    switch (control) {
    case IDC_PROPERTIES_REQUIRE:
        require(window, self);
        break;
    case IDC_PROPERTIES_CHANGE:
        change(window, self);
        break;
    case IDOK:
        save(window, self);
        break;
    case IDCANCEL:
        dialog_end(window, dialog, E_USER_CANCELLED);
        break;
    default:
        break;
    }
}

HRESULT properties_dialog(HWND owner, const GUID *id, const WCHAR *name)
{
    struct properties_dialog self = { .dialog = { .begin = begin, .command = command }, .id = id, .old_name = name };
    HRESULT hr = dialog_show(&self.dialog, IDD_PROPERTIES, owner);

    mem_wipe(&self.given, sizeof(self.given));
    mem_wipe(&self.wanted, sizeof(self.wanted));
    return hr;
}

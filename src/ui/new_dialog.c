#include "new_dialog.h"
#include "../identity_actions.h"
#include "../identity_store.h"
#include "../memory.h"
#include "dialog.h"
#include "name_field.h"
#include "password_dialog.h"
#include "resource.h"

struct new_dialog {
    struct dialog dialog;
    GUID id;
    WCHAR name[NAME_CAPACITY];
    struct password password;
};

static HRESULT begin(HWND window, struct dialog *dialog)
{
    (void)window;
    (void)dialog;
    return S_OK;
}

/* What stands in the field, for the password dialog to name; what can't be a name yet names nobody. */
static void name_so_far(HWND window, WCHAR name[NAME_CAPACITY])
{
    name[0] = 0;
    SendDlgItemMessageW(window, IDC_NEW_NAME, WM_GETTEXT, NAME_CAPACITY, (LPARAM)name);
}

/* The check box was clicked (D-101). */
static void require(HWND window, struct new_dialog *self)
{
    WCHAR name[NAME_CAPACITY];
    struct password_question question = { .name = name, .new_one = true };
    struct password none;

    mem_wipe(&self->password, sizeof(self->password));
    if (!IsDlgButtonChecked(window, IDC_NEW_REQUIRE))
        return;
    name_so_far(window, name);
    if (FAILED(password_dialog(window, &question, &none, &self->password)))
        CheckDlgButton(window, IDC_NEW_REQUIRE, BST_UNCHECKED);
}

static void make(HWND window, struct new_dialog *self)
{
    HRESULT hr;

    if (!name_field_get(window, IDC_NEW_NAME, self->name))
        return;
    hr = store_new_id(&self->id);
    if (SUCCEEDED(hr))
        hr = action_create(&self->id, self->name, self->password.text);
    if (FAILED(hr))
        name_field_refused(window, IDC_NEW_NAME, self->name, hr);
    else
        dialog_end(window, &self->dialog, S_OK);
}

static void command(HWND window, struct dialog *dialog, int control, int code)
{
    struct new_dialog *self = (struct new_dialog *)dialog;

    (void)code;
    if (control == IDC_NEW_REQUIRE)
        require(window, self);
    else if (control == IDOK)
        make(window, self);
    else if (control == IDCANCEL)
        dialog_end(window, dialog, E_USER_CANCELLED);
}

HRESULT new_dialog(HWND owner, GUID *id, WCHAR name[NAME_CAPACITY])
{
    struct new_dialog self = { .dialog = { .begin = begin, .command = command } };
    HRESULT hr = dialog_show(&self.dialog, IDD_NEW, owner);

    *id = hr == S_OK ? self.id : GUID_NULL;
    memcpy(name, self.name, sizeof(self.name));
    mem_wipe(&self.password, sizeof(self.password));
    return hr;
}

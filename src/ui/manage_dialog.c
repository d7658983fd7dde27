#include "manage_dialog.h"
#include "../identity_actions.h"
#include "../identity_store.h"
#include "choices.h"
#include "dialog.h"
#include "message.h"
#include "new_dialog.h"
#include "properties_dialog.h"
#include "resource.h"

enum { ASK_ME_CAPACITY = 80 };

struct manage_dialog {
    struct dialog dialog;
    struct choices choices;
    struct managed *managed;
};

static HWND list_of(HWND window)
{
    return GetDlgItem(window, IDC_MANAGE_LIST);
}

static const struct choice *selected(HWND window, const struct manage_dialog *self)
{
    return choices_selected(&self->choices, list_of(window));
}

/* Neither the current identity (D-118) nor the last one (D-123). A button that is disabled hands its focus on: else the
 * keyboard would be nowhere. */
static void show_selected(HWND window, const struct manage_dialog *self)
{
    const struct choice *choice = selected(window, self);
    bool removable;
    GUID current;

    store_get_current(&current);
    removable = choice && !IsEqualGUID(&choice->id, &current) && self->choices.count > 1;
    if (!removable && GetFocus() == GetDlgItem(window, IDC_MANAGE_REMOVE))
        dialog_go_to(window, IDC_MANAGE_LIST);
    dialog_enable(window, IDC_MANAGE_REMOVE, removable);
    dialog_enable(window, IDC_MANAGE_PROPERTIES, choice != NULL);
}

static void select_in(HWND window, int control, UINT message, int at)
{
    SendDlgItemMessageW(window, control, message, (WPARAM)at, 0);
}

static HRESULT fill_start(HWND window, const struct manage_dialog *self)
{
    WCHAR ask_me[ASK_ME_CAPACITY];
    GUID id;
    HRESULT hr = store_get_start_up(&id);

    if (FAILED(hr) && hr != E_IDENTITY_NOT_FOUND)
        return hr;
    if (!LoadStringW(module_instance, IDS_ASK_ME, ask_me, ASK_ME_CAPACITY))
        return E_OUTOFMEMORY;
    hr = choices_fill(&self->choices, GetDlgItem(window, IDC_MANAGE_START), true, ask_me, NULL);
    if (SUCCEEDED(hr)) /* none found is -1, and "Ask Me" stands in front of all */
        select_in(window, IDC_MANAGE_START, CB_SETCURSEL, choices_find(&self->choices, &id) + 1);
    return hr;
}

static HRESULT fill_default(HWND window, const struct manage_dialog *self, const GUID *id)
{
    HRESULT hr = choices_fill(&self->choices, GetDlgItem(window, IDC_MANAGE_DEFAULT), true, NULL, NULL);

    if (SUCCEEDED(hr))
        select_in(window, IDC_MANAGE_DEFAULT, CB_SETCURSEL, choices_find(&self->choices, id));
    return hr;
}

/* Reads all anew. The identity stays selected, or where it is gone the one in its place. */
static HRESULT refresh(HWND window, struct manage_dialog *self, const GUID *id)
{
    int before = choices_find(&self->choices, id), at;
    GUID of_default;
    HRESULT hr;

    choices_free(&self->choices);
    hr = choices_read(&self->choices);
    if (FAILED(hr))
        return hr;
    hr = store_get_default(&of_default);
    if (SUCCEEDED(hr) || hr == E_IDENTITY_NOT_FOUND)
        hr = choices_fill(&self->choices, list_of(window), false, NULL, &of_default);
    if (SUCCEEDED(hr))
        hr = fill_start(window, self);
    if (SUCCEEDED(hr))
        hr = fill_default(window, self, &of_default);
    if (FAILED(hr))
        return hr;
    at = choices_find(&self->choices, id);
    if (at < 0)
        at = before < 0 || (ULONG)before >= self->choices.count ? (int)self->choices.count - 1 : before;
    select_in(window, IDC_MANAGE_LIST, LB_SETCURSEL, at);
    show_selected(window, self);
    return S_OK;
}

static void refresh_or_end(HWND window, struct manage_dialog *self, const GUID *id)
{
    HRESULT hr = refresh(window, self, id);

    if (FAILED(hr))
        dialog_end(window, &self->dialog, hr);
}

static HRESULT begin(HWND window, struct dialog *dialog)
{
    struct manage_dialog *self = (struct manage_dialog *)dialog;
    GUID id;
    HRESULT hr = store_get_current(&id);

    if (hr == E_NO_CURRENT_IDENTITY)
        hr = store_get_default(&id);
    if (FAILED(hr) && hr != E_IDENTITY_NOT_FOUND)
        return hr;
    return refresh(window, self, &id);
}

HRESULT manage_new(HWND owner, struct managed *managed)
{
    WCHAR name[NAME_CAPACITY];
    GUID id;
    HRESULT hr = new_dialog(owner, &id, name);

    memset(managed, 0, sizeof(*managed));
    if (FAILED(hr))
        return hr;
    managed->changed = true;
    managed->made = id;
    if (message_ask(owner, IDS_SWITCH_NOW, name)) /* D-102 */
        managed->switch_to = id;
    return hr;
}

/* The new identity is selected then: its properties are likely to be next. */
static void make(HWND window, struct manage_dialog *self)
{
    struct managed managed;
    HRESULT hr = manage_new(window, &managed);

    self->managed->changed |= managed.changed;
    self->managed->switch_to = managed.switch_to;
    if (!IsEqualGUID(&managed.switch_to, &GUID_NULL))
        dialog_end(window, &self->dialog, S_OK);
    else if (SUCCEEDED(hr))
        refresh_or_end(window, self, &managed.made);
    else if (hr != E_USER_CANCELLED)
        message_failed(window, hr);
}

static void take_away(HWND window, struct manage_dialog *self)
{
    const struct choice *choice = selected(window, self);
    GUID id;
    HRESULT hr;

    if (!choice || !message_ask(window, IDS_REMOVE, choice->name))
        return;
    id = choice->id;
    hr = action_destroy(&id);
    if (SUCCEEDED(hr))
        self->managed->changed = true;
    else
        message_failed(window, hr);
    refresh_or_end(window, self, &id);
}

static void properties(HWND window, struct manage_dialog *self)
{
    const struct choice *choice = selected(window, self);
    GUID id;
    HRESULT hr;

    if (!choice)
        return;
    id = choice->id;
    hr = properties_dialog(window, &id, choice->name);
    self->managed->changed |= hr == S_OK;
    if (FAILED(hr) && hr != E_USER_CANCELLED)
        message_failed(window, hr);
    refresh_or_end(window, self, &id);
}

static bool has_role(int control, const GUID *id)
{
    GUID owner;
    HRESULT hr = control == IDC_MANAGE_START ? store_get_start_up(&owner) : store_get_default(&owner);

    return id ? SUCCEEDED(hr) && IsEqualGUID(&owner, id) : hr == E_IDENTITY_NOT_FOUND;
}

/* A role went to another identity, or to none: "Ask Me". Of the fields only the mark in the list has to follow; who goes
 * through a combo box by the arrow keys must not lose it below his hands. */
static void give_role(HWND window, struct manage_dialog *self, int control)
{
    LRESULT at = SendDlgItemMessageW(window, control, CB_GETCURSEL, 0, 0) - (control == IDC_MANAGE_START);
    LRESULT shown = SendMessageW(list_of(window), LB_GETCURSEL, 0, 0);
    const GUID *id = at >= 0 && (ULONG)at < self->choices.count ? &self->choices.items[at].id : NULL;
    HRESULT hr;

    if (has_role(control, id))
        return;
    hr = control == IDC_MANAGE_START ? store_set_start_up(id) : id ? store_set_default(id) : S_OK;
    if (FAILED(hr)) {
        GUID none = GUID_NULL;

        message_failed(window, hr);
        refresh_or_end(window, self, &none);
        return;
    }
    self->managed->changed = true;
    if (control == IDC_MANAGE_DEFAULT)
        hr = choices_fill(&self->choices, list_of(window), false, NULL, id);
    if (FAILED(hr))
        dialog_end(window, &self->dialog, hr);
    else
        select_in(window, IDC_MANAGE_LIST, LB_SETCURSEL, (int)shown);
}

static void command(HWND window, struct dialog *dialog, int control, int code)
{
    struct manage_dialog *self = (struct manage_dialog *)dialog;

    switch (control) {
    case IDC_MANAGE_LIST:
        if (code == LBN_SELCHANGE)
            show_selected(window, self);
        else if (code == LBN_DBLCLK)
            properties(window, self);
        break;
    case IDC_MANAGE_NEW:
        make(window, self);
        break;
    case IDC_MANAGE_REMOVE:
        take_away(window, self);
        break;
    case IDC_MANAGE_PROPERTIES:
        properties(window, self);
        break;
    case IDC_MANAGE_START:
    case IDC_MANAGE_DEFAULT:
        if (code == CBN_SELCHANGE)
            give_role(window, self, control);
        break;
    case IDCANCEL: /* the Close button, too */
        dialog_end(window, dialog, S_OK);
        break;
    default:
        break;
    }
}

HRESULT manage_dialog(HWND owner, struct managed *managed)
{
    struct manage_dialog self = { .dialog = { .begin = begin, .command = command }, .managed = managed };
    HRESULT hr;

    memset(managed, 0, sizeof(*managed));
    hr = dialog_show(&self.dialog, IDD_MANAGE, owner);
    choices_free(&self.choices);
    return hr;
}

#include "switch_dialog.h"
#include "../identity_store.h"
#include "../memory.h"
#include "choices.h"
#include "dialog.h"
#include "manage_dialog.h"
#include "message.h"
#include "resource.h"

struct switch_dialog {
    struct dialog dialog;
    struct choices choices;
    GUID offered, chosen;
};

static HWND list_of(HWND window)
{
    return GetDlgItem(window, IDC_SWITCH_LIST);
}

/* A password is asked for where one is needed, and only there (D-109). One that can't be read is needed, too: I-23. */
static bool needs_password(const struct choice *choice)
{
    return choice && store_confirm_password(&choice->id, NULL) != S_OK;
}

/* S_FALSE: the password is what is missing. */
static HRESULT show_selected(HWND window, const struct switch_dialog *self)
{
    bool needed = needs_password(choices_selected(&self->choices, list_of(window)));

    dialog_wipe_password(window, IDC_SWITCH_PASSWORD);
    dialog_enable(window, IDC_SWITCH_LABEL, needed);
    dialog_enable(window, IDC_SWITCH_PASSWORD, needed);
    return needed ? S_FALSE : S_OK;
}

static void choose(HWND window, const struct switch_dialog *self, const GUID *id)
{
    int at = choices_find(&self->choices, id);

    SendMessageW(list_of(window), LB_SETCURSEL, at < 0 ? 0 : (WPARAM)at, 0);
}

/* Reads all anew: another program, or Manage Identities, may have changed anything. */
static HRESULT refresh(HWND window, struct switch_dialog *self, const GUID *id)
{
    GUID current;
    HRESULT hr;

    choices_free(&self->choices);
    hr = choices_read(&self->choices);
    if (SUCCEEDED(hr))
        hr = choices_fill(&self->choices, list_of(window), false, NULL, NULL);
    if (FAILED(hr))
        return hr;
    dialog_enable(window, IDC_SWITCH_LOG_OFF, SUCCEEDED(store_get_current(&current)));
    choose(window, self, id);
    return show_selected(window, self);
}

static HRESULT begin(HWND window, struct dialog *dialog)
{
    struct switch_dialog *self = (struct switch_dialog *)dialog;
    bool offered = !IsEqualGUID(&self->offered, &GUID_NULL);
    GUID id = self->offered;
    HRESULT hr = offered ? S_OK : store_get_current(&id);

    if (hr == E_NO_CURRENT_IDENTITY)
        hr = store_get_default(&id);
    if (FAILED(hr) && hr != E_IDENTITY_NOT_FOUND)
        return hr;
    hr = refresh(window, self, &id);
    if (hr != S_FALSE || !offered)
        return FAILED(hr) ? hr : S_OK;
    dialog_go_to(window, IDC_SWITCH_PASSWORD); /* I-46 */
    return S_FALSE;
}

static void refresh_or_end(HWND window, struct switch_dialog *self, const GUID *id)
{
    HRESULT hr = refresh(window, self, id);

    if (FAILED(hr))
        dialog_end(window, &self->dialog, hr);
}

static HRESULT confirm(HWND window, const GUID *id)
{
    struct password given;
    HRESULT hr = dialog_get_password(window, IDC_SWITCH_PASSWORD, &given);

    hr = hr == E_INVALIDARG ? E_FAIL : store_confirm_password(id, given.text); /* too long fits nobody */
    mem_wipe(&given, sizeof(given));
    return hr;
}

static void take_selected(HWND window, struct switch_dialog *self)
{
    const struct choice *choice = choices_selected(&self->choices, list_of(window));
    HRESULT hr;

    if (!choice)
        return;
    hr = confirm(window, &choice->id);
    if (SUCCEEDED(hr)) {
        self->chosen = choice->id;
        dialog_end(window, &self->dialog, S_OK);
    } else if (hr == E_FAIL) {
        message_tell(window, IDS_WRONG_PASSWORD, choice->name);
        show_selected(window, self);
        dialog_go_to(window, IDC_SWITCH_PASSWORD);
    } else {
        GUID id = choice->id;

        message_failed(window, hr);
        refresh_or_end(window, self, &id);
    }
}

/* As OK, but who has given no password yet is led to it and not told that it is wrong. */
static void double_click(HWND window, struct switch_dialog *self)
{
    if (IsWindowEnabled(GetDlgItem(window, IDC_SWITCH_PASSWORD)) &&
        !SendDlgItemMessageW(window, IDC_SWITCH_PASSWORD, WM_GETTEXTLENGTH, 0, 0))
        dialog_go_to(window, IDC_SWITCH_PASSWORD);
    else
        take_selected(window, self);
}

/* What was made or renamed there shows here; "switch now?" Yes there is a choice here (I-47). */
static void manage(HWND window, struct switch_dialog *self)
{
    const struct choice *choice = choices_selected(&self->choices, list_of(window));
    GUID id = choice ? choice->id : GUID_NULL;
    struct managed managed;
    HRESULT hr = manage_dialog(window, &managed);

    if (!IsEqualGUID(&managed.switch_to, &GUID_NULL)) {
        self->chosen = managed.switch_to;
        dialog_end(window, &self->dialog, S_OK);
        return;
    }
    if (FAILED(hr) && hr != E_USER_CANCELLED)
        message_failed(window, hr);
    refresh_or_end(window, self, &id);
}

static void log_off(HWND window, struct switch_dialog *self)
{
    if (message_ask(window, IDS_LOG_OFF, NULL))
        dialog_end(window, &self->dialog, S_FALSE);
}

static void command(HWND window, struct dialog *dialog, int control, int code)
{
    struct switch_dialog *self = (struct switch_dialog *)dialog;

    switch (control) {
    case IDOK:
        take_selected(window, self);
        break;
    case IDCANCEL:
        dialog_end(window, dialog, E_USER_CANCELLED); /* D-020 */
        break;
    case IDC_SWITCH_LIST:
        if (code == LBN_SELCHANGE)
            show_selected(window, self);
        else if (code == LBN_DBLCLK)
            double_click(window, self);
        break;
    case IDC_SWITCH_MANAGE:
        manage(window, self);
        break;
    case IDC_SWITCH_LOG_OFF:
        log_off(window, self);
        break;
    default:
        break;
    }
}

HRESULT switch_dialog(HWND owner, GUID *id)
{
    struct switch_dialog self = { .dialog = { .begin = begin, .command = command }, .offered = *id };
    HRESULT hr = dialog_show(&self.dialog, IDD_SWITCH, owner);

    choices_free(&self.choices);
    *id = hr == S_OK ? self.chosen : GUID_NULL;
    return hr;
}

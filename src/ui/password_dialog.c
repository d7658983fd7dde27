#include "password_dialog.h"
#include "../identity_store.h"
#include "../memory.h"
#include "dialog.h"
#include "message.h"
#include "resource.h"

struct password_dialog {
    struct dialog dialog;
    const struct password_question *question;
    struct password *given, *wanted;
};

static HRESULT begin(HWND window, struct dialog *dialog)
{
    const struct password_dialog *self = (const struct password_dialog *)dialog;

    dialog_set_text(window, IDC_PASSWORD_WHOM, self->question->name);
    return S_OK;
}

/* False: it's wrong, and the user has been told. */
static bool take_old(HWND window, const struct password_dialog *self)
{
    HRESULT hr;

    if (!self->question->id)
        return true;
    hr = dialog_get_password(window, IDC_PASSWORD_OLD, self->given);
    hr = hr == E_INVALIDARG ? E_FAIL : store_confirm_password(self->question->id, self->given->text);
    if (SUCCEEDED(hr))
        return true;
    if (hr == E_FAIL)
        message_tell(window, IDS_WRONG_PASSWORD, self->question->name);
    else
        message_failed(window, hr);
    dialog_wipe_password(window, IDC_PASSWORD_OLD);
    dialog_go_to(window, IDC_PASSWORD_OLD);
    return false;
}

/* 0, or the message that tells what is wrong. */
static UINT check_new(HWND window, const struct password_dialog *self)
{
    struct password again;
    HRESULT hr = dialog_get_password(window, IDC_PASSWORD_CONFIRM, &again);
    UINT wrong = 0;

    if (FAILED(dialog_get_password(window, IDC_PASSWORD_NEW, self->wanted)))
        wrong = IDS_LONG_PASSWORD;
    else if (FAILED(hr) || !password_is_same(self->wanted, &again))
        wrong = IDS_MISMATCH;
    else if (password_is_empty(self->wanted))
        wrong = IDS_NO_PASSWORD; /* I-49 */
    mem_wipe(&again, sizeof(again));
    return wrong;
}

static bool take_new(HWND window, const struct password_dialog *self)
{
    UINT wrong = self->question->new_one ? check_new(window, self) : 0;

    if (!wrong)
        return true;
    message_tell(window, wrong, NULL);
    dialog_wipe_password(window, IDC_PASSWORD_NEW);
    dialog_wipe_password(window, IDC_PASSWORD_CONFIRM);
    dialog_go_to(window, IDC_PASSWORD_NEW);
    return false;
}

static void command(HWND window, struct dialog *dialog, int control, int code)
{
    const struct password_dialog *self = (const struct password_dialog *)dialog;

    (void)code;
    if (control == IDCANCEL)
        dialog_end(window, dialog, E_USER_CANCELLED);
    else if (control == IDOK && take_old(window, self) && take_new(window, self))
        dialog_end(window, dialog, S_OK);
}

static WORD template_of(const struct password_question *question)
{
    if (!question->id)
        return IDD_PASSWORD_SET;
    return question->new_one ? IDD_PASSWORD_CHANGE : IDD_PASSWORD_REMOVE;
}

HRESULT password_dialog(HWND owner, const struct password_question *question, struct password *given,
                        struct password *wanted)
{
    struct password_dialog self = {
        .dialog = { .begin = begin, .command = command },
        .question = question,
        .given = given,
        .wanted = wanted,
    };
    HRESULT hr;

    password_set(given, NULL);
    password_set(wanted, NULL);
    hr = dialog_show(&self.dialog, template_of(question), owner);
    if (FAILED(hr)) {
        mem_wipe(given, sizeof(*given));
        mem_wipe(wanted, sizeof(*wanted));
    }
    return hr;
}

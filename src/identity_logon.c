#include "identity_logon.h"
#include "identity.h"
#include "identity_store.h"
#include "identity_switch.h"
#include "ui/dialog.h"
#include "ui/message.h"
#include "ui/resource.h"
#include "ui/switch_dialog.h"

bool log_on_is_forced(DWORD flags)
{
    return (flags & UIL_FORCE_UI) == UIL_FORCE_UI;
}

/* Whom Logon takes without asking: the current identity, else the start-up one if it has no password (I-07). S_FALSE:
 * someone has to be asked; *id is then whom to offer first, or GUID_NULL. */
static HRESULT silent_choice(DWORD flags, GUID *id)
{
    HRESULT hr;

    *id = GUID_NULL;
    if (log_on_is_forced(flags))
        return S_FALSE;
    hr = store_get_current(id);
    if (hr != E_NO_CURRENT_IDENTITY)
        return hr;
    hr = store_get_start_up(id);
    if (SUCCEEDED(hr))
        hr = store_confirm_password(id, NULL);
    return hr == E_IDENTITY_NOT_FOUND || hr == E_FAIL ? S_FALSE : hr;
}

static HRESULT enter(const GUID *id, IUserIdentity **identity)
{
    HRESULT hr = identity_create(id, identity); /* the object first: after the switch nothing may fail */

    if (FAILED(hr))
        return hr;
    hr = switch_log_on(id);
    if (FAILED(hr)) {
        IUserIdentity_Release(*identity);
        *identity = NULL;
    }
    return hr;
}

/* There is no identity to hand out then, and no other documented code says so (I-48). */
static HRESULT leave(void)
{
    HRESULT hr = switch_log_off();

    return SUCCEEDED(hr) || hr == E_NO_CURRENT_IDENTITY ? E_USER_CANCELLED : hr;
}

static HRESULT ask(HWND owner, GUID *id, IUserIdentity **identity)
{
    HRESULT hr = switch_dialog(owner, id);

    if (hr == S_OK)
        hr = enter(id, identity);
    else if (hr == S_FALSE)
        hr = leave();
    if (hr == E_PROCESS_CANCELLED_SWITCH)
        message_tell(owner, IDS_REFUSED, NULL); /* D-106, I-08 */
    if (owner)
        SetForegroundWindow(owner); /* D-019 */
    return hr;
}

HRESULT log_on(HWND parent, DWORD flags, IUserIdentity **identity)
{
    GUID id;
    HRESULT hr = silent_choice(flags, &id);

    if (hr == S_FALSE)
        return ask(dialog_owner(parent), &id, identity);
    return FAILED(hr) ? hr : enter(&id, identity);
}

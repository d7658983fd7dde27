#include "identity_manage.h"
#include "identity_switch.h"
#include "ui/dialog.h"
#include "ui/manage_dialog.h"
#include "ui/message.h"
#include "ui/resource.h"

/* The New dialog alone; who does not want to switch is led to the manage dialog (D-102). */
static HRESULT manage(HWND owner, DWORD flags, struct managed *managed)
{
    struct managed more;
    HRESULT hr;

    if (!(flags & UIMI_CREATE_NEW_IDENTITY))
        return manage_dialog(owner, managed);
    hr = manage_new(owner, managed);
    if (FAILED(hr) || !IsEqualGUID(&managed->switch_to, &GUID_NULL))
        return hr;
    hr = manage_dialog(owner, &more);
    managed->switch_to = more.switch_to;
    return hr;
}

static void switch_to(HWND owner, const GUID *id)
{
    HRESULT hr = switch_log_on(id);

    if (hr == E_PROCESS_CANCELLED_SWITCH)
        message_tell(owner, IDS_REFUSED, NULL); /* D-106 */
    else if (FAILED(hr))
        message_failed(owner, hr);
}

HRESULT manage_identities(HWND parent, DWORD flags)
{
    HWND owner = dialog_owner(parent);
    struct managed managed;
    HRESULT hr = manage(owner, flags, &managed);

    if (!IsEqualGUID(&managed.switch_to, &GUID_NULL))
        switch_to(owner, &managed.switch_to);
    if (owner)
        SetForegroundWindow(owner); /* D-034 */
    if (managed.changed)
        return S_OK; /* whatever came after it (I-47) */
    return FAILED(hr) ? hr : E_USER_CANCELLED;
}

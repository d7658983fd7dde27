#include "identity_actions.h"
#include "identity_folder.h"
#include "identity_round.h"
#include "identity_store.h"
#include "identity_switch.h"

HRESULT action_create(const GUID *id, const WCHAR *name, const WCHAR *password)
{
    HRESULT hr = store_create(id, name, password);

    if (FAILED(hr))
        return hr;
    folder_create_local(id);           /* may fail: it is made again whenever it is asked for (I-04, I-35) */
    round_changed(IIC_IDENTITY_ADDED); /* D-094 */
    return S_OK;
}

HRESULT action_destroy(const GUID *id)
{
    HRESULT hr;

    if (switch_running())
        return E_IDENTITY_CHANGING;
    hr = store_destroy(id);
    if (SUCCEEDED(hr))
        round_changed(IIC_IDENTITY_DELETED); /* D-093 */
    return hr;
}

static void notify_renamed(const GUID *id)
{
    GUID current;

    store_get_current(&current);
    round_changed(IsEqualGUID(&current, id) ? IIC_IDENTITY_CHANGED | IIC_CURRENT_IDENTITY_CHANGED
                                            : IIC_IDENTITY_CHANGED); /* D-091, D-092, I-12 */
}

HRESULT action_rename(const GUID *id, const WCHAR *name)
{
    HRESULT hr = store_set_name(id, name);

    if (SUCCEEDED(hr))
        notify_renamed(id);
    return hr;
}

HRESULT action_change(const GUID *id, const WCHAR *name, const WCHAR *old_password, const WCHAR *new_password)
{
    HRESULT hr = store_set_name_and_password(id, name, old_password, new_password);

    if (SUCCEEDED(hr))
        notify_renamed(id);
    return hr;
}

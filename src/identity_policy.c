#include "identity_policy.h"
#include "store_values.h"

static const WCHAR policy_key[] = L"Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities";
static const WCHAR locked_down[] = L"Locked Down";

/* No policy is none; anything else that keeps us from reading it is a failure. */
static HRESULT unless_missing(HRESULT hr)
{
    return hr == E_IDENTITY_NOT_FOUND ? S_OK : hr;
}

HRESULT policy_check(void)
{
    DWORD type, value = 0, size = sizeof(value);
    HKEY key;
    LONG error = RegOpenKeyExW(HKEY_CURRENT_USER, policy_key, 0, KEY_QUERY_VALUE, &key);

    if (error)
        return unless_missing(store_error(error));
    error = RegQueryValueExW(key, locked_down, NULL, &type, (BYTE *)&value, &size);
    RegCloseKey(key);
    if (error == ERROR_MORE_DATA)
        return S_OK; /* longer than a DWORD */
    if (error)
        return unless_missing(store_error(error));
    return type == REG_DWORD && size == sizeof(value) && value ? E_IDENTITIES_DISABLED : S_OK;
}

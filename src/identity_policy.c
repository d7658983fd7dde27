#include "identity_policy.h"

static const WCHAR policy_key[] = L"Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities";
static const WCHAR locked_down[] = L"Locked Down";

bool policy_locked_down(void)
{
    DWORD type, value = 0, size = sizeof(value);
    HKEY key;
    LONG error = RegOpenKeyExW(HKEY_CURRENT_USER, policy_key, 0, KEY_QUERY_VALUE, &key);

    if (error)
        return false;
    error = RegQueryValueExW(key, locked_down, NULL, &type, (BYTE *)&value, &size);
    RegCloseKey(key);
    return !error && type == REG_DWORD && size == sizeof(value) && value != 0;
}

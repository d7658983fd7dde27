/* Finding identities and reading what the registry says about them. */
#include "identity_store.h"
#include "memory.h"
#include "store_name.h"
#include "store_values.h"

HRESULT store_open(const GUID *id, REGSAM access, HKEY *key)
{
    WCHAR path[sizeof(L"Identities\\") / sizeof(WCHAR) + GUID_CAPACITY] = L"Identities\\";
    HRESULT hr;

    *key = NULL;
    if (IsEqualGUID(id, &GUID_NULL))
        return E_IDENTITY_NOT_FOUND;
    text_from_guid(id, path + text_length(path));
    hr = store_error(RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, access, key));
    if (FAILED(hr))
        *key = NULL;
    return hr;
}

HRESULT store_has(const GUID *id)
{
    HKEY key;
    HRESULT hr = store_open(id, KEY_QUERY_VALUE, &key);

    if (SUCCEEDED(hr))
        RegCloseKey(key);
    return hr;
}

HRESULT store_check_user_id(const GUID *id)
{
    GUID user_id;
    HKEY key;
    HRESULT hr = store_open(id, KEY_QUERY_VALUE, &key);

    if (FAILED(hr))
        return hr;
    hr = store_read_guid(key, store_user_id, &user_id);
    RegCloseKey(key);
    if (hr == E_IDENTITY_NOT_FOUND || hr == E_FAIL || (SUCCEEDED(hr) && !IsEqualGUID(&user_id, id)))
        return E_PROCESS_CANCELLED_SWITCH;
    return hr;
}

HRESULT store_read_name(const GUID *id, WCHAR **name)
{
    HKEY key;
    HRESULT hr = store_open(id, KEY_QUERY_VALUE, &key);

    *name = NULL;
    if (FAILED(hr))
        return hr;
    hr = store_read_text(key, store_username, name);
    RegCloseKey(key);
    return hr == E_IDENTITY_NOT_FOUND || hr == E_FAIL ? S_FALSE : hr;
}

HRESULT store_get_name(const GUID *id, WCHAR **name)
{
    HRESULT hr = store_read_name(id, name);

    return hr == S_FALSE ? E_FAIL : hr;
}

/* Whether that identity has the name. S_FALSE: no. */
static HRESULT compare_name(const GUID *id, const WCHAR *name)
{
    WCHAR *other;
    HRESULT hr = store_read_name(id, &other);

    if (hr == S_OK && !text_is_name(other, name))
        hr = S_FALSE;
    mem_free(other);
    return hr == E_IDENTITY_NOT_FOUND ? S_FALSE : hr; /* deleted meanwhile */
}

HRESULT store_find_other(const WCHAR *name, const GUID *but, GUID *id)
{
    struct identity_list *list;
    HRESULT hr = store_list(&list);
    HRESULT missing = E_IDENTITY_NOT_FOUND;

    *id = GUID_NULL;
    if (FAILED(hr))
        return hr;
    hr = S_FALSE;
    for (ULONG i = 0; i < list->count && hr != S_OK; i++) {
        if (IsEqualGUID(&list->ids[i], but))
            continue;
        hr = compare_name(&list->ids[i], name);
        if (hr == S_OK)
            *id = list->ids[i];
        else if (FAILED(hr))
            missing = hr; /* that one may be it: "not found" would be a guess */
    }
    store_list_release(list);
    return hr == S_OK ? S_OK : missing;
}

HRESULT store_find_name(const WCHAR *name, GUID *id)
{
    return store_find_other(name, &GUID_NULL, id);
}

static HRESULT get_by_role(const WCHAR *value, GUID *id)
{
    HKEY root;
    HRESULT hr = store_open_root(KEY_QUERY_VALUE, &root);

    *id = GUID_NULL;
    if (FAILED(hr))
        return hr;
    hr = store_read_guid(root, value, id);
    RegCloseKey(root);
    if (SUCCEEDED(hr))
        hr = store_has(id);
    else if (hr == E_FAIL)
        hr = E_IDENTITY_NOT_FOUND;
    if (FAILED(hr))
        *id = GUID_NULL;
    return hr;
}

HRESULT store_get_current(GUID *id)
{
    HRESULT hr = get_by_role(store_last_user_id, id);

    return hr == E_IDENTITY_NOT_FOUND ? E_NO_CURRENT_IDENTITY : hr; /* D-162 */
}

HRESULT store_get_default(GUID *id)
{
    return get_by_role(store_default_user_id, id);
}

HRESULT store_get_start_up(GUID *id)
{
    return get_by_role(store_start_user_id, id);
}

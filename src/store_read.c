/* Finding identities and reading what the registry says about them. */
#include "identity_store.h"
#include "memory.h"
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

HRESULT store_get_name(const GUID *id, WCHAR **name)
{
    HKEY key;
    HRESULT hr = store_open(id, KEY_QUERY_VALUE, &key);

    *name = NULL;
    if (FAILED(hr))
        return hr;
    hr = store_read_text(key, store_username, name);
    RegCloseKey(key);
    return hr == E_IDENTITY_NOT_FOUND ? E_FAIL : hr; /* the identity is there, its name isn't */
}

HRESULT store_find_name(const WCHAR *name, GUID *id)
{
    struct identity_list *list;
    HRESULT hr = store_list(&list);

    *id = GUID_NULL;
    if (FAILED(hr))
        return hr;
    hr = E_IDENTITY_NOT_FOUND;
    for (ULONG i = 0; i < list->count && hr == E_IDENTITY_NOT_FOUND; i++) {
        WCHAR *other;
        HRESULT read = store_get_name(&list->ids[i], &other);

        if (SUCCEEDED(read) && text_is_name(other, name)) {
            *id = list->ids[i];
            hr = S_OK;
        } else if (read == E_OUTOFMEMORY) {
            hr = read;
        }
        mem_free(other);
    }
    store_list_release(list);
    return hr;
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

/* Renaming and removing identities, and the default one. */
#include "identity_store.h"
#include "memory.h"
#include "store_change.h"
#include "store_name.h"
#include "store_password.h"
#include "store_tree.h"
#include "store_values.h"

/* A name in use by another identity; its own, in whatever case, is free (I-12). */
static HRESULT check_name_of(const GUID *id, const WCHAR *name)
{
    GUID owner;
    HRESULT hr = store_find_other(name, id, &owner);

    if (SUCCEEDED(hr))
        return E_IDENTITY_EXISTS; /* D-163 */
    return hr == E_IDENTITY_NOT_FOUND ? S_OK : hr;
}

/* `Last Username` is the current identity's name (F-005). */
static HRESULT rename_current(struct store_change *change, HKEY root, const GUID *id, const WCHAR *name)
{
    GUID current;
    HRESULT hr = store_read_guid(root, store_last_user_id, &current);

    if (hr == E_OUTOFMEMORY)
        return hr;
    if (!IsEqualGUID(&current, id))
        return S_OK;
    return change_set_text(change, root, store_last_username, name);
}

static HRESULT write_properties(struct store_change *change, HKEY root, HKEY key, const GUID *id, const WCHAR *name,
                                const struct password_change *passwords)
{
    HRESULT hr = check_name_of(id, name);

    if (SUCCEEDED(hr))
        hr = change_set_text(change, key, store_username, name);
    if (SUCCEEDED(hr))
        hr = rename_current(change, root, id, name);
    if (SUCCEEDED(hr) && passwords)
        hr = store_apply_passwords(change, key, passwords);
    return hr;
}

/* Without passwords the identity keeps its own. */
static HRESULT set_properties(const GUID *id, const WCHAR *name, const struct password_change *passwords)
{
    struct store_change change;
    HKEY root, key = NULL;
    HRESULT hr = store_open_root(KEY_QUERY_VALUE | KEY_SET_VALUE, &root);

    if (FAILED(hr))
        return hr;
    hr = change_begin(&change);
    if (SUCCEEDED(hr)) {
        hr = store_open(id, KEY_QUERY_VALUE | KEY_SET_VALUE, &key);
        if (SUCCEEDED(hr))
            hr = write_properties(&change, root, key, id, name, passwords);
        hr = change_end(&change, hr);
    }
    if (key)
        RegCloseKey(key);
    RegCloseKey(root);
    return hr;
}

HRESULT store_set_name(const GUID *id, const WCHAR *name)
{
    return set_properties(id, name, NULL);
}

HRESULT store_set_name_and_password(const GUID *id, const WCHAR *name, const WCHAR *old_password,
                                    const WCHAR *new_password)
{
    struct password_change passwords;
    HRESULT hr = store_prepare_passwords(&passwords, old_password, new_password);

    if (SUCCEEDED(hr))
        hr = set_properties(id, name, &passwords);
    mem_wipe(&passwords, sizeof(passwords));
    return hr;
}

/* Gives a role of the root to an identity, or to none. */
static HRESULT set_role(const WCHAR *value, const GUID *id)
{
    struct store_change change;
    HKEY root;
    HRESULT hr = store_open_root(KEY_QUERY_VALUE | KEY_SET_VALUE, &root);

    if (FAILED(hr))
        return hr;
    hr = change_begin(&change);
    if (SUCCEEDED(hr)) {
        hr = id ? store_has(id) : change_delete_value(&change, root, value);
        if (SUCCEEDED(hr) && id)
            hr = change_set_guid(&change, root, value, id);
        hr = change_end(&change, hr);
    }
    RegCloseKey(root);
    return hr;
}

HRESULT store_set_default(const GUID *id)
{
    return set_role(store_default_user_id, id);
}

HRESULT store_set_start_up(const GUID *id)
{
    return set_role(store_start_user_id, id);
}

/* The current and the last identity stay (D-118, D-123). */
static HRESULT check_removable(const GUID *id, const struct identity_list *list)
{
    GUID current;
    HRESULT hr = store_has(id);

    if (FAILED(hr))
        return hr;
    hr = store_get_current(&current);
    if (FAILED(hr) && hr != E_NO_CURRENT_IDENTITY)
        return hr;
    return IsEqualGUID(&current, id) || list->count < 2 ? E_INVALIDARG : S_OK;
}

/* The roles of the leaving identity: the default goes to the one with the lowest ordinal, the start-up choice ends. */
static HRESULT release_roles(struct store_change *change, HKEY root, const GUID *id, const struct identity_list *list,
                             bool ordered)
{
    const GUID *heir = IsEqualGUID(&list->ids[0], id) ? &list->ids[1] : &list->ids[0];
    GUID owner;
    HRESULT hr = store_read_guid(root, store_default_user_id, &owner);

    if (hr == E_OUTOFMEMORY)
        return hr;
    if (IsEqualGUID(&owner, id)) {
        if (!ordered)
            return E_FAIL;
        hr = change_set_guid(change, root, store_default_user_id, heir);
        if (FAILED(hr))
            return hr;
    }
    hr = store_read_guid(root, store_start_user_id, &owner);
    if (hr == E_OUTOFMEMORY)
        return hr;
    return IsEqualGUID(&owner, id) ? change_delete_value(change, root, store_start_user_id) : S_OK;
}

static HRESULT destroy(struct store_change *change, HKEY root, const GUID *id)
{
    WCHAR name[GUID_CAPACITY];
    struct identity_list *list;
    HRESULT hr = store_list(&list);
    bool ordered = hr == S_OK;

    if (FAILED(hr))
        return hr;
    text_from_guid(id, name);
    hr = check_removable(id, list);
    if (SUCCEEDED(hr))
        hr = tree_check(root, name);
    if (SUCCEEDED(hr))
        hr = release_roles(change, root, id, list, ordered);
    if (SUCCEEDED(hr))
        hr = tree_delete(root, name);
    store_list_release(list);
    return hr;
}

HRESULT store_destroy(const GUID *id)
{
    struct store_change change;
    HKEY root;
    HRESULT hr = store_open_root(KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_ENUMERATE_SUB_KEYS, &root);

    if (FAILED(hr))
        return hr;
    hr = change_begin(&change);
    if (SUCCEEDED(hr))
        hr = change_end(&change, destroy(&change, root, id));
    RegCloseKey(root);
    return hr;
}

/* The current identity and the ordinals, which are handed out when an identity becomes current (I-05, F-025). */
#include "identity_store.h"
#include "memory.h"
#include "store_change.h"
#include "store_list.h"
#include "store_name.h"
#include "store_ordinal.h"
#include "store_values.h"

/* The next ordinal: what the root says, but above all that are in use, so that none is given twice. S_FALSE: there is
 * no number left. */
static HRESULT next_ordinal(HKEY root, DWORD *next)
{
    struct store_rows rows;
    HRESULT hr = store_read_dword(root, store_next_ordinal, next);

    if (FAILED(hr) && hr != E_IDENTITY_NOT_FOUND && hr != E_FAIL)
        return hr;
    if (!*next)
        *next = 1; /* missing or damaged */
    hr = store_rows_read(root, &rows);
    if (FAILED(hr))
        return hr;
    if (hr == S_FALSE) { /* the ordinal that can't be read may be the one we would give */
        store_rows_free(&rows);
        return E_FAIL;
    }
    for (ULONG i = 0; i < rows.count; i++) {
        if (rows.row[i].ordinal >= *next)
            *next = rows.row[i].ordinal == MAXDWORD ? MAXDWORD : rows.row[i].ordinal + 1;
    }
    store_rows_free(&rows);
    return *next == MAXDWORD ? S_FALSE : S_OK;
}

/* The counter first: who dies between leaves a gap, not two of a number. */
HRESULT store_give_ordinal(struct store_change *change, HKEY root, HKEY key, DWORD *ordinal)
{
    HRESULT hr = next_ordinal(root, ordinal);

    if (hr != S_OK)
        return hr;
    hr = change_set_dword(change, root, store_next_ordinal, *ordinal + 1);
    if (SUCCEEDED(hr))
        hr = change_set_dword(change, key, store_ordinal, *ordinal);
    return hr;
}

/* S_FALSE: no number left, *ordinal is 0. */
static HRESULT ensure_ordinal(struct store_change *change, HKEY root, const GUID *id, HKEY *key, DWORD *ordinal)
{
    HRESULT hr = store_read_ordinal(root, id, ordinal);

    *key = NULL;
    if (FAILED(hr) || *ordinal)
        return hr;
    hr = store_open(id, KEY_QUERY_VALUE | KEY_SET_VALUE, key);
    if (SUCCEEDED(hr))
        hr = store_give_ordinal(change, root, *key, ordinal);
    if (hr != S_OK)
        *ordinal = 0;
    return hr;
}

HRESULT store_get_ordinal(const GUID *id, DWORD *ordinal)
{
    const REGSAM access = KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_ENUMERATE_SUB_KEYS;
    struct store_change change;
    HKEY root, key = NULL;
    HRESULT hr;

    *ordinal = 0;
    hr = store_open_root(KEY_QUERY_VALUE, &root);
    if (FAILED(hr))
        return hr;
    hr = store_read_ordinal(root, id, ordinal);
    RegCloseKey(root);
    if (FAILED(hr) || *ordinal)
        return hr; /* the usual way: nothing to write, no one to wait for */
    hr = store_open_root(access, &root);
    if (FAILED(hr))
        return hr;
    hr = change_begin(&change);
    if (SUCCEEDED(hr))
        hr = change_end(&change, ensure_ordinal(&change, root, id, &key, ordinal));
    if (key)
        RegCloseKey(key);
    RegCloseKey(root);
    if (hr != S_OK)
        *ordinal = 0;
    return hr == S_FALSE ? E_FAIL : hr;
}

/* Name before cookie, as in step 4 of F-019: the cookie is what counts, it comes when all else is right. */
static HRESULT write_current(struct store_change *change, HKEY root, const GUID *id)
{
    WCHAR *name;
    HRESULT hr = store_read_name(id, &name);

    if (FAILED(hr))
        return hr;
    hr = change_set_text(change, root, store_last_username, name ? name : L"");
    if (SUCCEEDED(hr))
        hr = change_set_guid(change, root, store_last_user_id, id);
    mem_free(name);
    return hr;
}

HRESULT store_set_current(const GUID *id)
{
    const REGSAM access = KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_ENUMERATE_SUB_KEYS;
    struct store_change change;
    DWORD ordinal;
    HKEY root, key = NULL;
    HRESULT hr = store_open_root(access, &root);

    if (FAILED(hr))
        return hr;
    hr = change_begin(&change);
    if (SUCCEEDED(hr)) {
        hr = ensure_ordinal(&change, root, id, &key, &ordinal);
        if (SUCCEEDED(hr))
            hr = write_current(&change, root, id);
        hr = change_end(&change, hr);
    }
    if (key)
        RegCloseKey(key);
    RegCloseKey(root);
    return hr;
}

HRESULT store_clear_current(void)
{
    struct store_change change;
    HKEY root;
    HRESULT hr = store_open_root(KEY_QUERY_VALUE | KEY_SET_VALUE, &root);

    if (FAILED(hr))
        return hr;
    hr = change_begin(&change);
    if (SUCCEEDED(hr)) {
        hr = change_set_guid(&change, root, store_last_user_id, &GUID_NULL); /* I-08 */
        if (SUCCEEDED(hr))
            hr = change_set_text(&change, root, store_last_username, L"");
        hr = change_end(&change, hr);
    }
    RegCloseKey(root);
    return hr;
}

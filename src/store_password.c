/* The password record of an identity: `Use Password2` and `Password2` (F-007, F-021, I-13, I-23). */
#include "identity_store.h"
#include "identity_password.h"
#include "memory.h"
#include "store_change.h"
#include "store_password.h"
#include "store_values.h"

enum { RECORD_LIMIT = 65536 };

static HRESULT read_record(HKEY key, struct password *stored)
{
    DWORD type, size;
    BYTE *data;
    HRESULT hr = store_read_raw(key, store_password, RECORD_LIMIT, &type, &data, &size);

    if (SUCCEEDED(hr))
        hr = type == REG_BINARY ? password_unprotect(data, size, stored) : E_FAIL;
    mem_free(data);
    return hr;
}

/* The password that counts. Fails: E_FAIL where a record is there and no password fits (I-23). */
static HRESULT read_password(HKEY key, struct password *stored)
{
    DWORD use;
    HRESULT hr = store_read_dword(key, store_use_password, &use), read;

    memset(stored, 0, sizeof(*stored));
    if (SUCCEEDED(hr) && !use)
        return S_OK;
    if (FAILED(hr) && hr != E_IDENTITY_NOT_FOUND && hr != E_FAIL)
        return hr;
    read = read_record(key, stored);
    if (read != E_IDENTITY_NOT_FOUND)
        return read;
    /* Neither value: an identity of Windows Me or XP, whose record is elsewhere and not ours to read (F-020). */
    return hr == E_IDENTITY_NOT_FOUND ? S_OK : E_FAIL;
}

static HRESULT confirm(HKEY key, const struct password *given)
{
    struct password stored;
    HRESULT hr = read_password(key, &stored);

    if (SUCCEEDED(hr) && !password_is_same(&stored, given))
        hr = E_FAIL;
    mem_wipe(&stored, sizeof(stored));
    return hr;
}

HRESULT store_confirm_password(const GUID *id, const WCHAR *password)
{
    struct password given;
    HKEY key;
    HRESULT hr = password_set(&given, password);

    if (FAILED(hr))
        return hr;
    hr = store_open(id, KEY_QUERY_VALUE, &key);
    if (SUCCEEDED(hr)) {
        hr = confirm(key, &given);
        RegCloseKey(key);
    }
    mem_wipe(&given, sizeof(given));
    return hr;
}

HRESULT store_write_new_password(struct store_change *change, HKEY key, const struct password *password)
{
    DWORD size;
    BYTE *data;
    HRESULT hr = password_protect(password, &data, &size);

    if (FAILED(hr))
        return hr;
    hr = change_set_dword(change, key, store_use_password, password_is_empty(password) ? 0 : 1); /* F-019, F-021 */
    if (SUCCEEDED(hr))
        hr = change_set_binary(change, key, store_password, data, size);
    mem_free(data);
    return hr;
}

/* The record first when one is set, the switch first when none is: whoever dies between has changed nothing yet, or
 * all that counts. */
static HRESULT write_changed_password(struct store_change *change, HKEY key, const struct password *password)
{
    bool use = !password_is_empty(password);
    DWORD size;
    BYTE *data;
    HRESULT hr = password_protect(password, &data, &size);

    if (SUCCEEDED(hr) && !use)
        hr = change_set_dword(change, key, store_use_password, 0);
    if (SUCCEEDED(hr))
        hr = change_set_binary(change, key, store_password, data, size);
    if (SUCCEEDED(hr) && use)
        hr = change_set_dword(change, key, store_use_password, 1);
    mem_free(data);
    return hr;
}

HRESULT store_prepare_passwords(struct password_change *passwords, const WCHAR *old_password, const WCHAR *new_password)
{
    HRESULT hr = password_set(&passwords->given, old_password);
    HRESULT hr_new = password_set(&passwords->wanted, new_password);

    if (SUCCEEDED(hr) && SUCCEEDED(hr_new))
        return S_OK;
    mem_wipe(passwords, sizeof(*passwords));
    return E_INVALIDARG;
}

HRESULT store_apply_passwords(struct store_change *change, HKEY key, const struct password_change *passwords)
{
    HRESULT hr = confirm(key, &passwords->given);

    return FAILED(hr) ? hr : write_changed_password(change, key, &passwords->wanted);
}

static HRESULT change_password(const GUID *id, const struct password_change *passwords)
{
    struct store_change change;
    HKEY key;
    HRESULT hr = change_begin(&change);

    if (FAILED(hr))
        return hr;
    hr = store_open(id, KEY_QUERY_VALUE | KEY_SET_VALUE, &key);
    if (SUCCEEDED(hr))
        hr = store_apply_passwords(&change, key, passwords);
    hr = change_end(&change, hr);
    if (key)
        RegCloseKey(key);
    return hr;
}

HRESULT store_change_password(const GUID *id, const WCHAR *old_password, const WCHAR *new_password)
{
    struct password_change passwords;
    HRESULT hr = store_prepare_passwords(&passwords, old_password, new_password);

    if (SUCCEEDED(hr))
        hr = change_password(id, &passwords);
    mem_wipe(&passwords, sizeof(passwords));
    return hr;
}

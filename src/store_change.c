#include "store_change.h"
#include "guard.h"
#include "memory.h"
#include "store_values.h"
#include "text.h"

enum { KEPT_LIMIT = 1 << 20 }; /* bytes of an old value that can be put back */

HRESULT change_begin(struct store_change *change)
{
    memset(change, 0, sizeof(*change));
    return guard_enter(&change->guard);
}

static void undo_one(const struct store_undo *undo)
{
    if (undo->made_key)
        RegDeleteKeyW(undo->key, undo->name);
    else if (undo->existed)
        RegSetValueExW(undo->key, undo->name, 0, undo->type, undo->data, undo->size);
    else
        RegDeleteValueW(undo->key, undo->name);
}

HRESULT change_end(struct store_change *change, HRESULT hr)
{
    while (change->count) {
        struct store_undo *undo = &change->undo[--change->count];

        if (FAILED(hr))
            undo_one(undo);
        mem_wipe(undo->data, undo->size);
        mem_free(undo->data);
    }
    guard_leave(change->guard);
    return hr;
}

HRESULT change_make_key(struct store_change *change, HKEY parent, const WCHAR *name, HKEY *key, bool *made)
{
    const REGSAM access = KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_CREATE_SUB_KEY | KEY_ENUMERATE_SUB_KEYS;
    DWORD disposition;
    LONG error;

    *key = NULL;
    *made = false;
    if (change->count == STORE_CHANGE_LIMIT)
        return E_UNEXPECTED;
    error = RegCreateKeyExW(parent, name, 0, NULL, REG_OPTION_NON_VOLATILE, access, NULL, key, &disposition);
    if (error) {
        *key = NULL;
        return error == ERROR_FILE_NOT_FOUND ? E_FAIL : store_error(error);
    }
    *made = disposition == REG_CREATED_NEW_KEY;
    if (*made) {
        change->undo[change->count++] = (struct store_undo){ .key = parent, .name = name, .made_key = true };
    }
    return S_OK;
}

/* Keeps the value as it is now in the next undo entry, which the caller counts once he has written. */
static HRESULT keep(struct store_change *change, HKEY key, const WCHAR *name)
{
    struct store_undo *undo = &change->undo[change->count];
    HRESULT hr;

    if (change->count == STORE_CHANGE_LIMIT)
        return E_UNEXPECTED;
    memset(undo, 0, sizeof(*undo));
    undo->key = key;
    undo->name = name;
    hr = store_read_raw(key, name, KEPT_LIMIT, &undo->type, &undo->data, &undo->size);
    undo->existed = SUCCEEDED(hr);
    return hr == E_IDENTITY_NOT_FOUND ? S_OK : hr;
}

static HRESULT written(struct store_change *change, LONG error)
{
    struct store_undo *undo = &change->undo[change->count];

    if (error) {
        mem_wipe(undo->data, undo->size);
        mem_free(undo->data);
        return store_error(error);
    }
    change->count++;
    return S_OK;
}

static HRESULT set_value(struct store_change *change, HKEY key, const WCHAR *name, DWORD type, const void *data,
                         DWORD size)
{
    HRESULT hr = keep(change, key, name);

    if (FAILED(hr))
        return hr;
    return written(change, RegSetValueExW(key, name, 0, type, data, size));
}

HRESULT change_set_text(struct store_change *change, HKEY key, const WCHAR *name, const WCHAR *text)
{
    return set_value(change, key, name, REG_SZ, text, (text_length(text) + 1) * sizeof(*text)); /* F-015 */
}

HRESULT change_set_guid(struct store_change *change, HKEY key, const WCHAR *name, const GUID *guid)
{
    WCHAR text[GUID_CAPACITY];

    text_from_guid(guid, text);
    return change_set_text(change, key, name, text);
}

HRESULT change_set_dword(struct store_change *change, HKEY key, const WCHAR *name, DWORD number)
{
    return set_value(change, key, name, REG_DWORD, &number, sizeof(number));
}

HRESULT change_set_binary(struct store_change *change, HKEY key, const WCHAR *name, const BYTE *data, DWORD size)
{
    return set_value(change, key, name, REG_BINARY, data, size);
}

HRESULT change_delete_value(struct store_change *change, HKEY key, const WCHAR *name)
{
    HRESULT hr = keep(change, key, name);

    if (FAILED(hr) || !change->undo[change->count].existed)
        return hr;
    return written(change, RegDeleteValueW(key, name));
}

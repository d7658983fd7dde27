#include "store_values.h"
#include "memory.h"
#include "text.h"

/* Longer texts are no names or GUIDs of anybody; the limit keeps a hostile value from eating the memory. */
enum { TEXT_LIMIT = 64000, KEY_NAME_CAPACITY = 256 };

const WCHAR store_root_key[] = L"Identities";
const WCHAR store_next_ordinal[] = L"Identity Ordinal";
const WCHAR store_ordinal[] = L"Identity Ordinal";
const WCHAR store_migrated[] = L"Migrated5";
const WCHAR store_last_username[] = L"Last Username";
const WCHAR store_last_user_id[] = L"Last User ID";
const WCHAR store_identity_login[] = L"Identity Login";
const WCHAR store_default_user_id[] = L"Default User ID";
const WCHAR store_start_user_id[] = L"Start User ID";
const WCHAR store_username[] = L"Username";
const WCHAR store_use_password[] = L"Use Password2";
const WCHAR store_password[] = L"Password2";
const WCHAR store_user_id[] = L"User ID";
const WCHAR store_directory_name[] = L"Directory Name";

HRESULT store_error(LONG error)
{
    switch (error) {
    case ERROR_SUCCESS:
        return S_OK;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_KEY_DELETED:
    case ERROR_NO_MORE_ITEMS:
        return E_IDENTITY_NOT_FOUND; /* D-047 */
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
        return E_OUTOFMEMORY;
    default:
        return E_FAIL; /* D-048 */
    }
}

HRESULT store_open_root(REGSAM access, HKEY *key)
{
    HRESULT hr = store_error(RegOpenKeyExW(HKEY_CURRENT_USER, store_root_key, 0, access, key));

    if (FAILED(hr))
        *key = NULL;
    return hr;
}

HRESULT store_read_raw(HKEY key, const WCHAR *name, DWORD limit, DWORD *type, BYTE **data, DWORD *size)
{
    LONG error = RegQueryValueExW(key, name, NULL, type, NULL, size);

    *data = NULL;
    /* Another program may write between the two queries: as long as it grows the value, ask again. */
    while (!error && *size) {
        if (*size > limit)
            return E_FAIL;
        *data = mem_alloc(*size);
        if (!*data)
            return E_OUTOFMEMORY;
        error = RegQueryValueExW(key, name, NULL, type, *data, size);
        if (!error)
            break;
        mem_free(*data);
        *data = NULL;
        if (error == ERROR_MORE_DATA)
            error = ERROR_SUCCESS;
    }
    return store_error(error);
}

static bool is_text(DWORD type)
{
    return type == REG_SZ || type == REG_EXPAND_SZ; /* clients accept both (api.md 4b) */
}

HRESULT store_read_text(HKEY key, const WCHAR *name, WCHAR **text)
{
    DWORD type, size;
    BYTE *data;
    HRESULT hr = store_read_raw(key, name, TEXT_LIMIT, &type, &data, &size);

    *text = NULL;
    if (SUCCEEDED(hr) && !is_text(type))
        hr = E_FAIL;
    if (SUCCEEDED(hr)) {
        *text = mem_alloc(size + sizeof(WCHAR)); /* zeroed, so the text ends, stored terminator or not (F-015) */
        hr = *text ? S_OK : E_OUTOFMEMORY;
    }
    if (SUCCEEDED(hr) && size)
        memcpy(*text, data, size - size % sizeof(WCHAR));
    mem_free(data);
    return hr;
}

HRESULT store_read_guid(HKEY key, const WCHAR *name, GUID *guid)
{
    WCHAR text[2 * GUID_CAPACITY] = { 0 }; /* room for junk behind the terminator */
    DWORD type, size = sizeof(text) - sizeof(WCHAR);
    LONG error = RegQueryValueExW(key, name, NULL, &type, (BYTE *)text, &size);

    *guid = GUID_NULL;
    if (error == ERROR_MORE_DATA)
        return E_FAIL;
    if (error)
        return store_error(error);
    text[size / sizeof(WCHAR)] = 0; /* ends the text before half a character, too */
    if (!is_text(type) || !text_to_guid(text, text_length(text), guid))
        return E_FAIL;
    return S_OK;
}

HRESULT store_read_dword(HKEY key, const WCHAR *name, DWORD *number)
{
    DWORD type, value, size = sizeof(value);
    LONG error = RegQueryValueExW(key, name, NULL, &type, (BYTE *)&value, &size);

    *number = 0;
    if (error == ERROR_MORE_DATA)
        return E_FAIL;
    if (error)
        return store_error(error);
    if (type != REG_DWORD || size != sizeof(value))
        return E_FAIL;
    *number = value;
    return S_OK;
}

/* Cookies that stand for nobody or for a role (D-161, F-017) can not be anyone's own. */
static bool is_reserved(const GUID *id)
{
    return IsEqualGUID(id, &GUID_NULL) || IsEqualGUID(id, &UID_GIBC_DEFAULT_USER) ||
           IsEqualGUID(id, &UID_GIBC_CURRENT_USER) || IsEqualGUID(id, &UID_GIBC_OUTGOING_USER) ||
           IsEqualGUID(id, &UID_GIBC_INCOMING_USER);
}

HRESULT store_next_identity(HKEY root, DWORD *index, GUID *id)
{
    for (;;) {
        WCHAR name[KEY_NAME_CAPACITY];
        DWORD length = KEY_NAME_CAPACITY;
        LONG error = RegEnumKeyExW(root, (*index)++, name, &length, NULL, NULL, NULL, NULL);

        if (error == ERROR_MORE_DATA)
            continue; /* longer than any GUID */
        if (error)
            return store_error(error);
        if (text_to_guid(name, length, id) && !is_reserved(id))
            return S_OK; /* other keys are someone else's (I-16) */
    }
}

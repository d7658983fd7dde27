#include "registry.h"

void reg_copy_data(const struct reg_value *value, BYTE *data, DWORD room)
{
    if (value->size)
        memcpy(data, sim_at(value->data), value->size);
    if (reg_is_text(value->type) && value->size && room - value->size >= sizeof(WCHAR) &&
        (data[value->size - 1] || value->size == 1 || data[value->size - 2]))
        memset(data + value->size, 0, sizeof(WCHAR)); /* a courtesy of NT, not part of the size */
}

static LSTATUS query_value(HKEY handle, const WCHAR *name, DWORD *type, BYTE *data, DWORD *size)
{
    const struct reg_value *value;
    struct reg_key *key;
    DWORD room = size ? *size : 0;
    LSTATUS status;

    if (!data && size)
        *size = 0;
    status = reg_resolve(handle, KEY_QUERY_VALUE, &key);

    if (status)
        return status;
    value = reg_find_value(key, reg_name(name));
    if (!value)
        return ERROR_FILE_NOT_FOUND;
    if (type)
        *type = value->type;
    if (size)
        *size = value->size;
    if (!data)
        return ERROR_SUCCESS;
    if (room < value->size)
        return ERROR_MORE_DATA;
    reg_copy_data(value, data, room);
    return ERROR_SUCCESS;
}

LSTATUS WINAPI RegQueryValueExW(HKEY handle, LPCWSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size)
{
    LSTATUS status;

    if (reserved || (data && !size))
        return ERROR_INVALID_PARAMETER;
    if (!handle)
        return ERROR_INVALID_HANDLE;
    if (sim_fault("RegQueryValueExW"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    status = query_value(handle, name, type, data, size);
    reg_tell_read(STUB_VALUE_READ, handle, NULL, name, status);
    stub_unlock();
    return status;
}

static LSTATUS set_value(HKEY handle, const WCHAR *name, DWORD type, const BYTE *data, DWORD size)
{
    struct reg_name value_name = reg_name(name);
    struct stub_data before = { 0 };
    struct stub_data after = { true, type, size, data };
    unsigned char *copy = NULL;
    struct reg_key *key;
    LSTATUS status = reg_resolve(handle, KEY_SET_VALUE, &key);

    if (status)
        return status;
    if (value_name.length > VALUE_NAME_MAX)
        return ERROR_INVALID_PARAMETER;
    if (sim_observed()) {
        before = reg_data(reg_find_value(key, value_name));
        copy = before.size ? malloc(before.size) : NULL;
        if (copy)
            memcpy(copy, before.bytes, before.size);
        before.bytes = copy;
    }
    if (!reg_set_value(key, value_name, type, data, size))
        status = ERROR_NO_SYSTEM_RESOURCES;
    else if (sim_observed())
        reg_notify_value(key, value_name, &before, &after);
    free(copy);
    return status;
}

/* Whether a terminator that the caller did not count stands behind the text: NT looks there, so this may read past
 * the caller's buffer, which the sanitizer need not hear of. It looks at whole characters even when SIZE is odd. */
__attribute__((no_sanitize("address"))) static bool uncounted_terminator(const BYTE *data, DWORD size)
{
    const BYTE *behind = data + size / sizeof(WCHAR) * sizeof(WCHAR);

    return (behind[-1] || behind[-2]) && !behind[0] && !behind[1];
}

LSTATUS WINAPI RegSetValueExW(HKEY handle, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data, DWORD size)
{
    LSTATUS status;

    (void)reserved;
    if ((uintptr_t)data < 0x10000 && (data || size))
        return ERROR_NOACCESS;
    if (sim_fault("RegSetValueExW"))
        return ERROR_ACCESS_DENIED;
    if (size >= sizeof(WCHAR) && reg_is_text(type) && uncounted_terminator(data, size))
        size += sizeof(WCHAR);
    stub_enter();
    status = set_value(handle, name, type, data, size);
    stub_unlock();
    return status;
}

static LSTATUS delete_value(HKEY handle, const WCHAR *name)
{
    static const struct stub_data none;
    struct reg_value *value;
    struct stub_data before;
    struct reg_key *key;
    LSTATUS status = reg_resolve(handle, KEY_SET_VALUE, &key);

    if (status)
        return status;
    value = reg_find_value(key, reg_name(name));
    if (!value)
        return ERROR_FILE_NOT_FOUND;
    before = reg_data(value);
    if (sim_observed())
        reg_notify_value(key, (struct reg_name){ sim_at(value->name), value->name_length }, &before, &none);
    reg_remove_value(key, value);
    return ERROR_SUCCESS;
}

LSTATUS WINAPI RegDeleteValueW(HKEY handle, LPCWSTR name)
{
    LSTATUS status;

    if (sim_fault("RegDeleteValueW"))
        return ERROR_ACCESS_DENIED;
    stub_enter();
    status = delete_value(handle, name);
    stub_unlock();
    return status;
}

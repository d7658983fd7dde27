#include "registry.h"

static FILETIME file_time(uint64_t time)
{
    return (FILETIME){ (DWORD)time, (DWORD)(time >> 32) };
}

/* *LENGTH: room in, characters out, both as the functions below count them. */
static bool give_name(arena_ref name, DWORD characters, WCHAR *out, DWORD *length)
{
    if (characters >= *length)
        return false;
    if (characters)
        memcpy(out, sim_at(name), characters * sizeof(WCHAR));
    out[characters] = 0;
    *length = characters;
    return true;
}

static LSTATUS enum_key(HKEY handle, DWORD index, WCHAR *name, DWORD *length, WCHAR *class_name, DWORD *class_length,
                        FILETIME *written)
{
    const struct reg_key *subkey;
    struct reg_key *key;
    LSTATUS status = reg_resolve(handle, KEY_ENUMERATE_SUB_KEYS, &key);

    if (status)
        return status;
    if (index >= key->subkey_count)
        return ERROR_NO_MORE_ITEMS;
    subkey = reg_key(((const arena_ref *)sim_at(key->subkeys))[index]);
    if (written)
        *written = file_time(subkey->written);
    if (subkey->name_length >= *length || (class_length && subkey->class_length >= *class_length))
        return ERROR_MORE_DATA;
    give_name(subkey->name, subkey->name_length, name, length);
    if (class_name)
        give_name(subkey->class_name, subkey->class_length, class_name, class_length);
    else if (class_length)
        *class_length = subkey->class_length;
    return ERROR_SUCCESS;
}

LSTATUS WINAPI RegEnumKeyExW(HKEY handle, DWORD index, LPWSTR name, LPDWORD length, LPDWORD reserved, LPWSTR class_name,
                             LPDWORD class_length, FILETIME *written)
{
    LSTATUS status;

    if (reserved || (class_name && !class_length))
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegEnumKeyExW"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    status = enum_key(handle, index, name, length, class_name, class_length, written);
    reg_tell_read(STUB_KEYS_LISTED, handle, NULL, NULL, status);
    stub_unlock();
    return status;
}

static LSTATUS enum_value(HKEY handle, DWORD index, WCHAR *name, DWORD *length, DWORD *type, BYTE *data, DWORD *size)
{
    const struct reg_value *value;
    struct reg_key *key;
    DWORD room = data ? *size : 0;
    LSTATUS status = reg_resolve(handle, KEY_QUERY_VALUE, &key);

    if (status)
        return status;
    if (index >= key->value_count)
        return ERROR_NO_MORE_ITEMS;
    value = (const struct reg_value *)sim_at(key->values) + index;
    if (type)
        *type = value->type;
    if (size)
        *size = value->size;
    if (!give_name(value->name, value->name_length, name, length) || (data && room < value->size))
        return ERROR_MORE_DATA; /* the name is given even if the data do not fit */
    if (data)
        reg_copy_data(value, data, room);
    return ERROR_SUCCESS;
}

LSTATUS WINAPI RegEnumValueW(HKEY handle, DWORD index, LPWSTR name, LPDWORD length, LPDWORD reserved, LPDWORD type,
                             LPBYTE data, LPDWORD size)
{
    LSTATUS status;

    if (reserved || !name || !length || (data && !size))
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegEnumValueW"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    status = enum_value(handle, index, name, length, type, data, size);
    reg_tell_read(STUB_VALUES_LISTED, handle, NULL, NULL, status);
    stub_unlock();
    return status;
}

struct key_info {
    DWORD max_subkey;
    DWORD max_class;
    DWORD max_value;
    DWORD max_data;
};

static struct key_info measure(const struct reg_key *key)
{
    const arena_ref *subkeys = sim_at(key->subkeys);
    const struct reg_value *values = sim_at(key->values);
    struct key_info info = { 0 };

    for (uint32_t i = 0; i < key->subkey_count; i++) {
        const struct reg_key *subkey = reg_key(subkeys[i]);

        info.max_subkey = max(info.max_subkey, subkey->name_length);
        info.max_class = max(info.max_class, subkey->class_length);
    }
    for (uint32_t i = 0; i < key->value_count; i++) {
        info.max_value = max(info.max_value, values[i].name_length);
        info.max_data = max(info.max_data, values[i].size);
    }
    return info;
}

static void give(DWORD *out, DWORD value)
{
    if (out)
        *out = value;
}

LSTATUS WINAPI RegQueryInfoKeyW(HKEY handle, LPWSTR class_name, LPDWORD class_length, LPDWORD reserved, LPDWORD subkeys,
                                LPDWORD max_subkey, LPDWORD max_class, LPDWORD values, LPDWORD max_value,
                                LPDWORD max_data, LPDWORD security, FILETIME *written)
{
    struct key_info info;
    struct reg_key *key;
    LSTATUS status;

    (void)reserved;
    if (class_name && !class_length)
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegQueryInfoKeyW"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    status = reg_resolve(handle, 0, &key); /* NT asks for KEY_QUERY_VALUE, Wine does not */
    if (!status) {
        info = measure(key);
        if (class_name) {
            if (!give_name(key->class_name, key->class_length, class_name, class_length))
                status = ERROR_INSUFFICIENT_BUFFER;
        }
        give(class_length, key->class_length);
        give(subkeys, key->subkey_count);
        give(max_subkey, info.max_subkey);
        give(max_class, info.max_class);
        give(values, key->value_count);
        give(max_value, info.max_value);
        give(max_data, info.max_data);
        give(security, 0);
        if (written)
            *written = file_time(key->written);
    }
    reg_tell_read(STUB_KEY_ASKED, handle, NULL, NULL, status);
    stub_unlock();
    return status;
}

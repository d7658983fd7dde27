#include "registry.h"

/* The ANSI entry points: names and text are converted, the work is done by the wide functions, whose own fault
 * points rest meanwhile. */

static WCHAR *wide_bytes(const void *bytes, size_t length)
{
    const unsigned char *text = bytes;
    WCHAR *wide = malloc((length + 1) * sizeof(WCHAR));

    if (!wide)
        return NULL;
    for (size_t i = 0; i < length; i++)
        wide[i] = sim_wide_from_ansi(text[i]);
    wide[length] = 0;
    return wide;
}

/* NULL stays NULL: the wide functions have their own idea of it. */
static WCHAR *wide_text(const char *text)
{
    return text ? wide_bytes(text, strlen(text)) : NULL;
}

static void ansi_bytes(const WCHAR *wide, size_t length, void *bytes)
{
    unsigned char *text = bytes;
    bool fitted;

    for (size_t i = 0; i < length; i++)
        text[i] = sim_wide_to_ansi(wide[i], &fitted);
}

LSTATUS WINAPI RegOpenKeyExA(HKEY from, LPCSTR path, DWORD options, REGSAM access, PHKEY out)
{
    WCHAR *wide;
    LSTATUS status;

    if (!out)
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegOpenKeyExA"))
        return ERROR_ACCESS_DENIED;
    wide = wide_text(path);
    stub_fault_pause();
    status = RegOpenKeyExW(from, wide, options, access, out);
    stub_fault_resume();
    free(wide);
    return status;
}

LSTATUS WINAPI RegCreateKeyExA(HKEY from, LPCSTR path, DWORD reserved, LPSTR class_name, DWORD options, REGSAM access,
                               LPSECURITY_ATTRIBUTES security, PHKEY out, LPDWORD disposition)
{
    WCHAR *wide;
    WCHAR *wide_class;
    LSTATUS status;

    if (sim_fault("RegCreateKeyExA"))
        return ERROR_ACCESS_DENIED;
    wide = wide_text(path);
    wide_class = wide_text(class_name);
    stub_fault_pause();
    status = RegCreateKeyExW(from, wide, reserved, wide_class, options, access, security, out, disposition);
    stub_fault_resume();
    free(wide_class);
    free(wide);
    return status;
}

LSTATUS WINAPI RegDeleteKeyA(HKEY from, LPCSTR path)
{
    WCHAR *wide;
    LSTATUS status;

    if (sim_fault("RegDeleteKeyA"))
        return ERROR_ACCESS_DENIED;
    wide = wide_text(path);
    stub_fault_pause();
    status = RegDeleteKeyW(from, wide);
    stub_fault_resume();
    free(wide);
    return status;
}

LSTATUS WINAPI RegDeleteValueA(HKEY handle, LPCSTR name)
{
    WCHAR *wide;
    LSTATUS status;

    if (sim_fault("RegDeleteValueA"))
        return ERROR_ACCESS_DENIED;
    wide = wide_text(name);
    stub_fault_pause();
    status = RegDeleteValueW(handle, wide);
    stub_fault_resume();
    free(wide);
    return status;
}

/* As for wide text: NT looks behind what the caller counted. */
__attribute__((no_sanitize("address"))) static bool uncounted_terminator(const BYTE *data, DWORD size)
{
    return data[size - 1] && !data[size];
}

LSTATUS WINAPI RegSetValueExA(HKEY handle, LPCSTR name, DWORD reserved, DWORD type, const BYTE *data, DWORD size)
{
    WCHAR *wide_data = NULL;
    WCHAR *wide;
    LSTATUS status;

    if ((uintptr_t)data < 0x10000 && (size || (data && !reg_is_text(type))))
        return ERROR_NOACCESS;
    if (sim_fault("RegSetValueExA"))
        return ERROR_ACCESS_DENIED;
    if (reg_is_text(type) && !size) {
        data = NULL;
    } else if (reg_is_text(type)) {
        if (uncounted_terminator(data, size))
            size++;
        wide_data = wide_bytes(data, size);
        if (!wide_data)
            return ERROR_NOT_ENOUGH_MEMORY;
        wide_data[size] = 0xffff; /* no terminator for the wide function to find */
        data = (const BYTE *)wide_data;
        size *= sizeof(WCHAR);
    }
    wide = wide_text(name);
    stub_fault_pause();
    status = RegSetValueExW(handle, wide, reserved, type, data, size);
    stub_fault_resume();
    free(wide);
    free(wide_data);
    return status;
}

/* What a wide value is for an ANSI caller. */
static LSTATUS give_data(const struct stub_data *value, BYTE *data, DWORD *size)
{
    bool text = reg_is_text(value->type);
    DWORD need = text ? value->size / sizeof(WCHAR) : value->size;
    DWORD room = size ? *size : 0;

    if (size)
        *size = need;
    if (!data)
        return ERROR_SUCCESS;
    if (room < need)
        return ERROR_MORE_DATA;
    if (text)
        ansi_bytes(value->bytes, need, data);
    else if (need)
        memcpy(data, value->bytes, need);
    if (text && room > need && need && data[need - 1])
        data[need] = 0;
    return ERROR_SUCCESS;
}

static LSTATUS query_value(HKEY handle, const WCHAR *name, DWORD *type, BYTE *data, DWORD *size)
{
    const struct reg_value *value;
    struct stub_data found;
    struct reg_key *key;
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
    found = reg_data(value);
    return give_data(&found, data, size);
}

LSTATUS WINAPI RegQueryValueExA(HKEY handle, LPCSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size)
{
    WCHAR *wide;
    LSTATUS status;

    if (reserved || (data && !size))
        return ERROR_INVALID_PARAMETER;
    if (!handle)
        return ERROR_INVALID_HANDLE;
    if (sim_fault("RegQueryValueExA"))
        return ERROR_NO_SYSTEM_RESOURCES;
    wide = wide_text(name);
    stub_enter();
    status = query_value(handle, wide, type, data, size);
    reg_tell_read(STUB_VALUE_READ, handle, NULL, wide, status);
    stub_unlock();
    free(wide);
    return status;
}

static bool give_name(arena_ref name, DWORD characters, char *out, DWORD *length)
{
    if (characters >= *length)
        return false;
    ansi_bytes(sim_at(name), characters, out);
    out[characters] = 0;
    *length = characters;
    return true;
}

static LSTATUS enum_key(HKEY handle, DWORD index, char *name, DWORD *length)
{
    const struct reg_key *subkey;
    struct reg_key *key;
    LSTATUS status = reg_resolve(handle, KEY_ENUMERATE_SUB_KEYS, &key);

    if (status)
        return status;
    if (index >= key->subkey_count)
        return ERROR_NO_MORE_ITEMS;
    subkey = reg_key(((const arena_ref *)sim_at(key->subkeys))[index]);
    return give_name(subkey->name, subkey->name_length, name, length) ? ERROR_SUCCESS : ERROR_MORE_DATA;
}

/* Class and time are not given: nobody here asks for them. */
LSTATUS WINAPI RegEnumKeyExA(HKEY handle, DWORD index, LPSTR name, LPDWORD length, LPDWORD reserved, LPSTR class_name,
                             LPDWORD class_length, FILETIME *written)
{
    LSTATUS status;

    if (reserved || class_name || class_length || written)
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegEnumKeyExA"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    status = enum_key(handle, index, name, length);
    reg_tell_read(STUB_KEYS_LISTED, handle, NULL, NULL, status);
    stub_unlock();
    return status;
}

static LSTATUS enum_value(HKEY handle, DWORD index, char *name, DWORD *length, DWORD *type, BYTE *data, DWORD *size)
{
    const struct reg_value *value;
    struct stub_data found;
    struct reg_key *key;
    LSTATUS status = reg_resolve(handle, KEY_QUERY_VALUE, &key);

    if (status)
        return status;
    if (index >= key->value_count)
        return ERROR_NO_MORE_ITEMS;
    value = (const struct reg_value *)sim_at(key->values) + index;
    if (type)
        *type = value->type;
    found = reg_data(value);
    status = give_data(&found, data, size);
    if (!status && !give_name(value->name, value->name_length, name, length))
        status = ERROR_MORE_DATA;
    return status;
}

LSTATUS WINAPI RegEnumValueA(HKEY handle, DWORD index, LPSTR name, LPDWORD length, LPDWORD reserved, LPDWORD type,
                             LPBYTE data, LPDWORD size)
{
    LSTATUS status;

    if (reserved || !name || !length || (data && !size))
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegEnumValueA"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    status = enum_value(handle, index, name, length, type, data, size);
    reg_tell_read(STUB_VALUES_LISTED, handle, NULL, NULL, status);
    stub_unlock();
    return status;
}

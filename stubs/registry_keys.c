#include "registry.h"

static bool too_long(struct reg_name path)
{
    while (path.length)
        if (reg_next_component(&path).length > KEY_NAME_MAX)
            return true;
    return false;
}

static LSTATUS open_key(HKEY from, const WCHAR *path, REGSAM access, HKEY *out)
{
    struct reg_name rest = reg_name(path);
    struct reg_key *key;
    LSTATUS status = reg_resolve(from, 0, &key);

    if (status)
        return status;
    if (!rest.length && reg_is_predefined(from)) {
        *out = from; /* not a new handle, and with all rights */
        return ERROR_SUCCESS;
    }
    if (rest.length && *rest.text == '\\' && from == HKEY_CLASSES_ROOT)
        reg_next_component(&rest);
    if (rest.length && *rest.text == '\\')
        return ERROR_BAD_PATHNAME;
    if (too_long(rest))
        return ERROR_INVALID_PARAMETER;
    while (rest.length) {
        key = reg_find_key(key, reg_next_component(&rest));
        if (!key)
            return ERROR_FILE_NOT_FOUND;
    }
    return reg_new_handle(key, access, out);
}

LSTATUS WINAPI RegOpenKeyExW(HKEY from, LPCWSTR path, DWORD options, REGSAM access, PHKEY out)
{
    LSTATUS status;

    (void)options;
    if (!out)
        return ERROR_INVALID_PARAMETER;
    *out = NULL;
    if (sim_fault("RegOpenKeyExW"))
        return ERROR_ACCESS_DENIED;
    stub_enter();
    status = open_key(from, path, access, out);
    reg_tell_read(STUB_KEY_OPENED, status ? from : *out, status ? path : NULL, NULL, status);
    stub_unlock();
    return status;
}

static unsigned depth_of(const struct reg_key *key)
{
    unsigned depth = 0;

    for (; key->parent; key = reg_key(key->parent))
        depth++;
    return depth;
}

struct creation {
    struct reg_name class_name;
    DWORD options;
};

/* One missing key below PARENT. */
static LSTATUS create_child(struct reg_key *parent, struct reg_name name, const struct creation *how,
                            struct reg_key **child)
{
    struct reg_key *key;

    if (parent->denied & KEY_CREATE_SUB_KEY)
        return ERROR_ACCESS_DENIED;
    if (!(how->options & REG_OPTION_VOLATILE) && parent->flags & KEY_FLAG_VOLATILE)
        return ERROR_CHILD_MUST_BE_VOLATILE;
    if (depth_of(parent) + 1 >= KEY_DEPTH_MAX)
        return ERROR_INVALID_PARAMETER;
    key = reg_add_key(parent, name);
    if (!key)
        return ERROR_NO_SYSTEM_RESOURCES;
    if (how->options & REG_OPTION_VOLATILE)
        key->flags |= KEY_FLAG_VOLATILE;
    if (how->class_name.length) {
        key->class_name = sim_alloc(how->class_name.length * sizeof(WCHAR));
        if (key->class_name) {
            key->class_length = (uint32_t)how->class_name.length;
            memcpy(sim_at(key->class_name), how->class_name.text, how->class_name.length * sizeof(WCHAR));
        }
    }
    reg_notify_key(key, STUB_KEY_CREATED);
    *child = key;
    return ERROR_SUCCESS;
}

static LSTATUS create_key(HKEY from, const WCHAR *path, const struct creation *how, REGSAM access, HKEY *out,
                          DWORD *disposition)
{
    struct reg_name rest = reg_name(path);
    bool created = !rest.length; /* a lie of Wine's: NT opened an existing key */
    struct reg_key *key;
    LSTATUS status = reg_resolve(from, 0, &key);

    if (status)
        return status;
    if (rest.length && *rest.text == '\\')
        return ERROR_BAD_PATHNAME;
    if (too_long(rest))
        return ERROR_INVALID_PARAMETER;
    while (rest.length) {
        struct reg_name name = reg_next_component(&rest);
        struct reg_key *child = reg_find_key(key, name);

        if (!child) {
            status = create_child(key, name, how, &child);
            if (status)
                return status;
            created = true;
        }
        key = child;
    }
    status = reg_new_handle(key, access, out);
    if (!status && !created)
        reg_tell_read(STUB_KEY_OPENED, *out, NULL, NULL, status);
    if (!status && disposition)
        *disposition = created ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
    return status;
}

LSTATUS WINAPI RegCreateKeyExW(HKEY from, LPCWSTR path, DWORD reserved, LPWSTR class_name, DWORD options, REGSAM access,
                               LPSECURITY_ATTRIBUTES security, PHKEY out, LPDWORD disposition)
{
    struct creation how = { reg_name(class_name), options };
    LSTATUS status;

    (void)security;
    if (reserved || !out)
        return ERROR_INVALID_PARAMETER;
    if (!from)
        return ERROR_INVALID_HANDLE;
    *out = NULL;
    if (sim_fault("RegCreateKeyExW"))
        return ERROR_ACCESS_DENIED;
    stub_enter();
    status = create_key(from, path, &how, access, out, disposition);
    stub_unlock();
    return status;
}

static LSTATUS delete_key(HKEY from, const WCHAR *path)
{
    struct reg_name rest = reg_name(path);
    struct reg_key *key;
    LSTATUS status = reg_resolve(from, 0, &key);

    if (status)
        return status;
    if (rest.length && *rest.text == '\\')
        return ERROR_BAD_PATHNAME;
    if (too_long(rest))
        return ERROR_INVALID_PARAMETER;
    while (rest.length) {
        key = reg_find_key(key, reg_next_component(&rest));
        if (!key)
            return ERROR_FILE_NOT_FOUND;
    }
    if (key->subkey_count || key->denied & DELETE || reg_holds_root(key))
        return ERROR_ACCESS_DENIED;
    reg_notify_key(key, STUB_KEY_DELETED);
    reg_remove_key(key);
    return ERROR_SUCCESS;
}

LSTATUS WINAPI RegDeleteKeyW(HKEY from, LPCWSTR path)
{
    LSTATUS status;

    if (!path)
        return ERROR_INVALID_PARAMETER;
    if (sim_fault("RegDeleteKeyW"))
        return ERROR_ACCESS_DENIED;
    stub_enter();
    status = delete_key(from, path);
    stub_unlock();
    return status;
}

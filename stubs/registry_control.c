#include "registry.h"

/* The key at PATH; with CREATE what is missing is made. */
static LSTATUS locate(const WCHAR *path, bool create, struct reg_key **out)
{
    struct reg_name rest = reg_name(path);
    struct reg_key *key = reg_root_named(reg_next_component(&rest));

    if (!key)
        return ERROR_BAD_PATHNAME;
    while (rest.length) {
        struct reg_name name = reg_next_component(&rest);

        if (name.length > KEY_NAME_MAX)
            return ERROR_BAD_PATHNAME;
        key = create ? reg_add_key(key, name) : reg_find_key(key, name);
        if (!key)
            return create ? ERROR_NOT_ENOUGH_MEMORY : ERROR_FILE_NOT_FOUND;
    }
    *out = key;
    return ERROR_SUCCESS;
}

LSTATUS stub_registry_create(const WCHAR *path)
{
    struct reg_key *key;
    LSTATUS status;

    stub_enter();
    status = locate(path, true, &key);
    stub_unlock();
    return status;
}

LSTATUS stub_registry_set(const WCHAR *path, const WCHAR *name, DWORD type, const void *bytes, DWORD size)
{
    struct reg_key *key;
    LSTATUS status;

    stub_enter();
    status = locate(path, true, &key);
    if (!status && !reg_set_value(key, reg_name(name), type, bytes, size))
        status = ERROR_NOT_ENOUGH_MEMORY;
    stub_unlock();
    return status;
}

LSTATUS stub_registry_delete(const WCHAR *path)
{
    struct reg_key *key;
    LSTATUS status;

    stub_enter();
    status = locate(path, false, &key);
    if (!status && reg_holds_root(key))
        status = ERROR_BAD_PATHNAME;
    if (!status)
        reg_remove_key(key);
    stub_unlock();
    return status;
}

LSTATUS stub_registry_delete_value(const WCHAR *path, const WCHAR *name)
{
    struct reg_value *value;
    struct reg_key *key;
    LSTATUS status;

    stub_enter();
    status = locate(path, false, &key);
    if (!status) {
        value = reg_find_value(key, reg_name(name));
        if (value)
            reg_remove_value(key, value);
        else
            status = ERROR_FILE_NOT_FOUND;
    }
    stub_unlock();
    return status;
}

LSTATUS stub_registry_get(const WCHAR *path, const WCHAR *name, struct stub_data *data)
{
    struct reg_key *key;
    LSTATUS status;

    *data = (struct stub_data){ 0 };
    stub_enter();
    status = locate(path, false, &key);
    if (!status)
        *data = reg_data(reg_find_value(key, reg_name(name)));
    stub_unlock();
    return status || data->present ? status : ERROR_FILE_NOT_FOUND;
}

LSTATUS stub_deny(const WCHAR *path, REGSAM rights)
{
    struct reg_key *key;
    LSTATUS status;

    stub_enter();
    status = locate(path, false, &key);
    if (!status)
        key->denied = rights;
    stub_unlock();
    return status;
}

LSTATUS stub_key_path(HKEY handle, WCHAR *path, size_t units)
{
    struct reg_key *key;
    WCHAR *full;
    LSTATUS status;

    stub_enter();
    status = reg_resolve(handle, 0, &key);
    if (!status) {
        full = reg_path(key);
        if (sim_wide_length(full) < units)
            memcpy(path, full, (sim_wide_length(full) + 1) * sizeof(WCHAR));
        else
            status = ERROR_MORE_DATA;
        free(full);
    }
    stub_unlock();
    return status;
}

struct walk {
    stub_visitor visit;
    void *context;
    WCHAR name[VALUE_NAME_MAX + 1];
};

static void walk_key(struct walk *walk, const struct reg_key *key)
{
    const arena_ref *subkeys = sim_at(key->subkeys);
    const struct reg_value *values = sim_at(key->values);
    WCHAR *path = reg_path(key);

    walk->visit(walk->context, path, NULL, NULL);
    for (uint32_t i = 0; i < key->value_count; i++) {
        struct stub_data data = reg_data(&values[i]);

        if (values[i].name_length)
            memcpy(walk->name, sim_at(values[i].name), values[i].name_length * sizeof(WCHAR));
        walk->name[values[i].name_length] = 0;
        walk->visit(walk->context, path, walk->name, &data);
    }
    free(path);
    for (uint32_t i = 0; i < key->subkey_count; i++)
        walk_key(walk, reg_key(subkeys[i]));
}

LSTATUS stub_registry_walk(const WCHAR *path, stub_visitor visit, void *context)
{
    struct walk walk;
    struct reg_key *key;
    LSTATUS status;

    walk.visit = visit;
    walk.context = context;
    stub_enter();
    status = locate(path, false, &key);
    if (!status)
        walk_key(&walk, key);
    stub_unlock();
    return status;
}

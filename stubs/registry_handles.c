#include "registry.h"

/* What RegOverridePredefKey() put in the place of a predefined key. */
struct override {
    HKEY predefined;
    bool active;
    arena_ref key;
    uint64_t key_id;
    REGSAM access;
};

static struct override overrides[] = {
    { .predefined = HKEY_CLASSES_ROOT }, { .predefined = HKEY_CURRENT_USER },   { .predefined = HKEY_LOCAL_MACHINE },
    { .predefined = HKEY_USERS },        { .predefined = HKEY_CURRENT_CONFIG },
};
#define OVERRIDES (sizeof(overrides) / sizeof(overrides[0]))

void reg_reset(void)
{
    for (size_t i = 0; i < OVERRIDES; i++)
        overrides[i].active = false;
}

static struct override *override_of(HKEY handle)
{
    for (size_t i = 0; i < OVERRIDES; i++)
        if (overrides[i].predefined == handle)
            return &overrides[i];
    return NULL;
}

bool reg_is_predefined(HKEY handle)
{
    return override_of(handle) != NULL;
}

static arena_ref predefined_key(HKEY handle)
{
    if (handle == HKEY_CLASSES_ROOT)
        return sim_world()->registry_classes;
    if (handle == HKEY_CURRENT_USER)
        return sim_world()->registry_user;
    if (handle == HKEY_LOCAL_MACHINE)
        return sim_world()->registry_machine;
    if (handle == HKEY_USERS)
        return sim_world()->registry_users;
    return sim_world()->registry_config;
}

static LSTATUS live_key(arena_ref ref, uint64_t id, struct reg_key **key)
{
    if (!sim_contains(ref, sizeof(struct reg_key)) || reg_key(ref)->id != id)
        return ERROR_KEY_DELETED;
    *key = reg_key(ref);
    return ERROR_SUCCESS;
}

LSTATUS reg_resolve(HKEY value, REGSAM needed, struct reg_key **key)
{
    const struct override *override = override_of(value);
    const struct handle *handle;

    if (override && !override->active) {
        *key = reg_key(predefined_key(value));
        return (*key)->denied & needed ? ERROR_ACCESS_DENIED : ERROR_SUCCESS;
    }
    if (override) {
        if ((override->access & needed) != needed)
            return ERROR_ACCESS_DENIED;
        return live_key(override->key, override->key_id, key);
    }
    handle = sim_handle_get(value, HANDLE_KEY);
    if (!handle)
        return ERROR_INVALID_HANDLE;
    if ((handle->access & needed) != needed)
        return ERROR_ACCESS_DENIED;
    return live_key(handle->key, handle->key_id, key);
}

static REGSAM map_access(REGSAM access)
{
    REGSAM mapped = access & ~(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL | KEY_WOW64_RES);

    if (access & (GENERIC_READ | GENERIC_EXECUTE))
        mapped |= KEY_READ;
    if (access & GENERIC_WRITE)
        mapped |= KEY_WRITE;
    if (access & GENERIC_ALL)
        mapped |= KEY_ALL_ACCESS;
    return mapped;
}

LSTATUS reg_new_handle(const struct reg_key *key, REGSAM access, HKEY *out)
{
    REGSAM granted = map_access(access);
    struct handle *handle;
    HANDLE value;

    if (granted & MAXIMUM_ALLOWED)
        granted = (granted & ~MAXIMUM_ALLOWED) | (KEY_ALL_ACCESS & ~key->denied);
    if (granted & key->denied)
        return ERROR_ACCESS_DENIED;
    handle = sim_handle_new(HANDLE_KEY, &value);
    if (!handle)
        return ERROR_NO_SYSTEM_RESOURCES;
    handle->access = granted;
    handle->key = key->self;
    handle->key_id = key->id;
    *out = value;
    return ERROR_SUCCESS;
}

LSTATUS WINAPI RegCloseKey(HKEY key)
{
    LSTATUS status = ERROR_SUCCESS;
    struct handle *handle;

    if (override_of(key))
        return ERROR_SUCCESS;
    stub_enter();
    handle = sim_handle_get(key, HANDLE_KEY);
    if (handle)
        sim_handle_close(handle);
    else
        status = ERROR_INVALID_HANDLE;
    stub_unlock();
    return status;
}

LSTATUS WINAPI RegOverridePredefKey(HKEY predefined, HKEY with)
{
    LSTATUS status = ERROR_SUCCESS;
    struct override *override = override_of(predefined);
    const struct handle *handle;

    if (!override)
        return ERROR_INVALID_HANDLE;
    if (sim_fault("RegOverridePredefKey"))
        return ERROR_NO_SYSTEM_RESOURCES;
    stub_enter();
    override->active = false;
    if (with) {
        handle = sim_handle_get(with, HANDLE_KEY);
        if (handle)
            *override = (struct override){ predefined, true, handle->key, handle->key_id, handle->access };
        else
            status = ERROR_INVALID_HANDLE;
    }
    stub_unlock();
    return status;
}

LSTATUS WINAPI RegOpenCurrentUser(REGSAM access, PHKEY out)
{
    LSTATUS status;

    if (sim_fault("RegOpenCurrentUser"))
        return ERROR_ACCESS_DENIED;
    stub_enter();
    status = reg_new_handle(reg_key(sim_world()->registry_user), access, out);
    stub_unlock();
    return status;
}

LSTATUS WINAPI RegFlushKey(HKEY handle)
{
    struct reg_key *key;
    LSTATUS status;

    if (sim_fault("RegFlushKey"))
        return ERROR_REGISTRY_IO_FAILED;
    stub_enter();
    status = reg_resolve(handle, 0, &key);
    stub_unlock();
    return status;
}

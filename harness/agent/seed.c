/* The start state in the sandbox: registry, passwords, folders, refused rights. */
#include "agent.h"

#include "platform.h"
#include "protect.h"

enum { KEY_UNITS = 2048 };

/* "HKCU\Identities\x" to the path below HKCU. New, free with free(). */
static WCHAR *below_user(const char *key)
{
    char unbound[TRACE_MAX_NAME + 1];

    if (strncmp(key, "HKCU", 4) != 0 || (key[4] && key[4] != '\\'))
        return NULL;
    return text_of(key[4] ? key + 5 : key + 4, TEXT_KEY, NULL, unbound);
}

static LSTATUS create_key(const char *path, HKEY *key)
{
    WCHAR *below = below_user(path);
    LSTATUS error = ERROR_BAD_PATHNAME;

    if (below)
        error = RegCreateKeyExW(HKEY_CURRENT_USER, below, 0, NULL, 0, KEY_SET_VALUE, NULL, key, NULL);
    free(below);
    return error;
}

static LSTATUS set_value(HKEY key, const struct state_value *value)
{
    char unbound[TRACE_MAX_NAME + 1];
    WCHAR *name = text_of(value->name, TEXT_STRING, NULL, unbound);
    LSTATUS error = name ? reg_write_value(key, name, &value->data) : ERROR_INVALID_DATA;

    free(name);
    return error;
}

static const char *seed_key(const struct state_key *state)
{
    HKEY key;
    LSTATUS error = create_key(state->path, &key);

    if (error)
        return "a key of the start state can't be made";
    for (const struct state_value *value = state->values; value && !error; value = value->next)
        error = set_value(key, value);
    RegCloseKey(key);
    return error ? "a value of the start state can't be set" : NULL;
}

static const char *seed_password(const struct password *password)
{
    static const char root[] = "HKCU\\Identities\\";
    const DWORD use = password->kind != DATA_NONE;
    char path[sizeof root + 64];
    const char *failure;
    void *blob = NULL;
    size_t size = 0;
    HKEY key;

    memcpy(path, root, sizeof root);
    if (strlen(password->guid) >= 64)
        return "a password stands for no GUID";
    memcpy(path + sizeof root - 1, password->guid, strlen(password->guid) + 1);
    failure = protect_write(password->kind, password->secret, &blob, &size);
    if (failure)
        return failure;
    if (create_key(path, &key))
        failure = "the key of a password can't be made";
    else if (RegSetValueExW(key, L"Use Password2", 0, REG_DWORD, (const BYTE *)&use, sizeof use) ||
             RegSetValueExW(key, L"Password2", 0, REG_BINARY, blob, (DWORD)size))
        failure = "a password record can't be written";
    if (!failure)
        RegCloseKey(key);
    free(blob);
    return failure;
}

static const char *seed_folder(const struct folder *folder)
{
    char unbound[TRACE_MAX_NAME + 1];
    WCHAR *path = text_of(folder->path, TEXT_STRING, NULL, unbound);
    const bool made = path && platform_make_folder(path);

    free(path);
    return made ? NULL : "a folder of the start state can't be made";
}

static bool deny_key(const struct deny *deny)
{
    WCHAR *path = below_user(deny->key);
    const bool denied = path && platform_deny(path, deny->kind);

    free(path);
    return denied;
}

static bool steps_ask(const struct step *step)
{
    while (step && step->action != ACTION_UNCHANGED)
        step = step->next;
    return step != NULL;
}

static bool asks_unchanged(const struct trace *scenario)
{
    for (const struct section *section = scenario->sections; section; section = section->next) {
        if (steps_ask(section->steps))
            return true;
        for (const struct on *on = section->ons; on; on = on->next)
            if (steps_ask(on->steps))
                return true;
    }
    return false;
}

const char *seed_state(const struct trace *scenario, const char **missing)
{
    const char *failure = NULL;

    *missing = NULL;
    if (scenario->state)
        for (const struct state_key *key = scenario->state->keys; key && !failure; key = key->next)
            failure = seed_key(key);
    for (const struct password *password = scenario->passwords; password && !failure; password = password->next)
        failure = seed_password(password);
    for (const struct folder *folder = scenario->folders; folder && !failure; folder = folder->next)
        failure = seed_folder(folder);
    if (!failure)
        platform_seeded(asks_unchanged(scenario));
    for (const struct deny *deny = scenario->denies; deny && !failure && !*missing; deny = deny->next)
        if (!deny_key(deny))
            *missing = "deny";
    return failure;
}

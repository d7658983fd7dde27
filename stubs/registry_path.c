#include "registry.h"
#include <assert.h>

#define ROOT_NAME_MAX 32

/* The predefined keys by which the control interface and the observer speak, most special first. */
static const struct root {
    WCHAR name[ROOT_NAME_MAX];
    WCHAR short_name[8];
    size_t offset; /* in struct world */
} roots[] = {
    { L"HKEY_CURRENT_USER", L"HKCU", offsetof(struct world, registry_user) },
    { L"HKEY_LOCAL_MACHINE", L"HKLM", offsetof(struct world, registry_machine) },
    { L"HKEY_USERS", L"HKU", offsetof(struct world, registry_users) },
    { L"HKEY_CLASSES_ROOT", L"HKCR", offsetof(struct world, registry_classes) },
    { L"HKEY_CURRENT_CONFIG", L"HKCC", offsetof(struct world, registry_config) },
};

static arena_ref root_key(const struct root *root)
{
    arena_ref key;

    memcpy(&key, sim_arena_base + root->offset, sizeof(key));
    return key;
}

static const struct root *root_of(const struct reg_key *key)
{
    for (size_t i = 0; i < 3; i++)
        if (root_key(&roots[i]) == key->self)
            return &roots[i];
    return NULL;
}

bool reg_holds_root(const struct reg_key *key)
{
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
        for (const struct reg_key *at = reg_key(root_key(&roots[i]));; at = reg_key(at->parent)) {
            if (at == key)
                return true;
            if (!at->parent)
                break;
        }
    return false;
}

/* HKEY_CLASSES_ROOT is written as the place it is a view of. */
WCHAR *reg_path(const struct reg_key *key)
{
    const struct reg_key *parts[KEY_DEPTH_MAX];
    const struct root *root;
    size_t count = 0;
    size_t length = ROOT_NAME_MAX;
    WCHAR *path;
    WCHAR *end;

    while (!(root = root_of(key))) {
        assert(count < KEY_DEPTH_MAX);
        parts[count++] = key;
        length += key->name_length + 1;
        key = reg_key(key->parent);
    }
    path = malloc((length + 1) * sizeof(WCHAR));
    assert(path);
    memcpy(path, root->name, sizeof(root->name));
    end = path + sim_wide_length(root->name);
    while (count) {
        key = parts[--count];
        *end++ = '\\';
        memcpy(end, sim_at(key->name), key->name_length * sizeof(WCHAR));
        end += key->name_length;
    }
    *end = 0;
    return path;
}

struct stub_data reg_data(const struct reg_value *value)
{
    return value ? (struct stub_data){ true, value->type, value->size, sim_at(value->data) } : (struct stub_data){ 0 };
}

void reg_notify_key(const struct reg_key *key, enum stub_change_kind kind)
{
    struct stub_change change = { .kind = kind };
    WCHAR *path;

    if (!sim_observed())
        return;
    path = reg_path(key);
    change.path = path;
    sim_notify(&change);
    free(path);
}

void reg_notify_value(const struct reg_key *key, struct reg_name name, const struct stub_data *before,
                      const struct stub_data *after)
{
    struct stub_change change = { .kind = after->present ? STUB_VALUE_SET : STUB_VALUE_DELETED };
    WCHAR *path = reg_path(key);
    WCHAR *text = calloc(name.length + 1, sizeof(WCHAR));

    assert(text);
    if (name.length)
        memcpy(text, name.text, name.length * sizeof(WCHAR));
    change.path = path;
    change.name = text;
    change.before = *before;
    change.after = *after;
    sim_notify(&change);
    free(text);
    free(path);
}

void reg_tell_read(enum stub_read_kind kind, HKEY handle, const WCHAR *below, const WCHAR *name, LSTATUS status)
{
    struct stub_read read = { .kind = kind, .name = name ? name : L"", .status = status };
    struct reg_name rest = reg_name(below);
    struct reg_key *key;
    WCHAR *path, *whole;
    size_t length;

    if (!sim_reads_observed() || reg_resolve(handle, 0, &key))
        return;
    path = reg_path(key);
    length = sim_wide_length(path);
    whole = calloc(length + rest.length + 2, sizeof(WCHAR));
    assert(whole);
    memcpy(whole, path, length * sizeof(WCHAR));
    free(path);
    if (rest.length) {
        whole[length] = '\\';
        memcpy(whole + length + 1, rest.text, rest.length * sizeof(WCHAR));
    }
    read.path = whole;
    sim_notify_read(&read);
    free(whole);
}

static bool same(struct reg_name name, const WCHAR *text)
{
    return sim_wide_compare(name.text, name.length, text, sim_wide_length(text)) == 0;
}

struct reg_key *reg_root_named(struct reg_name name)
{
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
        if (same(name, roots[i].name) || same(name, roots[i].short_name))
            return reg_key(root_key(&roots[i]));
    return NULL;
}

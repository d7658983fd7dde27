#include "machine.h"
#include "registry.h"

struct reg_name reg_name(const WCHAR *text)
{
    return (struct reg_name){ text, text ? sim_wide_length(text) : 0 };
}

/* Makes room for one more element at INDEX of an array. */
static bool array_open(arena_ref *array, uint32_t *room, uint32_t count, uint32_t index, size_t element)
{
    unsigned char *items;

    if (count == *room) {
        uint32_t more = (uint32_t)(sim_capacity((count + 1) * element) / element);
        arena_ref grown = sim_alloc(more * element);

        if (!grown)
            return false;
        if (*array)
            memcpy(sim_at(grown), sim_at(*array), count * element);
        sim_free(*array, *room * element);
        *array = grown;
        *room = more;
    }
    items = sim_at(*array);
    memmove(items + (index + 1) * element, items + index * element, (count - index) * element);
    return true;
}

static void array_close(arena_ref array, uint32_t count, uint32_t index, size_t element)
{
    unsigned char *items = sim_at(array);

    memmove(items + index * element, items + (index + 1) * element, (count - index - 1) * element);
}

static bool name_copy(struct reg_name name, arena_ref *copy)
{
    *copy = 0;
    if (!name.length)
        return true;
    *copy = sim_alloc(name.length * sizeof(WCHAR));
    if (*copy)
        memcpy(sim_at(*copy), name.text, name.length * sizeof(WCHAR));
    return *copy != 0;
}

/* Where NAME is or belongs. */
static bool subkey_search(const struct reg_key *parent, struct reg_name name, uint32_t *index)
{
    const arena_ref *subkeys = sim_at(parent->subkeys);
    uint32_t low = 0;
    uint32_t high = parent->subkey_count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct reg_key *key = reg_key(subkeys[middle]);
        int order = sim_wide_compare(sim_at(key->name), key->name_length, name.text, name.length);

        if (order == 0) {
            *index = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *index = low;
    return false;
}

struct reg_key *reg_find_key(const struct reg_key *parent, struct reg_name name)
{
    uint32_t index;

    if (!subkey_search(parent, name, &index))
        return NULL;
    return reg_key(((const arena_ref *)sim_at(parent->subkeys))[index]);
}

static void touch(struct reg_key *key)
{
    key->written = sim_time() + ++sim_world()->changes;
}

static struct reg_key *key_new(struct reg_name name)
{
    arena_ref self = sim_alloc(sizeof(struct reg_key));
    struct reg_key *key = sim_at(self);

    if (!self)
        return NULL;
    memset(key, 0, sizeof(*key));
    key->self = self;
    key->id = ++sim_machine->last_key;
    key->name_length = (uint32_t)name.length;
    if (!name_copy(name, &key->name)) {
        sim_free(self, sizeof(*key));
        return NULL;
    }
    return key;
}

struct reg_key *reg_add_key(struct reg_key *parent, struct reg_name name)
{
    struct reg_key *key;
    uint32_t index;

    if (subkey_search(parent, name, &index))
        return reg_key(((arena_ref *)sim_at(parent->subkeys))[index]);
    key = key_new(name);
    if (!key)
        return NULL;
    if (!array_open(&parent->subkeys, &parent->subkey_room, parent->subkey_count, index, sizeof(arena_ref))) {
        sim_free(key->name, key->name_length * sizeof(WCHAR));
        sim_free(key->self, sizeof(*key));
        return NULL;
    }
    ((arena_ref *)sim_at(parent->subkeys))[index] = key->self;
    parent->subkey_count++;
    key->parent = parent->self;
    touch(key);
    touch(parent);
    return key;
}

static void value_free(const struct reg_value *value)
{
    sim_free(value->name, value->name_length * sizeof(WCHAR));
    sim_free(value->data, value->size);
}

/* Depth is bounded by KEY_DEPTH_MAX. */
static void key_free(struct reg_key *key)
{
    const arena_ref *subkeys = sim_at(key->subkeys);
    const struct reg_value *values = sim_at(key->values);

    for (uint32_t i = 0; i < key->subkey_count; i++)
        key_free(reg_key(subkeys[i]));
    for (uint32_t i = 0; i < key->value_count; i++)
        value_free(&values[i]);
    sim_free(key->subkeys, key->subkey_room * sizeof(arena_ref));
    sim_free(key->values, key->value_room * sizeof(struct reg_value));
    sim_free(key->name, key->name_length * sizeof(WCHAR));
    sim_free(key->class_name, key->class_length * sizeof(WCHAR));
    key->id = 0;
    sim_free(key->self, sizeof(*key));
}

void reg_remove_key(struct reg_key *key)
{
    struct reg_key *parent = reg_key(key->parent);
    struct reg_name name = { sim_at(key->name), key->name_length };
    uint32_t index;

    if (!subkey_search(parent, name, &index))
        return;
    array_close(parent->subkeys, parent->subkey_count, index, sizeof(arena_ref));
    parent->subkey_count--;
    key_free(key);
    touch(parent);
}

bool reg_move_key(struct reg_key *key, struct reg_key *parent, struct reg_name name)
{
    struct reg_key *old = reg_key(key->parent);
    uint32_t index, old_index;
    arena_ref copy;

    if (!name_copy(name, &copy))
        return false;
    if (!subkey_search(old, (struct reg_name){ sim_at(key->name), key->name_length }, &old_index))
        return false;
    array_close(old->subkeys, old->subkey_count--, old_index, sizeof(arena_ref));
    subkey_search(parent, name, &index);
    if (!array_open(&parent->subkeys, &parent->subkey_room, parent->subkey_count, index, sizeof(arena_ref))) {
        array_open(&old->subkeys, &old->subkey_room, old->subkey_count++, old_index, sizeof(arena_ref)); /* has room */
        ((arena_ref *)sim_at(old->subkeys))[old_index] = key->self;
        sim_free(copy, name.length * sizeof(WCHAR));
        return false;
    }
    ((arena_ref *)sim_at(parent->subkeys))[index] = key->self;
    parent->subkey_count++;
    sim_free(key->name, key->name_length * sizeof(WCHAR));
    key->name = copy;
    key->name_length = (uint32_t)name.length;
    key->parent = parent->self;
    touch(old);
    touch(parent);
    return true;
}

static bool value_search(const struct reg_key *key, struct reg_name name, uint32_t *index)
{
    const struct reg_value *values = sim_at(key->values);
    uint32_t low = 0;
    uint32_t high = key->value_count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct reg_value *value = &values[middle];
        int order = sim_wide_compare(sim_at(value->name), value->name_length, name.text, name.length);

        if (order == 0) {
            *index = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *index = low;
    return false;
}

struct reg_value *reg_find_value(const struct reg_key *key, struct reg_name name)
{
    uint32_t index;

    return value_search(key, name, &index) ? (struct reg_value *)sim_at(key->values) + index : NULL;
}

static bool data_copy(const void *data, DWORD size, arena_ref *copy)
{
    *copy = 0;
    if (!size)
        return true;
    *copy = sim_alloc(size);
    if (*copy)
        memcpy(sim_at(*copy), data, size);
    return *copy != 0;
}

static struct reg_value *value_add(struct reg_key *key, struct reg_name name)
{
    struct reg_value value = { .name_length = (uint32_t)name.length };
    struct reg_value *slot;
    uint32_t index;

    if (value_search(key, name, &index))
        return (struct reg_value *)sim_at(key->values) + index;
    if (!name_copy(name, &value.name))
        return NULL;
    if (!array_open(&key->values, &key->value_room, key->value_count, index, sizeof(value))) {
        sim_free(value.name, value.name_length * sizeof(WCHAR));
        return NULL;
    }
    slot = (struct reg_value *)sim_at(key->values) + index;
    *slot = value;
    key->value_count++;
    return slot;
}

bool reg_set_value(struct reg_key *key, struct reg_name name, DWORD type, const void *data, DWORD size)
{
    struct reg_value *value;
    arena_ref copy;

    if (!data_copy(data, size, &copy))
        return false;
    value = value_add(key, name);
    if (!value) {
        sim_free(copy, size);
        return false;
    }
    sim_free(value->data, value->size);
    value->type = type;
    value->data = copy;
    value->size = size;
    touch(key);
    return true;
}

void reg_remove_value(struct reg_key *key, struct reg_value *value)
{
    uint32_t index = (uint32_t)(value - (struct reg_value *)sim_at(key->values));

    value_free(value);
    array_close(key->values, key->value_count, index, sizeof(*value));
    key->value_count--;
    touch(key);
}

struct reg_name reg_next_component(struct reg_name *path)
{
    struct reg_name component = { path->text, 0 };

    while (component.length < path->length && path->text[component.length] != '\\')
        component.length++;
    path->text += component.length;
    path->length -= component.length;
    while (path->length && *path->text == '\\') {
        path->text++;
        path->length--;
    }
    return component;
}

static struct reg_key *build_path(struct reg_key *from, const WCHAR *path)
{
    struct reg_name rest = reg_name(path);

    while (rest.length) {
        struct reg_name component = reg_next_component(&rest);

        from = reg_add_key(from, component);
    }
    return from;
}

arena_ref reg_root(void)
{
    return key_new((struct reg_name){ NULL, 0 })->self;
}

void reg_build(void)
{
    struct reg_key *machine = reg_key(reg_root());
    struct reg_key *users = reg_key(reg_root());
    struct reg_key *user = build_path(users, L"S-1-5-21-0-0-0-1000");

    sim_world()->registry_machine = machine->self;
    sim_world()->registry_users = users->self;
    sim_world()->registry_user = user->self;
    sim_world()->registry_classes = build_path(machine, L"Software\\Classes")->self;
    sim_world()->registry_config = build_path(machine, L"System\\CurrentControlSet\\Hardware Profiles\\Current")->self;
}

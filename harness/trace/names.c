#include "trace/names.h"

uint32_t names_hash(const char *text, size_t len)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return hash;
}

void names_free(struct names *names)
{
    free(names->slots);
    memset(names, 0, sizeof(*names));
}

static struct name_slot *find(struct name_slot *slots, size_t size, const char *name)
{
    size_t at = names_hash(name, strlen(name)) & (size - 1);

    while (slots[at].name && strcmp(slots[at].name, name))
        at = (at + 1) & (size - 1);
    return &slots[at];
}

void *names_get(const struct names *names, const char *name)
{
    return names->size ? find(names->slots, names->size, name)->value : NULL;
}

static enum status grow(struct names *names)
{
    size_t size = names->size ? names->size * 2 : 16;
    struct name_slot *slots = calloc(size, sizeof(*slots));

    if (!slots)
        return ST_NO_MEMORY;
    for (size_t i = 0; i < names->size; i++) {
        if (names->slots[i].name)
            *find(slots, size, names->slots[i].name) = names->slots[i];
    }
    free(names->slots);
    names->slots = slots;
    names->size = size;
    return ST_OK;
}

enum status names_put(struct names *names, const char *name, void *value)
{
    if (names->used + 1 > names->size / 4 * 3) {
        enum status status = grow(names);
        if (status)
            return status;
    }
    struct name_slot *slot = find(names->slots, names->size, name);
    if (!slot->name) {
        names->used++;
        slot->name = name;
    }
    slot->value = value;
    return ST_OK;
}

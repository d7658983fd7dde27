#include "folder.h"

/* The two sides are regions of their own: the live one or snapshots. */
static const void *at(const unsigned char *base, arena_ref ref)
{
    return base + ref;
}

static bool same_bytes(const unsigned char *a, arena_ref a_ref, const unsigned char *b, arena_ref b_ref, size_t size)
{
    return !size || memcmp(at(a, a_ref), at(b, b_ref), size) == 0;
}

static bool same_values(const unsigned char *a, const struct reg_key *x, const unsigned char *b,
                        const struct reg_key *y)
{
    const struct reg_value *v = at(a, x->values);
    const struct reg_value *w = at(b, y->values);

    if (x->value_count != y->value_count)
        return false;
    for (uint32_t i = 0; i < x->value_count; i++)
        if (v[i].type != w[i].type || v[i].size != w[i].size || v[i].name_length != w[i].name_length ||
            !same_bytes(a, v[i].name, b, w[i].name, v[i].name_length * sizeof(WCHAR)) ||
            !same_bytes(a, v[i].data, b, w[i].data, v[i].size))
            return false;
    return true;
}

static bool same_key(const unsigned char *a, arena_ref a_key, const unsigned char *b, arena_ref b_key)
{
    const struct reg_key *x = at(a, a_key);
    const struct reg_key *y = at(b, b_key);
    const arena_ref *x_subkeys = at(a, x->subkeys);
    const arena_ref *y_subkeys = at(b, y->subkeys);

    if ((x->flags & FOLDER_FLAG_FILE) != (y->flags & FOLDER_FLAG_FILE) || x->name_length != y->name_length ||
        x->subkey_count != y->subkey_count || !same_bytes(a, x->name, b, y->name, x->name_length * sizeof(WCHAR)) ||
        !same_values(a, x, b, y))
        return false;
    for (uint32_t i = 0; i < x->subkey_count; i++)
        if (!same_key(a, x_subkeys[i], b, y_subkeys[i]))
            return false;
    return true;
}

bool reg_equal(const unsigned char *a, const unsigned char *b)
{
    const struct world *x = at(a, 0);
    const struct world *y = at(b, 0);

    return same_key(a, x->registry_machine, b, y->registry_machine) &&
           same_key(a, x->registry_users, b, y->registry_users) && same_key(a, x->drive, b, y->drive);
}

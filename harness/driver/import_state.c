/* What a start state says of identities, by the rules of the evidence: who they are, in which order, in which roles. */
#include "driver/import.h"

#include "catalogue/catalogue.h"

#include "trace/trace.h"

#include <ctype.h>
#include <strings.h>

const char identities_root[] = "HKCU\\Identities";

#define POLICY_KEY "HKCU\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities"

bool cookie_is(const char *text, size_t length)
{
    if (length != COOKIE_TEXT - 1 || text[0] != '{' || text[37] != '}')
        return false;
    for (size_t i = 1; i < 37; i++) {
        const bool hyphen = i == 9 || i == 14 || i == 19 || i == 24;

        if (hyphen ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return true;
}

bool cookie_is_reserved(const char *text)
{
    static const char *const reserved[] = {
        "{00000000-0000-0000-0000-000000000000}", "{C28E26E6-219D-11D2-B200-0000F8085266}",
        "{C28E26E7-219D-11D2-B200-0000F8085266}", "{C28E26E8-219D-11D2-B200-0000F8085266}",
        "{C28E26E9-219D-11D2-B200-0000F8085266}",
    };

    for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
        if (!strncasecmp(text, reserved[i], COOKIE_TEXT - 1))
            return true;
    return false;
}

const struct state_value *state_value(const struct state *state, const char *path, const char *name)
{
    const struct state_value *found = NULL;

    for (const struct state_key *key = state->keys; key; key = key->next)
        for (const struct state_value *value = strcasecmp(key->path, path) ? NULL : key->values; value;
             value = value->next)
            if (!strcasecmp(value->name, name))
                found = value;
    return found;
}

bool state_has_key(const struct state *state, const char *path)
{
    const size_t length = strlen(path);

    for (const struct state_key *key = state->keys; key; key = key->next)
        if (!strncasecmp(key->path, path, length) && (!key->path[length] || key->path[length] == '\\'))
            return true;
    return false;
}

/* ---- texts ---- */

static bool has_nul(const char *text)
{
    for (; *text; text++) {
        if (*text != '\\')
            continue;
        text++;
        if (*text == '0')
            return true;
    }
    return false;
}

/* Bytes without a terminator. */
static char *bytes_text(const struct data *data)
{
    uint16_t *units = xcalloc(data->n_bytes / 2 + 1, sizeof(*units));
    const size_t count = data->n_bytes / 2;
    char *text = NULL;
    struct buffer out;
    bool odd = data->n_bytes % 2 || !count;

    for (size_t i = 0; i < count; i++) {
        units[i] = (uint16_t)(data->bytes[2 * i] | data->bytes[2 * i + 1] << 8);
        odd = odd || !units[i];
    }
    if (!odd) {
        buffer_init(&out, count * 12 + 1);
        text_encode(units, count, TEXT_STRING, &out);
        text = xstrndup(out.data, out.len);
        buffer_free(&out);
    }
    free(units);
    return text;
}

enum text_kind value_text(const struct state_value *value, char **text, bool *terminated)
{
    const struct data *data = value ? &value->data : NULL;

    *text = NULL;
    if (terminated)
        *terminated = data && data->kind != DATA_HEX;
    if (!data || (data->type != 1 && data->type != 2))
        return TEXT_NONE;
    if (data->kind == DATA_HEX)
        *text = bytes_text(data);
    else if (!has_nul(data->text))
        *text = xstrdup(data->text);
    return *text ? TEXT_PLAIN : TEXT_ODD;
}

size_t text_units(const char *text)
{
    uint16_t *units = xcalloc(strlen(text) + 1, sizeof(*units));
    size_t count = 0;

    text_decode(text, TEXT_STRING, NULL, NULL, units, strlen(text) + 1, &count, NULL);
    free(units);
    return count;
}

/* ---- identities ---- */

/* The GUID in the path of a key that is an identity's or below one; NULL: none. */
static const char *cookie_in(const char *path)
{
    const size_t length = strlen(identities_root);
    const char *name = path + length + 1;

    if (strncasecmp(path, identities_root, length) != 0 || path[length] != '\\')
        return NULL;
    return cookie_is(name, strcspn(name, "\\")) && !cookie_is_reserved(name) ? name : NULL;
}

const struct identity *identities_get(const struct identities *identities, const char *cookie)
{
    for (size_t i = 0; i < identities->count; i++)
        if (!strncasecmp(identities->items[i].cookie, cookie, COOKIE_TEXT - 1))
            return &identities->items[i];
    return NULL;
}

static int by_order(const void *left, const void *right)
{
    const struct identity *a = left, *b = right;
    /* Those without an ordinal come last. */
    const uint32_t x = a->ordinal - 1, y = b->ordinal - 1;

    if (x != y)
        return x < y ? -1 : 1;
    return strcmp(a->cookie, b->cookie);
}

static void add_identity(struct identities *identities, const struct state *state, const char *path, const char *cookie)
{
    struct identity *identity = &identities->items[identities->count++];
    char *key = xstrndup(path, (size_t)(cookie - path) + COOKIE_TEXT - 1);
    const struct state_value *value = state_value(state, key, "Identity Ordinal");

    memset(identity, 0, sizeof(*identity));
    for (size_t i = 0; i < COOKIE_TEXT - 1; i++)
        identity->cookie[i] = (char)toupper((unsigned char)cookie[i]);
    identity->path = key;
    identity->ordinal = value && value->data.kind == DATA_DWORD ? value->data.number : 0;
    if (identity->ordinal > identities->highest)
        identities->highest = identity->ordinal;
}

void identities_find(const struct state *state, struct identities *identities)
{
    size_t keys = 0;

    for (const struct state_key *key = state->keys; key; key = key->next)
        keys++;
    memset(identities, 0, sizeof(*identities));
    identities->items = xcalloc(keys, sizeof(*identities->items));
    for (const struct state_key *key = state->keys; key; key = key->next) {
        const char *cookie = cookie_in(key->path);

        if (cookie && !identities_get(identities, cookie))
            add_identity(identities, state, key->path, cookie);
    }
    qsort(identities->items, identities->count, sizeof(*identities->items), by_order);
}

void identities_free(struct identities *identities)
{
    for (size_t i = 0; i < identities->count; i++)
        free((char *)identities->items[i].path);
    free(identities->items);
    memset(identities, 0, sizeof(*identities));
}

/* ---- roles ---- */

enum role role_of(const struct state *state, const struct identities *identities, const char *name,
                  const struct identity **identity)
{
    char *text;
    const enum text_kind kind = value_text(state_value(state, identities_root, name), &text, NULL);
    enum role role = kind == TEXT_ODD ? ROLE_UNCLEAR : ROLE_NOBODY;

    *identity = NULL;
    if (text && cookie_is(text, strlen(text)))
        *identity = identities_get(identities, text);
    free(text);
    return *identity ? ROLE_IDENTITY : role;
}

enum policy policy_of(const struct state *state)
{
    const struct state_value *value = state_value(state, POLICY_KEY, "Locked Down");

    if (!value)
        return POLICY_NONE;
    if (value->data.kind != DATA_DWORD || value->data.number > 1)
        return POLICY_UNCLEAR;
    return value->data.number ? POLICY_LOCKED : POLICY_NONE;
}

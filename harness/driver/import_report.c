/* What of a state departs from docs/evidence/real-world.md, fact by fact, and what none of its registries shows. */
#include "driver/import.h"

#include <stdarg.h>
#include <strings.h>

struct comparison {
    const struct registry_file *file;
    const struct state *state;
    struct identities identities;
    struct departures *out;
};

static void depart(struct comparison *comparison, const char *number, const char *key, const char *value,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));

static void depart(struct comparison *comparison, const char *number, const char *key, const char *value,
                   const char *format, ...)
{
    struct departures *out = comparison->out;
    struct departure *item;
    va_list arguments;
    char *text = NULL;

    if (out->count == out->capacity) {
        out->capacity = out->capacity * 2 + 8;
        out->items = xrealloc(out->items, out->capacity * sizeof(*out->items));
    }
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = xstrdup("");
    va_end(arguments);
    item = &out->items[out->count++];
    item->number = number;
    item->place = value ? xformat("[%s] \"%s\"", key, value) : xformat("[%s]", key);
    item->text = text;
}

void departures_free(struct departures *departures)
{
    for (size_t i = 0; i < departures->count; i++) {
        free(departures->items[i].place);
        free(departures->items[i].text);
    }
    free(departures->items);
    memset(departures, 0, sizeof(*departures));
}

static const struct state_value *root_value(const struct comparison *comparison, const char *name)
{
    return state_value(comparison->state, identities_root, name);
}

/* The data as a state spells it. New, free(). */
static char *shown(const struct state_value *value)
{
    struct buffer text;
    char *copy;

    if (!value)
        return xstrdup("none");
    buffer_init(&text, 4096);
    data_print(&value->data, &text);
    copy = text.status ? xstrdup("data of more than 4096 characters") : xstrndup(text.data, text.len);
    buffer_free(&text);
    return copy;
}

static void expect_data(struct comparison *comparison, const char *number, const char *key,
                        const struct state_value *value, const char *name, const char *expected)
{
    char *found = shown(value);

    if (strcmp(found, expected) != 0)
        depart(comparison, number, key, name, "expected %s, found %s", expected, found);
    free(found);
}

static void expect_dword(struct comparison *comparison, const char *number, const char *key, const char *name,
                         uint32_t expected)
{
    char *text = xformat("dword:%08x", (unsigned)expected);

    expect_data(comparison, number, key, state_value(comparison->state, key, name), name, text);
    free(text);
}

/* ---- the root ---- */

static void compare_marker(struct comparison *comparison)
{
    const struct state_value *old = root_value(comparison, "Migrated5"), *new = root_value(comparison, "Migrated7");

    if (old && new)
        depart(comparison, "F-003", identities_root, NULL, "expected Migrated5 or Migrated7, found both");
    else if (!old && !new)
        depart(comparison, "F-003", identities_root, NULL, "expected Migrated5 or Migrated7, found none");
    else
        expect_dword(comparison, "F-002", identities_root, old ? "Migrated5" : "Migrated7", 1);
    if (root_value(comparison, "Identity Login"))
        expect_dword(comparison, "F-004", identities_root, "Identity Login", 0x98053);
}

static void compare_terminator(struct comparison *comparison, const char *key, const char *name)
{
    char *text;
    bool terminated;
    const struct state_value *value = state_value(comparison->state, key, name);
    const enum text_kind kind = value_text(value, &text, &terminated);

    if (value && (kind == TEXT_NONE || value->data.type != 1))
        depart(comparison, "F-015", key, name, "expected a REG_SZ, found data of type %u", (unsigned)value->data.type);
    else if (kind == TEXT_ODD)
        depart(comparison, "F-015", key, name,
               "expected a text with one terminator, found half of a character or more "
               "behind a terminator");
    else if (kind == TEXT_PLAIN && !terminated)
        depart(comparison, "F-015", key, name, "expected a terminator, found none");
    free(text);
}

/* A root value that names an identity. */
static void compare_role(struct comparison *comparison, const char *name, bool may_be_null)
{
    const struct identity *identity;
    const enum role role = role_of(comparison->state, &comparison->identities, name, &identity);
    const struct state_value *value = root_value(comparison, name);
    char *text, *found;

    value_text(value, &text, NULL);
    if (role == ROLE_IDENTITY) {
        if (strcmp(text, identity->cookie) != 0)
            depart(comparison, "F-005", identities_root, name, "expected %s in upper case, found %s", identity->cookie,
                   text);
    } else if (!may_be_null || !text || strcmp(text, "{00000000-0000-0000-0000-000000000000}") != 0) {
        found = shown(value);
        depart(comparison, "F-005", identities_root, name, "expected the GUID of an identity, found %s", found);
        free(found);
    } else if (comparison->identities.count) {
        depart(comparison, "F-028", identities_root, name,
               "somebody logged off (F-017): no registry of the evidence "
               "shows that");
    }
    free(text);
}

static void compare_last_name(struct comparison *comparison)
{
    const struct identity *current;
    const struct state_value *name = NULL;
    char *expected;

    if (role_of(comparison->state, &comparison->identities, "Last User ID", &current) == ROLE_IDENTITY)
        name = state_value(comparison->state, current->path, "Username");
    if (name && name->data.kind == DATA_STRING) {
        expected = shown(name);
        expect_data(comparison, "F-005", identities_root, root_value(comparison, "Last Username"), "Last Username",
                    expected);
        free(expected);
    } else if (!name) {
        expect_data(comparison, "F-018", identities_root, root_value(comparison, "Last Username"), "Last Username",
                    "\"\"");
    }
}

static void compare_counter(struct comparison *comparison)
{
    const struct state_value *value = root_value(comparison, "Identity Ordinal");
    const uint32_t highest = comparison->identities.highest;
    char *found = shown(value);

    if (!value || value->data.kind != DATA_DWORD || value->data.number <= highest)
        depart(comparison, "F-009", identities_root, "Identity Ordinal",
               "expected a DWORD above every ordinal, %u, "
               "found %s",
               (unsigned)highest, found);
    else if (value->data.number != highest + 1)
        depart(comparison, "F-009", identities_root, "Identity Ordinal", "expected the next ordinal, %u, found %s",
               (unsigned)highest + 1, found);
    free(found);
}

static void compare_root(struct comparison *comparison)
{
    const size_t count = comparison->identities.count;

    if (!state_has_key(comparison->state, identities_root))
        return; /* F-016, F-030: valid, nothing to compare */
    compare_marker(comparison);
    compare_counter(comparison);
    compare_role(comparison, "Last User ID", true);
    if (count)
        compare_role(comparison, "Default User ID", false);
    else if (root_value(comparison, "Default User ID"))
        depart(comparison, "F-018", identities_root, "Default User ID", "expected none without an identity");
    compare_last_name(comparison);
    compare_terminator(comparison, identities_root, "Last Username");
    compare_terminator(comparison, identities_root, "Last User ID");
    compare_terminator(comparison, identities_root, "Default User ID");
    if (count > 1)
        depart(comparison, "F-028", identities_root, NULL, "%zu identities: no registry of the evidence has two",
               count);
}

/* ---- the order of values ---- */

/* Place of a name in a list of names that ends with NULL; its length if it is not there. */
static size_t place_of(const char *const names[], const char *name)
{
    size_t i = 0;

    while (names[i] && strcasecmp(names[i], name) != 0)
        i++;
    return i;
}

static void compare_order(struct comparison *comparison, const char *key, const char *const order[], const char *number)
{
    size_t last = 0;

    for (const struct state_key *at = comparison->state->keys; at; at = at->next) {
        for (const struct state_value *value = strcasecmp(at->path, key) ? NULL : at->values; value;
             value = value->next) {
            const size_t place = place_of(order, value->name);

            if (!order[place])
                depart(comparison, number, key, value->name, "no registry of the evidence has this value");
            else if (place < last)
                depart(comparison, number, key, value->name, "expected in front of \"%s\"", order[last]);
            else
                last = place;
        }
    }
}

static void compare_orders(struct comparison *comparison)
{
    static const char *const root[] = { "Identity Ordinal", "Migrated5",      "Migrated7",       "Last Username",
                                        "Last User ID",     "Identity Login", "Default User ID", NULL };
    static const char *const old[] = { "Username", "User ID", "Directory Name", "Identity Ordinal", NULL };
    static const char *const new[] = { "Username",       "Use Password2",    "Password2", "User ID",
                                       "Directory Name", "Identity Ordinal", NULL };
    const bool seven = root_value(comparison, "Migrated7") != NULL;

    compare_order(comparison, identities_root, root, "F-002");
    for (size_t i = 0; i < comparison->identities.count; i++)
        compare_order(comparison, comparison->identities.items[i].path, seven ? new : old, seven ? "F-007" : "F-006");
}

/* ---- identities ---- */

static void compare_password(struct comparison *comparison, const char *key)
{
    static const uint8_t start[] = { 0x01, 0,    0,    0,    0xd0, 0x8c, 0x9d, 0xdf, 0x01, 0x15,
                                     0xd1, 0x11, 0x8c, 0x7a, 0,    0xc0, 0x4f, 0xc2, 0x97, 0xeb };
    const struct state_value *use = state_value(comparison->state, key, "Use Password2");
    const struct state_value *password = state_value(comparison->state, key, "Password2");

    if (!root_value(comparison, "Migrated7") && !use && !password)
        return;
    if (use && use->data.kind == DATA_DWORD && use->data.number == 1)
        depart(comparison, "F-028", key, "Use Password2", "a password is set: no registry of the evidence shows that");
    else
        expect_dword(comparison, "F-007", key, "Use Password2", 0);
    if (!password || password->data.kind != DATA_HEX || password->data.type != 3)
        depart(comparison, "F-007", key, "Password2", "expected REG_BINARY, found %s",
               password ? "another type" : "none");
    else if (password->data.n_bytes < sizeof(start) || memcmp(password->data.bytes, start, sizeof(start)) != 0)
        depart(comparison, "F-021", key, "Password2", "expected what DPAPI makes, found other bytes");
}

/* What Outlook Express keeps below an identity. */
static void compare_mail(struct comparison *comparison, const struct identity *identity)
{
    static const char express[] = "Software\\Microsoft\\Outlook Express\\5.0";
    char *key = xformat("%s\\%s", identity->path, express), *setup = xformat("%s\\Shared Settings\\Setup", key), *text;
    char *folder = xformat("\\\\Identities\\\\%s\\\\Microsoft\\\\Outlook Express\\\\", identity->cookie);
    const struct state_value *root = state_value(comparison->state, key, "Store Root");
    const struct state_value *made = state_value(comparison->state, setup, "MigToLWP");

    if (value_text(root, &text, NULL) == TEXT_PLAIN &&
        (strlen(text) < strlen(folder) || strcmp(text + strlen(text) - strlen(folder), folder) != 0))
        depart(comparison, "F-014", key, "Store Root", "expected …%s, found %s", folder, text);
    free(text);
    if (made && (made->data.kind != DATA_HEX || made->data.n_bytes != 16))
        depart(comparison, "F-023", setup, "MigToLWP", "expected 16 bytes");
    else if (made) {
        const uint8_t *b = made->data.bytes;
        char *cookie =
            xformat("{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}", b[3], b[2], b[1], b[0],
                    b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);

        if (strcmp(cookie, identity->cookie) != 0)
            depart(comparison, "F-023", setup, "MigToLWP", "expected %s, found %s", identity->cookie, cookie);
        free(cookie);
    }
    free(key);
    free(setup);
    free(folder);
}

static void compare_identity(struct comparison *comparison, const struct identity *identity)
{
    const char *key = identity->path;
    char *quoted = xformat("\"%s\"", identity->cookie), number[9];

    if (strcmp(key + strlen(identities_root) + 1, identity->cookie) != 0)
        depart(comparison, "F-001", key, NULL, "expected a GUID in upper case");
    if (!state_value(comparison->state, key, "Username"))
        depart(comparison, "F-006", key, "Username", "expected a name, found none");
    compare_terminator(comparison, key, "Username");
    snprintf(number, sizeof(number), "%.8s", identity->cookie + 1);
    expect_data(comparison, "F-006", key, state_value(comparison->state, key, "User ID"), "User ID", quoted);
    expect_dword(comparison, "F-008", key, "Directory Name", (uint32_t)strtoul(number, NULL, 16));
    if (!identity->ordinal && state_value(comparison->state, key, "Identity Ordinal"))
        depart(comparison, "F-010", key, "Identity Ordinal", "expected none, or a DWORD from 1");
    compare_password(comparison, key);
    compare_mail(comparison, identity);
    free(quoted);
}

/* Keys directly below the root that are no identities. */
static void compare_strangers(struct comparison *comparison)
{
    struct list seen = { 0 };
    const size_t length = strlen(identities_root) + 1;

    for (const struct state_key *key = comparison->state->keys; key; key = key->next) {
        const char *name =
            is_identities(key->path + strlen("HKCU\\")) && strlen(key->path) > length ? key->path + length : NULL;
        char *part = name ? xstrndup(name, strcspn(name, "\\")) : NULL;

        if (part && !list_has(&seen, part) && (!cookie_is(part, strlen(part)) || cookie_is_reserved(part))) {
            list_add(&seen, part);
            depart(comparison, "F-001", identities_root, NULL, "expected subkeys named by a GUID, found '%.80s'", part);
        }
        free(part);
    }
    list_free(&seen);
}

void import_compare(const struct registry_file *file, struct departures *departures)
{
    struct comparison comparison = { .file = file, .state = file->state, .out = departures };

    memset(departures, 0, sizeof(*departures));
    identities_find(file->state, &comparison.identities);
    compare_root(&comparison);
    compare_orders(&comparison);
    for (size_t i = 0; i < comparison.identities.count; i++)
        compare_identity(&comparison, &comparison.identities.items[i]);
    compare_strangers(&comparison);
    identities_free(&comparison.identities);
}

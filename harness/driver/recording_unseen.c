/* The oracle of a recording's registry lines: the start state with all of them applied is what the user's registry holds in the end.
 * Whatever else it holds was changed past the hooks, or by a program that the recorder was not in. */
#include "driver/recording_unseen.h"

#include "driver/import.h"

#include <strings.h>

static const char hkcu[] = "HKCU\\";

/* A value; or a key, then name and data are NULL. Texts as in recordings. */
struct entry {
    char *key, *name, *data;
};

struct entries {
    struct entry *items;
    size_t count, capacity;
};

static void entry_free(struct entry *entry)
{
    free(entry->key);
    free(entry->name);
    free(entry->data);
}

static void entries_free(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        entry_free(&entries->items[i]);
    free(entries->items);
}

static struct entry *entries_find(const struct entries *entries, const char *key, const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        struct entry *entry = &entries->items[i];

        if (!entry->name == !name && !strcasecmp(entry->key, key) && (!name || !strcasecmp(entry->name, name)))
            return entry;
    }
    return NULL;
}

static void entries_set(struct entries *entries, const char *key, const char *name, const char *data)
{
    struct entry *entry = entries_find(entries, key, name);

    if (name && !entries_find(entries, key, NULL))
        entries_set(entries, key, NULL, NULL);
    if (!entry) {
        if (entries->count == entries->capacity) {
            entries->capacity += entries->capacity / 2 + 64;
            entries->items = xrealloc(entries->items, entries->capacity * sizeof(*entries->items));
        }
        entry = &entries->items[entries->count++];
        *entry = (struct entry){ .key = xstrdup(key), .name = name ? xstrdup(name) : NULL };
    }
    free(entry->data);
    entry->data = data ? xstrdup(data) : NULL;
}

static bool is_at_or_below(const char *path, const char *key)
{
    const size_t length = strlen(key);

    return !strncasecmp(path, key, length) && (!path[length] || path[length] == '\\');
}

/* The value; or, without a name, the key with all that is in it. */
static void entries_remove(struct entries *entries, const char *key, const char *name)
{
    size_t kept = 0;

    for (size_t i = 0; i < entries->count; i++) {
        struct entry *entry = &entries->items[i];
        const bool goes = name ? entry->name && !strcasecmp(entry->key, key) && !strcasecmp(entry->name, name)
                               : is_at_or_below(entry->key, key);

        if (goes)
            entry_free(entry);
        else
            entries->items[kept++] = *entry;
    }
    entries->count = kept;
}

/* ---- lines ---- */

/* The end of `"…"` or `@`, or NULL. */
static const char *name_end(const char *text)
{
    if (*text == '@')
        return text + 1;
    if (*text != '"')
        return NULL;
    for (text++; *text && *text != '"'; text++)
        if (*text == '\\' && text[1])
            text++;
    return *text ? text + 1 : NULL;
}

/* `"NAME"=DATA` of the key, or without data the value's end. */
static void read_value(struct entries *entries, const char *key, const char *text)
{
    const char *end = name_end(text);
    char *name = end ? xstrndup(text, (size_t)(end - text)) : NULL;

    if (name && *end == '=')
        entries_set(entries, key, name, end + 1);
    else if (name)
        entries_remove(entries, key, name);
    free(name);
}

/* The path of `[HKCU\Identities…]`; NULL if it is another one. New, free(). */
static char *read_key(const char *text, const char **end)
{
    const char *close = *text == '[' ? strchr(text, ']') : NULL;

    if (!close || strncasecmp(text + 1, hkcu, sizeof(hkcu) - 1) != 0)
        return NULL;
    *end = close + 1;
    return xstrndup(text + 1, (size_t)(close - text) - 1);
}

static void read_start(struct entries *entries, const struct recording *recording)
{
    char *key = NULL;

    for (size_t i = 0; i < recording->state.count; i++) {
        const char *line = recording->state.items[i], *end;

        if (*line == '[') {
            free(key);
            key = read_key(line, &end);
            if (key)
                entries_set(entries, key, NULL, NULL);
        } else if (key) {
            read_value(entries, key, line);
        }
    }
    free(key);
    for (size_t i = 0; i < recording->passwords.count; i++) { /* `{GUID} = …` stands for the value */
        const char *line = recording->passwords.items[i];
        char *owner = xformat("%s\\%.*s", identities_root, (int)strcspn(line, " "), line);

        entries_set(entries, owner, "\"Password2\"", "protected()");
        free(owner);
    }
}

static void apply(struct entries *entries, const char *text)
{
    static const char set[] = "set ", create[] = "create ", delete[] = "delete ";
    const bool sets = !strncmp(text, set, sizeof(set) - 1), creates = !strncmp(text, create, sizeof(create) - 1);
    const char *at = strchr(text, '['), *end = NULL;
    char *key;

    if (!at || (!sets && !creates && strncmp(text, delete, sizeof(delete) - 1) != 0))
        return;
    key = read_key(at, &end);
    if (!key)
        return;
    if (creates)
        entries_set(entries, key, NULL, NULL);
    else if (*end == ' ')
        read_value(entries, key, end + 1);
    else if (!sets)
        entries_remove(entries, key, NULL);
    free(key);
}

static void read_end(struct entries *entries, const struct state *state)
{
    for (const struct state_key *key = state->keys; key; key = key->next) {
        entries_set(entries, key->path, NULL, NULL);
        for (const struct state_value *value = key->values; value; value = value->next) {
            struct buffer line;

            buffer_init(&line, TRACE_MAX_LINE);
            state_print_value(value, &line);
            buffer_putc(&line, 0);
            if (line.status == ST_OK)
                read_value(entries, key->path, line.data);
            buffer_free(&line);
        }
    }
}

/* ---- what differs ---- */

/* Of a secret, and of a path below the user's folders, the recording holds no data. */
static bool is_same_data(const char *recorded, const char *found)
{
    return !recorded || !strncmp(recorded, "protected(", 10) || strstr(recorded, "$(") ||
           (found && !strcmp(recorded, found));
}

static void tell(struct list *unseen, const char *word, const struct entry *entry, const char *data)
{
    list_take(unseen, xformat("%s [%s]%s%s%s%s", word, entry->key, entry->name ? " " : "",
                              entry->name ? entry->name : "", data ? "=" : "", data ? data : ""));
}

void recording_unseen(const struct recording *recording, const struct state *end, struct list *unseen)
{
    struct entries recorded = { 0 }, found = { 0 };

    read_start(&recorded, recording);
    for (size_t i = 0; i < recording->count; i++)
        if (recording->events[i].kind == EVENT_SEE || recording->events[i].kind == EVENT_OWN)
            apply(&recorded, recording->events[i].text);
    read_end(&found, end);
    for (size_t i = 0; i < found.count; i++) {
        const struct entry *entry = &found.items[i], *same = entries_find(&recorded, entry->key, entry->name);

        if (!same || !is_same_data(same->data, entry->data))
            tell(unseen, entry->name ? "set" : "create", entry, entry->data);
    }
    for (size_t i = 0; i < recorded.count; i++) {
        const struct entry *entry = &recorded.items[i];

        if (is_at_or_below(entry->key, identities_root) && !entries_find(&found, entry->key, entry->name))
            tell(unseen, "delete", entry, NULL);
    }
    entries_free(&recorded);
    entries_free(&found);
}

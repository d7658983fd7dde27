/* What of a hive is wanted, read by libhivex, as the text of a .reg file. Runs in a child process (registry_hive.c). */
#include "driver/registry_file.h"

#include "trace/trace.h"

#include <errno.h>
#include <hivex.h>

#define MOST_KEYS   20000u /* below Identities; a damaged hive may have circles */
#define MOST_LEVELS 32u
#define MOST_NOTES  100u

struct walk {
    hive_h *hive;
    const struct registry_wish *wish;
    struct arena arena;
    struct state state;
    struct list notes;
    unsigned keys;
};

static void note(struct walk *walk, const char *path, const char *what)
{
    if (walk->notes.count < MOST_NOTES)
        list_take(&walk->notes, xformat("[HKCU\\%.300s]: %s", path, what));
}

/* UTF-8 of libhivex in the spelling of states. New, in the arena. NULL: it is none. */
static const char *spell(struct walk *walk, const char *text, enum text_place place)
{
    struct buffer out;
    uint16_t units[2];
    uint32_t code;
    const char *copy = NULL;
    size_t n;

    buffer_init(&out, (size_t)1 << 20);
    for (; *text && (n = text_utf8(text, strlen(text), &code)) != 0; text += n) {
        if (code >= 0x10000) {
            units[0] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
            units[1] = (uint16_t)(0xDC00 + ((code - 0x10000) & 0x3FF));
        } else {
            units[0] = (uint16_t)code;
        }
        text_encode(units, code >= 0x10000 ? 2 : 1, place, &out);
    }
    if (!*text && !out.status)
        copy = arena_text(&walk->arena, out.data ? out.data : "", out.len);
    buffer_free(&out);
    return copy;
}

static struct state_key *add_key(struct walk *walk, const char *path)
{
    struct state_key *key = arena_alloc(&walk->arena, sizeof(*key));

    if (!key)
        return NULL;
    key->path = arena_printf(&walk->arena, "HKCU\\%s", path);
    key->tail = &key->values;
    *walk->state.tail = key;
    walk->state.tail = &key->next;
    return key;
}

static bool add_value(struct walk *walk, struct state_key *key, hive_value_h handle)
{
    struct state_value *value = arena_alloc(&walk->arena, sizeof(*value));
    char *name = hivex_value_key(walk->hive, handle), *data;
    hive_type type;
    size_t length;
    bool ok = value && name && (value->name = spell(walk, name, TEXT_STRING)) != NULL;

    free(name);
    data = ok ? hivex_value_value(walk->hive, handle, &type, &length) : NULL;
    ok = data && !data_from_registry((uint32_t)type, data, length, &walk->arena, &value->data);
    free(data);
    if (ok) {
        *key->tail = value;
        key->tail = &value->next;
    }
    return ok;
}

static void add_values(struct walk *walk, struct state_key *key, hive_node_h node, const char *path)
{
    hive_value_h *values = hivex_node_values(walk->hive, node);
    unsigned lost = 0;

    if (!values) {
        note(walk, path, "its values cannot be read");
        return;
    }
    for (size_t i = 0; values[i]; i++)
        lost += !add_value(walk, key, values[i]);
    if (lost)
        note(walk, path, "some of its values cannot be read");
    free(values);
}

static void add_tree(struct walk *walk, hive_node_h node, const char *path, unsigned level);

static void add_children(struct walk *walk, hive_node_h node, const char *path, unsigned level)
{
    hive_node_h *children = hivex_node_children(walk->hive, node);

    if (!children)
        note(walk, path, "its subkeys cannot be read");
    for (size_t i = 0; children && children[i]; i++) {
        char *name = hivex_node_name(walk->hive, children[i]);
        const char *spelled = name && *name && !strchr(name, '\\') ? spell(walk, name, TEXT_KEY) : NULL;
        const char *below = spelled ? arena_printf(&walk->arena, "%s\\%s", path, spelled) : NULL;

        if (below)
            add_tree(walk, children[i], below, level + 1);
        else
            note(walk, path, "the name of a subkey cannot be read");
        free(name);
    }
    free(children);
}

static void add_tree(struct walk *walk, hive_node_h node, const char *path, unsigned level)
{
    struct state_key *key = NULL;

    if (level > MOST_LEVELS || walk->keys >= MOST_KEYS)
        note(walk, path, "too many keys, or too many levels: left out");
    else if ((key = add_key(walk, path)) != NULL) {
        walk->keys++;
        add_values(walk, key, node, path);
        add_children(walk, node, path, level);
    }
}

/* A child by its name; a damaged hive may hold a node that cannot be searched. */
static hive_node_h find_key(struct walk *walk, const char *path)
{
    hive_node_h node = hivex_root(walk->hive);

    while (node && *path) {
        char *part = xstrndup(path, strcspn(path, "\\"));

        node = hivex_node_get_child(walk->hive, node, part);
        path += strlen(part);
        path += *path == '\\';
        free(part);
    }
    return node;
}

static void add_wished(struct walk *walk, size_t i)
{
    const char *path = walk->wish->keys.items[i], *name = walk->wish->names.items[i];
    hive_node_h node = is_identities(path) ? 0 : find_key(walk, path);
    hive_value_h value = node ? hivex_node_get_value(walk->hive, node, name) : 0;
    struct state_key *key = value ? add_key(walk, path) : NULL;

    if (key && !add_value(walk, key, value))
        note(walk, path, "a value that was asked for cannot be read");
}

static bool fail(FILE *out, const char *what)
{
    fprintf(out, "; failed: %s\n", what);
    return false;
}

static bool print(struct walk *walk, FILE *out)
{
    struct buffer text;
    bool ok;

    buffer_init(&text, (size_t)TRACE_MAX_SCENARIO);
    state_print(&walk->state, &text);
    ok = !text.status;
    if (ok)
        fwrite(text.data, 1, text.len, out);
    for (size_t i = 0; ok && i < walk->notes.count; i++)
        fprintf(out, REGISTRY_NOTE "%s\n", walk->notes.items[i]);
    buffer_free(&text);
    return ok || fail(out, "what is below Identities is larger than a scenario can be");
}

/* libhivex tells by errno alone. */
static const char *reason(int error)
{
    if (error == EINVAL)
        return "its header is damaged";
    return error == ENOTSUP ? "its pages or cells are damaged" : strerror(error);
}

static bool read_hive(struct walk *walk, FILE *out)
{
    hive_node_h root = hivex_root(walk->hive), identities;

    if (!root)
        return fail(out, "it has no root key");
    identities = hivex_node_get_child(walk->hive, root, "Identities");
    if (!identities && !hivex_node_get_child(walk->hive, root, "Software"))
        return fail(out, "it has neither Identities nor Software: no user's hive, or too damaged");
    if (identities)
        add_tree(walk, identities, "Identities", 0);
    for (size_t i = 0; i < walk->wish->keys.count; i++)
        add_wished(walk, i);
    return print(walk, out);
}

bool hive_print(const char *path, bool unsafe, const struct registry_wish *wish, FILE *out)
{
    struct walk walk = { .wish = wish };
    bool ok;

    arena_init(&walk.arena);
    walk.state.tail = &walk.state.keys;
    walk.hive = hivex_open(path, unsafe ? HIVEX_OPEN_UNSAFE : 0);
    ok = walk.hive ? read_hive(&walk, out) : fail(out, reason(errno));
    if (walk.hive)
        hivex_close(walk.hive);
    list_free(&walk.notes);
    arena_free(&walk.arena);
    return ok;
}

#include "snapshot.h"

enum { NAME_UNITS = 16384, PATH_UNITS = 2048 };

struct snapshot_value {
    WCHAR *name;
    DWORD type;
    DWORD size;
    BYTE *bytes;
    bool seen;
    struct snapshot_value *next;
};

struct snapshot_key {
    HKEY key;
    bool borrowed; /* the handle is the caller's */
    WCHAR *path;
    snapshot_filter left_out;
    DWORD n_keys, n_values;
    FILETIME written; /* zero: never looked at */
    struct snapshot_value *values;
    struct snapshot_key *children;
    struct snapshot_key *next;
    bool seen;
};

static void free_value(struct snapshot_value *value)
{
    free(value->name);
    free(value->bytes);
    free(value);
}

void snapshot_free(struct snapshot_key *key)
{
    if (!key)
        return;
    while (key->values) {
        struct snapshot_value *next = key->values->next;

        free_value(key->values);
        key->values = next;
    }
    while (key->children) {
        struct snapshot_key *next = key->children->next;

        snapshot_free(key->children);
        key->children = next;
    }
    if (key->key && !key->borrowed)
        RegCloseKey(key->key);
    free(key->path);
    free(key);
}

static WCHAR *copy_units(const WCHAR *text, size_t n)
{
    WCHAR *copy = malloc((n + 1) * sizeof *copy);

    if (copy) {
        memcpy(copy, text, n * sizeof *copy);
        copy[n] = 0;
    }
    return copy;
}

/* The last component. */
static struct wide own_name(const struct snapshot_key *key)
{
    struct wide name = wide_text(key->path);
    size_t start = name.n;

    while (start && key->path[start - 1] != '\\')
        start--;
    return (struct wide){ key->path + start, name.n - start };
}

static struct snapshot_key *child_named(const struct snapshot_key *key, struct wide name)
{
    struct snapshot_key *child = key->children;

    while (child && !wide_equal(own_name(child), name))
        child = child->next;
    return child;
}

static struct snapshot_key *add_child(struct snapshot_key *key, struct wide name)
{
    const struct wide path = wide_text(key->path);
    struct snapshot_key *child = calloc(1, sizeof *child), **tail = &key->children;

    if (!child)
        return NULL;
    child->path = malloc((path.n + name.n + 2) * sizeof(WCHAR));
    if (!child->path) {
        free(child);
        return NULL;
    }
    memcpy(child->path, path.text, path.n * sizeof(WCHAR));
    child->path[path.n] = '\\';
    memcpy(child->path + path.n + 1, name.text, name.n * sizeof(WCHAR));
    child->path[path.n + 1 + name.n] = 0;
    child->left_out = key->left_out;
    while (*tail)
        tail = &(*tail)->next;
    return *tail = child;
}

static struct snapshot_value *value_named(const struct snapshot_key *key, struct wide name)
{
    struct snapshot_value *value = key->values;

    while (value && !wide_equal(wide_text(value->name), name))
        value = value->next;
    return value;
}

static bool same_data(const struct snapshot_value *value, DWORD type, const BYTE *bytes, DWORD size)
{
    return value->type == type && value->size == size && (!size || memcmp(value->bytes, bytes, size) == 0);
}

/* Whether that was news. */
static bool put_value(struct snapshot_key *key, struct wide name, DWORD type, const BYTE *bytes, DWORD size)
{
    struct snapshot_value *value = value_named(key, name), **tail = &key->values;
    BYTE *copy;

    if (value && same_data(value, type, bytes, size)) {
        value->seen = true;
        return false;
    }
    if (!value) {
        value = calloc(1, sizeof *value);
        if (!value)
            return false;
        value->name = copy_units(name.text, name.n);
        while (*tail)
            tail = &(*tail)->next;
        *tail = value;
    }
    copy = malloc(size + 1);
    if (copy && size)
        memcpy(copy, bytes, size);
    free(value->bytes);
    value->bytes = copy;
    value->type = type;
    value->size = copy ? size : 0;
    value->seen = true;
    return true;
}

static void report_key(const struct snapshot_key *key, bool deleted, snapshot_report report)
{
    for (const struct snapshot_key *child = key->children; deleted && child; child = child->next)
        report_key(child, true, report);
    report(wide_text(key->path), NULL, 0, NULL, 0, deleted);
}

static void read_values(struct snapshot_key *key, snapshot_report report)
{
    static WCHAR name[NAME_UNITS];
    DWORD n = NAME_UNITS, type, size = 0, largest = 0;
    BYTE *bytes;

    RegQueryInfoKeyW(key->key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &largest, NULL, NULL);
    bytes = malloc(largest + 2);
    for (DWORD i = 0; bytes; i++, n = NAME_UNITS) {
        size = largest + 2;
        if (RegEnumValueW(key->key, i, name, &n, NULL, &type, bytes, &size) != ERROR_SUCCESS)
            break;
        if (put_value(key, (struct wide){ name, n }, type, bytes, size) && report)
            report(wide_text(key->path), name, type, bytes, size, false);
    }
    free(bytes);
}

static void drop_unseen_values(struct snapshot_key *key, snapshot_report report)
{
    for (struct snapshot_value **link = &key->values; *link;) {
        struct snapshot_value *value = *link;

        if (value->seen) {
            link = &value->next;
            continue;
        }
        *link = value->next;
        if (report)
            report(wide_text(key->path), value->name, 0, NULL, 0, true);
        free_value(value);
    }
}

static void read_keys(struct snapshot_key *key, snapshot_report report)
{
    static WCHAR name[PATH_UNITS];
    DWORD n = PATH_UNITS;

    for (DWORD i = 0; RegEnumKeyExW(key->key, i, name, &n, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
         i++, n = PATH_UNITS) {
        const struct wide wide = { name, n };
        struct snapshot_key *child = child_named(key, wide);

        if (!child) {
            child = add_child(key, wide);
            if (child && report && !(key->left_out && key->left_out(wide_text(child->path))))
                report_key(child, false, report);
        }
        if (child)
            child->seen = true;
    }
}

static void drop_unseen_keys(struct snapshot_key *key, snapshot_report report)
{
    for (struct snapshot_key **link = &key->children; *link;) {
        struct snapshot_key *child = *link;

        if (child->seen) {
            link = &child->next;
            continue;
        }
        *link = child->next;
        if (report && !(key->left_out && key->left_out(wide_text(child->path))))
            report_key(child, true, report);
        child->next = NULL;
        snapshot_free(child);
    }
}

static void read_again(struct snapshot_key *key, snapshot_report report)
{
    for (struct snapshot_value *value = key->values; value; value = value->next)
        value->seen = false;
    for (struct snapshot_key *child = key->children; child; child = child->next)
        child->seen = false;
    read_values(key, report);
    drop_unseen_values(key, report);
    read_keys(key, report);
    drop_unseen_keys(key, report);
}

static bool query(const struct snapshot_key *key, DWORD *n_keys, DWORD *n_values, FILETIME *written)
{
    return RegQueryInfoKeyW(key->key, NULL, NULL, NULL, n_keys, NULL, NULL, n_values, NULL, NULL, NULL, written) ==
           ERROR_SUCCESS;
}

void snapshot_refresh(struct snapshot_key *key, snapshot_report report)
{
    DWORD n_keys, n_values;
    FILETIME written;

    if (key->left_out && key->left_out(wide_text(key->path)))
        return;
    if (!query(key, &n_keys, &n_values, &written))
        return;
    if (n_keys != key->n_keys || n_values != key->n_values || memcmp(&written, &key->written, sizeof written) != 0) {
        read_again(key, report);
        key->n_keys = n_keys;
        key->n_values = n_values;
        key->written = written;
    }
    for (struct snapshot_key *child = key->children; child; child = child->next) {
        if (!child->key && !(key->left_out && key->left_out(wide_text(child->path))) &&
            RegOpenKeyExW(key->key, own_name(child).text, 0, KEY_READ, &child->key) != ERROR_SUCCESS)
            child->key = NULL;
        if (child->key)
            snapshot_refresh(child, report);
    }
}

struct snapshot_key *snapshot_take(HKEY root, const WCHAR *path, snapshot_filter left_out)
{
    struct snapshot_key *key = calloc(1, sizeof *key);

    if (!key)
        return NULL;
    key->key = root;
    key->borrowed = true;
    key->path = copy_units(path, wide_text(path).n);
    key->left_out = left_out;
    snapshot_refresh(key, NULL);
    return key;
}

struct snapshot_key *snapshot_copy(const struct snapshot_key *from)
{
    struct snapshot_key *key = calloc(1, sizeof *key), **tail;

    if (!key)
        return NULL;
    key->path = copy_units(from->path, wide_text(from->path).n);
    key->left_out = from->left_out;
    for (const struct snapshot_value *value = from->values; value; value = value->next)
        put_value(key, wide_text(value->name), value->type, value->bytes, value->size);
    tail = &key->children;
    for (const struct snapshot_key *child = from->children; child; child = child->next)
        if ((*tail = snapshot_copy(child)) != NULL)
            tail = &(*tail)->next;
    return key;
}

/* The key of a path, and where to hang it if it is not known. */
static struct snapshot_key *find(struct snapshot_key *key, struct wide path, struct snapshot_key **parent,
                                 struct wide *name)
{
    const struct wide root = wide_text(key->path);
    size_t at = root.n;

    *parent = NULL;
    if (path.n < root.n || !wide_starts(path, key->path) || (path.n > root.n && path.text[root.n] != '\\'))
        return NULL;
    while (key && at < path.n) {
        size_t end = at + 1;

        while (end < path.n && path.text[end] != '\\')
            end++;
        *parent = key;
        *name = (struct wide){ path.text + at + 1, end - at - 1 };
        key = child_named(key, *name);
        if (!key && end < path.n)
            *parent = NULL;
        at = end;
    }
    return key;
}

static void remove_child(struct snapshot_key *parent, struct snapshot_key *child)
{
    struct snapshot_key **link = &parent->children;

    while (*link != child)
        link = &(*link)->next;
    *link = child->next;
    child->next = NULL;
    snapshot_free(child);
}

static void remove_value(struct snapshot_key *key, struct wide name)
{
    for (struct snapshot_value **link = &key->values; *link; link = &(*link)->next)
        if (wide_equal(wide_text((*link)->name), name)) {
            struct snapshot_value *value = *link;

            *link = value->next;
            free_value(value);
            return;
        }
}

void snapshot_note(struct snapshot_key *snapshot, struct wide path, const WCHAR *name, DWORD type, const BYTE *bytes,
                   DWORD size, bool deleted)
{
    struct wide last = { NULL, 0 };
    struct snapshot_key *parent, *key = find(snapshot, path, &parent, &last);

    if (name && key && deleted)
        remove_value(key, wide_text(name));
    else if (name && key)
        put_value(key, wide_text(name), type, bytes, size);
    else if (!name && deleted && key && parent)
        remove_child(parent, key);
    else if (!name && !deleted && !key && parent)
        add_child(parent, last);
}

/* Differences in the order of their names, which does not depend on the machine as the order in the registry may. */
struct differences {
    struct difference {
        const struct snapshot_key *key;
        const struct snapshot_value *value; /* NULL: the key itself */
        bool deleted;
    } * items;
    size_t n;
};

static void add_difference(struct differences *list, const struct snapshot_key *key, const struct snapshot_value *value,
                           bool deleted)
{
    struct difference *items = realloc(list->items, (list->n + 1) * sizeof *items);

    if (!items)
        return;
    list->items = items;
    list->items[list->n++] = (struct difference){ key, value, deleted };
}

static void compare_values(const struct snapshot_key *before, const struct snapshot_key *after,
                           struct differences *list)
{
    for (const struct snapshot_value *value = before->values; value; value = value->next)
        if (!value_named(after, wide_text(value->name)))
            add_difference(list, before, value, true);
    for (const struct snapshot_value *value = after->values; value; value = value->next) {
        const struct snapshot_value *old = value_named(before, wide_text(value->name));

        if (!old || !same_data(old, value->type, value->bytes, value->size))
            add_difference(list, after, value, false);
    }
}

static void add_whole(const struct snapshot_key *key, bool deleted, struct differences *list)
{
    add_difference(list, key, NULL, deleted);
    for (const struct snapshot_value *value = key->values; !deleted && value; value = value->next)
        add_difference(list, key, value, false);
    for (const struct snapshot_key *child = key->children; child; child = child->next)
        add_whole(child, deleted, list);
}

static bool is_left_out(const struct snapshot_key *key)
{
    return key->left_out && key->left_out(wide_text(key->path));
}

static void compare_keys(const struct snapshot_key *before, const struct snapshot_key *after, struct differences *list)
{
    compare_values(before, after, list);
    for (const struct snapshot_key *child = before->children; child; child = child->next) {
        const struct snapshot_key *now = child_named(after, own_name(child));

        if (is_left_out(child))
            continue;
        if (now)
            compare_keys(child, now, list);
        else
            add_whole(child, true, list);
    }
    for (const struct snapshot_key *child = after->children; child; child = child->next)
        if (!child_named(before, own_name(child)) && !is_left_out(child))
            add_whole(child, false, list);
}

static int compare_text(const WCHAR *a, const WCHAR *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return (int)*a - (int)*b;
}

static int compare_differences(const void *left, const void *right)
{
    const struct difference *a = left, *b = right;
    const int by_key = compare_text(a->key->path, b->key->path);

    if (by_key)
        return by_key;
    return a->value && b->value ? compare_text(a->value->name, b->value->name)
                                : (a->value != NULL) - (b->value != NULL);
}

bool snapshot_compare(const struct snapshot_key *before, const struct snapshot_key *after, snapshot_report report)
{
    struct differences list = { NULL, 0 };

    compare_keys(before, after, &list);
    if (list.n)
        qsort(list.items, list.n, sizeof *list.items, compare_differences);
    for (size_t i = 0; i < list.n; i++) {
        const struct difference *at = &list.items[i];
        const struct snapshot_value *value = at->value;

        report(wide_text(at->key->path), value ? value->name : NULL, value ? value->type : 0,
               value ? value->bytes : NULL, value ? value->size : 0, at->deleted);
    }
    free(list.items);
    return list.n != 0;
}

/* `reg` steps: the agent itself looks at the registry or changes it, as another program would. */
#include "agent.h"

#include "effects.h"
#include "places.h"
#include "platform.h"

enum { NAME_UNITS = 512, DATA_LIMIT = 4 << 20 };

/* A key by path or by variable. */
struct place {
    HKEY parent;
    WCHAR *path; /* new; NULL for the parent itself */
};

struct reg_step {
    const struct step *step;
    struct step *shown;
    struct arena *arena;
    struct place place;
    WCHAR *value_name;
};

static const struct root {
    const char *name;
    HKEY key;
} roots[] = {
    { "HKCU", HKEY_CURRENT_USER },
    { "HKLM", HKEY_LOCAL_MACHINE },
    { "HKCR", HKEY_CLASSES_ROOT },
    { "HKU", HKEY_USERS },
};

static bool resolve_root(const char *path, HKEY *key, const char **rest)
{
    const size_t len = strcspn(path, "\\");

    for (unsigned i = 0; i < ARRAYSIZE(roots); i++)
        if (strlen(roots[i].name) == len && memcmp(roots[i].name, path, len) == 0) {
            *key = roots[i].key;
            *rest = path[len] ? path + len + 1 : path + len;
            return true;
        }
    return false;
}

static bool resolve(struct reg_step *reg, char unbound[TRACE_MAX_NAME + 1])
{
    const struct reg_action *action = &reg->step->reg;
    const char *rest = action->path;

    unbound[0] = 0;
    if (action->variable) {
        const struct slot *slot = slot_bound(action->variable);

        memcpy(unbound, action->variable, strlen(action->variable) + 1);
        if (!slot || !slot->key)
            return false;
        reg->place.parent = slot->key;
    } else if (!resolve_root(action->path, &reg->place.parent, &rest)) {
        return false;
    }
    if (rest && (reg->place.path = text_of(rest, TEXT_KEY, NULL, unbound)) == NULL)
        return false;
    return !action->value_name || (reg->value_name = text_of(action->value_name, TEXT_STRING, NULL, unbound)) != NULL;
}

/* An open key of the scenario is used as it is, with the rights that it was opened with. */
static LSTATUS open_place(const struct place *place, REGSAM access, HKEY *key)
{
    *key = place->parent;
    return place->path ? RegOpenKeyExW(place->parent, place->path, 0, access, key) : ERROR_SUCCESS;
}

static void close_place(const struct place *place, HKEY key)
{
    if (place->path)
        RegCloseKey(key);
}

static void show_error(struct reg_step *reg, LSTATUS error)
{
    reg->shown->result = (struct result){ .kind = RESULT_ERROR, .number = (DWORD)error };
}

LSTATUS reg_write_value(HKEY key, const WCHAR *name, const struct data *data)
{
    struct buffer bytes;
    LSTATUS error = ERROR_INVALID_DATA;
    size_t n;

    buffer_init(&bytes, DATA_LIMIT);
    if (data_to_registry(data, symbol_units, NULL, &bytes) == ST_OK) {
        n = bytes.len;
        for (int i = 0; i < 4; i++)
            buffer_putc(&bytes, 'x');
        if (bytes.status == ST_OK)
            error = RegSetValueExW(key, name, 0, data->type, (const BYTE *)bytes.data, (DWORD)n);
    }
    buffer_free(&bytes);
    return error;
}

static void act_set(struct reg_step *reg)
{
    HKEY key = reg->place.parent;
    LSTATUS error = ERROR_SUCCESS;

    if (reg->place.path)
        error = RegCreateKeyExW(reg->place.parent, reg->place.path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);
    if (!error) {
        error = reg_write_value(key, reg->value_name, &reg->step->reg.data);
        close_place(&reg->place, key);
    }
    show_error(reg, error);
}

static void act_create(struct reg_step *reg)
{
    HKEY key;
    LSTATUS error = RegCreateKeyExW(reg->place.parent, reg->place.path ? reg->place.path : L"", 0, NULL, 0, KEY_READ,
                                    NULL, &key, NULL);

    if (!error)
        RegCloseKey(key);
    show_error(reg, error);
}

/* RegDeleteTree is newer than Windows 2000. */
static LSTATUS delete_tree(HKEY parent, const WCHAR *path)
{
    WCHAR name[NAME_UNITS];
    DWORD n = NAME_UNITS;
    HKEY key;
    LSTATUS error = RegOpenKeyExW(parent, path, 0, KEY_READ, &key);

    if (error)
        return error;
    while (!error && RegEnumKeyExW(key, 0, name, &n, NULL, NULL, NULL, NULL) == ERROR_SUCCESS) {
        error = delete_tree(key, name);
        n = NAME_UNITS;
    }
    RegCloseKey(key);
    return error ? error : RegDeleteKeyW(parent, path);
}

static void act_delete(struct reg_step *reg)
{
    LSTATUS error;
    HKEY key;

    if (!reg->value_name) {
        show_error(reg, delete_tree(reg->place.parent, reg->place.path ? reg->place.path : L""));
        return;
    }
    error = open_place(&reg->place, KEY_SET_VALUE, &key);
    if (!error) {
        error = RegDeleteValueW(key, reg->value_name);
        close_place(&reg->place, key);
    }
    show_error(reg, error);
}

static LSTATUS read_value(HKEY key, const WCHAR *name, DWORD *type, BYTE **bytes, DWORD *size)
{
    LSTATUS error = RegQueryValueExW(key, name, NULL, type, NULL, size);

    if (error)
        return error;
    *bytes = malloc(*size + sizeof(WCHAR));
    return *bytes ? RegQueryValueExW(key, name, NULL, type, *bytes, size) : ERROR_NOT_ENOUGH_MEMORY;
}

static void act_query(struct reg_step *reg)
{
    struct result *result = &reg->shown->result;
    DWORD type = 0, size = 0;
    BYTE *bytes = NULL;
    HKEY key;
    LSTATUS error = open_place(&reg->place, KEY_QUERY_VALUE, &key);

    if (error) {
        show_error(reg, error);
        return;
    }
    error = read_value(key, reg->value_name, &type, &bytes, &size);
    close_place(&reg->place, key);
    if (error == ERROR_FILE_NOT_FOUND)
        *result = (struct result){ .kind = RESULT_ABSENT };
    else if (error)
        show_error(reg, error);
    else if (effect_data(wide_text(reg->value_name), type, bytes, size, reg->arena, &result->data) == ST_OK)
        result->kind = RESULT_DATA;
    free(bytes);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *spell_name(const WCHAR *name, size_t n, struct arena *arena)
{
    struct buffer text;
    const char *copy;

    buffer_init(&text, TRACE_MAX_LINE);
    places_encode((struct wide){ name, n }, &text);
    copy = arena_text(arena, text.data ? text.data : "", text.len);
    buffer_free(&text);
    return copy;
}

static LSTATUS enumerate(HKEY key, enum reg_kind kind, DWORD index, WCHAR *name, DWORD *n)
{
    return kind == REG_ACTION_KEYS ? RegEnumKeyExW(key, index, name, n, NULL, NULL, NULL, NULL)
                                   : RegEnumValueW(key, index, name, n, NULL, NULL, NULL, NULL);
}

/* `keys` and `values`: names, sorted, since their order in the registry is not the DLL's. */
static void act_names(struct reg_step *reg)
{
    struct result *result = &reg->shown->result;
    const char **names = arena_alloc(reg->arena, TRACE_MAX_ARGS * sizeof *names);
    static WCHAR name[16384];
    HKEY key;
    LSTATUS error = open_place(&reg->place, KEY_READ, &key);

    if (error || !names) {
        show_error(reg, error);
        return;
    }
    result->kind = RESULT_NAMES;
    result->names = names;
    for (DWORD n = ARRAYSIZE(name); result->n_names < TRACE_MAX_ARGS; n = ARRAYSIZE(name)) {
        if (enumerate(key, reg->step->reg.kind, result->n_names, name, &n) != ERROR_SUCCESS)
            break;
        names[result->n_names++] = spell_name(name, n, reg->arena);
    }
    close_place(&reg->place, key);
    qsort(names, result->n_names, sizeof *names, compare_names);
}

static void act_close(struct reg_step *reg)
{
    struct slot *slot = slot_bound(reg->step->reg.variable);

    show_error(reg, RegCloseKey(slot->key));
    slot->key = NULL;
    slot->bound = false;
}

void step_reg(const struct step *step, struct step *shown, struct arena *arena)
{
    static void (*const acts[])(struct reg_step *) = {
        [REG_ACTION_SET] = act_set,     [REG_ACTION_DELETE] = act_delete, [REG_ACTION_CREATE] = act_create,
        [REG_ACTION_QUERY] = act_query, [REG_ACTION_KEYS] = act_names,    [REG_ACTION_VALUES] = act_names,
        [REG_ACTION_CLOSE] = act_close,
    };
    struct reg_step reg = { .step = step, .shown = shown, .arena = arena };
    char unbound[TRACE_MAX_NAME + 1];

    if (resolve(&reg, unbound)) {
        acts[step->reg.kind](&reg);
        if (step->reg.kind <= REG_ACTION_CREATE)
            platform_own_change();
    } else {
        not_run(shown, unbound, arena);
    }
    free(reg.place.path);
    free(reg.value_name);
}

#include "internal.h"
#include <assert.h>

#define VARIABLES_MAX 64

/* The process's own, so not in the arena. Sorted by nothing; few. */
static struct variable {
    WCHAR *name;
    WCHAR *value;
} variables[VARIABLES_MAX];
static size_t variable_count;

static WCHAR *copy_text(const WCHAR *text)
{
    size_t size = (sim_wide_length(text) + 1) * sizeof(WCHAR);
    WCHAR *copy = malloc(size);

    assert(copy);
    memcpy(copy, text, size);
    return copy;
}

static struct variable *find(const WCHAR *name, size_t length)
{
    for (size_t i = 0; i < variable_count; i++)
        if (!sim_wide_compare(variables[i].name, sim_wide_length(variables[i].name), name, length))
            return &variables[i];
    return NULL;
}

static void drop(struct variable *variable)
{
    free(variable->name);
    free(variable->value);
    *variable = variables[--variable_count];
}

void sim_environment_reset(void)
{
    static const struct {
        const WCHAR *name;
        const WCHAR *value;
    } initial[] = {
        { L"APPDATA", STUB_PROFILE L"\\Application Data" },
        { L"SystemDrive", L"C:" },
        { L"SystemRoot", L"C:\\windows" },
        { L"TEMP", STUB_PROFILE L"\\Temp" },
        { L"USERNAME", STUB_USER_NAME },
        { L"USERPROFILE", STUB_PROFILE },
        { L"windir", L"C:\\windows" },
    };

    while (variable_count)
        drop(&variables[variable_count - 1]);
    for (size_t i = 0; i < sizeof(initial) / sizeof(initial[0]); i++)
        variables[variable_count++] = (struct variable){ copy_text(initial[i].name), copy_text(initial[i].value) };
}

static DWORD get_variable(const WCHAR *name, WCHAR *value, DWORD room)
{
    const struct variable *variable = find(name, sim_wide_length(name));
    DWORD length;

    if (!variable) {
        SetLastError(ERROR_ENVVAR_NOT_FOUND);
        return 0;
    }
    length = (DWORD)sim_wide_length(variable->value);
    if (length >= room)
        return length + 1;
    memcpy(value, variable->value, (length + 1) * sizeof(WCHAR));
    return length;
}

DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR value, DWORD room)
{
    DWORD result;

    stub_enter();
    result = get_variable(name, value, room);
    stub_unlock();
    return result;
}

static BOOL set_variable(const WCHAR *name, const WCHAR *value)
{
    struct variable *variable = find(name, sim_wide_length(name));

    if (!value) {
        if (variable)
            drop(variable);
        return TRUE;
    }
    if (variable) {
        free(variable->value);
        variable->value = copy_text(value);
        return TRUE;
    }
    if (variable_count == VARIABLES_MAX) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    variables[variable_count++] = (struct variable){ copy_text(name), copy_text(value) };
    return TRUE;
}

BOOL WINAPI SetEnvironmentVariableW(LPCWSTR name, LPCWSTR value)
{
    BOOL result;

    if (!name || !*name) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (sim_fault("SetEnvironmentVariableW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    stub_enter();
    result = set_variable(name, value);
    stub_unlock();
    return result;
}

struct expansion {
    WCHAR *out;
    DWORD room;
    DWORD length;
};

static void put(struct expansion *expansion, const WCHAR *text, size_t length)
{
    for (size_t i = 0; i < length; i++, expansion->length++)
        if (expansion->length < expansion->room)
            expansion->out[expansion->length] = text[i];
}

/* %NAME% of an unknown name stays as it is. */
static void expand(struct expansion *expansion, const WCHAR *text)
{
    while (*text) {
        const struct variable *variable = NULL;
        const WCHAR *end = text + 1;

        if (*text == '%') {
            while (*end && *end != '%')
                end++;
            if (*end)
                variable = find(text + 1, (size_t)(end - text - 1));
        }
        if (variable) {
            put(expansion, variable->value, sim_wide_length(variable->value));
            text = end + 1;
        } else if (*text == '%') {
            end += *end == '%';
            put(expansion, text, (size_t)(end - text));
            text = end;
        } else {
            put(expansion, text++, 1);
        }
    }
    put(expansion, L"", 1);
}

DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR text, LPWSTR out, DWORD room)
{
    struct expansion expansion = { out, room, 0 };

    if (sim_fault("ExpandEnvironmentStringsW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    stub_enter();
    expand(&expansion, text);
    stub_unlock();
    return expansion.length;
}

/* Registry changes, where every route of Win32 ends: the functions of ntdll. */
#include "hooks.h"
#include "effects.h"
#include "outcome.h"
#include "watch.h"

#include <string.h>

enum { KEY_NAME_INFORMATION_CLASS = 3, PATH_UNITS = 2048 };

typedef NTSTATUS(NTAPI *create_key_fn)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG, UNICODE_STRING *, ULONG,
                                       ULONG *);
typedef NTSTATUS(NTAPI *set_value_fn)(HANDLE, UNICODE_STRING *, ULONG, ULONG, void *, ULONG);
typedef NTSTATUS(NTAPI *delete_value_fn)(HANDLE, UNICODE_STRING *);
typedef NTSTATUS(NTAPI *delete_key_fn)(HANDLE);
typedef NTSTATUS(NTAPI *query_key_fn)(HANDLE, int, void *, ULONG, ULONG *);

enum { CREATE_KEY, SET_VALUE, DELETE_VALUE, DELETE_KEY };

static WCHAR sandbox_path[PATH_UNITS];
static WCHAR path[PATH_UNITS];

/* The path below the sandbox or below one of the roots that the kernel knows. */
static const struct root {
    const WCHAR *nt;
    const WCHAR *shown;
} roots[] = {
    { sandbox_path, L"HKCU" },
    { L"\\REGISTRY\\MACHINE", L"HKLM" },
    { L"\\REGISTRY\\USER", L"HKU" },
};

static bool raw_key_path(HANDLE key, WCHAR *text, size_t size)
{
    static query_key_fn query_key;
    struct {
        ULONG bytes;
        WCHAR name[PATH_UNITS];
    } info;
    ULONG needed;

    if (!query_key)
        query_key = (query_key_fn)(void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtQueryKey");
    if (!query_key || query_key(key, KEY_NAME_INFORMATION_CLASS, &info, sizeof info, &needed) != 0)
        return false;
    if (info.bytes / sizeof(WCHAR) >= size)
        return false;
    memcpy(text, info.name, info.bytes);
    text[info.bytes / sizeof(WCHAR)] = 0;
    return true;
}

bool registry_shown_path(const WCHAR *raw, WCHAR *text, size_t size)
{
    for (unsigned i = 0; i < ARRAYSIZE(roots); i++) {
        const size_t n = lstrlenW(roots[i].nt), shown = lstrlenW(roots[i].shown), all = lstrlenW(raw);

        if (!n || _wcsnicmp(raw, roots[i].nt, n) != 0 || (raw[n] && raw[n] != '\\'))
            continue;
        if (shown + all - n >= size)
            return false;
        memcpy(text, roots[i].shown, shown * sizeof(WCHAR));
        memcpy(text + shown, raw + n, (all - n + 1) * sizeof(WCHAR));
        return true;
    }
    lstrcpynW(text, raw, (int)size);
    return true;
}

bool registry_key_path(HANDLE key, WCHAR *text, size_t size)
{
    WCHAR raw[PATH_UNITS];

    return raw_key_path(key, raw, ARRAYSIZE(raw)) && registry_shown_path(raw, text, size);
}

/* Keys of which nothing is told: an application reads and writes its own settings all the time, and to ask for a key's path costs
 * as much as the call. What the DLL does is always asked for. */
static HANDLE untold[256];

static HANDLE *untold_place(HANDLE key)
{
    return &untold[(UINT_PTR)key / 4 % ARRAYSIZE(untold)];
}

void registry_forget(HANDLE key)
{
    HANDLE *const place = untold_place(key);

    if (*place == key)
        *place = NULL;
}

bool registry_told_path(HANDLE key, WCHAR *text, size_t size)
{
    HANDLE *const place = untold_place(key);

    if ((*place == key && !control_is_given()) || !registry_key_path(key, text, size))
        return false;
    if (control_shows_key(wide_text(text)))
        return true;
    *place = key;
    return false;
}

void registry_hooks_sandbox(HKEY sandbox)
{
    raw_key_path(sandbox, sandbox_path, ARRAYSIZE(sandbox_path));
}

static struct wide wide_of(const UNICODE_STRING *text)
{
    return text && text->Buffer ? (struct wide){ text->Buffer, text->Length / sizeof(WCHAR) } : (struct wide){ L"", 0 };
}

static const WCHAR *terminated(const UNICODE_STRING *text)
{
    static WCHAR name[16384];
    const struct wide wide = wide_of(text);
    const size_t n = wide.n < ARRAYSIZE(name) ? wide.n : ARRAYSIZE(name) - 1;

    memcpy(name, wide.text, n * sizeof(WCHAR));
    name[n] = 0;
    return name;
}

/* Wine makes subkeys in a key that refuses KEY_CREATE_SUB_KEY if they are named from further up; Windows does not. */
static NTSTATUS created(HANDLE *key)
{
    if (sandbox_refuses_subkey(wide_text(path))) {
        ((NTSTATUS(NTAPI *)(HANDLE))file_hooks[HOOK_CLOSE].original)(*key);
        RegDeleteKeyW(HKEY_CURRENT_USER, path + ARRAYSIZE(L"HKCU\\") - 1); /* in a hook: no effect */
        *key = NULL;
        return (NTSTATUS)0xc0000022; /* STATUS_ACCESS_DENIED */
    }
    effect_key(EFFECT_KEY_CREATED, wide_text(path));
    watch_note(wide_text(path), NULL, 0, NULL, 0, false);
    return 0;
}

static NTSTATUS NTAPI hooked_create_key(HANDLE *key, ACCESS_MASK access, OBJECT_ATTRIBUTES *name, ULONG index,
                                        UNICODE_STRING *class, ULONG options, ULONG *disposition)
{
    const create_key_fn original = (create_key_fn)registry_hooks[CREATE_KEY].original;
    ULONG what = 0;
    NTSTATUS status;

    if (!hook_enter_change())
        return original(key, access, name, index, class, options, disposition);
    status = original(key, access, name, index, class, options, &what);
    if (status >= 0)
        registry_forget(*key);
    if (status >= 0 && (what == REG_CREATED_NEW_KEY || n_read_hooks) &&
        registry_told_path(*key, path, ARRAYSIZE(path))) {
        if (what == REG_CREATED_NEW_KEY)
            status = created(key);
        else
            effect_read(SEEN_OPENED, wide_text(path), wide_text(L""), ERROR_SUCCESS);
    }
    if (status >= 0 && disposition)
        *disposition = what;
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_set_value(HANDLE key, UNICODE_STRING *name, ULONG index, ULONG type, void *data,
                                       ULONG size)
{
    const set_value_fn original = (set_value_fn)registry_hooks[SET_VALUE].original;
    NTSTATUS status;

    if (!hook_enter_change())
        return original(key, name, index, type, data, size);
    status = original(key, name, index, type, data, size);
    if (status >= 0 && registry_told_path(key, path, ARRAYSIZE(path))) {
        effect_value_set(wide_text(path), wide_of(name), type, data, size);
        watch_note(wide_text(path), terminated(name), type, data, size, false);
    }
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_delete_value(HANDLE key, UNICODE_STRING *name)
{
    const delete_value_fn original = (delete_value_fn)registry_hooks[DELETE_VALUE].original;
    NTSTATUS status;

    if (!hook_enter_change())
        return original(key, name);
    status = original(key, name);
    if (status >= 0 && registry_told_path(key, path, ARRAYSIZE(path))) {
        effect_value_deleted(wide_text(path), wide_of(name));
        watch_note(wide_text(path), terminated(name), 0, NULL, 0, true);
    }
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_delete_key(HANDLE key)
{
    const delete_key_fn original = (delete_key_fn)registry_hooks[DELETE_KEY].original;
    NTSTATUS status;
    bool known;

    if (!hook_enter_change())
        return original(key);
    known = registry_told_path(key, path, ARRAYSIZE(path)); /* before: a deleted key has no name */
    status = original(key);
    if (status >= 0 && known) {
        effect_key(EFFECT_KEY_DELETED, wide_text(path));
        watch_note(wide_text(path), NULL, 0, NULL, 0, true);
    }
    hook_leave();
    return status;
}

struct hook registry_hooks[] = {
    [CREATE_KEY] = { "ntdll", "NtCreateKey", (void *)hooked_create_key, NULL },
    [SET_VALUE] = { "ntdll", "NtSetValueKey", (void *)hooked_set_value, NULL },
    [DELETE_VALUE] = { "ntdll", "NtDeleteValueKey", (void *)hooked_delete_value, NULL },
    [DELETE_KEY] = { "ntdll", "NtDeleteKey", (void *)hooked_delete_key, NULL },
};
const unsigned n_registry_hooks = ARRAYSIZE(registry_hooks);

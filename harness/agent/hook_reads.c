/* Reads of the registry, on request: the functions of ntdll, as for changes. */
#include "hooks.h"
#include "effects.h"
#include "outcome.h"

#include <string.h>

enum { KEY_NAME_INFORMATION_CLASS = 3, KEY_HANDLE_TAGS_CLASS = 7, PATH_UNITS = 2048, N_READ_HOOKS = 6 };

typedef NTSTATUS(NTAPI *open_key_fn)(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
typedef NTSTATUS(NTAPI *open_key_ex_fn)(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, ULONG);
typedef NTSTATUS(NTAPI *query_value_fn)(HANDLE, const UNICODE_STRING *, int, void *, ULONG, ULONG *);
typedef NTSTATUS(NTAPI *enumerate_fn)(HANDLE, ULONG, int, void *, ULONG, ULONG *);
typedef NTSTATUS(NTAPI *query_key_fn)(HANDLE, int, void *, ULONG, ULONG *);

enum { OPEN_KEY, OPEN_KEY_EX, QUERY_VALUE, ENUMERATE_KEY, ENUMERATE_VALUE, QUERY_KEY };

unsigned n_read_hooks;

static ULONG(NTAPI *error_of)(NTSTATUS);
static WCHAR path[PATH_UNITS]; /* used in hooks only, which exclude each other */

void hooks_record_reads(void)
{
    error_of = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "RtlNtStatusToDosError");
    n_read_hooks = error_of ? N_READ_HOOKS : 0;
}

static struct wide wide_of(const UNICODE_STRING *text)
{
    return text && text->Buffer ? (struct wide){ text->Buffer, text->Length / sizeof(WCHAR) } : (struct wide){ L"", 0 };
}

static void tell(enum detail_kind kind, HANDLE key, const UNICODE_STRING *name, NTSTATUS status)
{
    if (registry_told_path(key, path, ARRAYSIZE(path)))
        effect_read(kind, wide_text(path), wide_of(name), error_of(status));
}

/* What a caller named, below a key or as a whole. */
static bool asked_path(const OBJECT_ATTRIBUTES *asked)
{
    const struct wide below = asked ? wide_of(asked->ObjectName) : (struct wide){ L"", 0 };
    WCHAR raw[PATH_UNITS];
    size_t n;

    if (!asked || !asked->RootDirectory) {
        if (!below.n || below.n >= PATH_UNITS)
            return false;
        memcpy(raw, below.text, below.n * sizeof(WCHAR));
        raw[below.n] = 0;
        return registry_shown_path(raw, path, PATH_UNITS);
    }
    if (!registry_key_path(asked->RootDirectory, path, PATH_UNITS))
        return false;
    n = wide_text(path).n;
    if (n + below.n + 2 > PATH_UNITS)
        return false;
    if (below.n)
        path[n++] = '\\';
    memcpy(path + n, below.text, below.n * sizeof(WCHAR));
    path[n + below.n] = 0;
    return true;
}

static void tell_opened(const HANDLE *key, const OBJECT_ATTRIBUTES *asked, NTSTATUS status)
{
    if (status >= 0)
        registry_forget(*key);
    if (status >= 0 ? registry_told_path(*key, path, PATH_UNITS)
                    : asked_path(asked) && control_shows_key(wide_text(path)))
        effect_read(SEEN_OPENED, wide_text(path), wide_text(L""), error_of(status));
}

static NTSTATUS NTAPI hooked_open_key(HANDLE *key, ACCESS_MASK access, const OBJECT_ATTRIBUTES *name)
{
    const open_key_fn original = (open_key_fn)read_hooks[OPEN_KEY].original;
    NTSTATUS status;

    if (!hook_enter_read())
        return original(key, access, name);
    status = original(key, access, name);
    tell_opened(key, name, status);
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_open_key_ex(HANDLE *key, ACCESS_MASK access, const OBJECT_ATTRIBUTES *name, ULONG options)
{
    const open_key_ex_fn original = (open_key_ex_fn)read_hooks[OPEN_KEY_EX].original;
    NTSTATUS status;

    if (!hook_enter_read())
        return original(key, access, name, options);
    status = original(key, access, name, options);
    tell_opened(key, name, status);
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_query_value(HANDLE key, const UNICODE_STRING *name, int class, void *data, ULONG size,
                                         ULONG *needed)
{
    const query_value_fn original = (query_value_fn)read_hooks[QUERY_VALUE].original;
    NTSTATUS status;

    if (!hook_enter_read())
        return original(key, name, class, data, size, needed);
    status = original(key, name, class, data, size, needed);
    tell(SEEN_READ, key, name, status);
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_enumerate_key(HANDLE key, ULONG index, int class, void *data, ULONG size, ULONG *needed)
{
    const enumerate_fn original = (enumerate_fn)read_hooks[ENUMERATE_KEY].original;
    NTSTATUS status;

    if (!hook_enter_read())
        return original(key, index, class, data, size, needed);
    status = original(key, index, class, data, size, needed);
    tell(SEEN_KEYS, key, NULL, status);
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_enumerate_value(HANDLE key, ULONG index, int class, void *data, ULONG size, ULONG *needed)
{
    const enumerate_fn original = (enumerate_fn)read_hooks[ENUMERATE_VALUE].original;
    NTSTATUS status;

    if (!hook_enter_read())
        return original(key, index, class, data, size, needed);
    status = original(key, index, class, data, size, needed);
    tell(SEEN_VALUES, key, NULL, status);
    hook_leave();
    return status;
}

/* Asking for a key's name or for flags of its handle reads nothing of the registry. */
static NTSTATUS NTAPI hooked_query_key(HANDLE key, int class, void *data, ULONG size, ULONG *needed)
{
    const query_key_fn original = (query_key_fn)read_hooks[QUERY_KEY].original;
    NTSTATUS status;

    if (class == KEY_NAME_INFORMATION_CLASS || class == KEY_HANDLE_TAGS_CLASS || !hook_enter_read())
        return original(key, class, data, size, needed);
    status = original(key, class, data, size, needed);
    tell(SEEN_INFO, key, NULL, status);
    hook_leave();
    return status;
}

struct hook read_hooks[] = {
    [OPEN_KEY] = { "ntdll", "NtOpenKey", (void *)hooked_open_key, NULL },
    [OPEN_KEY_EX] = { "ntdll", "NtOpenKeyEx", (void *)hooked_open_key_ex, NULL },
    [QUERY_VALUE] = { "ntdll", "NtQueryValueKey", (void *)hooked_query_value, NULL },
    [ENUMERATE_KEY] = { "ntdll", "NtEnumerateKey", (void *)hooked_enumerate_key, NULL },
    [ENUMERATE_VALUE] = { "ntdll", "NtEnumerateValueKey", (void *)hooked_enumerate_value, NULL },
    [QUERY_KEY] = { "ntdll", "NtQueryKey", (void *)hooked_query_key, NULL },
};

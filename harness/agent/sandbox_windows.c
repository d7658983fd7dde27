/* HKCU redirected to a scratch key, a profile folder of its own, and rights refused in it. */
#include "platform.h"

#include <stdio.h>
#include "hooks.h"
#include "places.h"
#include "watch.h"

enum { PATH_UNITS = 600, MAX_DENIED = 32, SUBKEY_RIGHTS = KEY_SET_VALUE | KEY_CREATE_SUB_KEY | DELETE };

static HKEY real_user, sandbox;
static WCHAR sandbox_name[64];
static WCHAR profile[PATH_UNITS];
static bool leave;

static struct denied {
    HKEY key; /* with WRITE_DAC, to lift it at the end */
    enum deny_kind kind;
    WCHAR path[PATH_UNITS]; /* "HKCU\..." */
} denied[MAX_DENIED];
static unsigned n_denied;

static bool join(WCHAR *path, const WCHAR *folder, const WCHAR *name)
{
    const struct wide a = wide_text(folder), b = wide_text(name);

    if (a.n + b.n + 2 > PATH_UNITS)
        return false;
    memcpy(path, a.text, a.n * sizeof(WCHAR));
    path[a.n] = '\\';
    memcpy(path + a.n + 1, b.text, (b.n + 1) * sizeof(WCHAR));
    return true;
}

/* ---- folders ---- */

static void empty_folder(const WCHAR *path)
{
    WCHAR pattern[PATH_UNITS], inner[PATH_UNITS];
    WIN32_FIND_DATAW found;
    HANDLE search;

    if (!join(pattern, path, L"*") || (search = FindFirstFileW(pattern, &found)) == INVALID_HANDLE_VALUE)
        return;
    do {
        if (lstrcmpW(found.cFileName, L".") == 0 || lstrcmpW(found.cFileName, L"..") == 0 ||
            !join(inner, path, found.cFileName))
            continue;
        if (!(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)) {
            DeleteFileW(inner);
        } else {
            if (!(found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT))
                empty_folder(inner);
            RemoveDirectoryW(inner);
        }
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

bool platform_make_folder(const WCHAR *path)
{
    WCHAR parent[PATH_UNITS];
    size_t n = wide_text(path).n;

    if (n >= PATH_UNITS)
        return false;
    if (CreateDirectoryW(path, NULL) || GetLastError() == ERROR_ALREADY_EXISTS)
        return true;
    memcpy(parent, path, (n + 1) * sizeof(WCHAR));
    while (n > 3 && parent[n - 1] == '\\')
        n--;
    while (n > 3 && parent[n - 1] != '\\')
        n--;
    if (n <= 3)
        return false;
    parent[n - 1] = 0;
    return platform_make_folder(parent) && (CreateDirectoryW(path, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
}

static const char *open_profile(const char *path, bool empty)
{
    WCHAR given[PATH_UNITS], folder[PATH_UNITS];

    if (!wide_from_utf8(path, given, PATH_UNITS) || !GetFullPathNameW(given, PATH_UNITS - 64, profile, NULL))
        return "--profile is no path";
    if (empty && !CreateDirectoryW(profile, NULL) && GetLastError() == ERROR_ALREADY_EXISTS)
        empty_folder(profile);
    places_set(PLACE_PROFILE, profile);
    join(folder, profile, L"Application Data");
    places_set(PLACE_ROAMING, folder);
    if (!platform_make_folder(folder))
        return "the profile folder can't be made";
    join(folder, profile, L"Local Settings");
    CreateDirectoryW(folder, NULL);
    join(folder, profile, L"Local Settings\\Application Data");
    places_set(PLACE_LOCAL, folder);
    if (!platform_make_folder(folder))
        return "the profile folder can't be made";
    SetEnvironmentVariableW(L"USERPROFILE", profile);
    SetEnvironmentVariableW(L"APPDATA", places_get(PLACE_ROAMING));
    SetEnvironmentVariableW(L"LOCALAPPDATA", places_get(PLACE_LOCAL));
    GetWindowsDirectoryW(folder, PATH_UNITS);
    places_set(PLACE_WINDOWS, folder);
    return NULL;
}

/* ---- registry ---- */

static bool set_folder_value(HKEY key, const WCHAR *name, enum place_name place)
{
    const struct wide path = wide_text(places_get(place));

    return RegSetValueExW(key, name, 0, REG_EXPAND_SZ, (const BYTE *)path.text,
                          (DWORD)((path.n + 1) * sizeof(WCHAR))) == ERROR_SUCCESS;
}

/* The shell follows these; without them it would give the real profile away. */
static bool seed_shell_folders(void)
{
    static const WCHAR path[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders";
    HKEY key;
    bool done;

    if (RegCreateKeyExW(sandbox, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL))
        return false;
    done = set_folder_value(key, L"Local AppData", PLACE_LOCAL) && set_folder_value(key, L"AppData", PLACE_ROAMING);
    RegCloseKey(key);
    return done;
}

static void find_user(void)
{
    WCHAR path[PATH_UNITS];
    size_t n;

    if (!registry_key_path(real_user, path, PATH_UNITS))
        return;
    for (n = wide_text(path).n; n && path[n - 1] != '\\'; n--)
        ;
    places_set(PLACE_USER, path + n);
}

const char *platform_sandbox_open(const struct options *options)
{
    const char *failure = open_profile(options->profile, true);
    char name[40];

    if (failure)
        return failure;
    leave = options->leave_sandbox;
    snprintf(name, sizeof name, "Software\\Identical\\%lx-%lx", (unsigned long)GetCurrentProcessId(),
             (unsigned long)GetTickCount());
    wide_from_utf8(name, sandbox_name, ARRAYSIZE(sandbox_name));
    if (RegOpenCurrentUser(KEY_ALL_ACCESS, &real_user) ||
        RegCreateKeyExW(real_user, sandbox_name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &sandbox, NULL))
        return "the scratch key can't be made";
    find_user();
    registry_hooks_sandbox(sandbox);
    if (!seed_shell_folders() || RegOverridePredefKey(HKEY_CURRENT_USER, sandbox))
        return "HKEY_CURRENT_USER can't be redirected";
    return NULL;
}

void platform_sandbox_name(WCHAR *name, size_t size)
{
    const size_t n = wide_text(sandbox_name).n;

    memcpy(name, sandbox_name, (n < size ? n + 1 : 0) * sizeof(WCHAR));
}

const char *platform_sandbox_join(const struct options *options, const WCHAR *name)
{
    const char *failure = open_profile(options->profile, false);

    if (failure)
        return failure;
    if (RegOpenCurrentUser(KEY_ALL_ACCESS, &real_user) || RegOpenKeyExW(real_user, name, 0, KEY_ALL_ACCESS, &sandbox))
        return "the scratch key is gone";
    find_user();
    registry_hooks_sandbox(sandbox);
    if (RegOverridePredefKey(HKEY_CURRENT_USER, sandbox))
        return "HKEY_CURRENT_USER can't be redirected";
    return watch_open(sandbox, real_user) ? NULL : "no memory";
}

void platform_seeded(bool compares_later)
{
    (void)compares_later; /* the watch needs its start anyway */
    watch_open(sandbox, real_user);
}

/* ---- refused rights ---- */

static const ACCESS_MASK refused_rights[] = {
    [DENY_READ] = KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_NOTIFY,
    [DENY_WRITE] = SUBKEY_RIGHTS,
    [DENY_ALL] = KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_NOTIFY | SUBKEY_RIGHTS,
};

/* No rights: none refused. */
static bool set_rights(HKEY key, ACCESS_MASK refused)
{
    SID_IDENTIFIER_AUTHORITY world = { SECURITY_WORLD_SID_AUTHORITY };
    SECURITY_DESCRIPTOR descriptor;
    DWORD acl[128];
    PSID everyone;
    bool done;

    if (!AllocateAndInitializeSid(&world, 1, SECURITY_WORLD_RID, 0, 0, 0, 0, 0, 0, 0, &everyone))
        return false;
    done = InitializeAcl((ACL *)acl, sizeof acl, ACL_REVISION) &&
           (!refused || AddAccessDeniedAce((ACL *)acl, ACL_REVISION, refused, everyone)) &&
           AddAccessAllowedAce((ACL *)acl, ACL_REVISION, KEY_ALL_ACCESS, everyone) &&
           InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION) &&
           SetSecurityDescriptorDacl(&descriptor, TRUE, (ACL *)acl, FALSE) &&
           RegSetKeySecurity(key, DACL_SECURITY_INFORMATION, &descriptor) == ERROR_SUCCESS;
    FreeSid(everyone);
    return done;
}

static bool is_enforced(const WCHAR *path, ACCESS_MASK rights)
{
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, rights, &key) == ERROR_ACCESS_DENIED)
        return true;
    RegCloseKey(key);
    return false;
}

bool platform_deny(const WCHAR *path, enum deny_kind kind)
{
    struct denied *entry = &denied[n_denied];

    if (n_denied == MAX_DENIED || !join(entry->path, L"HKCU", path) ||
        RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, WRITE_DAC, &entry->key))
        return false;
    entry->kind = kind;
    n_denied++;
    return set_rights(entry->key, refused_rights[kind]) &&
           is_enforced(path, kind == DENY_READ ? KEY_QUERY_VALUE : KEY_SET_VALUE);
}

bool sandbox_refuses_subkey(struct wide key)
{
    while (key.n && key.text[key.n - 1] != '\\')
        key.n--;
    for (unsigned i = 0; i < n_denied; i++)
        if (denied[i].kind != DENY_READ && key.n &&
            wide_equal((struct wide){ key.text, key.n - 1 }, wide_text(denied[i].path)))
            return true;
    return false;
}

/* ---- the end ---- */

/* RegDeleteTree is newer than Windows 2000. */
static void delete_below(HKEY key)
{
    WCHAR name[PATH_UNITS];
    DWORD n = PATH_UNITS, index = 0;
    HKEY child;

    while (RegEnumKeyExW(key, index, name, &n, NULL, NULL, NULL, NULL) == ERROR_SUCCESS) {
        if (RegOpenKeyExW(key, name, 0, KEY_READ, &child) == ERROR_SUCCESS) {
            delete_below(child);
            RegCloseKey(child);
        }
        if (RegDeleteKeyW(key, name))
            index++; /* stays; so that this ends */
        n = PATH_UNITS;
    }
}

void platform_sandbox_close(void)
{
    for (; n_denied; n_denied--) {
        set_rights(denied[n_denied - 1].key, 0);
        RegCloseKey(denied[n_denied - 1].key);
    }
    watch_close();
    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    if (leave)
        return;
    if (sandbox) {
        delete_below(sandbox);
        RegCloseKey(sandbox);
        RegDeleteKeyW(real_user, sandbox_name);
    }
    empty_folder(profile);
    RemoveDirectoryW(profile);
}

/* The control interface of the stubs, which has no counterpart in Windows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <wincrypt.h>
#include <winuser.h>
#include <wingdi.h>
#include <wincon.h>
#include <objbase.h>
#include <shlobj.h>
#include "stubs.h"

#define ROOT L"HKEY_CURRENT_USER\\Identities"

static int fresh_machine(void **state)
{
    (void)state;
    stub_reset();
    return 0;
}

static int nothing_left(void **state)
{
    (void)state;
    assert_int_equal(stub_live_objects(), 0);
    return 0;
}

static HKEY open_key(const WCHAR *path, REGSAM access)
{
    HKEY key = NULL;

    assert_int_equal(RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, access, NULL, &key, NULL), ERROR_SUCCESS);
    return key;
}

static void assert_wide(const WCHAR *actual, const WCHAR *expected)
{
    size_t i = 0;

    while (actual[i] == expected[i] && expected[i])
        i++;
    assert_int_equal(actual[i], expected[i]);
}

/* --- The machine --- */

static void reset_forgets_everything(void **state)
{
    struct stub_snapshot *before = stub_snapshot_take();
    struct stub_snapshot *after;
    HKEY key = open_key(L"A\\B", KEY_ALL_ACCESS);
    WCHAR value[64];
    GUID first;
    GUID second;

    (void)state;
    assert_int_equal(CoCreateGuid(&first), S_OK);
    assert_true(SetEnvironmentVariableW(L"USERPROFILE", L"C:\\elsewhere"));
    assert_true(CreateDirectoryW(STUB_PROFILE L"\\x", NULL));
    stub_deny(L"HKCU\\A", KEY_READ);
    stub_fault_arm(1);
    stub_reset();
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    assert_int_equal(RegCloseKey(key), ERROR_INVALID_HANDLE);
    assert_int_equal(stub_live_objects(), 0);
    assert_int_equal(CoCreateGuid(&second), S_OK);
    assert_memory_equal(&first, &second, sizeof(first));
    assert_int_equal(GetEnvironmentVariableW(L"USERPROFILE", value, 64), 18);
    assert_wide(value, STUB_PROFILE);
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void snapshots_see_every_difference(void **state)
{
    static const struct {
        const WCHAR *name;
        DWORD type;
        const char *bytes;
        DWORD size;
    } variants[] = {
        { L"v", REG_BINARY, "abc", 3 }, { L"V", REG_BINARY, "abc", 3 },  { L"v", REG_SZ, "abc", 3 },
        { L"v", REG_BINARY, "abd", 3 }, { L"v", REG_BINARY, "abcd", 4 }, { L"w", REG_BINARY, "abc", 3 },
    };
    struct stub_snapshot *shots[6];

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        stub_reset();
        stub_registry_set(ROOT, variants[i].name, variants[i].type, variants[i].bytes, variants[i].size);
        shots[i] = stub_snapshot_take();
    }
    for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < 6; k++)
            assert_int_equal(stub_snapshot_equal(shots[i], shots[k]), i == k);
    for (size_t i = 0; i < 6; i++)
        stub_snapshot_free(shots[i]);
}

static void snapshots_ignore_the_way_there(void **state)
{
    struct stub_snapshot *direct;
    struct stub_snapshot *roundabout;

    (void)state;
    stub_registry_set(ROOT, L"a", REG_SZ, L"1", 4);
    stub_registry_set(ROOT, L"b", REG_SZ, L"2", 4);
    direct = stub_snapshot_take();
    stub_reset();
    stub_registry_set(ROOT, L"b", REG_SZ, L"something longer", 34);
    stub_registry_create(ROOT L"\\gone");
    stub_registry_set(ROOT, L"a", REG_SZ, L"1", 4);
    stub_registry_set(ROOT, L"b", REG_SZ, L"2", 4);
    stub_registry_delete(ROOT L"\\gone");
    roundabout = stub_snapshot_take();
    assert_true(stub_snapshot_equal(direct, roundabout));
    stub_snapshot_free(direct);
    stub_snapshot_free(roundabout);
}

static void restore_brings_back(void **state)
{
    HKEY old_key = open_key(L"Old", KEY_ALL_ACCESS);
    struct stub_snapshot *before = stub_snapshot_take();
    struct stub_snapshot *after;
    HKEY new_key = open_key(L"New", KEY_ALL_ACCESS);

    (void)state;
    assert_int_equal(RegSetValueExW(old_key, L"v", 0, REG_SZ, NULL, 0), ERROR_SUCCESS);
    assert_true(CreateDirectoryW(STUB_PROFILE L"\\x", NULL));
    stub_snapshot_restore(before);
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    assert_int_equal(RegQueryValueExW(old_key, L"v", NULL, NULL, NULL, NULL), ERROR_FILE_NOT_FOUND);
    assert_int_equal(RegQueryValueExW(new_key, L"v", NULL, NULL, NULL, NULL), ERROR_KEY_DELETED);
    assert_int_equal(RegCloseKey(new_key), ERROR_SUCCESS);
    new_key = open_key(L"New", KEY_ALL_ACCESS);
    assert_int_equal(RegCloseKey(new_key), ERROR_SUCCESS);
    assert_int_equal(RegCloseKey(old_key), ERROR_SUCCESS);
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void live_objects_are_counted(void **state)
{
    void *memory = HeapAlloc(GetProcessHeap(), 0, 8);
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL);
    HKEY key = open_key(L"A", KEY_READ);

    (void)state;
    assert_int_equal(stub_live().allocations, 1);
    assert_int_equal(stub_live().handles, 1);
    assert_int_equal(stub_live().keys, 1);
    assert_int_equal(stub_live_objects(), 3);
    HeapFree(GetProcessHeap(), 0, memory);
    CloseHandle(mutex);
    RegCloseKey(key);
    memory = CoTaskMemAlloc(8);
    stub_reset();
    assert_int_equal(stub_live_objects(), 0);
    CoTaskMemFree(memory);
    assert_int_equal(stub_live_objects(), 0);
}

static void many_handles(void **state)
{
    static HKEY keys[5000];
    unsigned opened = 0;

    (void)state;
    while (RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &keys[opened]) == ERROR_SUCCESS)
        opened++;
    assert_int_equal(opened, 4096);
    while (opened)
        assert_int_equal(RegCloseKey(keys[--opened]), ERROR_SUCCESS);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &keys[0]), ERROR_SUCCESS);
    assert_int_equal(RegCloseKey(keys[0]), ERROR_SUCCESS);
}

static void a_full_registry_is_an_error(void **state)
{
    const DWORD size = 64u << 20;
    unsigned char *data = calloc(1, size);
    HKEY key = open_key(L"A", KEY_ALL_ACCESS);
    WCHAR name[2] = L"a";
    LSTATUS status;

    (void)state;
    assert_non_null(data);
    while ((status = RegSetValueExW(key, name, 0, REG_BINARY, data, size)) == ERROR_SUCCESS && name[0] < 'z')
        name[0]++;
    assert_int_equal(status, ERROR_NO_SYSTEM_RESOURCES);
    assert_int_equal(RegSetValueExW(key, L"small", 0, REG_BINARY, data, 8), ERROR_SUCCESS);
    assert_int_equal(RegCloseKey(key), ERROR_SUCCESS);
    free(data);
}

/* --- Faults --- */

static void protect_something(void)
{
    DATA_BLOB in = { 3, (BYTE *)"abc" };
    DATA_BLOB hidden = { 0 };
    DATA_BLOB clear = { 0 };

    if (CryptProtectData(&in, L"", NULL, NULL, NULL, 0, &hidden)) {
        if (CryptUnprotectData(&hidden, NULL, NULL, NULL, NULL, 0, &clear))
            LocalFree(clear.pbData);
        LocalFree(hidden.pbData);
    }
}

static void use_memory(void)
{
    void *memory = HeapAlloc(GetProcessHeap(), 0, 8);
    void *more = memory ? HeapReAlloc(GetProcessHeap(), 0, memory, 16) : NULL;

    HeapFree(GetProcessHeap(), 0, more ? more : memory);
    memory = CoTaskMemAlloc(8);
    more = memory ? CoTaskMemRealloc(memory, 16) : NULL;
    CoTaskMemFree(more ? more : memory);
    LocalFree(LocalAlloc(0, 8));
}

static void use_wide_registry(void)
{
    WCHAR name[8];
    DWORD length = 8;
    HKEY key;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Made\\Sub", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return;
    RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)L"x", 4);
    RegQueryValueExW(key, L"v", NULL, NULL, NULL, &length);
    RegEnumValueW(key, 0, name, &length, NULL, NULL, NULL, NULL);
    RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL);
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &length, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegDeleteValueW(key, L"v");
    RegFlushKey(key);
    if (!RegOverridePredefKey(HKEY_CLASSES_ROOT, key))
        RegOverridePredefKey(HKEY_CLASSES_ROOT, NULL);
    RegCloseKey(key);
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Made\\Sub");
    if (!RegOpenKeyExW(HKEY_CURRENT_USER, L"Made", 0, KEY_READ, &key))
        RegCloseKey(key);
    if (!RegOpenCurrentUser(KEY_READ, &key))
        RegCloseKey(key);
}

static void use_ansi_registry(void)
{
    char name[8];
    DWORD length = 8;
    HKEY key;

    if (RegCreateKeyExA(HKEY_CURRENT_USER, "Ansi\\Sub", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return;
    RegSetValueExA(key, "v", 0, REG_SZ, (const BYTE *)"x", 2);
    RegQueryValueExA(key, "v", NULL, NULL, NULL, &length);
    RegEnumValueA(key, 0, name, &length, NULL, NULL, NULL, NULL);
    RegEnumKeyExA(key, 0, name, &length, NULL, NULL, NULL, NULL);
    RegDeleteValueA(key, "v");
    RegCloseKey(key);
    RegDeleteKeyA(HKEY_CURRENT_USER, "Ansi\\Sub");
    if (!RegOpenKeyExA(HKEY_CURRENT_USER, "Ansi", 0, KEY_READ, &key))
        RegCloseKey(key);
}

static void use_objects(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, L"Name");
    HANDLE event = CreateEventW(NULL, TRUE, TRUE, NULL);

    if (mutex) {
        if (WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0)
            ReleaseMutex(mutex);
        CloseHandle(mutex);
    }
    if (event)
        CloseHandle(event);
}

static void use_the_rest(void)
{
    WCHAR text[MAX_PATH];
    DWORD size = MAX_PATH;
    GUID guid;

    CreateDirectoryW(STUB_PROFILE L"\\x", NULL);
    GetFileAttributesW(STUB_PROFILE L"\\x");
    RemoveDirectoryW(STUB_PROFILE L"\\x");
    SHGetFolderPathW(NULL, CSIDL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, text);
    ExpandEnvironmentStringsW(L"%TEMP%", text, MAX_PATH);
    SetEnvironmentVariableW(L"X", L"Y");
    GetUserNameW(text, &size);
    GetModuleFileNameW(NULL, text, MAX_PATH);
    LoadStringW(NULL, 1, text, MAX_PATH);
    CoCreateGuid(&guid);
    if (SUCCEEDED(CoInitialize(NULL)))
        CoUninitialize();
}

static void use_everything(void)
{
    use_memory();
    use_wide_registry();
    use_ansi_registry();
    use_objects();
    protect_something();
    use_the_rest();
}

static void every_fallible_call_can_fail(void **state)
{
    static const char *const fallible[] = {
        "HeapAlloc",
        "HeapReAlloc",
        "CoTaskMemAlloc",
        "CoTaskMemRealloc",
        "LocalAlloc",
        "RegCreateKeyExW",
        "RegSetValueExW",
        "RegQueryValueExW",
        "RegEnumValueW",
        "RegEnumKeyExW",
        "RegQueryInfoKeyW",
        "RegDeleteValueW",
        "RegFlushKey",
        "RegOverridePredefKey",
        "RegOverridePredefKey",
        "RegDeleteKeyW",
        "RegOpenKeyExW",
        "RegOpenCurrentUser",
        "RegCreateKeyExA",
        "RegSetValueExA",
        "RegQueryValueExA",
        "RegEnumValueA",
        "RegEnumKeyExA",
        "RegDeleteValueA",
        "RegDeleteKeyA",
        "RegOpenKeyExA",
        "CreateMutexW",
        "CreateEventW",
        "WaitForSingleObject",
        "CryptProtectData",
        "CryptUnprotectData",
        "CreateDirectoryW",
        "GetFileAttributesW",
        "RemoveDirectoryW",
        "SHGetFolderPathW",
        "ExpandEnvironmentStringsW",
        "SetEnvironmentVariableW",
        "GetUserNameW",
        "GetModuleFileNameW",
        "LoadStringW",
        "CoCreateGuid",
        "CoInitializeEx",
    };
    const unsigned count = sizeof(fallible) / sizeof(fallible[0]);

    (void)state;
    stub_fault_arm(0);
    use_everything();
    assert_int_equal(stub_fault_count(), count);
    assert_false(stub_fault_disarm());
    for (unsigned n = 1; n <= count; n++) {
        stub_reset();
        stub_fault_arm(n);
        use_everything();
        assert_true(stub_fault_disarm());
        assert_string_equal(stub_fault_name(), fallible[n - 1]);
        assert_int_equal(stub_live_objects(), 0);
    }
    stub_reset();
    stub_fault_arm(count + 1);
    use_everything();
    assert_false(stub_fault_disarm());
    assert_null(stub_fault_name());
}

static void a_fault_changes_nothing(void **state)
{
    struct stub_snapshot *before;
    struct stub_snapshot *after;
    HKEY key = open_key(L"A", KEY_ALL_ACCESS);
    HKEY other = NULL;

    (void)state;
    assert_int_equal(RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0), ERROR_SUCCESS);
    before = stub_snapshot_take();
    stub_fault_arm(1);
    assert_int_equal(RegSetValueExW(key, L"v", 0, REG_DWORD, NULL, 0), ERROR_ACCESS_DENIED);
    stub_fault_arm(1);
    assert_int_equal(RegDeleteValueW(key, L"v"), ERROR_ACCESS_DENIED);
    stub_fault_arm(1);
    assert_int_equal(RegCreateKeyExW(key, L"B", 0, NULL, 0, KEY_READ, NULL, &other, NULL), ERROR_ACCESS_DENIED);
    stub_fault_arm(1);
    assert_int_equal(RegDeleteKeyW(key, L""), ERROR_ACCESS_DENIED);
    stub_fault_arm(1);
    assert_false(CreateDirectoryW(STUB_PROFILE L"\\x", NULL));
    assert_int_equal(GetLastError(), ERROR_ACCESS_DENIED);
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    assert_int_equal(RegCloseKey(key), ERROR_SUCCESS);
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void paused_calls_do_not_count(void **state)
{
    (void)state;
    stub_fault_arm(1);
    stub_fault_pause();
    stub_fault_pause();
    LocalFree(LocalAlloc(0, 1));
    stub_fault_resume();
    LocalFree(LocalAlloc(0, 1));
    stub_fault_resume();
    assert_int_equal(stub_fault_count(), 0);
    assert_null(LocalAlloc(0, 1));
    assert_true(stub_fault_disarm());
    LocalFree(LocalAlloc(0, 1));
    assert_int_equal(stub_fault_count(), 1);
}

/* --- Effects --- */

struct seen {
    unsigned count;
    enum stub_change_kind kind[8];
    WCHAR path[8][64];
    WCHAR name[8][16];
    bool before[8];
    DWORD before_size[8];
    DWORD after_type[8];
    DWORD after_size[8];
};

static void copy_wide(WCHAR *to, const WCHAR *from)
{
    while ((*to++ = *from++))
        ;
}

static void see(void *context, const struct stub_change *change)
{
    struct seen *seen = context;
    unsigned i = seen->count++;

    seen->kind[i] = change->kind;
    copy_wide(seen->path[i], change->path);
    copy_wide(seen->name[i], change->name ? change->name : L"-");
    seen->before[i] = change->before.present;
    seen->before_size[i] = change->before.size;
    seen->after_type[i] = change->after.type;
    seen->after_size[i] = change->after.size;
}

static void observer_sees_changes_in_order(void **state)
{
    struct seen seen = { 0 };
    HKEY key;

    (void)state;
    stub_observe(see, &seen);
    key = open_key(L"A\\B", KEY_ALL_ACCESS);
    RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)L"x", 4);
    RegSetValueExA(key, "V", 0, REG_DWORD, (const BYTE *)"1234", 4);
    RegDeleteValueW(key, L"v");
    RegDeleteKeyW(HKEY_CURRENT_USER, L"a\\b");
    RegCloseKey(key);
    RegDeleteValueW(HKEY_CURRENT_USER, L"not there");
    assert_int_equal(seen.count, 6);
    assert_int_equal(seen.kind[0], STUB_KEY_CREATED);
    assert_wide(seen.path[0], L"HKEY_CURRENT_USER\\A");
    assert_wide(seen.name[0], L"-");
    assert_int_equal(seen.kind[1], STUB_KEY_CREATED);
    assert_wide(seen.path[1], L"HKEY_CURRENT_USER\\A\\B");
    assert_int_equal(seen.kind[2], STUB_VALUE_SET);
    assert_wide(seen.name[2], L"v");
    assert_false(seen.before[2]);
    assert_int_equal(seen.after_size[2], 4);
    assert_int_equal(seen.kind[3], STUB_VALUE_SET);
    assert_true(seen.before[3]);
    assert_int_equal(seen.before_size[3], 4);
    assert_int_equal(seen.after_type[3], REG_DWORD);
    assert_int_equal(seen.kind[4], STUB_VALUE_DELETED);
    assert_true(seen.before[4]);
    assert_int_equal(seen.kind[5], STUB_KEY_DELETED);
    assert_wide(seen.path[5], L"HKEY_CURRENT_USER\\A\\B");
}

static void observer_sees_folders(void **state)
{
    struct seen seen = { 0 };
    WCHAR path[MAX_PATH];

    (void)state;
    stub_observe(see, &seen);
    assert_int_equal(SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, path), S_OK);
    assert_wide(path, STUB_PROFILE L"\\Local Settings\\Application Data");
    assert_true(RemoveDirectoryW(path));
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.kind[0], STUB_FOLDER_CREATED);
    assert_wide(seen.path[0], STUB_PROFILE L"\\Local Settings");
    assert_int_equal(seen.kind[1], STUB_FOLDER_CREATED);
    assert_wide(seen.path[1], STUB_PROFILE L"\\Local Settings\\Application Data");
    assert_int_equal(seen.kind[2], STUB_FOLDER_DELETED);
}

static void paths_are_the_true_ones(void **state)
{
    HKEY sandbox = open_key(L"Software\\Sandbox", KEY_ALL_ACCESS);
    struct seen seen = { 0 };
    WCHAR path[64];
    HKEY key;

    (void)state;
    assert_int_equal(RegOverridePredefKey(HKEY_CURRENT_USER, sandbox), ERROR_SUCCESS);
    stub_observe(see, &seen);
    key = open_key(L"A", KEY_SET_VALUE);
    assert_wide(seen.path[0], L"HKEY_CURRENT_USER\\Software\\Sandbox\\A");
    assert_int_equal(stub_key_path(key, path, 64), ERROR_SUCCESS);
    assert_wide(path, L"HKEY_CURRENT_USER\\Software\\Sandbox\\A");
    assert_int_equal(stub_key_path(HKEY_CURRENT_USER, path, 64), ERROR_SUCCESS);
    assert_wide(path, L"HKEY_CURRENT_USER\\Software\\Sandbox");
    assert_int_equal(stub_key_path(key, path, 5), ERROR_MORE_DATA);
    RegCloseKey(key);
    assert_int_equal(stub_key_path(key, path, 64), ERROR_INVALID_HANDLE);
    assert_int_equal(RegOpenCurrentUser(KEY_ALL_ACCESS, &key), ERROR_SUCCESS);
    assert_int_equal(stub_key_path(key, path, 64), ERROR_SUCCESS);
    assert_wide(path, L"HKEY_CURRENT_USER");
    RegCloseKey(key);
    RegCloseKey(sandbox);
}

/* --- The registry --- */

static void denied_rights(void **state)
{
    HKEY before = open_key(L"A\\B", KEY_ALL_ACCESS);
    HKEY key = NULL;

    (void)state;
    RegCloseKey(before);
    before = open_key(L"A", KEY_ALL_ACCESS);
    assert_int_equal(stub_deny(L"HKCU\\A", KEY_SET_VALUE | KEY_CREATE_SUB_KEY), ERROR_SUCCESS);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, KEY_ALL_ACCESS, &key), ERROR_ACCESS_DENIED);
    assert_null(key);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, KEY_READ, &key), ERROR_SUCCESS);
    RegCloseKey(key);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, MAXIMUM_ALLOWED, &key), ERROR_SUCCESS);
    assert_int_equal(RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0), ERROR_ACCESS_DENIED);
    RegCloseKey(key);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"A\\B", 0, KEY_ALL_ACCESS, &key), ERROR_SUCCESS);
    RegCloseKey(key);
    assert_int_equal(RegCreateKeyExW(HKEY_CURRENT_USER, L"A\\C", 0, NULL, 0, KEY_READ, NULL, &key, NULL),
                     ERROR_ACCESS_DENIED);
    assert_int_equal(RegSetValueExW(before, L"v", 0, REG_SZ, NULL, 0), ERROR_SUCCESS);
    assert_int_equal(stub_deny(L"HKCU\\A\\B", DELETE), ERROR_SUCCESS);
    assert_int_equal(RegDeleteKeyW(HKEY_CURRENT_USER, L"A\\B"), ERROR_ACCESS_DENIED);
    assert_int_equal(stub_deny(L"HKCU\\A\\B", 0), ERROR_SUCCESS);
    assert_int_equal(RegDeleteKeyW(HKEY_CURRENT_USER, L"A\\B"), ERROR_SUCCESS);
    RegCloseKey(before);
}

static void write_line(void *context, const WCHAR *path, const WCHAR *name, const struct stub_data *data)
{
    WCHAR **end = context;

    if (name)
        path = name;
    while (*path)
        *(*end)++ = *path++;
    *(*end)++ = data ? (WCHAR)('0' + data->type) : ';';
    **end = 0;
}

static void walk_goes_depth_first(void **state)
{
    WCHAR lines[256];
    WCHAR *end = lines;

    (void)state;
    stub_registry_set(ROOT L"\\b", L"x", REG_DWORD, "1234", 4);
    stub_registry_set(ROOT L"\\a", L"y", REG_SZ, NULL, 0);
    stub_registry_set(ROOT, L"", REG_BINARY, NULL, 0);
    assert_int_equal(stub_registry_walk(L"HKCU\\identities", write_line, &end), ERROR_SUCCESS);
    assert_wide(lines, ROOT L";3" ROOT L"\\a;y1" ROOT L"\\b;x4");
    assert_int_equal(stub_registry_walk(L"HKCU\\none", write_line, &end), ERROR_FILE_NOT_FOUND);
    assert_int_equal(stub_registry_walk(L"HKXX\\none", write_line, &end), ERROR_BAD_PATHNAME);
}

static void get_and_delete(void **state)
{
    struct stub_data data;

    (void)state;
    stub_registry_set(ROOT, L"v", REG_BINARY, "abc", 3);
    assert_int_equal(stub_registry_get(ROOT, L"V", &data), ERROR_SUCCESS);
    assert_int_equal(data.size, 3);
    assert_memory_equal(data.bytes, "abc", 3);
    assert_int_equal(stub_registry_delete_value(ROOT, L"v"), ERROR_SUCCESS);
    assert_int_equal(stub_registry_delete_value(ROOT, L"v"), ERROR_FILE_NOT_FOUND);
    assert_int_equal(stub_registry_get(ROOT, L"v", &data), ERROR_FILE_NOT_FOUND);
    assert_false(data.present);
    assert_int_equal(stub_registry_create(ROOT L"\\a\\b"), ERROR_SUCCESS);
    assert_int_equal(stub_registry_delete(ROOT), ERROR_SUCCESS);
    assert_int_equal(stub_registry_delete(ROOT), ERROR_FILE_NOT_FOUND);
    assert_int_equal(stub_registry_delete(L"HKCU"), ERROR_BAD_PATHNAME);
}

/* --- Folders --- */

static void count_entry(void *context, const WCHAR *path, bool folder)
{
    (void)path;
    *(unsigned *)context += folder;
}

static void denied_folders(void **state)
{
    unsigned folders = 0;

    (void)state;
    assert_int_equal(stub_folder_create(STUB_PROFILE L"\\a\\b"), ERROR_SUCCESS);
    assert_int_equal(stub_folder_deny(STUB_PROFILE L"\\a", true), ERROR_SUCCESS);
    assert_false(CreateDirectoryW(STUB_PROFILE L"\\a\\c", NULL));
    assert_int_equal(GetLastError(), ERROR_ACCESS_DENIED);
    assert_false(RemoveDirectoryW(STUB_PROFILE L"\\a\\b"));
    assert_int_equal(stub_folder_deny(STUB_PROFILE L"\\a", false), ERROR_SUCCESS);
    assert_true(CreateDirectoryW(STUB_PROFILE L"\\a\\c", NULL));
    assert_int_equal(stub_folder_walk(STUB_PROFILE L"\\a", count_entry, &folders), ERROR_SUCCESS);
    assert_int_equal(folders, 3);
    assert_int_equal(stub_folder_delete(STUB_PROFILE L"\\a"), ERROR_SUCCESS);
    assert_int_equal(stub_folder_delete(STUB_PROFILE L"\\a"), ERROR_FILE_NOT_FOUND);
}

#define CASE(name)                                                                                                     \
    {                                                                                                                  \
#name, name, fresh_machine, nothing_left, NULL                                                                 \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(reset_forgets_everything),
        CASE(snapshots_see_every_difference),
        CASE(snapshots_ignore_the_way_there),
        CASE(restore_brings_back),
        CASE(live_objects_are_counted),
        CASE(many_handles),
        CASE(a_full_registry_is_an_error),
        CASE(every_fallible_call_can_fail),
        CASE(a_fault_changes_nothing),
        CASE(paused_calls_do_not_count),
        CASE(observer_sees_changes_in_order),
        CASE(observer_sees_folders),
        CASE(paths_are_the_true_ones),
        CASE(denied_rights),
        CASE(walk_goes_depth_first),
        CASE(get_and_delete),
        CASE(denied_folders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The observer, refused rights, and looking at the machine from outside. */
#include "control.h"

struct seen {
    unsigned count;
    enum stub_change_kind kind[8];
    WCHAR path[8][64];
    WCHAR name[8][64];
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

struct reads {
    unsigned count;
    enum stub_read_kind kind[16];
    LSTATUS status[16];
    WCHAR path[16][64];
    WCHAR name[16][16];
};

static void see_read(void *context, const struct stub_read *read)
{
    struct reads *reads = context;
    unsigned i = reads->count++;

    reads->kind[i] = read->kind;
    reads->status[i] = read->status;
    copy_wide(reads->path[i], read->path);
    copy_wide(reads->name[i], read->name);
}

static void assert_read(const struct reads *reads, unsigned i, enum stub_read_kind kind, const WCHAR *path,
                        LSTATUS status)
{
    assert_true(i < reads->count);
    assert_int_equal(reads->kind[i], kind);
    assert_wide(reads->path[i], path);
    assert_int_equal(reads->status[i], status);
}

static void observer_sees_reads(void **state)
{
    struct reads reads = { 0 };
    WCHAR name[8];
    DWORD n = 8;
    HKEY key, none;

    (void)state;
    key = open_key(L"A\\B", KEY_ALL_ACCESS);
    stub_observe_reads(see_read, &reads);
    RegCloseKey(open_key(L"a\\b", KEY_ALL_ACCESS)); /* by RegCreateKeyEx(), and there is nothing to create */
    RegOpenKeyExA(HKEY_CURRENT_USER, "a\\none", 0, KEY_READ, &none);
    RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL);
    RegQueryValueExA(key, NULL, NULL, NULL, NULL, NULL);
    RegEnumKeyExW(key, 0, name, &n, NULL, NULL, NULL, NULL);
    RegEnumValueW(key, 0, name, &n, NULL, NULL, NULL, NULL);
    RegQueryInfoKeyW(key, NULL, NULL, NULL, &n, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)L"x", 4);
    RegCloseKey(key);
    RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL); /* no key any more */
    assert_int_equal(reads.count, 7);
    assert_read(&reads, 0, STUB_KEY_OPENED, L"HKEY_CURRENT_USER\\A\\B", ERROR_SUCCESS);
    assert_read(&reads, 1, STUB_KEY_OPENED, L"HKEY_CURRENT_USER\\a\\none", ERROR_FILE_NOT_FOUND);
    assert_read(&reads, 2, STUB_VALUE_READ, L"HKEY_CURRENT_USER\\A\\B", ERROR_FILE_NOT_FOUND);
    assert_wide(reads.name[2], L"v");
    assert_wide(reads.name[3], L"");
    assert_read(&reads, 4, STUB_KEYS_LISTED, L"HKEY_CURRENT_USER\\A\\B", ERROR_NO_MORE_ITEMS);
    assert_read(&reads, 5, STUB_VALUES_LISTED, L"HKEY_CURRENT_USER\\A\\B", ERROR_NO_MORE_ITEMS);
    assert_read(&reads, 6, STUB_KEY_ASKED, L"HKEY_CURRENT_USER\\A\\B", ERROR_SUCCESS);
    stub_observe_reads(NULL, NULL);
    RegOpenKeyExA(HKEY_CURRENT_USER, "a\\none", 0, KEY_READ, &none);
    assert_int_equal(reads.count, 7);
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

static void observer_sees_files(void **state)
{
    struct seen seen = { 0 };
    HANDLE file;

    (void)state;
    stub_observe(see, &seen);
    file = CreateFileW(STUB_PROFILE L"\\f", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_true(WriteFile(file, "x", 1, NULL, NULL)); /* opened for that already */
    assert_true(CloseHandle(file));
    assert_true(CloseHandle(CreateFileW(STUB_PROFILE L"\\f", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL)));
    assert_true(CloseHandle(CreateFileW(STUB_PROFILE L"\\f", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL)));
    assert_true(CloseHandle(CreateFileW(STUB_PROFILE L"\\f", GENERIC_READ, 0, NULL, CREATE_ALWAYS, 0, NULL)));
    assert_true(MoveFileW(STUB_PROFILE L"\\f", STUB_PROFILE L"\\g"));
    assert_true(DeleteFileW(STUB_PROFILE L"\\g"));
    assert_false(DeleteFileW(STUB_PROFILE L"\\g"));
    assert_int_equal(seen.count, 5);
    assert_int_equal(seen.kind[0], STUB_FILE_CREATED);
    assert_int_equal(seen.kind[1], STUB_FILE_WRITTEN);
    assert_int_equal(seen.kind[2], STUB_FILE_WRITTEN);
    assert_int_equal(seen.kind[3], STUB_RENAMED);
    assert_wide(seen.path[3], STUB_PROFILE L"\\f");
    assert_wide(seen.name[3], STUB_PROFILE L"\\g");
    assert_int_equal(seen.kind[4], STUB_FILE_DELETED);
    assert_wide(seen.path[4], STUB_PROFILE L"\\g");
}

static void bytes_of_files_count(void **state)
{
    struct stub_snapshot *before, *after;
    HANDLE file = CreateFileW(STUB_PROFILE L"\\f", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);

    (void)state;
    assert_true(WriteFile(file, "one", 3, NULL, NULL));
    before = stub_snapshot_take();
    assert_true(WriteFile(file, "two", 3, NULL, NULL));
    after = stub_snapshot_take();
    assert_false(stub_snapshot_equal(before, after));
    stub_snapshot_restore(before);
    assert_true(CloseHandle(file));
    file = CreateFileW(STUB_PROFILE L"\\f", GENERIC_WRITE, 0, NULL, TRUNCATE_EXISTING, 0, NULL);
    assert_true(WriteFile(file, "onetwo", 6, NULL, NULL));
    stub_snapshot_free(before);
    before = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    stub_snapshot_restore(after);
    assert_true(CloseHandle(file));
    stub_snapshot_free(before);
    stub_snapshot_free(after);
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
    assert_int_equal(stub_file_create(STUB_PROFILE L"\\a\\f"), ERROR_SUCCESS);
    assert_int_equal(stub_file_create(STUB_PROFILE L"\\none\\f"), ERROR_PATH_NOT_FOUND);
    folders = 0;
    assert_int_equal(stub_folder_walk(STUB_PROFILE L"\\a", count_entry, &folders), ERROR_SUCCESS);
    assert_int_equal(folders, 3);
    assert_int_equal(stub_folder_delete(STUB_PROFILE L"\\a"), ERROR_SUCCESS);
    assert_int_equal(stub_folder_delete(STUB_PROFILE L"\\a"), ERROR_FILE_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(observer_sees_changes_in_order),
        CASE(observer_sees_reads),
        CASE(observer_sees_folders),
        CASE(observer_sees_files),
        CASE(bytes_of_files_count),
        CASE(paths_are_the_true_ones),
        CASE(denied_rights),
        CASE(walk_goes_depth_first),
        CASE(get_and_delete),
        CASE(denied_folders),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Reset, snapshots, counts and limits: these have no counterpart in Windows. */
#include "control.h"

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
    stub_registry_create(L"HKCU\\A");
    while (RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, KEY_READ, &keys[opened]) == ERROR_SUCCESS)
        opened++;
    assert_int_equal(opened, 4096);
    while (opened)
        assert_int_equal(RegCloseKey(keys[--opened]), ERROR_SUCCESS);
    assert_int_equal(RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, KEY_READ, &keys[0]), ERROR_SUCCESS);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(reset_forgets_everything),    CASE(snapshots_see_every_difference), CASE(snapshots_ignore_the_way_there),
        CASE(restore_brings_back),         CASE(live_objects_are_counted),       CASE(many_handles),
        CASE(a_full_registry_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

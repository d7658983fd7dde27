/* Fault injection. */
#include "control.h"

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

static DWORD WINAPI do_nothing(LPVOID argument)
{
    (void)argument;
    return 0;
}

static void use_objects(void)
{
    HANDLE thread = CreateThread(NULL, 0, do_nothing, NULL, 0, NULL);
    HANDLE mutex = CreateMutexW(NULL, FALSE, L"Name");
    HANDLE event = CreateEventW(NULL, TRUE, TRUE, NULL);

    if (mutex) {
        if (WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0)
            ReleaseMutex(mutex);
        CloseHandle(mutex);
    }
    if (event)
        CloseHandle(event);
    if (thread)
        CloseHandle(thread);
}

static void use_section(void)
{
    HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 8, L"Section");
    HANDLE again = OpenFileMappingW(FILE_MAP_WRITE, FALSE, L"Section");
    void *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

    if (view)
        UnmapViewOfFile(view);
    if (again)
        CloseHandle(again);
    if (section)
        CloseHandle(section);
}

static void use_named(void)
{
    HANDLE opened[] = { OpenMutexW(SYNCHRONIZE, FALSE, L"None"), OpenEventW(SYNCHRONIZE, FALSE, L"None"),
                        OpenProcess(SYNCHRONIZE, FALSE, GetCurrentProcessId()) };

    TerminateProcess(NULL, 0);
    for (size_t i = 0; i < 3; i++)
        if (opened[i])
            CloseHandle(opened[i]);
}

static void use_files(void)
{
    HANDLE file = CreateFileW(STUB_PROFILE L"\\f", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);

    WriteFile(file, "x", 1, NULL, NULL);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    MoveFileW(STUB_PROFILE L"\\f", STUB_PROFILE L"\\g");
    DeleteFileW(STUB_PROFILE L"\\g");
}

static void use_the_rest(void)
{
    WCHAR text[MAX_PATH];
    DWORD size = MAX_PATH;
    GUID guid;

    CreateDirectoryW(STUB_PROFILE L"\\x", NULL);
    GetFileAttributesW(STUB_PROFILE L"\\x");
    RemoveDirectoryW(STUB_PROFILE L"\\x");
    use_files();
    SHGetFolderPathW(NULL, CSIDL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, text);
    ExpandEnvironmentStringsW(L"%TEMP%", text, MAX_PATH);
    SetEnvironmentVariableW(L"X", L"Y");
    GetUserNameW(text, &size);
    GetModuleFileNameW(NULL, text, MAX_PATH);
    FreeLibrary(LoadLibraryW(text));
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
    use_section();
    use_named();
    protect_something();
    use_the_rest();
}

/* In the order in which use_everything() makes them. */
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
    "CreateThread",
    "CreateMutexW",
    "CreateEventW",
    "WaitForSingleObject",
    "CreateFileMappingW",
    "OpenFileMappingW",
    "MapViewOfFile",
    "OpenMutexW",
    "OpenEventW",
    "OpenProcess",
    "TerminateProcess",
    "CryptProtectData",
    "CryptUnprotectData",
    "CreateDirectoryW",
    "GetFileAttributesW",
    "RemoveDirectoryW",
    "CreateFileW",
    "WriteFile",
    "MoveFileW",
    "DeleteFileW",
    "SHGetFolderPathW",
    "ExpandEnvironmentStringsW",
    "SetEnvironmentVariableW",
    "GetUserNameW",
    "GetModuleFileNameW",
    "LoadLibraryW",
    "LoadStringW",
    "CoCreateGuid",
    "CoInitializeEx",
};

static void every_fallible_call_can_fail(void **state)
{
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(every_fallible_call_can_fail),
        CASE(a_fault_changes_nothing),
        CASE(paused_calls_do_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

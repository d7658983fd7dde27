#include "check.h"

static HKEY make(const WCHAR *path)
{
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    return key;
}

static LSTATUS open(HKEY from, const WCHAR *path, HKEY *key)
{
    *key = (HKEY)1;
    return RegOpenKeyExW(from, path, 0, KEY_ALL_ACCESS, key);
}

static void create_says_what_it_did(void)
{
    DWORD disposition = 0;
    HKEY key;

    CHECK(ERROR_SUCCESS,
          RegCreateKeyExW(HKEY_CURRENT_USER, L"A\\b", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, &disposition));
    CHECK(REG_CREATED_NEW_KEY, disposition);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS,
          RegCreateKeyExW(HKEY_CURRENT_USER, L"a\\B", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, &disposition));
    CHECK(REG_OPENED_EXISTING_KEY, disposition);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static LSTATUS create(HKEY from, const WCHAR *path, DWORD reserved, HKEY *key)
{
    *key = (HKEY)1;
    return RegCreateKeyExW(from, path, reserved, NULL, 0, KEY_ALL_ACCESS, NULL, key, NULL);
}

static void create_refuses(void)
{
    HKEY key;

    CHECK(ERROR_INVALID_PARAMETER, create(HKEY_CURRENT_USER, L"A", 1, &key));
    CHECK(1, (size_t)key);
    CHECK(ERROR_INVALID_HANDLE, create(NULL, L"A", 0, &key));
    CHECK(1, (size_t)key);
    CHECK(ERROR_INVALID_HANDLE, create((HKEY)0x7ff0, L"A", 0, &key));
    CHECK(0, (size_t)key);
    CHECK(ERROR_BAD_PATHNAME, create(HKEY_CURRENT_USER, L"\\A", 0, &key));
    CHECK(0, (size_t)key);
}

/* Wine's limit; NT's is one less. */
static void long_names(void)
{
    WCHAR name[258];
    HKEY key;

    for (int i = 0; i < 257; i++)
        name[i] = 'n';
    name[257] = 0;
    CHECK(ERROR_INVALID_PARAMETER, create(HKEY_CURRENT_USER, name, 0, &key));
    CHECK(0, (size_t)key);
    CHECK(ERROR_INVALID_PARAMETER, RegOpenKeyExW(HKEY_CURRENT_USER, name, 0, KEY_ALL_ACCESS, &key));
    CHECK(ERROR_INVALID_PARAMETER, RegDeleteKeyW(HKEY_CURRENT_USER, name));
    name[256] = 0;
    CHECK(ERROR_SUCCESS, create(HKEY_CURRENT_USER, name, 0, &key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(HKEY_CURRENT_USER, name));
}

static void create_of_no_name(void)
{
    HKEY key = make(L"A");
    HKEY again = NULL;
    DWORD disposition = 0;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(key, L"", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &again, &disposition));
    CHECK(REG_CREATED_NEW_KEY, disposition);
    CHECK(ERROR_SUCCESS, RegCloseKey(again));
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(key, NULL, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &again, &disposition));
    CHECK(REG_CREATED_NEW_KEY, disposition);
    CHECK(ERROR_SUCCESS, RegCloseKey(again));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void open_finds_by_any_case(void)
{
    HKEY made = make(L"Identities\\{ABC}");
    HKEY key;

    CHECK(ERROR_SUCCESS, open(HKEY_CURRENT_USER, L"IDENTITIES\\{abc}", &key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegCloseKey(made));
}

static void open_of_odd_paths(void)
{
    HKEY made = make(L"A\\B");
    HKEY key;

    CHECK(ERROR_SUCCESS, open(HKEY_CURRENT_USER, L"A\\B\\", &key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, open(HKEY_CURRENT_USER, L"A\\\\B", &key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_BAD_PATHNAME, open(HKEY_CURRENT_USER, L"\\A\\B", &key));
    CHECK(0, (size_t)key);
    CHECK(ERROR_SUCCESS, open(made, L"", &key));
    CHECK_TRUE(key != made);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, open(made, NULL, &key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_FILE_NOT_FOUND, open(HKEY_CURRENT_USER, L"A\\C", &key));
    CHECK(0, (size_t)key);
    CHECK(ERROR_FILE_NOT_FOUND, open(HKEY_CURRENT_USER, L"A\\C\\D", &key));
    CHECK(ERROR_INVALID_PARAMETER, RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, KEY_ALL_ACCESS, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(made));
}

static void open_of_a_root(void)
{
    HKEY key;

    CHECK(ERROR_SUCCESS, open(HKEY_CURRENT_USER, NULL, &key));
    CHECK_TRUE(key == HKEY_CURRENT_USER);
    CHECK(ERROR_SUCCESS, RegOpenKeyExW(HKEY_CURRENT_USER, L"", 0, KEY_READ, &key));
    CHECK_TRUE(key == HKEY_CURRENT_USER);
    CHECK(ERROR_SUCCESS, RegOpenKeyExA(HKEY_CURRENT_USER, "", 0, KEY_READ, &key));
    CHECK_TRUE(key == HKEY_CURRENT_USER);
    CHECK(ERROR_SUCCESS, create(HKEY_CURRENT_USER, L"", 0, &key));
    CHECK_TRUE(key != HKEY_CURRENT_USER);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_INVALID_HANDLE, open(NULL, L"A", &key));
    CHECK(0, (size_t)key);
    CHECK(ERROR_INVALID_HANDLE, open(NULL, NULL, &key));
    CHECK(0, (size_t)key);
}

static void closed_handles_are_refused(void)
{
    HKEY key = make(L"A");
    HKEY other = (HKEY)1;

    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_INVALID_HANDLE, RegCloseKey(key));
    CHECK(ERROR_INVALID_HANDLE, RegCloseKey(NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(HKEY_CURRENT_USER));
    CHECK(ERROR_INVALID_HANDLE, RegOpenKeyExW(key, L"B", 0, KEY_READ, &other));
    CHECK(0, (size_t)other);
    CHECK(ERROR_INVALID_HANDLE, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_INVALID_HANDLE, RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL));
    CHECK(ERROR_INVALID_HANDLE, RegDeleteValueW(key, L"v"));
    CHECK(ERROR_INVALID_HANDLE, RegDeleteKeyW(key, L"v"));
    CHECK(ERROR_INVALID_HANDLE, RegFlushKey(key));
}

static void delete_wants_an_empty_key(void)
{
    HKEY key = make(L"A\\B");

    CHECK(ERROR_ACCESS_DENIED, RegDeleteKeyW(HKEY_CURRENT_USER, L"A"));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(HKEY_CURRENT_USER, L"a\\b"));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteKeyW(HKEY_CURRENT_USER, L"A\\B"));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(HKEY_CURRENT_USER, L"A"));
    CHECK(ERROR_INVALID_PARAMETER, RegDeleteKeyW(HKEY_CURRENT_USER, NULL));
    CHECK(ERROR_INVALID_PARAMETER, RegDeleteKeyW((HKEY)0x7ff0, NULL));
}

static void delete_takes_values_along(void)
{
    HKEY key = make(L"A");

    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)L"x", 4));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(HKEY_CURRENT_USER, L"A"));
    key = make(L"A");
    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void delete_of_oneself(void)
{
    HKEY key = make(L"A");
    HKEY other;

    CHECK(ERROR_SUCCESS, RegDeleteKeyW(key, L""));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_FILE_NOT_FOUND, open(HKEY_CURRENT_USER, L"A", &other));
}

static void handles_of_deleted_keys(void)
{
    HKEY key = make(L"A");
    HKEY other = (HKEY)1;
    DWORD size = 0;
    WCHAR name[8];
    DWORD length = 8;

    CHECK(ERROR_SUCCESS, RegDeleteKeyW(HKEY_CURRENT_USER, L"A"));
    CHECK(ERROR_KEY_DELETED, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_KEY_DELETED, RegQueryValueExW(key, L"v", NULL, NULL, NULL, &size));
    CHECK(ERROR_KEY_DELETED, RegDeleteValueW(key, L"v"));
    CHECK(ERROR_KEY_DELETED, RegOpenKeyExW(key, L"B", 0, KEY_READ, &other));
    CHECK(ERROR_KEY_DELETED, RegOpenKeyExW(key, L"", 0, KEY_READ, &other));
    CHECK(ERROR_KEY_DELETED, RegOpenKeyExW(key, NULL, 0, KEY_READ, &other));
    CHECK(ERROR_KEY_DELETED, RegCreateKeyExW(key, L"B", 0, NULL, 0, KEY_READ, NULL, &other, NULL));
    CHECK(ERROR_KEY_DELETED, RegDeleteKeyW(key, L"B"));
    CHECK(ERROR_KEY_DELETED, RegDeleteKeyW(key, L""));
    CHECK(ERROR_KEY_DELETED, RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_KEY_DELETED, RegEnumValueW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_KEY_DELETED, RegQueryInfoKeyW(key, NULL, NULL, NULL, &size, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    CHECK(ERROR_KEY_DELETED, RegFlushKey(key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    key = make(L"A");
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void volatile_keys_have_volatile_children(void)
{
    HKEY key;
    HKEY child = NULL;

    CHECK(ERROR_SUCCESS,
          RegCreateKeyExW(HKEY_CURRENT_USER, L"V", 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL));
    CHECK(ERROR_CHILD_MUST_BE_VOLATILE, RegCreateKeyExW(key, L"S", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &child, NULL));
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(key, L"W", 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS, NULL, &child, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(child));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void volatile_paths(void)
{
    HKEY key;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, L"V\\X\\Y", 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS,
                                         NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_CHILD_MUST_BE_VOLATILE, create(HKEY_CURRENT_USER, L"V\\Z", 0, &key));
}

static void override_of_an_override(void)
{
    HKEY key = make(L"Inner");
    HKEY value = NULL;

    CHECK(ERROR_INVALID_HANDLE, RegOverridePredefKey(key, NULL));
    CHECK(ERROR_SUCCESS, RegOverridePredefKey(HKEY_LOCAL_MACHINE, key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Deep", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegOverridePredefKey(HKEY_LOCAL_MACHINE, NULL));
    CHECK(ERROR_SUCCESS, open(HKEY_CURRENT_USER, L"Inner\\Deep", &value));
    CHECK(ERROR_SUCCESS, RegCloseKey(value));
    CHECK(ERROR_FILE_NOT_FOUND, open(HKEY_LOCAL_MACHINE, L"Deep", &value));
}

const struct check_case registry_keys_cases[] = {
    { "create_says_what_it_did", create_says_what_it_did },
    { "create_refuses", create_refuses },
    { "long_names", long_names },
    { "create_of_no_name", create_of_no_name },
    { "open_finds_by_any_case", open_finds_by_any_case },
    { "open_of_odd_paths", open_of_odd_paths },
    { "open_of_a_root", open_of_a_root },
    { "closed_handles_are_refused", closed_handles_are_refused },
    { "delete_wants_an_empty_key", delete_wants_an_empty_key },
    { "delete_takes_values_along", delete_takes_values_along },
    { "delete_of_oneself", delete_of_oneself },
    { "handles_of_deleted_keys", handles_of_deleted_keys },
    { "volatile_keys_have_volatile_children", volatile_keys_have_volatile_children },
    { "volatile_paths", volatile_paths },
    { "override_of_an_override", override_of_an_override },
    { NULL, NULL },
};

#include "check.h"

static HKEY make(const char *path)
{
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExA(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    return key;
}

static void wide_sees_what_ansi_wrote(void)
{
    static const char text[] = "\xc4\x80";
    static const WCHAR expected[] = { 0xc4, 0x20ac, 0 };
    HKEY key = make("A");
    WCHAR found[8] = { 0 };
    DWORD size = sizeof(found);

    CHECK(ERROR_SUCCESS, RegSetValueExA(key, "n\xe9", 0, REG_SZ, (const BYTE *)text, 3));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"n\u00e9", NULL, NULL, (BYTE *)found, &size));
    CHECK(6, size);
    CHECK_WIDE(expected, found);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void ansi_sees_what_wide_wrote(void)
{
    HKEY key = make("A");
    char found[8] = "UUUUUUU";
    DWORD size = sizeof(found);
    DWORD type = 99;

    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)L"a\u00e9\u0416", 8));
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "V", NULL, &type, (BYTE *)found, &size));
    CHECK(4, size);
    CHECK(REG_SZ, type);
    CHECK_BYTES("a\xe9?\0UUU", found, 7);
    size = 3;
    CHECK(ERROR_MORE_DATA, RegQueryValueExA(key, "V", NULL, &type, (BYTE *)found, &size));
    CHECK(4, size);
    size = 0;
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "V", NULL, &type, NULL, &size));
    CHECK(4, size);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void binary_is_not_converted(void)
{
    HKEY key = make("A");
    BYTE found[4] = { 0 };
    DWORD size = sizeof(found);

    CHECK(ERROR_SUCCESS, RegSetValueExA(key, "b", 0, REG_BINARY, (const BYTE *)"\x80\xff\x01", 3));
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "b", NULL, NULL, found, &size));
    CHECK(3, size);
    CHECK_BYTES("\x80\xff\x01", found, 4);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void uncounted_terminators_are_stored(void)
{
    HKEY key = make("A");
    DWORD size = 99;

    CHECK(ERROR_SUCCESS, RegSetValueExA(key, "v", 0, REG_SZ, (const BYTE *)"ab", 2));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"v", NULL, NULL, NULL, &size));
    CHECK(6, size);
    CHECK(ERROR_SUCCESS, RegSetValueExA(key, "v", 0, REG_SZ, (const BYTE *)"abc", 2));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"v", NULL, NULL, NULL, &size));
    CHECK(4, size);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void unterminated_text(void)
{
    HKEY key = make("A");
    char found[4] = "UUU";
    DWORD size = 2;

    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)L"abc", 4));
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "v", NULL, NULL, (BYTE *)found, &size));
    CHECK(2, size);
    CHECK_BYTES("abU", found, 3);
    size = 4;
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "v", NULL, NULL, (BYTE *)found, &size));
    CHECK(2, size);
    CHECK_BYTES("ab\0", found, 3);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void short_text(void)
{
    HKEY key = make("A");
    BYTE found[8] = { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55 };
    DWORD size = 8;

    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"empty", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "empty", NULL, NULL, found, &size));
    CHECK(0, size);
    CHECK(0x55, found[0]);
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"odd", 0, REG_SZ, (const BYTE *)L"ab", 3));
    size = 0;
    CHECK(ERROR_MORE_DATA, RegQueryValueExA(key, "odd", NULL, NULL, found, &size));
    CHECK(1, size);
    size = 8;
    CHECK(ERROR_SUCCESS, RegQueryValueExA(key, "odd", NULL, NULL, found, &size));
    CHECK(1, size);
    CHECK_BYTES("a\0U", found, 3);
    CHECK(ERROR_SUCCESS, RegSetValueExA(key, "v", 0, REG_SZ, (const BYTE *)1, 0));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void missing_values(void)
{
    HKEY key = make("A");
    BYTE data[4] = { 0x55 };
    DWORD size = 4;

    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExA(key, "none", NULL, NULL, data, &size));
    CHECK(4, size);
    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExA(key, "none", NULL, NULL, NULL, &size));
    CHECK(0, size);
    size = 4;
    CHECK(ERROR_INVALID_HANDLE, RegQueryValueExA(NULL, "none", NULL, NULL, NULL, &size));
    CHECK(4, size);
    CHECK(ERROR_INVALID_HANDLE, RegQueryValueExA((HKEY)0x7ff0, "none", NULL, NULL, NULL, &size));
    CHECK(0, size);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void keys(void)
{
    HKEY key = make("A\\caf\xe9");
    HKEY again = NULL;
    char name[8] = "UUUUUUU";
    DWORD length = 8;

    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegOpenKeyExA(HKEY_CURRENT_USER, "a", 0, KEY_ALL_ACCESS, &key));
    CHECK(ERROR_SUCCESS, RegOpenKeyExW(key, L"CAF\u00c9", 0, KEY_ALL_ACCESS, &again));
    CHECK(ERROR_SUCCESS, RegCloseKey(again));
    CHECK(ERROR_SUCCESS, RegEnumKeyExA(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(4, length);
    CHECK_BYTES("caf\xe9", name, 5);
    length = 4;
    CHECK(ERROR_MORE_DATA, RegEnumKeyExA(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(4, length);
    CHECK(ERROR_NO_MORE_ITEMS, RegEnumKeyExA(key, 1, name, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegDeleteKeyA(key, "CAF\xc9"));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteKeyA(key, "CAF\xc9"));
    CHECK(ERROR_INVALID_PARAMETER, RegDeleteKeyA(key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_FILE_NOT_FOUND, RegOpenKeyExA(HKEY_CURRENT_USER, "none", 0, KEY_ALL_ACCESS, &again));
    CHECK(0, (size_t)again);
}

static void values(void)
{
    HKEY key = make("A");
    char name[8] = "UUUUUUU";
    char data[8] = "UUUUUUU";
    DWORD length = 8;
    DWORD size = 8;
    DWORD type = 99;

    CHECK(ERROR_SUCCESS, RegSetValueExA(key, "v\xe9", 0, REG_SZ, (const BYTE *)"\xe9t\xe9", 4));
    CHECK(ERROR_SUCCESS, RegEnumValueA(key, 0, name, &length, NULL, &type, (BYTE *)data, &size));
    CHECK(2, length);
    CHECK(4, size);
    CHECK(REG_SZ, type);
    CHECK_BYTES("v\xe9", name, 3);
    CHECK_BYTES("\xe9t\xe9", data, 4);
    length = 2;
    size = 8;
    CHECK(ERROR_MORE_DATA, RegEnumValueA(key, 0, name, &length, NULL, &type, (BYTE *)data, &size));
    CHECK(ERROR_SUCCESS, RegDeleteValueA(key, "V\xc9"));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteValueA(key, "V\xc9"));
    length = 8;
    CHECK(ERROR_NO_MORE_ITEMS, RegEnumValueA(key, 0, name, &length, NULL, &type, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

const struct check_case registry_ansi_cases[] = {
    { "wide_sees_what_ansi_wrote", wide_sees_what_ansi_wrote },
    { "ansi_sees_what_wide_wrote", ansi_sees_what_wide_wrote },
    { "binary_is_not_converted", binary_is_not_converted },
    { "uncounted_terminators_are_stored", uncounted_terminators_are_stored },
    { "unterminated_text", unterminated_text },
    { "short_text", short_text },
    { "missing_values", missing_values },
    { "keys", keys },
    { "values", values },
    { NULL, NULL },
};

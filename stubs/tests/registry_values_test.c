#include "check.h"

static HKEY make(const WCHAR *path)
{
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    return key;
}

static void set(HKEY key, const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, name, 0, type, data, size));
}

static void size_is(HKEY key, const WCHAR *name, DWORD type, DWORD size)
{
    DWORD found_type = 99;
    DWORD found_size = 99;

    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, name, NULL, &found_type, NULL, &found_size));
    CHECK(type, found_type);
    CHECK(size, found_size);
}

static void types_and_sizes(void)
{
    static const BYTE bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    HKEY key = make(L"A");

    set(key, L"none", REG_NONE, bytes, 3);
    size_is(key, L"none", REG_NONE, 3);
    set(key, L"dword", REG_DWORD, bytes, 4);
    size_is(key, L"dword", REG_DWORD, 4);
    set(key, L"short dword", REG_DWORD, bytes, 2);
    size_is(key, L"short dword", REG_DWORD, 2);
    set(key, L"strange", 0x12345, bytes, 5);
    size_is(key, L"strange", 0x12345, 5);
    set(key, L"empty", REG_BINARY, NULL, 0);
    size_is(key, L"empty", REG_BINARY, 0);
    set(key, L"empty text", REG_SZ, NULL, 0);
    size_is(key, L"empty text", REG_SZ, 0);
    set(key, L"odd text", REG_SZ, L"ab", 3);
    size_is(key, L"odd text", REG_SZ, 3);
    set(key, L"text", REG_SZ, L"ab", 6);
    size_is(key, L"text", REG_SZ, 6);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void uncounted_terminators_are_stored(void)
{
    HKEY key = make(L"A");

    set(key, L"sz", REG_SZ, L"ab", 4);
    size_is(key, L"sz", REG_SZ, 6);
    set(key, L"expand", REG_EXPAND_SZ, L"ab", 4);
    size_is(key, L"expand", REG_EXPAND_SZ, 6);
    set(key, L"multi", REG_MULTI_SZ, L"ab", 4);
    size_is(key, L"multi", REG_MULTI_SZ, 6);
    set(key, L"binary", REG_BINARY, L"ab", 4);
    size_is(key, L"binary", REG_BINARY, 4);
    set(key, L"cut", REG_SZ, L"abc", 4);
    size_is(key, L"cut", REG_SZ, 4);
    set(key, L"odd", REG_SZ, L"a", 1);
    size_is(key, L"odd", REG_SZ, 1);
    set(key, L"odd end", REG_SZ, L"ab\0", 5);
    size_is(key, L"odd end", REG_SZ, 7);
    set(key, L"link", REG_LINK, L"ab", 4);
    size_is(key, L"link", REG_LINK, 4);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void unterminated_text_comes_as_stored(void)
{
    static const WCHAR found[] = { 'a', 'b', 0x5555, 0x5555 };
    static const WCHAR filled[] = { 'a', 'b', 0, 0x5555 };
    HKEY key = make(L"A");
    WCHAR text[4] = { 0x5555, 0x5555, 0x5555, 0x5555 };
    DWORD size = 4;

    set(key, L"cut", REG_SZ, L"abc", 4);
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"cut", NULL, NULL, (BYTE *)text, &size));
    CHECK(4, size);
    CHECK_BYTES(found, text, sizeof(text));
    size = 5;
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"cut", NULL, NULL, (BYTE *)text, &size));
    CHECK(4, size);
    CHECK_BYTES(found, text, sizeof(text));
    size = sizeof(text);
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"cut", NULL, NULL, (BYTE *)text, &size));
    CHECK(4, size);
    CHECK_BYTES(filled, text, sizeof(text));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void odd_text_comes_as_stored(void)
{
    static const BYTE found[] = { 'a', 0, 'b', 0, 0, 0x55, 0x55, 0x55 };
    HKEY key = make(L"A");
    BYTE text[8] = { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55 };
    DWORD size = sizeof(text);

    set(key, L"odd", REG_SZ, L"ab", 3);
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"odd", NULL, NULL, text, &size));
    CHECK(3, size);
    CHECK_BYTES(found, text, sizeof(text));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void empty_text_gets_no_terminator(void)
{
    HKEY key = make(L"A");
    WCHAR text[2] = { 0x5555, 0x5555 };
    DWORD size = sizeof(text);

    set(key, L"empty", REG_SZ, NULL, 0);
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"empty", NULL, NULL, (BYTE *)text, &size));
    CHECK(0, size);
    CHECK(0x5555, text[0]);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void small_buffers_get_nothing(void)
{
    HKEY key = make(L"A");
    WCHAR text[4] = { 0x5555, 0x5555, 0x5555, 0x5555 };
    DWORD size = 5;
    DWORD type = 99;

    set(key, L"text", REG_SZ, L"ab", 6);
    CHECK(ERROR_MORE_DATA, RegQueryValueExW(key, L"text", NULL, &type, (BYTE *)text, &size));
    CHECK(6, size);
    CHECK(REG_SZ, type);
    CHECK(0x5555, text[0]);
    size = 0;
    CHECK(ERROR_MORE_DATA, RegQueryValueExW(key, L"text", NULL, &type, (BYTE *)text, &size));
    CHECK(6, size);
    size = 1;
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"text", NULL, &type, NULL, &size));
    CHECK(6, size);
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"text", NULL, &type, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"text", NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void missing_values(void)
{
    HKEY key = make(L"A");
    BYTE data[4] = { 0x55 };
    DWORD size = 4;
    DWORD type = 99;

    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExW(key, L"none", NULL, &type, data, &size));
    CHECK(99, type);
    CHECK(4, size);
    CHECK(0x55, data[0]);
    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExW(key, L"none", NULL, &type, NULL, &size));
    CHECK(0, size);
    size = 4;
    CHECK(ERROR_INVALID_HANDLE, RegQueryValueExW((HKEY)0x7ff0, L"none", NULL, NULL, NULL, &size));
    CHECK(0, size);
    size = 4;
    CHECK(ERROR_INVALID_HANDLE, RegQueryValueExW(NULL, L"none", NULL, NULL, NULL, &size));
    CHECK(4, size);
    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExW(key, NULL, NULL, &type, NULL, &size));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteValueW(key, L"none"));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteValueW(key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void query_refuses(void)
{
    HKEY key = make(L"A");
    BYTE data[4];
    DWORD size = 4;
    DWORD reserved = 1;

    set(key, L"v", REG_BINARY, L"", 2);
    CHECK(ERROR_INVALID_PARAMETER, RegQueryValueExW(key, L"v", NULL, NULL, data, NULL));
    CHECK(ERROR_INVALID_PARAMETER, RegQueryValueExW(key, L"v", &reserved, NULL, data, &size));
    CHECK(ERROR_INVALID_PARAMETER, RegQueryValueExW((HKEY)0x7ff0, L"v", NULL, NULL, data, NULL));
    CHECK(ERROR_NOACCESS, RegSetValueExW(key, L"v", 0, REG_BINARY, NULL, 4));
    CHECK(ERROR_NOACCESS, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 4));
    CHECK(ERROR_NOACCESS, RegSetValueExW(key, L"v", 0, REG_SZ, (const BYTE *)1, 0));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 7, REG_BINARY, (const BYTE *)L"", 2));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void default_value_and_empty_name(void)
{
    HKEY key = make(L"A");

    set(key, NULL, REG_SZ, L"x", 4);
    size_is(key, L"", REG_SZ, 4);
    set(key, L"", REG_BINARY, L"x", 1);
    size_is(key, NULL, REG_BINARY, 1);
    CHECK(ERROR_SUCCESS, RegDeleteValueW(key, L""));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteValueW(key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void names_are_found_by_any_case(void)
{
    HKEY key = make(L"A");

    set(key, L"User ID", REG_SZ, L"x", 4);
    size_is(key, L"USER id", REG_SZ, 4);
    set(key, L"user id", REG_SZ, L"xyz", 8);
    size_is(key, L"User ID", REG_SZ, 8);
    set(key, L"\u00c4rger", REG_SZ, L"x", 4);
    size_is(key, L"\u00e4RGER", REG_SZ, 4);
    set(key, L"\u0416\u0443\u043a", REG_SZ, L"x", 4);
    size_is(key, L"\u0436\u0423\u041a", REG_SZ, 4);
    CHECK(ERROR_SUCCESS, RegDeleteValueW(key, L"USER ID"));
    CHECK(ERROR_FILE_NOT_FOUND, RegDeleteValueW(key, L"User ID"));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void long_value_names(void)
{
    static WCHAR name[16386];
    HKEY key = make(L"A");

    for (int i = 0; i < 16385; i++)
        name[i] = 'n';
    CHECK(ERROR_FILE_NOT_FOUND, RegQueryValueExW(key, name, NULL, NULL, NULL, NULL));
    CHECK(ERROR_INVALID_PARAMETER, RegSetValueExW(key, name, 0, REG_SZ, NULL, 0));
    name[16384] = 0;
    CHECK(ERROR_INVALID_PARAMETER, RegSetValueExW(key, name, 0, REG_SZ, NULL, 0));
    name[16383] = 0;
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, name, 0, REG_SZ, NULL, 0));
    size_is(key, name, REG_SZ, 0);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void large_data(void)
{
    static BYTE data[300000];
    static BYTE found[300000];
    HKEY key = make(L"A");
    DWORD size = sizeof(found);

    for (size_t i = 0; i < sizeof(data); i++)
        data[i] = (BYTE)(i * 7);
    set(key, L"large", REG_BINARY, data, sizeof(data));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"large", NULL, NULL, found, &size));
    CHECK(sizeof(data), size);
    CHECK_BYTES(data, found, sizeof(data));
    set(key, L"large", REG_BINARY, data, 1);
    size_is(key, L"large", REG_BINARY, 1);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

const struct check_case registry_values_cases[] = {
    { "types_and_sizes", types_and_sizes },
    { "uncounted_terminators_are_stored", uncounted_terminators_are_stored },
    { "unterminated_text_comes_as_stored", unterminated_text_comes_as_stored },
    { "odd_text_comes_as_stored", odd_text_comes_as_stored },
    { "empty_text_gets_no_terminator", empty_text_gets_no_terminator },
    { "small_buffers_get_nothing", small_buffers_get_nothing },
    { "missing_values", missing_values },
    { "query_refuses", query_refuses },
    { "default_value_and_empty_name", default_value_and_empty_name },
    { "names_are_found_by_any_case", names_are_found_by_any_case },
    { "long_value_names", long_value_names },
    { "large_data", large_data },
    { NULL, NULL },
};

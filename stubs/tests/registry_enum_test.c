#include "check.h"

static HKEY make_below(HKEY from, const WCHAR *path, WCHAR *class_name)
{
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(from, path, 0, class_name, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    return key;
}

static HKEY make(const WCHAR *path)
{
    return make_below(HKEY_CURRENT_USER, path, NULL);
}

static void touch(HKEY from, const WCHAR *path)
{
    CHECK(ERROR_SUCCESS, RegCloseKey(make_below(from, path, NULL)));
}

static void key_is(HKEY key, DWORD index, const WCHAR *name)
{
    WCHAR found[256] = { 0 };
    DWORD length = 256;

    CHECK(ERROR_SUCCESS, RegEnumKeyExW(key, index, found, &length, NULL, NULL, NULL, NULL));
    CHECK_WIDE(name, found);
}

static void value_is(HKEY key, DWORD index, const WCHAR *name)
{
    WCHAR found[256] = { 0 };
    DWORD length = 256;

    CHECK(ERROR_SUCCESS, RegEnumValueW(key, index, found, &length, NULL, NULL, NULL, NULL));
    CHECK_WIDE(name, found);
}

/* Wine keeps keys and values in order of their lower-case names. NT orders keys by upper case and leaves values in the
 * order in which they were written; the stub follows Wine. */
static void order_of_keys(void)
{
    HKEY key = make(L"A");

    touch(key, L"b");
    touch(key, L"_");
    touch(key, L"C");
    touch(key, L"a");
    touch(key, L"aa");
    touch(key, L"{z}");
    touch(key, L"1");
    touch(key, L"\u00c4");
    key_is(key, 0, L"1");
    key_is(key, 1, L"_");
    key_is(key, 2, L"a");
    key_is(key, 3, L"aa");
    key_is(key, 4, L"b");
    key_is(key, 5, L"C");
    key_is(key, 6, L"{z}");
    key_is(key, 7, L"\u00c4");
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(key, L"aa"));
    key_is(key, 3, L"b");
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void order_of_values(void)
{
    HKEY key = make(L"A");

    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"b", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"_", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"A", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"a b", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"B", 0, REG_SZ, NULL, 0));
    value_is(key, 0, L"");
    value_is(key, 1, L"_");
    value_is(key, 2, L"A");
    value_is(key, 3, L"a b");
    value_is(key, 4, L"b");
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void end_of_the_list(void)
{
    HKEY key = make(L"A");
    WCHAR name[8] = { 0x5555 };
    DWORD length = 8;

    CHECK(ERROR_NO_MORE_ITEMS, RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(8, length);
    CHECK(0x5555, name[0]);
    CHECK(ERROR_NO_MORE_ITEMS, RegEnumKeyExW(key, (DWORD)-1, name, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_NO_MORE_ITEMS, RegEnumValueW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(8, length);
    CHECK(0x5555, name[0]);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void small_name_buffers(void)
{
    HKEY key = make(L"A");
    WCHAR name[8] = { 0x5555, 0x5555, 0x5555, 0x5555, 0x5555 };
    DWORD length = 3;
    DWORD type = 99;
    BYTE data[4] = { 0x55 };
    DWORD size = 4;

    touch(key, L"abc");
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"abc", 0, REG_DWORD, (const BYTE *)L"xy", 4));
    CHECK(ERROR_MORE_DATA, RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(3, length);
    CHECK(0x5555, name[0]);
    length = 4;
    CHECK(ERROR_SUCCESS, RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(3, length);
    name[0] = 0x5555;
    CHECK(ERROR_MORE_DATA, RegEnumValueW(key, 0, name, &length, NULL, &type, data, &size));
    CHECK(3, length);
    CHECK(0x5555, name[0]);
    CHECK(REG_DWORD, type);
    CHECK(4, size);
    CHECK(0x55, data[0]);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void data_of_values(void)
{
    HKEY key = make(L"A");
    WCHAR name[8] = { 0x5555, 0x5555, 0x5555, 0x5555, 0x5555 };
    DWORD length = 8;
    DWORD type = 99;
    BYTE data[6] = { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55 };
    DWORD size = 3;

    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"abc", 0, REG_SZ, (const BYTE *)L"xyz", 4));
    CHECK(ERROR_MORE_DATA, RegEnumValueW(key, 0, name, &length, NULL, &type, data, &size));
    CHECK(4, size);
    CHECK(3, length);
    CHECK('a', name[0]);
    CHECK(0x55, data[0]);
    size = 6;
    length = 8;
    CHECK(ERROR_SUCCESS, RegEnumValueW(key, 0, name, &length, NULL, &type, data, &size));
    CHECK(4, size);
    CHECK(3, length);
    CHECK_BYTES(L"xy", data, 6);
    size = 0;
    length = 8;
    CHECK(ERROR_SUCCESS, RegEnumValueW(key, 0, name, &length, NULL, NULL, NULL, &size));
    CHECK(4, size);
    CHECK(ERROR_INVALID_PARAMETER, RegEnumValueW(key, 0, name, &length, NULL, NULL, data, NULL));
    CHECK(ERROR_INVALID_PARAMETER, RegEnumValueW(key, 0, NULL, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_INVALID_PARAMETER, RegEnumValueW(key, 0, name, NULL, NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void classes(void)
{
    static WCHAR class_name[] = L"Class";
    HKEY key = make_below(HKEY_CURRENT_USER, L"A\\B", class_name);
    HKEY parent = make(L"A");
    WCHAR name[8];
    WCHAR found[8] = { 0x5555 };
    DWORD length = 8;
    DWORD class_length = 8;

    CHECK(ERROR_SUCCESS, RegEnumKeyExW(parent, 0, name, &length, NULL, found, &class_length, NULL));
    CHECK(5, class_length);
    CHECK_WIDE(L"Class", found);
    length = 8;
    class_length = 5;
    found[0] = 0x5555;
    CHECK(ERROR_MORE_DATA, RegEnumKeyExW(parent, 0, name, &length, NULL, found, &class_length, NULL));
    class_length = 8;
    CHECK(ERROR_SUCCESS,
          RegQueryInfoKeyW(key, found, &class_length, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    CHECK(5, class_length);
    CHECK_WIDE(L"Class", found);
    class_length = 5;
    CHECK(ERROR_INSUFFICIENT_BUFFER,
          RegQueryInfoKeyW(key, found, &class_length, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    CHECK(5, class_length);
    CHECK(ERROR_SUCCESS, RegCloseKey(parent));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void info(void)
{
    static WCHAR class_name[] = L"Class";
    HKEY key = make(L"A");
    DWORD subkeys = 99;
    DWORD max_subkey = 99;
    DWORD max_class = 99;
    DWORD values = 99;
    DWORD max_value = 99;
    DWORD max_data = 99;

    CHECK(ERROR_SUCCESS, RegQueryInfoKeyW(key, NULL, NULL, NULL, &subkeys, &max_subkey, &max_class, &values, &max_value,
                                          &max_data, NULL, NULL));
    CHECK(0, subkeys);
    CHECK(0, max_subkey);
    CHECK(0, max_class);
    CHECK(0, values);
    CHECK(0, max_value);
    CHECK(0, max_data);
    touch(key, L"abc");
    CHECK(ERROR_SUCCESS, RegCloseKey(make_below(key, L"defg", class_name)));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"value", 0, REG_BINARY, (const BYTE *)L"xyz", 7));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, NULL, 0, REG_BINARY, (const BYTE *)L"xyz", 2));
    CHECK(ERROR_SUCCESS, RegQueryInfoKeyW(key, NULL, NULL, NULL, &subkeys, &max_subkey, &max_class, &values, &max_value,
                                          &max_data, NULL, NULL));
    CHECK(2, subkeys);
    CHECK(4, max_subkey);
    CHECK(5, max_class);
    CHECK(2, values);
    CHECK(5, max_value);
    CHECK(7, max_data);
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

/* Whether the key was written to since the last call. */
static int changed(HKEY key, FILETIME *last)
{
    FILETIME now = { 0 };
    LONG order;

    Sleep(40);
    CHECK(ERROR_SUCCESS, RegQueryInfoKeyW(key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &now));
    order = CompareFileTime(&now, last);
    *last = now;
    return order;
}

static void times_of_change(void)
{
    HKEY key = make(L"A");
    HKEY subkey;
    FILETIME last = { 0 };
    FILETIME found;
    WCHAR name[8];
    DWORD length = 8;

    CHECK(1, changed(key, &last));
    CHECK(0, changed(key, &last));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(1, changed(key, &last));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(1, changed(key, &last));
    CHECK(ERROR_SUCCESS, RegDeleteValueW(key, L"v"));
    CHECK(1, changed(key, &last));
    subkey = make_below(key, L"S", NULL);
    CHECK(1, changed(key, &last));
    CHECK(ERROR_SUCCESS, RegSetValueExW(subkey, L"v", 0, REG_SZ, NULL, 0));
    CHECK(0, changed(key, &last));
    CHECK(ERROR_SUCCESS, RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, &found));
    CHECK(1, CompareFileTime(&found, &last));
    CHECK(ERROR_SUCCESS, RegCloseKey(subkey));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(key, L"S"));
    CHECK(1, changed(key, &last));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

const struct check_case registry_enum_cases[] = {
    { "order_of_keys", order_of_keys },
    { "order_of_values", order_of_values },
    { "end_of_the_list", end_of_the_list },
    { "small_name_buffers", small_name_buffers },
    { "data_of_values", data_of_values },
    { "classes", classes },
    { "info", info },
    { "times_of_change", times_of_change },
    { NULL, NULL },
};

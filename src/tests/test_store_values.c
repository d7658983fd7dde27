/* Hostile values: every stored form of a text, a GUID and a number (F-015, I-31). */
#include "support.h"
#include "../memory.h"
#include "../store_values.h"
#include "../text.h"

static HKEY root;

static int start(void **state)
{
    two_start(state);
    assert_hr(store_open_root(KEY_READ, &root), S_OK);
    return 0;
}

static int end(void **state)
{
    RegCloseKey(root);
    return machine_end(state);
}

static void set_raw(DWORD type, const void *data, DWORD size)
{
    assert_int_equal(stub_registry_set(ROOT, L"x", type, data, size), 0);
}

static void assert_reads(const WCHAR *expected)
{
    WCHAR *text;

    assert_hr(store_read_text(root, L"x", &text), S_OK);
    assert_true(same_text(text, expected));
    mem_free(text);
}

static void assert_unreadable(HRESULT expected)
{
    WCHAR *text;
    GUID guid;
    DWORD number;

    assert_hr(store_read_text(root, L"x", &text), expected);
    assert_null(text);
    assert_hr(store_read_guid(root, L"x", &guid), expected);
    assert_same_guid(&guid, &GUID_NULL);
    assert_hr(store_read_dword(root, L"x", &number), expected);
    assert_int_equal(number, 0);
}

static void test_texts(void **state)
{
    (void)state;
    set_raw(REG_SZ, L"Bob", 8);
    assert_reads(L"Bob");
    set_raw(REG_SZ, L"Bob", 6); /* no terminator */
    assert_reads(L"Bob");
    set_raw(REG_SZ, L"Bob", 5); /* half a character at the end */
    assert_reads(L"Bo");
    set_raw(REG_SZ, L"Bob\0junk", 16);
    assert_reads(L"Bob");
    set_raw(REG_EXPAND_SZ, L"%Bob%", 12);
    assert_reads(L"%Bob%");
    set_raw(REG_SZ, L"", 0);
    assert_reads(L"");
    set_raw(REG_SZ, L"x", 1);
    assert_reads(L"");
}

static void test_other_types(void **state)
{
    (void)state;
    assert_unreadable(E_IDENTITY_NOT_FOUND);
    set_raw(REG_BINARY, L"Bob", 8);
    assert_unreadable(E_FAIL);
    set_raw(REG_MULTI_SZ, L"Bob\0", 10);
    assert_unreadable(E_FAIL);
    set_raw(REG_QWORD, "12345678", 8);
    assert_unreadable(E_FAIL);
    set_raw(REG_NONE, NULL, 0);
    assert_unreadable(E_FAIL);
}

static void test_over_long_text(void **state)
{
    BYTE *huge = mem_alloc(200000);
    WCHAR *text;

    (void)state;
    for (int i = 0; i < 100000; i++)
        ((WCHAR *)huge)[i] = 'a';
    set_raw(REG_SZ, huge, 600);
    assert_hr(store_read_text(root, L"x", &text), S_OK);
    assert_int_equal(text_length(text), 300);
    mem_free(text);
    set_raw(REG_SZ, huge, 200000);
    assert_hr(store_read_text(root, L"x", &text), E_FAIL);
    mem_free(huge);
}

static void assert_guid(const WCHAR *text, DWORD size, HRESULT expected)
{
    GUID guid;

    set_raw(REG_SZ, text, size);
    assert_hr(store_read_guid(root, L"x", &guid), expected);
    assert_same_guid(&guid, SUCCEEDED(expected) ? &bob : &GUID_NULL);
}

static void test_guids(void **state)
{
    (void)state;
    assert_guid(BOB_TEXT, 78, S_OK);
    assert_guid(BOB_TEXT, 76, S_OK); /* no terminator */
    assert_guid(BOB_TEXT, 77, S_OK); /* half of it */
    assert_guid(L"{2b3c4d5e-2222-4222-8222-222222222222}", 78, S_OK);
    assert_guid(BOB_TEXT L"\0junk", 88, S_OK);
    assert_guid(BOB_TEXT L"junk", 86, E_FAIL);
    assert_guid(BOB_TEXT, 74, E_FAIL);
    assert_guid(L"", 2, E_FAIL);
    assert_guid(BOB_TEXT BOB_TEXT BOB_TEXT, 230, E_FAIL);
}

static void test_numbers(void **state)
{
    DWORD number;

    (void)state;
    set_raw(REG_DWORD, "\1\2\3\4", 4);
    assert_hr(store_read_dword(root, L"x", &number), S_OK);
    assert_int_equal(number, 0x04030201);
    set_raw(REG_DWORD, "\1\2\3\4", 3);
    assert_hr(store_read_dword(root, L"x", &number), E_FAIL);
    set_raw(REG_DWORD, "\1\2\3\4\5", 5);
    assert_hr(store_read_dword(root, L"x", &number), E_FAIL);
    set_raw(REG_BINARY, "\1\2\3\4", 4);
    assert_hr(store_read_dword(root, L"x", &number), E_FAIL);
}

static void test_keys_that_are_no_identity(void **state)
{
    DWORD index = 0;
    GUID id;
    int count = 0;

    (void)state;
    stub_registry_create(ROOT L"\\Software");
    stub_registry_create(ROOT L"\\2B3C4D5E-2222-4222-8222-222222222223");
    stub_registry_create(ROOT L"\\" NULL_TEXT);
    stub_registry_create(ROOT L"\\{C28E26E7-219D-11D2-B200-0000F8085266}");
    while (SUCCEEDED(store_next_identity(root, &index, &id)))
        count++;
    assert_int_equal(count, 2);
}

static void test_errors(void **state)
{
    (void)state;
    assert_hr(store_error(ERROR_SUCCESS), S_OK);
    assert_hr(store_error(ERROR_KEY_DELETED), E_IDENTITY_NOT_FOUND);
    assert_hr(store_error(ERROR_NOT_ENOUGH_MEMORY), E_OUTOFMEMORY);
    assert_hr(store_error(ERROR_ACCESS_DENIED), E_FAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_texts, start, end),
        cmocka_unit_test_setup_teardown(test_other_types, start, end),
        cmocka_unit_test_setup_teardown(test_over_long_text, start, end),
        cmocka_unit_test_setup_teardown(test_guids, start, end),
        cmocka_unit_test_setup_teardown(test_numbers, start, end),
        cmocka_unit_test_setup_teardown(test_keys_that_are_no_identity, start, end),
        cmocka_unit_test_setup_teardown(test_errors, start, end),
    };

    return cmocka_run_group_tests_name("store_values", tests, NULL, NULL);
}

/* The password record (I-13, I-23). */
#include "support.h"
#include "../identity_store.h"

static void confirm(const WCHAR *password, HRESULT expected)
{
    assert_hr(store_confirm_password(&bob, password), expected);
}

static void test_no_record_is_no_password(void **state)
{
    (void)state;
    confirm(NULL, S_OK);
    confirm(L"", S_OK);
    confirm(L"x", E_FAIL);
    assert_hr(store_confirm_password(&nobody, NULL), E_IDENTITY_NOT_FOUND);
}

static void test_change(void **state)
{
    (void)state;
    assert_hr(store_change_password(&bob, L"x", L"secret"), E_FAIL); /* D-057 */
    assert_no_value(BOB, L"Password2");
    assert_hr(store_change_password(&bob, NULL, L"secret"), S_OK); /* D-056 */
    assert_dword(BOB, L"Use Password2", 1);
    confirm(L"secret", S_OK);
    confirm(L"Secret", E_FAIL);
    confirm(L"secre", E_FAIL);
    confirm(L"secrets", E_FAIL);
    confirm(NULL, E_FAIL);
    assert_hr(store_change_password(&bob, L"wrong", L"other"), E_FAIL);
    confirm(L"secret", S_OK);
    assert_hr(store_change_password(&bob, L"secret", NULL), S_OK);
    assert_dword(BOB, L"Use Password2", 0);
    confirm(NULL, S_OK);
    confirm(L"secret", E_FAIL);
}

static void test_lengths(void **state)
{
    WCHAR longest[300];

    (void)state;
    for (int i = 0; i < 256; i++)
        longest[i] = 'a';
    longest[256] = 0;
    confirm(longest, E_INVALIDARG);
    assert_hr(store_change_password(&bob, NULL, longest), E_INVALIDARG);
    assert_hr(store_change_password(&bob, longest, NULL), E_INVALIDARG);
    longest[255] = 0;
    assert_hr(store_change_password(&bob, NULL, longest), S_OK);
    confirm(longest, S_OK);
    longest[254] = 'b';
    confirm(longest, E_FAIL);
}

static void test_damaged_record_lets_nobody_in(void **state)
{
    (void)state;
    assert_hr(store_change_password(&bob, NULL, L"secret"), S_OK);
    stub_registry_set(BOB, L"Password2", REG_BINARY, "junk", 4);
    confirm(L"secret", E_FAIL);
    confirm(NULL, E_FAIL);
    stub_registry_set(BOB, L"Password2", REG_BINARY, NULL, 0);
    confirm(NULL, E_FAIL);
    set_text(BOB, L"Password2", L"");
    confirm(NULL, E_FAIL);
    stub_registry_delete_value(BOB, L"Password2");
    confirm(L"secret", E_FAIL);
    confirm(NULL, E_FAIL);
    assert_hr(store_change_password(&bob, NULL, L"mine"), E_FAIL);
    set_text(BOB, L"Use Password2", L"0"); /* not even by another type */
    confirm(NULL, E_FAIL);
}

/* Taking the switch away does not open what has a record. */
static void test_missing_switch(void **state)
{
    (void)state;
    assert_hr(store_change_password(&bob, NULL, L"secret"), S_OK);
    stub_registry_delete_value(BOB, L"Use Password2");
    confirm(NULL, E_FAIL);
    confirm(L"secret", S_OK);
    set_text(BOB, L"Use Password2", L"0");
    confirm(NULL, E_FAIL);
    confirm(L"secret", S_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_record_is_no_password, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_change, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_lengths, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_damaged_record_lets_nobody_in, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_missing_switch, two_start, machine_end),
    };

    return cmocka_run_group_tests_name("store_password", tests, NULL, NULL);
}

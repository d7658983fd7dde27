#include "support.h"
#include "../identity_store.h"

static DWORD ordinal_of(const GUID *id, HRESULT expected)
{
    DWORD ordinal = 7;

    assert_hr(store_get_ordinal(id, &ordinal), expected);
    return ordinal;
}

static void test_handed_out_once(void **state)
{
    (void)state;
    add_carol();
    assert_int_equal(ordinal_of(&bob, S_OK), 2);
    assert_dword(ROOT, L"Identity Ordinal", 3);
    assert_int_equal(ordinal_of(&carol, S_OK), 3);
    assert_dword(ROOT, L"Identity Ordinal", 4);
    assert_dword(CAROL, L"Identity Ordinal", 3);
    assert_int_equal(ordinal_of(&carol, S_OK), 3);
    assert_dword(ROOT, L"Identity Ordinal", 4);
    assert_int_equal(ordinal_of(&nobody, E_IDENTITY_NOT_FOUND), 0);
}

static void test_counter_behind(void **state)
{
    (void)state;
    add_carol();
    set_dword(ROOT, L"Identity Ordinal", 1);
    set_dword(BOB, L"Identity Ordinal", 41);
    assert_int_equal(ordinal_of(&carol, S_OK), 42);
    assert_dword(ROOT, L"Identity Ordinal", 43);
}

static void test_damaged_counter_and_ordinal(void **state)
{
    (void)state;
    set_text(ROOT, L"Identity Ordinal", L"3");
    set_text(BOB, L"Identity Ordinal", L"2");
    assert_int_equal(ordinal_of(&bob, S_OK), 2);
    assert_dword(ROOT, L"Identity Ordinal", 3);
    assert_dword(BOB, L"Identity Ordinal", 2);
    stub_registry_delete_value(ROOT, L"Identity Ordinal");
    set_dword(BOB, L"Identity Ordinal", 0);
    assert_int_equal(ordinal_of(&bob, S_OK), 2);
}

static void test_no_number_left(void **state)
{
    GUID current;

    (void)state;
    add_carol();
    set_dword(ANN, L"Identity Ordinal", 0xFFFFFFFF);
    assert_int_equal(ordinal_of(&ann, S_OK), 0xFFFFFFFF);
    assert_int_equal(ordinal_of(&carol, E_FAIL), 0);
    assert_no_value(CAROL, L"Identity Ordinal");
    assert_hr(store_set_current(&carol), S_OK); /* one can live without */
    assert_hr(store_get_current(&current), S_OK);
    assert_same_guid(&current, &carol);
    assert_dword(ROOT, L"Identity Ordinal", 3);
}

static void test_set_and_clear_current(void **state)
{
    (void)state;
    add_carol();
    assert_hr(store_set_current(&carol), S_OK);
    assert_text(ROOT, L"Last User ID", CAROL_TEXT);
    assert_text(ROOT, L"Last Username", L"Carol");
    assert_dword(CAROL, L"Identity Ordinal", 3);
    assert_hr(store_clear_current(), S_OK);
    assert_text(ROOT, L"Last User ID", NULL_TEXT); /* F-017 */
    assert_text(ROOT, L"Last Username", L"");
    assert_hr(store_set_current(&nobody), E_IDENTITY_NOT_FOUND);
    assert_text(ROOT, L"Last User ID", NULL_TEXT);
    stub_registry_delete_value(BOB, L"Username");
    assert_hr(store_set_current(&bob), S_OK);
    assert_text(ROOT, L"Last Username", L"");
}

static void test_denied(void **state)
{
    (void)state;
    add_carol();
    stub_deny(ROOT, KEY_SET_VALUE);
    assert_hr(store_set_current(&bob), E_FAIL);
    assert_hr(store_clear_current(), E_FAIL);
    assert_int_equal(ordinal_of(&carol, E_FAIL), 0);
    assert_int_equal(ordinal_of(&bob, S_OK), 2); /* reading is enough */
    assert_no_value(CAROL, L"Identity Ordinal");
    stub_deny(ROOT, 0);
    stub_deny(BOB, KEY_QUERY_VALUE); /* the number that can't be read may be the next one */
    assert_int_equal(ordinal_of(&carol, E_FAIL), 0);
    assert_dword(ROOT, L"Identity Ordinal", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_handed_out_once, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_counter_behind, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_damaged_counter_and_ordinal, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_no_number_left, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_set_and_clear_current, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_denied, two_start, machine_end),
    };

    return cmocka_run_group_tests_name("store_current", tests, NULL, NULL);
}

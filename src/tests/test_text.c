#include "support.h"
#include "../text.h"

static void test_guid_round_trip(void **state)
{
    WCHAR text[GUID_CAPACITY];
    GUID guid;

    (void)state;
    text_from_guid(&bob, text);
    assert_true(same_text(text, BOB_TEXT));
    assert_true(text_to_guid(text, GUID_LENGTH, &guid));
    assert_same_guid(&guid, &bob);
    assert_true(text_to_guid(L"{2b3c4d5e-2222-4222-8222-222222222222}", GUID_LENGTH, &guid)); /* I-16 */
    assert_same_guid(&guid, &bob);
}

static void test_guid_takes_registry_form_only(void **state)
{
    static const WCHAR *const wrong[] = {
        L"",
        L"Software",
        L"2B3C4D5E-2222-4222-8222-222222222222",
        L"{2B3C4D5E-2222-4222-8222-222222222222",
        L"{2B3C4D5E-2222-4222-8222-22222222222}",
        L"{2B3C4D5E-2222-4222-8222-2222222222222}",
        L"{2B3C4D5G-2222-4222-8222-222222222222}",
        L"{2B3C4D5E 2222-4222-8222-222222222222}",
        L"{2B3C4D5E-2222-4222-8222-22222222222/}",
        L"{2B3C4D5E-2222-4222-8222-22222222222\xFF11}",
        L"(2B3C4D5E-2222-4222-8222-222222222222)",
    };
    GUID guid;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(text_to_guid(wrong[i], text_length(wrong[i]), &guid));
}

static void test_copy_out_never_truncates(void **state)
{
    WCHAR buffer[4] = { 'x', 'x', 'x', 'x' };

    (void)state;
    assert_hr(text_copy_out(L"Bob", buffer, 0), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    assert_int_equal(buffer[0], 'x');
    assert_hr(text_copy_out(L"Bob", buffer, 3), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    assert_int_equal(buffer[0], 0);
    assert_int_equal(buffer[1], 'x'); /* I-29 */
    assert_hr(text_copy_out(L"Bob", buffer, 4), S_OK);
    assert_true(same_text(buffer, L"Bob"));
    buffer[2] = 'x';
    assert_hr(text_copy_out(L"B", buffer, 4), S_OK);
    assert_int_equal(buffer[2], 'x');
}

static void test_name_rules(void **state)
{
    WCHAR text[70], name[NAME_CAPACITY];

    (void)state;
    assert_hr(text_to_name(L" \tRobert the Second \t ", name), S_OK);
    assert_true(same_text(name, L"Robert the Second"));
    assert_hr(text_to_name(L"", name), E_INVALIDARG);
    assert_hr(text_to_name(L" \t ", name), E_INVALIDARG);
    for (int i = 0; i < 64; i++)
        text[i] = 'a';
    text[64] = 0;
    assert_hr(text_to_name(text, name), E_INVALIDARG);
    text[63] = ' ';
    assert_hr(text_to_name(text, name), S_OK);
    assert_int_equal(text_length(name), CCH_IDENTITY_NAME_MAX_LENGTH);
}

static void test_names_ignore_case(void **state)
{
    (void)state;
    assert_true(text_is_name(L"bOb", L"BoB"));
    assert_true(text_is_name(L"hauptidentit\x00c4t", L"Hauptidentit\x00e4t"));
    assert_true(text_is_name(L"\x0413\x041b\x0410", L"\x0433\x043b\x0430"));
    assert_false(text_is_name(L"Bob", L"Bo"));
    assert_false(text_is_name(L"Bob", L"Bab"));
}

static void test_longer_text_is_no_name(void **state)
{
    WCHAR text[300], name[NAME_CAPACITY];

    (void)state;
    for (int i = 0; i < 299; i++)
        text[i] = 'a';
    text[299] = 0;
    memcpy(name, text, sizeof(name));
    name[63] = 0;
    assert_false(text_is_name(text, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guid_round_trip),          cmocka_unit_test(test_guid_takes_registry_form_only),
        cmocka_unit_test(test_copy_out_never_truncates), cmocka_unit_test(test_name_rules),
        cmocka_unit_test(test_names_ignore_case),        cmocka_unit_test(test_longer_text_is_no_name),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

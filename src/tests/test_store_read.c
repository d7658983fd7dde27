#include "support.h"
#include "../identity_store.h"
#include "../memory.h"

static void test_roles(void **state)
{
    GUID id;

    (void)state;
    assert_hr(store_get_current(&id), S_OK);
    assert_same_guid(&id, &ann);
    assert_hr(store_get_default(&id), S_OK);
    assert_hr(store_get_start_up(&id), E_IDENTITY_NOT_FOUND); /* I-20: "Ask Me" */
    assert_same_guid(&id, &GUID_NULL);
    set_text(ROOT, L"Start User ID", L"{2b3c4d5e-2222-4222-8222-222222222222}");
    assert_hr(store_get_start_up(&id), S_OK);
    assert_same_guid(&id, &bob);
}

/* What names nobody is as good as none (I-07, I-31). */
static void test_stale_roles(void **state)
{
    static const WCHAR *const stale[] = { NULL_TEXT, CAROL_TEXT, L"", L"Ann", L"{}" };
    GUID id;

    (void)state;
    for (size_t i = 0; i < sizeof(stale) / sizeof(stale[0]); i++) {
        set_text(ROOT, L"Last User ID", stale[i]);
        assert_hr(store_get_current(&id), E_NO_CURRENT_IDENTITY);
        assert_same_guid(&id, &GUID_NULL);
        set_text(ROOT, L"Default User ID", stale[i]);
        assert_hr(store_get_default(&id), E_IDENTITY_NOT_FOUND);
    }
    stub_registry_delete_value(ROOT, L"Last User ID");
    assert_hr(store_get_current(&id), E_NO_CURRENT_IDENTITY);
    set_dword(ROOT, L"Last User ID", 1);
    assert_hr(store_get_current(&id), E_NO_CURRENT_IDENTITY);
    stub_registry_delete(ROOT);
    assert_hr(store_get_current(&id), E_NO_CURRENT_IDENTITY);
    assert_hr(store_get_default(&id), E_IDENTITY_NOT_FOUND);
}

static void test_user_id(void **state)
{
    (void)state;
    assert_hr(store_check_user_id(&bob), S_OK);
    set_text(BOB, L"User ID", L"{2b3c4d5e-2222-4222-8222-222222222222}");
    assert_hr(store_check_user_id(&bob), S_OK);
    set_text(BOB, L"User ID", ANN_TEXT);
    assert_hr(store_check_user_id(&bob), E_PROCESS_CANCELLED_SWITCH); /* D-105 */
    set_dword(BOB, L"User ID", 1);
    assert_hr(store_check_user_id(&bob), E_PROCESS_CANCELLED_SWITCH);
    stub_registry_delete_value(BOB, L"User ID");
    assert_hr(store_check_user_id(&bob), E_PROCESS_CANCELLED_SWITCH);
    assert_hr(store_check_user_id(&carol), E_IDENTITY_NOT_FOUND);
}

static void test_names(void **state)
{
    WCHAR *name;
    GUID id;

    (void)state;
    assert_hr(store_find_name(L"BOB", &id), S_OK);
    assert_same_guid(&id, &bob);
    assert_hr(store_find_name(L"Carol", &id), E_IDENTITY_NOT_FOUND);
    stub_registry_delete_value(BOB, L"Username");
    assert_hr(store_get_name(&bob, &name), E_FAIL);
    assert_null(name);
    assert_hr(store_get_name(&carol, &name), E_IDENTITY_NOT_FOUND);
    assert_hr(store_find_name(L"Bob", &id), E_IDENTITY_NOT_FOUND);
    set_text(BOB, L"Username", L"ANN");
    assert_hr(store_find_name(L"ann", &id), S_OK); /* the first in the order of I-05 */
    assert_same_guid(&id, &ann);
}

static void test_access(void **state)
{
    HKEY key = (HKEY)state;
    WCHAR *name;
    GUID id;

    stub_deny(BOB, KEY_QUERY_VALUE);
    assert_hr(store_has(&bob), E_FAIL);
    assert_hr(store_get_name(&bob, &name), E_FAIL);
    assert_hr(store_open(&bob, KEY_READ, &key), E_FAIL);
    assert_null(key);
    assert_hr(store_has(&nobody), E_IDENTITY_NOT_FOUND);
    assert_hr(store_has(&GUID_NULL), E_IDENTITY_NOT_FOUND);
    assert_hr(store_find_name(L"Ann", &id), S_OK);
    assert_hr(store_find_name(L"Bob", &id), E_FAIL); /* not "nobody has that name" */
    assert_same_guid(&id, &GUID_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_roles, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_stale_roles, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_user_id, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_names, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_access, two_start, machine_end),
    };

    return cmocka_run_group_tests_name("store_read", tests, NULL, NULL);
}

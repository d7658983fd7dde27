#include "support.h"
#include "../identity_store.h"

static void test_rename(void **state)
{
    (void)state;
    assert_hr(store_set_name(&bob, L"Robert"), S_OK);
    assert_text(BOB, L"Username", L"Robert");
    assert_text(ROOT, L"Last Username", L"Ann");
    assert_hr(store_set_name(&ann, L"Anna"), S_OK);
    assert_text(ROOT, L"Last Username", L"Anna"); /* F-005 */
    assert_hr(store_set_name(&ann, L"ANNA"), S_OK);
    assert_text(ANN, L"Username", L"ANNA");
    assert_hr(store_set_name(&ann, L"robert"), E_IDENTITY_EXISTS);
    assert_hr(store_set_name(&nobody, L"Nobody"), E_IDENTITY_NOT_FOUND);
}

static void test_damaged_names_do_not_block(void **state)
{
    (void)state;
    stub_registry_delete_value(ANN, L"Username");
    assert_hr(store_set_name(&bob, L"Ann"), S_OK);
    set_dword(BOB, L"Username", 7);
    assert_hr(store_set_name(&bob, L"Bob"), S_OK);
    assert_text(BOB, L"Username", L"Bob");
}

/* What can't be read may be the name, or the heir: no guess is made. */
static void test_denied_neighbour(void **state)
{
    (void)state;
    add_carol();
    stub_deny(ANN, KEY_QUERY_VALUE);
    assert_hr(store_set_name(&bob, L"Ann"), E_FAIL);
    assert_hr(store_set_name(&bob, L"Carol"), E_IDENTITY_EXISTS);
    set_text(ROOT, L"Last User ID", NULL_TEXT);
    assert_hr(store_destroy(&bob), S_OK);
    set_text(ROOT, L"Default User ID", CAROL_TEXT);
    assert_hr(store_destroy(&carol), E_FAIL);
    assert_true(has_key(CAROL));
}

static void test_default(void **state)
{
    (void)state;
    assert_hr(store_set_default(&bob), S_OK);
    assert_text(ROOT, L"Default User ID", BOB_TEXT);
    assert_hr(store_set_default(&nobody), E_IDENTITY_NOT_FOUND); /* I-15 */
    assert_hr(store_set_default(&GUID_NULL), E_IDENTITY_NOT_FOUND);
    assert_text(ROOT, L"Default User ID", BOB_TEXT);
}

static void test_destroy(void **state)
{
    (void)state;
    stub_registry_create(BOB L"\\Software\\Microsoft\\WAB");
    assert_hr(store_destroy(&bob), S_OK);
    assert_false(has_key(BOB));
    assert_text(ROOT, L"Default User ID", ANN_TEXT);
    assert_dword(ROOT, L"Identity Ordinal", 3); /* never reused */
}

static void test_destroy_passes_roles_on(void **state)
{
    (void)state;
    add_carol();
    set_text(ROOT, L"Default User ID", BOB_TEXT);
    set_text(ROOT, L"Start User ID", BOB_TEXT);
    set_text(ROOT, L"Last User ID", CAROL_TEXT);
    assert_hr(store_destroy(&bob), S_OK);
    assert_text(ROOT, L"Default User ID", ANN_TEXT); /* I-14 */
    assert_no_value(ROOT, L"Start User ID");
    set_text(ROOT, L"Default User ID", ANN_TEXT);
    assert_hr(store_destroy(&ann), S_OK);
    assert_text(ROOT, L"Default User ID", CAROL_TEXT);
}

static void test_destroy_refuses(void **state)
{
    (void)state;
    assert_hr(store_destroy(&ann), E_INVALIDARG); /* the current one: D-118 */
    assert_hr(store_destroy(&nobody), E_IDENTITY_NOT_FOUND);
    assert_hr(store_destroy(&bob), S_OK);
    set_text(ROOT, L"Last User ID", NULL_TEXT);
    assert_hr(store_destroy(&ann), E_INVALIDARG); /* the last one: D-123 */
    assert_true(has_key(ANN));
}

/* What can't go as a whole doesn't go at all. */
static void test_destroy_denied(void **state)
{
    struct stub_snapshot *before, *after;

    (void)state;
    stub_registry_create(BOB L"\\First");
    stub_registry_create(BOB L"\\Second\\Deep");
    set_text(ROOT, L"Default User ID", BOB_TEXT);
    stub_deny(BOB L"\\Second\\Deep", DELETE);
    before = stub_snapshot_take();
    assert_hr(store_destroy(&bob), E_FAIL);
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rename, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_damaged_names_do_not_block, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_denied_neighbour, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_default, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_destroy, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_destroy_passes_roles_on, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_destroy_refuses, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_destroy_denied, two_start, machine_end),
    };

    return cmocka_run_group_tests_name("store_modify", tests, NULL, NULL);
}

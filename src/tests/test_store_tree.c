#include "support.h"
#include "../store_tree.h"
#include "../store_values.h"
#include "../text.h"

static HKEY root;

static int start(void **state)
{
    two_start(state);
    assert_hr(store_open_root(KEY_READ | KEY_WRITE, &root), S_OK);
    return 0;
}

static int end(void **state)
{
    RegCloseKey(root);
    return machine_end(state);
}

static void test_everything_below_goes(void **state)
{
    (void)state;
    stub_registry_create(BOB L"\\a\\b\\c");
    stub_registry_create(BOB L"\\a\\d");
    stub_registry_create(BOB L"\\e");
    assert_hr(tree_check(root, BOB_TEXT), S_OK);
    assert_hr(tree_delete(root, BOB_TEXT), S_OK);
    assert_false(has_key(BOB));
    assert_true(has_key(ANN));
    assert_hr(tree_delete(root, BOB_TEXT), S_OK);
    assert_hr(tree_check(root, BOB_TEXT), E_IDENTITY_NOT_FOUND);
}

static void test_check_sees_refusal_at_any_depth(void **state)
{
    (void)state;
    stub_registry_create(BOB L"\\a\\b");
    stub_deny(BOB L"\\a\\b", KEY_ENUMERATE_SUB_KEYS);
    assert_hr(tree_check(root, BOB_TEXT), E_FAIL);
    stub_deny(BOB L"\\a\\b", DELETE);
    assert_hr(tree_check(root, BOB_TEXT), E_FAIL);
    stub_deny(BOB L"\\a\\b", 0);
    assert_hr(tree_check(root, BOB_TEXT), S_OK);
}

static void test_bottomless_tree_is_refused(void **state)
{
    WCHAR path[400] = BOB;
    ULONG length = text_length(path);

    (void)state;
    for (int i = 0; i < 150; i++) {
        path[length++] = '\\';
        path[length++] = 'x';
    }
    path[length] = 0;
    assert_int_equal(stub_registry_create(path), 0);
    assert_hr(tree_check(root, BOB_TEXT), E_FAIL);
    assert_true(has_key(path));
}

/* A failure that passes does not leave half a tree. */
static void test_second_try(void **state)
{
    (void)state;
    for (unsigned n = 1;; n++) {
        bool fired;

        stub_registry_create(BOB L"\\a\\b");
        stub_registry_create(BOB L"\\c");
        stub_fault_arm(n);
        assert_hr(tree_delete(root, BOB_TEXT), S_OK);
        fired = stub_fault_disarm();
        assert_false(has_key(BOB));
        if (!fired)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_everything_below_goes, start, end),
        cmocka_unit_test_setup_teardown(test_check_sees_refusal_at_any_depth, start, end),
        cmocka_unit_test_setup_teardown(test_bottomless_tree_is_refused, start, end),
        cmocka_unit_test_setup_teardown(test_second_try, start, end),
    };

    return cmocka_run_group_tests_name("store_tree", tests, NULL, NULL);
}

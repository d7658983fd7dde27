/* Several writes as one (style.md, habit 5). */
#include "support.h"
#include "../store_change.h"
#include "../store_values.h"

static struct store_change change;
static HKEY root;

static int start(void **state)
{
    two_start(state);
    assert_hr(store_open_root(KEY_READ | KEY_WRITE, &root), S_OK);
    assert_hr(change_begin(&change), S_OK);
    return 0;
}

static int end(void **state)
{
    RegCloseKey(root);
    return machine_end(state);
}

static HRESULT change_everything(HKEY *key)
{
    bool made;

    assert_hr(change_set_dword(&change, root, L"Identity Ordinal", 9), S_OK);
    assert_hr(change_set_text(&change, root, L"New", L"text"), S_OK);
    assert_hr(change_set_text(&change, root, L"New", L"again"), S_OK);
    assert_hr(change_delete_value(&change, root, L"Last Username"), S_OK);
    assert_hr(change_delete_value(&change, root, L"Not there"), S_OK);
    assert_hr(change_make_key(&change, root, L"Made", key, &made), S_OK);
    assert_true(made);
    assert_hr(change_set_binary(&change, *key, L"Data", (const BYTE *)"abc", 3), S_OK);
    return S_OK;
}

static void test_all(void **state)
{
    HKEY key;

    (void)state;
    assert_hr(change_end(&change, change_everything(&key)), S_OK);
    RegCloseKey(key);
    assert_dword(ROOT, L"Identity Ordinal", 9);
    assert_text(ROOT, L"New", L"again");
    assert_no_value(ROOT, L"Last Username");
    assert_true(has_key(ROOT L"\\Made"));
}

static void test_none(void **state)
{
    struct stub_snapshot *before = stub_snapshot_take(), *after;
    HKEY key;

    (void)state;
    change_everything(&key);
    assert_hr(change_end(&change, E_OUTOFMEMORY), E_OUTOFMEMORY);
    RegCloseKey(key);
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void test_existing_key_is_not_undone(void **state)
{
    bool made;
    HKEY key;

    (void)state;
    assert_hr(change_make_key(&change, HKEY_CURRENT_USER, L"Identities", &key, &made), S_OK);
    assert_false(made);
    assert_hr(change_end(&change, E_FAIL), E_FAIL);
    RegCloseKey(key);
    assert_true(has_key(ROOT));
}

static void test_limit(void **state)
{
    HRESULT hr = S_OK;
    int steps = 0;

    (void)state;
    while (SUCCEEDED(hr) && steps <= STORE_CHANGE_LIMIT) {
        hr = change_set_dword(&change, root, L"Identity Ordinal", 100 + steps);
        steps++;
    }
    assert_hr(hr, E_UNEXPECTED);
    assert_hr(change_end(&change, hr), E_UNEXPECTED);
    assert_dword(ROOT, L"Identity Ordinal", 3);
}

/* A value that could not be put back is not touched. */
static void test_huge_old_value(void **state)
{
    static BYTE huge[(1 << 20) + 1];

    (void)state;
    stub_registry_set(ROOT, L"Last Username", REG_BINARY, huge, sizeof(huge));
    assert_hr(change_set_text(&change, root, L"Last Username", L""), E_FAIL);
    assert_hr(change_end(&change, E_FAIL), E_FAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all, start, end),
        cmocka_unit_test_setup_teardown(test_none, start, end),
        cmocka_unit_test_setup_teardown(test_existing_key_is_not_undone, start, end),
        cmocka_unit_test_setup_teardown(test_limit, start, end),
        cmocka_unit_test_setup_teardown(test_huge_old_value, start, end),
    };

    return cmocka_run_group_tests_name("store_change", tests, NULL, NULL);
}

/* The order of identities (I-05), also where the registry makes no sense. */
#include "support.h"
#include "../identity_store.h"
#include "../text.h"

static void assert_order_as(HRESULT hr, const GUID *first, const GUID *second, const GUID *third)
{
    const GUID *expected[] = { first, second, third };
    struct identity_list *list;

    assert_hr(store_list(&list), hr);
    assert_int_equal(list->count, 3);
    for (int i = 0; i < 3; i++)
        assert_same_guid(&list->ids[i], expected[i]);
    store_list_release(list);
}

static void assert_order(const GUID *first, const GUID *second, const GUID *third)
{
    assert_order_as(S_OK, first, second, third);
}

static void test_order(void **state)
{
    (void)state;
    add_carol();
    assert_order(&ann, &bob, &carol);
    set_dword(CAROL, L"Identity Ordinal", 1); /* twice: then by GUID */
    assert_order(&ann, &carol, &bob);
    set_dword(ANN, L"Identity Ordinal", 0xFFFFFFFF);
    assert_order(&carol, &bob, &ann);
    set_dword(CAROL, L"Identity Ordinal", 0);
    assert_order(&bob, &ann, &carol);
    set_text(BOB, L"Identity Ordinal", L"2");
    assert_order(&ann, &bob, &carol);
    stub_registry_delete_value(ANN, L"Identity Ordinal");
    assert_order(&ann, &bob, &carol);
}

static void test_denied_key_is_listed(void **state)
{
    (void)state;
    add_carol();
    stub_deny(ANN, KEY_QUERY_VALUE);
    assert_order_as(S_FALSE, &bob, &ann, &carol);
}

static void test_none(void **state)
{
    struct identity_list *list;

    (void)state;
    assert_hr(store_list(&list), S_OK);
    assert_int_equal(list->count, 0);
    store_list_add_ref(list);
    store_list_release(list);
    store_list_release(list);
    store_list_release(NULL);
}

static void test_unreadable_root(void **state)
{
    struct identity_list *list = (struct identity_list *)state;

    stub_deny(ROOT, KEY_ENUMERATE_SUB_KEYS);
    assert_hr(store_list(&list), E_FAIL);
    assert_null(list);
}

/* Thousands of keys, most of them somebody else's. */
static void test_many(void **state)
{
    enum { MANY = 3000 };
    WCHAR path[80] = ROOT L"\\", *name = path + text_length(path);
    struct identity_list *list;
    GUID id = nobody;

    (void)state;
    for (DWORD i = 0; i < MANY; i++) {
        id.Data1 = i * 2654435761u; /* in no order */
        text_from_guid(&id, name);
        assert_int_equal(stub_registry_create(path), 0);
        set_dword(path, L"Identity Ordinal", MANY - i);
        name[0] = 'x';
        assert_int_equal(stub_registry_create(path), 0);
    }
    assert_hr(store_list(&list), S_OK);
    assert_int_equal(list->count, MANY);
    for (DWORD i = 0; i < MANY; i++) {
        id.Data1 = (MANY - 1 - i) * 2654435761u;
        assert_same_guid(&list->ids[i], &id);
    }
    store_list_release(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_denied_key_is_listed, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_none, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_unreadable_root, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_many, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("store_list", tests, NULL, NULL);
}

/* IEnumUserIdentity (I-02, I-05, I-19, I-27). */
#include "support.h"

static IUserIdentityManager *manager;
static IEnumUserIdentity *all;

static int start(void **state)
{
    two_start(state);
    add_carol();
    manager = new_manager();
    assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), S_OK);
    return 0;
}

static int end(void **state)
{
    assert_int_equal(IEnumUserIdentity_Release(all), 0);
    assert_int_equal(IUserIdentityManager_Release(manager), 0);
    return machine_end(state);
}

static void assert_is(IUnknown *element, const GUID *id)
{
    IUserIdentity *identity;
    GUID cookie;

    assert_hr(IUnknown_QueryInterface(element, &IID_IUserIdentity, (void **)&identity), S_OK);
    assert_hr(IUserIdentity_GetCookie(identity, &cookie), S_OK);
    assert_same_guid(&cookie, id);
    IUserIdentity_Release(identity);
    IUnknown_Release(element);
}

static void assert_next(IEnumUserIdentity *enumerator, const GUID *id)
{
    IUnknown *element;

    assert_hr(IEnumUserIdentity_Next(enumerator, 1, &element, NULL), S_OK);
    assert_is(element, id);
}

static void assert_at_end(IEnumUserIdentity *enumerator)
{
    IUnknown *element = (IUnknown *)enumerator;
    ULONG fetched = 7;

    assert_hr(IEnumUserIdentity_Next(enumerator, 1, &element, &fetched), S_FALSE);
    assert_null(element);
    assert_int_equal(fetched, 0);
}

static void test_order(void **state)
{
    ULONG count = 0;

    (void)state;
    assert_hr(IEnumUserIdentity_GetCount(all, &count), S_OK);
    assert_int_equal(count, 3);
    assert_next(all, &ann);
    assert_next(all, &bob);
    assert_next(all, &carol);
    assert_at_end(all);
    assert_hr(IEnumUserIdentity_Reset(all), S_OK);
    assert_next(all, &ann);
}

static void test_next_touches_what_it_delivers(void **state)
{
    IUnknown *elements[4], *untouched = (IUnknown *)all;
    ULONG fetched = 7;

    (void)state;
    for (int i = 0; i < 4; i++)
        elements[i] = untouched;
    assert_hr(IEnumUserIdentity_Next(all, 0, elements, &fetched), S_OK);
    assert_int_equal(fetched, 0);
    assert_ptr_equal(elements[0], untouched);
    assert_hr(IEnumUserIdentity_Next(all, 4, elements, &fetched), S_FALSE);
    assert_int_equal(fetched, 3);
    assert_is(elements[0], &ann);
    assert_is(elements[1], &bob);
    assert_is(elements[2], &carol);
    assert_ptr_equal(elements[3], untouched);
    assert_hr(IEnumUserIdentity_Next(all, 2, elements, &fetched), S_FALSE);
    assert_null(elements[0]);
}

static void test_skip_and_clone(void **state)
{
    IEnumUserIdentity *clone;

    (void)state;
    assert_hr(IEnumUserIdentity_Skip(all, 1), S_OK);
    assert_hr(IEnumUserIdentity_Clone(all, &clone), S_OK);
    assert_next(all, &bob);
    assert_hr(IEnumUserIdentity_Skip(all, 0xFFFFFFFF), S_FALSE);
    assert_at_end(all);
    assert_hr(IEnumUserIdentity_Skip(all, 0), S_OK);
    assert_next(clone, &bob); /* D-076 */
    assert_hr(IEnumUserIdentity_Reset(clone), S_OK);
    assert_next(clone, &ann);
    assert_int_equal(IEnumUserIdentity_Release(clone), 0);
}

static void test_snapshot(void **state)
{
    ULONG count = 0;

    (void)state;
    stub_registry_delete(BOB);
    assert_hr(IEnumUserIdentity_GetCount(all, &count), S_OK);
    assert_int_equal(count, 3);
    assert_next(all, &ann);
}

static void test_null_pointers(void **state)
{
    IUnknown *element = (IUnknown *)all;
    ULONG fetched = 7;

    (void)state;
    assert_hr(IEnumUserIdentity_Next(all, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumUserIdentity_Next(all, 2, &element, NULL), E_POINTER);
    assert_null(element);
    assert_hr(IEnumUserIdentity_Next(all, 0, &element, NULL), E_POINTER);
    assert_hr(IEnumUserIdentity_Clone(all, NULL), E_POINTER);
    assert_hr(IEnumUserIdentity_GetCount(all, NULL), E_POINTER);
    assert_hr(IEnumUserIdentity_QueryInterface(all, &IID_IUnknown, NULL), E_POINTER);
    assert_hr(IEnumUserIdentity_QueryInterface(all, NULL, (void **)&element), E_POINTER);
    assert_next(all, &ann); /* nothing moved */
}

static void test_interfaces(void **state)
{
    void *other = state;
    IUnknown *unknown;

    assert_hr(IEnumUserIdentity_QueryInterface(all, &IID_IUserIdentity, &other), E_NOINTERFACE);
    assert_null(other);
    assert_hr(IEnumUserIdentity_QueryInterface(all, &IID_IUnknown, (void **)&unknown), S_OK);
    assert_int_equal(IUnknown_Release(unknown), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, start, end),
        cmocka_unit_test_setup_teardown(test_next_touches_what_it_delivers, start, end),
        cmocka_unit_test_setup_teardown(test_skip_and_clone, start, end),
        cmocka_unit_test_setup_teardown(test_snapshot, start, end),
        cmocka_unit_test_setup_teardown(test_null_pointers, start, end),
        cmocka_unit_test_setup_teardown(test_interfaces, start, end),
    };

    return cmocka_run_group_tests_name("identity_enum", tests, NULL, NULL);
}

#include "support.h"

static IClassFactory *factory;

static int start(void **state)
{
    machine_start(state);
    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory), S_OK);
    return 0;
}

static int end(void **state)
{
    assert_int_equal(IClassFactory_Release(factory), 0);
    return machine_end(state);
}

static void test_interfaces(void **state)
{
    IUnknown *unknown, *again;
    void *other = &unknown;

    (void)state;
    assert_hr(IClassFactory_QueryInterface(factory, &IID_IUnknown, (void **)&unknown), S_OK);
    assert_hr(IUnknown_QueryInterface(unknown, &IID_IUnknown, (void **)&again), S_OK);
    assert_ptr_equal(unknown, again);
    assert_int_equal(IUnknown_Release(again), 2);
    assert_int_equal(IUnknown_Release(unknown), 1);
    assert_hr(IClassFactory_QueryInterface(factory, &IID_IUserIdentityManager, &other), E_NOINTERFACE);
    assert_null(other);
    assert_hr(IClassFactory_QueryInterface(factory, &IID_IUnknown, NULL), E_POINTER);
    other = &unknown;
    assert_hr(IClassFactory_QueryInterface(factory, NULL, &other), E_POINTER);
    assert_null(other);
}

static void test_no_aggregation(void **state)
{
    void *object = state;

    assert_hr(IClassFactory_CreateInstance(factory, (IUnknown *)factory, &IID_IUnknown, &object),
              CLASS_E_NOAGGREGATION);
    assert_null(object);
}

static void test_each_instance_is_new(void **state)
{
    IUnknown *first, *second;

    (void)state;
    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUnknown, (void **)&first), S_OK);
    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUnknown, (void **)&second), S_OK);
    assert_ptr_not_equal(first, second);
    assert_int_equal(IUnknown_Release(first), 0);
    assert_int_equal(IUnknown_Release(second), 0);
}

static void test_refused_instance_leaves_nothing(void **state)
{
    void *object = state;

    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentity, &object), E_NOINTERFACE);
    assert_null(object);
    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUnknown, NULL), E_POINTER);
    object = state;
    assert_hr(IClassFactory_CreateInstance(factory, NULL, NULL, &object), E_POINTER);
    assert_null(object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_interfaces, start, end),
        cmocka_unit_test_setup_teardown(test_no_aggregation, start, end),
        cmocka_unit_test_setup_teardown(test_each_instance_is_new, start, end),
        cmocka_unit_test_setup_teardown(test_refused_instance_leaves_nothing, start, end),
    };

    return cmocka_run_group_tests_name("class_factory", tests, NULL, NULL);
}

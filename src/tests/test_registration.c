/* */
#include "support.h"

#define CLASS  L"HKCR\\CLSID\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}"
#define SERVER CLASS L"\\InprocServer32"

static void test_register_and_unregister(void **state)
{
    struct stub_data path;

    (void)state;
    assert_hr(DllRegisterServer(), S_OK);
    assert_text(CLASS, L"", L"LW Identities");
    assert_text(SERVER, L"ThreadingModel", L"Both");
    assert_int_equal(stub_registry_get(SERVER, L"", &path), 0);
    assert_int_equal(path.type, REG_SZ);
    assert_hr(DllRegisterServer(), S_OK);
    assert_hr(DllUnregisterServer(), S_OK);
    assert_false(has_key(CLASS));
    assert_hr(DllUnregisterServer(), S_OK);
}

static void test_foreign_key_below_stays(void **state)
{
    (void)state;
    assert_hr(DllRegisterServer(), S_OK);
    stub_registry_create(CLASS L"\\TreatAs");
    assert_hr(DllUnregisterServer(), SELFREG_E_CLASS);
    assert_false(has_key(SERVER));
    assert_true(has_key(CLASS L"\\TreatAs"));
}

static void test_failure_leaves_nothing(void **state)
{
    (void)state;
    for (unsigned n = 1;; n++) {
        HRESULT hr;

        stub_fault_arm(n);
        hr = DllRegisterServer();
        if (!stub_fault_disarm())
            break;
        assert_hr(hr, SELFREG_E_CLASS);
        assert_false(has_key(CLASS));
    }
    assert_true(has_key(CLASS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_register_and_unregister, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_foreign_key_below_stays, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_failure_leaves_nothing, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("registration", tests, NULL, NULL);
}

/* D-130: only a DWORD that isn't 0 locks anybody out. */
#include "support.h"
#include "../identity_policy.h"

#define POLICY L"HKCU\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities"

static void test_policy(void **state)
{
    (void)state;
    assert_hr(policy_check(), S_OK);
    lock_down();
    assert_hr(policy_check(), E_IDENTITIES_DISABLED);
    set_dword(POLICY, L"Locked Down", 2);
    assert_hr(policy_check(), E_IDENTITIES_DISABLED);
    set_dword(POLICY, L"Locked Down", 0);
    assert_hr(policy_check(), S_OK);
    set_text(POLICY, L"Locked Down", L"1");
    assert_hr(policy_check(), S_OK);
    stub_registry_set(POLICY, L"Locked Down", REG_DWORD, "\1", 1);
    assert_hr(policy_check(), S_OK);
    stub_registry_set(POLICY, L"Locked Down", REG_DWORD, "\1\0\0\0\0\0\0\0", 8);
    assert_hr(policy_check(), S_OK);
    stub_registry_delete_value(POLICY, L"Locked Down");
    assert_hr(policy_check(), S_OK);
    stub_deny(POLICY, KEY_QUERY_VALUE);
    assert_hr(policy_check(), E_FAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_policy, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("identity_policy", tests, NULL, NULL);
}

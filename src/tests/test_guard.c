#include "support.h"
#include "../guard.h"

static void test_enter_and_leave(void **state)
{
    HANDLE outer, inner;

    (void)state;
    assert_hr(guard_enter(&outer), S_OK);
    assert_hr(guard_enter(&inner), S_OK); /* again by the same thread */
    guard_leave(inner);
    guard_leave(outer);
    assert_int_equal(stub_live().handles, 0);
}

static void test_failures_leave_nothing(void **state)
{
    (void)state;
    for (unsigned n = 1;; n++) {
        HANDLE guard = (HANDLE)state;
        HRESULT hr;

        stub_fault_arm(n);
        hr = guard_enter(&guard);
        if (!stub_fault_disarm()) {
            guard_leave(guard);
            return;
        }
        assert_true(FAILED(hr));
        assert_null(guard);
        assert_int_equal(stub_live().handles, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_enter_and_leave, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_failures_leave_nothing, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}

#include "support.h"
#include "../memory.h"

static void test_memory_is_zeroed_and_counted(void **state)
{
    BYTE *memory = mem_alloc(100);

    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(memory[i], 0);
    assert_int_equal(stub_live().allocations, 1);
    mem_free(memory);
    mem_free(NULL);
    assert_int_equal(stub_live().allocations, 0);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    stub_fault_arm(1);
    assert_null(mem_alloc(16));
    assert_true(stub_fault_disarm());
}

static void test_wipe(void **state)
{
    char secret[] = "secret";

    (void)state;
    mem_wipe(secret, sizeof(secret) - 1);
    assert_memory_equal(secret, "\0\0\0\0\0\0", sizeof(secret) - 1);
    mem_wipe(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_memory_is_zeroed_and_counted, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_out_of_memory, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_wipe, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}

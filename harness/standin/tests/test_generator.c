#include "generator.h"
#include "surface.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static struct deviation list[STANDIN_LIST_MAX];
static struct deviation again[STANDIN_LIST_MAX];

static void a_seed_always_gives_the_same_list(void **state)
{
    unsigned count = generator_draw(7, list);

    (void)state;
    assert_int_equal(generator_draw(7, again), count);
    assert_memory_equal(list, again, count * sizeof *list);
    generator_draw(8, again);
    assert_memory_not_equal(list, again, count * sizeof *list);
}

static void every_list_holds_several_of_each_fact(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 20; seed++) {
        unsigned facts[FACT_COUNT] = { 0 };
        unsigned count = generator_draw(seed, list);

        assert_in_range(count, 150, STANDIN_LIST_MAX);
        for (unsigned i = 0; i < count; i++) {
            assert_int_equal(list[i].number, i);
            facts[deviation_fact(list[i].kind)]++;
        }
        for (unsigned fact = 0; fact < FACT_COUNT; fact++)
            assert_true(facts[fact] >= 3);
    }
}

static void every_interface_of_the_dll_deviates(void **state)
{
    unsigned count = generator_draw(1, list);

    (void)state;
    for (unsigned i = 0; i < cat_n_interfaces; i++) {
        unsigned deviations = 0;

        for (unsigned k = 0; k < count; k++)
            deviations += list[k].interface_index == i;
        if (strcmp(cat_interfaces[i].name, "IUnknown") != 0)
            assert_true(deviations >= 3);
    }
}

static void no_replacement_equals_what_it_replaces(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 20; seed++) {
        unsigned count = generator_draw(seed, list);

        for (unsigned i = 0; i < count; i++)
            if (list[i].kind <= RESULT_FAILS || list[i].kind == REGISTRY_TYPE)
                assert_int_not_equal(list[i].value, list[i].value2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_always_gives_the_same_list),
        cmocka_unit_test(every_list_holds_several_of_each_fact),
        cmocka_unit_test(every_interface_of_the_dll_deviates),
        cmocka_unit_test(no_replacement_equals_what_it_replaces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "bench/sample.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static void the_interval_of_31_values_is_the_10th_to_the_22nd(void **state)
{
    double values[31];
    struct interval interval;

    (void)state;
    for (unsigned i = 0; i < 31; i++)
        values[(i * 7) % 31] = i + 1;
    interval = interval_of(values, 31);
    assert_float_equal(interval.median, 16, 0);
    assert_float_equal(interval.low, 10, 0); /* the table of order statistics for n = 31 and 95 % */
    assert_float_equal(interval.high, 22, 0);
}

static void few_values_give_their_whole_range(void **state)
{
    static const double values[] = { 3, 1, 2 };
    struct interval interval = interval_of(values, 3);

    (void)state;
    assert_float_equal(interval.median, 2, 0);
    assert_float_equal(interval.low, 1, 0);
    assert_float_equal(interval.high, 3, 0);
}

static void the_ratio_is_taken_pair_by_pair(void **state)
{
    struct sample sample = { .count = 3, .ours = { 2, 20, 200 }, .theirs = { 1, 10, 100 } };
    struct interval ratio = ratio_of(&sample);

    (void)state;
    assert_float_equal(ratio.median, 2, 0);
    assert_float_equal(ratio.low, 2, 0);
    assert_float_equal(ratio.high, 2, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_of_31_values_is_the_10th_to_the_22nd),
        cmocka_unit_test(few_values_give_their_whole_range),
        cmocka_unit_test(the_ratio_is_taken_pair_by_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

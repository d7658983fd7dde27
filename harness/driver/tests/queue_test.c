#include "driver/tests/test.h"

#include "driver/queue.h"

static struct target targets[4];
static struct target_set set = { .items = targets, .count = 4, .against = -1 };

static int set_up(void **state)
{
    (void)state;
    memset(targets, 0, sizeof(targets));
    targets[0].lane = LANE_WINE;
    targets[1].lane = LANE_NATIVE;
    targets[2].lane = LANE_X86;
    targets[3].lane = LANE_NONE;
    return 0;
}

/* Every scenario once on every target that runs; blocks in order, so that few traces wait. */
static void covers_everything_once(void **state)
{
    enum { SCENARIOS = 2 * QUEUE_BLOCK + 3 };
    unsigned seen[3][SCENARIOS] = { { 0 } };
    struct queue queue;
    struct unit unit;

    (void)state;
    queue_begin(&queue, &set, SCENARIOS);
    while (queue_next(&queue, &unit)) {
        assert_true(unit.target < 3);
        assert_true(unit.count == 1 || unit.target != 0);
        for (size_t i = 0; i < unit.count; i++) {
            assert_in_range(unit.first + i, queue.block, queue.block + QUEUE_BLOCK - 1);
            seen[unit.target][unit.first + i]++;
        }
    }
    assert_true(queue_empty(&queue));
    for (size_t i = 0; i < SCENARIOS; i++)
        for (size_t j = 0; j < 3; j++)
            assert_int_equal(seen[j][i], 1);
}

static void the_machine_does_one_unit_at_a_time(void **state)
{
    struct queue queue;
    struct unit unit;

    (void)state;
    queue_begin(&queue, &set, 1);
    assert_true(queue_next(&queue, &unit));
    assert_int_equal(unit.target, 1);
    queue.machine_busy = true;
    assert_false(queue_next(&queue, &unit));
    assert_false(queue_empty(&queue));
    queue.machine_busy = false;
    assert_true(queue_next(&queue, &unit));
    assert_int_equal(unit.target, 2);
    assert_true(queue_next(&queue, &unit));
    assert_int_equal(unit.target, 0);
    assert_false(queue_next(&queue, &unit));
    assert_true(queue_empty(&queue));
}

static void a_lane_that_is_not_there_runs_nothing(void **state)
{
    struct queue queue;
    struct unit unit;

    (void)state;
    targets[0].unavailable = (char *)"why";
    targets[1].unavailable = (char *)"why";
    targets[2].unavailable = (char *)"why";
    queue_begin(&queue, &set, 5);
    assert_false(queue_next(&queue, &unit));
    assert_true(queue_empty(&queue));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(covers_everything_once, set_up),
        cmocka_unit_test_setup(the_machine_does_one_unit_at_a_time, set_up),
        cmocka_unit_test_setup(a_lane_that_is_not_there_runs_nothing, set_up),
    };

    return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}

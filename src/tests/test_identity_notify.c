/* Who is told, in which order, and what a sink may do meanwhile (I-09, I-22). */
#include "support.h"
#include "../identity_notify.h"

static struct sink sinks[3];
static struct sink *heard[8];
static int heard_count;

static void write_down(struct sink *self)
{
    assert_true(heard_count < 8);
    heard[heard_count++] = self;
}

static void advise(struct sink *sink)
{
    assert_hr(notify_advise(&sink->notify, &sink->cookie), S_OK);
}

static int start(void **state)
{
    machine_start(state);
    heard_count = 0;
    for (int i = 0; i < 3; i++) {
        sink_init(&sinks[i]);
        sinks[i].called = write_down;
        advise(&sinks[i]);
    }
    return 0;
}

static int end(void **state)
{
    for (int i = 0; i < 3; i++)
        notify_unadvise(sinks[i].cookie);
    for (int i = 0; i < 3; i++)
        assert_int_equal(sinks[i].refs, 0);
    return machine_end(state);
}

static void assert_heard(int count, struct sink *first, struct sink *second, struct sink *third)
{
    struct sink *expected[3] = { first, second, third };

    assert_int_equal(heard_count, count);
    for (int i = 0; i < count; i++)
        assert_ptr_equal(heard[i], expected[i]);
}

static void test_order_of_advising(void **state)
{
    (void)state;
    notify_changed(GetCurrentThreadId(), IIC_IDENTITY_ADDED);
    assert_heard(3, &sinks[0], &sinks[1], &sinks[2]);
    assert_int_equal(sinks[2].last_change, IIC_IDENTITY_ADDED);
}

static void test_first_veto_ends_the_asking(void **state)
{
    (void)state;
    sinks[1].answer = E_PROCESS_CANCELLED_SWITCH;
    assert_hr(notify_query_switch(GetCurrentThreadId()), E_PROCESS_CANCELLED_SWITCH);
    assert_heard(2, &sinks[0], &sinks[1], NULL);
}

static void test_any_failure_is_a_veto(void **state)
{
    (void)state;
    sinks[2].answer = E_OUTOFMEMORY;
    assert_hr(notify_query_switch(GetCurrentThreadId()), E_PROCESS_CANCELLED_SWITCH);
    sinks[2].answer = S_FALSE;
    assert_hr(notify_query_switch(GetCurrentThreadId()), S_OK);
}

static void test_errors_of_notices_are_ignored(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        sinks[i].answer = E_FAIL;
    notify_switched(GetCurrentThreadId());
    assert_heard(3, &sinks[0], &sinks[1], &sinks[2]);
    assert_int_equal(sinks[1].switches, 1);
}

static void unadvise_all(struct sink *self)
{
    write_down(self);
    for (int i = 0; i < 3; i++)
        notify_unadvise(sinks[i].cookie);
    assert_int_equal(self->refs, 1); /* held until its call is over */
}

static void test_unadvised_before_their_turn(void **state)
{
    (void)state;
    sinks[0].called = unadvise_all;
    notify_changed(GetCurrentThreadId(), IIC_IDENTITY_CHANGED);
    assert_heard(1, &sinks[0], NULL, NULL);
    assert_int_equal(sinks[0].refs, 0);
    assert_hr(DllCanUnloadNow(), S_OK);
}

static void advise_again(struct sink *self)
{
    write_down(self);
    notify_unadvise(self->cookie);
    advise(self);
}

static void test_newcomers_wait_for_the_next_round(void **state)
{
    (void)state;
    sinks[0].called = advise_again;
    notify_switched(GetCurrentThreadId());
    assert_heard(3, &sinks[0], &sinks[1], &sinks[2]);
    heard_count = 0;
    sinks[0].called = write_down;
    notify_switched(GetCurrentThreadId());
    assert_heard(3, &sinks[1], &sinks[2], &sinks[0]);
}

static void nested_notice(struct sink *self)
{
    write_down(self);
    self->called = write_down;
    notify_changed(GetCurrentThreadId(), IIC_IDENTITY_DELETED);
}

static void test_notice_inside_a_notice(void **state)
{
    (void)state;
    sinks[0].called = nested_notice;
    notify_changed(GetCurrentThreadId(), IIC_IDENTITY_ADDED);
    assert_int_equal(heard_count, 6);
    assert_int_equal(sinks[2].changes, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order_of_advising, start, end),
        cmocka_unit_test_setup_teardown(test_first_veto_ends_the_asking, start, end),
        cmocka_unit_test_setup_teardown(test_any_failure_is_a_veto, start, end),
        cmocka_unit_test_setup_teardown(test_errors_of_notices_are_ignored, start, end),
        cmocka_unit_test_setup_teardown(test_unadvised_before_their_turn, start, end),
        cmocka_unit_test_setup_teardown(test_newcomers_wait_for_the_next_round, start, end),
        cmocka_unit_test_setup_teardown(test_notice_inside_a_notice, start, end),
    };

    return cmocka_run_group_tests_name("identity_notify", tests, NULL, NULL);
}

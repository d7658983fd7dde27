#include "executor.h"

#include "platform.h"

static struct executor first;
static struct executor *volatile on_turn = &first;

void executor_begin(void)
{
    first = (struct executor){ .given = false };
    on_turn = &first;
    platform_thread_set(&first);
}

struct executor *executor_here(void)
{
    struct executor *const own = platform_thread_get();

    return own ? own : on_turn;
}

static const char *thread_of(const struct executor *executor)
{
    return executor->thread ? executor->thread : trace_main_thread;
}

struct where executor_where(void)
{
    const struct executor *const own = platform_thread_get();

    return (struct where){ own ? thread_of(own) : trace_other_thread, platform_apartment() };
}

struct where executor_expects(void)
{
    const struct executor *const here = executor_here();

    if (here->callback)
        return *here->callback;
    return (struct where){ thread_of(here), here->thread ? here->apartment : APARTMENT_STA };
}

void executor_enter(struct executor *executor)
{
    platform_thread_set(executor);
}

void executor_takes_turn(struct executor *executor)
{
    on_turn = executor;
}

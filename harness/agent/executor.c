#include "executor.h"

#include "platform.h"

enum { MAX_FLYING = 32 }; /* one for each thread of a scenario */

static struct executor first;
static struct executor *volatile on_turn = &first;
static struct executor *volatile flying[MAX_FLYING];

void executor_begin(void)
{
    first = (struct executor){ .given = false };
    on_turn = &first;
    platform_thread_set(&first);
}

void executor_flies(struct executor *executor, bool flies)
{
    unsigned i = 0;

    while (i < MAX_FLYING && flying[i] != (flies ? NULL : executor))
        i++;
    if (i < MAX_FLYING)
        flying[i] = flies ? executor : NULL;
}

static struct executor *of_nobody(void)
{
    for (unsigned i = 0; !on_turn->given && i < MAX_FLYING; i++) {
        struct executor *const other = flying[i];

        if (other && other->given)
            return other;
    }
    return on_turn;
}

struct executor *executor_here(void)
{
    struct executor *const own = platform_thread_get();

    return own ? own : of_nobody();
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

void executor_enter_turn(void)
{
    platform_thread_set(on_turn);
}

void executor_takes_turn(struct executor *executor)
{
    on_turn = executor;
}

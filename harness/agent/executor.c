#include "executor.h"

#include "platform.h"

static struct executor first;
static struct executor *volatile on_turn = &first;

struct executor *executor_here(void)
{
    struct executor *const own = platform_thread_get();

    return own ? own : on_turn;
}

void executor_enter(struct executor *executor)
{
    platform_thread_set(executor);
}

void executor_takes_turn(struct executor *executor)
{
    on_turn = executor;
}

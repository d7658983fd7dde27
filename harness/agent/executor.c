#include "executor.h"

#include "platform.h"

enum { MAX_FLYING = 32 /* one for each thread of a scenario */, MAX_GUESTS = 64 };

static struct executor first;
static struct executor *volatile on_turn = &first;
static struct executor *volatile flying[MAX_FLYING];
/* Threads of nobody that took control from an executor. */
static struct guest {
    volatile LONG thread;
    struct executor *host;
} guests[MAX_GUESTS];
static volatile LONG n_guests;

void executor_begin(void)
{
    first = (struct executor){ .given = false };
    on_turn = &first;
    memset(guests, 0, sizeof guests);
    n_guests = 0;
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

static struct guest *guest_of(LONG thread)
{
    for (unsigned i = 0; n_guests && i < MAX_GUESTS; i++)
        if (guests[i].thread == thread)
            return &guests[i];
    return NULL;
}

static void arrive(LONG thread, struct executor *host)
{
    for (unsigned i = 0; i < MAX_GUESTS; i++)
        if (InterlockedCompareExchange(&guests[i].thread, thread, 0) == 0) {
            guests[i].host = host;
            InterlockedIncrement(&n_guests);
            return;
        }
}

void executor_holds(struct executor *executor, bool holds)
{
    const LONG thread = (LONG)GetCurrentThreadId();
    struct guest *guest;

    if (platform_thread_get())
        return;
    guest = guest_of(thread);
    if (holds && !guest)
        arrive(thread, executor);
    if (holds || !guest)
        return;
    InterlockedDecrement(&n_guests);
    guest->thread = 0;
}

bool executor_has_guest(const struct executor *executor)
{
    const LONG own = (LONG)GetCurrentThreadId();

    for (unsigned i = 0; n_guests && i < MAX_GUESTS; i++)
        if (guests[i].thread && guests[i].thread != own && guests[i].host == executor)
            return true;
    return false;
}

bool executor_is_guest(void)
{
    return platform_thread_get() == NULL;
}

struct executor *executor_here(void)
{
    struct executor *const own = platform_thread_get();
    const struct guest *guest = own || !n_guests ? NULL : guest_of((LONG)GetCurrentThreadId());

    return own ? own : guest ? guest->host : of_nobody();
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

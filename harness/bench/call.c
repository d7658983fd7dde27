/* bench-call TRACE PROFILE [DLL]: nanoseconds of one COM call that has no effects, as a scenario's step (recorded, in the
 * mapped trace) and bare, each as a mean of many. The native program has its DLL linked in. */
#include "agent.h"
#include "call.h"
#include "session.h"

#include <stdio.h>
#include <time.h>

enum { STEPS = 1000, ROUNDS = 100, CALLS = STEPS * ROUNDS, BARE_CALLS = 50 * CALLS };

static const char setup[] = "scenario 1\n"
                            "title one call\n"
                            "evidence synthetic benchmark\n"
                            "registry empty\n"
                            "process client\n"
                            "  manager = create UserIdentityManager as IUserIdentityManager\n"
                            "  manager.EnumIdentities(&all)\n";
static const char counted[] = "  all.GetCount(&n)\n";

static char text[sizeof setup + STEPS * sizeof counted];

static size_t write_scenario(void)
{
    size_t n = sizeof setup - 1;

    memcpy(text, setup, n);
    for (unsigned i = 0; i < STEPS; i++, n += sizeof counted - 1)
        memcpy(text + n, counted, sizeof counted - 1);
    return n;
}

/* The processor's time natively; under Wine C's clock() is that of the wall, and whole milliseconds. */
static double nanoseconds_since(clock_t start, unsigned calls)
{
    return (double)(clock() - start) * 1e9 / CLOCKS_PER_SEC / calls;
}

static double recorded(const struct step *steps)
{
    const clock_t start = clock();

    for (unsigned i = 0; i < ROUNDS; i++)
        run_steps(steps, NULL);
    return nanoseconds_since(start, CALLS);
}

static double bare(const struct step *step)
{
    unsigned slot = 0;
    void *const object = slot_bound("all")->pointer;
    DWORD n = 0;
    const UINT_PTR words[] = { (UINT_PTR)object, (UINT_PTR)&n };
    clock_t start;

    cat_method(step->callee_interface, step->method, &slot);
    start = clock();
    for (unsigned i = 0; i < BARE_CALLS; i++)
        call_words(vtable_slot(object, slot), words, ARRAYSIZE(words));
    return nanoseconds_since(start, BARE_CALLS);
}

int main(int argc, char **argv)
{
    const int started = session_start(argc, argv, text, write_scenario());
    const struct step *steps;
    double with, without;

    if (started != EXIT_COMPLETE)
        return started;
    steps = agent.scenario->sections->steps;
    run_steps(steps, NULL); /* binds manager and all, and warms up */
    if (!slot_bound("all"))
        return EXIT_ENVIRONMENT;
    steps = steps->next->next;
    without = bare(steps);
    with = recorded(steps);
    printf("%.3f %.3f\n", with, without);
    fflush(stdout);
    return session_end();
}

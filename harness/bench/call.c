/* bench-call TRACE PROFILE [DLL]: nanoseconds of one COM call that has no effects, as a scenario's step (recorded, in the
 * mapped trace) and bare, each as a mean of many. The native program has its DLL linked in. */
#include "agent.h"
#include "call.h"
#include "journal.h"
#include "outcome.h"
#include "platform.h"
#include "sink.h"
#include "trace/check.h"
#include "trace/parse.h"

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

static bool read_scenario(void)
{
    static char text[sizeof setup + STEPS * sizeof counted];
    struct diag diag;
    size_t n = sizeof setup - 1;

    memcpy(text, setup, n);
    for (unsigned i = 0; i < STEPS; i++, n += sizeof counted - 1)
        memcpy(text + n, counted, sizeof counted - 1);
    diag_init(&diag, "bench");
    return trace_parse(text, n, "bench", &agent.scenario, &diag) == ST_OK &&
           trace_check(agent.scenario, "bench", NULL, &diag) == ST_OK;
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

static bool start(const struct options *options)
{
    struct dll_info dll = { 0 };

    if (!read_scenario() || !slots_open() || !sinks_open() || platform_sandbox_open(options) ||
        platform_dll_load(options, &dll) || !journal_open(options->trace))
        return false;
    platform_com_start(APARTMENT_STA);
    return true;
}

int main(int argc, char **argv)
{
    struct options options = { .limit_ms = 600000, .self = argv[0] };
    const struct step *steps;
    double with, without;

    if (argc < 3)
        return EXIT_INPUT;
    options.trace = argv[1];
    options.profile = argv[2];
    options.dll = argc > 3 ? argv[3] : NULL;
    if (!start(&options))
        return EXIT_ENVIRONMENT;
    steps = agent.scenario->sections->steps;
    run_steps(steps, NULL); /* binds manager and all, and warms up */
    if (!slot_bound("all"))
        return EXIT_ENVIRONMENT;
    steps = steps->next->next;
    without = bare(steps);
    with = recorded(steps);
    printf("%.3f %.3f\n", with, without);
    fflush(stdout);
    outcome_ok();
    journal_close();
    slots_close(true);
    sinks_close();
    platform_dll_unload();
    platform_sandbox_close();
    trace_free(agent.scenario);
    return platform_leave(EXIT_COMPLETE);
}

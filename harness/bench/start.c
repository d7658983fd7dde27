/* (a) A scenario in a process of its own under Wine, against a PE that loads the same DLLs, initialises COM and ends.
 * (b) What putting the sandbox back to its start costs of that. */
#include "bench.h"

#include "driver/files.h"

/* bench-reset prints the milliseconds of one reset, as the agent does it. */
static bool measure_reset(struct bench *bench, double *milliseconds)
{
    char *output = xformat("%s/reset.txt", bench->folder), *profile = xformat("%s/reset", bench->memory);
    struct cost cost =
        wine_program(bench, "harness/bench/bench-reset.exe", (const char *const[]){ profile, NULL }, output);
    struct str text = { 0 };
    bool ok = expect_status(bench, &cost, 0, "bench-reset.exe") && file_read(output, 4096, &text, &bench->problem);

    *milliseconds = ok ? strtod(str_text(&text), NULL) : 0;
    str_free(&text);
    free(output);
    free(profile);
    return ok;
}

static bool measure_pair(struct bench *bench, struct sample *scenario, struct sample *reset)
{
    struct cost ours = wine_scenario(bench);
    struct cost theirs = wine_program(bench, "harness/bench/bench-base.exe", (const char *const[]){ NULL }, NULL);
    double milliseconds;

    if (!expect_status(bench, &ours, 0, "agent.exe") || !expect_status(bench, &theirs, 0, "bench-base.exe") ||
        !measure_reset(bench, &milliseconds))
        return false;
    sample_add(scenario, ours.seconds * 1000, theirs.seconds * 1000);
    sample_add(reset, milliseconds, ours.seconds * 1000);
    return true;
}

unsigned bench_start(struct bench *bench, struct result results[RESULTS_MAX])
{
    static struct sample scenario, reset;
    bool ok = wine_start(bench);

    while (ok && scenario.count < bench->pairs)
        ok = measure_pair(bench, &scenario, &reset);
    if (!ok)
        return 0;
    results[0] = result_of(&scenario, "isolated", "a scenario in its own process under Wine / a PE that starts COM");
    results[0].limit = 1.3;
    results[1] = result_of(&reset, "reset", "reset of registry and folders / the scenario");
    results[1].limit = 0.1;
    results[0].side_unit = results[1].side_unit = "ms";
    return 2;
}

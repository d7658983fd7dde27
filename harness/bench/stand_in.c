/* (i) What the recorder costs an application in front of whose msident.dll it stands. */
#include "bench.h"

#include "driver/files.h"

#include <sys/stat.h>

enum { NUMBERS = 4 };

/* One run in a folder of its own: it holds the recorder with its settings, and the recording. */
static bool run(struct bench *bench, double numbers[NUMBERS])
{
    static const char program[] = "harness/bench/bench-recorder.exe";
    char *output = xformat("%s/recorder.txt", bench->folder), *folder = xformat("%s/recorder", bench->memory);
    char *recorder = settings_built(&bench->settings, "win64", "harness/recorder/recorder.dll");
    char *target = settings_built(&bench->settings, "win64", "src/msident.dll");
    struct cost cost;
    bool ok;

    mkdir(folder, 0700);
    cost = wine_program(bench, program, (const char *const[]){ recorder, target, folder }, output);
    ok = expect_status(bench, &cost, 0, program) && read_numbers(bench, output, NUMBERS, numbers);
    tree_remove(folder);
    free(output);
    free(folder);
    free(recorder);
    free(target);
    return ok;
}

unsigned bench_recorder(struct bench *bench, struct result results[RESULTS_MAX])
{
    static struct sample calls, hooks;
    double numbers[NUMBERS];
    bool ok = wine_start(bench);

    while (ok && calls.count < bench->pairs && (ok = run(bench, numbers))) {
        sample_add(&calls, numbers[0], numbers[1]);
        sample_add(&hooks, numbers[2], numbers[3]);
    }
    if (!ok)
        return 0;
    results[0] = result_of_difference(&calls, "recorder-call",
                                      "an application's COM call without effects through the recorder - past it");
    results[0].limit = 1;
    results[1] = result_of(&hooks, "recorder-hooked",
                           "an application's own NtSetValueKey through the recorder's hook / past it, CPU time");
    results[1].limit = 1.02;
    results[1].high_limit = 1.03;
    results[0].side_unit = results[1].side_unit = "us";
    return 2;
}

/* (i) What the recorder costs an application in front of whose msident.dll it stands. */
#include "bench.h"

#include "driver/files.h"

#include <sys/stat.h>

enum { NUMBERS = 4 };

static bool read_numbers(struct bench *bench, const char *output, double numbers[NUMBERS])
{
    struct str text = { 0 };
    bool ok = file_read(output, 4096, &text, &bench->problem) &&
              sscanf(str_text(&text), "%lf %lf %lf %lf", &numbers[0], &numbers[1], &numbers[2], &numbers[3]) == NUMBERS;

    if (!ok && bench->problem.code == CODE_EXPECTED)
        problem_set(&bench->problem, CODE_ENVIRONMENT, "%s: expected %d numbers, found '%s'", output, NUMBERS,
                    str_text(&text));
    str_free(&text);
    return ok;
}

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
    ok = expect_status(bench, &cost, 0, program) && read_numbers(bench, output, numbers);
    tree_remove(folder);
    free(output);
    free(folder);
    free(recorder);
    free(target);
    return ok;
}

static void add(struct sample *sample, double ours, double theirs)
{
    sample->ours[sample->count] = ours;
    sample->theirs[sample->count++] = theirs;
}

unsigned bench_recorder(struct bench *bench, struct result results[RESULTS_MAX])
{
    static struct sample calls, hooks;
    double numbers[NUMBERS];
    bool ok = wine_start(bench);

    while (ok && calls.count < bench->pairs && (ok = run(bench, numbers))) {
        add(&calls, numbers[0], numbers[1]);
        add(&hooks, numbers[2], numbers[3]);
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

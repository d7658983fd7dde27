/* (f) What the import hooks cost a registry call. (g) What recording costs a COM call that has no effects: the records
 * alone, natively, and with all that is looked at after each call under Wine. (h) What a dialog costs that is seen, recorded
 * and played, under Wine and natively. */
#include "bench.h"

enum { NUMBERS = 3 };

struct side {
    const char *program;
    bool native;
    const char *dll; /* or NULL */
    unsigned numbers;
};

static bool run(struct bench *bench, const struct side *side, double numbers[NUMBERS])
{
    char *output = xformat("%s/record.txt", bench->folder), *profile = xformat("%s/record", bench->memory);
    char *trace = xformat("%s/record.trc", bench->memory);
    char *program = settings_built(&bench->settings, "native", side->program);
    char *dll = side->dll ? settings_built(&bench->settings, "win64", side->dll) : NULL;
    struct cost cost =
        side->native ? measure(&(struct command){ .arguments = (const char *const[]){ program, trace, profile, NULL },
                                                  .output = output })
                     : wine_program(bench, side->program, (const char *const[]){ trace, profile, dll, NULL }, output);
    bool ok = expect_status(bench, &cost, 0, side->program) && read_numbers(bench, output, side->numbers, numbers);

    free(output);
    free(profile);
    free(trace);
    free(program);
    free(dll);
    return ok;
}

static bool measure_pair(struct bench *bench, struct sample *hook, struct sample *effect, struct sample calls[2])
{
    static const struct side hooked = { "harness/bench/bench-hook.exe", false, NULL, 3 };
    static const struct side sides[2] = { { "harness/bench/bench-call", true, NULL, 2 },
                                          { "harness/bench/bench-call.exe", false, "src/msident.dll", 2 } };
    double numbers[NUMBERS];

    if (!run(bench, &hooked, numbers))
        return false;
    sample_add(hook, numbers[0], numbers[1]);
    sample_add(effect, numbers[2], numbers[1]);
    for (unsigned i = 0; i < 2; i++) {
        if (!run(bench, &sides[i], numbers))
            return false;
        sample_add(&calls[i], numbers[0] / 1000, numbers[1] / 1000);
    }
    return true;
}

unsigned bench_record(struct bench *bench, struct result results[RESULTS_MAX])
{
    static struct sample hook, effect, calls[2];
    bool ok = wine_start(bench);

    while (ok && hook.count < bench->pairs)
        ok = measure_pair(bench, &hook, &effect, calls);
    if (!ok)
        return 0;
    results[0] = result_of(&hook, "hooked", "100,000 calls of NtSetValueKey through the hook / past it, CPU time");
    results[0].limit = 1.02;
    results[0].high_limit = 1.03;
    results[1] = result_of_difference(&calls[0], "recorded-call", "a recorded COM call without effects - a bare one");
    results[1].limit = 1;
    results[2] =
        result_of_difference(&calls[1], "recorded-call-wine", "the same under Wine, with what is looked at after it");
    results[3] =
        result_of_difference(&effect, "recorded-effect", "NtSetValueKey that writes a line - one past the hook");
    results[2].told = results[3].told = true;
    for (unsigned i = 0; i < 4; i++)
        results[i].side_unit = "us";
    return 4;
}

unsigned bench_dialog(struct bench *bench, struct result results[RESULTS_MAX])
{
    static const struct side sides[2] = {
        { "harness/bench/bench-dialog.exe", false, "harness/probe/probe.dll", 2 },
        { "harness/bench/bench-dialog", true, NULL, 2 },
    };
    static struct sample dialogs[2];
    double numbers[NUMBERS];
    bool ok = wine_start(bench);

    while (ok && dialogs[0].count < bench->pairs) {
        for (unsigned i = 0; ok && i < 2; i++) {
            ok = run(bench, &sides[i], numbers);
            if (ok)
                sample_add(&dialogs[i], numbers[0], numbers[1]);
        }
    }
    if (!ok)
        return 0;
    results[0] = result_of(&dialogs[0], "dialog", "a dialog that a user plays under Wine / driven by bare messages");
    results[0].limit = 1.2;
    results[1] = result_of(&dialogs[1], "dialog-native", "the same on the stubs, where a dialog costs next to nothing");
    results[1].told = true;
    results[0].side_unit = results[1].side_unit = "us";
    return 2;
}

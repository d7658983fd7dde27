/* (e) The driver's peak memory with 10,000 scenarios on the native lane. That of a million results through diff stands
 * with the benchmark of diff. */
#include "bench.h"

#include "driver/files.h"

static bool make_corpus(struct bench *bench, const char *folder, unsigned count)
{
    char *typical = xformat("%s/harness/bench/typical.scn", bench->settings.root);
    bool ok = true;

    for (unsigned i = 0; ok && i < count; i++) {
        char *group = xformat("%s/group%03u", folder, i / 100);
        char *copy = xformat("%s/scenario%05u.scn", group, i);

        ok = (i % 100 != 0 || folder_make(group, &bench->problem)) && file_copy(typical, copy, &bench->problem);
        free(group);
        free(copy);
    }
    free(typical);
    return ok;
}

static bool measure_compare(struct bench *bench, const char *corpus, double *peak)
{
    char *driver = settings_built(&bench->settings, "native", "harness/driver/identical-driver");
    char *reports = xformat("%s/reports", bench->folder);
    const char *arguments[] = { driver, "compare",   "--target", "native", "--scenarios",
                                corpus, "--reports", reports,    NULL };
    struct cost cost = measure(&(struct command){ .arguments = arguments, .watch_memory = true });

    free(driver);
    free(reports);
    *peak = cost.peak_mb;
    return expect_status(bench, &cost, CODE_EXPECTED, "identical compare");
}

unsigned bench_memory(struct bench *bench, struct result results[RESULTS_MAX])
{
    char *corpus = xformat("%s/corpus", bench->folder);
    double peak;
    bool ok = folder_make(corpus, &bench->problem) && make_corpus(bench, corpus, bench->quick ? 100 : 10000) &&
              measure_compare(bench, corpus, &peak);

    free(corpus);
    if (!ok)
        return 0;
    results[0] = result_of_amount(peak, "compare-memory", "peak memory of the driver, 10,000 scenarios on native");
    results[0].limit = 100;
    return 1;
}

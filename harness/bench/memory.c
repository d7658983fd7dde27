/* (e) The driver's peak memory with 10,000 scenarios on the native lane, and with a million results read into a report; how large the
 * page of those is, how long it takes to make, and how soon a browser shows it.
 * That of two long traces through diff stands with the benchmark of diff. */
#include "bench.h"
#include "synthetic.h"

#include "driver/files.h"

#include <sys/stat.h>

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

static bool measure_report(struct bench *bench, const char *format, double *peak)
{
    char *driver = settings_built(&bench->settings, "native", "harness/driver/identical-driver");
    char *report = xformat("%s/report.json", bench->folder);
    const char *arguments[] = { driver, "report", "--format", format, report, NULL };
    struct cost cost = measure(&(struct command){ .arguments = arguments, .watch_memory = true });

    free(driver);
    free(report);
    *peak = cost.peak_mb > *peak ? cost.peak_mb : *peak;
    return expect_status(bench, &cost, CODE_DIFFERENT, "identical report");
}

static bool measure_reports(struct bench *bench, double *peak)
{
    static const char *const formats[] = { "text", "json", "junit", "markdown", "html" };
    char *report = xformat("%s/report.json", bench->folder);
    bool ok = synthetic_report(report, bench->quick ? 3000 : 1000000, &bench->problem);

    *peak = 0;
    for (unsigned i = 0; ok && i < sizeof formats / sizeof *formats; i++)
        ok = measure_report(bench, formats[i], peak);
    free(report);
    return ok;
}

/* The page as a user gets it, in a file. */
static bool measure_page(struct bench *bench, double *seconds, double *megabytes)
{
    char *driver = settings_built(&bench->settings, "native", "harness/driver/identical-driver");
    char *report = xformat("%s/report.json", bench->folder), *page = xformat("%s/report.html", bench->folder);
    const char *arguments[] = { driver, "report", report, "--format", "html", "-o", page, NULL };
    struct cost cost = measure(&(struct command){ .arguments = arguments });
    struct stat found = { 0 };
    const bool there = stat(page, &found) == 0;

    free(driver);
    free(report);
    free(page);
    *seconds = cost.seconds;
    *megabytes = (double)found.st_size / 1e6;
    return expect_status(bench, &cost, CODE_DIFFERENT, "identical report --format html") &&
           (there || problem_set(&bench->problem, CODE_INTERNAL, "identical report wrote no page"));
}

/* Where there is no browser the row is left out, and said so. */
static unsigned add_paint(struct bench *bench, struct result *result)
{
    char *page = xformat("%s/report.html", bench->folder);
    struct sample sample = { 0 };
    const bool there = paint_is_measured();
    const bool ok = there && measure_paint(bench, page, &sample);

    free(page);
    if (!there)
        fprintf(stderr, "identical-bench: report-paint is left out: there is no Chromium\n");
    if (!ok)
        return 0;
    *result = (struct result){ .name = "report-paint",
                               .unit = "ms",
                               .about = "first paint of that page in Chromium, opened from disk",
                               .value = interval_of(sample.ours, sample.count),
                               .limit = 1000,
                               .pairs = sample.count };
    return 1;
}

unsigned bench_memory(struct bench *bench, struct result results[RESULTS_MAX])
{
    char *corpus = xformat("%s/corpus", bench->folder);
    double peak, report_peak, seconds, megabytes;
    bool ok = folder_make(corpus, &bench->problem) && make_corpus(bench, corpus, bench->quick ? 100 : 10000) &&
              measure_compare(bench, corpus, &peak) && measure_reports(bench, &report_peak) &&
              measure_page(bench, &seconds, &megabytes);

    free(corpus);
    if (!ok)
        return 0;
    results[0] = result_of_amount(peak, "compare-memory", "peak memory of the driver, 10,000 scenarios on native");
    results[1] =
        result_of_amount(report_peak, "report-memory", "peak memory of the driver, a report of 1,000,000 results");
    results[0].limit = results[1].limit = 100;
    results[2] = result_of_amount(megabytes, "report-size", "the page of a report of 1,000,000 results");
    results[2].limit = 20;
    results[3] = result_of_amount(seconds, "report-build", "time to make that page from report.json");
    results[3].unit = "s";
    results[3].told = true;
    return 4 + add_paint(bench, &results[4]);
}

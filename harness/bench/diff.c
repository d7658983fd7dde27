/* (d) Our diff of two long traces against GNU diff, which knows nothing about symbols. Both print to /dev/null. */
#include "bench.h"
#include "synthetic.h"

struct sides {
    char *left, *right, *driver;
};

static bool make_traces(struct bench *bench, const struct sides *sides)
{
    unsigned lines = bench->quick ? 10000 : 1000000;

    return synthetic_trace(sides->left, lines, 0, &bench->problem) &&
           synthetic_trace(sides->right, lines, 10, &bench->problem);
}

static bool measure_pair(struct bench *bench, const struct sides *sides, struct sample *sample, double *peak)
{
    const char *ours[] = { sides->driver, "diff", sides->left, sides->right, NULL };
    const char *theirs[] = { "/usr/bin/diff", sides->left, sides->right, NULL };
    struct cost our_cost = measure(&(struct command){ .arguments = ours, .watch_memory = true });
    struct cost their_cost = measure(&(struct command){ .arguments = theirs });

    if (!expect_status(bench, &our_cost, CODE_DIFFERENT, "identical diff") ||
        !expect_status(bench, &their_cost, 1, "GNU diff"))
        return false;
    sample_add(sample, our_cost.cpu, their_cost.cpu);
    *peak = our_cost.peak_mb > *peak ? our_cost.peak_mb : *peak;
    return true;
}

unsigned bench_diff(struct bench *bench, struct result results[RESULTS_MAX])
{
    struct sides sides = { xformat("%s/left.trc", bench->folder), xformat("%s/right.trc", bench->folder),
                           settings_built(&bench->settings, "native", "harness/driver/identical-driver") };
    struct sample sample = { 0 };
    double peak = 0;
    bool ok = make_traces(bench, &sides);

    while (ok && sample.count < bench->pairs)
        ok = measure_pair(bench, &sides, &sample, &peak);
    if (ok) {
        results[0] =
            result_of(&sample, "diff", "CPU time of `identical diff` / GNU diff, 1,000,000 lines, 1 % changed");
        results[0].limit = 3;
        results[0].side_unit = "s";
        results[1] = result_of_amount(peak, "diff-memory", "peak memory of `identical diff` in that");
        results[1].limit = 100;
    }
    free(sides.left);
    free(sides.right);
    free(sides.driver);
    return ok ? 2 : 0;
}

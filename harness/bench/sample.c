#include "sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* The largest k with P(fewer than k of n values lie below the median) <= 2.5 %: values k and n + 1 - k, counted from
 * 1, enclose the median with at least 95 %. 0 if n is too small for that. */
static size_t lower_rank(size_t n)
{
    double term = pow(0.5, (double)n), sum = 0;
    size_t k = 0;

    while (k < n && sum + term <= 0.025) {
        sum += term;
        term = term * (double)(n - k) / (double)(k + 1);
        k++;
    }
    return k;
}

void sample_add(struct sample *sample, double ours, double theirs)
{
    sample->ours[sample->count] = ours;
    sample->theirs[sample->count++] = theirs;
}

struct interval interval_of(const double *values, size_t count)
{
    double sorted[PAIRS_MAX];
    size_t rank = lower_rank(count);
    struct interval interval;

    memcpy(sorted, values, count * sizeof *values);
    qsort(sorted, count, sizeof *sorted, compare_doubles);
    interval.median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    interval.low = sorted[rank ? rank - 1 : 0];
    interval.high = sorted[rank ? count - rank : count - 1];
    return interval;
}

struct interval ratio_of(const struct sample *sample)
{
    double ratios[PAIRS_MAX];

    for (size_t i = 0; i < sample->count; i++)
        ratios[i] = sample->ours[i] / sample->theirs[i];
    return interval_of(ratios, sample->count);
}

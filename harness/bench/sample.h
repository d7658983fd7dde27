/* What a benchmark measures and how it is judged: pairs of measurements, both sides taken in turn. */
#ifndef IDT_BENCH_SAMPLE_H
#define IDT_BENCH_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

enum { PAIRS_MAX = 301 };

/* Ratios ours / theirs, one a pair. */
struct sample {
    size_t count;
    double ours[PAIRS_MAX];
    double theirs[PAIRS_MAX];
};

/* One pair more, PAIRS_MAX at most. */
void sample_add(struct sample *sample, double ours, double theirs);

struct interval {
    double median, low, high; /* low to high: 95 % by order statistics, no assumption about the distribution */
};

struct interval interval_of(const double *values, size_t count);

/* The median of the pairs' own ratios: what disturbs the machine for longer than a pair falls out. */
struct interval ratio_of(const struct sample *sample);

#endif

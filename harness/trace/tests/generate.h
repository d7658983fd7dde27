/* Random models out of a seed: every field that the format can say takes every kind of value. */
#ifndef IDT_TRACE_TEST_GENERATE_H
#define IDT_TRACE_TEST_GENERATE_H

#include "trace/trace.h"

struct random {
    uint64_t state;
};

struct random random_seed(uint64_t seed);
/* 0 to n - 1. */
uint32_t random_below(struct random *random, uint32_t n);
/* Right in form, not in meaning (trace_check would refuse it). NULL when there is no memory. */
struct trace *random_trace(struct random *random);

#endif

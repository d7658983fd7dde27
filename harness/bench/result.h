#ifndef IDT_BENCH_RESULT_H
#define IDT_BENCH_RESULT_H

#include "bench.h"

/* By its median, and where there is a limit for it by the upper end of the interval too. */
bool result_met(const struct result *result);

void result_print_header(FILE *out);
void result_print(const struct result *result, bool judged, FILE *out);
bool results_write(const struct result *results, size_t count, bool judged, const char *path);

#endif

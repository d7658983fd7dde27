/* Traces of any length, always the same for the same arguments. */
#ifndef IDT_BENCH_SYNTHETIC_H
#define IDT_BENCH_SYNTHETIC_H

#include "driver/problem.h"

/* Writes a trace of so many lines. `changed` of 1000 lines differ from the trace written with 0: four of five in their
 * content, the others are gone or have a line more before them. */
bool synthetic_trace(const char *path, unsigned lines, unsigned changed, struct problem *problem);

/* Writes a report of so many results, three targets a scenario; one of a hundred is red. */
bool synthetic_report(const char *path, unsigned results, struct problem *problem);

#endif

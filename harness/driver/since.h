/* What changed between a run of the history and a report. */
#ifndef IDT_DRIVER_SINCE_H
#define IDT_DRIVER_SINCE_H

#include "driver/history.h"

/* Which facts became red, which are no longer, which did not run. Fails (CODE_USAGE): no run fits `when`. */
bool since_print(const struct results *results, struct history *history, const char *when, FILE *out,
                 struct problem *problem);

#endif

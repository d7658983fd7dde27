/* How far a run is: a bar on a terminal, a line now and then in a log. On stderr. */
#ifndef IDT_DRIVER_PROGRESS_H
#define IDT_DRIVER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    size_t total, done;
    double started, shown;
    bool terminal, quiet;
};

void progress_begin(struct progress *progress, size_t total, bool quiet);
void progress_step(struct progress *progress);
void progress_end(struct progress *progress); /* removes the bar */

#endif

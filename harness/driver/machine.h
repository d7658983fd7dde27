/* The 32-bit lane: one machine for the whole run (harness/x86). */
#ifndef IDT_DRIVER_MACHINE_H
#define IDT_DRIVER_MACHINE_H

#include "driver/run.h"
#include "driver/target.h"

#define MACHINE_FACTOR 10u /* of time limits: an emulated processor has a tenth of the speed */

struct machine {
    char *script, *folder; /* NULL: not started */
    char *share;           /* the run's folder: what the machine sees */
};

/* Starts it unless it runs. */
bool machine_start(struct machine *machine, const struct settings *settings, struct run *run, struct problem *problem);
bool machine_run_batch(struct machine *machine, const struct target *target, const char *list, const char *output,
                       unsigned limit_ms, pid_t *pid, struct problem *problem);
void machine_stop(struct machine *machine);

#endif

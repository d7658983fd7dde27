/* explain, of a scenario. */
#ifndef IDT_DRIVER_EXPLAIN_H
#define IDT_DRIVER_EXPLAIN_H

#include "driver/command.h"
#include "driver/facts.h"

/* Prints the scenario, what its evidence says, and the pictures that there are of its dialogs: those of the documentation, else those
 * of the last report. Returns the exit code. */
int explain_scenario(struct context *context, const struct statements *statements, const char *name);

#endif

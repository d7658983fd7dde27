/* explain, of a scenario and of all statements. */
#ifndef IDT_DRIVER_EXPLAIN_H
#define IDT_DRIVER_EXPLAIN_H

#include "driver/command.h"
#include "driver/facts.h"

/* Prints the scenario, what its evidence says, and the pictures that there are of its dialogs: those of the documentation, else those
 * of the last report. Returns the exit code. */
int explain_scenario(struct context *context, const struct statements *statements, const char *name);

/* Prints which statement has which scenarios, their verdicts in the last report, and the counts. CODE_DIFFERENT: a statement has
 * neither a scenario nor a line in statements.txt. */
int explain_coverage(struct context *context, const struct statements *statements);

/* Whether a file begins as a trace. */
bool is_trace(const char *path);
/* Prints the calls of a trace that failed, in words, and the facts on which scenarios with the same outcome rest. */
int explain_trace(struct context *context, const struct statements *statements, const char *path);

#endif

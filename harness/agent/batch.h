/* The list of --batch: lines of scenario file, tab, trace file and, if there is one more tab, the scenario's id. */
#ifndef AGENT_BATCH_H
#define AGENT_BATCH_H

#include "options.h"

/* Calls RUN for every line. Returns the worst of EXIT_COMPLETE, EXIT_INPUT, EXIT_ENVIRONMENT among its results; any other
 * result counts as EXIT_COMPLETE. */
int batch_each(const struct options *options, int (*run)(const struct options *options));

#endif

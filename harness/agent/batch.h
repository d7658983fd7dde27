/* The list of --batch: lines of scenario file, tab, trace file and, each behind one more tab, if they are there, the scenario's
 * id, its own limit in milliseconds in place of that of --limit-ms, and its own DLL in place of that of --dll. */
#ifndef AGENT_BATCH_H
#define AGENT_BATCH_H

#include "options.h"

/* Calls RUN for every line. Returns the worst of EXIT_COMPLETE, EXIT_INPUT, EXIT_ENVIRONMENT among its results; any other
 * result counts as EXIT_COMPLETE. */
int batch_each(const struct options *options, int (*run)(const struct options *options));

#endif

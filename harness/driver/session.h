/* From options to results: what compare and replay have in common. */
#ifndef IDT_DRIVER_SESSION_H
#define IDT_DRIVER_SESSION_H

#include "driver/command.h"
#include "driver/replay.h"
#include "driver/results.h"

/* Agents, template and the copied builtin: everything that replaying on these targets needs. */
bool session_prepare(struct settings *settings, struct run *run, struct target_set *targets, struct problem *problem);

/* Replays and judges everything. journal: NULL, or where cells are taken from and entered. False with a problem, or without one when a signal stopped it. */
bool session_compare(struct context *context, struct run *run, const struct corpus *corpus, struct target_set *targets,
                     struct journal *journal, struct results *results);

/* Known differences that nothing met, or that are out of date, as errors of the results. Only of scenarios that ran,
 * and of scenarios that do not exist. */
void session_check_expectations(const struct corpus *corpus, const struct target_set *targets, struct results *results);

unsigned session_workers(const struct options *options);

#endif

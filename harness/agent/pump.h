#ifndef AGENT_PUMP_H
#define AGENT_PUMP_H

#include "trace/trace.h"

/* Handles the messages of this thread: those that wait, or until a method of a sink is called, or for a while. Callbacks
 * appear below the step. False: this machine has no messages. */
bool pump(const struct step *step);
/* A sink was called: `until` may be over. */
void pump_sink_called(void);
/* Time goes by: natively on the machine's clock. */
void platform_pass_time(unsigned ms);

#endif

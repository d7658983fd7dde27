/* Objects of the scenario that the DLL under test calls. */
#ifndef AGENT_SINK_H
#define AGENT_SINK_H

#include "agent.h"

/* One object per `sink` section, bound to its variable. */
bool sinks_open(void);
void sinks_close(void);
/* References that others hold; -1 if there is no such sink. */
long sink_references(const char *name);
/* Calls of a method so far. */
unsigned sink_calls(const char *name, const char *method);
/* Those of them that came without a turn (turn.h), since the last `pump` ended. */
unsigned sink_calls_heard(const char *name, const char *method);
void sinks_pumped(void);

#endif

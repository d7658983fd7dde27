/* How long whoever started an agent waits for it: the agent's own limits come first, this one is for an agent that is stuck itself. */
#ifndef IDT_AGENT_PATIENCE_H
#define IDT_AGENT_PATIENCE_H

/* Of a scenario that states none, on a machine that is not slow. */
#define DEFAULT_LIMIT_MS 10000u

/* For the processes of a scenario to start: their limit begins when they are there. */
#define AGENT_START_MS 20000

/* Milliseconds. The conductor of several processes gives them their start, a quarter of the limit to end, and 3 s to tell (turn.c); the
 * rest is for the start and the end of its own process. */
#define PATIENCE_WITH_AGENT_MS(limit_ms) ((limit_ms) + (limit_ms) / 4 + AGENT_START_MS + 10000)

#endif

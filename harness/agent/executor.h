/* Who runs steps in this process: its first thread, and one for each further thread of the scenario. What a thread of
 * nobody does (one that the DLL under test started) counts as done by the one whose turn it is. */
#ifndef AGENT_EXECUTOR_H
#define AGENT_EXECUTOR_H

#include <stdbool.h>

struct executor {
    volatile bool given;     /* the DLL under test has control of this thread */
    struct journal *journal; /* where its lines go; NULL: the trace, as the only one who writes */
    struct flight *flight;   /* the call that its thread is in, after a `begin`; or NULL */
};

/* Of the calling thread. Never NULL. */
struct executor *executor_here(void);
/* The calling thread is this one from now on: neither the agent's first nor one that the DLL started. NULL: nobody's. */
void executor_enter(struct executor *executor);
/* Threads of nobody count as this one's from now on. */
void executor_takes_turn(struct executor *executor);

#endif

/* A call between its `begin` and its `end`. It is made on its own thread, as an application would; meanwhile a deputy takes
 * the turns of that thread: it gives the turn to others, hands the user's further lines to the player, and comes to the
 * `end`, where the thread has its turn again as soon as the call has returned. */
#ifndef AGENT_FLIGHT_H
#define AGENT_FLIGHT_H

#include "agent.h"

struct flight;

/* On the thread that makes the call, behind the line of `begin`: from now on its lines wait for the `end`. Without memory
 * the process ends. */
struct flight *flight_begin(const struct step *begin, const char *label);
/* After the call, before anything of the scenario is touched: returns when the `end` is reached, with the turn. A scenario
 * without `end` is over before that, and the process with it. */
void flight_rejoin(void);
/* The line of `end`, with what SHOWN says of the call. Returns the step behind it. */
const struct step *flight_end(struct flight *flight, const struct step *shown);
/* The scenario ends here: in a call whose `end` is reached, its lines stand there, and it gets the result. */
void flight_settle(void);
/* The label of a call in flight on the calling thread; NULL if there is none. */
const char *flight_label(void);

#endif

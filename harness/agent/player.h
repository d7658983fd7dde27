/* The user of the dialogs of one call: those of its thread, and of threads that the DLL under test started meanwhile. */
#ifndef AGENT_PLAYER_H
#define AGENT_PLAYER_H

#include "trace/trace.h"

struct player;

/* The first line of the user from this one on; NULL if there is none. */
const struct detail *user_line(const struct detail *detail);

/* Before the call, on its thread. NULL without memory or without user32. `details`: the
 * lines below the step, of which only what the user does counts; they stay where they are until player_stop(). */
struct player *player_start(const struct detail *details);
/* For a call in flight, before it: while this is true a dialog that no line names waits for one. */
void player_in_flight(struct player *player, bool more);
/* For a call in flight: further lines, from the front of a later section or below `end`. Any thread. */
void player_add(struct player *player, const struct detail *details);
/* Waits until all lines given so far were played or the call is over. False: the scenario is ended. A dialog that no line
 * expects, or a line that cannot be played, ends the process at once. */
bool player_wait(struct player *player);
/* The call is over: nobody waits for its lines any more. */
void player_over(struct player *player);
/* After the call returned, on its thread. NULL is ignored. Another thread may look at him still: his memory goes with
 * players_close(). */
void player_stop(struct player *player);
void players_close(void);

#endif

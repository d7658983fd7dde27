/* The other processes of a scenario, as the machine starts and ends them. */
#ifndef AGENT_PEER_H
#define AGENT_PEER_H

#include "agent.h"

/* Starts the process with this index (from 0), which finds the block by `channel`. Natively it is a copy of the calling
 * one and calls RUN, elsewhere the agent with --child. */
bool peer_start(const struct options *options, unsigned index, const char *channel, void (*run)(unsigned index));
/* Until `done` is set (true), or this process, or one of OTHERS (bits by index), is over (false; *lost: which, *code: its
 * exit code), or the time is up (false as well). */
bool peer_wait(unsigned index, HANDLE done, unsigned others, DWORD ms, unsigned *lost, DWORD *code);
/* Until it is over. */
void peer_join(unsigned index);
void peer_kill(unsigned index);
/* It does nothing any more, and does not answer. */
void peer_hang(unsigned index);
/* Ends all that still run. */
void peers_end(void);
/* Every process is there from the first step on (true), or starts at its first turn. */
bool peers_start_early(void);

#endif

/* One round of asking and telling: every advised sink of every process of the user in this session (I-09, I-22). The
 * calling thread's own apartment comes first and is called directly; other apartments and processes are called by
 * their own messages, while this thread handles its messages and drops what is typed and clicked meanwhile. */
#ifndef MSIDENT_IDENTITY_ROUND_H
#define MSIDENT_IDENTITY_ROUND_H

#include "module.h"

struct round;

/* Who is there now. *round: hand it to round_end() on the same thread; NULL on failure. Fails: E_OUTOFMEMORY, E_FAIL. */
HRESULT round_begin(struct round **round);
void round_end(struct round *round);

/* Asks everyone, one after the other, up to the first veto. Fails: E_PROCESS_CANCELLED_SWITCH. */
HRESULT round_query(struct round *round);

/* Tells everyone at once; returns when all who live were told. */
void round_tell(struct round *round);

/* Tells everyone of a change. The calling thread's own sinks are told when it returns; the others hear of it later. */
void round_changed(DWORD what);

/* The code of windows is about to go; no round runs. */
void round_stop(void);

#endif

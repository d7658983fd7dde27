/* One writer at a time, in all processes of the user: first use, ordinals and unique names are read-then-write. */
#ifndef MSIDENT_GUARD_H
#define MSIDENT_GUARD_H

#include "module.h"

/* Waits for the other writers. *guard: hand it to guard_leave() on the same thread; NULL on failure.
 * May be entered again by the thread that holds it. Fails: E_OUTOFMEMORY, E_FAIL (another process hangs in it). */
HRESULT guard_enter(HANDLE *guard);
void guard_leave(HANDLE guard);

#endif

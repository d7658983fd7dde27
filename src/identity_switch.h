/* The only code that changes the current identity, and who may know while it does (I-08, I-09, I-17). */
#ifndef MSIDENT_IDENTITY_SWITCH_H
#define MSIDENT_IDENTITY_SWITCH_H

#include "module.h"

void switch_start(void);

/* A switch is between its first question and its last notice. */
bool switch_running(void);

/* The identities of the running switch; *id is GUID_NULL on failure.
 * Fails: E_IDENTITY_NOT_FOUND (no switch, or nobody leaves or comes in it). */
HRESULT switch_get_outgoing(GUID *id);
HRESULT switch_get_incoming(GUID *id);

/* Makes the identity the current one. Everyone advised is asked first and told afterwards, unless it is the current
 * one already. Fails: E_IDENTITY_CHANGING, E_PROCESS_CANCELLED_SWITCH (veto, or D-105), those of the store. */
HRESULT switch_log_on(const GUID *id);

/* Leaves nobody logged on. Fails: E_NO_CURRENT_IDENTITY, E_IDENTITY_CHANGING, E_PROCESS_CANCELLED_SWITCH. */
HRESULT switch_log_off(void);

#endif

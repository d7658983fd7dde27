/* Logon, once it is allowed: whom it takes, and whom it asks (D-014 to D-020, I-07). */
#ifndef MSIDENT_IDENTITY_LOGON_H
#define MSIDENT_IDENTITY_LOGON_H

#include "module.h"

/* Both bits, no others (I-18). */
bool log_on_is_forced(DWORD flags);

/* *identity: one reference, NULL on failure. The parent may be NULL. Fails: E_USER_CANCELLED (also who logged off
 * instead), E_IDENTITY_CHANGING, E_PROCESS_CANCELLED_SWITCH, E_OUTOFMEMORY, those of the store. */
HRESULT log_on(HWND parent, DWORD flags, IUserIdentity **identity);

#endif

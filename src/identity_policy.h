#ifndef MSIDENT_IDENTITY_POLICY_H
#define MSIDENT_IDENTITY_POLICY_H

#include "module.h"

/* The policy "Prevent users from using Identities" (D-130). Fails: E_IDENTITIES_DISABLED (it holds), E_FAIL and
 * E_OUTOFMEMORY (it refuses to be read, so nobody knows). A value that is no DWORD says nothing. */
HRESULT policy_check(void);

#endif

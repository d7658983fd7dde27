#ifndef MSIDENT_IDENTITY_H
#define MSIDENT_IDENTITY_H

#include "module.h"

/* An object for the identity of that cookie, which need not exist (any more). *identity: one reference, NULL on
 * failure. Fails: E_OUTOFMEMORY. */
HRESULT identity_create(const GUID *id, IUserIdentity **identity);

#endif

/* ManageIdentities, once it is allowed (D-029 to D-035, I-21). */
#ifndef MSIDENT_IDENTITY_MANAGE_H
#define MSIDENT_IDENTITY_MANAGE_H

#include "module.h"

/* The parent may be NULL. S_OK: something was changed. Fails: E_USER_CANCELLED (nothing was), E_OUTOFMEMORY, those of the
 * store. */
HRESULT manage_identities(HWND parent, DWORD flags);

#endif

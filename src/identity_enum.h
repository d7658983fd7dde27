#ifndef MSIDENT_IDENTITY_ENUM_H
#define MSIDENT_IDENTITY_ENUM_H

#include "identity_store.h"

/* An enumerator of the list, which it holds. *enumerator: one reference, NULL on failure. Fails: E_OUTOFMEMORY. */
HRESULT identity_enum_create(struct identity_list *list, ULONG position, IEnumUserIdentity **enumerator);

#endif

/* For the store_*.c files alone. */
#ifndef MSIDENT_STORE_ORDINAL_H
#define MSIDENT_STORE_ORDINAL_H

#include "store_change.h"

/* Gives the identity behind key its ordinal; it has none yet. S_FALSE: no number left, nothing written. */
HRESULT store_give_ordinal(struct store_change *change, HKEY root, HKEY key, DWORD *ordinal);

#endif

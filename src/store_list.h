/* Identities with their ordinals, for the store_*.c files alone. */
#ifndef MSIDENT_STORE_LIST_H
#define MSIDENT_STORE_LIST_H

#include "module.h"

struct store_row {
    GUID id;
    DWORD ordinal; /* 0: none that can be used */
};

struct store_rows {
    struct store_row *row;
    ULONG count, capacity;
};

/* All identities below the open root, in registry order. Free with store_rows_free(), which a failure has done.
 * S_FALSE: a key refuses to be read; its identity counts as one without ordinal. */
HRESULT store_rows_read(HKEY root, struct store_rows *rows);
void store_rows_free(struct store_rows *rows);

/* The order of I-05. */
void store_rows_sort(struct store_rows *rows);

/* *ordinal: 0 for none, also where something else is stored. Fails: E_IDENTITY_NOT_FOUND, E_FAIL (no access). */
HRESULT store_read_ordinal(HKEY root, const GUID *id, DWORD *ordinal);

#endif

/* Several writes that count as one: all are made or none is left. For the store_*.c files alone. */
#ifndef MSIDENT_STORE_CHANGE_H
#define MSIDENT_STORE_CHANGE_H

#include "module.h"

struct store_undo {
    HKEY key;
    const WCHAR *name; /* of a value of key, or of a subkey that was made */
    bool made_key, existed;
    DWORD type, size;
    BYTE *data;
};

enum { STORE_CHANGE_LIMIT = 20 }; /* the first use makes 15 steps */

/* The keys and names handed in must stay valid until change_end(). */
struct store_change {
    HANDLE guard;
    ULONG count;
    struct store_undo undo[STORE_CHANGE_LIMIT];
};

/* Waits for the other writers. */
HRESULT change_begin(struct store_change *change);

/* Undoes everything if hr is a failure, lets the other writers in, returns hr. */
HRESULT change_end(struct store_change *change, HRESULT hr);

/* Opens a subkey and makes it where it's missing. *key: close with RegCloseKey() after change_end(); NULL on failure. */
HRESULT change_make_key(struct store_change *change, HKEY parent, const WCHAR *name, HKEY *key, bool *made);

HRESULT change_set_text(struct store_change *change, HKEY key, const WCHAR *name, const WCHAR *text);
HRESULT change_set_guid(struct store_change *change, HKEY key, const WCHAR *name, const GUID *guid);
HRESULT change_set_dword(struct store_change *change, HKEY key, const WCHAR *name, DWORD number);
HRESULT change_set_binary(struct store_change *change, HKEY key, const WCHAR *name, const BYTE *data, DWORD size);

/* A value that isn't there is no failure. */
HRESULT change_delete_value(struct store_change *change, HKEY key, const WCHAR *name);

#endif

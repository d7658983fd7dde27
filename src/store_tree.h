/* Removing a key with everything below it; for the store_*.c files alone. */
#ifndef MSIDENT_STORE_TREE_H
#define MSIDENT_STORE_TREE_H

#include "module.h"

/* Whether a later tree_delete() may do its work on every key below. A deletion can't be undone, so ask first. */
HRESULT tree_check(HKEY parent, const WCHAR *name);

/* Fails: E_FAIL with a part of the tree left, after it was tried twice. */
HRESULT tree_delete(HKEY parent, const WCHAR *name);

#endif

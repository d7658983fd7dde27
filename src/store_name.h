/* For the store_*.c files alone. */
#ifndef MSIDENT_STORE_NAME_H
#define MSIDENT_STORE_NAME_H

#include "module.h"

/* As store_get_name, but S_FALSE and NULL where the identity has no name, or something else in its place. */
HRESULT store_read_name(const GUID *id, WCHAR **name);

/* As store_find_name, passing over one identity. A failure other than E_IDENTITY_NOT_FOUND: some name can't be read. */
HRESULT store_find_other(const WCHAR *name, const GUID *but, GUID *id);

#endif

#ifndef MSIDENT_IDENTITY_FOLDER_H
#define MSIDENT_IDENTITY_FOLDER_H

#include "module.h"

/* Fails: E_INVALIDARG (not exactly one GIF_* flag: D-050, I-03). */
HRESULT folder_check_flags(DWORD flags);

/* The folder of an identity by GIF_* flag, with a backslash at the end, made if it isn't there (I-04).
 * Fails: E_INVALIDARG, HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER), E_FAIL; nothing is made then, and
 * the buffer holds "" if there is room. */
HRESULT folder_get(const GUID *id, DWORD flags, WCHAR *path, ULONG capacity);

/* The folder every new identity gets (D-103). */
HRESULT folder_create_local(const GUID *id);

#endif

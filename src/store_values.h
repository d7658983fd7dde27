/* Names of keys and values, and reading single values; for the store_*.c files alone. */
#ifndef MSIDENT_STORE_VALUES_H
#define MSIDENT_STORE_VALUES_H

#include "module.h"

extern const WCHAR store_root_key[];
extern const WCHAR store_next_ordinal[]; /* root: the next ordinal (F-009) */
extern const WCHAR store_ordinal[];      /* identity: its own (F-010) */
extern const WCHAR store_migrated[];
extern const WCHAR store_last_username[];
extern const WCHAR store_last_user_id[];
extern const WCHAR store_identity_login[];
extern const WCHAR store_default_user_id[];
extern const WCHAR store_start_user_id[];
extern const WCHAR store_username[];
extern const WCHAR store_use_password[];
extern const WCHAR store_password[];
extern const WCHAR store_user_id[];
extern const WCHAR store_directory_name[];

/* What a registry error means for a caller; the success code gives S_OK. */
HRESULT store_error(LONG error);

/* Opens HKCU\Identities. *key: close with RegCloseKey(); NULL on failure. Fails: E_IDENTITY_NOT_FOUND (not there). */
HRESULT store_open_root(REGSAM access, HKEY *key);

/* Reads a text of any stored form: with or without terminator, odd size, REG_EXPAND_SZ as it stands.
 * *text: free with mem_free(); NULL on failure. Fails: E_IDENTITY_NOT_FOUND (no value), E_FAIL (no text, too long). */
HRESULT store_read_text(HKEY key, const WCHAR *name, WCHAR **text);

/* Fails: E_IDENTITY_NOT_FOUND (no value), E_FAIL (no GUID in braces); *guid is GUID_NULL then. */
HRESULT store_read_guid(HKEY key, const WCHAR *name, GUID *guid);

/* Fails: E_IDENTITY_NOT_FOUND (no value), E_FAIL (no DWORD); *number is 0 then. */
HRESULT store_read_dword(HKEY key, const WCHAR *name, DWORD *number);

/* Reads any value whole. *data: free with mem_free(); NULL on failure or when the value is empty.
 * Fails: E_IDENTITY_NOT_FOUND (no value), E_FAIL (over limit bytes). */
HRESULT store_read_raw(HKEY key, const WCHAR *name, DWORD limit, DWORD *type, BYTE **data, DWORD *size);

/* Name of the index-th subkey that can be an identity's. *index moves behind it.
 * Fails: E_IDENTITY_NOT_FOUND (no more). */
HRESULT store_next_identity(HKEY root, DWORD *index, GUID *id);

#endif

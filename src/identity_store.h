/* Identities as the registry keeps them (real-world.md, F-001 to F-030). Only the store_*.c files know its names.
 *
 * Every function that writes holds the guard of guard.h and leaves the registry as it was before or as it is after,
 * never between; none calls into a client. Common failures: E_IDENTITY_NOT_FOUND (no such identity), E_FAIL (registry
 * refused or holds something else), E_OUTOFMEMORY. */
#ifndef MSIDENT_IDENTITY_STORE_H
#define MSIDENT_IDENTITY_STORE_H

#include "module.h"
#include "text.h"

/* A list of identities that never changes once made; shared by reference. */
struct identity_list {
    LONG refs;
    ULONG count;
    GUID ids[];
};

/* All identities by ordinal, those without one after, by GUID (I-05). *list: one reference, NULL on failure.
 * S_FALSE: all are there, but a key refuses to be read, so its place is that of one without ordinal. */
HRESULT store_list(struct identity_list **list);

/* The same between two changes: no identity in it is half made or half removed. */
HRESULT store_list_settled(struct identity_list **list);

/* A list of the one identity, or of none when id is NULL. */
HRESULT store_list_one(const GUID *id, struct identity_list **list);

void store_list_add_ref(struct identity_list *list);
void store_list_release(struct identity_list *list); /* NULL is allowed */

/* Opens the identity's key. *key: close with RegCloseKey(); NULL on failure. */
HRESULT store_open(const GUID *id, REGSAM access, HKEY *key);

/* S_OK or a common failure. */
HRESULT store_has(const GUID *id);

/* D-105: S_OK, or E_PROCESS_CANCELLED_SWITCH where `User ID` is not the name of the key. */
HRESULT store_check_user_id(const GUID *id);

/* *name: free with mem_free(); NULL on failure. Fails: E_FAIL (no name, no text or more than 32,000 characters). */
HRESULT store_get_name(const GUID *id, WCHAR **name);

/* The first identity of that name (I-12); *id is GUID_NULL on failure. */
HRESULT store_find_name(const WCHAR *name, GUID *id);

/* Identities by role; *id is GUID_NULL on failure. A value that names no identity is as good as none.
 * Fails: E_NO_CURRENT_IDENTITY (current), E_IDENTITY_NOT_FOUND (default, start-up). */
HRESULT store_get_current(GUID *id);
HRESULT store_get_default(GUID *id);
HRESULT store_get_start_up(GUID *id);

/* Makes the main identity where there is none yet (I-06); with its ordinal if this is part of a log-on. */
HRESULT store_first_use(bool log_on);

/* A cookie nobody has. */
HRESULT store_new_id(GUID *id);

/* Makes an identity of that cookie. password may be NULL. Fails: E_IDENTITY_EXISTS, E_INVALIDARG (password). */
HRESULT store_create(const GUID *id, const WCHAR *name, const WCHAR *password);

/* Removes an identity. Fails: E_INVALIDARG for the current and the last one (I-14). */
HRESULT store_destroy(const GUID *id);

/* Fails: E_IDENTITY_EXISTS. */
HRESULT store_set_name(const GUID *id, const WCHAR *name);

/* Both or neither; the passwords as for store_change_password(). Fails: E_IDENTITY_EXISTS. */
HRESULT store_set_name_and_password(const GUID *id, const WCHAR *name, const WCHAR *old_password,
                                    const WCHAR *new_password);

HRESULT store_set_default(const GUID *id);

/* NULL: none, so everybody is asked (I-20). */
HRESULT store_set_start_up(const GUID *id);

/* Makes the identity the current one, after giving it its ordinal (I-05). */
HRESULT store_set_current(const GUID *id);

/* Leaves nobody logged on (I-08). */
HRESULT store_clear_current(void);

/* The identity's ordinal, handed out now if it has none (I-05). Fails: E_FAIL, also when all are used up. */
HRESULT store_get_ordinal(const GUID *id, DWORD *ordinal);

/* S_OK or E_FAIL (wrong). password may be NULL; at most PASSWORD_MAX_LENGTH characters, else E_INVALIDARG. */
HRESULT store_confirm_password(const GUID *id, const WCHAR *password);

/* As store_confirm_password for both, then the new one counts. */
HRESULT store_change_password(const GUID *id, const WCHAR *old_password, const WCHAR *new_password);

#endif

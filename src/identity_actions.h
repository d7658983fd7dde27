/* What both the interfaces and the dialogs do to identities: the store's change, what belongs to it, and the notice. */
#ifndef MSIDENT_IDENTITY_ACTIONS_H
#define MSIDENT_IDENTITY_ACTIONS_H

#include "text.h"

/* Makes the identity of a new cookie (store_new_id()). Fails: E_IDENTITY_EXISTS, those of store_create(). */
HRESULT action_create(const GUID *id, const WCHAR *name, const WCHAR *password);

/* Fails: E_IDENTITY_CHANGING (a switch is running, I-17), those of store_destroy(). */
HRESULT action_destroy(const GUID *id);

/* Fails: E_IDENTITY_EXISTS, those of store_set_name(). */
HRESULT action_rename(const GUID *id, const WCHAR *name);

/* The name, and the password with it: both or neither. Fails: as store_set_name_and_password(). */
HRESULT action_change(const GUID *id, const WCHAR *name, const WCHAR *old_password, const WCHAR *new_password);

#endif

/* For the store_*.c files alone. */
#ifndef MSIDENT_STORE_PASSWORD_H
#define MSIDENT_STORE_PASSWORD_H

#include "identity_password.h"
#include "store_change.h"

/* Writes the record of an identity that is being made, in the order of F-019. */
HRESULT store_write_new_password(struct store_change *change, HKEY key, const struct password *password);

struct password_change {
    struct password given, wanted;
};

/* Wipe with mem_wipe(). Fails: E_INVALIDARG (one is too long). */
HRESULT store_prepare_passwords(struct password_change *passwords, const WCHAR *old_password,
                                const WCHAR *new_password);

/* The change of a password as a part of a change of the identity behind key. Fails: E_FAIL (the old one is wrong). */
HRESULT store_apply_passwords(struct store_change *change, HKEY key, const struct password_change *passwords);

#endif

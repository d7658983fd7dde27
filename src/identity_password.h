/* Passwords: the protected record, and the only place where two of them are compared (I-13, I-23). */
#ifndef MSIDENT_IDENTITY_PASSWORD_H
#define MSIDENT_IDENTITY_PASSWORD_H

#include "module.h"

enum { PASSWORD_MAX_LENGTH = 255, PASSWORD_CAPACITY = PASSWORD_MAX_LENGTH + 1 };

/* Whatever is behind the terminator is zero, so that a comparison can run over all of it. */
struct password {
    WCHAR text[PASSWORD_CAPACITY];
};

/* NULL and "" are "no password". Wipe with mem_wipe(). Fails: E_INVALIDARG (too long). */
HRESULT password_set(struct password *password, const WCHAR *text);

bool password_is_empty(const struct password *password);

/* Takes the same time wherever they differ. */
bool password_is_same(const struct password *left, const struct password *right);

/* The record of `Password2`, for this user alone. *data: free with mem_free(); NULL on failure.
 * Fails: E_OUTOFMEMORY, E_FAIL. */
HRESULT password_protect(const struct password *password, BYTE **data, DWORD *size);

/* Fails: E_FAIL (not readable by this user, or no record of ours). Wipe with mem_wipe() on success. */
HRESULT password_unprotect(BYTE *data, DWORD size, struct password *password);

#endif

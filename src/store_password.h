/* For the store_*.c files alone. */
#ifndef MSIDENT_STORE_PASSWORD_H
#define MSIDENT_STORE_PASSWORD_H

#include "identity_password.h"
#include "store_change.h"

/* Writes the record of an identity that is being made, in the order of F-019. */
HRESULT store_write_new_password(struct store_change *change, HKEY key, const struct password *password);

#endif

#ifndef MSIDENT_IDENTITY_POLICY_H
#define MSIDENT_IDENTITY_POLICY_H

#include "module.h"

/* The policy "Prevent users from using Identities" (D-130). What can't be read doesn't lock anybody out. */
bool policy_locked_down(void);

#endif

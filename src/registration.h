#ifndef MSIDENT_REGISTRATION_H
#define MSIDENT_REGISTRATION_H

#include "module.h"

/* The CLSID key of R-1; on failure all of it is removed again. Fails: SELFREG_E_CLASS. */
HRESULT registration_add(void);

/* Also where nothing is registered. Fails: SELFREG_E_CLASS. */
HRESULT registration_remove(void);

#endif

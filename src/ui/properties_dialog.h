/* The Properties dialog: name and password of an identity (D-112, D-121). */
#ifndef MSIDENT_UI_PROPERTIES_DIALOG_H
#define MSIDENT_UI_PROPERTIES_DIALOG_H

#include "../module.h"

/* S_OK: what was changed is in the registry, all of it; S_FALSE: nothing was. Fails: E_USER_CANCELLED, E_OUTOFMEMORY. */
HRESULT properties_dialog(HWND owner, const GUID *id, const WCHAR *name);

#endif

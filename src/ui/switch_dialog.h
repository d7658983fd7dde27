/* The chooser of Logon (D-014, D-125, D-155). */
#ifndef MSIDENT_UI_SWITCH_DIALOG_H
#define MSIDENT_UI_SWITCH_DIALOG_H

#include "../module.h"

/* *id: whom to offer first, GUID_NULL for the current identity or else the default one; then who was chosen and gave the
 * right password. S_FALSE: nobody, the user wants to log off. Fails: E_USER_CANCELLED, E_OUTOFMEMORY, those of the
 * store; *id is GUID_NULL then. */
HRESULT switch_dialog(HWND owner, GUID *id);

#endif

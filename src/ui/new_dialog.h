/* The New dialog (D-101, D-155). */
#ifndef MSIDENT_UI_NEW_DIALOG_H
#define MSIDENT_UI_NEW_DIALOG_H

#include "../text.h"

/* Makes an identity. Fails: E_USER_CANCELLED, E_OUTOFMEMORY; *id is GUID_NULL then. */
HRESULT new_dialog(HWND owner, GUID *id, WCHAR name[NAME_CAPACITY]);

#endif

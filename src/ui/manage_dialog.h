/* Manage Identities (D-029, D-111, D-155). */
#ifndef MSIDENT_UI_MANAGE_DIALOG_H
#define MSIDENT_UI_MANAGE_DIALOG_H

#include "../module.h"

struct managed {
    bool changed;   /* anything in the registry */
    GUID made;      /* the identity that manage_new() has made, or GUID_NULL */
    GUID switch_to; /* who is to become current: a new identity, asked for (D-102); GUID_NULL: nobody */
};

/* *managed: also after a failure. S_OK: closed. Fails: E_OUTOFMEMORY, those of the store. */
HRESULT manage_dialog(HWND owner, struct managed *managed);

/* The New dialog alone and, after it, the question whether to switch (D-031, D-102). S_OK: made, and *managed tells the
 * answer. Fails: E_USER_CANCELLED, E_OUTOFMEMORY. */
HRESULT manage_new(HWND owner, struct managed *managed);

#endif

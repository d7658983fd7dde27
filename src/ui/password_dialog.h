/* Asks for passwords of one identity: the one that is, the one that is to be, or both (D-101, D-112). */
#ifndef MSIDENT_UI_PASSWORD_DIALOG_H
#define MSIDENT_UI_PASSWORD_DIALOG_H

#include "../identity_password.h"

struct password_question {
    const GUID *id;    /* whose old password is asked for; NULL: nobody's */
    const WCHAR *name; /* whom the dialog names */
    bool new_one;      /* a new password, too; never an empty one */
};

/* *given, *wanted: what was asked for, else "no password"; wipe with mem_wipe(). The old one has been confirmed.
 * Fails: E_USER_CANCELLED, E_OUTOFMEMORY; both are "no password" then. */
HRESULT password_dialog(HWND owner, const struct password_question *question, struct password *given,
                        struct password *wanted);

#endif

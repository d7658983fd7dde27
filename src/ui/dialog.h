/* What all dialogs share. A dialog that can't be shown, or not in full, ends at once with the failure. */
#ifndef MSIDENT_UI_DIALOG_H
#define MSIDENT_UI_DIALOG_H

#include "../module.h"
#include "../identity_password.h"

/* The first member of what a dialog keeps. */
struct dialog {
    HRESULT hr; /* how it ended */
    HRESULT (*begin)(HWND window, struct dialog *self);
    void (*command)(HWND window, struct dialog *self, int control, int code);
};

/* Waits for the dialog's end; what it ended with. Fails: E_OUTOFMEMORY (it can't be shown), E_USER_CANCELLED (also where
 * its owner or the application's message loop ended meanwhile), what begin() failed with. */
HRESULT dialog_show(struct dialog *self, WORD template_id, HWND owner);

void dialog_end(HWND window, struct dialog *self, HRESULT hr);

/* A window that is gone is no window (I-44). */
HWND dialog_owner(HWND window);

/* Never fails, other than SetDlgItemTextW(). */
void dialog_set_text(HWND window, int control, const WCHAR *text);

/* Moves the focus to a field, all of it selected: what is wrong can be seen and is replaced by typing. */
void dialog_go_to(HWND window, int control);

void dialog_enable(HWND window, int control, bool enabled);

/* The text of a password field. Wipe with mem_wipe(). Fails: E_INVALIDARG (too long, I-13). */
HRESULT dialog_get_password(HWND window, int control, struct password *password);

/* Empties the field and overwrites its memory; the end of a dialog does so by itself. */
void dialog_wipe_password(HWND window, int control);

#endif

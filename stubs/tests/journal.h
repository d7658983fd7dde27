/* What happened, in one line of text, and dialogs that tell it. */
#ifndef STUBS_TESTS_JOURNAL_H
#define STUBS_TESTS_JOURNAL_H

#include "check.h"
#include "template.h"

void journal_clear(void);
void journal_add(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Compares and clears. */
void journal_check(const char *file, int line, const char *expected);
#define CHECK_JOURNAL(expected) journal_check(__FILE__, __LINE__, expected)

/* A dialog that tells each WM_COMMAND as "id:code" and answers WM_INITDIALOG with TRUE. */
INT_PTR CALLBACK journal_proc(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam);
/* Visible, with that procedure. */
HWND journal_dialog(const struct dialog_bytes *t);
/* The usual frame of a dialog of the tests. */
void journal_template(struct dialog_bytes *t, DWORD style);
/* Handles every message that is there. */
void journal_drain(HWND dialog);
/* The user presses a key in the control with the focus; tells where the focus is then. */
void journal_key(HWND dialog, WPARAM key);
void journal_shift(bool down);
/* Alt and a letter. */
void journal_alt(HWND dialog, WCHAR letter);
void journal_focus(void);

#endif

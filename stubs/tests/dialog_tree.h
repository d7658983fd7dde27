/* A dialog as text, and dialogs made up from a number, for comparing the stub with the real dialog manager. */
#ifndef STUBS_TESTS_DIALOG_TREE_H
#define STUBS_TESTS_DIALOG_TREE_H

#include "template.h"

/* Prints one window a line to standard output: class, id, styles, place in dialog units, text; then the tab order and
 * the default button. */
void tree_print(HWND dialog);
/* The same SEED gives the same dialog, everywhere. */
void tree_generate(struct dialog_bytes *t, unsigned seed);

#endif

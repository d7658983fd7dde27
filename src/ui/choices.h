/* All identities with their names, as lists and combo boxes show them. */
#ifndef MSIDENT_UI_CHOICES_H
#define MSIDENT_UI_CHOICES_H

#include "../module.h"

struct choice {
    GUID id;
    WCHAR *name; /* of an identity without one its cookie (I-34, I-45) */
};

struct choices {
    ULONG count;
    struct choice *items;
};

/* In the order of I-05. Free with choices_free(), which a failure has done. Fails: those of the store. */
HRESULT choices_read(struct choices *choices);
void choices_free(struct choices *choices);

/* The index, or -1. */
int choices_find(const struct choices *choices, const GUID *id);

/* Empties a list or combo box and fills it; leading: a line in front of all others, or NULL; the identity marked (may be
 * NULL) has the mark of the default one behind its name. Fails: E_OUTOFMEMORY. */
HRESULT choices_fill(const struct choices *choices, HWND control, bool combo, const WCHAR *leading, const GUID *marked);

/* The choice of a list that choices_fill() has filled without a leading line; NULL: none is selected. */
const struct choice *choices_selected(const struct choices *choices, HWND list);

#endif

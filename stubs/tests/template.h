/* Dialog templates made in memory, in both formats. */
#ifndef STUBS_TESTS_TEMPLATE_H
#define STUBS_TESTS_TEMPLATE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <windef.h>
#include <winbase.h>
#include <winuser.h>

struct dialog_bytes {
    bool extended; /* DLGTEMPLATEEX */
    size_t size;
    DWORD bytes[4096]; /* templates begin at a multiple of four */
};

struct place {
    short x, y, width, height; /* dialog units */
};

/* FONT NULL: without DS_SETFONT. */
void template_begin(struct dialog_bytes *t, bool extended, DWORD style, DWORD ex_style, struct place place,
                    const WCHAR *title, const WCHAR *font, WORD points);
/* CLASS below 0x10000: one of the numbers 0x80 (button) to 0x85 (combo box). */
void template_item(struct dialog_bytes *t, DWORD style, DWORD ex_style, struct place place, DWORD id,
                   const WCHAR *class, const WCHAR *text);
const DLGTEMPLATE *template_of(const struct dialog_bytes *t);

#define CLASS_BUTTON   ((const WCHAR *)0x80)
#define CLASS_EDIT     ((const WCHAR *)0x81)
#define CLASS_STATIC   ((const WCHAR *)0x82)
#define CLASS_LISTBOX  ((const WCHAR *)0x83)
#define CLASS_COMBOBOX ((const WCHAR *)0x85)

#endif

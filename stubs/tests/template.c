#include "template.h"
#include <stdint.h>
#include <string.h>

static void put(struct dialog_bytes *t, const void *bytes, size_t size)
{
    memcpy((unsigned char *)t->bytes + t->size, bytes, size);
    t->size += size;
}

static void put16(struct dialog_bytes *t, WORD value)
{
    put(t, &value, sizeof(value));
}

static void put32(struct dialog_bytes *t, DWORD value)
{
    put(t, &value, sizeof(value));
}

static void put_text(struct dialog_bytes *t, const WCHAR *text)
{
    do
        put16(t, *text);
    while (*text++);
}

static void put_head(struct dialog_bytes *t, DWORD style, DWORD ex_style)
{
    if (t->extended) {
        put32(t, 0); /* help */
        put32(t, ex_style);
        put32(t, style);
    } else {
        put32(t, style);
        put32(t, ex_style);
    }
}

void template_begin(struct dialog_bytes *t, bool extended, DWORD style, DWORD ex_style, struct place place,
                    const WCHAR *title, const WCHAR *font, WORD points)
{
    *t = (struct dialog_bytes){ .extended = extended };
    if (font)
        style |= DS_SETFONT;
    if (extended) {
        put16(t, 1);
        put16(t, 0xffff);
    }
    put_head(t, style, ex_style);
    put16(t, 0); /* items */
    put(t, &place, sizeof(place));
    put16(t, 0); /* menu */
    put16(t, 0); /* class */
    put_text(t, title);
    if (!font)
        return;
    put16(t, points);
    if (extended) {
        put16(t, 400); /* weight */
        put16(t, 0);
    }
    put_text(t, font);
}

void template_item(struct dialog_bytes *t, DWORD style, DWORD ex_style, struct place place, DWORD id,
                   const WCHAR *class, const WCHAR *text)
{
    WORD *count = (WORD *)t->bytes + (t->extended ? 8 : 4);

    t->size = (t->size + 3) & ~(size_t)3;
    put_head(t, style, ex_style);
    put(t, &place, sizeof(place));
    if (t->extended)
        put32(t, id);
    else
        put16(t, (WORD)id);
    if ((uintptr_t) class < 0x10000) {
        put16(t, 0xffff);
        put16(t, (WORD)(uintptr_t) class);
    } else {
        put_text(t, class);
    }
    put_text(t, text);
    put16(t, 0); /* creation data */
    ++*count;
}

const DLGTEMPLATE *template_of(const struct dialog_bytes *t)
{
    return (const DLGTEMPLATE *)t->bytes;
}

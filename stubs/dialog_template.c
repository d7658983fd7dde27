#include "window.h"

static WORD read16(const BYTE **at)
{
    WORD value;

    memcpy(&value, *at, sizeof(value));
    *at += sizeof(value);
    return value;
}

static DWORD read32(const BYTE **at)
{
    DWORD value;

    memcpy(&value, *at, sizeof(value));
    *at += sizeof(value);
    return value;
}

/* A text, or the number behind 0xffff in the form of MAKEINTRESOURCE(). */
static const WCHAR *read_name(const BYTE **at)
{
    const WCHAR *text = (const WCHAR *)*at;

    if (*text == 0xffff) {
        *at += 4;
        return MAKEINTRESOURCEW(text[1]);
    }
    *at += (sim_wide_length(text) + 1) * sizeof(WCHAR);
    return text;
}

static void read_styles(const BYTE **at, bool extended, DWORD *style, DWORD *ex_style)
{
    if (extended) {
        read32(at); /* help */
        *ex_style = read32(at);
        *style = read32(at);
    } else {
        *style = read32(at);
        *ex_style = read32(at);
    }
}

const BYTE *sim_template_head(const void *template, struct dialog_head *head)
{
    const BYTE *at = template;

    *head = (struct dialog_head){ .extended = !memcmp(at, "\1\0\xff\xff", 4) };
    if (head->extended)
        at += 4;
    read_styles(&at, head->extended, &head->style, &head->ex_style);
    head->items = read16(&at);
    head->x = (short)read16(&at);
    head->y = (short)read16(&at);
    head->width = (short)read16(&at);
    head->height = (short)read16(&at);
    read_name(&at); /* menu: none here has one */
    head->class = read_name(&at);
    if ((uintptr_t)head->class >= 0x10000 && !*head->class)
        head->class = NULL;
    head->title = read_name(&at);
    if (!(head->style & DS_SETFONT))
        return at;
    head->points = read16(&at);
    if (head->extended)
        read32(&at); /* weight, italic, character set */
    head->font = read_name(&at);
    return at;
}

/* Each begins at a multiple of four, whatever is in front of it. */
const BYTE *sim_template_item(const BYTE *at, bool extended, struct dialog_item *item)
{
    WORD size;

    at = (const BYTE *)(((uintptr_t)at + 3) & ~(uintptr_t)3);
    read_styles(&at, extended, &item->style, &item->ex_style);
    item->x = (short)read16(&at);
    item->y = (short)read16(&at);
    item->width = (short)read16(&at);
    item->height = (short)read16(&at);
    item->id = extended ? read32(&at) : read16(&at);
    item->class = read_name(&at);
    item->text = read_name(&at);
    size = read16(&at);
    item->data = size ? at : NULL;
    return at + (extended || size < 2 ? size : size - 2);
}

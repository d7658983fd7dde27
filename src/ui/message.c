#include "message.h"
#include "../text.h"
#include "resource.h"

enum {
    CAPTION_CAPACITY = 80,
    TEXT_CAPACITY = 400,
    INSERT_SHOWN = 63, /* of a name that is longer than names may be (I-31) */
};

/* Puts the insert in place of %1. */
static void fill_in(const WCHAR *text, const WCHAR *insert, WCHAR whole[TEXT_CAPACITY + INSERT_SHOWN])
{
    WCHAR *to = whole;

    for (; *text; text++) {
        if (text[0] != '%' || text[1] != '1') {
            *to++ = *text;
            continue;
        }
        for (int i = 0; insert && insert[i] && i < INSERT_SHOWN; i++)
            *to++ = insert[i];
        insert = NULL; /* once */
        text++;
    }
    *to = 0;
}

/* The button; 0: it can't be shown. */
static int show(HWND owner, UINT caption_id, const WCHAR *insert, UINT type)
{
    WCHAR caption[CAPTION_CAPACITY], text[TEXT_CAPACITY], whole[TEXT_CAPACITY + INSERT_SHOWN];

    if (!LoadStringW(module_instance, caption_id, caption, CAPTION_CAPACITY) ||
        !LoadStringW(module_instance, caption_id + 1, text, TEXT_CAPACITY))
        return 0;
    fill_in(text, insert, whole);
    return MessageBoxW(owner, whole, caption, type);
}

void message_tell(HWND owner, UINT caption, const WCHAR *insert)
{
    show(owner, caption, insert, MB_OK | MB_ICONWARNING);
}

bool message_ask(HWND owner, UINT caption, const WCHAR *insert)
{
    return show(owner, caption, insert, MB_YESNO | MB_ICONQUESTION) == IDYES;
}

void message_failed(HWND owner, HRESULT hr)
{
    WCHAR code[HEX_CAPACITY];

    text_from_hex((ULONG)hr, code);
    message_tell(owner, IDS_FAILED, code);
}

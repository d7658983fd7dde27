#include "name_field.h"
#include "../memory.h"
#include "dialog.h"
#include "message.h"
#include "resource.h"

static void refuse(HWND window, int control, UINT caption, const WCHAR *insert)
{
    message_tell(window, caption, insert);
    dialog_go_to(window, control);
}

static bool is_blank(const WCHAR *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return !*text;
}

bool name_field_get(HWND window, int control, WCHAR name[NAME_CAPACITY])
{
    SIZE_T capacity = (SIZE_T)SendDlgItemMessageW(window, control, WM_GETTEXTLENGTH, 0, 0) + 1;
    WCHAR *text = mem_alloc(capacity * sizeof(*text));
    bool good = false;

    if (!text) {
        message_failed(window, E_OUTOFMEMORY);
        return false;
    }
    SendDlgItemMessageW(window, control, WM_GETTEXT, capacity, (LPARAM)text);
    good = SUCCEEDED(text_to_name(text, name));
    if (!good)
        refuse(window, control, is_blank(text) ? IDS_NO_NAME : IDS_LONG_NAME, NULL);
    mem_free(text);
    return good;
}

void name_field_refused(HWND window, int control, const WCHAR *name, HRESULT hr)
{
    if (hr == E_IDENTITY_EXISTS) {
        refuse(window, control, IDS_NAME_TAKEN, name); /* D-163 */
        return;
    }
    message_failed(window, hr);
    dialog_go_to(window, control);
}

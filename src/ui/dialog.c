#include "dialog.h"
#include "../memory.h"
#include "../text.h"

static struct dialog *dialog_of(HWND window)
{
    return (struct dialog *)GetWindowLongPtrW(window, DWLP_USER); /* NOLINT(performance-no-int-to-ptr) */
}

static HRESULT remember(HWND window, struct dialog *self)
{
    SetWindowLongPtrW(window, DWLP_USER, (LONG_PTR)self);
    return dialog_of(window) == self ? S_OK : E_OUTOFMEMORY;
}

static INT_PTR begin(HWND window, struct dialog *self)
{
    HRESULT hr = remember(window, self);

    if (SUCCEEDED(hr))
        hr = self->begin(window, self);
    if (FAILED(hr))
        dialog_end(window, self, hr);
    else
        self->hr = E_USER_CANCELLED; /* until it ends with something else */
    return hr == S_OK;               /* S_FALSE: begin() has chosen the focus */
}

/* Overwrites the field's own memory before it is freed. */
static void wipe_field(HWND field)
{
    WCHAR blanks[PASSWORD_CAPACITY];
    LRESULT length = SendMessageW(field, WM_GETTEXTLENGTH, 0, 0);

    if (length >= PASSWORD_CAPACITY)
        length = PASSWORD_CAPACITY - 1;
    for (LRESULT i = 0; i < length; i++)
        blanks[i] = ' ';
    blanks[length] = 0;
    SendMessageW(field, WM_SETTEXT, 0, (LPARAM)blanks);
    SendMessageW(field, WM_SETTEXT, 0, (LPARAM)L"");
}

/* However the dialog ends: the field of a password is the one that has a sign to show instead of it. */
static void wipe_passwords(HWND window)
{
    for (HWND at = GetWindow(window, GW_CHILD); at; at = GetWindow(at, GW_HWNDNEXT)) {
        if (SendMessageW(at, EM_GETPASSWORDCHAR, 0, 0))
            wipe_field(at);
    }
}

static INT_PTR CALLBACK dialog_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct dialog *self;

    if (message == WM_INITDIALOG)
        return begin(window, (struct dialog *)lparam); /* NOLINT(performance-no-int-to-ptr) */
    if (message == WM_DESTROY)
        wipe_passwords(window);
    self = dialog_of(window);
    if (message != WM_COMMAND || !self)
        return FALSE;
    self->command(window, self, LOWORD(wparam), HIWORD(wparam));
    return TRUE;
}

HRESULT dialog_show(struct dialog *self, WORD template_id, HWND owner)
{
    self->hr = E_OUTOFMEMORY;
    DialogBoxParamW(module_instance, MAKEINTRESOURCEW(template_id), owner, dialog_proc, (LPARAM)self);
    return self->hr;
}

void dialog_end(HWND window, struct dialog *self, HRESULT hr)
{
    self->hr = hr;
    EndDialog(window, 0);
}

HWND dialog_owner(HWND window)
{
    return window && IsWindow(window) ? window : NULL;
}

void dialog_set_text(HWND window, int control, const WCHAR *text)
{
    SendDlgItemMessageW(window, control, WM_SETTEXT, 0, (LPARAM)text);
}

void dialog_go_to(HWND window, int control)
{
    SendMessageW(window, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(window, control), TRUE);
}

void dialog_enable(HWND window, int control, bool enabled)
{
    EnableWindow(GetDlgItem(window, control), enabled);
}

HRESULT dialog_get_password(HWND window, int control, struct password *password)
{
    WCHAR text[PASSWORD_CAPACITY + 1]; /* one more, so that what is too long shows */
    HRESULT hr;

    text[0] = 0;
    SendDlgItemMessageW(window, control, WM_GETTEXT, PASSWORD_CAPACITY + 1, (LPARAM)text);
    hr = password_set(password, text);
    mem_wipe(text, sizeof(text));
    return hr;
}

void dialog_wipe_password(HWND window, int control)
{
    wipe_field(GetDlgItem(window, control));
}

/* A DLL whose manager shows dialogs: ManageIdentities(window, N) shows the N-th. Native and PE. */
#include <windows.h>
#include <ole2.h>
#include "msident_res.h"
#undef interface

/* No resources. */
const unsigned char msident_res[1];
const unsigned msident_res_size = 0;

/* A template in memory, in the form that resources have. */
struct template
{
    _Alignas(4) WORD units[512];
    size_t n;
};

static void put(struct template *to, unsigned unit)
{
    to->units[to->n++] = (WORD)unit;
}

static void put_text(struct template *to, const WCHAR *text)
{
    do
        put(to, *text);
    while (*text++);
}

static void put_dword(struct template *to, DWORD value)
{
    put(to, LOWORD(value));
    put(to, HIWORD(value));
}

static void begin(struct template *to, DWORD style, unsigned items, const WCHAR *caption)
{
    to->n = 0;
    put_dword(to, style | WS_POPUP | WS_CAPTION | WS_SYSMENU | DS_SETFONT);
    put_dword(to, 0);
    put(to, items);
    put_dword(to, 0);
    put(to, 160);
    put(to, 90);
    put(to, 0);
    put(to, 0);
    put_text(to, caption);
    put(to, 8);
    put_text(to, L"MS Shell Dlg");
}

static void item(struct template *to, DWORD style, unsigned y, unsigned id, unsigned class, const WCHAR *text)
{
    if (to->n % 2)
        put(to, 0);
    put_dword(to, style | WS_CHILD | WS_VISIBLE);
    put_dword(to, 0);
    put(to, 7);
    put(to, y);
    put(to, 80);
    put(to, 14);
    put(to, id);
    put(to, 0xffff);
    put(to, class);
    put_text(to, text);
    put(to, 0);
}

enum { BUTTON = 0x80, EDIT = 0x81, LABEL = 0x82, LIST = 0x83 };

static void set_text(HKEY key, const WCHAR *name, const WCHAR *text)
{
    DWORD n = 1;

    while (text[n - 1])
        n++;
    RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, n * (DWORD)sizeof *text);
}

static void note(HWND dialog)
{
    WCHAR text[64] = { 0 }, chosen[64] = { 0 };
    DWORD on = IsDlgButtonChecked(dialog, 20);
    HKEY key;

    GetDlgItemTextW(dialog, 10, text, 64);
    SendDlgItemMessageW(dialog, 30, LB_GETTEXT, (WPARAM)SendDlgItemMessageW(dialog, 30, LB_GETCURSEL, 0, 0),
                        (LPARAM)chosen);
    if (RegCreateKeyExW(HKEY_CURRENT_USER, L"Dialog", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return;
    set_text(key, L"Name", text);
    set_text(key, L"Chosen", chosen);
    RegSetValueExW(key, L"On", 0, REG_DWORD, (const BYTE *)&on, sizeof on);
    RegCloseKey(key);
}

static INT_PTR CALLBACK proc(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_INITDIALOG) {
        SendDlgItemMessageW(dialog, 30, LB_ADDSTRING, 0, (LPARAM)L"Alice");
        SendDlgItemMessageW(dialog, 30, LB_ADDSTRING, 0, (LPARAM)L"Bob");
        return TRUE;
    }
    if (message != WM_COMMAND)
        return FALSE;
    if (wparam == IDOK)
        note(dialog);
    if (wparam == 40)
        MessageBoxW(dialog, L"Really?", L"Question", MB_YESNO);
    if (wparam == IDOK || wparam == IDCANCEL)
        EndDialog(dialog, (INT_PTR)wparam);
    return TRUE;
}

static HRESULT show(HWND owner, DWORD style)
{
    struct template t;

    begin(&t, style, 7, L"Choose");
    item(&t, 0, 5, 0xffff, LABEL, L"&Name:");
    item(&t, WS_TABSTOP | WS_BORDER, 15, 10, EDIT, L"old");
    item(&t, WS_TABSTOP | BS_AUTOCHECKBOX, 25, 20, BUTTON, L"&Ask");
    item(&t, WS_TABSTOP | LBS_NOTIFY, 35, 30, LIST, L"");
    item(&t, WS_TABSTOP, 50, 40, BUTTON, L"&More...");
    item(&t, WS_TABSTOP | BS_DEFPUSHBUTTON, 60, IDOK, BUTTON, L"OK");
    item(&t, WS_TABSTOP | WS_DISABLED, 75, IDCANCEL, BUTTON, L"Cancel");
    return DialogBoxIndirectParamW(NULL, (const DLGTEMPLATE *)t.units, owner, proc, 0) == IDOK ? S_OK : E_FAIL;
}

/* ---- COM ---- */

static HRESULT STDMETHODCALLTYPE query(void *self, const GUID *iid, void **object)
{
    (void)iid;
    *object = self;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE count(void *self)
{
    (void)self;
    return 1;
}

static HRESULT STDMETHODCALLTYPE nothing(void *self)
{
    (void)self;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE manage(void *self, HWND window, DWORD flags)
{
    (void)self;
    switch (flags) {
    case 0:
        return show(window, WS_VISIBLE);
    case 1:
        return show(window, 0);
    case 2:
        return MessageBoxW(window, L"Sure?", L"Question", MB_YESNO) == IDYES ? S_OK : S_FALSE;
    default:
        return S_OK;
    }
}

static void *const manager_methods[] = { (void *)query, (void *)count, (void *)count, (void *)nothing, (void *)manage };
static void *const *manager = manager_methods;

static HRESULT STDMETHODCALLTYPE create(void *self, void *outer, const GUID *iid, void **object)
{
    (void)self;
    (void)outer;
    (void)iid;
    *object = (void *)&manager;
    return S_OK;
}

static void *const factory_methods[] = { (void *)query, (void *)count, (void *)count, (void *)create, (void *)nothing };
static void *const *factory = factory_methods;

HRESULT WINAPI DllRegisterServer(void);
HRESULT WINAPI DllUnregisterServer(void);
BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);

HRESULT WINAPI DllGetClassObject(REFCLSID class, REFIID iid, void **object)
{
    (void)class;
    (void)iid;
    *object = (void *)&factory;
    return S_OK;
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    return S_FALSE;
}

HRESULT WINAPI DllRegisterServer(void)
{
    return S_OK;
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return S_OK;
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    (void)instance;
    (void)reason;
    (void)reserved;
    return TRUE;
}

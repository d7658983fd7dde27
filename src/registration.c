#include "registration.h"
#include "text.h"

/* In the order of R-1. */
static const WCHAR class_key[] = L"CLSID\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}";
static const WCHAR server_key[] = L"CLSID\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}\\InprocServer32";
static const WCHAR class_name[] = L"LW Identities";
static const WCHAR threading_model[] = L"ThreadingModel";
static const WCHAR both[] = L"Both";

enum { PATH_CAPACITY = 1024 };

static LONG set_text(HKEY key, const WCHAR *name, const WCHAR *text)
{
    return RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (text_length(text) + 1) * sizeof(*text));
}

static LONG make_key(const WCHAR *path, const WCHAR *text, HKEY *key)
{
    LONG error =
        RegCreateKeyExW(HKEY_CLASSES_ROOT, path, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_SET_VALUE, NULL, key, NULL);

    if (error)
        return error;
    error = set_text(*key, NULL, text);
    if (error)
        RegCloseKey(*key);
    return error;
}

static LONG add_class(void)
{
    HKEY key;
    LONG error = make_key(class_key, class_name, &key);

    if (!error)
        RegCloseKey(key);
    return error;
}

static LONG add_server(const WCHAR *path)
{
    HKEY key;
    LONG error = make_key(server_key, path, &key);

    if (error)
        return error;
    error = set_text(key, threading_model, both);
    RegCloseKey(key);
    return error;
}

HRESULT registration_add(void)
{
    WCHAR path[PATH_CAPACITY];
    DWORD length = GetModuleFileNameW(module_instance, path, PATH_CAPACITY);

    if (!length || length >= PATH_CAPACITY)
        return SELFREG_E_CLASS;
    if (add_class() || add_server(path)) {
        registration_remove();
        return SELFREG_E_CLASS;
    }
    return S_OK;
}

static bool remove_key(const WCHAR *path)
{
    LONG error = RegDeleteKeyW(HKEY_CLASSES_ROOT, path);

    return !error || error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND;
}

HRESULT registration_remove(void)
{
    return remove_key(server_key) && remove_key(class_key) ? S_OK : SELFREG_E_CLASS;
}

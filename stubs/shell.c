#include "folder.h"
#include <wingdi.h>
#include <wincon.h>
#include <shlobj.h>

/* The folders that programs of that time ask for, as the account's registry names them. */
static const struct shell_folder {
    int csidl;
    const WCHAR *value; /* of User Shell Folders */
    const WCHAR *initial;
} shell_folders[] = {
    { CSIDL_APPDATA, L"AppData", L"%USERPROFILE%\\Application Data" },
    { CSIDL_LOCAL_APPDATA, L"Local AppData", L"%USERPROFILE%\\Local Settings\\Application Data" },
    { CSIDL_PERSONAL, L"Personal", L"%USERPROFILE%\\My Documents" },
};
#define USER_SHELL_FOLDERS L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"

static const struct shell_folder *shell_folder(int csidl)
{
    for (size_t i = 0; i < sizeof(shell_folders) / sizeof(shell_folders[0]); i++)
        if (shell_folders[i].csidl == csidl)
            return &shell_folders[i];
    return NULL;
}

/* What the registry says, or else what a fresh account has; not expanded. */
static void configured(const struct shell_folder *folder, WCHAR *path)
{
    DWORD size = (MAX_PATH - 1) * sizeof(WCHAR);
    DWORD type = REG_NONE;
    HKEY key;

    memset(path, 0, MAX_PATH * sizeof(WCHAR));
    if (RegOpenKeyExW(HKEY_CURRENT_USER, USER_SHELL_FOLDERS, 0, KEY_QUERY_VALUE, &key) == ERROR_SUCCESS) {
        if (RegQueryValueExW(key, folder->value, NULL, &type, (BYTE *)path, &size) || !reg_is_text(type))
            path[0] = 0;
        RegCloseKey(key);
    }
    if (!path[0])
        memcpy(path, folder->initial, (sim_wide_length(folder->initial) + 1) * sizeof(WCHAR));
}

static HRESULT make_folders(const WCHAR *path)
{
    WCHAR part[MAX_PATH];
    size_t length = sim_wide_length(path);
    DWORD error = ERROR_SUCCESS;

    for (size_t i = 3; i <= length; i++) {
        if (path[i] && path[i] != '\\')
            continue;
        memcpy(part, path, i * sizeof(WCHAR));
        part[i] = 0;
        error = folder_create(part);
    }
    return error && error != ERROR_ALREADY_EXISTS ? HRESULT_FROM_WIN32(error) : S_OK;
}

static HRESULT folder_path(const struct shell_folder *folder, bool create, WCHAR *path)
{
    struct folder_place place;
    WCHAR text[MAX_PATH];
    DWORD length;
    DWORD error;

    configured(folder, text);
    length = ExpandEnvironmentStringsW(text, path, MAX_PATH);
    if (!length || length > MAX_PATH) {
        path[0] = 0;
        return E_FAIL;
    }
    error = folder_find(path, &place);
    if (error && create)
        return make_folders(path);
    return error ? HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) : S_OK;
}

HRESULT WINAPI SHGetFolderPathW(HWND owner, int csidl, HANDLE token, DWORD flags, LPWSTR path)
{
    const struct shell_folder *folder = shell_folder(csidl & CSIDL_FOLDER_MASK);
    WCHAR unwanted[MAX_PATH];
    HRESULT hr;

    (void)owner;
    (void)token;
    (void)flags;
    if (path)
        path[0] = 0;
    if (!folder)
        return E_INVALIDARG;
    if (sim_fault("SHGetFolderPathW"))
        return E_FAIL;
    stub_enter();
    stub_fault_pause();
    hr = folder_path(folder, csidl & CSIDL_FLAG_CREATE, path ? path : unwanted);
    stub_fault_resume();
    stub_unlock();
    return hr;
}

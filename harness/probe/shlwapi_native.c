/* What the probe needs of shlwapi, for the native build: nobody else does, so the stubs have none of it. */
#include <windows.h>
#include <shlwapi.h>

DWORD WINAPI SHSetValueW(HKEY root, const WCHAR *path, const WCHAR *name, DWORD type, const void *data, DWORD size)
{
    HKEY key;
    LSTATUS error = RegCreateKeyExW(root, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);

    if (error)
        return (DWORD)error;
    error = RegSetValueExW(key, name, 0, type, data, size);
    RegCloseKey(key);
    return (DWORD)error;
}

DWORD WINAPI SHSetValueA(HKEY root, const char *path, const char *name, DWORD type, const void *data, DWORD size)
{
    HKEY key;
    LSTATUS error = RegCreateKeyExA(root, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);

    if (error)
        return (DWORD)error;
    error = RegSetValueExA(key, name, 0, type, data, size);
    RegCloseKey(key);
    return (DWORD)error;
}

DWORD WINAPI SHDeleteValueW(HKEY root, const WCHAR *path, const WCHAR *name)
{
    HKEY key;
    LSTATUS error = RegOpenKeyExW(root, path, 0, KEY_SET_VALUE, &key);

    if (error)
        return (DWORD)error;
    error = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return (DWORD)error;
}

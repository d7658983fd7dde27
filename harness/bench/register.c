/* bench-register DLL: from now on CoCreateInstance takes that msident.dll, and nobody has identities. In the benchmark's own prefix. */
#define INITGUID
#include <stdio.h>
#include <windows.h>
#include <ole2.h>
#include "msident.h"

enum { OK = 0, BAD_INPUT = 2, ENVIRONMENT = 3 };

int main(int argc, char **argv)
{
    WCHAR id[40], path[120];
    LSTATUS status;
    HKEY key;

    if (argc != 2)
        return BAD_INPUT;
    StringFromGUID2(&CLSID_UserIdentityManager, id, 40);
    swprintf(path, 120, L"Software\\Classes\\CLSID\\%ls\\InprocServer32", id);
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return ENVIRONMENT;
    status = RegSetValueExA(key, NULL, 0, REG_SZ, (const BYTE *)argv[1], (DWORD)strlen(argv[1]) + 1);
    RegCloseKey(key);
    if (status)
        return ENVIRONMENT;
    status = RegDeleteTreeW(HKEY_CURRENT_USER, L"Identities");
    return status && status != ERROR_FILE_NOT_FOUND ? ENVIRONMENT : OK;
}

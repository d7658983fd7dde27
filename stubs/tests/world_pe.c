#include "check.h"

#define SCRATCH L"Software\\Identical stub tests"

static HKEY scratch;

static void empty_key(HKEY key)
{
    WCHAR name[256];
    DWORD length = 256;
    HKEY subkey;

    while (!RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL)) {
        if (RegOpenKeyExW(key, name, 0, KEY_ALL_ACCESS, &subkey))
            return;
        empty_key(subkey);
        RegCloseKey(subkey);
        if (RegDeleteKeyW(key, name))
            return;
        length = 256;
    }
}

void world_begin(void)
{
    RegCreateKeyExW(HKEY_CURRENT_USER, SCRATCH, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &scratch, NULL);
    empty_key(scratch);
    RegOverridePredefKey(HKEY_CURRENT_USER, scratch);
}

void world_end(void)
{
    empty_key(scratch);
    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    RegCloseKey(scratch);
    RegDeleteKeyW(HKEY_CURRENT_USER, SCRATCH);
}

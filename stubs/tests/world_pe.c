#include "check.h"
#include <string.h>

#define SCRATCH L"Software\\Identical stub tests"

static HKEY scratch;

static void empty_key(HKEY key)
{
    WCHAR name[257];
    DWORD length = 257;
    HKEY subkey;

    while (!RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL)) {
        if (RegOpenKeyExW(key, name, 0, KEY_ALL_ACCESS, &subkey))
            return;
        empty_key(subkey);
        RegCloseKey(subkey);
        if (RegDeleteKeyW(key, name))
            return;
        length = 257;
    }
}

static size_t join(WCHAR *path, size_t length, const WCHAR *name)
{
    path[length++] = '\\';
    while (*name)
        path[length++] = *name++;
    path[length] = 0;
    return length;
}

const WCHAR *world_path(const WCHAR *below)
{
    static WCHAR path[1024];
    size_t length = GetEnvironmentVariableW(L"USERPROFILE", path, MAX_PATH);

    length = join(path, length, L"Identical stub tests");
    if (*below)
        join(path, length, below);
    return path;
}

HANDLE world_start(unsigned body, DWORD *id)
{
    WCHAR line[MAX_PATH + 8] = L"\"";
    STARTUPINFOW startup = { .cb = sizeof(startup) };
    PROCESS_INFORMATION process = { 0 };
    DWORD length = 1 + GetModuleFileNameW(NULL, line + 1, MAX_PATH);

    line[length++] = '"';
    line[length++] = ' ';
    line[length++] = (WCHAR)('0' + body);
    line[length] = 0;
    CHECK(TRUE, CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    *id = process.dwProcessId;
    return process.hProcess;
}

void world_join(void)
{
    HKEY key;

    CHECK(ERROR_SUCCESS, RegOpenKeyExW(HKEY_CURRENT_USER, SCRATCH, 0, KEY_ALL_ACCESS, &key));
    RegOverridePredefKey(HKEY_CURRENT_USER, key);
    RegCloseKey(key);
}

void world_file(const WCHAR *below)
{
    HANDLE file = CreateFileW(world_path(below), GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);

    CHECK_TRUE(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

/* PATH has room behind its LENGTH. */
static void remove_tree(WCHAR *path, size_t length)
{
    WIN32_FIND_DATAW entry;
    HANDLE find;

    join(path, length, L"*");
    find = FindFirstFileW(path, &entry);
    path[length] = 0;
    if (find == INVALID_HANDLE_VALUE) {
        DeleteFileW(path);
        return;
    }
    do {
        if (entry.cFileName[0] != '.')
            remove_tree(path, join(path, length, entry.cFileName));
    } while (FindNextFileW(find, &entry));
    FindClose(find);
    path[length] = 0;
    RemoveDirectoryW(path);
}

static void remove_scratch(void)
{
    WCHAR path[1024];
    size_t length = 0;

    for (const WCHAR *from = world_path(L""); (path[length] = from[length]); length++)
        ;
    remove_tree(path, length);
}

void world_begin(void)
{
    RegCreateKeyExW(HKEY_CURRENT_USER, SCRATCH, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &scratch, NULL);
    empty_key(scratch);
    RegOverridePredefKey(HKEY_CURRENT_USER, scratch);
    remove_scratch();
    CreateDirectoryW(world_path(L""), NULL);
}

void world_end(void)
{
    empty_key(scratch);
    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    RegCloseKey(scratch);
    RegDeleteKeyW(HKEY_CURRENT_USER, SCRATCH);
    remove_scratch();
}

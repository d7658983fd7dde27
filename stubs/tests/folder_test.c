#include "check.h"
#include <wingdi.h>
#include <wincon.h>
#include <shlobj.h>

static void create_and_remove(void)
{
    CHECK(TRUE, CreateDirectoryW(world_path(L"a"), NULL));
    CHECK(FILE_ATTRIBUTE_DIRECTORY, GetFileAttributesW(world_path(L"A")));
    CHECK(FALSE, CreateDirectoryW(world_path(L"A"), NULL));
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(TRUE, CreateDirectoryW(world_path(L"a\\b\\"), NULL));
    CHECK(FALSE, RemoveDirectoryW(world_path(L"a")));
    CHECK(ERROR_DIR_NOT_EMPTY, GetLastError());
    CHECK(TRUE, RemoveDirectoryW(world_path(L"a\\b")));
    CHECK(TRUE, RemoveDirectoryW(world_path(L"a")));
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(world_path(L"a")));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
}

static void missing_parents(void)
{
    CHECK(FALSE, CreateDirectoryW(world_path(L"a\\b"), NULL));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(world_path(L"a\\b")));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(FALSE, RemoveDirectoryW(world_path(L"a")));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(FALSE, RemoveDirectoryW(world_path(L"a\\b")));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
}

static void files_in_the_way(void)
{
    world_file(L"f");
    CHECK(FILE_ATTRIBUTE_ARCHIVE, GetFileAttributesW(world_path(L"F")));
    CHECK(FALSE, CreateDirectoryW(world_path(L"f"), NULL));
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(FALSE, CreateDirectoryW(world_path(L"f\\b"), NULL));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(world_path(L"f\\b")));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(FALSE, RemoveDirectoryW(world_path(L"f")));
    CHECK(ERROR_DIRECTORY, GetLastError());
}

static void odd_names(void)
{
    CHECK(FALSE, CreateDirectoryW(world_path(L"a?b"), NULL));
    CHECK(ERROR_INVALID_NAME, GetLastError());
    CHECK(FALSE, CreateDirectoryW(world_path(L"a|b"), NULL));
    CHECK(ERROR_INVALID_NAME, GetLastError());
    CHECK(FALSE, CreateDirectoryW(L"", NULL));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(FALSE, CreateDirectoryW(L"Q:\\a", NULL));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(L"Q:\\a"));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(FALSE, CreateDirectoryW(L"C:\\", NULL));
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(FILE_ATTRIBUTE_DIRECTORY, GetFileAttributesW(L"c:\\"));
    CHECK(TRUE, CreateDirectoryW(world_path(L"\u0416 {x}"), NULL));
    CHECK(FILE_ATTRIBUTE_DIRECTORY, GetFileAttributesW(world_path(L"\u0436 {X}")));
    CHECK(FILE_ATTRIBUTE_DIRECTORY, GetFileAttributesW(world_path(L"\\\u0416 {x}\\\\")));
}

static void seed(const WCHAR *value, DWORD type, const WCHAR *path)
{
    DWORD size = 0;
    HKEY key;

    while (path[size++])
        ;
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER,
                                         L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders",
                                         0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, value, 0, type, (const BYTE *)path, size * sizeof(WCHAR)));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void shell_folders_follow_the_registry(void)
{
    WCHAR path[MAX_PATH] = { 0x5555 };

    seed(L"AppData", REG_SZ, world_path(L"Roaming"));
    seed(L"Local AppData", REG_EXPAND_SZ, world_path(L"Local\\Deep"));
    CHECK(S_OK, SHGetFolderPathW(NULL, CSIDL_APPDATA | CSIDL_FLAG_CREATE, NULL, SHGFP_TYPE_CURRENT, path));
    CHECK_WIDE(world_path(L"Roaming"), path);
    CHECK(FILE_ATTRIBUTE_DIRECTORY, GetFileAttributesW(world_path(L"Roaming")));
    CHECK(S_OK, SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, SHGFP_TYPE_CURRENT, path));
    CHECK_WIDE(world_path(L"Local\\Deep"), path);
    CHECK(FILE_ATTRIBUTE_DIRECTORY, GetFileAttributesW(world_path(L"Local\\Deep")));
}

static void shell_folders_expand(void)
{
    WCHAR path[MAX_PATH] = { 0x5555 };

    SetEnvironmentVariableW(L"IDENTICAL_TEST", world_path(L""));
    seed(L"AppData", REG_EXPAND_SZ, L"%IDENTICAL_TEST%\\Roaming");
    CHECK(S_OK, SHGetFolderPathW(NULL, CSIDL_APPDATA | CSIDL_FLAG_CREATE, NULL, SHGFP_TYPE_CURRENT, path));
    CHECK_WIDE(world_path(L"Roaming"), path);
    SetEnvironmentVariableW(L"IDENTICAL_TEST", NULL);
}

static void shell_folders_that_are_missing(void)
{
    WCHAR path[MAX_PATH] = { 0x5555 };

    seed(L"AppData", REG_SZ, world_path(L"Roaming"));
    CHECK(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND),
          SHGetFolderPathW(NULL, CSIDL_APPDATA, NULL, SHGFP_TYPE_CURRENT, path));
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(world_path(L"Roaming")));
    CHECK(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND),
          SHGetFolderPathW(NULL, CSIDL_APPDATA, NULL, SHGFP_TYPE_CURRENT, NULL));
    CHECK_WIDE(world_path(L"Roaming"), path);
    seed(L"AppData", REG_SZ, world_path(L"Deeper\\Roaming"));
    CHECK(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND),
          SHGetFolderPathW(NULL, CSIDL_APPDATA, NULL, SHGFP_TYPE_CURRENT, path));
    CHECK(E_INVALIDARG, SHGetFolderPathW(NULL, 0xfe, NULL, SHGFP_TYPE_CURRENT, path));
    CHECK(0, path[0]);
}

const struct check_case folder_cases[] = {
    { "create_and_remove", create_and_remove },
    { "missing_parents", missing_parents },
    { "files_in_the_way", files_in_the_way },
    { "odd_names", odd_names },
    { "shell_folders_follow_the_registry", shell_folders_follow_the_registry },
    { "shell_folders_expand", shell_folders_expand },
    { "shell_folders_that_are_missing", shell_folders_that_are_missing },
    { NULL, NULL },
};

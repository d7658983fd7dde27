#include "identity_folder.h"
#include <shlobj.h>
#include "text.h"

static const WCHAR identities[] = L"\\Identities\\";

enum { PATH_CAPACITY = MAX_PATH + sizeof(identities) / sizeof(WCHAR) + GUID_CAPACITY };

struct folder {
    WCHAR path[PATH_CAPACITY];
    ULONG end_of_parent; /* length of "...\Identities" */
};

HRESULT folder_check_flags(DWORD flags)
{
    return flags == GIF_ROAMING_FOLDER || flags == GIF_NON_ROAMING_FOLDER ? S_OK : E_INVALIDARG;
}

static HRESULT make_path(const GUID *id, int csidl, struct folder *folder)
{
    HRESULT hr = SHGetFolderPathW(NULL, csidl | CSIDL_FLAG_CREATE, NULL, SHGFP_TYPE_CURRENT, folder->path);
    ULONG length;

    if (hr != S_OK)
        return hr == E_OUTOFMEMORY ? hr : E_FAIL;
    length = text_length(folder->path);
    while (length && folder->path[length - 1] == '\\')
        length--; /* the root of a drive has one already */
    memcpy(folder->path + length, identities, sizeof(identities));
    length += sizeof(identities) / sizeof(WCHAR) - 1;
    folder->end_of_parent = length - 1;
    text_from_guid(id, folder->path + length);
    folder->path[length + GUID_LENGTH] = '\\';
    folder->path[length + GUID_LENGTH + 1] = 0;
    return S_OK;
}

static bool make_directory(const WCHAR *path)
{
    DWORD attributes;

    if (CreateDirectoryW(path, NULL))
        return true;
    if (GetLastError() != ERROR_ALREADY_EXISTS)
        return false;
    attributes = GetFileAttributesW(path); /* a file can be in the way */
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

static HRESULT make_folder(struct folder *folder)
{
    WCHAR *end = folder->path + folder->end_of_parent, *last = folder->path + text_length(folder->path) - 1;
    bool made;

    *end = 0;
    made = make_directory(folder->path);
    *end = '\\';
    if (!made)
        return E_FAIL;
    *last = 0;
    made = make_directory(folder->path);
    *last = '\\';
    return made ? S_OK : E_FAIL;
}

HRESULT folder_get(const GUID *id, DWORD flags, WCHAR *path, ULONG capacity)
{
    struct folder folder;
    HRESULT hr = folder_check_flags(flags);

    if (SUCCEEDED(hr))
        hr = make_path(id, flags == GIF_ROAMING_FOLDER ? CSIDL_APPDATA : CSIDL_LOCAL_APPDATA, &folder); /* F-014 */
    if (SUCCEEDED(hr))
        hr = text_copy_out(folder.path, path, capacity);
    if (SUCCEEDED(hr))
        hr = make_folder(&folder);
    if (FAILED(hr) && capacity)
        path[0] = 0;
    return hr;
}

HRESULT folder_create_local(const GUID *id)
{
    struct folder folder;
    HRESULT hr = make_path(id, CSIDL_LOCAL_APPDATA, &folder);

    return SUCCEEDED(hr) ? make_folder(&folder) : hr;
}

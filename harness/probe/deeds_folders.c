/* Deeds 200 to 299: folders and files below the roaming application data. */
#include "probe.h"

void profile_path(const WCHAR *name, WCHAR path[MAX_PATH])
{
    const DWORD n = GetEnvironmentVariableW(L"APPDATA", path, MAX_PATH - 64);
    DWORD i = n;

    path[i++] = '\\';
    while (*name && i < MAX_PATH - 1)
        path[i++] = *name++;
    path[i] = 0;
}

HRESULT folder_make(const struct effect *effect)
{
    WCHAR path[MAX_PATH];

    profile_path(effect->path, path);
    CreateDirectoryW(path, NULL);
    return S_OK;
}

static HRESULT folder_remove(const struct effect *effect)
{
    WCHAR path[MAX_PATH];

    profile_path(effect->path, path);
    RemoveDirectoryW(path);
    return S_OK;
}

static HRESULT outside(const struct effect *effect)
{
    if (effect->number)
        RemoveDirectoryW(effect->path);
    else
        CreateDirectoryW(effect->path, NULL);
    return S_OK;
}

/* A change of nothing: refused, since it is there or isn't. */
static HRESULT in_vain(const struct effect *effect)
{
    WCHAR path[MAX_PATH];

    profile_path(effect->path, path);
    if (CreateDirectoryW(path, NULL))
        return E_UNEXPECTED;
    profile_path(L"absent", path);
    RemoveDirectoryW(path);
    return GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES ? S_FALSE : E_UNEXPECTED;
}

static const struct effect tree[] = {
    { "folder", folder_make, L"probe" },
    { "folder in it", folder_make, L"probe\\deep" },
    { "folder with signs", folder_make, L"probe\\a b\x00e4\x4e2d" },
    { "inner folder removed", folder_remove, L"probe\\deep" },
    { "folder of the start removed", folder_remove, L"start" },
};
static const struct effect nothing[] = {
    { "in vain", in_vain, L"start" },
};
static const struct effect abroad[] = {
    { "folder elsewhere", outside, L"C:\\identical-outside" },
    { "the same removed", outside, L"C:\\identical-outside", .number = 1 },
};

static const struct deed deeds[] = {
    { 201, EFFECTS(tree) },
    { 202, EFFECTS(nothing) },
    { 203, EFFECTS(abroad) },
};

static const struct effect extras[] = {
    { "create folder", folder_make, L"extra" },
    { "remove folder", folder_remove, L"spare" },
};

const struct chapter chapter_folders = { "folders", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };

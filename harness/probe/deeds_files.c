/* Deeds 250 to 299: files, and what is renamed. */
#include "probe.h"

static HRESULT file_open(const struct effect *effect)
{
    WCHAR path[MAX_PATH];
    HANDLE file;

    profile_path(effect->path, path);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, effect->number, 0, NULL);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return S_OK;
}

static HRESULT file_remove(const struct effect *effect)
{
    WCHAR path[MAX_PATH];

    profile_path(effect->path, path);
    DeleteFileW(path);
    return S_OK;
}

static HRESULT rename_it(const struct effect *effect)
{
    WCHAR from[MAX_PATH], to[MAX_PATH];

    profile_path(effect->path, from);
    profile_path(effect->other, to);
    MoveFileW(from, to);
    return S_OK;
}

static const struct effect life[] = {
    { "file created", file_open, L"file.txt", .number = CREATE_NEW },
    { "file opened for writing", file_open, L"file.txt", .number = OPEN_EXISTING },
    { "file emptied", file_open, L"file.txt", .number = CREATE_ALWAYS },
    { "file renamed", rename_it, L"file.txt", L"moved.txt" },
    { "file moved into a folder", rename_it, L"moved.txt", L"start\\moved.txt" },
    { "file removed", file_remove, L"start\\moved.txt" },
    { "folder renamed", rename_it, L"start", L"stop" },
};

static const struct deed deeds[] = {
    { 251, EFFECTS(life) },
};

static const struct effect extras[] = {
    { "create file", file_open, L"extra.txt", .number = CREATE_ALWAYS },
    { "rename folder", rename_it, L"spare", L"spare2" },
};

const struct chapter chapter_files = { "files", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };

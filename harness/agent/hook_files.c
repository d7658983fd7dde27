/* Folders and files: created, written, removed, renamed. Devices and pipes are no files. */
#include "hooks.h"
#include "effects.h"

#include <string.h>

enum {
    FILE_STANDARD_INFORMATION_CLASS = 5,
    FILE_RENAME_INFORMATION_CLASS = 10,
    FILE_DISPOSITION_INFORMATION_CLASS = 13,
    FILE_DISPOSITION_EX_INFORMATION_CLASS = 64,
    FILE_RENAME_EX_INFORMATION_CLASS = 65,
    PATH_UNITS = 1024,
    MAX_OPEN = 64
};

typedef NTSTATUS(NTAPI *create_file_fn)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, LARGE_INTEGER *,
                                        ULONG, ULONG, ULONG, ULONG, void *, ULONG);
typedef NTSTATUS(NTAPI *open_file_fn)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, ULONG, ULONG);
typedef NTSTATUS(NTAPI *set_information_fn)(HANDLE, IO_STATUS_BLOCK *, void *, ULONG, int);
typedef NTSTATUS(NTAPI *close_fn)(HANDLE);
typedef NTSTATUS(NTAPI *query_information_fn)(HANDLE, IO_STATUS_BLOCK *, void *, ULONG, int);

enum { CREATE_FILE, OPEN_FILE, SET_INFORMATION, CLOSE = HOOK_CLOSE };

/* Handles that may delete or rename: the only ones whose name is needed later. */
static struct open_file {
    HANDLE handle;
    bool delete_on_close;
    bool folder;
    WCHAR path[PATH_UNITS];
} open_files[MAX_OPEN];
static unsigned next_open;

/* "\??\C:\x" to "C:\x"; a name relative to a handle stands for one relative to the current directory. */
static bool dos_path(const WCHAR *name, size_t n, bool relative, WCHAR *text)
{
    WCHAR joined[PATH_UNITS];
    DWORD start = 0;

    if (n >= 4 && name[0] == '\\' && name[2] == '?' && name[3] == '\\') {
        name += 4;
        n -= 4;
    } else if (relative) {
        start = GetCurrentDirectoryW(PATH_UNITS - 2, joined);
        if (!start || start > PATH_UNITS - 2)
            return false;
        if (joined[start - 1] != '\\')
            joined[start++] = '\\';
    }
    if (start + n >= PATH_UNITS)
        return false;
    memcpy(joined + start, name, n * sizeof(WCHAR));
    n += start;
    while (n > 3 && joined[n - 1] == '\\')
        n--;
    joined[n] = 0;
    memcpy(text, joined, (n + 1) * sizeof(WCHAR));
    return n >= 3 && text[1] == ':' && text[2] == '\\';
}

static bool name_of(const OBJECT_ATTRIBUTES *attributes, WCHAR *text)
{
    const UNICODE_STRING *name = attributes ? attributes->ObjectName : NULL;

    return name && name->Buffer &&
           dos_path(name->Buffer, name->Length / sizeof(WCHAR), attributes->RootDirectory != NULL, text);
}

static bool is_folder(HANDLE handle)
{
    static query_information_fn query;
    FILE_STANDARD_INFORMATION info = { 0 };
    IO_STATUS_BLOCK io;

    if (!query)
        query = (query_information_fn)(void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtQueryInformationFile");
    return query && query(handle, &io, &info, sizeof info, FILE_STANDARD_INFORMATION_CLASS) >= 0 && info.Directory;
}

static struct open_file *find_open(HANDLE handle)
{
    for (unsigned i = 0; i < MAX_OPEN; i++)
        if (open_files[i].handle == handle)
            return &open_files[i];
    return NULL;
}

static void remember(HANDLE handle, const WCHAR *name, bool delete_on_close)
{
    struct open_file *file = find_open(handle);

    if (!file)
        file = &open_files[next_open++ % MAX_OPEN];
    file->handle = handle;
    file->delete_on_close = delete_on_close;
    file->folder = is_folder(handle);
    lstrcpynW(file->path, name, PATH_UNITS);
}

static void opened(HANDLE handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes, ULONG options, ULONG how)
{
    const ACCESS_MASK writing = FILE_WRITE_DATA | FILE_APPEND_DATA | GENERIC_WRITE | GENERIC_ALL;
    WCHAR name[PATH_UNITS];

    if (!name_of(attributes, name))
        return;
    if (how == FILE_CREATED)
        effect_path(options & FILE_DIRECTORY_FILE ? EFFECT_FOLDER_CREATED : EFFECT_FILE_CREATED, wide_text(name));
    else if (how == FILE_OVERWRITTEN || how == FILE_SUPERSEDED || (access & writing && !is_folder(handle)))
        effect_path(EFFECT_FILE_WRITTEN, wide_text(name));
    if (access & (DELETE | GENERIC_ALL))
        remember(handle, name, options & FILE_DELETE_ON_CLOSE);
}

static NTSTATUS NTAPI hooked_create_file(HANDLE *handle, ACCESS_MASK access, OBJECT_ATTRIBUTES *attributes,
                                         IO_STATUS_BLOCK *io, LARGE_INTEGER *size, ULONG file_attributes, ULONG sharing,
                                         ULONG disposition, ULONG options, void *ea, ULONG ea_size)
{
    const create_file_fn original = (create_file_fn)file_hooks[CREATE_FILE].original;
    NTSTATUS status;

    if (!hook_enter())
        return original(handle, access, attributes, io, size, file_attributes, sharing, disposition, options, ea,
                        ea_size);
    status =
        original(handle, access, attributes, io, size, file_attributes, sharing, disposition, options, ea, ea_size);
    if (status >= 0)
        opened(*handle, access, attributes, options, (ULONG)io->Information);
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_open_file(HANDLE *handle, ACCESS_MASK access, OBJECT_ATTRIBUTES *attributes,
                                       IO_STATUS_BLOCK *io, ULONG sharing, ULONG options)
{
    const open_file_fn original = (open_file_fn)file_hooks[OPEN_FILE].original;
    NTSTATUS status;

    if (!hook_enter())
        return original(handle, access, attributes, io, sharing, options);
    status = original(handle, access, attributes, io, sharing, options);
    if (status >= 0)
        opened(*handle, access, attributes, options, FILE_OPENED);
    hook_leave();
    return status;
}

static void renamed(const struct open_file *file, const void *data)
{
    const FILE_RENAME_INFORMATION *info = data;
    WCHAR name[PATH_UNITS];

    if (dos_path(info->FileName, info->FileNameLength / sizeof(WCHAR), true, name))
        effect_renamed(wide_text(file->path), wide_text(name));
}

static NTSTATUS NTAPI hooked_set_information(HANDLE handle, IO_STATUS_BLOCK *io, void *data, ULONG size, int class)
{
    const set_information_fn original = (set_information_fn)file_hooks[SET_INFORMATION].original;
    struct open_file *file;
    NTSTATUS status;

    if (!hook_enter())
        return original(handle, io, data, size, class);
    status = original(handle, io, data, size, class);
    file = status >= 0 ? find_open(handle) : NULL;
    if (file && (class == FILE_RENAME_INFORMATION_CLASS || class == FILE_RENAME_EX_INFORMATION_CLASS))
        renamed(file, data);
    else if (file && (class == FILE_DISPOSITION_INFORMATION_CLASS || class == FILE_DISPOSITION_EX_INFORMATION_CLASS))
        file->delete_on_close = *(const BYTE *)data & 1;
    hook_leave();
    return status;
}

static NTSTATUS NTAPI hooked_close(HANDLE handle)
{
    const close_fn original = (close_fn)file_hooks[CLOSE].original;
    struct open_file *file;
    NTSTATUS status;

    registry_forget(handle);
    if (!hook_enter())
        return original(handle);
    file = find_open(handle);
    status = original(handle);
    if (file) {
        file->handle = NULL;
        if (status >= 0 && file->delete_on_close)
            effect_path(file->folder ? EFFECT_FOLDER_REMOVED : EFFECT_FILE_REMOVED, wide_text(file->path));
    }
    hook_leave();
    return status;
}

struct hook file_hooks[] = {
    [CREATE_FILE] = { "ntdll", "NtCreateFile", (void *)hooked_create_file, NULL },
    [OPEN_FILE] = { "ntdll", "NtOpenFile", (void *)hooked_open_file, NULL },
    [SET_INFORMATION] = { "ntdll", "NtSetInformationFile", (void *)hooked_set_information, NULL },
    [CLOSE] = { "ntdll", "NtClose", (void *)hooked_close, NULL },
};
const unsigned n_file_hooks = ARRAYSIZE(file_hooks);

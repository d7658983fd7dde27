/* Files: their names are in the tree of folders, their bytes are the default value of the entry. There is nothing yet that
 * reads them but snapshots. */
#include "folder.h"
#include "machine.h"

#define READING  ((DWORD)(GENERIC_READ | GENERIC_ALL | FILE_READ_DATA | FILE_EXECUTE))
#define WRITING  ((DWORD)(GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA))
#define DELETING ((DWORD)(GENERIC_ALL | DELETE))

/* What CreateFileW() is asked for. */
struct request {
    const WCHAR *path;
    DWORD access;
    DWORD sharing;
    DWORD disposition;
};

static const struct reg_name contents = { NULL, 0 };

static void tell(const WCHAR *path, enum stub_change_kind kind, const WCHAR *name)
{
    const struct stub_change change = { .kind = kind, .path = path, .name = name };

    if (sim_observed())
        sim_notify(&change);
}

/* NULL: the file is gone. */
static struct reg_key *entry_of(const struct handle *handle)
{
    struct reg_key *entry = reg_key(handle->key);

    if (!sim_contains(handle->key, sizeof(*entry)) || entry->id != handle->key_id)
        return NULL;
    return entry;
}

static bool excludes(DWORD access, DWORD sharing)
{
    return (access & READING && !(sharing & FILE_SHARE_READ)) || (access & WRITING && !(sharing & FILE_SHARE_WRITE)) ||
           (access & DELETING && !(sharing & FILE_SHARE_DELETE));
}

/* Of all processes. */
static bool in_use(const struct reg_key *entry, DWORD access, DWORD sharing)
{
    for (size_t i = 0; i < PROCESSES_MAX; i++) {
        const struct handle_table *table = sim_handles_of(&sim_machine->processes[i]);

        for (uint32_t k = 0; k < table->used_slots; k++) {
            const struct handle *open = &table->slots[k];

            if (open->kind == HANDLE_FILE && open->key_id == entry->id &&
                (excludes(access, open->sharing) || excludes(open->access, sharing)))
                return true;
        }
    }
    return false;
}

static void empty_file(struct reg_key *entry)
{
    struct reg_value *value = reg_find_value(entry, contents);

    if (value)
        reg_remove_value(entry, value);
}

/* It is there: may this request have it? */
static DWORD check_existing(const struct request *request, const struct reg_key *entry)
{
    if (request->disposition == CREATE_NEW)
        return ERROR_FILE_EXISTS;
    if (!folder_is_file(entry))
        return ERROR_ACCESS_DENIED; /* nobody here opens folders */
    return in_use(entry, request->access, request->sharing) ? ERROR_SHARING_VIOLATION : ERROR_SUCCESS;
}

static DWORD make_file(const struct request *request, struct folder_place *place)
{
    if (request->disposition == OPEN_EXISTING || request->disposition == TRUNCATE_EXISTING || !place->parent)
        return ERROR_FILE_NOT_FOUND;
    if (place->parent->denied)
        return ERROR_ACCESS_DENIED;
    place->entry = reg_add_key(place->parent, place->name);
    if (!place->entry)
        return ERROR_DISK_FULL;
    place->entry->flags |= FOLDER_FLAG_FILE;
    tell(request->path, STUB_FILE_CREATED, NULL);
    return ERROR_SUCCESS;
}

static DWORD file_handle(const struct request *request, const struct reg_key *entry, HANDLE *file)
{
    struct handle *handle = sim_handle_new(HANDLE_FILE, file);

    if (!handle)
        return ERROR_TOO_MANY_OPEN_FILES;
    handle->access = request->access;
    handle->sharing = request->sharing;
    handle->key = entry->self;
    handle->key_id = entry->id;
    handle->position = 0;
    return ERROR_SUCCESS;
}

/* As ntdll sees it: a file that is emptied, or opened for writing, counts as written. */
static DWORD open_existing(const struct request *request, struct reg_key *entry)
{
    const bool emptied = request->disposition == CREATE_ALWAYS || request->disposition == TRUNCATE_EXISTING;
    const DWORD error = check_existing(request, entry);

    if (error)
        return error;
    if (emptied)
        empty_file(entry);
    if (emptied || request->access & WRITING)
        tell(request->path, STUB_FILE_WRITTEN, NULL);
    return ERROR_SUCCESS;
}

/* *existed: it was there before. */
static DWORD open_file(const struct request *request, HANDLE *file, bool *existed)
{
    struct folder_place place;
    DWORD error = folder_find(request->path, &place);

    *existed = error == ERROR_SUCCESS;
    if (error == ERROR_SUCCESS)
        error = open_existing(request, place.entry);
    else if (error == ERROR_FILE_NOT_FOUND)
        error = make_file(request, &place);
    return error ? error : file_handle(request, place.entry, file);
}

static HANDLE refuse(DWORD error)
{
    SetLastError(error);
    return INVALID_HANDLE_VALUE;
}

/* Of the flags only those that are attributes, and they are not kept. */
HANDLE WINAPI CreateFileW(LPCWSTR path, DWORD access, DWORD sharing, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                          DWORD flags, HANDLE like)
{
    const struct request request = { path, access, sharing, disposition };
    HANDLE file = INVALID_HANDLE_VALUE;
    bool existed;
    DWORD error;

    (void)security;
    (void)like;
    if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING)
        return refuse(ERROR_INVALID_PARAMETER);
    if (flags >> 16)
        return refuse(ERROR_NOT_SUPPORTED);
    if (sim_fault("CreateFileW"))
        return refuse(ERROR_ACCESS_DENIED);
    stub_enter();
    error = open_file(&request, &file, &existed);
    stub_unlock();
    if (error)
        return refuse(error);
    SetLastError(existed && (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS) ? ERROR_ALREADY_EXISTS
                                                                                         : ERROR_SUCCESS);
    return file;
}

static DWORD write_bytes(struct handle *handle, const void *bytes, DWORD size)
{
    struct reg_key *entry = entry_of(handle);
    const struct reg_value *old = entry ? reg_find_value(entry, contents) : NULL;
    const DWORD length = old ? old->size : 0, end = handle->position + size;
    unsigned char *all;
    bool written;

    if (!(handle->access & WRITING))
        return ERROR_ACCESS_DENIED;
    if (!entry || !size)
        return ERROR_SUCCESS; /* what is gone takes everything */
    all = calloc(1, max(length, end));
    if (!all)
        return ERROR_DISK_FULL;
    if (length)
        memcpy(all, sim_at(old->data), length);
    memcpy(all + handle->position, bytes, size);
    written = reg_set_value(entry, contents, REG_BINARY, all, max(length, end));
    free(all);
    if (!written)
        return ERROR_DISK_FULL;
    handle->position = end;
    return ERROR_SUCCESS;
}

/* To a file, at once. */
BOOL WINAPI WriteFile(HANDLE file, LPCVOID bytes, DWORD size, LPDWORD written, LPOVERLAPPED overlapped)
{
    struct handle *handle;
    DWORD error;

    if (written)
        *written = 0;
    if (overlapped || (size && !bytes)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (sim_fault("WriteFile")) {
        SetLastError(ERROR_DISK_FULL);
        return FALSE;
    }
    stub_enter();
    handle = sim_handle_get(file, HANDLE_FILE);
    error = handle ? write_bytes(handle, bytes, size) : ERROR_INVALID_HANDLE;
    stub_unlock();
    if (error)
        SetLastError(error);
    else if (written)
        *written = size;
    return error == ERROR_SUCCESS;
}

static DWORD delete_file(const WCHAR *path)
{
    struct folder_place place;
    const DWORD error = folder_find(path, &place);

    if (error)
        return error;
    if (!folder_is_file(place.entry) || place.parent->denied)
        return ERROR_ACCESS_DENIED;
    if (in_use(place.entry, DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE))
        return ERROR_SHARING_VIOLATION;
    reg_remove_key(place.entry);
    tell(path, STUB_FILE_DELETED, NULL);
    return ERROR_SUCCESS;
}

BOOL WINAPI DeleteFileW(LPCWSTR path)
{
    DWORD error;

    if (sim_fault("DeleteFileW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return FALSE;
    }
    stub_enter();
    error = delete_file(path);
    stub_unlock();
    if (error)
        SetLastError(error);
    return error == ERROR_SUCCESS;
}

static bool is_inside(const struct reg_key *entry, const struct reg_key *folder)
{
    for (; entry != folder; entry = reg_key(entry->parent))
        if (!entry->parent)
            return false;
    return true;
}

static DWORD move_entry(const WCHAR *from, const WCHAR *to)
{
    struct folder_place source, target;
    DWORD error = folder_find(from, &source);

    if (error)
        return error;
    error = folder_find(to, &target);
    if (error == ERROR_SUCCESS && target.entry != source.entry)
        return ERROR_ALREADY_EXISTS;
    if (error && (error != ERROR_FILE_NOT_FOUND || !target.parent))
        return error;
    if (!source.parent || source.parent->denied || target.parent->denied)
        return ERROR_ACCESS_DENIED;
    if (is_inside(target.parent, source.entry))
        return ERROR_INVALID_PARAMETER;
    if (in_use(source.entry, DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE))
        return ERROR_SHARING_VIOLATION;
    if (!reg_move_key(source.entry, target.parent, target.name))
        return ERROR_DISK_FULL;
    tell(from, STUB_RENAMED, to);
    return ERROR_SUCCESS;
}

/* Files and folders. */
BOOL WINAPI MoveFileW(LPCWSTR from, LPCWSTR to)
{
    DWORD error;

    if (sim_fault("MoveFileW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return FALSE;
    }
    stub_enter();
    error = move_entry(from, to);
    stub_unlock();
    if (error)
        SetLastError(error);
    return error == ERROR_SUCCESS;
}

#include "folder.h"

static bool valid_name(struct reg_name name)
{
    static const WCHAR forbidden[] = L"<>:\"/|?*";

    for (size_t i = 0; i < name.length; i++) {
        if (name.text[i] < ' ')
            return false;
        for (const WCHAR *c = forbidden; *c; c++)
            if (name.text[i] == *c)
                return false;
    }
    return name.length <= KEY_NAME_MAX - 1;
}

DWORD folder_find(const WCHAR *path, struct folder_place *place)
{
    struct reg_name rest = reg_name(path);
    struct reg_key *entry = reg_key(sim_world()->drive);

    *place = (struct folder_place){ .entry = entry };
    if (!rest.length)
        return ERROR_PATH_NOT_FOUND;
    if (rest.length < 3 || sim_case_upper(path[0]) != 'C' || path[1] != ':' || path[2] != '\\')
        return ERROR_FILE_NOT_FOUND; /* relative paths and other drives: nobody here has them */
    reg_next_component(&rest);
    while (rest.length) {
        place->name = reg_next_component(&rest);
        place->parent = entry;
        if (!valid_name(place->name))
            return ERROR_INVALID_NAME;
        entry = reg_find_key(place->parent, place->name);
        place->entry = entry;
        if (!entry || (rest.length && folder_is_file(entry)))
            return rest.length ? ERROR_PATH_NOT_FOUND : ERROR_FILE_NOT_FOUND;
    }
    return ERROR_SUCCESS;
}

static void notify_entry(const WCHAR *path, enum stub_change_kind kind)
{
    struct stub_change change = { .kind = kind, .path = path };

    if (sim_observed())
        sim_notify(&change);
}

DWORD folder_create(const WCHAR *path)
{
    struct folder_place place;
    DWORD error = folder_find(path, &place);

    if (error == ERROR_SUCCESS)
        return ERROR_ALREADY_EXISTS;
    if (error != ERROR_FILE_NOT_FOUND || !place.parent)
        return error;
    if (place.parent->denied)
        return ERROR_ACCESS_DENIED;
    if (!reg_add_key(place.parent, place.name))
        return ERROR_DISK_FULL;
    notify_entry(path, STUB_FOLDER_CREATED);
    return ERROR_SUCCESS;
}

static LSTATUS create_all(const WCHAR *path)
{
    struct reg_name rest = reg_name(path);
    struct reg_key *entry = reg_key(sim_world()->drive);
    struct reg_name drive = reg_next_component(&rest);

    if (drive.length != 2 || sim_case_upper(drive.text[0]) != 'C' || drive.text[1] != ':')
        return ERROR_BAD_PATHNAME;
    while (rest.length && entry) {
        struct reg_name name = reg_next_component(&rest);

        if (!valid_name(name))
            return ERROR_BAD_PATHNAME;
        entry = reg_add_key(entry, name);
    }
    return entry ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

void folder_build(void)
{
    sim_world()->drive = reg_root();
    create_all(L"C:\\windows\\system32");
    create_all(STUB_PROFILE);
}

LSTATUS stub_folder_create(const WCHAR *path)
{
    LSTATUS status;

    stub_enter();
    status = create_all(path);
    stub_unlock();
    return status;
}

LSTATUS stub_file_create(const WCHAR *path)
{
    struct folder_place place;
    LSTATUS status;

    stub_enter();
    status = (LSTATUS)folder_find(path, &place);
    if (status == ERROR_FILE_NOT_FOUND && place.parent) {
        place.entry = reg_add_key(place.parent, place.name);
        if (place.entry)
            place.entry->flags |= FOLDER_FLAG_FILE;
        status = place.entry ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
    }
    stub_unlock();
    return status;
}

LSTATUS stub_folder_delete(const WCHAR *path)
{
    struct folder_place place;
    LSTATUS status;

    stub_enter();
    status = (LSTATUS)folder_find(path, &place);
    if (!status && !place.parent)
        status = ERROR_BAD_PATHNAME;
    if (!status)
        reg_remove_key(place.entry);
    stub_unlock();
    return status;
}

LSTATUS stub_folder_deny(const WCHAR *path, bool deny)
{
    struct folder_place place;
    LSTATUS status;

    stub_enter();
    status = (LSTATUS)folder_find(path, &place);
    if (!status)
        place.entry->denied = deny ? KEY_ALL_ACCESS : 0;
    stub_unlock();
    return status;
}

struct walk {
    stub_folder_visitor visit;
    void *context;
    WCHAR path[MAX_PATH * 4];
};

static void walk_entry(struct walk *walk, size_t length, const struct reg_key *entry)
{
    const arena_ref *entries = sim_at(entry->subkeys);

    walk->visit(walk->context, walk->path, !folder_is_file(entry));
    for (uint32_t i = 0; i < entry->subkey_count; i++) {
        const struct reg_key *next = reg_key(entries[i]);

        if (length + 1 + next->name_length >= sizeof(walk->path) / sizeof(walk->path[0]))
            continue;
        walk->path[length] = '\\';
        memcpy(walk->path + length + 1, sim_at(next->name), next->name_length * sizeof(WCHAR));
        walk->path[length + 1 + next->name_length] = 0;
        walk_entry(walk, length + 1 + next->name_length, next);
        walk->path[length] = 0;
    }
}

LSTATUS stub_folder_walk(const WCHAR *path, stub_folder_visitor visit, void *context)
{
    struct folder_place place;
    struct walk walk = { visit, context, { 0 } };
    size_t length = sim_wide_length(path);
    LSTATUS status;

    stub_enter();
    status = (LSTATUS)folder_find(path, &place);
    if (!status && length < MAX_PATH) {
        memcpy(walk.path, path, length * sizeof(WCHAR));
        if (walk.path[length - 1] == '\\')
            walk.path[--length] = 0;
        walk_entry(&walk, length, place.entry);
    }
    stub_unlock();
    return status;
}

BOOL WINAPI CreateDirectoryW(LPCWSTR path, LPSECURITY_ATTRIBUTES security)
{
    DWORD error;

    (void)security;
    if (sim_fault("CreateDirectoryW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return FALSE;
    }
    stub_enter();
    error = folder_create(path);
    stub_unlock();
    if (error)
        SetLastError(error);
    return error == ERROR_SUCCESS;
}

static DWORD remove_folder(const WCHAR *path)
{
    struct folder_place place;
    DWORD error = folder_find(path, &place);

    if (error)
        return error;
    if (folder_is_file(place.entry))
        return ERROR_DIRECTORY;
    if (!place.parent || place.parent->denied)
        return ERROR_ACCESS_DENIED;
    if (place.entry->subkey_count)
        return ERROR_DIR_NOT_EMPTY;
    reg_remove_key(place.entry);
    notify_entry(path, STUB_FOLDER_DELETED);
    return ERROR_SUCCESS;
}

BOOL WINAPI RemoveDirectoryW(LPCWSTR path)
{
    DWORD error;

    if (sim_fault("RemoveDirectoryW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return FALSE;
    }
    stub_enter();
    error = remove_folder(path);
    stub_unlock();
    if (error)
        SetLastError(error);
    return error == ERROR_SUCCESS;
}

DWORD WINAPI GetFileAttributesW(LPCWSTR path)
{
    DWORD attributes = INVALID_FILE_ATTRIBUTES;
    struct folder_place place;
    DWORD error;

    if (sim_fault("GetFileAttributesW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return INVALID_FILE_ATTRIBUTES;
    }
    stub_enter();
    error = folder_find(path, &place);
    if (error)
        SetLastError(error);
    else
        attributes = folder_is_file(place.entry) ? FILE_ATTRIBUTE_ARCHIVE : FILE_ATTRIBUTE_DIRECTORY;
    stub_unlock();
    return attributes;
}

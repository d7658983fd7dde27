/* Files of Windows and Wine: mapped ones, and whole ones. */
#include "platform.h"

enum { PATH_UNITS = 1024 };

static HANDLE open_file(const char *path, DWORD access, DWORD disposition)
{
    WCHAR wide[PATH_UNITS];

    if (!wide_from_utf8(path, wide, PATH_UNITS))
        return INVALID_HANDLE_VALUE;
    return CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, disposition, FILE_ATTRIBUTE_NORMAL,
                       NULL);
}

static char *map_view(HANDLE file, size_t size)
{
    HANDLE mapping = CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, (DWORD)size, NULL);
    char *bytes = mapping ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, size) : NULL;

    if (mapping)
        CloseHandle(mapping); /* the view holds it */
    return bytes;
}

bool platform_map_open(struct platform_map *map, const char *path, size_t size)
{
    map->file = open_file(path, GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS);
    if (map->file == INVALID_HANDLE_VALUE)
        return false;
    map->bytes = map_view(map->file, size);
    map->size = size;
    if (!map->bytes)
        CloseHandle(map->file);
    return map->bytes != NULL;
}

bool platform_map_join(struct platform_map *map, const char *path, size_t size)
{
    map->file = open_file(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    if (map->file == INVALID_HANDLE_VALUE)
        return false;
    map->bytes = map_view(map->file, size);
    map->size = size;
    return map->bytes != NULL;
}

bool platform_map_grow(struct platform_map *map, size_t size)
{
    char *bytes = map_view(map->file, size);

    if (!bytes)
        return false;
    UnmapViewOfFile(map->bytes);
    map->bytes = bytes;
    map->size = size;
    return true;
}

void platform_map_close(struct platform_map *map, size_t used)
{
    if (!map->bytes)
        return;
    UnmapViewOfFile(map->bytes);
    SetFilePointer(map->file, (LONG)used, NULL, FILE_BEGIN);
    SetEndOfFile(map->file);
    CloseHandle(map->file);
    map->bytes = NULL;
}

bool platform_read_file(const char *path, size_t limit, char **data, size_t *len)
{
    const HANDLE file = open_file(path, GENERIC_READ, OPEN_EXISTING);
    const DWORD size = file == INVALID_HANDLE_VALUE ? INVALID_FILE_SIZE : GetFileSize(file, NULL);
    DWORD got = 0;

    *data = size <= limit ? malloc(size + 1) : NULL;
    if (*data && !ReadFile(file, *data, size, &got, NULL)) {
        free(*data);
        *data = NULL;
    }
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    *len = got;
    return *data != NULL;
}

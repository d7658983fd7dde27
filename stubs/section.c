#include "sync.h"

#define PAGE        0x1000u
#define GRANULARITY 0x10000u

static HANDLE fail(DWORD error)
{
    SetLastError(error);
    return NULL;
}

static HANDLE make_section(const WCHAR *name, size_t size)
{
    struct object *made = NULL;
    HANDLE value = sim_open_object(OBJECT_SECTION, name, &made);

    if (!made)
        return value; /* one that was there keeps its size */
    made->data = sim_share(size);
    if (made->data) {
        made->size = size;
        return value;
    }
    CloseHandle(value);
    return fail(ERROR_COMMITMENT_LIMIT);
}

/* Of memory, not of a file. */
HANDLE WINAPI CreateFileMappingW(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protection, DWORD high, DWORD low,
                                 LPCWSTR name)
{
    const uint64_t size = (uint64_t)high << 32 | low;
    HANDLE value;

    (void)security;
    (void)protection;
    if (file != INVALID_HANDLE_VALUE)
        return fail(ERROR_INVALID_HANDLE);
    if (!size)
        return fail(ERROR_INVALID_PARAMETER);
    if (sim_fault("CreateFileMappingW"))
        return fail(ERROR_NOT_ENOUGH_MEMORY);
    stub_enter();
    value = make_section(name, (size + PAGE - 1) & ~(uint64_t)(PAGE - 1));
    stub_unlock();
    return value;
}

HANDLE WINAPI OpenFileMappingW(DWORD access, BOOL inherit, LPCWSTR name)
{
    (void)access;
    (void)inherit;
    if (sim_fault("OpenFileMappingW"))
        return fail(ERROR_ACCESS_DENIED);
    return sim_open_named(OBJECT_SECTION, name);
}

static void *map_view(HANDLE section, uint64_t offset, size_t size)
{
    struct object *object = sim_object(section);
    struct handle *handle;
    HANDLE unused;

    if (!object)
        return NULL;
    if (object->kind != OBJECT_SECTION)
        return fail(ERROR_INVALID_HANDLE);
    if (offset % GRANULARITY)
        return fail(ERROR_MAPPED_ALIGNMENT);
    if (offset >= object->size || size > object->size - offset)
        return fail(ERROR_ACCESS_DENIED);
    handle = sim_handle_new(HANDLE_VIEW, &unused);
    if (!handle)
        return fail(ERROR_NOT_ENOUGH_MEMORY);
    handle->object = object;
    handle->view = (unsigned char *)object->data + offset;
    object->views++;
    return handle->view;
}

/* All views of a part have the same address, and all may be written to. */
LPVOID WINAPI MapViewOfFile(HANDLE section, DWORD access, DWORD high, DWORD low, SIZE_T size)
{
    void *view;

    (void)access;
    if (sim_fault("MapViewOfFile"))
        return fail(ERROR_NOT_ENOUGH_MEMORY);
    stub_enter();
    view = map_view(section, (uint64_t)high << 32 | low, size);
    stub_unlock();
    return view;
}

BOOL WINAPI UnmapViewOfFile(LPCVOID view)
{
    struct handle *handle;

    stub_enter();
    handle = sim_handle_of_view(view);
    if (handle) {
        sim_view_release(handle->object);
        sim_handle_close(handle);
    } else {
        SetLastError(ERROR_INVALID_ADDRESS);
    }
    stub_unlock();
    return handle != NULL;
}

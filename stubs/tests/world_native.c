#include "check.h"
#include "stubs.h"
#include <stdint.h>
#include <string.h>

#define SCRATCH STUB_PROFILE L"\\Scratch"

extern const unsigned char test_resources[];
extern const unsigned int test_resources_size;

void world_begin(void)
{
    stub_reset();
    stub_folder_create(SCRATCH);
    stub_set_resources(test_resources, test_resources_size);
}

void world_end(void)
{
    CHECK(0, stub_live_objects());
}

static void run(void *body)
{
    ExitProcess(check_run_body((unsigned)(uintptr_t)body));
}

/* It waits until there is a handle to it, so that it stays known. */
HANDLE world_start(unsigned body, DWORD *id)
{
    HANDLE opened = CreateEventW(NULL, TRUE, FALSE, L"Identical opened");
    HANDLE process;

    *id = stub_process_start(run, (void *)(uintptr_t)body); /* NOLINT(performance-no-int-to-ptr) */
    process = OpenProcess(PROCESS_ALL_ACCESS, FALSE, *id);
    SetEvent(opened);
    CloseHandle(opened);
    return process;
}

void world_join(void)
{
    HANDLE opened = OpenEventW(SYNCHRONIZE, FALSE, L"Identical opened");

    WaitForSingleObject(opened, INFINITE);
    CloseHandle(opened);
}

void world_file(const WCHAR *below)
{
    CHECK(ERROR_SUCCESS, stub_file_create(world_path(below)));
}

const WCHAR *world_path(const WCHAR *below)
{
    static WCHAR path[1024];
    size_t length = 0;

    memcpy(path, SCRATCH, sizeof(SCRATCH));
    if (!*below)
        return path;
    path[sizeof(SCRATCH) / sizeof(WCHAR) - 1] = '\\';
    do
        path[sizeof(SCRATCH) / sizeof(WCHAR) + length] = below[length];
    while (below[length++]);
    return path;
}

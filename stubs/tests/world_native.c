#include "check.h"
#include "stubs.h"
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

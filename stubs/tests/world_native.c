#include "check.h"
#include "stubs.h"

void world_begin(void)
{
    stub_reset();
    stub_registry_delete(L"HKEY_CURRENT_USER\\Environment");
    stub_registry_delete(L"HKEY_CURRENT_USER\\Software");
}

void world_end(void)
{
    CHECK(0, stub_live_objects());
}

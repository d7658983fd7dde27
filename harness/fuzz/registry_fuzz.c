/* Any bytes as a .reg file or a user.reg that is imported. */
#include "fuzz/fuzz.h"

#include "fuzz/import_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4 || memcmp(data, "regf", 4) != 0)
        fuzz_import(data, size);
    return 0;
}

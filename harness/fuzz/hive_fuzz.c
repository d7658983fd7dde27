/* Any bytes as a hive that is imported: behind a header with the right checksum, since nothing else gets to the cells.
 * Each is read as a user's would be, by libhivex in a child process. */
#include "fuzz/fuzz.h"

#include "fuzz/import_fuzz.h"

static void mend_header(uint8_t *data)
{
    uint32_t sum = 0, number;

    for (size_t at = 0; at < 508; at += 4) {
        memcpy(&number, data + at, 4);
        sum ^= number;
    }
    memcpy(data + 508, &sum, 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy;

    if (size < 4 || memcmp(data, "regf", 4) != 0)
        return 0;
    copy = malloc(size);
    FUZZ_ASSERT(copy);
    memcpy(copy, data, size);
    if (size >= 512)
        mend_header(copy);
    fuzz_import(copy, size);
    free(copy);
    return 0;
}

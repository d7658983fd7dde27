/* Any bytes as scenarios/statements.txt: they are read whole, or one located error tells why not. */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"

#include "driver/coverage.h"

static void check_excuse(const struct excuse *excuse)
{
    FUZZ_ASSERT(excuse->cover > COVERED && excuse->cover < UNCOVERED);
    FUZZ_ASSERT(*excuse->number && *excuse->reason);
    FUZZ_ASSERT((excuse->decision != NULL) == (excuse->cover == OVERRULED || excuse->cover == NOTHING_STATED));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct excuses excuses;
    struct problem problem = { 0 };
    const bool ok = excuses_parse((const char *)data, size, "input", &excuses, &problem);

    FUZZ_ASSERT(ok == !problem.text[0]);
    FUZZ_ASSERT(ok || !strncmp(problem.text, "input:", 6));
    for (size_t i = 0; i < excuses.count; i++)
        check_excuse(&excuses.items[i]);
    excuses_free(&excuses);
    return 0;
}

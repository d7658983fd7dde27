/* Any bytes as a .reg file: read, printed, read again, compared. */
#include "fuzz/fuzz.h"

#include "trace/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct state *state = NULL, *back = NULL;
    struct diag diag;
    struct buffer once, twice;

    arena_init(&arena);
    buffer_init(&once, (size_t)1 << 28);
    buffer_init(&twice, (size_t)1 << 28);
    if (state_parse((const char *)data, size, "input", &arena, &state, &diag) == ST_OK) {
        state_print(state, &once);
        FUZZ_ASSERT(once.status == ST_OK);
        FUZZ_ASSERT(state_parse(once.data, once.len, "printed", &arena, &back, &diag) == ST_OK);
        state_print(back, &twice);
        FUZZ_ASSERT(once.len == twice.len && !memcmp(once.data, twice.data, once.len));
    } else {
        FUZZ_ASSERT(!state && diag.text[0]);
    }
    buffer_free(&once);
    buffer_free(&twice);
    arena_free(&arena);
    return 0;
}

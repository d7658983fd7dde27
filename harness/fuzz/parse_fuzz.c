/* Any bytes: read, checked, printed, read again, compared; then judged and compared with themselves. */
#include "fuzz/fuzz.h"

#include "trace/diff.h"

static void print(const struct trace *trace, struct buffer *out)
{
    buffer_init(out, (size_t)1 << 28);
    trace_print(trace, out);
    FUZZ_ASSERT(out->status == ST_OK);
}

/* A model prints as a text that reads as a model that prints the same. */
static void check_print(const struct trace *trace)
{
    struct buffer once, twice;
    struct trace *back = NULL;
    struct diag diag;

    print(trace, &once);
    FUZZ_ASSERT(trace_parse(once.data, once.len, "printed", &back, &diag) == ST_OK);
    print(back, &twice);
    FUZZ_ASSERT(once.len == twice.len && !memcmp(once.data, twice.data, once.len));
    buffer_free(&once);
    buffer_free(&twice);
    trace_free(back);
}

static bool count(void *context, const struct difference *difference)
{
    (void)difference;
    ++*(unsigned *)context;
    return true;
}

static void check_diff(const char *text, size_t len)
{
    struct text_memory memory = { text, len };
    struct text_source source = text_source_memory("input", &memory);
    struct diff_summary summary;
    struct diag diag;
    unsigned differences = 0;

    if (trace_diff(&source, &source, count, &differences, &summary, &diag) == ST_OK)
        FUZZ_ASSERT(!differences && !summary.differences);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct trace *trace = NULL;
    struct judgement *judgement = NULL;
    struct diag diag;
    enum status status = trace_parse((const char *)data, size, "input", &trace, &diag);

    FUZZ_ASSERT((status == ST_OK) == (trace != NULL));
    FUZZ_ASSERT((status == ST_BAD_INPUT) == (diag.text[0] != 0));
    if (status)
        return 0;
    check_print(trace);
    check_diff((const char *)data, size);
    if (trace_check(trace, "input", NULL, &diag) == ST_OK && trace_judge(trace, trace, &judgement) == ST_OK)
        judgement_free(judgement);
    trace_free(trace);
    return 0;
}

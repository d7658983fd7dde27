/* parse(print(x)) == x, and print(parse(print(x))) == print(x), for models out of a seed. */
#include "trace/tests/support.h"

#include "trace/tests/dump.h"
#include "trace/tests/generate.h"

enum { MODELS = 4000 };

static char *printed(const struct trace *trace)
{
    struct buffer out;

    buffer_init(&out, (size_t)1 << 26);
    trace_print(trace, &out);
    assert_int_equal(out.status, ST_OK);
    return out.data;
}

static void what_is_printed_reads_as_the_same_model(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        struct random random = random_seed(seed);
        struct trace *trace = random_trace(&random), *back;
        char *once = printed(trace);

        back = parsed(once);
        char *twice = printed(back), *dump = model_dump(trace), *dump_back = model_dump(back);
        if (strcmp(dump, dump_back) || strcmp(once, twice)) {
            print_error("seed %llu\n%s\n%s\n%s\n", (unsigned long long)seed, once, dump, dump_back);
            fail();
        }
        free(once);
        free(twice);
        free(dump);
        free(dump_back);
        trace_free(trace);
        trace_free(back);
    }
}

/* Comments, blank lines, further blanks and CR at random places. */
static char *disturb(struct random *random, const char *text)
{
    struct buffer out;

    buffer_init(&out, (size_t)1 << 26);
    for (const char *p = text; *p;) {
        size_t len = strcspn(p, "\n");

        if (p > text && random_below(random, 6) == 0) {
            buffer_pad(&out, random_below(random, 9));
            buffer_puts(&out, random_below(random, 2) ? "\n" : "; a \"comment\n");
        }
        buffer_append(&out, p, len);
        if (random_below(random, 6) == 0)
            buffer_puts(&out, random_below(random, 2) ? " ; why\t " : "   ");
        buffer_puts(&out, random_below(random, 2) ? "\r\n" : "\n");
        p += len + (p[len] == '\n');
    }
    assert_int_equal(out.status, ST_OK);
    return out.data;
}

static void formatting_keeps_the_model_and_settles_at_once(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        struct random random = random_seed(seed + 1000000);
        struct trace *trace = random_trace(&random);
        char *plain = printed(trace), *messy = disturb(&random, plain);
        char *once = formatted(messy), *twice = formatted(once);
        struct trace *back = parsed(once);
        char *dump = model_dump(trace), *dump_back = model_dump(back);

        if (strcmp(once, twice))
            fail_msg("seed %llu\n%s\n%s", (unsigned long long)seed, once, twice);
        assert_string_equal(dump, dump_back);
        trace_free(trace);
        trace_free(back);
        free(plain);
        free(messy);
        free(once);
        free(twice);
        free(dump);
        free(dump_back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_reads_as_the_same_model),
        cmocka_unit_test(formatting_keeps_the_model_and_settles_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "driver/tests/test.h"

#include "driver/expect.h"

#define TODAY "2026-11-23"

static bool parse(const char *text, struct expect *expect, struct problem *problem)
{
    memset(problem, 0, sizeof(*problem));
    return expect_parse(text, strlen(text), "w.expect", TODAY, expect, problem);
}

static void reads_lines(void **state)
{
    struct expect expect;
    struct problem problem;
    struct expect_line *line;

    (void)state;
    assert_true(
        parse("expect 1 wine\n"
              "; a comment\n"
              "\n"
              "enum/next / Next#1 / result      \"E_NOTIMPL\"   R-2  Wine has a stub there\n"
              "a/b / veto.Query#1/Get#2 / out.x  \"\\\"B\\\\b\\\"\\n2\"  D-012, I-03  until then   until 2027-06-30\n"
              "a/b / Next#1 / result  \"S_OK\"  I-01  over   until 2026-11-22\n",
              &expect, &problem));
    assert_string_equal(expect.target, "wine");
    line = expect_find(&expect, "enum/next", "Next#1", "result");
    assert_non_null(line);
    assert_string_equal(line->observed, "E_NOTIMPL");
    assert_string_equal(line->evidence, "R-2");
    assert_string_equal(line->reason, "Wine has a stub there");
    assert_int_equal(line->line, 4);
    line = expect_find(&expect, "a/b", "veto.Query#1/Get#2", "out.x");
    assert_non_null(line);
    assert_string_equal(line->observed, "\"B\\b\"\n2");
    assert_string_equal(line->until, "2027-06-30");
    assert_string_equal(line->reason, "until then");
    assert_false(line->expired);
    assert_true(expect_find(&expect, "a/b", "Next#1", "result")->expired);
    assert_null(expect_find(&expect, "a/b", "Next#2", "result"));
    expect_free(&expect);
}

static void refuses_the_rest(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "w.expect:0: expected 'expect 1 TARGET'" },
        { "expect 2 wine\n", "w.expect:1: expected 'expect 1 TARGET'" },
        { "expect 1 wine\na / b \"x\"  D-1  y\n", "w.expect:2: expected 'scenario / label / fact'" },
        { "expect 1 wine\na / b / c x  D-1  y\n", "the observed value in quotes" },
        { "expect 1 wine\na / b / c \"x  D-1  y\n", "a closing quote" },
        { "expect 1 wine\na / b / c \"x\" not \"y  D-1  y\n", "a closing quote" },
        { "expect 1 wine\na / b / c \"x\" D-1\n", "two blanks and a reason" },
        { "expect 1 wine\na / b / c \"x\" D-1  y until 2026-1-1\n", "until YYYY-MM-DD" },
        { "expect 1 wine\na / b / c \"x\" D-1  y\na / b / c \"z\" D-1  y\n", "expected a new key" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct expect expect;
        struct problem problem;

        assert_false(parse(cases[i].text, &expect, &problem));
        assert_int_equal(problem.code, CODE_USAGE);
        if (!strstr(problem.text, cases[i].message))
            fail_msg("case %zu: %s", i, problem.text);
        expect_free(&expect);
    }
}

static void prints_what_it_reads(void **state)
{
    struct expect expect;
    struct problem problem;
    struct str text = { 0 };
    struct expect_line *line;

    (void)state;
    str_puts(&text, "expect 1 wine\n");
    expect_print("a/b / Next#1 / out.x", "\"B\\b\"\n2", "\"A\"", &text);
    str_puts(&text, "  D-012  because\n");
    expect_print("a/b / Next#2 / out.x", "1", NULL, &text);
    str_puts(&text, "  D-012  because\n");
    assert_true(parse(text.data, &expect, &problem));
    line = expect_find(&expect, "a/b", "Next#1", "out.x");
    assert_non_null(line);
    assert_string_equal(line->observed, "\"B\\b\"\n2");
    assert_string_equal(line->expected, "\"A\"");
    assert_null(expect_find(&expect, "a/b", "Next#2", "out.x")->expected);
    expect_free(&expect);
    str_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(refuses_the_rest),
        cmocka_unit_test(prints_what_it_reads),
    };

    return cmocka_run_group_tests_name("expect", tests, NULL, NULL);
}

#include "driver/tests/test.h"

#include "driver/coverage.h"

static bool parse(const char *text, struct excuses *excuses, struct problem *problem)
{
    memset(problem, 0, sizeof(*problem));
    return excuses_parse(text, strlen(text), "s.txt", excuses, problem);
}

static void reads_lines(void **state)
{
    struct excuses excuses;
    struct problem problem;

    (void)state;
    assert_true(parse("statements 1\r\n"
                      "; a comment\n"
                      "\n"
                      "D-110  not-dll  what \xc3\xbc the Address Book does  \n"
                      "D-118   overruled I-14   the decision, it says no",
                      &excuses, &problem));
    assert_int_equal(excuses.count, 2);
    assert_string_equal(excuses.items[0].number, "D-110");
    assert_int_equal(excuses.items[0].cover, NOT_DLL);
    assert_null(excuses.items[0].decision);
    assert_string_equal(excuses.items[0].reason, "what \xc3\xbc the Address Book does");
    assert_int_equal(excuses.items[0].line, 4);
    assert_int_equal(excuses.items[1].cover, OVERRULED);
    assert_string_equal(excuses.items[1].decision, "I-14");
    assert_int_equal(excuses.items[1].decision_column, 19);
    assert_string_equal(excuses.items[1].reason, "the decision, it says no");
    excuses_free(&excuses);
}

static void refuses_the_rest(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "s.txt:1:1: expected 'statements 1', found end of line" },
        { "statements 2\n", "s.txt:1:1: expected 'statements 1', found 'statements'" },
        { "statements 1\nfoo  not-dll  x\n",
          "s.txt:2:1: expected the number of a statement, such as D-110, found 'foo'" },
        { "statements 1\n D-1  not-dll  x\n", "s.txt:2:1: expected the number of a statement" },
        { "statements 1\nD-110\n", "s.txt:2:6: expected not-dll, overruled, nothing-stated or native-only, found end" },
        { "statements 1\nD-110  covered  x\n", "s.txt:2:8: expected not-dll, overruled, nothing-stated or native-only, "
                                               "found 'covered'" },
        { "statements 1\nD-110  not-dl  x\n", "found 'not-dl'" },
        { "statements 1\nD-110  not-dll\n", "s.txt:2:15: expected two blanks and a reason, found end of line" },
        { "statements 1\nD-110  not-dll x\n", "s.txt:2:16: expected two blanks and a reason, found 'x'" },
        { "statements 1\nD-110  not-dll I-14  x\n", "s.txt:2:16: expected two blanks and a reason, found 'I-14'" },
        { "statements 1\nD-110  overruled  why\n",
          "s.txt:2:19: expected the number of a decision (I-14), found 'why'" },
        { "statements 1\nD-110  overruled I-1x  why\n", "found 'I-1x'" },
        { "statements 1\nD-110  overruled D-001  why\n", "found 'D-001'" },
        { "statements 1\nD-110  nothing-stated\n", "expected the number of a decision (I-14), found end of line" },
        { "statements 1\nD-1  not-dll  x\nD-1  native-only  y\n",
          "s.txt:3:1: expected a new number, found 'D-1' (also in line 2)" },
        { "statements 1\nD-1\tnot-dll\n", "s.txt:2:4: expected no control character, found byte 0x09" },
        { "statements 1\nD-1  not-dll  \xff\n", "s.txt:2:15: expected UTF-8, found byte 0xff" },
        { "\xef\xbb\xbfstatements 1\n", "s.txt:1:1: expected 'statements 1'" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct excuses excuses;
        struct problem problem;

        assert_false(parse(cases[i].text, &excuses, &problem));
        assert_int_equal(problem.code, CODE_USAGE);
        if (!strstr(problem.text, cases[i].message))
            fail_msg("%zu: '%s' lacks '%s'", i, problem.text, cases[i].message);
        excuses_free(&excuses);
    }
}

static void refuses_nul_and_long_lines(void **state)
{
    static const char nul[] = "statements 1\nD-1\0  not-dll  x\n";
    struct excuses excuses;
    struct problem problem = { 0 };
    struct str text = { 0 };

    (void)state;
    assert_false(excuses_parse(nul, sizeof(nul) - 1, "s.txt", &excuses, &problem));
    assert_non_null(strstr(problem.text, "s.txt:2:4: expected no control character, found byte 0x00"));
    excuses_free(&excuses);
    str_puts(&text, "statements 1\nD-1  not-dll  ");
    for (int i = 0; i < 1100; i++)
        str_puts(&text, "x");
    assert_false(parse(text.data, &excuses, &problem));
    assert_non_null(strstr(problem.text, "s.txt:2:1: expected at most 1024 bytes in a line, found 1114"));
    excuses_free(&excuses);
    str_free(&text);
}

/* Four statements: D-001 (N), D-002 (X), D-003 (F), I-01. */
static void make_statements(struct statements *statements)
{
    static const char *const rows[][2] = {
        { "D-001", "N (probe)" }, { "D-002", "X" }, { "D-003", "F" }, { "I-01", NULL }
    };

    statements->count = sizeof(rows) / sizeof(*rows);
    statements->items = xcalloc(statements->count, sizeof(*statements->items));
    for (size_t i = 0; i < statements->count; i++) {
        struct statement *statement = &statements->items[i];

        statement->number = xstrdup(rows[i][0]);
        list_add(&statement->titles, rows[i][1] ? "test" : "question");
        list_add(&statement->cells, rows[i][1] ? rows[i][1] : "N");
    }
}

static bool cover(const char *scenario, const char *lines, struct coverage *coverage, struct excuses *excuses,
                  struct problem *problem)
{
    struct statements statements = { 0 };
    struct trace *model = NULL;
    struct diag diag = { 0 };
    bool ok;

    make_statements(&statements);
    assert_int_equal(trace_parse(scenario, strlen(scenario), "s.scn", &model, &diag), ST_OK);
    assert_true(parse(lines, excuses, problem));
    coverage_begin(&statements, coverage);
    {
        char *evidence = evidence_text(model);

        coverage_cite(coverage, "a/b", evidence, model);
        free(evidence);
    }
    ok = coverage_end(coverage, excuses, problem);
    trace_free(model);
    statements_free(&statements);
    return ok;
}

#define SCENARIO(evidence, tag)                                                                                        \
    "scenario 1\ntitle     x\nevidence  " evidence "\nregistry  empty\n\nprocess client\n"                             \
    "  m = create UserIdentityManager as IUserIdentityManager -> S_OK" tag "\n"

static void counts_what_is_cited_in_headers_and_at_lines(void **state)
{
    struct coverage coverage;
    struct excuses excuses;
    struct problem problem;

    (void)state;
    assert_true(cover(SCENARIO("documented D-001, documented D-002", " [inferred I-01]"),
                      "statements 1\nD-003  native-only  memory\n", &coverage, &excuses, &problem));
    assert_int_equal(coverage.covers[COVERED], 2);
    assert_int_equal(coverage.covers[NATIVE_ONLY], 1);
    assert_int_equal(coverage.covers[UNCOVERED], 0);
    assert_int_equal(coverage.citations[EVIDENCE_DOCUMENTED], 1);
    assert_int_equal(coverage.citations[EVIDENCE_INFERRED], 1);
    assert_false(coverage.rows[1].required);
    assert_int_equal(coverage.rows[1].count, 1);
    assert_string_equal(coverage.rows[3].citations[0].scenario, "a/b");
    assert_ptr_equal(coverage.rows[2].excuse, &excuses.items[0]);
    coverage_free(&coverage);
    excuses_free(&excuses);
}

static void what_was_only_observed_covers_nothing(void **state)
{
    struct coverage coverage;
    struct excuses excuses;
    struct problem problem;

    (void)state;
    assert_true(
        cover(SCENARIO("documented D-001, observed wine D-003", ""), "statements 1\n", &coverage, &excuses, &problem));
    assert_int_equal(coverage.covers[COVERED], 1);
    assert_int_equal(coverage.covers[UNCOVERED], 2);
    assert_int_equal(coverage.rows[2].cover, UNCOVERED);
    coverage_free(&coverage);
    excuses_free(&excuses);
}

static void refuses_lines_that_do_not_belong(void **state)
{
    static const struct {
        const char *lines, *message;
    } cases[] = {
        { "statements 1\nD-009  not-dll  x\n",
          "s.txt:2:1: expected the number of a statement of docs/evidence, found 'D-009'" },
        { "statements 1\nD-002  not-dll  x\n", "s.txt:2:1: expected a statement that is marked N, U or F" },
        { "statements 1\n; x\nD-001  not-dll  x\n",
          "s.txt:3:1: expected no line for a statement that a/b cites; remove the line, found 'D-001'" },
        { "statements 1\nD-003  overruled I-77  x\n", "s.txt:2:18: expected a decision of docs/evidence/decisions.md" },
        { "statements 1\nD-003  overruled I-01  x\n",
          "s.txt:2:18: expected a decision that a scenario cites, found 'I-01'" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct coverage coverage;
        struct excuses excuses;
        struct problem problem;

        assert_false(cover(SCENARIO("documented D-001", ""), cases[i].lines, &coverage, &excuses, &problem));
        assert_int_equal(problem.code, CODE_USAGE);
        if (!strstr(problem.text, cases[i].message))
            fail_msg("%zu: '%s' lacks '%s'", i, problem.text, cases[i].message);
        coverage_free(&coverage);
        excuses_free(&excuses);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(refuses_the_rest),
        cmocka_unit_test(refuses_nul_and_long_lines),
        cmocka_unit_test(counts_what_is_cited_in_headers_and_at_lines),
        cmocka_unit_test(what_was_only_observed_covers_nothing),
        cmocka_unit_test(refuses_lines_that_do_not_belong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

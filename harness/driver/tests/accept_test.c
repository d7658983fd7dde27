#include "driver/tests/test.h"

#include "driver/accept.h"

#define FILE_TEXT                                                                                                      \
    "expect 1 wine\n; what this is\n\na/one / Next#1 / result  \"E_FAIL\"  D-001  why\n"                               \
    "c/two  /  Next#1 / result  \"S_OK\" not \"S_FALSE\"  D-002  as above  until 2027-06-30\n; the end\n"

static struct fact fact_of(enum verdict verdict, const char *observed, const char *expected)
{
    return (struct fact){ .label = (char *)"Next#1",
                          .fact = (char *)"result",
                          .verdict = verdict,
                          .red = true,
                          .observed = (char *)observed,
                          .expected = (char *)expected,
                          .evidence = (char *)"documented D-067" };
}

/* The file afterwards; NULL if it was refused. free() it. */
static char *edit(const char *scenario, const struct fact *fact, const char *reason, const char *until,
                  const char *text, enum accepted *done, unsigned *line)
{
    const struct acceptance acceptance = { .scenario = scenario, .fact = fact, .reason = reason, .until = until };
    struct problem problem = { 0 };
    struct str edited = { 0 };

    if (accept_check(&acceptance, "2026-11-28", &problem) &&
        accept_edit(&acceptance, text, "wine.expect", "wine", &edited, done, line, &problem))
        return edited.data;
    assert_int_equal(problem.code, CODE_USAGE);
    str_free(&edited);
    return NULL;
}

static void a_new_line_stands_in_its_place(void **state)
{
    static const char *const lines[][2] = {
        { "a/one", "a/one / Next#1 / result  \"E_FAIL\"  D-001  why\n" },
        { "a/other", "a/one / Next#1 / result  \"E_FAIL\"  D-001  why\n" },
        { "d/last", "until 2027-06-30\n" },
        { "A/first", "; what this is\n" },
    };
    struct fact fact = fact_of(VERDICT_NEW, "say \"no\"\n\\", "S_OK");
    enum accepted done;
    unsigned line;

    (void)state;
    fact.label = (char *)"Next#2";
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        char *text = edit(lines[i][0], &fact, " a stub ", "2027-01-31", FILE_TEXT, &done, &line);
        char *wanted =
            xformat("%s%s / Next#2 / result  \"say \\\"no\\\"\\n\\\\\" not \"S_OK\"  documented D-067  a stub"
                    "  until 2027-01-31\n",
                    lines[i][1], lines[i][0]);

        assert_int_equal(done, ACCEPT_ADDED);
        assert_non_null(strstr(text, wanted));
        assert_int_equal(strlen(text), strlen(FILE_TEXT) + strlen(wanted) - strlen(lines[i][1]));
        free(wanted);
        free(text);
    }
}

static void other_lines_stay_as_they_are(void **state)
{
    struct fact fact = fact_of(VERDICT_NEW, "E_NOTIMPL", "S_FALSE");
    enum accepted done;
    unsigned line;
    char *text = edit("c/two", &fact, "a stub", NULL, FILE_TEXT, &done, &line), *again;

    (void)state;
    assert_int_equal(done, ACCEPT_REPLACED);
    assert_int_equal(line, 5);
    assert_string_equal(
        text, "expect 1 wine\n; what this is\n\na/one / Next#1 / result  \"E_FAIL\"  D-001  why\n"
              "c/two / Next#1 / result  \"E_NOTIMPL\" not \"S_FALSE\"  documented D-067  a stub\n; the end\n");
    again = edit("c/two", &fact, "a stub", NULL, text, &done, &line);
    assert_int_equal(done, ACCEPT_UNCHANGED);
    assert_string_equal(again, text);
    free(again);
    free(text);
}

static void what_is_fixed_goes(void **state)
{
    struct fact fact = fact_of(VERDICT_FIXED, "S_OK", "S_OK");
    enum accepted done;
    unsigned line;
    char *text = edit("a/one", &fact, NULL, NULL, FILE_TEXT, &done, &line);

    (void)state;
    assert_int_equal(done, ACCEPT_REMOVED);
    assert_int_equal(line, 4);
    assert_null(strstr(text, "a/one"));
    assert_non_null(strstr(text, "c/two"));
    assert_null(edit("a/one", &fact, NULL, NULL, text, &done, &line));
    free(text);
}

static void a_file_begins_with_its_target(void **state)
{
    struct fact fact = fact_of(VERDICT_CRASH, "crash ACCESS_VIOLATION", NULL);
    enum accepted done;
    unsigned line;
    char *text = edit("a/one", &fact, "why", NULL, "", &done, &line);

    (void)state;
    assert_string_equal(text,
                        "expect 1 wine\na/one / Next#1 / result  \"crash ACCESS_VIOLATION\"  documented D-067  why\n");
    assert_int_equal(line, 2);
    free(text);
    assert_null(edit("a/one", &fact, "why", NULL, "expect 1 native\n", &done, &line));
    assert_null(edit("a/one", &fact, "why", NULL, "no such file\n", &done, &line));
}

static void refuses_words_that_cannot_stand_there(void **state)
{
    static const struct {
        const char *reason, *until;
    } bad[] = { { NULL, NULL },
                { "", NULL },
                { "  ", NULL },
                { "two\nlines", NULL },
                { "not until 2027-01-01", NULL },
                { "why", "2026-11-27" },
                { "why", "2027-02-30" },
                { "why", "soon" } };
    struct fact fact = fact_of(VERDICT_NEW, "E_FAIL", "S_OK");
    enum accepted done;
    unsigned line;
    char *text = edit("a/one", &fact, "until it is done", "2026-11-28", "", &done, &line);

    (void)state;
    assert_non_null(text);
    free(text);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_null(edit("a/one", &fact, bad[i].reason, bad[i].until, "", &done, &line));
    fact.evidence = NULL;
    assert_null(edit("a/one", &fact, "why", NULL, "", &done, &line));
    fact.evidence = (char *)"two  blanks";
    assert_null(edit("a/one", &fact, "why", NULL, "", &done, &line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_line_stands_in_its_place),
        cmocka_unit_test(other_lines_stay_as_they_are),
        cmocka_unit_test(what_is_fixed_goes),
        cmocka_unit_test(a_file_begins_with_its_target),
        cmocka_unit_test(refuses_words_that_cannot_stand_there),
    };

    return cmocka_run_group_tests_name("accept", tests, NULL, NULL);
}

#include "driver/tests/test.h"

#include "driver/verdict.h"

static const char scenario_text[] = "scenario 1\n"
                                    "title     A test\n"
                                    "evidence  documented D-075\n"
                                    "\n"
                                    "process client\n"
                                    "  manager = create UserIdentityManager as IUserIdentityManager -> S_OK\n"
                                    "  manager.EnumIdentities(&all) -> S_OK\n"
                                    "  all.GetCount(&n = 1) -> S_OK [inferred I-02]\n"
                                    "  manager.Logoff(null) -> any\n";

static struct trace *model(const char *text)
{
    struct trace *trace;
    struct diag diag;
    char message[800];

    diag_init(&diag, "test");
    if (trace_parse(text, strlen(text), "test", &trace, &diag) != ST_OK ||
        trace_check(trace, "test", NULL, &diag) != ST_OK) {
        diag_format(&diag, message, sizeof(message));
        fail_msg("%s", message);
    }
    return trace;
}

/* The trace of that scenario with what EnumIdentities, GetCount and Logoff gave, and its end. */
static struct trace *trace_with(const char *all, const char *count, const char *end)
{
    char *text = xformat("trace 1\n"
                         "title     A test\n"
                         "evidence  documented D-075\n"
                         "of        a/b\n"
                         "target    t\n"
                         "observes  registry, callbacks, folders\n"
                         "\n"
                         "process client\n"
                         "  manager = create UserIdentityManager as IUserIdentityManager -> S_OK object\n"
                         "  manager.EnumIdentities(%s\n"
                         "  all.GetCount(%s\n"
                         "  manager.Logoff(null) -> E_NOTIMPL\n"
                         "\n"
                         "ended %s\n",
                         all, count, end);
    struct trace *trace = model(text);

    free(text);
    return trace;
}

static void judge(const struct trace *trace, const char *known, struct cell *cell, struct open_facts *open)
{
    struct trace *scenario = model(scenario_text);
    struct expect expect;
    struct problem problem = { 0 };

    assert_true(expect_parse(known, strlen(known), "t.expect", "2026-11-23", &expect, &problem));
    assert_true(verdict_judge("a/b", scenario, scenario, trace, &expect, cell, open, &problem));
    expect_free(&expect);
    trace_free(scenario);
}

static void same_counts_its_evidence(void **state)
{
    struct trace *trace = trace_with("&all = object) -> S_OK", "&n = 1) -> S_OK", "ok");
    struct open_facts open = { 0 };
    struct cell cell;

    (void)state;
    judge(trace, "expect 1 t\n", &cell, &open);
    assert_int_equal(cell.verdict, VERDICT_SAME);
    assert_false(cell.red);
    assert_int_equal(cell.fact_count, 0);
    assert_int_equal(cell.evidence[EVIDENCE_INFERRED], 2);
    assert_true(cell.evidence[EVIDENCE_DOCUMENTED] >= 3);
    assert_true(open.count >= 1);
    open_facts_free(&open);
    cell_free(&cell);
    trace_free(trace);
}

static void new_known_and_other_value(void **state)
{
    struct trace *trace = trace_with("&all = object) -> S_OK", "&n = 2) -> S_OK", "ok");
    struct cell cell;

    (void)state;
    judge(trace, "expect 1 t\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_NEW);
    assert_true(cell.red);
    assert_int_equal(cell.fact_count, 1);
    assert_string_equal(cell.facts[0].observed, "2");
    assert_string_equal(cell.facts[0].expected, "1");
    assert_int_equal(cell.facts[0].line, 8);
    cell_free(&cell);

    judge(trace, "expect 1 t\na/b / GetCount#1 / out.pnCount \"2\"  I-02  why\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_KNOWN);
    assert_false(cell.red);
    cell_free(&cell);

    judge(trace, "expect 1 t\na/b / GetCount#1 / out.pnCount \"3\"  I-02  why\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_NEW);
    assert_non_null(strstr(cell.facts[0].reason, "t.expect:2 knows another value: 3"));
    cell_free(&cell);

    judge(trace, "expect 1 t\na/b / GetCount#1 / out.pnCount \"2\" not \"1\"  I-02  why\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_KNOWN);
    cell_free(&cell);

    judge(trace, "expect 1 t\na/b / GetCount#1 / out.pnCount \"2\" not \"3\"  I-02  why\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_NEW);
    assert_non_null(strstr(cell.facts[0].reason, "t.expect:2 is about another expectation: 3"));
    cell_free(&cell);

    judge(trace, "expect 1 t\na/b / GetCount#1 / out.pnCount \"2\"  I-02  why until 2026-11-22\n", &cell, NULL);
    assert_true(cell.red);
    cell_free(&cell);
    trace_free(trace);
}

static void unexpected_pass_is_red(void **state)
{
    struct trace *trace = trace_with("&all = object) -> S_OK", "&n = 1) -> S_OK", "ok");
    struct cell cell;

    (void)state;
    judge(trace, "expect 1 t\na/b / GetCount#1 / result \"E_NOTIMPL\"  R-2  stub\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_FIXED);
    assert_true(cell.red);
    cell_free(&cell);
    trace_free(trace);
}

static void not_run_is_excused_by_a_known_cause(void **state)
{
    struct trace *trace = trace_with("&all = null) -> E_NOTIMPL", "&n) -> not-run all", "ok");
    struct cell cell;

    (void)state;
    judge(trace, "expect 1 t\n", &cell, NULL);
    assert_true(cell.red);
    assert_int_equal(cell.verdict, VERDICT_NEW);
    assert_true(cell.counts[VERDICT_NOT_RUN] >= 1);
    cell_free(&cell);

    judge(trace, "expect 1 t\na/b / EnumIdentities#1 / result \"E_NOTIMPL\"  R-2  stub\n", &cell, NULL);
    assert_false(cell.red);
    assert_int_equal(cell.counts[VERDICT_KNOWN], 1);
    assert_true(cell.counts[VERDICT_NOT_RUN] >= 1);
    cell_free(&cell);
    trace_free(trace);
}

static void unsupported_is_no_difference(void **state)
{
    struct trace *trace = trace_with("&all = object) -> S_OK", "&n = 1) -> S_OK", "unsupported ui");
    struct cell cell;

    (void)state;
    judge(trace, "expect 1 t\n", &cell, NULL);
    assert_int_equal(cell.verdict, VERDICT_UNSUPPORTED);
    assert_string_equal(cell.reason, "ui");
    assert_false(cell.red);
    cell_free(&cell);
    trace_free(trace);
}

static void ranks_evidence(void **state)
{
    (void)state;
    assert_int_equal(evidence_strongest("inferred I-08, D-012"), EVIDENCE_DOCUMENTED);
    assert_int_equal(evidence_strongest("F-010"), EVIDENCE_FORENSIC);
    assert_int_equal(evidence_strongest("recorded a.trc"), EVIDENCE_RECORDED);
    assert_int_equal(evidence_strongest("observed wine D-012"), EVIDENCE_OBSERVED);
    assert_int_equal(evidence_strongest(""), EVIDENCE_OBSERVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_counts_its_evidence),     cmocka_unit_test(new_known_and_other_value),
        cmocka_unit_test(unexpected_pass_is_red),       cmocka_unit_test(not_run_is_excused_by_a_known_cause),
        cmocka_unit_test(unsupported_is_no_difference), cmocka_unit_test(ranks_evidence),
    };

    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}

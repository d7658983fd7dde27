/* Two traces: alignment, facts, symbols, size (FORMAT.md, section 3). */
#include "trace/tests/support.h"

#include "trace/diff.h"

#include <stdio.h>

#define GUID_A "{5766C37B-E9C1-4BF6-8AD7-09BC08222651}"
#define GUID_B "{C05A4691-5F1D-4D1C-831E-F8D7D7E19992}"
#define HEAD_T "trace 1\nobserves  registry, callbacks\n\nprocess p\n"

struct report {
    char text[8000];
    size_t len;
    unsigned n;
    unsigned most; /* stop behind so many; 0: never */
};

static bool note(void *context, const struct difference *d)
{
    struct report *report = context;
    static const char *const kinds[] = { "", "only left: ", "only right: " };

    report->len += (size_t)snprintf(report->text + report->len, sizeof(report->text) - report->len,
                                    "%s%s / %s: %s => %s (%llu, %llu)\n", kinds[d->kind], d->label, d->fact,
                                    d->left ? d->left : "-", d->right ? d->right : "-",
                                    (unsigned long long)d->left_line, (unsigned long long)d->right_line);
    assert_true(report->len < sizeof(report->text));
    return !report->most || ++report->n < report->most;
}

static struct diff_summary compare(const char *left, const char *right, const char *expected)
{
    struct text_memory memory[2] = { { left, strlen(left) }, { right, strlen(right) } };
    struct text_source source[2] = { text_source_memory("left", &memory[0]), text_source_memory("right", &memory[1]) };
    struct report report = { .len = 0 };
    struct diff_summary summary;
    struct diag diag;

    assert_int_equal(trace_diff(&source[0], &source[1], note, &report, &summary, &diag), ST_OK);
    assert_string_equal(report.text, expected);
    return summary;
}

static void equal_traces_have_no_difference(void **state)
{
    static const char text[] = HEAD_T "  m = create UserIdentityManager as IUserIdentityManager -> S_OK new\n"
                                      "  m.GetIdentityByCookie(" GUID_A ", &i = new) -> S_OK\n"
                                      "    | set [HKCU\\x] \"v\"=\"" GUID_A "\"\nended ok\n";
    struct diff_summary summary = compare(text, text, "");

    (void)state;
    assert_int_equal(summary.steps_same, 2);
    assert_int_equal(summary.steps_different, 0);
    assert_int_equal(summary.differences, 0);
}

static void facts_are_compared_one_by_one(void **state)
{
    (void)state;
    compare(HEAD_T "  x.GetCount(&n = 1) -> S_OK\n  x.GetCount(&n = 1) -> S_OK\n    | create [HKCU\\a]\nended ok\n",
            HEAD_T "  x.GetCount(&n = 1) -> S_OK\n  x.GetCount(&n = 2) -> S_FALSE\nended ok\n",
            "GetCount#2 / result: S_OK => S_FALSE (6, 6)\nGetCount#2 / out.pnCount: 1 => 2 (6, 6)\n"
            "GetCount#2 / registry: create [HKCU\\a] => none (6, 6)\n");
    compare(HEAD_T "  logon: m.Logon(null, 0, &i = new) -> S_OK\n",
            HEAD_T "  logon: m.Logon(null, 0, &i = untouched) -> S_OK\n",
            "logon / out.ppIdentity: new => untouched (5, 5)\n");
    compare(HEAD_T "  x.Skip(1) -> S_OK\n", HEAD_T "  x.Skip(2) -> E_FAIL\n",
            "Skip#1 / step: x.Skip(1) => x.Skip(2) (5, 5)\nSkip#1 / result: S_OK => E_FAIL (5, 5)\n");
    compare(HEAD_T "  a = m as IUnknown -> S_OK same m\n", HEAD_T "  a = m as IUnknown -> S_OK new\n",
            "QueryInterface#1 / out.ppv: same m => new (5, 5)\n");
}

/* What is written differently but means the same is no difference. */
static void spelling_is_no_difference(void **state)
{
    (void)state;
    compare(HEAD_T "  x.Reset() -> S_OK [D-1]\n  x.Skip(0x1) -> S_OK\n",
            HEAD_T "  x.Reset()   -> 0x00000000\n  x.Skip(1) -> S_OK ; why\n", "");
    compare("trace 1\nof a/b\ntarget wine\nlane w \"8\"\nprocess p\n", "trace 1\nof a/c\ntarget native\nprocess p\n",
            "");
}

static void random_guids_are_bound_one_to_one(void **state)
{
#define COOKIE(guid) "  i.GetCookie(&c = " guid ") -> S_OK\n"
    (void)state;
    struct diff_summary summary = compare(HEAD_T COOKIE(GUID_A) COOKIE(GUID_A) COOKIE(GUID_B),
                                          HEAD_T COOKIE(GUID_B) COOKIE(GUID_B) COOKIE(GUID_A), "");
    assert_int_equal(summary.bindings, 2);
    compare(HEAD_T COOKIE(GUID_A) COOKIE(GUID_A), HEAD_T COOKIE(GUID_A) COOKIE(GUID_B),
            "GetCookie#2 / out.puidCookie: {$(guid1)} => {$(guid2)} (6, 6)\n");
    compare(HEAD_T COOKIE(GUID_A) COOKIE(GUID_B), HEAD_T COOKIE(GUID_A) COOKIE(GUID_A),
            "GetCookie#2 / out.puidCookie: {$(guid2)} => {$(guid1)} (6, 6)\n");
    /* One of the start state is literal. */
    compare("trace 1\nregistry\n  [HKCU\\" GUID_A "]\nprocess p\n" COOKIE(GUID_A),
            "trace 1\nregistry\n  [HKCU\\" GUID_A "]\nprocess p\n" COOKIE(GUID_B),
            "GetCookie#1 / out.puidCookie: " GUID_A " => {$(guid1)} (5, 5)\n");
}

static void steps_of_one_side(void **state)
{
    (void)state;
    struct diff_summary summary =
        compare(HEAD_T "  x.Reset() -> S_OK\n  x.Skip(1) -> S_OK\n  x.Skip(2) -> S_OK\nended ok\n",
                HEAD_T "  x.Reset() -> S_OK\n  x.Skip(2) -> S_OK\n  x.AddRef() -> count 2\nended hang at AddRef#1\n",
                "only left: Skip#1 / step:   x.Skip(1) -> S_OK => - (6, 0)\n"
                "only right: AddRef#1 / step: - =>   x.AddRef() -> count 2 (0, 7)\n"
                "scenario / ended: ok => hang at AddRef#1 (8, 8)\n");
    assert_int_equal(summary.steps_left, 1);
    assert_int_equal(summary.steps_right, 1);
    compare("trace 1\nregistry empty\n", "trace 1\nregistry\n  [HKCU\\x]\n",
            "scenario / header: registry empty => registry (2, 2)\n");
}

static void callbacks_are_compared_with_their_steps(void **state)
{
#define CALLBACK(code)                                                                                                 \
    "  m.Logoff(null) -> S_OK\n    | s.SwitchIdentities() -> S_OK\n      m.Logoff(null) -> " code "\n"
    (void)state;
    compare(HEAD_T CALLBACK("S_OK"), HEAD_T CALLBACK("E_IDENTITY_CHANGING"),
            "s.SwitchIdentities#1/Logoff#1 / result: S_OK => E_IDENTITY_CHANGING (5, 5)\n");
}

static void places_of_callbacks_are_compared(void **state)
{
#define TOLD(where) HEAD_T "  m.Logoff(null) -> S_OK\n    | s.SwitchIdentities() -> S_OK" where "\n"
    (void)state;
    compare(TOLD(""), TOLD(" on other mta"),
            "Logoff#1 / callbacks: s.SwitchIdentities() -> S_OK => s.SwitchIdentities() -> S_OK on other mta (5, 5)\n");
    compare(TOLD(" on other sta"), TOLD(" on other mta"),
            "Logoff#1 / callbacks: s.SwitchIdentities() -> S_OK on other sta => s.SwitchIdentities() -> S_OK on other "
            "mta (5, 5)\n");
    compare(TOLD(" on other sta"), TOLD(" on other sta"), "");
}

static void what_is_no_trace_is_refused(void **state)
{
    static const char *const bad[] = { "", "hello\n", "trace 2\n" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct text_memory memory[2] = { { "trace 1\n", 8 }, { bad[i], strlen(bad[i]) } };
        struct text_source source[2] = { text_source_memory("left", &memory[0]),
                                         text_source_memory("right", &memory[1]) };
        struct report report = { .len = 0 };
        struct diff_summary summary;
        struct diag diag;

        assert_int_equal(trace_diff(&source[0], &source[1], note, &report, &summary, &diag), ST_BAD_INPUT);
        assert_string_equal(diag.file, "right");
    }
    /* Only what differs is read; that must be a step. */
    struct text_memory memory[2] = { { HEAD_T "  x.Reset( -> S_OK\n", 0 }, { HEAD_T "  x.Reset() -> S_OK\n", 0 } };
    for (int i = 0; i < 2; i++)
        memory[i].len = strlen(memory[i].text);
    struct text_source source[2] = { text_source_memory("left", &memory[0]), text_source_memory("right", &memory[1]) };
    struct report report = { .len = 0 };
    struct diff_summary summary;
    struct diag diag;
    assert_int_equal(trace_diff(&source[0], &source[1], note, &report, &summary, &diag), ST_BAD_INPUT);
    assert_int_equal(diag.line, 5);
}

static bool broken(void *context, uint64_t offset, char *to, size_t len)
{
    (void)context;
    (void)offset;
    (void)to;
    (void)len;
    return false;
}

static void a_source_may_fail(void **state)
{
    struct text_source source = { "broken", 100, NULL, broken };
    struct report report = { .len = 0 };
    struct diff_summary summary;
    struct diag diag;

    (void)state;
    assert_int_equal(trace_diff(&source, &source, note, &report, &summary, &diag), ST_IO);
}

static void a_caller_may_stop(void **state)
{
    static const char left[] = HEAD_T "  x.Reset() -> S_OK\n  x.Reset() -> S_OK\n  x.Reset() -> S_OK\n";
    static const char right[] = HEAD_T "  x.Reset() -> S_FALSE\n  x.Reset() -> S_FALSE\n  x.Reset() -> S_FALSE\n";
    struct text_memory memory[2] = { { left, sizeof(left) - 1 }, { right, sizeof(right) - 1 } };
    struct text_source source[2] = { text_source_memory("left", &memory[0]), text_source_memory("right", &memory[1]) };
    struct report report = { .most = 2 };
    struct diff_summary summary;
    struct diag diag;

    (void)state;
    assert_int_equal(trace_diff(&source[0], &source[1], note, &report, &summary, &diag), ST_OK);
    assert_int_equal(report.n, 2);
}

/* ---- many steps, against what was changed in them ---- */

enum { STEPS = 20000 };

struct counts {
    unsigned facts, left, right;
};

static bool count(void *context, const struct difference *d)
{
    struct counts *counts = context;

    counts->facts += d->kind == DIFFERENCE_FACT;
    counts->left += d->kind == DIFFERENCE_ONLY_LEFT;
    counts->right += d->kind == DIFFERENCE_ONLY_RIGHT;
    return true;
}

static void every_change_in_a_long_trace_is_found(void **state)
{
    struct buffer texts[2];
    struct counts counts = { 0, 0, 0 }, expected = { 0, 0, 0 };
    struct diff_summary summary;
    struct diag diag;

    (void)state;
    for (int i = 0; i < 2; i++) {
        buffer_init(&texts[i], 1 << 26);
        buffer_puts(&texts[i], HEAD_T);
    }
    for (unsigned i = 0; i < STEPS; i++) {
        bool changed = i % 97 == 5, left_only = i % 397 == 11, right_only = i % 511 == 300 && i % 397 > 20;

        if (!right_only)
            buffer_printf(&texts[0], "  x.Skip(%u) -> S_OK\n    | set [HKCU\\x] \"v\"=dword:%08x\n", i, i);
        if (!left_only)
            buffer_printf(&texts[1], "  x.Skip(%u) -> %s\n    | set [HKCU\\x] \"v\"=dword:%08x\n", i,
                          changed && !right_only ? "S_FALSE" : "S_OK", i);
        expected.facts += changed && !left_only && !right_only;
        expected.left += left_only && !right_only;
        expected.right += right_only && !left_only;
    }
    struct text_memory memory[2] = { { texts[0].data, texts[0].len }, { texts[1].data, texts[1].len } };
    struct text_source source[2] = { text_source_memory("left", &memory[0]), text_source_memory("right", &memory[1]) };
    assert_int_equal(trace_diff(&source[0], &source[1], count, &counts, &summary, &diag), ST_OK);
    assert_int_equal(counts.facts, expected.facts);
    assert_int_equal(counts.left, expected.left);
    assert_int_equal(counts.right, expected.right);
    assert_int_equal(summary.steps_different, expected.facts);
    for (int i = 0; i < 2; i++)
        buffer_free(&texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_traces_have_no_difference),
        cmocka_unit_test(facts_are_compared_one_by_one),
        cmocka_unit_test(spelling_is_no_difference),
        cmocka_unit_test(random_guids_are_bound_one_to_one),
        cmocka_unit_test(steps_of_one_side),
        cmocka_unit_test(callbacks_are_compared_with_their_steps),
        cmocka_unit_test(places_of_callbacks_are_compared),
        cmocka_unit_test(what_is_no_trace_is_refused),
        cmocka_unit_test(a_source_may_fail),
        cmocka_unit_test(a_caller_may_stop),
        cmocka_unit_test(every_change_in_a_long_trace_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

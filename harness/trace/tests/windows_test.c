/* Windows and dialogs: what of them is compared, between lanes of one implementation and between implementations. */
#include "trace/tests/support.h"

#include "trace/judge.h"

#define STEP "  m.Logoff(null) -> S_OK\n"

static enum fact_verdict verdict_of(const char *expected_head, const char *expected, const char *observed_head,
                                    const char *observed)
{
    static const char body[] =
        "%s\nprocess p\n"
        "  w = window \"Mail\"\n  m = create UserIdentityManager as IUserIdentityManager -> S_OK new\n"
        "%s%s%s";
    enum fact_verdict verdict = FACT_NOT_OBSERVED;
    struct judgement *judgement;
    char texts[2][4000];

    snprintf(texts[0], sizeof(texts[0]), body, expected_head, STEP, expected,
             strncmp(expected_head, "trace", 5) ? "" : "ended ok\n");
    snprintf(texts[1], sizeof(texts[1]), body, observed_head, STEP, observed, "ended ok\n");
    struct trace *a = checked(texts[0]), *b = checked(texts[1]);

    assert_int_equal(trace_judge(a, b, &judgement), ST_OK);
    for (size_t i = 0; i < judgement->n_facts; i++)
        if (!strcmp(judgement->facts[i].label, "Logoff#1") && !strcmp(judgement->facts[i].fact, "windows"))
            verdict = judgement->facts[i].verdict;
    judgement_free(judgement);
    trace_free(a);
    trace_free(b);
    return verdict;
}

static enum fact_verdict stated(const char *expected, const char *observed)
{
    return verdict_of("scenario 1\nevidence synthetic", expected, "trace 1\nobserves windows", observed);
}

#define DIALOG  "    | dialog \"Who\" owner=w\n"
#define NAME    "    | control \"Name:\" edit \"Bob\" focused tab=1 id=10 at=1,2,3,4\n"
#define OK      "    | control \"OK\" button \"OK\" default tab=2 key=\"O\" id=1 at=1,9,3,4\n"
#define MESSAGE "    | message \"Name:\" \"Taken.\"\n"
#define SEEN    DIALOG NAME OK

static void a_dialog_without_controls_leaves_them_open(void **state)
{
    (void)state;
    assert_int_equal(stated("    | dialog \"Who\"\n", SEEN), FACT_SAME);
    assert_int_equal(stated("    | dialog \"What\"\n", SEEN), FACT_DIFFERENT);
    assert_int_equal(stated("    | dialog \"Who\" owner=null\n", SEEN), FACT_DIFFERENT);
    assert_int_equal(stated("    | dialog \"Who\"\n    | dialog \"Who\"\n", SEEN), FACT_DIFFERENT);
    assert_int_equal(stated("    | dialog \"Who\"\n", SEEN SEEN), FACT_DIFFERENT);
    assert_int_equal(stated("    | dialog \"Who\"\n    | windows ...\n", SEEN SEEN), FACT_SAME);
    assert_int_equal(stated("    | windows none\n", SEEN), FACT_DIFFERENT);
    assert_int_equal(stated("    | windows none\n", ""), FACT_SAME);
    assert_int_equal(stated("", SEEN), FACT_OPEN);
}

static void stated_controls_are_complete(void **state)
{
    (void)state;
    assert_int_equal(stated(SEEN, SEEN), FACT_SAME);
    assert_int_equal(stated(DIALOG NAME, SEEN), FACT_DIFFERENT);
    assert_int_equal(stated(SEEN, DIALOG NAME), FACT_DIFFERENT);
    assert_int_equal(stated(DIALOG OK NAME, SEEN), FACT_DIFFERENT);
    assert_int_equal(stated(DIALOG NAME OK NAME, SEEN), FACT_DIFFERENT);
}

static enum fact_verdict name_line(const char *line)
{
    char text[1000];

    snprintf(text, sizeof(text), "%s    | control %s\n%s", DIALOG, line, OK);
    return stated(text, SEEN);
}

static void on_a_control_values_may_be_left_out_but_states_not(void **state)
{
    (void)state;
    assert_int_equal(name_line("\"Name:\" edit focused"), FACT_SAME);
    assert_int_equal(name_line("\"Name:\" edit \"Bob\" focused at=1,2,3,4"), FACT_SAME);
    assert_int_equal(name_line("\"Name:\" edit \"Bob\""), FACT_DIFFERENT); /* focused */
    assert_int_equal(name_line("\"Name:\" edit \"Bob\" focused disabled"), FACT_DIFFERENT);
    assert_int_equal(name_line("\"Name:\" edit \"Rob\" focused"), FACT_DIFFERENT);
    assert_int_equal(name_line("\"Name:\" edit focused id=11"), FACT_DIFFERENT);
    assert_int_equal(name_line("\"Name:\" edit focused key=\"N\""), FACT_DIFFERENT);
    assert_int_equal(name_line("\"Name:\" combo \"Bob\" focused"), FACT_DIFFERENT);
    assert_int_equal(name_line("\"Nom:\" edit \"Bob\" focused"), FACT_DIFFERENT);
}

static void every_value_of_a_key_counts(void **state)
{
    static const char list[] = DIALOG "    | control \"\" list \"\" item=\"a\" selected=\"b\" item=\"c\"\n";

    (void)state;
    assert_int_equal(stated(list, list), FACT_SAME);
    assert_int_equal(stated(DIALOG "    | control \"\" list item=\"a\" item=\"c\"\n", list), FACT_SAME);
    assert_int_equal(stated(DIALOG "    | control \"\" list item=\"a\"\n", list), FACT_DIFFERENT);
    assert_int_equal(stated(DIALOG "    | control \"\" list item=\"c\" item=\"a\"\n", list), FACT_DIFFERENT);
    assert_int_equal(stated(DIALOG "    | control \"\" list selected=\"a\"\n", list), FACT_DIFFERENT);
}

static void each_group_is_a_list_of_its_own(void **state)
{
    static const char all[] =
        SEEN MESSAGE "    | focus \"Name:\"\n    | window create \"C\" \"T\"\n"
                     "    | closed \"Who\"\n    | window destroy \"C\" \"T\"\n    | foreground w\n";

    (void)state;
    assert_int_equal(stated("    | closed \"Who\"\n", all), FACT_SAME);
    assert_int_equal(stated(MESSAGE, all), FACT_SAME);
    assert_int_equal(stated("    | focus \"Name:\"\n" MESSAGE, all), FACT_SAME); /* in whatever order */
    assert_int_equal(stated("    | foreground w\n    | dialog \"Who\"\n", all), FACT_SAME);
    assert_int_equal(stated("    | window create \"C\" \"T\"\n    | window destroy \"C\" \"T\"\n", all), FACT_SAME);
    assert_int_equal(stated("    | window create \"C\" \"T\"\n", all), FACT_DIFFERENT);
    assert_int_equal(stated("    | window create \"C\" \"U\"\n    | window destroy \"C\" \"T\"\n", all),
                     FACT_DIFFERENT);
    assert_int_equal(stated("    | message \"Name:\" \"Free.\"\n", all), FACT_DIFFERENT);
    assert_int_equal(stated("    | message \"OK\" \"Taken.\"\n", all), FACT_DIFFERENT);
    assert_int_equal(stated(MESSAGE MESSAGE, all), FACT_DIFFERENT);
    assert_int_equal(stated("    | focus \"OK\"\n", all), FACT_DIFFERENT);
    assert_int_equal(stated("    | foreground none\n", all), FACT_DIFFERENT);
    assert_int_equal(stated("    | closed \"Who\"\n    | closed \"Who\"\n", all), FACT_DIFFERENT);
}

#define HASH_A "1111111111111111111111111111111111111111111111111111111111111111"
#define HASH_B "2222222222222222222222222222222222222222222222222222222222222222"

static enum fact_verdict against(const char *target, const char *hash, const char *observed)
{
    static const char ours[] = "trace 1\ntarget reference\ndll \"a\" sha256 " HASH_A "\nobserves windows";
    static const char tree[] = "    | dialog switch caption=\"Who\" owner=w\n"
                               "    | control \"\" label \"Who is it?\" id=5 at=1,1,9,9\n"
                               "    | control switch.password password focused tab=1 id=10 at=1,2,3,4\n"
                               "    | control switch.list list \"\" selected=\"Bob\" tab=2 id=11 at=1,3,3,4\n"
                               "    | control switch.ok button \"OK\" default key=\"O\" tab=3 id=1 at=1,9,3,4\n";
    char head[400];

    snprintf(head, sizeof(head), "trace 1\ntarget %s\ndll \"b\" sha256 %s\nobserves windows", target, hash);
    return verdict_of(ours, tree, head, observed);
}

#define THEIRS(caption, label, key, item, tab)                                                                         \
    "    | dialog switch caption=\"" caption "\" owner=w\n"                                                            \
    "    | control \"\" label \"" label "\" id=6 at=2,1,9,9\n"                                                         \
    "    | control switch.password password focused tab=1 id=20 at=3,2,3,4\n"                                          \
    "    | control switch.list list \"\" selected=\"" item "\" tab=" tab " id=21 at=1,4,3,4\n"                         \
    "    | control switch.ok button \"" label "\" default key=\"" key "\" tab=3 id=1 at=1,8,3,4\n"

static void between_implementations_the_look_is_open(void **state)
{
    static const char other[] = THEIRS("Qui", "Bien", "B", "Bob", "2");

    (void)state;
    assert_int_equal(against("original", HASH_B, other), FACT_SAME);
    assert_int_equal(against("original", HASH_B, THEIRS("Qui", "Bien", "B", "Rob", "2")),
                     FACT_DIFFERENT); /* the user's own */
    assert_int_equal(against("original", HASH_B, THEIRS("Qui", "Bien", "B", "Bob", "4")), FACT_DIFFERENT); /* order */
    /* Of one implementation everything counts, whatever the lane. */
    assert_int_equal(against("native", HASH_B, other), FACT_DIFFERENT);
    assert_int_equal(against("yesterday", HASH_A, other), FACT_DIFFERENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dialog_without_controls_leaves_them_open),
        cmocka_unit_test(stated_controls_are_complete),
        cmocka_unit_test(on_a_control_values_may_be_left_out_but_states_not),
        cmocka_unit_test(every_value_of_a_key_counts),
        cmocka_unit_test(each_group_is_a_list_of_its_own),
        cmocka_unit_test(between_implementations_the_look_is_open),
    };

    return cmocka_run_group_tests_name("windows", tests, NULL, NULL);
}

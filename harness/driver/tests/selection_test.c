#include "driver/tests/test.h"

#include "driver/selection.h"

static const struct scenario scenario = { .id = (char *)"enum/next_two",
                                          .title = (char *)"Next gives two",
                                          .evidence = (char *)"documented D-075, inferred I-02",
                                          .needs = NEED_UI };

static void says_what_it_means(void **state)
{
    static const struct {
        const char *expression;
        bool fits;
    } cases[] = {
        { "enum", true },
        { "enum/next_*", true },
        { "next_*", false },
        { "name(next)", true },
        { "title(GIVES)", true },
        { "title(gives two)", true },
        { "evidence(D-075)", true },
        { "evidence(D-07)", false },
        { "evidence(inferred)", true },
        { "needs(ui)", true },
        { "needs(threads)", false },
        { "not enum", false },
        { "not not enum", true },
        { "enum and needs(threads) or title(two)", true },
        { "enum and (needs(threads) or title(two))", true },
        { "logon or switch", false },
        { "logon or enum and not needs(ui)", false },
        { " ( ( enum ) ) ", true },
        { "notes", false },
        { "newer or enum", true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct problem problem = { 0 };
        bool fits = !cases[i].fits;

        assert_true(selection_fits(cases[i].expression, &scenario, NULL, &fits, &problem));
        assert_int_equal(fits, cases[i].fits);
    }
}

static void refuses_what_means_nothing(void **state)
{
    static const char *const bad[] = { "",
                                       "(",
                                       ")",
                                       "enum and",
                                       "enum or or logon",
                                       "enum logon",
                                       "not",
                                       "(enum",
                                       "enum)",
                                       "title()",
                                       "title(",
                                       "needs(wings)",
                                       "failed",
                                       "new",
                                       "red(wine)",
                                       "((((((((((((((((((((((((((((((((((enum",
                                       "name(enum",
                                       "evidence()",
                                       "\xff\xfe and" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct problem problem = { 0 };
        bool fits;

        assert_false(selection_fits(bad[i], &scenario, NULL, &fits, &problem));
        assert_int_equal(problem.code, CODE_USAGE);
    }
}

static void add(struct results *results, uint32_t index, unsigned target, bool red)
{
    struct cell cell = { .verdict = red ? VERDICT_NEW : VERDICT_SAME, .red = red };

    results_add(results, index, target, &cell);
}

static void knows_the_last_report(void **state)
{
    static const struct {
        const char *expression;
        bool first, second, third; /* red on wine, red on none, not there */
    } cases[] = { { "failed", true, false, false },    { "new", false, false, true },
                  { "red(wine)", true, false, false }, { "red(native)", false, false, false },
                  { "not failed", false, true, true }, { "failed or new", true, false, true } };
    struct scenario scenarios[] = { { .id = (char *)"a" }, { .id = (char *)"b" }, { .id = (char *)"c" } };
    struct problem problem = { 0 };
    struct results last;

    (void)state;
    assert_true(results_begin(&last, "/tmp", &problem));
    results_add_target(&last, "wine");
    results_add_target(&last, "native");
    list_add(&last.scenarios, "a");
    list_add(&last.scenarios, "b");
    add(&last, 0, 0, true);
    add(&last, 0, 1, false);
    add(&last, 1, 0, false);
    results_sort(&last);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const bool wanted[] = { cases[i].first, cases[i].second, cases[i].third };

        for (size_t j = 0; j < 3; j++) {
            bool fits;

            assert_true(selection_fits(cases[i].expression, &scenarios[j], &last, &fits, &problem));
            assert_int_equal(fits, wanted[j]);
        }
    }
    results_free(&last);
}

static void shards_are_parts_of_much_the_same_size(void **state)
{
    enum { SCENARIOS = 3000, SHARDS = 3 };
    unsigned counts[SHARDS + 1] = { 0 };

    (void)state;
    for (unsigned i = 0; i < SCENARIOS; i++) {
        char *name = xformat("object/method_%u", i);
        const unsigned number = shard_of(name, SHARDS);

        assert_true(number >= 1 && number <= SHARDS);
        assert_int_equal(number, shard_of(name, SHARDS));
        counts[number]++;
        free(name);
    }
    for (unsigned i = 1; i <= SHARDS; i++)
        assert_true(counts[i] > SCENARIOS / SHARDS * 8 / 10);
}

static void a_shard_is_k_of_n(void **state)
{
    static const char *const bad[] = { "",     "1",    "0/2",    "3/2", "1/0", "-1/2",
                                       "1/2x", " 1/2", "1/1025", "a/b", "1/",  "99999/99999" };
    unsigned number, of;
    struct problem problem = { 0 };

    (void)state;
    assert_true(shard_parse("2/3", &number, &of, &problem));
    assert_int_equal(number, 2);
    assert_int_equal(of, 3);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(shard_parse(bad[i], &number, &of, &(struct problem){ 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_it_means),    cmocka_unit_test(refuses_what_means_nothing),
        cmocka_unit_test(knows_the_last_report), cmocka_unit_test(shards_are_parts_of_much_the_same_size),
        cmocka_unit_test(a_shard_is_k_of_n),
    };

    return cmocka_run_group_tests_name("selection", tests, NULL, NULL);
}

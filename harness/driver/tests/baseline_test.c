#include "driver/tests/test.h"

#include "driver/baseline.h"
#include "driver/files.h"

#include <unistd.h>

static struct fact fact_of(const char *label, enum verdict verdict, const char *observed)
{
    return (struct fact){ .label = (char *)label,
                          .fact = (char *)"result",
                          .verdict = verdict,
                          .red = verdict >= VERDICT_FIXED,
                          .observed = (char *)observed };
}

static void begin(struct results *results, const char *lane)
{
    struct problem problem = { 0 };

    assert_true(results_begin(results, "/tmp", &problem));
    results_add_target(results, "wine")->lane = xstrdup(lane);
    list_add(&results->scenarios, "a/one");
}

static void add(struct results *results, unsigned same, const struct fact *facts, size_t count)
{
    struct cell cell = { 0 };

    cell.counts[VERDICT_SAME] = same;
    for (size_t i = 0; i < count; i++) {
        cell_add_fact(&cell, &facts[i]);
        cell.counts[facts[i].verdict]++;
        cell.verdict = facts[i].verdict > cell.verdict ? facts[i].verdict : cell.verdict;
    }
    results_add(results, 0, 0, &cell);
    results_sort(results);
    cell_free(&cell);
}

/* The deviations of a second run from a first, joined by newlines. free() it. */
static char *departs(unsigned same_before, const struct fact *before, size_t count_before, unsigned same_now,
                     const struct fact *now, size_t count_now)
{
    struct results first, second;
    struct baseline baseline = { 0 };
    struct problem problem = { 0 };
    struct list deviations = { 0 };
    struct str text = { 0 };

    begin(&first, "x86-64");
    begin(&second, "x86-64");
    add(&first, same_before, before, count_before);
    add(&second, same_now, now, count_now);
    assert_true(baseline_take(&baseline, &first, 0, true, &problem));
    assert_true(baseline_compare(&baseline, &second, &second.scenarios, &deviations, &problem));
    str_puts(&text, "");
    for (size_t i = 0; i < deviations.count; i++)
        str_addf(&text, "%s\n", deviations.items[i]);
    list_free(&deviations);
    baseline_free(&baseline);
    results_free(&first);
    results_free(&second);
    return text.data;
}

static void each_kind_of_change_has_its_word(void **state)
{
    const struct fact known = fact_of("Next#1", VERDICT_KNOWN, "S_FALSE"),
                      other = fact_of("Next#1", VERDICT_KNOWN, "E_FAIL");
    const struct fact crash = fact_of("Next#1", VERDICT_CRASH, NULL), red = fact_of("Next#1", VERDICT_NEW, "1");
    const struct fact fixed = fact_of("Next#1", VERDICT_FIXED, "0"), blocked = fact_of("Skip#1", VERDICT_NOT_RUN, NULL);
    const struct {
        const struct fact *before, *now;
        const char *told;
    } rows[] = {
        { NULL, NULL, "" },
        { &known, &known, "" },
        { NULL, &known, "worse: a/one / Next#1 / result on wine: known \"S_FALSE\"; before as expected\n" },
        { &known, &other, "changed: a/one / Next#1 / result on wine: known \"E_FAIL\"; before known \"S_FALSE\"\n" },
        { &known, &crash, "worse: a/one / Next#1 / result on wine: crash; before known \"S_FALSE\"\n" },
        { &red, &known, "better: a/one / Next#1 / result on wine: known \"S_FALSE\"; before new \"1\"\n" },
        { &known, &fixed, "fixed: a/one / Next#1 / result on wine: fixed \"0\"; before known \"S_FALSE\"\n" },
        { &known, NULL, "fixed: a/one / Next#1 / result on wine: differs no more; before known \"S_FALSE\"\n" },
        { NULL, &blocked, "worse: a/one on wine: 2 same, 1 not run; before 2 same\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        char *told = departs(2, rows[i].before, rows[i].before != NULL, 2, rows[i].now, rows[i].now != NULL);

        assert_string_equal(told, rows[i].told);
        free(told);
    }
}

static void what_was_written_is_read_the_same(void **state)
{
    const struct fact facts[] = { fact_of("Next#2", VERDICT_KNOWN, "say \"no\"\n\\ \xc3\xa4"),
                                  fact_of("Next#1", VERDICT_HANG, NULL), fact_of("Skip#1", VERDICT_NOT_RUN, NULL) };
    char *path = xformat("/tmp/baseline-test-%ld.json", (long)getpid());
    struct results results, elsewhere;
    struct baseline baseline = { 0 }, again;
    struct problem problem = { 0 };
    struct list deviations = { 0 };

    (void)state;
    begin(&results, "x86-64");
    begin(&elsewhere, "x86");
    add(&results, 3, facts, 3);
    assert_true(baseline_take(&baseline, &results, 0, true, &problem));
    assert_true(baseline_write(&baseline, path, &problem));
    assert_true(baseline_read(path, &again, &problem));
    assert_true(baseline_compare(&again, &results, &results.scenarios, &deviations, &problem));
    assert_int_equal(deviations.count, 0);
    assert_int_equal(baseline_target(&again, &results.targets[0]), 0);
    assert_int_equal(baseline_target(&again, &elsewhere.targets[0]), -1); /* another lane */
    results.targets[0].unavailable = xstrdup("not here");
    assert_int_equal(baseline_target(&again, &results.targets[0]), -1);
    unlink(path);
    free(path);
    list_free(&deviations);
    baseline_free(&baseline);
    baseline_free(&again);
    results_free(&results);
    results_free(&elsewhere);
}

static void count_one(const struct baseline *baseline, struct str *counts)
{
    const struct baseline_cell *cell = baseline_cell_of(baseline, "a/one", "wine");

    baseline_counts(cell->verdict, cell->counts, counts);
}

static void accepting_one_fact_leaves_the_others_as_they_were(void **state)
{
    const struct fact facts[] = { fact_of("Next#1", VERDICT_NEW, "1"), fact_of("Next#2", VERDICT_NEW, "2"),
                                  fact_of("Next#3", VERDICT_FIXED, "3") };
    struct cell cell = { .verdict = VERDICT_NEW };
    struct baseline baseline = { 0 };
    struct str counts = { 0 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        cell_add_fact(&cell, &facts[i]);
        cell.counts[facts[i].verdict]++;
    }
    baseline_add_fact(baseline_add_cell(&baseline, "a/one", "wine"), xstrdup("Next#3 / result"), VERDICT_KNOWN, "0", 7);
    baseline_follow(&baseline, "a/one", "wine", &cell, &facts[0]);
    count_one(&baseline, &counts);
    assert_string_equal(counts.data, "1 same, 2 known"); /* Next#2 is red still, so what it was before */
    baseline_follow(&baseline, "a/one", "wine", &cell, &facts[2]);
    str_clear(&counts);
    count_one(&baseline, &counts);
    assert_string_equal(counts.data, "2 same, 1 known");
    str_free(&counts);
    baseline_free(&baseline);
    cell_free(&cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_change_has_its_word),
        cmocka_unit_test(what_was_written_is_read_the_same),
        cmocka_unit_test(accepting_one_fact_leaves_the_others_as_they_were),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* merge on reports that no run wrote: cut off anywhere, of another shape, very long. What bug.c does with one that was read is here, too. */
#include "driver/tests/test.h"

#include "driver/bug.h"
#include "driver/files.h"
#include "driver/merge.h"
#include "driver/settings.h"

#include <unistd.h>

struct place {
    char path[32];
    struct list files;
};

static void place_begin(struct place *folder)
{
    *folder = (struct place){ .path = "/tmp/identical-test-XXXXXX" };
    assert_non_null(mkdtemp(folder->path));
}

static void place_end(struct place *folder)
{
    list_free(&folder->files);
    tree_remove(folder->path);
}

/* A report.json of this text, and the next to be merged. */
static void put(struct place *folder, const char *text, size_t length)
{
    char *path = xformat("%s/%zu.json", folder->path, folder->files.count);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    list_take(&folder->files, path);
}

/* So many scenarios on one target, all differing; observed: what of each. */
static char *report_text(const char *name, unsigned scenarios, const char *shard, const char *hash,
                         const char *observed)
{
    struct str text = { 0 };

    str_addf(&text,
             "{\"format\":\"identical-report\",\"version\":1,\n\"started\":\"2026-11-23T00:00:00Z\",\n\"ms\":1,"
             "\n\"against\":null,\n"
             "\"filters\":[],\n%s%s%s\"corpus\":%u,\n\"red\":true,\n\"targets\":[{\"name\":\"wine\",\"sha256\":\"%s\","
             "\"lane\":\"L\",\"file\":\"F\",\"version\":\"V\",\"company\":\"C\",\"language\":\"de\",\"machine\":\"M\","
             "\"system\":\"S\"}],\n\"errors\":[],\n"
             "\"results\":[\n",
             shard ? "\"shard\":\"" : "", shard ? shard : "", shard ? "\",\n" : "", scenarios, hash);
    for (unsigned i = 0; i < scenarios; i++)
        str_addf(&text,
                 "{\"scenario\":\"%s/"
                 "s%06u\",\"target\":\"wine\",\"verdict\":\"new\",\"red\":true,\"counts\":{\"new\":1},\"open\":0,"
                 "\"evidence\":{},\"reason\":null,\"facts\":[{\"label\":\"Next#1\",\"fact\":\"result\",\"verdict\":"
                 "\"new\",\"red\":true,"
                 "\"expected\":\"S_OK\",\"observed\":\"%s\",\"evidence\":\"documented "
                 "D-067\",\"reason\":null,\"line\":9}],\"ms\":1}%s\n",
                 name, i, observed, i + 1 < scenarios ? "," : "");
    str_puts(&text, "],\n\"disagreements\":[\n]}\n");
    return text.data;
}

static void put_report(struct place *folder, const char *name, unsigned scenarios, const char *shard, const char *hash)
{
    char *text = report_text(name, scenarios, shard, hash, "E_FAIL");

    put(folder, text, strlen(text));
    free(text);
}

static bool merge(const struct place *folder, struct results *results, struct problem *problem)
{
    *problem = (struct problem){ 0 };
    return merge_reports(&folder->files, "/tmp", results, problem);
}

static void refused(const struct place *folder, const char *words)
{
    struct results results;
    struct problem problem;

    assert_false(merge(folder, &results, &problem));
    assert_int_equal(problem.code, CODE_USAGE);
    assert_non_null(strstr(problem.text, words));
    results_free(&results);
}

static void a_target_is_told_as_in_the_parts(void **state)
{
    struct place folder;
    struct results results;
    struct problem problem;

    (void)state;
    place_begin(&folder);
    put_report(&folder, "a", 2, "1/2", "00ff");
    put_report(&folder, "b", 2, "2/2", "00ff");
    assert_true(merge(&folder, &results, &problem));
    const struct target_info *target = &results.targets[0];
    const char *const told[] = { target->name,    target->lane,     target->file,    target->hash,  target->version,
                                 target->company, target->language, target->machine, target->system };
    static const char *const expected[] = { "wine", "L", "F", "00ff", "V", "C", "de", "M", "S" };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_non_null(told[i]);
        assert_string_equal(told[i], expected[i]);
    }
    assert_null(target->unavailable);
    results_free(&results);
    place_end(&folder);
}

static void a_report_that_ends_anywhere_is_refused(void **state)
{
    char *text = report_text("b", 3, NULL, "00ff", "E_FAIL");
    const size_t length = strlen(text);

    (void)state;
    for (size_t end = 0; end + 2 < length; end += 3) { /* the last two are "}" and the end of its line */
        struct place folder;

        place_begin(&folder);
        put_report(&folder, "a", 2, NULL, "00ff");
        put(&folder, text, end);
        refused(&folder, "1.json:");
        place_end(&folder);
    }
    free(text);
}

/* Any byte of it another: what comes is a report or a refusal, and memory stays whole (the asan build looks). */
static void a_report_with_a_wrong_byte_breaks_nothing(void **state)
{
    static const char wrong[] = { 0, '"', '{', ']', '\\', '9', (char)0xFF };
    char *text = report_text("b", 2, "2/2", "00ff", "E_FAIL");
    const size_t length = strlen(text);

    (void)state;
    for (size_t at = 0; at < length; at += 3) {
        const char kept = text[at];
        struct place folder;
        struct results results;
        struct problem problem;

        place_begin(&folder);
        put_report(&folder, "a", 2, "1/2", "00ff");
        text[at] = wrong[at % sizeof(wrong)];
        put(&folder, text, length);
        text[at] = kept;
        if (!merge(&folder, &results, &problem))
            assert_true(problem.code == CODE_USAGE && problem.text[0]);
        results_free(&results);
        place_end(&folder);
    }
    free(text);
}

static void only_parts_of_one_run_go_together(void **state)
{
    static const struct {
        const char *names[2], *shards[2], *hashes[2], *words;
    } cases[] = {
        { { "a", "a" }, { NULL, NULL }, { "00", "00" }, "found a/s000000 in two" },
        { { "a", "b" }, { "1/2", "1/2" }, { "00", "00" }, "expected each shard of 2 once, found 1/2" },
        { { "a", "b" }, { "1/3", "2/3" }, { "00", "00" }, "3/3 is missing" },
        { { "a", "b" }, { "1/2", NULL }, { "00", "00" }, "found both" },
        { { "a", "b" }, { "1/2", "2/1024" }, { "00", "00" }, "expected each shard of 2 once" },
        { { "a", "b" }, { "1/2", "2/1025" }, { "00", "00" }, "expected K/N" },
        { { "a", "b" }, { "1/2", "2/2" }, { "00", "01" }, "expected the same targets" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct place folder;

        place_begin(&folder);
        for (size_t j = 0; j < 2; j++)
            put_report(&folder, cases[i].names[j], 2, cases[i].shards[j], cases[i].hashes[j]);
        refused(&folder, cases[i].words);
        place_end(&folder);
    }
}

/* 20,000 results in two parts, one of them with a text of a megabyte. */
static void long_ones_are_read_to_their_end(void **state)
{
    enum { HALF = 10000, LONG = 1 << 20 };
    char *observed = xcalloc(LONG + 1, 1), *text;
    struct place folder;
    struct results results;
    struct problem problem;
    struct cell cell;

    (void)state;
    memset(observed, 'x', LONG);
    place_begin(&folder);
    put_report(&folder, "b", HALF, NULL, "00");
    text = report_text("a", 1, NULL, "00", observed);
    put(&folder, text, strlen(text));
    free(text);
    refused(&folder, "number of scenarios in the corpus");

    list_free(&folder.files);
    put_report(&folder, "b", HALF, NULL, "00");
    put_report(&folder, "c", HALF, NULL, "00");
    assert_true(merge(&folder, &results, &problem));
    assert_int_equal(results.count, 2 * HALF);
    assert_string_equal(results.scenarios.items[0], "b/s000000");
    results_free(&results);

    list_free(&folder.files);
    text = report_text("a", 1, NULL, "00", observed);
    put(&folder, text, strlen(text));
    free(text);
    assert_true(merge(&folder, &results, &problem));
    assert_true(results_cell(&results, &results.items[0], &cell));
    assert_string_equal(cell.facts[0].observed, observed);
    cell_free(&cell);
    results_free(&results);
    free(observed);
    place_end(&folder);
}

static void a_bug_of_a_hostile_report_is_a_file_or_a_refusal(void **state)
{
    static const char *const keys[] = {
        "", " / ", "a", "a/s000002", "a/s000000 / Next#1", "a/s000000 / / / result", "../../etc/passwd"
    };
    struct settings settings = { .scratch = (char *)"/tmp", .root = (char *)"/tmp" };
    struct view_options options = { .settings = &settings };
    struct place folder;
    struct results results;
    struct problem problem;
    char *zip;

    (void)state;
    place_begin(&folder);
    put_report(&folder, "a", 2, NULL, "\\u0001\\\"</script>");
    assert_true(merge(&folder, &results, &problem));
    zip = xformat("%s/bug.zip", folder.path);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        const bool names_one = !strncmp(keys[i], "a/s000000", 9);

        problem = (struct problem){ 0 };
        assert_int_equal(bug_write(&results, keys[i], &options, zip, &problem), names_one);
        assert_int_equal(problem.code, names_one ? CODE_EXPECTED : CODE_USAGE);
        assert_int_equal(file_exists(zip), names_one);
        unlink(zip);
    }
    problem = (struct problem){ 0 };
    assert_false(bug_write(&results, "a/s000000", &options, "/tmp/no/such/folder/bug.zip", &problem));
    assert_int_equal(problem.code, CODE_ENVIRONMENT);
    free(zip);
    results_free(&results);
    place_end(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_is_told_as_in_the_parts),
        cmocka_unit_test(a_report_that_ends_anywhere_is_refused),
        cmocka_unit_test(a_report_with_a_wrong_byte_breaks_nothing),
        cmocka_unit_test(only_parts_of_one_run_go_together),
        cmocka_unit_test(long_ones_are_read_to_their_end),
        cmocka_unit_test(a_bug_of_a_hostile_report_is_a_file_or_a_refusal),
    };

    return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}

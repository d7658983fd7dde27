#include "driver/tests/test.h"

#include "driver/files.h"
#include "driver/report.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <unistd.h>

static void add_cell(struct results *results, uint32_t scenario, unsigned target, enum verdict verdict)
{
    struct cell cell = { .verdict = verdict, .red = verdict > VERDICT_NOT_RUN, .seconds = 0.0415 };
    struct fact fact = { .label = (char *)"Next#1",
                         .fact = (char *)"result",
                         .verdict = verdict,
                         .red = cell.red,
                         .expected = (char *)"S_OK",
                         .observed = (char *)"\"<\x01&|\xff\" two\nlines",
                         .evidence = (char *)"documented D-075",
                         .line = 12 };

    cell.counts[VERDICT_SAME] = 3;
    cell.evidence[EVIDENCE_DOCUMENTED] = 3;
    cell.counts[verdict]++;
    if (verdict != VERDICT_SAME)
        cell_add_fact(&cell, &fact);
    results_add(results, scenario, target, &cell);
    cell_free(&cell);
}

static void fill(struct results *results)
{
    char *values[] = { (char *)"1", (char *)"2" };
    struct problem problem = { 0 };

    assert_true(results_begin(results, "/tmp", &problem));
    results->started = xstrdup("2026-11-23T21:00:00Z");
    results->corpus = 5;
    results_add_target(results, "wine")->hash = xstrdup("00ff");
    results_add_target(results, "native")->unavailable = xstrdup("not here");
    list_add(&results->scenarios, "enum/next_two");
    list_add(&results->scenarios, "enum/next_zero");
    add_cell(results, 1, 1, VERDICT_SAME); /* in any order */
    add_cell(results, 0, 0, VERDICT_KNOWN);
    add_cell(results, 1, 0, VERDICT_CRASH);
    add_cell(results, 0, 1, VERDICT_NEW);
    results_add_disagreement(results, &(struct disagreement){ 0, (char *)"Next#1", (char *)"registry", values });
    list_add(&results->errors, "wine.expect:3: no fact meets this line");
    results_sort(results);
}

static char *render_with(const struct results *results, const char *name, bool all, size_t *length)
{
    const struct view_options options = { .all = all };
    struct problem problem = { 0 };
    char *text = NULL;
    FILE *out = open_memstream(&text, length);

    assert_non_null(out);
    assert_true(view_by_name(name)(results, &options, out, &problem));
    fclose(out);
    return text;
}

static char *render(const struct results *results, const char *name, size_t *length)
{
    return render_with(results, name, true, length);
}

static void json_round_trip(void **state)
{
    struct results results, again;
    struct problem problem = { 0 };
    char path[] = "/tmp/identical-test-XXXXXX", *first, *second;
    size_t length, second_length;
    json_t *json, *pretty;
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    fill(&results);
    first = render(&results, "json", &length);
    json = json_loadb(first, length, 0, NULL);
    assert_non_null(json);
    assert_int_equal(json_array_size(json_object_get(json, "results")), 4);
    assert_true(json_is_true(json_object_get(json, "red")));

    /* However another program laid it out. */
    pretty = json;
    assert_int_equal(json_dump_file(pretty, path, JSON_INDENT(3) | JSON_PRESERVE_ORDER), 0);
    json_decref(json);
    assert_true(report_read(path, "/tmp", &again, &problem));
    second = render(&again, "json", &second_length);
    assert_string_equal(first, second);
    free(first);
    free(second);
    results_free(&results);
    results_free(&again);
    unlink(path);
}

static void refuses_other_json(void **state)
{
    static const char *const texts[] = { "",
                                         "[]",
                                         "{\"format\":\"other\"}",
                                         "{\"format\":\"identical-report\",",
                                         "{\"format\":\"identical-report\",\"version\":1}",
                                         "{\"targets\":[{\"name\":\"a\"}],\"results\":[{\"scenario\":1}]}",
                                         "{\"targets\":[{\"name\":\"a\"}],\"results\":[" };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        char path[] = "/tmp/identical-test-XXXXXX";
        struct results results;
        struct problem problem = { 0 };
        int fd = mkstemp(path);

        assert_true(fd >= 0 && write(fd, texts[i], strlen(texts[i])) >= 0);
        close(fd);
        assert_false(report_read(path, "/tmp", &results, &problem));
        assert_int_equal(problem.code, CODE_USAGE);
        results_free(&results);
        unlink(path);
    }
}

static void junit_is_xml_with_true_counts(void **state)
{
    struct results results;
    size_t length;
    char *text;
    xmlDocPtr document;

    (void)state;
    fill(&results);
    text = render(&results, "junit", &length);
    document = xmlReadMemory(text, (int)length, "junit.xml", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    xmlFreeDoc(document);
    xmlCleanupParser();
    assert_non_null(strstr(text, "<testsuites name=\"identical\" tests=\"5\" failures=\"2\" errors=\"1\""));
    assert_non_null(strstr(text, "classname=\"wine.enum\" name=\"next_two\""));
    free(text);
    results_free(&results);
}

static void text_says_where_and_what(void **state)
{
    struct results results;
    size_t length;
    char *text;

    (void)state;
    fill(&results);
    text = render(&results, "text", &length);
    assert_non_null(strstr(text, "scenarios/enum/next_two.scn:12"));
    assert_non_null(strstr(text, "crash wine: Next#1 / result"));
    assert_non_null(strstr(text, "differ between targets"));
    assert_null(strstr(text, "\033["));
    free(text);
    text = render(&results, "expect", &length);
    assert_non_null(strstr(text, "expect 1 wine\nenum/next_zero / Next#1 / result  \""));
    free(text);
    results_free(&results);
}

/* The lines of a screen about one fact with these values. New, free(). */
static char *screen_of(const char *expected, const char *observed, bool all)
{
    struct fact fact = { .label = (char *)"Logon#1",
                         .fact = (char *)"registry",
                         .verdict = VERDICT_NEW,
                         .red = true,
                         .expected = (char *)expected,
                         .observed = (char *)observed };
    struct cell cell = { .verdict = VERDICT_NEW, .red = true };
    struct problem problem = { 0 };
    struct results results;
    size_t length;
    char *text, *found, *lines;

    assert_true(results_begin(&results, "/tmp", &problem));
    results_add_target(&results, "wine");
    list_add(&results.scenarios, "logon/one");
    cell_add_fact(&cell, &fact);
    results_add(&results, 0, 0, &cell);
    cell_free(&cell);
    results_sort(&results);
    text = render_with(&results, "text", all, &length);
    found = strstr(text, "    expected");
    assert_non_null(found);
    lines = xstrdup(found);
    free(text);
    results_free(&results);
    return lines;
}

static void assert_screen(const char *expected, const char *observed, const char *lines)
{
    char *text = screen_of(expected, observed, false);

    assert_string_equal(text, lines);
    free(text);
}

static void a_screen_shows_where_two_lists_differ(void **state)
{
    char *longer = xformat("a | b | %0400d", 1), *text;

    (void)state;
    assert_screen("a | b | c | d | e | f", "a | b | c | X | d | e | f",
                  "    expected  (2 alike) | c | d | (2 alike)\n    observed  (2 alike) | c | X | d | (2 alike)\n");
    assert_screen("a | b", "a | c", "    expected  a | b\n    observed  a | c\n");
    assert_screen("x | a | b | b | c", "x | a | b | c",
                  "    expected  (2 alike) | b | b | c\n    observed  (2 alike) | b | c\n");
    assert_screen("", "none", "    expected  \n    observed  none\n");
    assert_screen("1 | 2 | 3", "0 | 2 | 3 | 1 | 2 | 3",
                  "    expected  1 | 2 | (1 alike)\n    observed  0 | 2 | 3 | 1 | 2 | (1 alike)\n");
    text = screen_of(longer, "none", false);
    assert_non_null(strstr(text, "0… (108 more bytes)\n"));
    free(text);
    text = screen_of(longer, "a | b | c", true);
    assert_non_null(strstr(text, longer));
    free(text);
    free(longer);
}

static void markdown_keeps_its_limit(void **state)
{
    struct results results;
    struct problem problem = { 0 };
    size_t length;
    char *text;

    (void)state;
    assert_true(results_begin(&results, "/tmp", &problem));
    results_add_target(&results, "wine");
    for (uint32_t i = 0; i < 2000; i++) {
        list_take(&results.scenarios, xformat("many/scenario_%04u", i));
        add_cell(&results, i, 0, VERDICT_NEW);
        list_take(&results.errors, xformat("wine.expect:%u: no fact meets this line", i));
    }
    results_sort(&results);
    text = render(&results, "markdown", &length);
    assert_true(length <= 65535);
    assert_non_null(strstr(text, "are left out"));
    free(text);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_round_trip),
        cmocka_unit_test(refuses_other_json),
        cmocka_unit_test(junit_is_xml_with_true_counts),
        cmocka_unit_test(text_says_where_and_what),
        cmocka_unit_test(a_screen_shows_where_two_lists_differ),
        cmocka_unit_test(markdown_keeps_its_limit),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}

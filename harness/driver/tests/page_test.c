#include "driver/tests/test.h"

#include "driver/page.h"

#include <zlib.h>

static char *encoded(const char *data, size_t length)
{
    struct str text = { 0 };

    str_puts(&text, "");
    base64(data, length, &text);
    return text.data;
}

static void base64_as_in_rfc_4648(void **state)
{
    static const char *const pairs[][2] = { { "", "" },
                                            { "f", "Zg==" },
                                            { "fo", "Zm8=" },
                                            { "foo", "Zm9v" },
                                            { "foob", "Zm9vYg==" },
                                            { "fooba", "Zm9vYmE=" },
                                            { "foobar", "Zm9vYmFy" },
                                            { "\xff\xfe\xfd", "//79" } };

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        char *text = encoded(pairs[i][0], strlen(pairs[i][0]));

        assert_string_equal(text, pairs[i][1]);
        free(text);
    }
}

static size_t decoded(const char *text, unsigned char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t length = 0;
    unsigned bits = 0, n = 0;

    for (; *text && *text != '<' && *text != '='; text++) {
        bits = bits << 6 | (unsigned)(strchr(digits, *text) - digits);
        n += 6;
        if (n < 8)
            continue;
        n -= 8;
        out[length++] = (unsigned char)(bits >> n);
    }
    return length;
}

/* The content of the script element; free() it. */
static char *unpacked(const char *page, const char *id, size_t limit)
{
    char *begin = xformat("id=\"%s\">", id), *content = xcalloc(limit + 1, 1);
    const char *at = strstr(page, begin);
    unsigned char *bytes = xcalloc(strlen(page), 1);
    uLongf size = limit;

    assert_non_null(at);
    assert_int_equal(uncompress((Bytef *)content, &size, bytes, decoded(at + strlen(begin), bytes)), Z_OK);
    free(bytes);
    free(begin);
    return content;
}

static void packs_come_out_as_they_went_in(void **state)
{
    enum { LINES = 60000 };
    char *page = NULL, *content;
    size_t length, total = 0;
    struct str all = { 0 };
    FILE *out = open_memstream(&page, &length);
    struct pack *pack = pack_begin(out, "some", &total);
    unsigned noise = 7;

    (void)state;
    for (unsigned i = 0; i < LINES; i++) {
        char line[40];
        int n = snprintf(line, sizeof(line), "%08x </script> %u\n", noise = noise * 1103515245u + 12345u, i);

        str_add(&all, line, (size_t)n);
    }
    pack_add(pack, all.data, all.length / 3);
    pack_puts(pack, all.data + all.length / 3);
    pack_end(pack);
    fclose(out);
    content = unpacked(page, "some", all.length);
    assert_string_equal(content, all.data);
    assert_true(total < length && length < total + 100);
    free(content);
    free(page);
    str_free(&all);
}

#define HOSTILE "\"</script><script>alert(1)</script>\xff"

static void fill(struct results *results, uint32_t count)
{
    struct problem problem = { 0 };

    assert_true(results_begin(results, "/tmp", &problem));
    results->started = xstrdup("2026-11-23T21:00:00Z");
    results_add_target(results, HOSTILE)->hash = xstrdup("00ff");
    for (uint32_t i = 0; i < count; i++) {
        struct cell cell = { .verdict = VERDICT_NEW, .red = true, .reason = (char *)HOSTILE };
        struct fact fact = { .label = (char *)HOSTILE,
                             .fact = (char *)"result",
                             .verdict = VERDICT_NEW,
                             .red = true,
                             .expected = (char *)HOSTILE,
                             .observed = (char *)HOSTILE };

        list_take(&results->scenarios, xformat("many/%05u_%s", i, HOSTILE));
        cell_add_fact(&cell, &fact);
        results_add(results, i, 0, &cell);
        free(cell.facts[0].label);
        free(cell.facts[0].fact);
        free(cell.facts[0].expected);
        free(cell.facts[0].observed);
        free(cell.facts);
    }
    list_add(&results->errors, HOSTILE);
    results_sort(results);
}

static char *html(const struct results *results, size_t budget, size_t *length)
{
    const struct view_options options = { .budget = budget };
    struct problem problem = { 0 };
    char *page = NULL;
    FILE *out = open_memstream(&page, length);

    assert_true(view_html(results, &options, out, &problem));
    fclose(out);
    return page;
}

static void nothing_hostile_stands_in_the_page(void **state)
{
    struct results results;
    size_t length;
    char *page, *summary;

    (void)state;
    fill(&results, 3);
    page = html(&results, 0, &length);
    assert_null(strstr(page, "alert(1)"));
    assert_non_null(strstr(page, "default-src 'none'"));
    assert_null(strstr(page, "{{"));
    summary = unpacked(page, "summary", 1 << 16);
    assert_non_null(strstr(summary, "<script>alert(1)"));
    free(summary);
    free(page);
    results_free(&results);
}

static void a_page_keeps_its_limit_and_counts_what_it_leaves_out(void **state)
{
    struct results results;
    size_t length, whole;
    char *page, *places;

    (void)state;
    fill(&results, 15000);
    free(html(&results, 0, &whole));
    page = html(&results, 100000, &length);
    assert_true(length < 200000 && whole > length);
    places = unpacked(page, "places", 1 << 16);
    assert_null(strstr(places, "\"leftFacts\":0"));
    free(places);
    free(page);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_as_in_rfc_4648),
        cmocka_unit_test(packs_come_out_as_they_went_in),
        cmocka_unit_test(nothing_hostile_stands_in_the_page),
        cmocka_unit_test(a_page_keeps_its_limit_and_counts_what_it_leaves_out),
    };

    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}

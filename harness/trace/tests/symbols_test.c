/* Names for what differs from run to run, and their one-to-one binding (FORMAT.md, section 3, Symbols). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trace/symbols.h"

#define A       "5766C37B-E9C1-4BF6-8AD7-09BC08222651"
#define A_LOWER "5766c37b-e9c1-4bf6-8ad7-09bc08222651"
#define A_BYTES "7b,c3,66,57,c1,e9,f6,4b,8a,d7,09,bc,08,22,26,51"
#define B       "C05A4691-5F1D-4D1C-831E-F8D7D7E19992"
#define CURRENT "C28E26E7-219D-11D2-B200-0000F8085266" /* UID_GIBC_CURRENT_USER: in the catalogue */

static void check_normal(struct symbols *symbols, const char *text, const char *expected)
{
    struct buffer out;

    buffer_init(&out, 4096);
    symbols_normalise(symbols, text, strlen(text), &out);
    assert_int_equal(out.status, ST_OK);
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void names_every_spelling_of_a_guid_alike(void **state)
{
    struct symbols *symbols = symbols_new();

    (void)state;
    check_normal(symbols, "&a = {" A "}", "&a = {$(guid1)}");
    check_normal(symbols, "\"$(local)\\\\Identities\\\\{" A_LOWER "}\\\\\"",
                 "\"$(local)\\\\Identities\\\\{$(guid1:lower)}\\\\\"");
    check_normal(symbols, "[HKCU\\Identities\\{" B "}] {" A "}", "[HKCU\\Identities\\{$(guid2)}] {$(guid1)}");
    check_normal(symbols, "\"Directory Name\"=dword:5766c37b", "\"Directory Name\"=dword:$(guid1)");
    check_normal(symbols, "\"MigToLWP\"=hex:" A_BYTES, "\"MigToLWP\"=hex:$(guid1)");
    assert_int_equal(symbols_count(symbols), 2);
    symbols_free(symbols);
}

static void leaves_alone_what_is_no_symbol(void **state)
{
    static const char *const texts[] = { "{" CURRENT "}",
                                         "{00000000-0000-0000-0000-000000000000}",
                                         "dword:5766c37b",                       /* not seen as a GUID yet */
                                         "hex:" A_BYTES,                         /* the same */
                                         "x" A "0",                              /* part of a longer run */
                                         "5766c37B-E9C1-4BF6-8AD7-09BC08222651", /* mixed case */
                                         "5766C37B-E9C1-4BF6-8AD7-09BC0822265" };
    struct symbols *symbols = symbols_new();

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        check_normal(symbols, texts[i], texts[i]);
    assert_int_equal(symbols_count(symbols), 0);
    symbols_free(symbols);
}

static void literals_stay_in_every_spelling(void **state)
{
    struct symbols *symbols = symbols_new();

    (void)state;
    assert_int_equal(symbols_add_literals(symbols, "registry {" A_LOWER "}", sizeof("registry {" A_LOWER "}") - 1),
                     ST_OK);
    check_normal(symbols, "{" A "} dword:5766c37b hex:" A_BYTES, "{" A "} dword:5766c37b hex:" A_BYTES);
    check_normal(symbols, "{" B "} dword:c05a4691", "{$(guid1)} dword:$(guid1)");
    symbols_free(symbols);
}

static void collecting_numbers_without_printing(void **state)
{
    struct symbols *symbols = symbols_new();

    (void)state;
    assert_int_equal(symbols_collect(symbols, B, strlen(B)), ST_OK);
    check_normal(symbols, A " " B, "$(guid2) $(guid1)");
    symbols_free(symbols);
}

static void binds_one_to_one(void **state)
{
    struct binding *binding = binding_new();

    (void)state;
    assert_true(binding_match(binding, "{$(a)}", "{$(guid1)}"));
    assert_true(binding_match(binding, "x{$(a)} {$(b)}", "x{$(guid1)} {$(guid2)}"));
    assert_false(binding_match(binding, "{$(a)}", "{$(guid2)}")); /* a has another partner */
    assert_false(binding_match(binding, "{$(c)}", "{$(guid1)}")); /* guid1 has another partner */
    assert_int_equal(binding_count(binding), 2);
    binding_free(binding);
}

static void a_failed_match_binds_nothing(void **state)
{
    struct binding *binding = binding_new();

    (void)state;
    assert_false(binding_match(binding, "{$(a)} 1", "{$(guid1)} 2"));
    assert_int_equal(binding_count(binding), 0);
    assert_true(binding_match(binding, "{$(a)}", "{$(guid2)}"));
    binding_free(binding);
}

static void binds_to_literals_and_knows_their_spellings(void **state)
{
    struct binding *binding = binding_new();

    (void)state;
    assert_false(binding_match(binding, "dword:$(a)", "dword:5766c37b")); /* a number alone binds nothing */
    assert_true(binding_match(binding, "{$(a)}", "{" A "}"));
    assert_true(binding_match(binding, "{$(a:lower)}", "{" A_LOWER "}"));
    assert_false(binding_match(binding, "{$(a:lower)}", "{" A "}"));
    assert_false(binding_match(binding, "{$(a)}", "{" A_LOWER "}"));
    assert_true(binding_match(binding, "dword:$(a)", "dword:5766c37b"));
    assert_false(binding_match(binding, "dword:$(a)", "dword:5766c37c"));
    assert_true(binding_match(binding, "hex:$(a)", "hex:" A_BYTES));
    assert_false(binding_match(binding, "{$(a)}", "{" B "}"));
    assert_false(binding_match(binding, "{$(b)}", "{" A "}"));
    binding_free(binding);
}

/* A GUID that a scenario writes out means itself. */
static void an_expected_literal_meets_no_symbol(void **state)
{
    struct binding *binding = binding_new();

    (void)state;
    assert_false(binding_match(binding, "{" A "}", "{$(guid1)}"));
    assert_true(binding_match(binding, "{" A "}", "{" A "}"));
    binding_free(binding);
}

static void places_and_characters_are_compared_as_they_are(void **state)
{
    struct binding *binding = binding_new();

    (void)state;
    assert_true(binding_match(binding, "\"$(local)\\\\x\"", "\"$(local)\\\\x\""));
    assert_false(binding_match(binding, "\"$(local)\\\\x\"", "\"$(roaming)\\\\x\""));
    assert_true(binding_match(binding, "$(u0024)(", "$(u0024)("));
    assert_false(binding_match(binding, "$(a", "$(guid1)"));
    assert_false(binding_match(binding, "{$(a)}", "{"));
    assert_int_equal(binding_count(binding), 0);
    binding_free(binding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_spelling_of_a_guid_alike),
        cmocka_unit_test(leaves_alone_what_is_no_symbol),
        cmocka_unit_test(literals_stay_in_every_spelling),
        cmocka_unit_test(collecting_numbers_without_printing),
        cmocka_unit_test(binds_one_to_one),
        cmocka_unit_test(a_failed_match_binds_nothing),
        cmocka_unit_test(binds_to_literals_and_knows_their_spellings),
        cmocka_unit_test(an_expected_literal_meets_no_symbol),
        cmocka_unit_test(places_and_characters_are_compared_as_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

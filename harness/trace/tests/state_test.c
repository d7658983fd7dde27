/* Start states: .reg files (FORMAT.md, section 6). */
#include "trace/tests/support.h"

#include <stdio.h>

#define HEADER "Windows Registry Editor Version 5.00\r\n"

static void check_state(const char *text, size_t len, const char *expected)
{
    struct arena arena;
    struct state *state;
    struct diag diag;
    struct buffer out;
    char message[1000];

    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    if (state_parse(text, len, "f.reg", &arena, &state, &diag)) {
        diag_format(&diag, message, sizeof(message));
        fail_msg("%s", message);
    }
    state_print_inline(state, 1, &out);
    assert_string_equal(out.data ? out.data : "", expected);
    /* What is printed as a file is read as the same state. */
    struct buffer file, again;
    buffer_init(&file, 1 << 20);
    buffer_init(&again, 1 << 20);
    state_print(state, &file);
    assert_int_equal(state_parse(file.data, file.len, "g.reg", &arena, &state, &diag), ST_OK);
    state_print(state, &again);
    assert_string_equal(again.data, file.data);
    buffer_free(&file);
    buffer_free(&again);
    buffer_free(&out);
    arena_free(&arena);
}

static void check_error(const char *text, size_t len, const char *expected)
{
    struct arena arena;
    struct state *state;
    struct diag diag;
    char message[1000];

    arena_init(&arena);
    assert_int_equal(state_parse(text, len, "f.reg", &arena, &state, &diag), ST_BAD_INPUT);
    diag_format(&diag, message, sizeof(message));
    assert_string_equal(message, expected);
    assert_null(state);
    arena_free(&arena);
}

#define CHECK(text, expected) check_state(text, sizeof(text) - 1, expected)
#define ERROR(text, expected) check_error(text, sizeof(text) - 1, expected)

static void reads_version_5(void **state)
{
    (void)state;
    CHECK(HEADER, "");
    CHECK(
        HEADER "\r\n; comment\r\n[HKEY_CURRENT_USER\\Identities]\r\n\"a\\\\b\"=\"c\\\"d\" ; x\r\n@=dword:0000000A\r\n"
               "\"x\"=hex:\r\n\"e\"=hex(2):25,00,00,00\r\n\"m\"=hex(7):61,00,00,00,\\\r\n  00,00\r\n"
               "\"s\"=hex(1):42,00\r\n\"q\"=hex(b):01\r\n[HKEY_CURRENT_USER\\Identities]\r\n",
        "  [HKCU\\Identities]\n  \"a\\\\b\"=\"c\\\"d\"\n  @=dword:0000000a\n  \"x\"=hex:\n  \"e\"=hex(2):25,00,00,00\n"
        "  \"m\"=hex(7):61,00,00,00,00,00\n  \"s\"=hex(1):42,00\n  \"q\"=hex(b):01\n  [HKCU\\Identities]\n");
}

static void reads_regedit4(void **state)
{
    (void)state;
    CHECK("REGEDIT4\n[HKEY_CURRENT_USER\\x]\n\"a\"=hex(2):25,61,25,00\n\"b\"=hex(7):61,00,00\n\"c\"=hex:ff\n\"d\"=hex("
          "1):42\n",
          "  [HKCU\\x]\n  \"a\"=hex(2):25,00,61,00,25,00,00,00\n  \"b\"=hex(7):61,00,00,00,00,00\n  \"c\"=hex:ff\n"
          "  \"d\"=hex(1):42,00\n");
    ERROR("REGEDIT4\n[HKCU\\x]\n\"a\"=hex(2):ff\n",
          "f.reg:3:8: expected ASCII in the text of a REGEDIT4 file, found byte 0xFF");
}

static void reads_byte_order_marks(void **state)
{
    char wide[400] = "\xFF\xFE";
    static const char text[] = HEADER "[HKEY_CURRENT_USER\\x]\r\n\"a\"=\"";
    size_t n = 2;

    (void)state;
    CHECK("\xEF\xBB\xBFREGEDIT4\n", "");
    for (const char *p = text; *p; p++) {
        wide[n++] = *p;
        wide[n++] = 0;
    }
    memcpy(wide + n, "\xE9\0\x3D\xD8\0\xDE\"\0\n\0", 10);
    check_state(wide, n + 10, "  [HKCU\\x]\n  \"a\"=\"\xC3\xA9\xF0\x9F\x98\x80\"\n");
    check_error(wide, n + 9, "f.reg:3:1: expected UTF-16, found an odd number of bytes");
    check_error(wide, n + 4, "f.reg:3:1: expected UTF-16, found lone surrogate 0xD83D");
}

static void knows_its_source(void **state)
{
    struct arena arena;
    struct state *s;
    struct diag diag;
    static const char text[] = "REGEDIT4\n\n; source:  forensic xp-used\n; more\n";

    (void)state;
    arena_init(&arena);
    assert_int_equal(state_parse(text, sizeof(text) - 1, "f", &arena, &s, &diag), ST_OK);
    assert_string_equal(s->source, "forensic xp-used");
    arena_free(&arena);
}

static void refuses_what_does_not_add(void **state)
{
    (void)state;
    ERROR("", "f.reg:1:1: expected 'REGEDIT4' or 'Windows Registry Editor Version 5.00', found end of line");
    ERROR("REGEDIT5\n", "f.reg:1:1: expected 'REGEDIT4' or 'Windows Registry Editor Version 5.00', found 'REGEDIT5'");
    ERROR("REGEDIT4 x\n", "f.reg:1:10: expected end of line, found 'x'");
    ERROR("REGEDIT4\n[-HKEY_CURRENT_USER\\x]\n", "f.reg:2:1: expected a key to add, found '[-'");
    ERROR("REGEDIT4\n[HKEY_LOCAL_MACHINE\\x]\n",
          "f.reg:2:1: expected a key below HKEY_CURRENT_USER, found '[HKLM\\x]'");
    ERROR("REGEDIT4\n\"a\"=\"b\"\n", "f.reg:2:1: expected a key above the first value, found none");
    ERROR("REGEDIT4\n[HKCU\\x]\n\"a\"=-\n", "f.reg:3:5: expected a value to add, found '-'");
    ERROR("REGEDIT4\n[HKCU\\x]\n\"a\"=foo\n", "f.reg:3:5: expected a string, dword: or hex:, found 'foo'");
    ERROR("REGEDIT4\n[HKCU\\x]\n\"a\"=hex:01,\\x\n", "f.reg:3:12: expected a byte of two hex digits, found '\\'");
    ERROR("REGEDIT4\n[HKCU\\x]\n\"a\"=hex:01,\\\n", "f.reg:3:13: expected a further line, found end of line");
    ERROR("REGEDIT4\n  [HKCU\\x]\n", "f.reg:2:3: expected an indentation of 0 blanks, found 2");
    ERROR("REGEDIT4\n[HKCU\\$(x)]\n", "f.reg:2:1: expected no symbol in a state, found '$(x)'");
}

/* The genuine registries of the project. */
static void reads_the_states_of_the_scenarios(void **state)
{
    static const char *const names[] = { "xp-used", "xp-first", "win7-used", "win7-first", "win7-other", "me" };
    static char text[1 << 16];

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct arena arena;
        struct state *s;
        struct diag diag;
        char path[400];

        snprintf(path, sizeof(path), "%s/%s.reg", IDT_STATES, names[i]);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        size_t len = fread(text, 1, sizeof(text), file);
        fclose(file);
        arena_init(&arena);
        assert_int_equal(state_parse(text, len, path, &arena, &s, &diag), ST_OK);
        assert_non_null(s->keys);
        assert_non_null(s->source);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_version_5),           cmocka_unit_test(reads_regedit4),
        cmocka_unit_test(reads_byte_order_marks),    cmocka_unit_test(knows_its_source),
        cmocka_unit_test(refuses_what_does_not_add), cmocka_unit_test(reads_the_states_of_the_scenarios),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

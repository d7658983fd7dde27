/* Registries of the field: what gets out of a file, in which spelling, and what evidence settles about it. */
#include "driver/tests/test.h"

#include "driver/import.h"

#define ANN "{0A1B2C3D-1111-4111-8111-111111111111}"
#define BOB "{2B3C4D5E-2222-4222-8222-222222222222}"

/* The state as text, without its first line; or the message. New, free(). */
static char *import_bytes(const char *data, size_t length, const char *wanted, const char *code_page)
{
    struct registry_wish wish = { .code_page = code_page };
    struct registry_file file;
    struct problem problem = { 0 };
    struct buffer text;
    char *result;

    if (wanted)
        assert_true(registry_wish_add(&wish, wanted, &problem));
    buffer_init(&text, 1 << 20);
    if (registry_file_parse(data, length, "x.reg", &wish, &file, &problem)) {
        state_print(file.state, &text);
        result = xstrdup(strchr(text.data, '\n') + 1);
    } else {
        result = xstrdup(problem.text);
    }
    registry_file_free(&file);
    registry_wish_free(&wish);
    buffer_free(&text);
    return result;
}

static void expect_bytes(const char *data, size_t length, const char *wanted, const char *code_page,
                         const char *expected)
{
    char *found = import_bytes(data, length, wanted, code_page);

    assert_string_equal(found, expected);
    free(found);
}

static void expect(const char *text, const char *expected)
{
    expect_bytes(text, strlen(text), NULL, NULL, expected);
}

static void only_identities_leave(void **state)
{
    static const char text[] = "Windows Registry Editor Version 5.00\n\n"
                               "[HKEY_CURRENT_USER\\Software\\Mail]\n\"Secret\"=\"x\"\n\"Shown\"=dword:00000001\n\n"
                               "[HKEY_CURRENT_USER\\Identities]\n\"a\"=\"b\"\n\n"
                               "[HKEY_CURRENT_USER\\IdentitiesToo]\n\"Secret\"=\"x\"\n\n"
                               "[HKEY_LOCAL_MACHINE\\Identities]\n\"Secret\"=\"x\"\n";

    (void)state;
    expect(text, "\n[HKEY_CURRENT_USER\\Identities]\n\"a\"=\"b\"\n");
    expect_bytes(text, strlen(text), "hkcu\\software\\mail\\shown", NULL,
                 "\n[HKEY_CURRENT_USER\\Software\\Mail]\n\"Shown\"=dword:00000001\n"
                 "\n[HKEY_CURRENT_USER\\Identities]\n\"a\"=\"b\"\n");
}

/* Where its expectations come from is not for a file of the field to say. */
static void comments_stay_behind(void **state)
{
    (void)state;
    expect("REGEDIT4\n; source: forensic xp-used\n[HKEY_CURRENT_USER\\Identities]\n",
           "\n[HKEY_CURRENT_USER\\Identities]\n");
}

static void reads_ansi(void **state)
{
    /* "Гл" in code page 1251, as a text, and in bytes that go on in the next line */
    static const char text[] = "REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Identities]\r\n\"a\"=\"\xC3\xEB\"\r\n"
                               "\"b\"=hex(2):c3,\\\r\n  eb,00\r\n\"c\"=hex:c3\r\n";

    (void)state;
    expect_bytes(text, strlen(text), NULL, "CP1251",
                 "\n[HKEY_CURRENT_USER\\Identities]\n\"a\"=\"Гл\"\n\"b\"=hex(2):13,04,3b,04,00,00\n\"c\"=hex:c3\n");
    expect_bytes(text, strlen(text), NULL, "no-such-page",
                 "x.reg: expected UTF-16, UTF-8 or text of code page no-such-page, found other bytes");
}

static void reads_utf16(void **state)
{
    static const char little[] =
        "\xFF\xFER\0E\0G\0E\0D\0I\0T\0"
        "4\0\n\0[\0H\0K\0C\0U\0\\\0I\0d\0e\0n\0t\0i\0t\0i\0e\0s\0]\0\n\0\"\0\x00\xD8\"\0=\0\"\0\"\0\n";

    (void)state;
    /* the literal's own terminator is the second byte of the last character */
    expect_bytes(little, sizeof(little), NULL, NULL, "\n[HKEY_CURRENT_USER\\Identities]\n\"\\uD800\"=\"\"\n");
    expect_bytes(little, sizeof(little) - 1, NULL, NULL, "x.reg: expected UTF-16, found an odd number of bytes");
}

static void spells_as_states_do(void **state)
{
    (void)state;
    expect("REGEDIT4\n[hkey_current_user\\IDENTITIES\\a]b]\n\"$(x)\"=\"one\r\ntwo \\\\ \\\"\" ; why\n@=\"$(u0041)\"\n",
           "\n[HKEY_CURRENT_USER\\Identities\\a$(u005D)b]\n\"$(u0024)(x)\"=\"one\\r\\ntwo \\\\ \\\"\"\n@=\"A\"\n");
}

static void refuses_with_the_line(void **state)
{
    (void)state;
    expect("REGEDIT4\n\n[HKEY_CURRENT_USER\\Software]\n\"a\"=oops\n\n[-HKEY_CURRENT_USER\\Identities\\x]\n",
           "x.reg:6:1: expected a key to add, found '[-'");
    expect("REGEDIT4\n\n[HKEY_CURRENT_USER\\Identities]\n\"b\"=hex:00,\\\n  01\n\"a\"=-\n",
           "x.reg:6:5: expected a value to add, found '-'");
    expect("REGEDIT4\n\n[HKEY_CURRENT_USER\\Identities]\n\"l\"=\"1\n2\"\n\"a\"=oops\n",
           "x.reg:6:5: expected a string, dword: or hex:, found 'oops'");
    expect("nonsense\n", "x.reg:1:1: expected 'REGEDIT4' or 'Windows Registry Editor Version 5.00', found 'nonsense'");
    expect("CREG", "x.reg: expected a hive of Windows NT, found one of Windows 95 to Me: export "
                   "HKEY_CURRENT_USER\\Identities there by regedit, and import that");
}

static void takes_one_user(void **state)
{
    (void)state;
    expect(
        "REGEDIT4\n[HKEY_USERS\\.DEFAULT\\Identities]\n\"a\"=\"\"\n[HKEY_USERS\\S-1-5-21-1\\Identities]\n\"b\"=\"\"\n",
        "\n[HKEY_CURRENT_USER\\Identities]\n\"b\"=\"\"\n");
    expect("REGEDIT4\n[HKEY_USERS\\S-1-5-21-1\\Identities]\n[HKEY_USERS\\S-1-5-21-2\\Identities]\n",
           "x.reg:3: expected the identities of one user, found those of a second");
    expect("REGEDIT4\n[HKEY_CURRENT_USER\\Identities]\n[HKEY_USERS\\S-1-5-21-2\\Identities\\b]\n",
           "\n[HKEY_CURRENT_USER\\Identities]\n");
}

#define WINE_FIRST                                                                                                     \
    "WINE REGISTRY Version 2\n;; All keys relative to REGISTRY\\\\User\\\\S-1-5-21-0-0-0-1000\n\n#arch=win64\n\n"

static void reads_wine(void **state)
{
    (void)state;
    expect(WINE_FIRST
           "[Identities\\\\a\\]b] 1732500000 2\n#time=1db3f\n@=\"d\"\n\"n\"=\"\\x413\\x20ac1\\0\\33\\\"\"\n"
           "\"e\"=str(2):\"%a%\"\n\"m\"=str(7):\"a\\0\"\n\"h\"=hex:01,\\\n  02\n\n[Software] 1\n\"s\"=\"x\"\n",
           "\n[HKEY_CURRENT_USER\\Identities\\a$(u005D)b]\n@=\"d\"\n\"n\"=\"Г€1\\0\\u001B\\\"\"\n"
           "\"e\"=hex(2):25,00,61,00,25,00,00,00\n\"m\"=hex(7):61,00,00,00,00,00\n\"h\"=hex:01,02\n");
    expect("WINE REGISTRY Version 2\n;; All keys relative to REGISTRY\\\\Machine\n",
           "x.reg:2: expected ';; All keys relative to REGISTRY\\\\User\\\\S-1-…' (user.reg of a prefix), found "
           "';; All keys relative to REGISTRY\\\\Machine'");
    expect(WINE_FIRST "[Identities] 1\n\"a\"=\"\\q\"\n",
           "x.reg:7:7: expected one of \\ \" n r t 0 u behind a backslash, found 'q'");
}

static void leaves_out_what_no_line_holds(void **state)
{
    struct str text = { 0 };
    char *found;

    (void)state;
    str_puts(&text, "REGEDIT4\n[HKEY_CURRENT_USER\\Identities]\n\"big\"=hex:00");
    for (int i = 0; i < 30000; i++)
        str_puts(&text, i % 20 ? ",00" : ",\\\n  00");
    str_puts(&text, "\n\"a\"=\"b\"\n");
    found = import_bytes(text.data, text.length, NULL, NULL);
    assert_string_equal(found, "\n[HKEY_CURRENT_USER\\Identities]\n\"a\"=\"b\"\n");
    free(found);
    str_free(&text);
}

/* ---- hives ---- */

static void refuses_bad_hives(void **state)
{
    char *hive = xcalloc(1, 12288);

    (void)state;
    memcpy(hive, "regf", 4);
    expect_bytes(hive, 100, NULL, NULL, "x.reg: expected a hive of at least 8192 bytes, found 100: it is cut off");
    expect_bytes(hive, 12288, NULL, NULL,
                 "x.reg: expected a user's hive (NTUSER.DAT) that can be read: its pages or cells are damaged");
    free(hive);
}

/* ---- identities ---- */

static const char three[] = "REGEDIT4\n[HKEY_CURRENT_USER\\Identities]\n\"Last User ID\"=\"" BOB "\"\n"
                            "\"Default User ID\"=\"{00000000-0000-0000-0000-000000000001}\"\n"
                            "[HKEY_CURRENT_USER\\Identities\\" ANN "\\Software]\n"
                            "[HKEY_CURRENT_USER\\Identities\\{2b3c4d5e-2222-4222-8222-222222222222}]\n"
                            "\"Identity Ordinal\"=dword:00000007\n\"identity ordinal\"=dword:00000002\n"
                            "[HKEY_CURRENT_USER\\Identities\\{C28E26E6-219D-11D2-B200-0000F8085266}]\n"
                            "[HKEY_CURRENT_USER\\Identities\\{00000000-0000-0000-0000-000000000000}]\n"
                            "[HKEY_CURRENT_USER\\Identities\\Software]\n";

static void finds_identities_and_roles(void **state)
{
    const struct registry_wish wish = { .code_page = NULL };
    struct registry_file file;
    struct identities identities;
    struct problem problem = { 0 };
    const struct identity *identity;

    (void)state;
    assert_true(registry_file_parse(three, strlen(three), "x", &wish, &file, &problem));
    identities_find(file.state, &identities);
    assert_int_equal(identities.count, 2);
    assert_string_equal(identities.items[0].cookie, BOB);
    assert_int_equal(identities.items[0].ordinal, 2);
    assert_string_equal(identities.items[1].cookie, ANN);
    assert_int_equal(identities.items[1].ordinal, 0);
    assert_int_equal(identities.highest, 2);
    assert_int_equal(role_of(file.state, &identities, "Last User ID", &identity), ROLE_IDENTITY);
    assert_ptr_equal(identity, &identities.items[0]);
    assert_int_equal(role_of(file.state, &identities, "Default User ID", &identity), ROLE_NOBODY);
    assert_int_equal(policy_of(file.state), POLICY_NONE);
    identities_free(&identities);
    registry_file_free(&file);
}

/* Departures of a text, "F-001 F-002 " in order. */
static char *compare_text(const char *text)
{
    const struct registry_wish wish = { .code_page = NULL };
    struct registry_file file;
    struct departures departures;
    struct problem problem = { 0 };
    struct str numbers = { 0 };

    assert_true(registry_file_parse(text, strlen(text), "x", &wish, &file, &problem));
    import_compare(&file, &departures);
    for (size_t i = 0; i < departures.count; i++)
        str_addf(&numbers, "%s ", departures.items[i].number);
    departures_free(&departures);
    registry_file_free(&file);
    str_puts(&numbers, "");
    return numbers.data;
}

#define GENUINE                                                                                                        \
    "REGEDIT4\n[HKEY_CURRENT_USER\\Identities]\n\"Identity Ordinal\"=dword:00000002\n\"Migrated5\"=dword:00000001\n"   \
    "\"Last Username\"=\"Ann\"\n\"Last User ID\"=\"" ANN "\"\n\"Identity Login\"=dword:00098053\n"                     \
    "\"Default User ID\"=\"" ANN "\"\n[HKEY_CURRENT_USER\\Identities\\" ANN "]\n\"Username\"=\"Ann\"\n"                \
    "\"User ID\"=\"" ANN "\"\n\"Directory Name\"=dword:0a1b2c3d\n\"Identity Ordinal\"=dword:00000001\n"

/* One change of the genuine state, and the facts it departs from. */
static void tells_departures(void **state)
{
    static const struct {
        const char *from, *to, *numbers;
    } cases[] = {
        { "", "", "" },
        { "dword:00098053", "dword:00000001", "F-004 " },
        { "\"Migrated5\"=dword:00000001", "\"Migrated9\"=dword:00000001", "F-003 F-002 " },
        { "\"Migrated5\"=dword:00000001", "\"Migrated5\"=dword:00000002", "F-002 " },
        { "\"Last Username\"=\"Ann\"", "\"Last Username\"=\"Bob\"", "F-005 " },
        { "\"Last User ID\"=\"" ANN, "\"Last User ID\"=\"" BOB, "F-005 F-018 " },
        { "\"Last User ID\"=\"" ANN, "\"Last User ID\"=\"{00000000-0000-0000-0000-000000000000}", "F-028 F-018 " },
        { "\"Default User ID\"=\"" ANN, "\"Default User ID\"=\"{0a1b2c3d-1111-4111-8111-111111111111}", "F-005 " },
        { "Ordinal\"=dword:00000002", "Ordinal\"=dword:00000001", "F-009 " },
        { "Ordinal\"=dword:00000002", "Ordinal\"=dword:00000003", "F-009 " },
        { "Ordinal\"=dword:00000001", "Ordinal\"=\"1\"", "F-009 F-010 " },
        { "\"Username\"=\"Ann\"\n\"User", "\"Username\"=hex(1):41,6e,6e\n\"User", "F-015 " },
        { "\"User ID\"=\"" ANN "\"\n", "\"User ID\"=\"" BOB "\"\n", "F-006 " },
        { "dword:0a1b2c3d", "dword:0a1b2c3e", "F-008 " },
        { "\"Username\"=\"Ann\"\n\"User ID\"=\"" ANN "\"", "\"User ID\"=\"" ANN "\"\n\"Username\"=\"Ann\"", "F-006 " },
        { "\"Directory Name\"", "\"Incoming\"=\"\"\n\"Directory Name\"", "F-006 " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *at = strstr(GENUINE, cases[i].from);
        char *text, *found;

        assert_non_null(at);
        text = xformat("%.*s%s%s", (int)(at - GENUINE), GENUINE, cases[i].to, at + strlen(cases[i].from));
        found = compare_text(text);
        assert_string_equal(found, cases[i].numbers);
        free(found);
        free(text);
    }
}

#define SEVEN                                                                                                          \
    "REGEDIT4\n[HKEY_CURRENT_USER\\Identities]\n\"Identity Ordinal\"=dword:00000002\n\"Migrated7\"=dword:00000001\n"   \
    "\"Last Username\"=\"Ann\"\n\"Last User ID\"=\"" ANN "\"\n\"Default User ID\"=\"" ANN "\"\n"                       \
    "[HKEY_CURRENT_USER\\Identities\\" ANN "]\n\"Username\"=\"Ann\"\n%s\"User ID\"=\"" ANN "\"\n"                      \
    "\"Directory Name\"=dword:0a1b2c3d\n\"Identity Ordinal\"=dword:00000001\n"
#define DPAPI "\"Password2\"=hex:01,00,00,00,d0,8c,9d,df,01,15,d1,11,8c,7a,00,c0,4f,c2,97,eb\n"

/* What Windows 7 keeps of a password that nobody gave, and what else a password's place may hold. */
static void tells_departures_of_windows_7(void **state)
{
    static const struct {
        const char *password, *numbers;
    } cases[] = {
        { "\"Use Password2\"=dword:00000000\n" DPAPI, "" },
        { "", "F-007 F-007 " },
        { "\"Use Password2\"=dword:00000001\n" DPAPI, "F-028 " },
        { "\"Use Password2\"=dword:00000002\n" DPAPI, "F-007 " },
        { "\"Use Password2\"=dword:00000000\n\"Password2\"=\"x\"\n", "F-007 " },
        { "\"Use Password2\"=dword:00000000\n\"Password2\"=hex:01,00,00,00\n", "F-021 " },
        { DPAPI "\"Use Password2\"=dword:00000000\n", "F-007 " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *text = xformat(SEVEN, cases[i].password), *found = compare_text(text);

        assert_string_equal(found, cases[i].numbers);
        free(found);
        free(text);
    }
}

#define BELOW "[HKEY_CURRENT_USER\\Identities\\" ANN "\\Software\\Microsoft\\Outlook Express\\5.0"
#define STORE "\\\\Identities\\\\" ANN "\\\\Microsoft\\\\Outlook Express\\\\"

/* Other programs' keys below the genuine state. */
static void tells_departures_below_an_identity(void **state)
{
    static const struct {
        const char *more, *numbers;
    } cases[] = {
        { BELOW "]\n\"Store Root\"=\"C:" STORE "\"\n", "" },
        { BELOW "]\n\"Store Root\"=\"C:\\\\Mail\\\\\"\n", "F-014 " },
        { BELOW "\\Shared Settings\\Setup]\n\"MigToLWP\"=hex:3d,2c,1b,0a,11,11,11,41,81,11,11,11,11,11,11,11\n", "" },
        { BELOW "\\Shared Settings\\Setup]\n\"MigToLWP\"=hex:3d,2c,1b,0a,11,11,11,41,81,11,11,11,11,11,11,12\n",
          "F-023 " },
        { BELOW "\\Shared Settings\\Setup]\n\"MigToLWP\"=hex:00\n", "F-023 " },
        { "[HKEY_CURRENT_USER\\Identities\\Changing]\n", "F-001 " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *text = xformat("%s%s", GENUINE, cases[i].more), *found = compare_text(text);

        assert_string_equal(found, cases[i].numbers);
        free(found);
        free(text);
    }
}

static void reads_places(void **state)
{
    static const char *const bad[] = { "", "HKCU", "HKCU\\", "HKCU\\x", "HKLM\\a\\b", "a\\b" };
    struct registry_wish wish = { .code_page = NULL };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct problem problem = { 0 };

        assert_false(registry_wish_add(&wish, bad[i], &problem));
        assert_non_null(strstr(problem.text, "--value: expected HKCU\\KEY\\NAME"));
    }
    registry_wish_free(&wish);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_identities_leave),
        cmocka_unit_test(comments_stay_behind),
        cmocka_unit_test(reads_ansi),
        cmocka_unit_test(reads_utf16),
        cmocka_unit_test(spells_as_states_do),
        cmocka_unit_test(refuses_with_the_line),
        cmocka_unit_test(takes_one_user),
        cmocka_unit_test(reads_wine),
        cmocka_unit_test(leaves_out_what_no_line_holds),
        cmocka_unit_test(refuses_bad_hives),
        cmocka_unit_test(finds_identities_and_roles),
        cmocka_unit_test(tells_departures),
        cmocka_unit_test(tells_departures_of_windows_7),
        cmocka_unit_test(tells_departures_below_an_identity),
        cmocka_unit_test(reads_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

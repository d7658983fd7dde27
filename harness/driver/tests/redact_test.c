/* Recordings without the names of people: replaced alike everywhere, as long as before, and nothing that the DLL says itself. */
#include "driver/tests/test.h"

#include "driver/recording_redact.h"

#include <unistd.h>

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD "recording 1\nsystem wine 8.0\ndll \"C:\\\\x.dll\" sha256 " HASH " version \"1\" machine x86-64\n"
#define ONE  "{11111111-2222-3333-4444-555555555555}"
#define MAKE                                                                                                           \
    "8.9 process \"a.exe\"\n"                                                                                          \
    "8.9 call dll exports.DllGetClassObject ({A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}, "                                 \
    "{00000001-0000-0000-C000-000000000046}, &)\n8.9 done 0x00000000 (p1)\n"                                           \
    "8.9 call p1 IClassFactory.CreateInstance (null, {A9AE6CA0-1D1B-11D2-B21A-00C04FA357FA}, &)\n"                     \
    "8.9 done 0x00000000 (p2)\n"
#define CREATE(name)                                                                                                   \
    "8.9 call p2 IPrivateIdentityManager.CreateIdentity (\"" name "\", &)\n8.9 done 0x00000000 (p3)\n"                 \
    "8.9 call p3 IUserIdentity.GetName (&[64], 64)\n8.9 done 0x00000000 (\"" name "\")\n"

/* Redacted; recording_free(). */
static void redacted(const char *text, struct recording *recording)
{
    char path[] = "/tmp/redact-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    struct problem problem = { 0 };
    size_t words;

    fprintf(file, "IDT-REC 1 %020zu%33s\n%s", strlen(text), "", text);
    fclose(file);
    if (!recording_read(path, recording, &problem) || !recording_redact(recording, &words, &problem))
        fail_msg("%s", problem.text);
    unlink(path);
}

/* What stands in quotes behind that value of the state. New, free(). */
static char *state_of(const struct recording *recording, const char *name)
{
    char *start = xformat("\"%s\"=\"", name);
    char *found = NULL;

    for (size_t i = 0; i < recording->state.count; i++)
        if (!strncmp(recording->state.items[i], start, strlen(start))) {
            const char *text = recording->state.items[i] + strlen(start);

            found = xstrndup(text, strlen(text) - 1);
        }
    free(start);
    assert_non_null(found);
    return found;
}

static const char *argument(const struct recording *recording, const char *method, enum event_kind kind, unsigned nth)
{
    for (size_t i = 0; i < recording->count; i++)
        if (recording->events[i].kind == kind && !strcmp(recording->events[i].method->name, method) && !nth--)
            return recording->events[i].arguments.items[0];
    fail_msg("no %s", method);
    return "";
}

static void a_name_is_the_same_everywhere(void **state)
{
    struct recording recording;
    const char *given, *got, *seen = NULL, *label = NULL;
    char *kept;

    (void)state;
    redacted(HEAD "state [HKCU\\Identities]\nstate \"Last Username\"=\"Frank Mills\"\n" MAKE CREATE("frank mills")
                 CREATE("Frank") "8.9 see set [HKCU\\Identities] \"Last Username\"=\"Frank Mills\"\n"
                                 "8.9 see control \"Frank Mills is not here.\" label \"Frank Mills is not here.\"\n",
             &recording);
    kept = state_of(&recording, "Last Username");
    given = argument(&recording, "CreateIdentity", EVENT_CALL, 0);
    got = argument(&recording, "GetName", EVENT_DONE, 0);
    assert_int_equal(strlen(kept), strlen("Frank Mills"));
    assert_int_equal(kept[5], ' ');
    assert_null(strstr(kept, "Frank"));
    assert_true(kept[0] >= 'A' && kept[0] <= 'Z' && kept[1] >= 'a' && kept[1] <= 'z');
    assert_string_equal(given, got);
    assert_int_equal(strncasecmp(given + 1, kept, strlen(kept)), 0); /* case goes with its letter */
    assert_true(given[1] >= 'a' && given[1] <= 'z');
    assert_int_equal(strncmp(argument(&recording, "CreateIdentity", EVENT_CALL, 1) + 1, kept, 5), 0);
    for (size_t i = 0; i < recording.count; i++) {
        if (recording.events[i].kind == EVENT_SEE && recording.events[i].text[0] == 's')
            seen = recording.events[i].text;
        else if (recording.events[i].kind == EVENT_SEE)
            label = recording.events[i].text;
    }
    assert_non_null(strstr(seen, kept));
    assert_non_null(strstr(seen, "\"Last Username\"="));
    assert_non_null(strstr(label, kept));
    assert_non_null(strstr(label, " is not here.\" label "));
    free(kept);
    recording_free(&recording);
}

static void what_the_dll_says_stays(void **state)
{
    static const char *const lines[] = {
        "8.9 see set [HKCU\\Identities\\" ONE "] \"Username\"=\"Main Identity\"\n",
        "8.9 see folder create \"$(local)\\\\Identities\\\\" ONE "\"\n",
        "8.9 see dialog switch owner=w1a caption=\"Log on\"\n",
        "8.9 see control \"Username\" edit \"\" tab=1\n",
        "8.9 see window create \"Shell\" \"Mail\"\n",
    };
    struct str text = { 0 };
    struct recording recording;
    size_t n = 0;

    (void)state;
    str_puts(&text, HEAD MAKE CREATE("Main"));
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        str_puts(&text, lines[i]);
    redacted(text.data, &recording);
    for (size_t i = 0; i < recording.count; i++)
        if (recording.events[i].kind == EVENT_SEE && n++)
            assert_int_equal(strncmp(recording.events[i].text, lines[n - 1] + 8, strlen(recording.events[i].text)), 0);
    assert_int_equal(n, sizeof(lines) / sizeof(*lines));
    recording_free(&recording);
    str_free(&text);
}

static void addresses_inside_of_texts(void **state)
{
    struct recording recording;
    char *text, *other;

    (void)state;
    redacted(HEAD "state [HKCU\\Identities\\" ONE "\\Mail\\frank.mills@firma.example]\n"
                  "state \"Reply\"=\"(Frank) <frank.mills@firma.example>, "
                  "Gr\xc3\xbc\xc3\x9f"
                  "e\"\nstate \"User ID\"=\"" ONE "\"\n"
                  "state \"frank.mills@firma.example\"=\"1\"\n" MAKE
                  "8.9 see window create \"Shell\" \"Inbox of frank.mills@firma.example (3)\"\n",
             &recording);
    text = state_of(&recording, "Reply");
    other = state_of(&recording, "User ID");
    assert_string_equal(other, ONE);
    assert_null(strstr(text, "rank"));
    assert_null(strstr(text, "firma"));
    assert_int_equal(strlen(text), strlen("(Frank) <frank.mills@firma.example>, Gr....e"));
    assert_int_equal(strspn(strchr(text, '<') + 1, "abcdefghijklmnopqrstuvwxyz"), 5);
    assert_int_equal(strchr(text, '@') - strchr(text, '<'), 12);
    for (size_t i = 0; i < recording.state.count; i++)
        assert_null(strstr(recording.state.items[i], "mills"));
    for (size_t i = 0; i < recording.count; i++)
        if (recording.events[i].kind == EVENT_SEE) {
            char *address = xstrndup(strchr(text, '<') + 1, 25);

            assert_non_null(strstr(recording.events[i].text, address));
            assert_non_null(strstr(recording.events[i].text, "\"Inbox of "));
            free(address);
        }
    free(text);
    free(other);
    recording_free(&recording);
}

static void paths_keep_their_form(void **state)
{
    struct recording recording;
    char *text;

    (void)state;
    redacted(HEAD "state [HKCU\\Identities]\nstate \"Store\"=\"C:\\\\Users\\\\Frank\\\\Mail old\\\\Inbox.dbx\"\n"
                  "state \"Share\"=\"\\\\\\\\server\\\\frank\"\n"
                  "state \"Root\"=\"$(local)\\\\Identities\\\\" ONE "\\\\Frank\"\n" MAKE,
             &recording);
    text = state_of(&recording, "Store");
    assert_int_equal(strncmp(text, "C:\\\\Users\\\\", 11), 0);
    assert_non_null(strstr(text, ".dbx"));
    assert_null(strstr(text, "Frank"));
    assert_null(strstr(text, "Inbox"));
    assert_int_equal(strlen(text), strlen("C:\\\\Users\\\\Frank\\\\Mail old\\\\Inbox.dbx"));
    free(text);
    text = state_of(&recording, "Root");
    assert_int_equal(
        strncmp(text, "$(local)\\\\Identities\\\\" ONE "\\\\", strlen("$(local)\\\\Identities\\\\" ONE "\\\\")), 0);
    assert_null(strstr(text, "Frank"));
    free(text);
    text = state_of(&recording, "Share");
    assert_null(strstr(text, "server"));
    free(text);
    recording_free(&recording);
}

/* Units of UTF-16 count, and each script stays itself. */
static void names_in_any_script(void **state)
{
    static const char *const names[] = { "J\xc3\xbcrgen",
                                         "\xce\x93\xce\xb9\xcf\x8e\xcf\x81\xce\xb3\xce\xbf\xcf\x82",
                                         "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd",
                                         "\xe6\x9d\x8e\xe9\x9b\xb7",
                                         "\xf0\xa0\xae\xb7\xf0\xa0\xae\x9f",
                                         "\\\"Al\\\" \\u0041",
                                         "$(u0024)(x)",
                                         "\xff\xfe" };
    struct str text = { 0 };
    struct recording recording;

    (void)state;
    str_puts(&text, HEAD MAKE);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        str_addf(&text, CREATE("%s"), names[i], names[i]);
    redacted(text.data, &recording);
    for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *given = argument(&recording, "CreateIdentity", EVENT_CALL, i);

        assert_string_equal(given, argument(&recording, "GetName", EVENT_DONE, i));
        if (i < 5) {
            assert_int_equal(strlen(given), strlen(names[i]) + 2); /* the same bytes in UTF-8, too */
            assert_null(strstr(given, names[i]));
        }
    }
    assert_string_equal(argument(&recording, "CreateIdentity", EVENT_CALL, 7), "\"\xff\xfe\"");
    recording_free(&recording);
    str_free(&text);
}

static void names_in_data(void **state)
{
    struct recording recording;
    bool seen = false;

    (void)state;
    /* "Frank" in UTF-16 and in bytes, behind a byte that is none of it; and a list of texts */
    redacted(HEAD "state [HKCU\\Identities]\nstate \"Last Username\"=\"Frank\"\n"
                  "state \"Blob\"=hex:01,00,46,00,72,00,61,00,6e,00,6b,00,07\n"
                  "state \"Old\"=hex:01,46,72,61,6e,6b,00\n"
                  "state \"List\"=hex(7):46,00,72,00,61,00,6e,00,6b,00,00,00,41,00,62,00,00,00,00,00\n" MAKE,
             &recording);
    for (size_t i = 0; i < recording.state.count; i++) {
        const char *line = recording.state.items[i];

        assert_null(strstr(line, "72,00,61,00,6e"));
        assert_null(strstr(line, "72,61,6e"));
        seen |= !strncmp(line, "\"Blob\"=hex:01,00,", 17) && !strcmp(line + strlen(line) - 5, "00,07");
    }
    assert_true(seen);
    recording_free(&recording);
}

/* More names than letters: still another one each. */
static void many_short_names_stay_apart(void **state)
{
    struct str text = { 0 };
    struct list names = { 0 };
    struct recording recording;

    (void)state;
    str_puts(&text, HEAD MAKE);
    for (int first = 'a'; first <= 'z'; first++) {
        str_addf(&text, CREATE("%c"), first, first);
        for (int second = 'a'; second <= 'z'; second++)
            str_addf(&text, CREATE("%c%c"), first, second, first, second);
    }
    redacted(text.data, &recording);
    for (size_t i = 0; i < recording.count; i++)
        if (recording.events[i].kind == EVENT_CALL && recording.events[i].arguments.items[0][0] == '"')
            list_add(&names, recording.events[i].arguments.items[0]);
    list_sort(&names);
    assert_int_equal(names.count, 27 * 26);
    for (size_t i = 1; i < names.count; i++)
        assert_string_not_equal(names.items[i - 1], names.items[i]);
    list_free(&names);
    recording_free(&recording);
    str_free(&text);
}

/* Whatever it is, it ends. */
static void texts_that_lie(void **state)
{
    static const char *const lines[] = { "own set [HKCU\\Identities] \"x\"=\"",
                                         "own set [HKCU",
                                         "own set [] \"\"=hex(7):",
                                         "own set [HKCU\\Identities] \"x\"=hex(7:41",
                                         "own set [HKCU\\Identities] \"x\"=hex:4",
                                         "own set [HKCU\\Identities] @=\"@@@\"",
                                         "own set [HKCU\\Identities] \"x\"=\"a@\"",
                                         "own set [HKCU\\Identities] \"x\"=\"\\\\\\\\\"",
                                         "own set [HKCU\\Identities] \"x\"=\"C:\\\\\"",
                                         "own set [HKCU\\Identities] \"x\"=\"\\",
                                         "own set [HKCU\\Identities] \"x\"=\"$(\"",
                                         "own set [HKCU\\Identities] \"x\"=\"\\uD800\\u\"",
                                         "own read [\\\\] \"a\" -> \"b\"",
                                         "user type",
                                         "user type \"\" \"\"",
                                         "user type a \"@b@c.d\"",
                                         "user type a \"\xf4\x8f\xbf\xbf\"" };

    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        char *text = xformat(HEAD "%s%s\n" MAKE "8.9 %s\n", strncmp(lines[i], "own", 3) ? "state [" : "state ",
                             lines[i], lines[i]);
        struct recording recording;

        redacted(text, &recording);
        recording_free(&recording);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_the_same_everywhere), cmocka_unit_test(what_the_dll_says_stays),
        cmocka_unit_test(addresses_inside_of_texts),     cmocka_unit_test(paths_keep_their_form),
        cmocka_unit_test(names_in_any_script),           cmocka_unit_test(names_in_data),
        cmocka_unit_test(many_short_names_stay_apart),   cmocka_unit_test(texts_that_lie),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

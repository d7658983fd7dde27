/* Recordings with dialogs: the lines of the user, what stands of a tree, the guessed UI map, and files that lie. */
#include "driver/tests/test.h"

#include "driver/recording_learn.h"
#include "driver/recording_unseen.h"
#include "driver/registry_file.h"

#include <unistd.h>

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD "recording 1\nsystem wine 8.0\ndll \"C:\\\\x.dll\" sha256 " HASH " version \"1\" machine x86-64\n"
#define MAKE                                                                                                           \
    "8.9 process \"a.exe\"\n"                                                                                          \
    "8.9 call dll exports.DllGetClassObject ({A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}, "                                 \
    "{00000001-0000-0000-C000-000000000046}, &)\n8.9 done 0x00000000 (p1)\n"                                           \
    "8.9 call p1 IClassFactory.CreateInstance (null, {A9AE6C90-1D1B-11D2-B21A-00C04FA357FA}, &)\n"                     \
    "8.9 done 0x00000000 (p2)\n"
#define LOGON "8.9 call p2 IUserIdentityManager.Logon (w1a \"Mail\", UIL_FORCE_UI, &)\n"
#define CHOOSER(caption)                                                                                               \
    "8.9 see dialog \"" caption "\" owner=w1a\n"                                                                       \
    "8.9 see control \"Who:\" label \"Who:\" id=-1 at=1,1,1,1\n"                                                       \
    "8.9 see control \"Who:\" list \"\" focused selected=\"Al \\\"B\\\"\" tab=1 id=11\n"                               \
    "8.9 see control \"Word:\" label \"Word:\" id=-1\n8.9 see control \"Word:\" password tab=2 id=12\n"                \
    "8.9 see control \"People\" button \"People\" tab=3 id=13\n"                                                       \
    "8.9 see control \"OK\" button \"OK\" default tab=4 id=1\n8.9 see control \"No\" button \"No\" tab=5 id=2\n"

/* The scenario, or the message. `map`: NULL, or a UI map is learnt into it. New, free(). */
static char *converted(const char *text, struct str *map, unsigned *left_out)
{
    static const struct recorded_as as = { .evidence = "synthetic", .tag = "observed x " HASH };
    char path[] = "/tmp/recording-XXXXXX";
    struct recording recording;
    struct problem problem = { 0 };
    struct str scenario = { 0 };
    FILE *file = fdopen(mkstemp(path), "w");

    fprintf(file, "IDT-REC 1 %020zu%33s\n%s", strlen(text), "", text);
    fclose(file);
    *left_out = 0;
    if (recording_read(path, &recording, &problem) && (!map || recording_learn(&recording, "mine", map, &problem)) &&
        recording_scenario(&recording, &as, &scenario, left_out, &problem))
        assert_string_equal(problem.text, "");
    else
        assert_string_not_equal(problem.text, "");
    recording_free(&recording);
    unlink(path);
    if (!scenario.length || problem.text[0]) {
        str_free(&scenario);
        return xstrdup(problem.text);
    }
    return scenario.data;
}

static void expect(const char *text, const char *const lines[])
{
    unsigned left_out;
    char *found = converted(text, NULL, &left_out);
    const char *at = found;

    for (; *lines; lines++) {
        const char *line = strstr(at, *lines);

        if (!line)
            fail_msg("expected '%s' behind the lines before it in\n%s", *lines, found);
        at = line;
    }
    assert_int_equal(left_out, 0);
    free(found);
}

static void the_user_plays_again(void **state)
{
    static const char *const lines[] = {
        "needs     ui\nlimit     60s\n",
        "window = window \"Mail\"\n",
        "manager.Logon(window, UIL_FORCE_UI, &identity) -> E_USER_CANCELLED",
        "    | dialog \"Log on\" owner=window\n",
        "    | control \"Who:\" label\n",
        "    | control \"Who:\" list focused selected=\"Al \\\"B\\\"\" tab=1\n",
        "    | control \"OK\" button default tab=4\n",
        "    > dialog \"Log on\"\n",
        "    > type \"Word:\" \"pw-pw1-a26e767b\"\n",
        "    > press \"OK\"\n",
        "    > close window\n",
        "    | closed \"Log on\"\n",
        NULL,
    };

    (void)state;
    expect(HEAD MAKE LOGON CHOOSER("Log on") "8.9 user dialog \"Log on\"\n8.9 user type \"Word:\" secret pw1\n"
                                             "8.9 user press \"OK\"\n8.9 user close w1a\n"
                                             "8.9 see closed \"Log on\"\n8.9 done 0x80007112 (-)\n",
           lines);
}

/* While the call is in flight another process is asked: what the user did before stands before. */
static void the_user_waits_for_others(void **state)
{
    static const char *const lines[] = { "needs     ui, processes, threads\n",
                                         "begin manager.Logon(",
                                         "\n    > dialog \"Log on\"\n    > press \"People\"\n",
                                         "process b\n",
                                         "process a\n    > press \"No\"\n",
                                         "end call",
                                         "\n    | dialog \"Log on\"",
                                         NULL };

    (void)state;
    expect(
        HEAD MAKE LOGON CHOOSER("Log on") "8.9 user dialog \"Log on\"\n8.9 user press \"People\"\n"
                                          "10.11 process \"b.exe\"\n10.11 call dll exports.DllCanUnloadNow ()\n"
                                          "10.11 done 0x00000001 ()\n"
                                          "8.9 user press \"No\"\n8.9 see closed \"Log on\"\n8.9 done 0x80007112 (-)\n",
        lines);
}

static void what_cannot_be_said_is_counted(void **state)
{
    unsigned left_out;
    char *found = converted(HEAD MAKE LOGON "8.9 user lost a double click at \"Who:\"\n8.9 user close w99\n"
                                            "8.9 done 0x80007112 (-)\n",
                            NULL, &left_out);

    (void)state;
    assert_int_equal(left_out, 2);
    assert_non_null(strstr(found, "; left out, no line of the user can say it: lost a double click at \"Who:\""));
    assert_null(strstr(found, "> close"));
    free(found);
}

static void roles_are_guessed(void **state)
{
    static const char *const in_map[] = { "ui 1 mine\n",
                                          "\nswitch = caption \"Log on\" ; guessed\n",
                                          "\nswitch.list = id 11 ; guessed\n",
                                          "\nswitch.password = id 12 ; guessed\n",
                                          "\nswitch.manage = id 13 ; guessed\n",
                                          "\nswitch.ok = id 1 ; guessed\n",
                                          "\nswitch.cancel = id 2 ; guessed\n",
                                          "\nwrong-password = caption \"Oh\" ; guessed\n" };
    static const char *const in_scenario[] = {
        "| dialog switch owner=window", "> type switch.password \"pw-pw1-", "> press switch.ok",
        "> dialog wrong-password",      "> press wrong-password.ok",        "| closed switch"
    };
    struct str map = { 0 };
    unsigned left_out;
    char *found = converted(
        HEAD MAKE LOGON CHOOSER("Log on") "8.9 user dialog \"Log on\"\n8.9 user type \"Word:\" secret pw1\n"
                                          "8.9 user press \"OK\"\n8.9 see dialog \"Oh\" owner=\"Log on\"\n"
                                          "8.9 see control \"Wrong.\" label \"Wrong.\" id=-1\n"
                                          "8.9 see control \"OK\" button \"OK\" default id=2\n8.9 user dialog \"Oh\"\n"
                                          "8.9 user press \"OK\"\n8.9 see closed \"Oh\"\n8.9 user dialog \"Log on\"\n"
                                          "8.9 user press \"#2\"\n8.9 see closed \"Log on\"\n8.9 done 0x80007112 (-)\n",
        &map, &left_out);

    (void)state;
    for (size_t i = 0; i < sizeof(in_map) / sizeof(*in_map); i++)
        if (!strstr(str_text(&map), in_map[i]))
            fail_msg("expected '%s' in\n%s", in_map[i], str_text(&map));
    for (size_t i = 0; i < sizeof(in_scenario) / sizeof(*in_scenario); i++)
        if (!strstr(found, in_scenario[i]))
            fail_msg("expected '%s' in\n%s", in_scenario[i], found);
    assert_non_null(strstr(found, "> press switch.cancel")); /* by its number */
    free(found);
    str_free(&map);
}

/* Killed at once: a file of the system's making, its head, its first lines. */
static void what_ended_before_the_first_call_says_so(void **state)
{
    static const struct {
        size_t zeros;
        const char *text;
    } files[] = { { 0, "" }, { 4096, "" }, { 0, "IDT-REC 1 00000000000000000000                                 \n" } };
    static const char ended[] = "the program ended before the first call";
    char path[] = "/tmp/recording-XXXXXX";
    struct recording recording;
    const int made = mkstemp(path);

    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        struct problem problem = { 0 };
        FILE *file = fopen(path, "wb");

        for (size_t n = 0; n < files[i].zeros; n++)
            fputc(0, file);
        fputs(files[i].text, file);
        fclose(file);
        assert_false(recording_read(path, &recording, &problem));
        assert_non_null(strstr(problem.text, ended));
        recording_free(&recording);
    }
    close(made);
    unlink(path);
}

static void a_head_alone_is_no_scenario(void **state)
{
    struct problem problem = { 0 };
    struct recording recording = { 0 };

    (void)state;
    assert_false(recording_begun(&recording, "x.rec", &problem));
    assert_non_null(strstr(problem.text, "x.rec: the program ended before the first call"));
}

static void without_a_dialog_nothing_is_learnt(void **state)
{
    struct str map = { 0 };
    unsigned left_out;
    char *found = converted(HEAD MAKE, &map, &left_out);

    (void)state;
    assert_non_null(strstr(found, "--learn-ui: expected a recording with a dialog"));
    free(found);
    str_free(&map);
}

/* Each ends in a scenario or in one message, with a map and without. */
static void files_that_lie(void **state)
{
    static const char *const lines[] = {
        "user",
        "user ",
        "user dialog",
        "user dialog \"",
        "user type",
        "user type \"x\" secret",
        "user type x secret pw1",
        "user type \"\" secret \"\"",
        "user close",
        "user close w1a w1a",
        "user press \"#\"",
        "user press \"#99999999999\"",
        "user press \"OK\\\"",
        "user key \"\\\\\"",
        "user check \"OK\" maybe",
        "user lost",
        "see dialog",
        "see dialog \"\"",
        "see dialog switch owner=",
        "see dialog \"x\" owner=w",
        "see dialog \"x\" owner=\"",
        "see control",
        "see control \"x\"",
        "see control \"x\" list",
        "see control x edit \"",
        "see control \"x\" button id=",
        "see control \"x\" button id=99999999999999999999",
        "see closed",
        "see closed \"x\"",
        "see closed \"Log on\"",
        "see message \"Word:\" \"x\"",
        "see message",
        "see window create \"a\"",
        "see dialog \"Log on\" owner=w1a",
        "see dialog \"\xff\"",
        "user type \"Word:\" \"$(guid)\"",
        "done 0x0",
        "user press switch.ok",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        for (unsigned place = 0; place < 6; place++) {
            const bool outside = place % 3 == 0, ends = place % 3 == 1;
            char *text = outside ? xformat(HEAD MAKE "8.9 %s\n" LOGON CHOOSER("Log on"), lines[i])
                                 : xformat(HEAD MAKE LOGON CHOOSER("Log on") "8.9 %s\n%s", lines[i],
                                           ends ? "" : "8.9 see closed \"Log on\"\n8.9 done 0x80007112 (-)\n");
            struct str map = { 0 };
            unsigned left_out;
            char *found = converted(text, place < 3 ? NULL : &map, &left_out);

            free(found);
            free(text);
            str_free(&map);
        }
}

static void a_dll_that_lies(void **state)
{
    static const char *const heads[] = { "dll \" sha256 " HASH " version \"1\"\n", "dll\n",
                                         "dll \"x\" sha256 " HASH "\n",
                                         "dll \"a\" sha256 " HASH " version \"1\"\ndll \"b\" sha256 " HASH
                                         " version \"1\"\n" };

    (void)state;
    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
        char *text = xformat("recording 1\n%s" MAKE, heads[i]);
        unsigned left_out;
        char *message = converted(text, NULL, &left_out);

        assert_non_null(strstr(message, i == 3 ? ":3: expected one DLL, found"
                                               : ":2: expected a DLL with its SHA-256 and version"));
        free(message);
        free(text);
    }
}

/* ---- what no hook saw ---- */

#define ID   "{11111111-2222-3333-4444-555555555555}"
#define ROOT "[HKCU\\Identities]"
#define MINE "[HKCU\\Identities\\" ID "]"

/* Of a recording with these lines in its head and in a call, and the user.reg of Wine. Lines, new, free(). */
static char *unseen(const char *head, const char *effects, const char *registry)
{
    static const struct registry_wish nothing_else;
    char path[] = "/tmp/recording-XXXXXX";
    char *start = xformat("%s%s" MAKE LOGON "%s8.9 done 0x00000000 (p3)\n", HEAD, head, effects);
    char *whole = xformat(
        "WINE REGISTRY Version 2\n;; All keys relative to REGISTRY\\\\User\\\\S-1-5-21-0-0-0-1000\n\n#arch=win64\n\n%s",
        registry);
    struct recording recording;
    struct registry_file file;
    struct problem problem = { 0 };
    struct list list = { 0 };
    struct str text = { 0 };
    FILE *out = fdopen(mkstemp(path), "w");

    fputs(start, out);
    fclose(out);
    if (!recording_read(path, &recording, &problem) ||
        !registry_file_parse(whole, strlen(whole), "user.reg", &nothing_else, &file, &problem))
        fail_msg("%s", problem.text);
    recording_unseen(&recording, file.state, &list);
    for (size_t i = 0; i < list.count; i++)
        str_addf(&text, "%s\n", list.items[i]);
    list_free(&list);
    registry_file_free(&file);
    recording_free(&recording);
    unlink(path);
    free(start);
    free(whole);
    return text.data ? text.data : xstrdup("");
}

static void assert_unseen(const char *head, const char *effects, const char *registry, const char *expected)
{
    char *found = unseen(head, effects, registry);

    assert_string_equal(found, expected);
    free(found);
}

static void the_registry_is_a_witness(void **state)
{
    static const char head[] = "state " ROOT "\nstate \"Last Username\"=\"Ann\"\nstate " MINE
                               "\nstate \"Username\"=\"Ann\"\npassword " ID " = secret pw1\n";
    static const char effects[] =
        "8.9 see set " ROOT " \"last username\"=\"Bob\"\n8.9 own create [HKCU\\Identities\\Mail]\n"
        "8.9 own set [HKCU\\Identities\\Mail] @=dword:00000002\n"
        "8.9 own read " ROOT " \"Old\" -> \"x\"\n8.9 see folder create \"$(local)\\\\Identities\"\n"
        "8.9 see set [HKCU\\Software\\Mail] \"Font\"=dword:00000001\n";
    static const char registry[] =
        "[Identities] 1\n\"Last Username\"=\"Bob\"\n\n[Identities\\\\Mail] 1\n@=dword:00000002\n\n"
        "[Identities\\\\" ID "] 1\n\"Password2\"=hex:01,02\n\"Username\"=\"Ann\"\n\n";

    (void)state;
    assert_unseen(head, effects, registry, "");
    assert_unseen("", "", "[Software] 1\n", "");
    assert_unseen(head, "", registry,
                  "set " ROOT " \"Last Username\"=\"Bob\"\ncreate [HKCU\\Identities\\Mail]\n"
                  "set [HKCU\\Identities\\Mail] @=dword:00000002\n");
    assert_unseen(head, effects, "[Identities] 1\n\"Last Username\"=\"Bob\"\n\"Old\"=\"x\"\n",
                  "set " ROOT " \"Old\"=\"x\"\ndelete " MINE "\ndelete " MINE " \"Username\"\ndelete " MINE
                  " \"Password2\"\ndelete [HKCU\\Identities\\Mail]\ndelete [HKCU\\Identities\\Mail] @\n");
    assert_unseen(head, "8.9 see delete " MINE "\n8.9 see delete " ROOT " \"Last Username\"\n", "[Identities] 1\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_user_plays_again),
        cmocka_unit_test(the_user_waits_for_others),
        cmocka_unit_test(what_cannot_be_said_is_counted),
        cmocka_unit_test(roles_are_guessed),
        cmocka_unit_test(what_ended_before_the_first_call_says_so),
        cmocka_unit_test(a_head_alone_is_no_scenario),
        cmocka_unit_test(without_a_dialog_nothing_is_learnt),
        cmocka_unit_test(files_that_lie),
        cmocka_unit_test(a_dll_that_lies),
        cmocka_unit_test(the_registry_is_a_witness),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

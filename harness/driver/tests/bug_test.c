#include "driver/tests/test.h"

#include "driver/bug.h"

static void names_are_taken_out_wherever_they_stand(void **state)
{
    static const char *const cases[][2] = {
        { "nothing", "nothing" },
        { "/home/alice/w2k/msident.dll", "~/w2k/msident.dll" },
        { "dll \"Z:\\home\\alice\\msident.dll\"", "dll \"Z:~\\msident.dll\"" },
        { "Z:\\\\home\\\\alice\\\\x", "Z:~\\\\x" },
        { "/home/alicex/y", "/home/alicex/y" },
        { "of alice, on box7.", "of user, on host." },
        { "malice and box72", "malice and box72" },
        { "alice", "user" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *text = bug_redact(cases[i][0], "/home/alice", "alice", "box7");

        assert_string_equal(text, cases[i][1]);
        free(text);
    }
}

static void what_tells_nothing_stays(void **state)
{
    static const char text[] = "root of / by me on ab";
    char *same = bug_redact(text, "/", "root", "ab"), *without = bug_redact(text, NULL, NULL, NULL);

    (void)state;
    assert_string_equal(same, text);
    assert_string_equal(without, text);
    free(same);
    free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_taken_out_wherever_they_stand),
        cmocka_unit_test(what_tells_nothing_stays),
    };

    return cmocka_run_group_tests_name("bug", tests, NULL, NULL);
}

/* The user in the probe's dialogs, natively: what is seen, what is played, and what ends a scenario. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "agent/agent.h"
#include "agent/platform.h"
#include "stubs.h"

static const char scenario_path[] = "agent-dialogs-test.scn", trace_path[] = "agent-dialogs-test.trc",
                  map_path[] = "agent-dialogs-test.ui";

static bool fail_hooks;

HHOOK WINAPI __real_SetWindowsHookExW(INT kind, HOOKPROC proc, HINSTANCE module, DWORD thread);
HHOOK WINAPI __wrap_SetWindowsHookExW(INT kind, HOOKPROC proc, HINSTANCE module, DWORD thread);

HHOOK WINAPI __wrap_SetWindowsHookExW(INT kind, HOOKPROC proc, HINSTANCE module, DWORD thread)
{
    return fail_hooks ? NULL : __real_SetWindowsHookExW(kind, proc, module, thread);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* The trace's text; free it. */
static char *run(const char *map, const char *steps)
{
    struct options options = { .scenario = scenario_path, .trace = trace_path, .limit_ms = 3000 };
    char text[4096], *data;
    size_t len;
    int status;

    snprintf(text, sizeof text,
             "scenario 1\ntitle     A test\nevidence  synthetic\n\nprocess client\n"
             "  manager = create UserIdentityManager as IUserIdentityManager\n%s",
             steps);
    write_file(scenario_path, text);
    if (map) {
        write_file(map_path, map);
        options.ui = map_path;
    }
    if (fork() == 0)
        _exit(agent_run(&options));
    assert_true(wait(&status) > 0 && WIFEXITED(status));
    assert_true(platform_read_file(trace_path, 1 << 20, &data, &len));
    const size_t length = strtoul(data + 10, NULL, 10);
    memmove(data, data + 64, length);
    data[length] = 0;
    return data;
}

static void expect(const char *trace, const char *part)
{
    if (!strstr(trace, part))
        fail_msg("expected '%s' in\n%s", part, trace);
}

static void test_the_user_fills_a_dialog(void **state)
{
    char *trace = run(NULL, "  manager.ManageIdentities(null, 501)\n"
                            "    > dialog \"Controls\"\n"
                            "    > type \"Name:\" \"Carol\"\n"
                            "    > check \"Ask me\" on\n"
                            "    > select \"#30\" \"Alice\"\n"
                            "    > press \"OK\"\n");

    (void)state;
    expect(trace, "    | dialog \"Controls\" owner=null\n"
                  "    | control \"Name:\" label \"Name:\" key=\"N\" id=-1 at=7,3,80,12\n"
                  "    | control \"Name:\" edit \"old\" focused tab=1 id=10 at=7,16,80,12\n");
    expect(trace, "    > dialog \"Controls\"\n    > type \"Name:\" \"Carol\"\n    > check \"Ask me\" on\n");
    expect(trace, "\"Name\"=\"Carol\"\n");
    expect(trace, "\"Chosen\"=\"Alice\"\n");
    expect(trace, "\"Asked\"=dword:00000001\n");
    expect(trace, "    | closed \"Controls\"\n");
    expect(trace, "ended ok\n");
    free(trace);
}

static void test_dialogs_that_show_late_and_boxes_on_top(void **state)
{
    char *trace = run(NULL, "  owner = window \"Mail\"\n"
                            "  manager.ManageIdentities(owner, 502) -> S_FALSE\n"
                            "    > dialog \"Keys\"\n"
                            "    > key \"Escape\"\n"
                            "  manager.ManageIdentities(owner, 503) -> S_OK\n"
                            "    > dialog \"Outer\"\n"
                            "    > press \"More...\"\n"
                            "    > dialog \"Inner\"\n"
                            "    > close\n"
                            "    > dialog \"Question\"\n"
                            "    > press \"No\"\n"
                            "    > dialog \"Outer\"\n"
                            "    > press \"OK\"\n");

    (void)state;
    expect(trace, "| dialog \"Keys\" owner=owner\n");
    expect(trace, "| dialog \"Question\" owner=\"Outer\"\n");
    expect(trace, "label \"Really?\"");
    expect(trace, "    | closed \"Question\"\n    > dialog \"Outer\"\n    > press \"OK\"\n    | closed \"Outer\"\n");
    expect(trace, "ended ok\n");
    free(trace);
}

static const char map[] = "ui 1 test\n"
                          "refused = caption \"Question\"\n"
                          "refused = text \"Sure?\"\n"
                          "confirm-remove = text \"Go on?\" ; one of several boxes of this caption\n"
                          "switch = caption \"Controls\"\n"
                          "switch.list = label \"Nothing\"\n"
                          "switch.list = id 30\n";

static void test_roles_come_from_the_map(void **state)
{
    char *trace = run(map, "  manager.ManageIdentities(null, 504) -> 0x00040007\n"
                           "    > dialog \"Notice\"\n"
                           "    > press \"OK\"\n"
                           "    > dialog confirm-remove\n"
                           "    > press confirm-remove.no\n"
                           "  manager.ManageIdentities(null, 501) -> S_OK\n"
                           "    > dialog switch\n"
                           "    > select switch.list \"Alice\"\n"
                           "    > press switch.ok\n");

    (void)state;
    expect(trace, "| dialog confirm-remove caption=\"Question\" owner=null\n");
    expect(trace, "| control confirm-remove.no button \"No\"");
    expect(trace, "| control switch.list list \"\" ");
    expect(trace, "\"Chosen\"=\"Alice\"\n");
    expect(trace, "ended ok\n");
    free(trace);
}

static void ends(const char *trace_map, const char *steps, const char *end)
{
    char *trace = run(trace_map, steps);

    expect(trace, end);
    free(trace);
}

#define CALL "  manager.ManageIdentities(null, 501)\n"

static void test_what_nobody_expects_ends_the_scenario(void **state)
{
    (void)state;
    ends(NULL, CALL, "id=60 at=7,203,80,12\nended dialog \"Controls\" at ManageIdentities#1\n");
    ends(NULL, CALL "    > dialog \"Others\"\n", "ended dialog \"Controls\" at ManageIdentities#1\n");
    ends(map, CALL "    > dialog refused\n", "ended dialog switch at ManageIdentities#1\n");
    ends(NULL, CALL "    > dialog switch\n", "ended unsupported no-ui-map\n");
    ends(map, CALL "    > dialog switch\n    > press switch.manage\n", "ended unsupported no-ui-map\n");
}

static void test_what_cannot_be_done_ends_the_scenario(void **state)
{
    static const char *const lines[] = {
        "type \"#12\" \"x\"", /* read-only */
        "clear \"#12\"",      "type \"Ask me\" \"x\"", "type \"#30\" \"x\"",        "check \"Cancel\" on",
        "check \"#10\" off",  "check \"Choice\" on",   "select \"#30\" \"Nobody\"", "select \"Name:\" \"old\"",
        "press \"Disabled\"", "press \"Hidden\"",      "press \"Nothing\"",         "key \"Hyper+X\"",
    };

    (void)state;
    for (size_t i = 0; i < ARRAYSIZE(lines); i++) {
        char steps[400];

        snprintf(steps, sizeof steps, CALL "    > dialog \"Controls\"\n    > %s\n    > press \"OK\"\n", lines[i]);
        ends(NULL, steps, "    > dialog \"Controls\"\nended dialog \"Controls\" at ManageIdentities#1\n");
    }
}

/* Not by the limit of the scenario, 3 s, but because nothing is left that could end it. */
static void test_a_dialog_that_stays_after_the_last_line_ends_the_scenario(void **state)
{
    (void)state;
    ends(NULL, CALL "    > dialog \"Controls\"\n", "    > dialog \"Controls\"\nended dialog \"Controls\" at ");
    ends(NULL, CALL "    > dialog \"Controls\"\n    > check \"Ask me\" on\n",
         "    > check \"Ask me\" on\nended dialog \"Controls\" at ");
    ends(NULL, CALL "    > dialog \"Controls\"\n    > press \"Two\"\n    > dialog \"Next\"\n",
         "    > press \"Two\"\nended dialog \"Controls\" at ");
}

static void test_a_call_that_hangs_keeps_its_dialog(void **state)
{
    (void)state;
    ends(NULL, "  manager.ManageIdentities(null, 511) -> hang\n", "at=7,16,80,12\nended hang at ManageIdentities#1\n");
}

static void test_what_cannot_be_seen_is_unsupported(void **state)
{
    (void)state;
    fail_hooks = true;
    ends(NULL, "  manager.ManageIdentities(null, 511)\n    > dialog \"Small\"\n", "ended unsupported window-hooks\n");
    fail_hooks = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_user_fills_a_dialog),
        cmocka_unit_test(test_dialogs_that_show_late_and_boxes_on_top),
        cmocka_unit_test(test_roles_come_from_the_map),
        cmocka_unit_test(test_what_nobody_expects_ends_the_scenario),
        cmocka_unit_test(test_what_cannot_be_done_ends_the_scenario),
        cmocka_unit_test(test_a_dialog_that_stays_after_the_last_line_ends_the_scenario),
        cmocka_unit_test(test_a_call_that_hangs_keeps_its_dialog),
        cmocka_unit_test(test_what_cannot_be_seen_is_unsupported),
    };

    return cmocka_run_group_tests_name("agent dialogs", tests, NULL, NULL);
}

/* The user in dialogs, natively: what is seen, what is played, and what ends a scenario. */
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
    struct options options = { .scenario = scenario_path, .trace = trace_path, .limit_ms = 20000 };
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
    char *trace = run(NULL, "  manager.ManageIdentities(null, 0)\n"
                            "    > dialog \"Choose\"\n"
                            "    > type \"Name:\" \"Carol\"\n"
                            "    > check \"Ask\" on\n"
                            "    > select \"#30\" \"Bob\"\n"
                            "    > press \"OK\"\n");

    (void)state;
    expect(trace, "    | dialog \"Choose\" owner=null\n"
                  "    | control \"Name:\" label \"Name:\" key=\"N\" id=-1 at=7,5,80,14\n"
                  "    | control \"Name:\" edit \"old\" focused tab=1 id=10 at=7,15,80,14\n"
                  "    | control \"Ask\" check \"Ask\" tab=2 key=\"A\" id=20 at=7,25,80,14\n");
    expect(trace, " list \"\" item=\"Alice\" item=\"Bob\" tab=3 id=30");
    expect(trace, " button \"OK\" default tab=5 id=1 ");
    expect(trace, " button \"Cancel\" disabled ");
    expect(trace, "    > dialog \"Choose\"\n    > type \"Name:\" \"Carol\"\n    > check \"Ask\" on\n");
    expect(trace, "\"Name\"=\"Carol\"\n");
    expect(trace, "\"Chosen\"=\"Bob\"\n");
    expect(trace, "\"On\"=dword:00000001\n");
    expect(trace, "    | closed \"Choose\"\nended ok\n");
    free(trace);
}

static void test_nested_boxes_and_dialogs_that_show_late(void **state)
{
    char *trace = run(NULL, "  owner = window \"Mail\"\n"
                            "  manager.ManageIdentities(owner, 1) -> S_OK\n"
                            "    > dialog \"Choose\"\n"
                            "    > press \"More...\"\n"
                            "    > dialog \"Question\"\n"
                            "    > press \"No\"\n"
                            "    > dialog \"Choose\"\n"
                            "    > key \"Enter\"\n");

    (void)state;
    expect(trace, "| dialog \"Choose\" owner=owner\n");
    expect(trace, "| dialog \"Question\" owner=\"Choose\"\n");
    expect(trace, "label \"Really?\"");
    expect(trace, "    | closed \"Question\"\n    > dialog \"Choose\"\n    > key \"Enter\"\n");
    expect(trace, "ended ok\n");
    free(trace);
}

static const char map[] = "ui 1 test\n"
                          "confirm-remove = text \"Sure?\" ; one of several boxes of this caption\n"
                          "switch = caption \"Choose\"\n"
                          "switch.list = id 30\n";

static void test_roles_come_from_the_map(void **state)
{
    char *trace = run(map, "  manager.ManageIdentities(null, 2) -> S_FALSE\n"
                           "    > dialog confirm-remove\n"
                           "    > press confirm-remove.no\n"
                           "  manager.ManageIdentities(null, 0) -> S_OK\n"
                           "    > dialog switch\n"
                           "    > select switch.list \"Bob\"\n"
                           "    > press switch.ok\n");

    (void)state;
    expect(trace, "| dialog confirm-remove caption=\"Question\" owner=null\n");
    expect(trace, "| control confirm-remove.no button \"No\"");
    expect(trace, "| control switch.list list \"\" ");
    expect(trace, "0) -> S_OK\n");
    expect(trace, "ended ok\n");
    free(trace);
}

static void test_what_nobody_expects_ends_the_scenario(void **state)
{
    char *trace = run(NULL, "  manager.ManageIdentities(null, 0)\n");

    (void)state;
    expect(trace, "| dialog \"Choose\" owner=null\n");
    expect(trace, "ended dialog \"Choose\" at ManageIdentities#1\n");
    free(trace);
    trace = run(NULL, "  manager.ManageIdentities(null, 0)\n    > dialog \"Choose\"\n    > press \"Cancel\"\n");
    expect(trace, "    > dialog \"Choose\"\nended dialog \"Choose\" at ManageIdentities#1\n");
    free(trace);
    trace = run(NULL, "  manager.ManageIdentities(null, 0)\n    > dialog switch\n");
    expect(trace, "| dialog \"Choose\" owner=null\n");
    expect(trace, "ended unsupported no-ui-map\n");
    free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_user_fills_a_dialog),
        cmocka_unit_test(test_nested_boxes_and_dialogs_that_show_late),
        cmocka_unit_test(test_roles_come_from_the_map),
        cmocka_unit_test(test_what_nobody_expects_ends_the_scenario),
    };

    return cmocka_run_group_tests_name("agent dialogs", tests, NULL, NULL);
}

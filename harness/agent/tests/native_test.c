/* The native agent as a whole: scenarios in one process, and ways in which a process ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "agent/agent.h"
#include "agent/journal.h"
#include "agent/outcome.h"
#include "agent/platform.h"
#include "stubs.h"

static const char scenario_path[] = "agent-native-test.scn", trace_path[] = "agent-native-test.trc";

static const char start[] = "scenario 1\n"
                            "title     A test of the agent\n"
                            "evidence  synthetic\n"
                            "registry\n"
                            "  [HKCU\\Identities]\n"
                            "  \"Last User ID\"=\"{5766C37B-E9C1-4BF6-8AD7-09BC08222651}\"\n"
                            "  [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222651}]\n"
                            "  \"Username\"=\"Bob\"\n"
                            "  \"User ID\"=\"{5766C37B-E9C1-4BF6-8AD7-09BC08222651}\"\n";
static const char create[] = "\nprocess client\n"
                             "  manager = create UserIdentityManager as IUserIdentityManager\n";

static void write_scenario(const char *headers, const char *steps)
{
    FILE *file = fopen(scenario_path, "w");

    assert_non_null(file);
    fprintf(file, "%s%s%s%s", start, headers, create, steps);
    fclose(file);
}

/* The trace's text; free it. */
static char *read_trace(void)
{
    char *data;
    size_t len;

    assert_true(platform_read_file(trace_path, 1 << 20, &data, &len));
    assert_memory_equal(data, "IDT-MAP 1 ", 10);
    const size_t length = strtoul(data + 10, NULL, 10);
    assert_true(64 + length <= len);
    memmove(data, data + 64, length);
    data[length] = 0;
    return data;
}

static char *run(const char *headers, const char *steps)
{
    const struct options options = { .scenario = scenario_path, .trace = trace_path, .limit_ms = 20000 };

    write_scenario(headers, steps);
    assert_int_equal(agent_run(&options), EXIT_COMPLETE);
    assert_int_equal(stub_live_objects(), 0);
    return read_trace();
}

static void expect(const char *trace, const char *part)
{
    if (!strstr(trace, part))
        fail_msg("expected '%s' in\n%s", part, trace);
}

/* --- scenarios --- */

static void test_no_scenario_leaves_anything_to_the_next(void **state)
{
    static const char a[] = "  manager.EnumIdentities(&all)\n"
                            "  all.Next(1, &(x), &n)\n"
                            "  bob = x as IUserIdentity2\n"
                            "  bob.SetName(\"Robert\")\n"
                            "  private = manager as IPrivateIdentityManager\n"
                            "  private.CreateIdentity(\"New\", &new)\n"
                            "  dll.DllCanUnloadNow()\n";
    static const char b[] = "  reg set [HKCU\\Identities] \"Last User ID\"=dword:00000001\n"
                            "  manager.Logon(null, 0, &current)\n"
                            "  reg delete [HKCU\\Identities]\n"
                            "  manager.EnumIdentities(&all)\n";
    char *first = run("", a), *other = run("deny      [HKCU\\Identities] write\n", b), *again = run("", a);

    (void)state;
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    expect(first, "ended ok\n");
    free(first);
    free(other);
    free(again);
}

static void test_what_is_missing_is_named(void **state)
{
    char *trace = run("needs     fault\n", "  manager.Logoff(null)\n");

    (void)state;
    expect(trace, "ended unsupported fault\n");
    assert_null(strstr(trace, "process client"));
    free(trace);
}

/* ---- several processes ---- */

static void test_lines_of_all_processes_run_in_file_order(void **state)
{
    char *trace = run("", "  reg create [HKCU\\One]\n"
                          "  manager.GetIdentityByCookie({5766C37B-E9C1-4BF6-8AD7-09BC08222651}, &bob)\n"
                          "  bob.GetCookie(&cookie)\n"
                          "\nprocess other\n"
                          "  reg keys [HKCU\\One]\n"
                          "  reg create [HKCU\\One\\Two]\n"
                          "  manager = create UserIdentityManager as IUserIdentityManager\n"
                          "  manager.GetIdentityByCookie(cookie, &found)\n"
                          "  unchanged\n"
                          "\nprocess client\n"
                          "  reg keys [HKCU\\One]\n"
                          "  found2 = bob as IUnknown\n");
    const char *second;

    (void)state;
    expect(trace, "reg keys [HKCU\\One] -> ()\n");
    expect(trace, "GetIdentityByCookie(cookie, &found = new) -> S_OK\n");
    expect(trace, "unchanged -> no\n    | create [HKCU\\One]\n    | create [HKCU\\One\\Two]\n");
    second = strstr(trace, "process other");
    assert_non_null(second);
    second = strstr(second, "process client");
    assert_non_null(second);
    expect(second, "reg keys [HKCU\\One] -> (\"Two\")\n");
    expect(second, "ended ok\n");
    free(trace);
}

static void test_processes_end_on_purpose(void **state)
{
    static const char *const ways[] = { "kill", "hang", "exit" };
    char steps[400];

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        snprintf(steps, sizeof steps,
                 "\nprocess other\n  reg create [HKCU\\Two]\n  %s client\n  reg create [HKCU\\Three]\n"
                 "\nprocess client\n  reg create [HKCU\\Four]\n"
                 "\nprocess other\n  reg keys [HKCU]\n  %s other\n  reg create [HKCU\\Five]\n",
                 ways[i], ways[i]);
        char *trace = run("", steps);

        expect(trace, "reg create [HKCU\\Three] -> ERROR_SUCCESS\n");
        assert_null(strstr(trace, "Four"));
        assert_null(strstr(trace, "Five"));
        expect(trace, "ended ok\n");
        free(trace);
    }
}

static void test_steps_without_their_variable_do_not_run(void **state)
{
    char *trace = run("", "  e = manager as IEnumUserIdentity\n"
                          "  e.Reset()\n"
                          "  manager.Logon(null, 0, &bob)\n");

    (void)state;
    expect(trace, "e = manager as IEnumUserIdentity -> E_NOINTERFACE null\n");
    expect(trace, "e.Reset() -> not-run e\n");
    expect(trace, "&bob = new) -> S_OK\n");
    free(trace);
}

static void test_passwords_are_written_and_read(void **state)
{
    char *trace = run("password {5766C37B-E9C1-4BF6-8AD7-09BC08222651} = secret bob\n",
                      "  reg query [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222651}] \"Password2\"\n"
                      "  private = manager as IPrivateIdentityManager\n"
                      "  private.ConfirmPassword({5766C37B-E9C1-4BF6-8AD7-09BC08222651}, secret bob)\n"
                      "  private.ConfirmPassword({5766C37B-E9C1-4BF6-8AD7-09BC08222651}, secret eve)\n"
                      "  unchanged\n");

    (void)state;
    expect(trace, "\"Password2\" -> protected(secret bob)\n");
    expect(trace, "secret bob) -> S_OK\n");
    expect(trace, "secret eve) -> E_FAIL\n");
    expect(trace, "unchanged -> yes\n");
    free(trace);
}

static void test_refused_rights(void **state)
{
    char *trace = run("deny      [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222651}] read\n",
                      "  reg query [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222651}] \"Username\"\n");

    (void)state;
    expect(trace, "-> ERROR_ACCESS_DENIED\n");
    free(trace);
}

/* --- ends --- */

__attribute__((weak)) int __asan_report_present(void);

static int grow(volatile char *above)
{
    volatile char space[4096];

    space[0] = above ? above[0] : 1;
    return grow(space) + space[0];
}

static void read_behind(void)
{
    volatile char *memory = malloc(8);
    volatile size_t at = 8;

    if (memory)
        memory[0] = memory[at];
}

static void end(int how)
{
    switch (how) {
    case 0:
        raise(SIGSEGV);
        break;
    case 1:
        grow(NULL);
        break;
    case 2:
        abort();
    case 3:
        exit(7);
    case 5:
        read_behind();
        break;
    default:
        for (;;)
            pause();
    }
}

static void in_child(int how)
{
    struct step step = { .action = ACTION_UNCHANGED, .label = "boom" };

    alarm(30);
    if (!journal_open(trace_path))
        _exit(99);
    platform_guard(how == 4 ? 300 : 20000); /* a busy machine needs its time for a crash */
    journal_enter_step(&step, "boom");
    control_give();
    end(how);
    _exit(98);
}

static void check_end(int how, const char *line, const char *closing)
{
    const pid_t child = fork();
    int status;
    char *trace;

    if (child == 0) {
        freopen("/dev/null", "w", stderr); /* a sanitizer's report */
        in_child(how);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status))
        fail_msg("end %d: killed by signal %d", how, WTERMSIG(status));
    trace = read_trace();
    expect(trace, line);
    expect(trace, closing);
    free(trace);
}

static void test_ends(void **state)
{
    (void)state;
    /* CMocka's handlers are in the way of a sanitizer's, so there the signals are left to other tests. */
    if (__asan_report_present) {
        check_end(5, "  unchanged -> crash HEAP_CORRUPTION\n", "ended crash HEAP_CORRUPTION at boom\n");
    } else {
        check_end(0, "  unchanged -> crash ACCESS_VIOLATION\n", "ended crash ACCESS_VIOLATION at boom\n");
        check_end(1, "  unchanged -> crash STACK_OVERFLOW\n", "ended crash STACK_OVERFLOW at boom\n");
    }
    check_end(2, "  unchanged -> exit 3\n", "ended exit 3 at boom\n");
    check_end(3, "  unchanged -> exit 7\n", "ended exit 7 at boom\n");
    check_end(4, "  unchanged -> hang\n", "ended hang at boom\n");
}

static int remove_files(void **state)
{
    (void)state;
    remove(scenario_path);
    remove(trace_path);
    return 0;
}

static void test_reads_are_lines_on_request(void **state)
{
    static const char stated[] = "  manager.GetIdentityByCookie({5766C37B-E9C1-4BF6-8AD7-09BC08222652}, &nobody)\n"
                                 "    | reads ...\n"
                                 "  manager.GetIdentityByCookie({5766C37B-E9C1-4BF6-8AD7-09BC08222651}, &bob)\n"
                                 "  bob.GetName(&n[8], 8)\n";
    struct options options = { .scenario = scenario_path, .trace = trace_path, .limit_ms = 20000 };
    char *asked = run("", stated), *text;

    (void)state;
    assert_non_null(strstr(asked, "observes  registry, callbacks, folders, windows, reads\n") ? asked : NULL);
    assert_non_null(strstr(asked, "    | open [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222652}] -> "
                                  "ERROR_FILE_NOT_FOUND\n"));
    assert_non_null(strstr(asked, "  bob.GetName(&n[8] = \"Bob\", 8) -> S_OK\n"
                                  "    | open [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222651}]\n"
                                  "    | read [HKCU\\Identities\\{5766C37B-E9C1-4BF6-8AD7-09BC08222651}] "
                                  "\"Username\"\nended ok\n"));
    write_scenario("", "  manager.EnumIdentities(&all)\n");
    assert_int_equal(agent_run(&options), EXIT_COMPLETE);
    text = read_trace();
    assert_null(strstr(text, "reads"));
    assert_null(strstr(text, "| open"));
    free(text);
    options.registry_reads = true;
    assert_int_equal(agent_run(&options), EXIT_COMPLETE);
    text = read_trace();
    assert_non_null(strstr(text, "    | keys [HKCU\\Identities]\n"));
    free(text);
    free(asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_scenario_leaves_anything_to_the_next),
        cmocka_unit_test(test_what_is_missing_is_named),
        cmocka_unit_test(test_steps_without_their_variable_do_not_run),
        cmocka_unit_test(test_lines_of_all_processes_run_in_file_order),
        cmocka_unit_test(test_processes_end_on_purpose),
        cmocka_unit_test(test_passwords_are_written_and_read),
        cmocka_unit_test(test_refused_rights),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_reads_are_lines_on_request),
    };

    return cmocka_run_group_tests(tests, NULL, remove_files);
}

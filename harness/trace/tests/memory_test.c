/* Every allocation fails once: nothing crashes, nothing leaks, and the answer is ST_NO_MEMORY. */
#include "trace/tests/support.h"

#include "trace/diff.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static unsigned countdown; /* 0: nothing fails */
static bool fired;

static bool fails(void)
{
    if (!countdown || --countdown)
        return false;
    fired = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

#define GUID "{5766C37B-E9C1-4BF6-8AD7-09BC08222651}"

static const char scenario_text[] =
    HEAD "registry\n  [HKCU\\a]\n  \"v\"=hex(2):41,00,00,00\n  \"w\"=hex:01,02\npassword " GUID
         " = secret bob\nfolder \"x\\u0041\"\n"
         "sink s = IIdentityChangeNotify ; comment\n  on SwitchIdentities\n    m.GetIdentityByCookie(" GUID
         ", &i)\n    answer S_OK\n"
         "process p\n  m = create UserIdentityManager as IUserIdentityManager -> S_OK new [D-1]\n  m.EnumIdentities(&e "
         "= new) -> S_OK\n"
         "  e.Next(2, &(x, y) = (new, null), &n = 1) -> S_OK\n  l: m.Logoff(null) -> S_OK\n    | s.SwitchIdentities() "
         "-> S_OK\n"
         "    | set [HKCU\\{$(c)}] \"$(c:lower)\"=dword:$(c)\n  reg query [HKCU\\x] \"v\" -> \"a\"\n  i.GetCookie(&c) "
         "-> S_OK\n"
         "  i.GetName(&t[9] = \"Bob\" tail any, 9)\n  reg keys [HKCU\\x] -> (\"a\", \"b\")\n";
static const char trace_text[] =
    "trace 1\nregistry\n  [HKCU\\a]\nobserves registry, callbacks\nsink s = IIdentityChangeNotify\nprocess p\n"
    "  m = create UserIdentityManager as IUserIdentityManager -> S_OK new\n  m.EnumIdentities(&e = new) -> S_OK\n"
    "  e.Next(2, &(x, y) = (new, untouched), &n = 1) -> S_FALSE\n  l: m.Logoff(null) -> S_OK\n    | "
    "s.SwitchIdentities() -> S_OK\n"
    "      m.GetIdentityByCookie(" GUID ", &i = same x) -> S_OK\n    | set [HKCU\\" GUID "] \"v\"=dword:5766c37b\n"
    "  reg query [HKCU\\x] \"v\" -> \"b\"\n  i.GetCookie(&c) -> not-run i\n  i.GetName(&t[9] = \"Bob\", 9) -> S_OK\n"
    "  reg keys [HKCU\\x] -> (\"a\")\nended crash ACCESS_VIOLATION at keys#1\n";

/* ---- what is done under failing memory; each returns its status ---- */

static enum status read_checked(const char *text, struct trace **trace)
{
    struct diag diag;
    enum status status = trace_parse(text, strlen(text), "t", trace, &diag);

    return status ? status : trace_check(*trace, "t", NULL, &diag);
}

static enum status read_and_print(void)
{
    struct trace *trace = NULL;
    struct buffer out;
    enum status status = read_checked(scenario_text, &trace);

    buffer_init(&out, 1 << 20);
    if (!status) {
        trace_print(trace, &out);
        status = out.status;
    }
    buffer_free(&out);
    trace_free(trace);
    return status;
}

static enum status judge_both(void)
{
    struct trace *scenario = NULL, *trace = NULL;
    struct judgement *judgement = NULL;
    enum status status = read_checked(scenario_text, &scenario);

    if (!status)
        status = read_checked(trace_text, &trace);
    if (!status)
        status = trace_judge(scenario, trace, &judgement);
    if (!status) {
        judgement_free(judgement);
        judgement = NULL;
        status = trace_judge(trace, trace, &judgement);
    }
    judgement_free(judgement);
    trace_free(scenario);
    trace_free(trace);
    return status;
}

static bool ignore(void *context, const struct difference *difference)
{
    (void)context;
    (void)difference;
    return true;
}

static enum status diff_both(void)
{
    static const char other[] = "trace 1\nregistry\n  [HKCU\\a]\nobserves registry, callbacks\nprocess p\n  "
                                "m.EnumIdentities(&e = null) -> E_FAIL\n  extra.Reset()\n"
                                "  l: m.Logoff(null) -> S_OK\n    | set [HKCU\\{C05A4691-5F1D-4D1C-831E-F8D7D7E19992}] "
                                "\"v\"=dword:c05a4691\nended ok\n";
    struct text_memory memory[2] = { { trace_text, sizeof(trace_text) - 1 }, { other, sizeof(other) - 1 } };
    struct text_source source[2] = { text_source_memory("left", &memory[0]), text_source_memory("right", &memory[1]) };
    struct diff_summary summary;
    struct diag diag;

    return trace_diff(&source[0], &source[1], ignore, NULL, &summary, &diag);
}

static enum status read_state(void)
{
    static const char text[] = "\xFF\xFER\0E\0G\0E\0D\0I\0T\0"
                               "4\0\n\0[\0H\0K\0C\0U\0\\\0x\0]\0\n\0\"\0a\0\"\0=\0h\0e\0x\0(\0"
                               "2\0)\0:\0"
                               "4\0"
                               "1\0,\0"
                               "0\0"
                               "0\0\n\0";
    struct arena arena;
    struct state *state;
    struct diag diag;
    struct buffer out;
    enum status status;

    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    status = state_parse(text, sizeof(text) - 1, "t", &arena, &state, &diag);
    if (!status) {
        state_print(state, &out);
        status = out.status;
    }
    buffer_free(&out);
    arena_free(&arena);
    return status;
}

static void fail_each(enum status (*run)(void))
{
    unsigned n = 0;

    do {
        n++;
        fired = false;
        countdown = n;
        enum status status = run();
        countdown = 0;
        assert_int_equal(status, fired ? ST_NO_MEMORY : ST_OK);
    } while (fired);
    assert_true(n > 3);
}

static void reading_and_printing(void **state)
{
    (void)state;
    fail_each(read_and_print);
}

static void judging(void **state)
{
    (void)state;
    fail_each(judge_both);
}

static void comparing(void **state)
{
    (void)state;
    fail_each(diff_both);
}

static void states(void **state)
{
    (void)state;
    fail_each(read_state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_and_printing),
        cmocka_unit_test(judging),
        cmocka_unit_test(comparing),
        cmocka_unit_test(states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

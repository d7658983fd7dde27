/* A scenario and a trace of it: every kind of fact, equal, different, not observed, open, not run. */
#include "trace/tests/support.h"

#include "trace/judge.h"

#define GUID_A "{5766C37B-E9C1-4BF6-8AD7-09BC08222651}"
#define GUID_B "{C05A4691-5F1D-4D1C-831E-F8D7D7E19992}"

#define SCENARIO "scenario 1\nevidence synthetic\n"
#define TRACE    "trace 1\nobserves registry, callbacks, folders\n"
#define SETUP    "  m = create UserIdentityManager as IUserIdentityManager\n  m.EnumIdentities(&e)\n"
#define SETUP_OK                                                                                                       \
    "  m = create UserIdentityManager as IUserIdentityManager -> S_OK new\n  m.EnumIdentities(&e = new) -> S_OK\n"

static struct judgement *judge(const char *scenario_text, const char *trace_text)
{
    struct trace *scenario = checked(scenario_text), *trace = checked(trace_text);
    struct judgement *judgement;

    assert_int_equal(trace_judge(scenario, trace, &judgement), ST_OK);
    trace_free(scenario);
    trace_free(trace);
    return judgement;
}

static const struct fact_result *find(const struct judgement *judgement, const char *label, const char *fact)
{
    for (size_t i = 0; i < judgement->n_facts; i++) {
        if (!strcmp(judgement->facts[i].label, label) && !strcmp(judgement->facts[i].fact, fact))
            return &judgement->facts[i];
    }
    return NULL;
}

static void assert_fact(const struct judgement *judgement, const char *label, const char *name,
                        enum fact_verdict verdict, const char *expected, const char *observed)
{
    const struct fact_result *fact = find(judgement, label, name);

    if (!fact)
        fail_msg("no fact %s / %s", label, name);
    if (fact->verdict != verdict)
        fail_msg("%s / %s is '%s': expected %s, observed %s", label, name, fact_verdict_names[fact->verdict],
                 fact->expected ? fact->expected : "nothing", fact->observed ? fact->observed : "nothing");
    if (expected)
        assert_string_equal(fact->expected, expected);
    else
        assert_null(fact->expected);
    if (observed)
        assert_string_equal(fact->observed, observed);
    else
        assert_null(fact->observed);
}

/* One fact of one step, behind SETUP. */
static void one(const char *expected_step, const char *observed_step, const char *label, const char *name,
                enum fact_verdict verdict, const char *expected, const char *observed)
{
    char texts[2][2000];

    snprintf(texts[0], sizeof(texts[0]), "%sprocess p\n%s%s", SCENARIO, SETUP, expected_step);
    snprintf(texts[1], sizeof(texts[1]), "%sprocess p\n%s%sended ok\n", TRACE, SETUP_OK, observed_step);
    struct judgement *judgement = judge(texts[0], texts[1]);
    assert_fact(judgement, label, name, verdict, expected, observed);
    judgement_free(judgement);
}

static void results(void **state)
{
    (void)state;
    one("  e.Reset() -> S_OK\n", "  e.Reset() -> S_OK\n", "Reset#1", "result", FACT_SAME, "S_OK", "S_OK");
    one("  e.Reset() -> S_OK\n", "  e.Reset() -> E_NOTIMPL\n", "Reset#1", "result", FACT_DIFFERENT, "S_OK",
        "E_NOTIMPL");
    one("  e.Reset() -> any\n", "  e.Reset() -> E_NOTIMPL\n", "Reset#1", "result", FACT_OPEN, NULL, "E_NOTIMPL");
    one("  e.Reset()\n", "  e.Reset() -> E_NOTIMPL\n", "Reset#1", "result", FACT_OPEN, NULL, "E_NOTIMPL");
    one("  e.Reset() -> S_OK\n", "  e.Reset()\n", "Reset#1", "result", FACT_NOT_OBSERVED, "S_OK", NULL);
    one("  e.AddRef() -> count 2\n", "  e.AddRef() -> count 1\n", "AddRef#1", "result", FACT_DIFFERENT, "count 2",
        "count 1");
    one("  e.Reset() -> crash ACCESS_VIOLATION\n", "  e.Reset() -> crash 0xC0000005\n", "Reset#1", "result", FACT_SAME,
        "crash ACCESS_VIOLATION", "crash ACCESS_VIOLATION");
    one("  unchanged\n", "  unchanged -> yes\n", "unchanged#1", "result", FACT_SAME, "yes", "yes");
    one("  unchanged\n", "  unchanged -> no\n", "unchanged#1", "result", FACT_DIFFERENT, "yes", "no");
    one("  reg query [HKCU\\x] \"v\" -> \"a\"\n", "  reg query [HKCU\\x] \"v\" -> \"b\"\n", "query#1", "result",
        FACT_DIFFERENT, "\"a\"", "\"b\"");
    one("  reg query [HKCU\\x] \"v\" -> absent\n", "  reg query [HKCU\\x] \"v\" -> ERROR_ACCESS_DENIED\n", "query#1",
        "result", FACT_DIFFERENT, "absent", "ERROR_ACCESS_DENIED");
    one("  reg keys [HKCU\\x] -> (\"a\", \"b\")\n", "  reg keys [HKCU\\x] -> (\"a\", \"b\")\n", "keys#1", "result",
        FACT_SAME, "(\"a\", \"b\")", "(\"a\", \"b\")");
    one("  reg keys [HKCU\\x] -> (\"a\")\n", "  reg keys [HKCU\\x] -> (\"a\", \"b\")\n", "keys#1", "result",
        FACT_DIFFERENT, "(\"a\")", "(\"a\", \"b\")");
    one("  l: e.Reset() -> S_OK\n", "  l: e.Reset() -> S_FALSE\n", "l", "result", FACT_DIFFERENT, "S_OK", "S_FALSE");
}

static void numbers_and_pointers(void **state)
{
    (void)state;
    one("  e.GetCount(&n = 2)\n", "  e.GetCount(&n = 0x2)\n", "GetCount#1", "out.pnCount", FACT_SAME, "2", "0x2");
    one("  e.GetCount(&n = 2)\n", "  e.GetCount(&n = untouched)\n", "GetCount#1", "out.pnCount", FACT_DIFFERENT, "2",
        "untouched");
    one("  e.GetCount(&n)\n", "  e.GetCount(&n = 2)\n", "GetCount#1", "out.pnCount", FACT_OPEN, NULL, "2");
    one("  e.GetCount(&n = any)\n", "  e.GetCount(&n = 2)\n", "GetCount#1", "out.pnCount", FACT_OPEN, NULL, "2");
    one("  e.GetCount(&n = 2)\n", "  e.GetCount(&n)\n", "GetCount#1", "out.pnCount", FACT_NOT_OBSERVED, "2", NULL);
    one("  e.Clone(&c = object)\n", "  e.Clone(&c = same e)\n", "Clone#1", "out.ppenum", FACT_SAME, "object", "same e");
    one("  e.Clone(&c = new)\n", "  e.Clone(&c = same e)\n", "Clone#1", "out.ppenum", FACT_DIFFERENT, "new", "same e");
    one("  e.Clone(&c = null)\n", "  e.Clone(&c = untouched)\n", "Clone#1", "out.ppenum", FACT_DIFFERENT, "null",
        "untouched");
    one("  a = m as IUnknown -> S_OK same m\n", "  a = m as IUnknown -> S_OK same m\n", "QueryInterface#1", "out.ppv",
        FACT_SAME, "same m", "same m");
    one("  a = m as IUnknown -> S_OK same m\n", "  a = m as IUnknown -> S_OK new\n", "QueryInterface#1", "out.ppv",
        FACT_DIFFERENT, "same m", "new");
    one("  a = m as IUserIdentity -> E_NOINTERFACE null\n", "  a = m as IUserIdentity -> E_NOINTERFACE untouched\n",
        "QueryInterface#1", "out.ppv", FACT_DIFFERENT, "null", "untouched");
    /* The agent names the first variable that holds a pointer, whichever the scenario names. */
    one("  a = m as IUnknown\n  b = m as IUnknown -> S_OK same a\n",
        "  a = m as IUnknown -> S_OK same m\n  b = m as IUnknown -> S_OK same m\n", "QueryInterface#2", "out.ppv",
        FACT_SAME, "same a", "same m");
    one("  a = m as IUnknown\n  b = m as IUnknown -> S_OK same a\n",
        "  a = m as IUnknown -> S_OK new\n  b = m as IUnknown -> S_OK same m\n", "QueryInterface#2", "out.ppv",
        FACT_DIFFERENT, "same a", "same m");
    one("  e.Next(2, &(x, y) = (new, null), &n)\n", "  e.Next(2, &(x, y) = (new, null), &n = 1)\n", "Next#1",
        "out.rgelt", FACT_SAME, "(new, null)", "(new, null)");
    one("  e.Next(2, &(x, y) = (new, any), &n)\n", "  e.Next(2, &(x, y) = (new, untouched), &n = 1)\n", "Next#1",
        "out.rgelt", FACT_SAME, "(new, any)", "(new, untouched)");
    one("  e.Next(2, &(x, y) = (new, null), &n)\n", "  e.Next(2, &(x, y) = (new, untouched), &n = 1)\n", "Next#1",
        "out.rgelt", FACT_DIFFERENT, "(new, null)", "(new, untouched)");
}

static void texts_and_keys(void **state)
{
    (void)state;
#define IDENTITY    "  m.Logon(null, 0, &i)\n"
#define IDENTITY_OK "  m.Logon(null, 0, &i = new) -> S_OK\n"
    one(IDENTITY "  i.GetName(&t[9] = \"Bob\", 9)\n", IDENTITY_OK "  i.GetName(&t[9] = \"Bob\", 9) -> S_OK\n",
        "GetName#1", "out.pszName", FACT_SAME, "\"Bob\"", "\"Bob\"");
    one(IDENTITY "  i.GetName(&t[9] = \"Bob\", 9)\n",
        IDENTITY_OK "  i.GetName(&t[9] = \"Bob\" tail touched, 9) -> S_OK\n", "GetName#1", "out.pszName",
        FACT_DIFFERENT, "\"Bob\"", "\"Bob\" tail touched");
    one(IDENTITY "  i.GetName(&t[9] = \"Bob\" tail any, 9)\n",
        IDENTITY_OK "  i.GetName(&t[9] = \"Bob\" tail touched, 9) -> S_OK\n", "GetName#1", "out.pszName", FACT_SAME,
        "\"Bob\" tail any", "\"Bob\" tail touched");
    one(IDENTITY "  i.GetName(&t[9] = \"Bob\", 9)\n", IDENTITY_OK "  i.GetName(&t[9] = \"bob\", 9) -> S_OK\n",
        "GetName#1", "out.pszName", FACT_DIFFERENT, "\"Bob\"", "\"bob\"");
    one(IDENTITY "  i.GetCookie(&c)\n  i.OpenIdentityRegKey(KEY_READ, &k = [HKCU\\Identities\\{$(c)}])\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A
                    ") -> S_OK\n  i.OpenIdentityRegKey(KEY_READ, &k = [HKCU\\Identities\\" GUID_A "]) -> S_OK\n",
        "OpenIdentityRegKey#1", "out.phKey", FACT_SAME, "[HKCU\\Identities\\{$(c)}]", "[HKCU\\Identities\\{$(guid1)}]");
    one(IDENTITY "  i.GetCookie(&c)\n  i.OpenIdentityRegKey(KEY_READ, &k = [HKCU\\Identities\\{$(c)}])\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A
                    ") -> S_OK\n  i.OpenIdentityRegKey(KEY_READ, &k = [HKCU\\Identities\\" GUID_B "]) -> S_OK\n",
        "OpenIdentityRegKey#1", "out.phKey", FACT_DIFFERENT, "[HKCU\\Identities\\{$(c)}]",
        "[HKCU\\Identities\\{$(guid2)}]");
}

static void guids(void **state)
{
    (void)state;
    /* Bound once; then it is an expectation. */
    one(IDENTITY "  i.GetCookie(&c)\n", IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n", "GetCookie#1", "out.puidCookie",
        FACT_OPEN, NULL, "{$(guid1)}");
    one(IDENTITY "  i.GetCookie(&c)\n  i.GetCookie(&c)\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&c = " GUID_A ")\n", "GetCookie#2", "out.puidCookie",
        FACT_SAME, "{$(c)}", "{$(guid1)}");
    one(IDENTITY "  i.GetCookie(&c)\n  i.GetCookie(&c)\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&c = " GUID_B ")\n", "GetCookie#2", "out.puidCookie",
        FACT_DIFFERENT, "{$(c)}", "{$(guid2)}");
    /* Two variables are two GUIDs. */
    one(IDENTITY "  i.GetCookie(&c)\n  i.GetCookie(&d)\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&d = " GUID_A ")\n", "GetCookie#2", "out.puidCookie",
        FACT_DIFFERENT, "{$(d)}", "{$(guid1)}");
    one(IDENTITY "  i.GetCookie(&c = " GUID_A ")\n", IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n", "GetCookie#1",
        "out.puidCookie", FACT_SAME, GUID_A, GUID_A);
    one(IDENTITY "  i.GetCookie(&c = GUID_NULL)\n",
        IDENTITY_OK "  i.GetCookie(&c = {00000000-0000-0000-0000-000000000000})\n", "GetCookie#1", "out.puidCookie",
        FACT_SAME, "GUID_NULL", "{00000000-0000-0000-0000-000000000000}");
    one(IDENTITY "  i.GetCookie(&c = untouched)\n", IDENTITY_OK "  i.GetCookie(&c = GUID_NULL)\n", "GetCookie#1",
        "out.puidCookie", FACT_DIFFERENT, "untouched", "GUID_NULL");
    /* Two variables that are stated to be one GUID. */
    one(IDENTITY "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&d = " GUID_A ")\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&d = " GUID_A ")\n", "GetCookie#2", "out.puidCookie",
        FACT_SAME, GUID_A, GUID_A);
    one(IDENTITY "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&d = " GUID_A
                 ")\n  reg query [HKCU\\x] \"v\" -> \"$(d)\"\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&d = " GUID_A
                    ")\n  reg query [HKCU\\x] \"v\" -> \"5766C37B-E9C1-4BF6-8AD7-09BC08222651\"\n",
        "query#1", "result", FACT_SAME, "\"$(d)\"", "\"5766C37B-E9C1-4BF6-8AD7-09BC08222651\"");
    one(IDENTITY "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&c = " GUID_B ")\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  i.GetCookie(&c = " GUID_B ")\n", "GetCookie#2", "out.puidCookie",
        FACT_DIFFERENT, GUID_B, GUID_B);
    /* All spellings are one symbol. */
    one(IDENTITY "  i.GetCookie(&c)\n  reg query [HKCU\\x] \"v\" -> dword:$(c)\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A ")\n  reg query [HKCU\\x] \"v\" -> dword:5766c37b\n", "query#1",
        "result", FACT_SAME, "dword:$(c)", "dword:$(guid1)");
    one(IDENTITY "  i.GetCookie(&c)\n  reg query [HKCU\\x] \"v\" -> \"$(c:lower)\"\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A
                    ")\n  reg query [HKCU\\x] \"v\" -> \"5766c37b-e9c1-4bf6-8ad7-09bc08222651\"\n",
        "query#1", "result", FACT_SAME, "\"$(c:lower)\"", "\"$(guid1:lower)\"");
    one(IDENTITY "  i.GetCookie(&c)\n  reg query [HKCU\\x] \"v\" -> \"$(c)\"\n",
        IDENTITY_OK "  i.GetCookie(&c = " GUID_A
                    ")\n  reg query [HKCU\\x] \"v\" -> \"5766c37b-e9c1-4bf6-8ad7-09bc08222651\"\n",
        "query#1", "result", FACT_DIFFERENT, "\"$(c)\"", "\"$(guid1:lower)\"");
}

static void effects(void **state)
{
#define CALL    "  m.Logoff(null)\n"
#define CALL_OK "  m.Logoff(null) -> S_OK\n"
#define ONE     "    | create [HKCU\\a]\n"
#define TWO     "    | set [HKCU\\a] \"v\"=\"x\"\n"
#define TEXTS   "create [HKCU\\a] | set [HKCU\\a] \"v\"=\"x\""
    (void)state;
    one(CALL ONE TWO, CALL_OK ONE TWO, "Logoff#1", "registry", FACT_SAME, TEXTS, TEXTS);
    one(CALL TWO ONE, CALL_OK ONE TWO, "Logoff#1", "registry", FACT_DIFFERENT,
        "set [HKCU\\a] \"v\"=\"x\" | create [HKCU\\a]", TEXTS);
    one(CALL ONE, CALL_OK ONE TWO, "Logoff#1", "registry", FACT_DIFFERENT, "create [HKCU\\a]", TEXTS);
    one(CALL ONE TWO, CALL_OK ONE, "Logoff#1", "registry", FACT_DIFFERENT, TEXTS, "create [HKCU\\a]");
    one(CALL ONE "    | registry ...\n", CALL_OK ONE TWO, "Logoff#1", "registry", FACT_SAME,
        "create [HKCU\\a] | registry ...", TEXTS);
    one(CALL ONE "    | registry ...\n", CALL_OK TWO, "Logoff#1", "registry", FACT_DIFFERENT,
        "create [HKCU\\a] | registry ...", "set [HKCU\\a] \"v\"=\"x\"");
    one(CALL "    | registry none\n", CALL_OK, "Logoff#1", "registry", FACT_SAME, "none", "none");
    one(CALL "    | registry none\n", CALL_OK ONE, "Logoff#1", "registry", FACT_DIFFERENT, "none", "create [HKCU\\a]");
    one(CALL ONE, CALL_OK, "Logoff#1", "registry", FACT_DIFFERENT, "create [HKCU\\a]", "none");
    one(CALL, CALL_OK ONE, "Logoff#1", "registry", FACT_OPEN, NULL, "create [HKCU\\a]");
    /* The trace does not watch windows: neither equal nor different. */
    one(CALL "    | windows none\n", CALL_OK, "Logoff#1", "windows", FACT_NOT_OBSERVED, "none", NULL);
    one(CALL "    | reads none\n", CALL_OK, "Logoff#1", "reads", FACT_NOT_OBSERVED, "none", NULL);
    one(CALL "    | open [HKCU\\a]\n", CALL_OK "    | open [HKCU\\a] -> ERROR_ACCESS_DENIED\n", "Logoff#1", "reads",
        FACT_DIFFERENT, "open [HKCU\\a]", "open [HKCU\\a] -> ERROR_ACCESS_DENIED");
    one(CALL "    | folder create \"x\"\n", CALL_OK "    | folder create \"y\"\n", "Logoff#1", "folders",
        FACT_DIFFERENT, "folder create \"x\"", "folder create \"y\"");
    /* An escape shows under its true root. */
    one(CALL "    | registry none\n", CALL_OK "    | set [HKU\\S-1] \"v\"=dword:00000001\n", "Logoff#1", "registry",
        FACT_DIFFERENT, "none", "set [HKU\\S-1] \"v\"=dword:00000001");
    /* A symbol binds at first sight in an effect, too. */
    one(CALL "    | create [HKCU\\{$(x)}]\n    | set [HKCU\\{$(x)}] \"d\"=dword:$(x)\n",
        CALL_OK "    | create [HKCU\\" GUID_A "]\n    | set [HKCU\\" GUID_A "] \"d\"=dword:5766c37b\n", "Logoff#1",
        "registry", FACT_SAME, "create [HKCU\\{$(x)}] | set [HKCU\\{$(x)}] \"d\"=dword:$(x)",
        "create [HKCU\\{$(guid1)}] | set [HKCU\\{$(guid1)}] \"d\"=dword:$(guid1)");
}

/* ---- what did not run ---- */

static void steps_after_a_missing_variable(void **state)
{
    struct judgement *j = judge(
        SCENARIO "process p\n" SETUP "  l: e.Clone(&c) -> S_OK\n  c.GetCount(&n = 1) -> S_OK\n  e.Reset() -> S_OK\n",
        TRACE "process p\n" SETUP_OK "  l: e.Clone(&c = null) -> E_NOTIMPL\n  c.GetCount(&n) -> not-run c\n"
              "  e.Reset() -> S_OK\nended ok\n");
    const struct fact_result *fact;

    (void)state;
    assert_fact(j, "l", "result", FACT_DIFFERENT, "S_OK", "E_NOTIMPL");
    assert_fact(j, "GetCount#1", "result", FACT_NOT_RUN, "S_OK", NULL);
    assert_fact(j, "GetCount#1", "out.pnCount", FACT_NOT_RUN, "1", NULL);
    assert_fact(j, "Reset#1", "result", FACT_SAME, "S_OK", "S_OK");
    assert_fact(j, "scenario", "ended", FACT_SAME, "ok", "ok");
    fact = find(j, "GetCount#1", "result");
    assert_string_equal(fact->cause, "l");
    assert_string_equal(fact->cause_fact, "result");
    assert_int_equal(j->counts[FACT_NOT_RUN], 2);
    judgement_free(j);
}

static void steps_after_a_crash(void **state)
{
    struct judgement *j = judge(SCENARIO "process p\n" SETUP "  e.Clone(&c) -> S_OK\n  e.Reset() -> S_OK\n", TRACE
                                "process p\n" SETUP_OK
                                "  e.Clone(&c) -> crash ACCESS_VIOLATION\nended crash ACCESS_VIOLATION at Clone#1\n");
    const struct fact_result *fact;

    (void)state;
    assert_fact(j, "Clone#1", "result", FACT_DIFFERENT, "S_OK", "crash ACCESS_VIOLATION");
    assert_fact(j, "Reset#1", "result", FACT_NOT_RUN, "S_OK", NULL);
    assert_fact(j, "scenario", "ended", FACT_DIFFERENT, "ok", "crash ACCESS_VIOLATION");
    fact = find(j, "Reset#1", "result");
    assert_string_equal(fact->cause, "Clone#1");
    assert_string_equal(fact->cause_fact, "result");
    assert_string_equal(j->ended, "crash ACCESS_VIOLATION");
    judgement_free(j);
    /* Expected so. */
    j = judge(SCENARIO "process p\n" SETUP "  e.Reset() -> crash ACCESS_VIOLATION\n",
              TRACE "process p\n" SETUP_OK
                    "  e.Reset() -> crash ACCESS_VIOLATION\nended crash ACCESS_VIOLATION at Reset#1\n");
    assert_fact(j, "scenario", "ended", FACT_SAME, "crash ACCESS_VIOLATION", "crash ACCESS_VIOLATION");
    judgement_free(j);
}

static void what_is_unsupported_has_no_facts(void **state)
{
    struct judgement *j = judge(SCENARIO "process p\n" SETUP, TRACE "process p\nended unsupported windows\n");

    (void)state;
    assert_string_equal(j->unsupported, "windows");
    assert_int_equal(j->n_facts, 0);
    judgement_free(j);
}

/* ---- callbacks ---- */

#define SINK                                                                                                           \
    "sink s = IIdentityChangeNotify\n  on SwitchIdentities\n    m.GetIdentityByCookie(UID_GIBC_CURRENT_USER, &i) -> "  \
    "S_OK\n    answer S_OK\n"

static void steps_inside_of_callbacks(void **state)
{
    struct judgement *j =
        judge(SCENARIO SINK
              "process p\n" SETUP
              "  m.Logoff(null) -> S_OK\n    | s.QuerySwitchIdentities() -> S_OK\n    | s.SwitchIdentities() -> S_OK\n",
              TRACE SINK
              "process p\n" SETUP_OK
              "  m.Logoff(null) -> S_OK\n    | s.QuerySwitchIdentities() -> S_OK\n    | s.SwitchIdentities() -> S_OK\n"
              "      m.GetIdentityByCookie(UID_GIBC_CURRENT_USER, &i = null) -> E_NO_CURRENT_IDENTITY\nended ok\n");

    (void)state;
    assert_fact(j, "Logoff#1", "callbacks", FACT_SAME,
                "s.QuerySwitchIdentities() -> S_OK | s.SwitchIdentities() -> S_OK",
                "s.QuerySwitchIdentities() -> S_OK | s.SwitchIdentities() -> S_OK");
    assert_fact(j, "s.SwitchIdentities#1/GetIdentityByCookie#1", "result", FACT_DIFFERENT, "S_OK",
                "E_NO_CURRENT_IDENTITY");
    judgement_free(j);
    j = judge(SCENARIO SINK "process p\n" SETUP
                            "  m.Logoff(null)\n    | s.SwitchIdentities() -> S_OK\n  i.GetCookie(&c) -> S_OK\n",
              TRACE SINK "process p\n" SETUP_OK "  m.Logoff(null) -> S_OK\n  i.GetCookie(&c) -> not-run i\nended ok\n");
    assert_fact(j, "Logoff#1", "callbacks", FACT_DIFFERENT, "s.SwitchIdentities() -> S_OK", "none");
    assert_fact(j, "GetCookie#1", "result", FACT_NOT_RUN, "S_OK", NULL);
    assert_string_equal(find(j, "GetCookie#1", "result")->cause, "Logoff#1");
    assert_string_equal(find(j, "GetCookie#1", "result")->cause_fact, "callbacks");
    judgement_free(j);
}

/* The verdict over what is stated and what was seen, in a scenario whose process has a thread `w` of the MTA. */
static enum fact_verdict where(const char *line, const char *expected, const char *observed, const char *shown)
{
#define THREADS                                                                                                        \
    "sink s = IIdentityChangeNotify\nprocess p\n" SETUP "thread w mta\n  pump\n%s\n" CALL                              \
    "    | s.SwitchIdentities() -> S_OK%s\n"
    char scenario[2000], trace[2000];
    struct judgement *j;
    enum fact_verdict verdict;

    snprintf(scenario, sizeof(scenario), SCENARIO THREADS, line, expected);
    snprintf(trace, sizeof(trace), TRACE THREADS "ended ok\n", line, observed);
    j = judge(scenario, trace);
    verdict = find(j, "Logoff#1", "callbacks")->verdict;
    assert_string_equal(find(j, "Logoff#1", "callbacks")->observed, shown);
    judgement_free(j);
    return verdict;
}

#define TOLD "s.SwitchIdentities() -> S_OK"

static void places_of_callbacks(void **state)
{
    (void)state;
    /* What a scenario leaves out is open. */
    assert_int_equal(where("process p", "", " on other mta", TOLD " on other mta"), FACT_SAME);
    assert_int_equal(where("process p", "", "", TOLD), FACT_SAME);
    /* What a trace leaves out is the thread of the line above, as it was declared. */
    assert_int_equal(where("process p", " on main sta", "", TOLD " on main sta"), FACT_SAME);
    assert_int_equal(where("process p", " on main mta", "", TOLD " on main sta"), FACT_DIFFERENT);
    assert_int_equal(where("process p", " on other sta", "", TOLD " on main sta"), FACT_DIFFERENT);
    assert_int_equal(where("", " on w mta", "", TOLD " on w mta"), FACT_SAME);
    assert_int_equal(where("thread w", " on w mta", "", TOLD " on w mta"), FACT_SAME);
    assert_int_equal(where("thread w", " on main sta", "", TOLD " on w mta"), FACT_DIFFERENT);
    assert_int_equal(where("process p", " on w mta", " on w mta", TOLD " on w mta"), FACT_SAME);
    assert_int_equal(where("process p", " on w mta", " on w none", TOLD " on w none"), FACT_DIFFERENT);
    assert_int_equal(where("process p", " on other mta", " on w mta", TOLD " on w mta"), FACT_DIFFERENT);
}

static void flags_of_callbacks(void **state)
{
#define NOTICE "sink s = IIdentityChangeNotify\nprocess p\n" SETUP CALL
    struct judgement *j =
        judge(SCENARIO NOTICE
              "    | s.IdentityInformationChanged(IIC_IDENTITY_CHANGED|IIC_CURRENT_IDENTITY_CHANGED) -> S_OK\n",
              TRACE NOTICE "    | s.IdentityInformationChanged(3) -> S_OK\nended ok\n");

    (void)state;
    assert_fact(j, "Logoff#1", "callbacks", FACT_SAME,
                "s.IdentityInformationChanged(IIC_IDENTITY_CHANGED|IIC_CURRENT_IDENTITY_CHANGED) -> S_OK",
                "s.IdentityInformationChanged(3) -> S_OK");
    judgement_free(j);
    j = judge(SCENARIO NOTICE "    | s.IdentityInformationChanged(IIC_IDENTITY_CHANGED) -> S_OK\n",
              TRACE NOTICE "    | s.IdentityInformationChanged(IIC_IDENTITY_DELETED) -> S_OK\nended ok\n");
    assert_int_equal(find(j, "Logoff#1", "callbacks")->verdict, FACT_DIFFERENT);
    judgement_free(j);
}

/* ---- calls in flight ---- */

static void calls_in_flight(void **state)
{
    struct judgement *j = judge(
        SCENARIO
        "process p\n" SETUP
        "  l: begin m.Logon(null, UIL_FORCE_UI, &i = null)\n    | set [HKCU\\a] \"v\"=\"1\"\nprocess q\n  pump\n"
        "process p\n    | set [HKCU\\a] \"v\"=\"2\"\nprocess q\n  pump\n"
        "process p\n  end l -> E_USER_CANCELLED\n    | set [HKCU\\a] \"v\"=\"3\"\n",
        TRACE "process p\n" SETUP_OK "  l: begin m.Logon(null, UIL_FORCE_UI, &i)\nprocess q\n  pump\nprocess p\n"
              "process q\n  pump\nprocess p\n  end l(&i = untouched) -> E_USER_CANCELLED\n"
              "    | set [HKCU\\a] \"v\"=\"1\"\n    | set [HKCU\\a] \"v\"=\"2\"\n    | set [HKCU\\a] \"v\"=\"4\"\n"
              "ended ok\n");

    (void)state;
    assert_fact(j, "l", "out.ppIdentity", FACT_DIFFERENT, "null", "untouched");
    assert_fact(j, "l", "result", FACT_SAME, "E_USER_CANCELLED", "E_USER_CANCELLED");
    /* Wherever the lines of the call stand, they are its own, from its begin to its end. */
    assert_fact(j, "l", "registry", FACT_DIFFERENT,
                "set [HKCU\\a] \"v\"=\"1\" | set [HKCU\\a] \"v\"=\"2\" | set [HKCU\\a] \"v\"=\"3\"",
                "set [HKCU\\a] \"v\"=\"1\" | set [HKCU\\a] \"v\"=\"2\" | set [HKCU\\a] \"v\"=\"4\"");
    judgement_free(j);
}

/* ---- a trace as expectation ---- */

static void a_trace_expects_what_it_shows(void **state)
{
    static const char trace[] =
        TRACE SINK "process p\n" SETUP_OK "  m.Logoff(null) -> S_OK\n    | s.SwitchIdentities() -> S_OK\n"
                   "      m.GetIdentityByCookie(UID_GIBC_CURRENT_USER, &i = new) -> S_OK\n"
                   "  i.GetCookie(&c = " GUID_A ") -> S_OK\n    | set [HKCU\\x] \"v\"=\"" GUID_A "\"\nended ok\n";
    static const char other[] =
        TRACE SINK "process p\n" SETUP_OK "  m.Logoff(null) -> S_OK\n    | s.SwitchIdentities() -> S_OK\n"
                   "      m.GetIdentityByCookie(UID_GIBC_CURRENT_USER, &i = new) -> S_FALSE\n"
                   "  i.GetCookie(&c = " GUID_B ") -> S_OK\n    | set [HKCU\\x] \"v\"=\"" GUID_B "\"\nended ok\n";
    struct judgement *j = judge(trace, trace);

    (void)state;
    assert_int_equal(j->counts[FACT_SAME], j->n_facts);
    assert_true(j->n_facts > 10);
    judgement_free(j);
    j = judge(trace, other);
    assert_int_equal(j->counts[FACT_DIFFERENT], 1);
    assert_fact(j, "s.SwitchIdentities#1/GetIdentityByCookie#1", "result", FACT_DIFFERENT, "S_OK", "S_FALSE");
    assert_fact(j, "GetCookie#1", "registry", FACT_SAME, "set [HKCU\\x] \"v\"=\"{$(guid1)}\"",
                "set [HKCU\\x] \"v\"=\"{$(guid1)}\"");
    judgement_free(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results),
        cmocka_unit_test(numbers_and_pointers),
        cmocka_unit_test(texts_and_keys),
        cmocka_unit_test(guids),
        cmocka_unit_test(effects),
        cmocka_unit_test(steps_after_a_missing_variable),
        cmocka_unit_test(steps_after_a_crash),
        cmocka_unit_test(what_is_unsupported_has_no_facts),
        cmocka_unit_test(steps_inside_of_callbacks),
        cmocka_unit_test(places_of_callbacks),
        cmocka_unit_test(flags_of_callbacks),
        cmocka_unit_test(calls_in_flight),
        cmocka_unit_test(a_trace_expects_what_it_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every production of the grammar (FORMAT.md, section 2) and the canonical form (section 4). */
#include "trace/tests/support.h"

#include "trace/tests/dump.h"

/* ---- productions: each of these is canonical already ---- */

#define NIL "{00000000-0000-0000-0000-000000000000}"

static const char *const headers[] = {
    "title     A \"title\", with {every} $(character)",
    "evidence  documented D-075",
    "evidence  recorded msident.dll 00, forensic xp-used, documented D-1, recorded-wine x, inferred I-08",
    "evidence  synthetic, observed wine 12",
    "needs     ui",
    "needs     ui, processes, threads, native, fault",
    "limit     20s",
    "limit     1500ms",
    "registry  empty",
    "registry  xp-used",
    "registry  xp-used [forensic xp-used]",
    "registry\n  [HKCU\\Identities]\n  \"a\"=\"b\"\n  @=dword:00000001\n  \"c\"=hex(2):00,00\n  [HKCU\\x;y]",
    "registry  [forensic xp-used]\n  [HKCU\\Identities]",
    "registry",
    "password  {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA} = secret bob",
    "password  {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA} = none",
    "password  {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA} = unreadable",
    ("password  " NIL " = none\npassword  " NIL " = unreadable"),
    "deny      [HKCU\\Identities] read",
    "deny      [HKCU] write\ndeny      [HKLM\\x] all",
    "folder    \"$(local)\\\\Identities\"\nfolder    \"$(roaming)\"",
};

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *const trace_headers[] = {
    "of        enum/clone_position",
    "target    wine",
    ("dll       \"C:\\\\x.dll\" sha256 " SHA),
    ("dll       \"x\" sha256 " SHA " version \"1.0\" machine x86-64"),
    "lane      wine64",
    "lane      x86 \"wine 8.0\"",
    "observes  registry, callbacks, folders, windows",
    "observes  folders",
    "observes  registry, reads",
};

static const char *const steps[] = {
    "m = create UserIdentityManager as IUserIdentityManager",
    "f = factory UserIdentityManager as IClassFactory -> S_OK",
    "b = a as IUserIdentity2 -> E_NOINTERFACE null",
    "b = a as IUserIdentity2 -> S_OK same manager",
    "w = window \"Mail\"",
    "w = window \"Mail\" -> void",
    "x.Reset()",
    "label: x.Reset() -> S_OK",
    "x.Reset() -> 0x8004DEAD",
    "x.Reset() -> any",
    "x.Reset() -> crash ACCESS_VIOLATION",
    "x.Reset() -> crash 0xE0001234",
    "x.Reset() -> hang",
    "x.Reset() -> exit 3",
    "x.Reset() [D-086]",
    "x.Reset() -> S_OK [D-086] [inferred I-08]",
    "x.AddRef() -> count 2",
    "dll.DllCanUnloadNow() -> S_FALSE",
    "x.M(null, 12, 0x1F, UIL_FORCE_UI, IIC_IDENTITY_CHANGED|IIC_IDENTITY_ADDED, \"s\", secret bob, y)",
    "x.M({A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}, {$(cookie)}, {$(cookie:lower)}, UID_GIBC_CURRENT_USER)",
    "x.M(&a, &b[64], &c = 3, &d = UIL_FORCE_UI, &e = {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}, &f = {$(cookie)})",
    "x.M(&a = null, &b = untouched, &c = any, &d = object, &e = new, &f = same w, &g = GUID_NULL)",
    "x.M(&k = [HKCU\\Identities\\{$(cookie)}], &t[64] = \"Bob\", &u[1] = \"\" tail any, &v[2] = \"x\" tail touched)",
    "x.M(&(a), &(a, b) = (new, null), &(p, c) = (same veto, same cookie))",
    "l: begin m.Logon(w, 0, &i = null)",
    "end l",
    "end l -> E_PROCESS_CANCELLED_SWITCH",
    "pump",
    "pump until veto.SwitchIdentities",
    "pump 500ms",
    "pump [D-1]",
    "pump -> void",
    "pump 2s [D-1]",
    "never veto.SwitchIdentities",
    "never veto.SwitchIdentities -> no",
    "refs veto -> count 1",
    "unchanged",
    "unchanged -> yes",
    "kill p",
    "hang p",
    "exit p",
    "clock +10s",
    "reg set [HKCU\\Identities] \"a\"=\"b\" -> ERROR_SUCCESS",
    "reg set k \"a\"=dword:0000000a",
    "reg set k[Software\\x] @=hex:01,02 -> ERROR_ACCESS_DENIED",
    "reg set [HKCU\\x] \"a\"=dword:$(cookie)",
    "reg set [HKCU\\x] \"a\"=hex:$(cookie)",
    "reg set [HKCU\\x] \"a\"=expand:\"%x%\"",
    "reg delete [HKCU\\x]",
    "reg delete [HKCU\\x] \"v\"",
    "reg delete k @ -> ERROR_FILE_NOT_FOUND",
    "reg create [HKCU\\x] -> 0x00001234",
    "reg query [HKCU\\x] \"v\" -> \"text\"",
    "reg query [HKCU\\x] \"v\" -> dword:00000001",
    "reg query [HKCU\\x] @ -> hex(7):00,00",
    "reg query [HKCU\\x] \"v\" -> hex:",
    "reg query [HKCU\\x] \"v\" -> expand:\"\"",
    "reg query [HKCU\\x] \"v\" -> protected(none)",
    "reg query [HKCU\\x] \"v\" -> protected(secret bob)",
    "reg query [HKCU\\x] \"v\" -> protected(unreadable)",
    "reg query [HKCU\\x] \"v\" -> absent",
    "reg keys [HKCU\\x] -> ()",
    "reg keys k -> (\"a\", \"b\", \"c\")",
    "reg values k[sub]",
    "reg values k [tag]",
    "reg close k",
    "begin.Reset()",
    "end = create UserIdentityManager as IUnknown",
    "answer.Reset()",
};

static const char *const details[] = {
    "| set [HKCU\\Identities\\{$(cookie)}] \"User ID\"=\"{$(cookie:lower)}\"",
    "| set [HKCU\\Identities] @=dword:$(cookie)",
    "| create [HKLM\\Software]",
    "| delete [HKCR\\x]",
    "| delete [HKU\\x] \"v\"",
    "| delete [HKU\\x] @",
    "| veto.QuerySwitchIdentities() -> S_OK",
    "| veto.IdentityInformationChanged(IIC_IDENTITY_CHANGED|IIC_IDENTITY_ADDED) -> E_FAIL",
    "| folder create \"$(local)\\\\x\"",
    "| folder remove \"x\"",
    "| file create \"x\"",
    "| file write \"x\"",
    "| file remove \"x\"",
    "| rename \"x\" to \"y\"",
    "| dialog switch",
    "| dialog \"Some label\"",
    "| message refused \"text\"",
    "| focus switch.list",
    "| foreground w",
    "| window create \"#32770\" \"Title\"",
    "| window destroy \"#32770\" \"\"",
    "| control switch.ok button \"OK\"",
    "| control switch.ok button \"OK\" default enabled",
    "| registry none",
    "| callbacks none",
    "| folders ...",
    "| windows ...",
    "> dialog switch",
    "> type new.name \"Bob\"",
    "> clear new.name",
    "> check new.require-password on",
    "> check new.require-password off",
    "> select switch.list \"Bob\"",
    "> press switch.ok",
    "> close",
    "> key \"{ENTER}\"",
};

static const char *const ends[] = { "ended ok", "ended crash ACCESS_VIOLATION at Next#2", "ended hang at logon",
                                    "ended exit 3", "ended unsupported windows at v.Q#1/create#1" };

/* The text prints as itself, and what was read from it has every field that was read from the print. */
static void assert_canonical(const char *text)
{
    char *once = formatted(text);
    struct trace *a = parsed(text), *b = parsed(once);
    char *dump_a = model_dump(a), *dump_b = model_dump(b);

    assert_string_equal(once, text);
    assert_string_equal(dump_a, dump_b);
    free(dump_a);
    free(dump_b);
    free(once);
    trace_free(a);
    trace_free(b);
}

static void each(const char *before, const char *const *lines, size_t n, const char *indent)
{
    for (size_t i = 0; i < n; i++) {
        char text[4000];

        snprintf(text, sizeof(text), "%s%s%s\n", before, indent, lines[i]);
        assert_canonical(text);
    }
}

#define EACH(before, lines, indent) each(before, lines, sizeof(lines) / sizeof(lines[0]), indent)

static void headers_of_scenarios(void **state)
{
    (void)state;
    EACH("scenario 1\n", headers, "");
    EACH("trace 1\n", headers, "");
}

static void headers_of_traces(void **state)
{
    (void)state;
    EACH("trace 1\n", trace_headers, "");
}

static void steps_of_every_kind(void **state)
{
    (void)state;
    EACH(PROCESS, steps, "  ");
    EACH("trace 1\n\nprocess p\n  x.Reset() -> S_OK\n\nthread t sta\n", steps, "  ");
    assert_canonical("trace 1\n\nprocess p\n  x.Reset() -> not-run x\n  end l(&a = null, &b = 3) -> S_OK\n");
}

static void details_of_every_kind(void **state)
{
    (void)state;
    EACH(PROCESS "  x.Reset()\n", details, "    ");
    EACH(PROCESS, details, "    "); /* of a call in flight */
}

static void sinks_and_runners(void **state)
{
    (void)state;
    assert_canonical("scenario 1\n\nsink s = IIdentityChangeNotify\n");
    assert_canonical("scenario 1\n\nsink s = IIdentityChangeNotify\n  on QuerySwitchIdentities answer 0x80001234\n"
                     "  on SwitchIdentities\n    a = b as IUnknown -> S_OK\n      | registry none\n    answer S_OK\n"
                     "  on IdentityInformationChanged\n    answer E_FAIL\n");
    assert_canonical("scenario 1\n\nsink s = IIdentityChangeNotify\n  on SwitchIdentities answer E_FAIL\n"
                     "  on SwitchIdentities#2 answer S_OK\n  on SwitchIdentities#30\n    a = b as IUnknown -> S_OK\n"
                     "    answer E_FAIL\n");
    assert_canonical("scenario 1\n\nprocess p\n\nthread t\n\nthread u mta\n\nprocess q\n");
}

static void ends_of_every_kind(void **state)
{
    (void)state;
    EACH("trace 1\n", ends, "");
}

static void steps_inside_of_callbacks(void **state)
{
    (void)state;
    assert_canonical("trace 1\n\nprocess p\n  x.SetName(\"a\") -> S_OK\n    | s.SwitchIdentities() -> S_OK\n"
                     "      x.GetCookie(&c = {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}) -> S_OK\n"
                     "        | s.SwitchIdentities() -> S_OK\n          x.SetName(null) -> E_POINTER\n"
                     "    | registry none\nended ok\n");
}

/* ---- what the canonical form makes of other forms ---- */

static void assert_form(const char *text, const char *expected)
{
    char *once = formatted(text), *twice = formatted(once);

    assert_string_equal(once, expected);
    assert_string_equal(twice, expected);
    free(once);
    free(twice);
}

static void places_of_callbacks(void **state)
{
    (void)state;
    assert_canonical(
        "trace 1\n\nprocess p\n  x.SetName(\"a\") -> S_OK\n    | s.SwitchIdentities() -> S_OK on main sta\n"
        "      x.SetName(null) -> E_POINTER\n    | s.SwitchIdentities() -> S_OK on other none\n"
        "    | s.SwitchIdentities() -> S_FALSE on worker mta\nended ok\n");
    assert_form("scenario 1\nprocess p\n  x.Reset()\n    | s.SwitchIdentities()   ->  S_OK  on   on  none ; why\n",
                "scenario 1\n\nprocess p\n  x.Reset()\n    | s.SwitchIdentities() -> S_OK on on none ; why\n");
}

static void spellings_become_one(void **state)
{
    (void)state;
    assert_form("scenario 1\r\nlimit   3s\r\ntitle x  \r\n", "scenario 1\ntitle     x\nlimit     3s\n");
    assert_form("scenario 1\ndeny [HKEY_CURRENT_USER\\a$(u0062)] read", "scenario 1\ndeny      [HKCU\\ab] read\n");
    assert_form("scenario 1\ndeny [HKEY_LOCAL_MACHINE] read\ndeny [HKEY_CLASSES_ROOT\\x] all\ndeny [HKEY_USERS] all\n",
                "scenario 1\ndeny      [HKLM] read\ndeny      [HKCR\\x] all\ndeny      [HKU] all\n");
    assert_form("scenario 1\nfolder \"\\u0041\\ud83d\\ude00\\u0000\\u0009\\u0024(x\"\n",
                "scenario 1\nfolder    \"A\xF0\x9F\x98\x80\\0\\t$(u0024)(x\"\n");
    assert_form("scenario 1\npassword {a9ae6c91-1d1b-11d2-b21a-00c04fa357fa}   =  none\n",
                "scenario 1\npassword  {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA} = none\n");
    assert_form("scenario 1\nprocess p\n  x.Reset()   ->   0x80004001   [ a   b ]\n",
                "scenario 1\n\nprocess p\n  x.Reset() -> E_NOTIMPL [a b]\n");
    assert_form("scenario 1\nprocess p\n  x.Reset() -> crash 0xC0000005\n",
                "scenario 1\n\nprocess p\n  x.Reset() -> crash ACCESS_VIOLATION\n");
    assert_form("scenario 1\nprocess p\n  reg create k -> 0x00000005\n",
                "scenario 1\n\nprocess p\n  reg create k -> ERROR_ACCESS_DENIED\n");
    assert_form("scenario 1\nprocess p\n  reg query k \"\" -> hex(1):41,00,00,00\n",
                "scenario 1\n\nprocess p\n  reg query k @ -> \"A\"\n");
    assert_form("scenario 1\nprocess p\n  reg query k @ -> hex(4):0A,00,00,00\n",
                "scenario 1\n\nprocess p\n  reg query k @ -> dword:0000000a\n");
    assert_form("scenario 1\nneeds processes, ui\nevidence synthetic, documented   D-1  D-2\n",
                "scenario 1\nevidence  synthetic, documented D-1 D-2\nneeds     ui, processes\n");
}

static void arrows_of_a_block_are_aligned(void **state)
{
    (void)state;
    assert_form("scenario 1\nprocess p\n  x.Reset() -> S_OK\n  xyz.Reset() -> S_OK\n    | registry none\n  pump\n\n"
                "  x.Reset() -> S_OK\n; comment\n  yy.Reset() -> S_OK\n",
                "scenario 1\n\nprocess p\n  x.Reset()   -> S_OK\n  xyz.Reset() -> S_OK\n    | registry none\n  pump\n\n"
                "  x.Reset() -> S_OK\n; comment\n  yy.Reset() -> S_OK\n");
    /* What does not fit into 72 columns stands alone. */
    assert_form("scenario 1\nprocess p\n  x.Reset() -> S_OK\n"
                "  x.M(\"0123456789012345678901234567890123456789012345678901234567890123456789\") -> S_OK\n",
                "scenario 1\n\nprocess p\n  x.Reset() -> S_OK\n"
                "  x.M(\"0123456789012345678901234567890123456789012345678901234567890123456789\") -> S_OK\n");
    /* Width counts characters. */
    assert_form("scenario 1\nprocess p\n  x.M(\"\xC3\xA9\xC3\xA9\") -> S_OK\n  x.M(\"ee\") -> S_OK\n",
                "scenario 1\n\nprocess p\n  x.M(\"\xC3\xA9\xC3\xA9\") -> S_OK\n  x.M(\"ee\") -> S_OK\n");
    /* A trace is written line by line. */
    assert_form("trace 1\nprocess p\n  x.Reset() -> S_OK\n  xyz.Reset() -> S_OK\n",
                "trace 1\n\nprocess p\n  x.Reset() -> S_OK\n  xyz.Reset() -> S_OK\n");
}

static void comments_stay_where_they_are(void **state)
{
    (void)state;
    assert_form(
        "scenario 1 ; first\n; above\nlimit 3s;behind\n\n\n; for title\ntitle x ; y\nregistry ; state\n  [HKCU\\a;b] ; "
        "key\n"
        "  ; value\n  \"v\"=\"a;b\" ; v\n\n\nsink s = IIdentityChangeNotify ; sink\n\n  on SwitchIdentities ; on\n"
        "    ; inside\n    answer S_OK ; answer\n; for p\nprocess p ; p\n\n  ; one\n  pump ; two\n\n\n  pump\n   ; "
        "odd\n"
        "    | registry none ; three\nended ok ; end\n\n; last\n\n",
        "scenario 1 ; first\n\n; for title\ntitle     x ; y\n; above\nlimit     3s ;behind\nregistry ; state\n"
        "  [HKCU\\a;b] ; key\n  ; value\n  \"v\"=\"a;b\" ; v\n\nsink s = IIdentityChangeNotify ; sink\n\n"
        "  on SwitchIdentities ; on\n    ; inside\n    answer S_OK ; answer\n\n; for p\nprocess p ; p\n  ; one\n  pump "
        "; two\n\n"
        "  pump\n  ; odd\n    | registry none ; three\nended ok ; end\n\n; last\n");
    assert_form("scenario 1\n\n\n", "scenario 1\n");
}

/* ---- printing in pieces ---- */

/* An agent prints line by line what trace_print prints at once. */
static void pieces_make_the_whole(void **state)
{
    static const char text[] =
        "trace 1\ntitle     x\nregistry\n  [HKCU\\a]\n  \"v\"=dword:00000001\nobserves  registry\n\n"
        "sink s = IIdentityChangeNotify\n  on SwitchIdentities\n    x.Reset() -> S_OK\n    answer S_OK\n\nprocess p\n  "
        "x.Reset() -> S_OK\n    | s.SwitchIdentities() -> S_OK\n"
        "      x.Reset() -> S_OK\nended ok\n";
    struct trace *trace = parsed(text);
    struct buffer out;

    (void)state;
    buffer_init(&out, 4096);
    trace_print_header(trace, &out);
    const struct section *sink = trace->sections, *process = sink->next;
    trace_print_section(sink, &out);
    trace_print_section(process, &out);
    trace_print_step(process->steps, 1, &out);
    trace_print_detail(process->steps->details, 2, &out);
    trace_print_step(process->steps->details->steps, 3, &out);
    trace_print_ended(&trace->ended, &out);
    assert_int_equal(out.status, ST_OK);
    assert_string_equal(out.data, text);
    buffer_free(&out);
    trace_free(trace);
}

/* ---- the document ---- */

/* The first example of FORMAT.md is read, and means something. */
static void the_example_of_the_document(void **state)
{
    static char text[1 << 17];
    char example[4000] = "";
    size_t len = 0;
    FILE *file = fopen(IDT_FORMAT_DOCUMENT, "rb");

    (void)state;
    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = 0;
    fclose(file);
    const char *p = strstr(text, "\n    scenario 1\n");
    assert_non_null(p);
    for (p++; !strncmp(p, "    ", 4) || *p == '\n'; p += strcspn(p, "\n") + 1) {
        size_t indent = *p == '\n' ? 0 : 4, n = strcspn(p, "\n") + 1 - indent;
        assert_true(len + n < sizeof(example));
        memcpy(example + len, p + indent, n);
        len += n;
    }
    trace_free(checked(example));
}

/* ---- labels ---- */

static void labels_count_methods(void **state)
{
    static const char text[] =
        "trace 1\n\nprocess p\n  m = create UserIdentityManager as IUnknown\n  a = m as IUnknown\n  m.Next()\n"
        "    | s.Q() -> S_OK\n      m.Next()\n      x: m.Next()\n    | s.Q() -> S_OK\n      m.Next()\n  l: m.Next()\n  "
        "m.Next()\n"
        "  reg query k @\n  w: begin m.Next()\n  end w\n  unchanged\n";
    struct trace *trace = parsed(text);
    const struct step *step = trace->sections->steps;
    static const char *const labels[] = { "create#1", "QueryInterface#1", "Next#1", "l", "Next#2", "query#1", "w",
                                          "w",        "unchanged#1" };

    (void)state;
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++, step = step->next) {
        assert_string_equal(step->label, labels[i]);
        if (i == 2) {
            const struct detail *first = step->details;
            assert_string_equal(first->steps->label, "s.Q#1/Next#1");
            assert_string_equal(first->steps->next->label, "s.Q#1/x");
            assert_string_equal(first->next->steps->label, "s.Q#2/Next#1");
        }
    }
    assert_null(step);
    assert_int_equal(trace->n_steps, 12);
    trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_scenarios),
        cmocka_unit_test(headers_of_traces),
        cmocka_unit_test(steps_of_every_kind),
        cmocka_unit_test(details_of_every_kind),
        cmocka_unit_test(sinks_and_runners),
        cmocka_unit_test(ends_of_every_kind),
        cmocka_unit_test(steps_inside_of_callbacks),
        cmocka_unit_test(places_of_callbacks),
        cmocka_unit_test(spellings_become_one),
        cmocka_unit_test(arrows_of_a_block_are_aligned),
        cmocka_unit_test(comments_stay_where_they_are),
        cmocka_unit_test(pieces_make_the_whole),
        cmocka_unit_test(the_example_of_the_document),
        cmocka_unit_test(labels_count_methods),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every message of FORMAT.md, section 5, with the place it names; all limits of section 1; hostile files. */
#include "trace/tests/support.h"

#include <stdio.h>

struct error_case {
    const char *text;
    const char *message; /* "line:column: …" */
};

static void check_cases(const char *before, const struct error_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char text[4000];

        snprintf(text, sizeof(text), "%s%s", before, cases[i].text);
        assert_error(text, cases[i].message);
    }
}

#define CHECK(before, cases) check_cases(before, cases, sizeof(cases) / sizeof((cases)[0]))

static void first_line(void **state)
{
    static const struct error_case cases[] = {
        { "", "1:1: expected 'scenario 1' or 'trace 1', found end of line" },
        { "\n", "1:1: expected 'scenario 1' or 'trace 1', found end of line" },
        { "; x\nscenario 1\n", "1:1: expected 'scenario 1' or 'trace 1', found end of line" },
        { "hello", "1:1: expected 'scenario 1' or 'trace 1', found 'hello'" },
        { "scenario", "1:1: expected 'scenario 1' or 'trace 1', found 'scenario'" },
        { "scenario 2\n", "1:1: expected 'scenario 1' or 'trace 1', found 'scenario 2'" },
        { "trace 10\n", "1:1: expected 'scenario 1' or 'trace 1', found 'trace 10'" },
        { "  trace 1\n", "1:3: expected 'scenario 1' or 'trace 1', found 'trace'" },
        { "scenario 1 x\n", "1:12: expected end of line, found 'x'" },
        { "\xEF\xBB\xBFscenario 1\n", "1:1: expected 'scenario 1' or 'trace 1', found '\xEF\xBB\xBF'" },
    };

    (void)state;
    CHECK("", cases);
}

static void header_lines(void **state)
{
    static const struct error_case cases[] = {
        { "titel x\n", "2:1: expected a header, sink, process, thread or ended, found 'titel'" },
        { "title\n", "2:6: expected a blank, found end of line" },
        { "title  ; x\n", "2:8: expected a title, found end of line" },
        { "title a\ntitle b\n", "3:1: expected one line 'title', found a second one (first in line 2)" },
        { "evidence hearsay\n", "2:10: expected one of recorded, forensic, documented, recorded-wine, inferred, "
                                "synthetic, observed, found 'hearsay'" },
        { "evidence synthetic,synthetic\n", "2:20: expected a blank, found 'synthetic'" },
        { "needs magic\n", "2:7: expected one of ui, processes, threads, native, fault, found 'magic'" },
        { "limit 20\n", "2:7: expected a duration such as 20s or 500ms, found '20'" },
        { "limit 20h\n", "2:7: expected a duration such as 20s or 500ms, found '20h'" },
        { "limit 0s\n", "2:7: expected a limit above zero, found zero" },
        { "registry a b\n", "2:12: expected end of line, found 'b'" },
        { "registry\n  x\n", "3:3: expected a key in brackets or a value, found 'x'" },
        { "registry\n  \"v\"=\"x\"\n", "3:3: expected a key above the first value, found none" },
        { "registry\n  [HKLM\\x]\n", "3:3: expected a key below HKEY_CURRENT_USER, found '[HKLM\\x]'" },
        { "registry\n  [HKCU]\n", "3:3: expected a key below HKEY_CURRENT_USER, found '[HKCU]'" },
        { "registry\n  [-HKCU\\x]\n", "3:3: expected a key to add, found '[-'" },
        { "registry\n  [HKCU\\x]\n  \"v\"=-\n", "4:7: expected a value to add, found '-'" },
        { "registry\n  [HKCU\\x]\n  \"v\"=protected(none)\n",
          "4:7: expected a string, dword: or hex:, found 'protected'" },
        { "registry\n  [HKCU\\x]\n  \"v\"=\"$(c)\"\n", "4:7: expected no symbol in a state, found '$(c)'" },
        { "registry\n  [HKCU\\x]\n    \"v\"=\"c\"\n", "4:5: expected an indentation of 2 blanks, found 4" },
        { "password {x} = none\n", "2:10: expected a GUID such as {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}, found '{'" },
        { "password {$(c)} = none\n", "2:10: expected a GUID, found '{$(c)}'" },
        { "password {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA} = 12\n",
          "2:51: expected one of none, secret, unreadable, found '12'" },
        { "deny [HKCU\\x] some\n", "2:15: expected one of read, write, all, found 'some'" },
        { "deny HKCU\n", "2:6: expected a key in brackets, found 'HKCU'" },
        { "folder x\n", "2:8: expected a string, found 'x'" },
        { "of x\n", "2:1: expected a header of a scenario, found 'of'" },
        { "process p\ntitle x\n", "3:1: expected one of sink, process, thread, ended, found 'title'" },
    };
    static const struct error_case trace_cases[] = {
        { "dll \"x\" sha 00\n", "2:9: expected 'sha256', found 'sha'" },
        { "dll \"x\" sha256 00\n", "2:16: expected 64 hex digits, found '00'" },
        { "observes x\n", "2:10: expected one of registry, callbacks, folders, windows, reads, found 'x'" },
        { "lane 1\n", "2:6: expected the name of a lane, found '1'" },
        { "of $\n", "2:4: expected the id of a scenario, such as enum/clone_position, found '$'" },
        { "ended\n", "2:6: expected a blank, found end of line" },
        { "ended well\n", "2:7: expected one of ok, crash, hang, exit, unsupported, dialog, found 'well'" },
        { "ended crash NEVER\n", "2:13: expected an exception such as ACCESS_VIOLATION or 0xC0000005, found 'NEVER'" },
        { "ended ok on x\n", "2:10: expected 'at', found 'on'" },
        { "ended ok\nprocess p\n", "3:1: expected end of file, found 'process'" },
    };

    (void)state;
    CHECK("scenario 1\n", cases);
    CHECK("trace 1\n", trace_cases);
}

static void indentation_and_encoding(void **state)
{
    static const struct error_case cases[] = {
        { " x.Reset()\n", "5:2: expected an indentation of 0 blanks, found 1" },
        { "\tx.Reset()\n", "5:1: expected an indentation of 0 blanks, found a tab" },
        { "  \tx.Reset()\n", "5:3: expected an indentation of 2 blanks, found a tab" },
        { "    x.Reset()\n", "5:5: expected an indentation of 2 blanks, found 4" },
        { "  x.Reset()\n      | registry none\n", "6:7: expected an indentation of 2 blanks, found 6" },
        { "  x.Reset()\n    x.Reset()\n", "6:5: expected an indentation of 2 blanks, found 4" },
        { "  x.Reset()\n    | s.Q() -> S_OK\n      x.Reset()\n", "7:7: expected an indentation of 4 blanks, found 6" },
        { "                                  x.Reset()\n",
          "5:35: expected at most 16 levels of indentation, found 17" },
        { "  x.Reset() ; \xFF\n", "5:15: expected UTF-8, found byte 0xFF" },
        { "  x.M(\"\xC3(\")\n", "5:8: expected UTF-8, found byte 0xC3" },
        { "  x.M(\"\x01\")\n", "5:8: expected no control character, found byte 0x01" },
        { "  x.Reset()\r x\n", "5:12: expected no control character, found byte 0x0D" },
    };

    (void)state;
    CHECK(PROCESS, cases);
    assert_string_equal(error_of("scenario 1\n\0", 12), "2:1: expected no control character, found byte 0x00");
}

static void steps(void **state)
{
    static const struct error_case cases[] = {
        { "  ?\n", "5:3: expected a step, found '?'" },
        { "  x\n", "5:4: expected a blank, found end of line" },
        { "  x y\n", "5:5: expected '=', found 'y'" },
        { "  x = 3\n", "5:7: expected one of create, factory, window, or a variable, found '3'" },
        { "  x = y of z\n", "5:9: expected 'as', found 'of'" },
        { "  x = create Foo as IUnknown\n", "5:14: expected a class of the catalogue, found 'Foo'" },
        { "  x = y as IFoo\n", "5:12: expected an interface of the catalogue, found 'IFoo'" },
        { "  x = y as exports\n", "5:12: expected an interface of the catalogue, found 'exports'" },
        { "  x.Reset\n", "5:10: expected '(', found end of line" },
        { "  x.Reset(\n", "5:11: expected an argument, found end of line" },
        { "  x.M(1,2)\n", "5:9: expected a blank, found '2'" },
        { "  x.M(1 2)\n", "5:8: expected ')', found a blank" },
        { "  x.M(0x)\n", "5:7: expected an argument, found '0x'" },
        { "  x.M(18446744073709551616)\n", "5:7: expected an argument, found '18446744073709551616'" },
        { "  x.M(UIL_FORCE_UI|FOO)\n", "5:20: expected a constant of the catalogue, found 'FOO'" },
        { "  x.M({00)\n", "5:7: expected a GUID such as {A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}, found '{'" },
        { "  x.M({$(a b)})\n", "5:8: expected a symbol such as $(cookie), found '$'" },
        { "  x.M(\"abc)\n", "5:12: expected '\"', found end of line" },
        { "  x.M(\"a\\x\")\n", "5:10: expected one of \\ \" n r t 0 u behind a backslash, found 'x'" },
        { "  x.M(\"\\u12\")\n", "5:10: expected four hex digits, found '12'" },
        { "  x.M(\"$(\")\n", "5:8: expected a symbol such as $(cookie), found '$'" },
        { "  x.M(secret)\n", "5:13: expected a blank, found ')'" },
        { "  x.M(&)\n", "5:8: expected a name, found ')'" },
        { "  x.M(&a[0])\n", "5:10: expected at most 32768 WCHARs in a buffer (and one at least), found 0" },
        { "  x.M(&a = )\n", "5:12: expected a value, found ')'" },
        { "  x.M(&a = foo)\n", "5:12: expected a value, found 'foo'" },
        { "  x.M(&a[1] = \"\" tail no)\n", "5:23: expected 'touched' or 'any', found 'no'" },
        { "  x.M(&(a, b) = (null))\n", "5:22: expected 2 values, found 1" },
        { "  x.M(&(a) = null)\n", "5:14: expected '(', found 'null'" },
        { "  x.M(&a = [x])\n", "5:13: expected one of HKCU, HKLM, HKCR, HKU, found 'x'" },
        { "  x.M(&a = [HKCU\\\\x])\n", "5:12: expected a key without empty parts, found '[HKCU\\\\x]'" },
        { "  x.M(&a = [HKCU\\])\n", "5:12: expected a key without empty parts, found '[HKCU\\]'" },
        { "  x.M() S_OK\n", "5:9: expected end of line, found 'S_OK'" },
        { "  x.M()-> S_OK\n", "5:8: expected a blank, found '-'" },
        { "  x.M() ->\n", "5:11: expected a blank, found end of line" },
        { "  x.M() -> S_KO\n", "5:12: expected an HRESULT such as S_OK or 0x80004005, found 'S_KO'" },
        { "  x.M() -> 0x8000\n", "5:14: expected eight hex digits, found '8000'" },
        { "  x.M() -> 0x800040051\n", "5:22: expected end of line, found '1'" },
        { "  x.M() -> count\n", "5:17: expected a blank, found end of line" },
        { "  x.M() -> S_OK []\n", "5:18: expected a word of evidence, found ']'" },
        { "  x.M() -> S_OK [a\n", "5:19: expected ']', found end of line" },
        { "  begin x.M()\n", "5:8: expected a label in front of 'begin', found none" },
        { "  a: end a(&b)\n", "5:11: expected '->' (only a trace shows out parameters here), found '('" },
        { "  end 3\n", "5:7: expected the label of a call that began, found '3'" },
        { "  pump for\n", "5:8: expected a duration such as 20s or 500ms, found 'for'" },
        { "  clock 10s\n", "5:9: expected '+', found '10s'" },
        { "  reg get [HKCU]\n", "5:7: expected one of set, delete, create, query, keys, values, close, found 'get'" },
        { "  reg query [HKCU]\n", "5:19: expected a blank, found end of line" },
        { "  reg query 3 \"x\"\n", "5:13: expected a key in brackets or a variable, found '3'" },
        { "  reg query [HKCU] x\n", "5:20: expected a value name or @, found 'x'" },
        { "  reg set [HKCU\\x] \"v\"=12\n",
          "5:24: expected data: a string, dword:, hex:, expand: or protected(\xE2\x80\xA6), found '12'" },
        { "  reg set [HKCU\\x] \"v\"=dword:12\n", "5:30: expected eight hex digits, found '12'" },
        { "  reg set [HKCU\\x] \"v\"=hex:1\n", "5:28: expected a byte of two hex digits, found '1'" },
        { "  reg set [HKCU\\x] \"v\"=hex:01,\n", "5:31: expected a byte of two hex digits, found end of line" },
        { "  reg set [HKCU\\x] \"v\"=hex(x):\n", "5:28: expected a type of one to eight hex digits, found 'x'" },
        { "  reg keys [HKCU] -> FOO\n", "5:22: expected a Win32 error such as ERROR_SUCCESS, found 'FOO'" },
    };

    (void)state;
    CHECK(PROCESS, cases);
}

static void details(void **state)
{
    static const struct error_case cases[] = {
        { "    |\n", "6:6: expected a blank, found end of line" },
        { "    | hear\n",
          "6:7: expected something seen (set, create, delete, folder, file, rename, dialog, closed, message, focus, "
          "foreground, window, control, open, read, keys, values, info, a callback, or a kind with none or ...), found "
          "'hear'" },
        { "    > hear\n", "6:7: expected something the user does (dialog, type, clear, check, select, press, close, "
                          "key), found 'hear'" },
        { "    | registry some\n", "6:16: expected 'none' or '...', found 'some'" },
        { "    | folder move \"x\"\n", "6:14: expected 'create' or 'remove', found 'move'" },
        { "    | file move \"x\"\n", "6:12: expected 'create' or 'write' or 'remove', found 'move'" },
        { "    | rename \"x\" \"y\"\n", "6:18: expected 'to', found '\"y\"'" },
        { "    | set [HKCU] \"a\"\n", "6:21: expected '=', found end of line" },
        { "    | dialog nowhere\n", "6:14: expected a role of the catalogue, found 'nowhere'" },
        { "    | s.Q()\n", "6:12: expected a blank, found end of line" },
        { "    | s.Q() S_OK\n", "6:13: expected '->', found 'S_OK'" },
        { "    > check new.require-password maybe\n", "6:34: expected 'on' or 'off', found 'maybe'" },
        { "    > press switch.ok x\n", "6:23: expected end of line, found 'x'" },
    };

    (void)state;
    CHECK(PROCESS "  x.Reset()\n", cases);
}

static void sinks_and_runners(void **state)
{
    static const struct error_case cases[] = {
        { "sink = IUnknown\n", "3:6: expected a name, found '='" },
        { "sink s = IFoo\n", "3:10: expected an interface of the catalogue, found 'IFoo'" },
        { "sink s = IIdentityChangeNotify\n  at X\n", "4:3: expected 'on', found 'at'" },
        { "sink s = IIdentityChangeNotify\n  on GetName answer S_OK\n",
          "4:6: expected a method of IIdentityChangeNotify, found 'GetName'" },
        { "sink s = IIdentityChangeNotify\n  on SwitchIdentities#0 answer S_OK\n",
          "4:23: expected the number of a callback from 1 to 1000000, found 0" },
        { "sink s = IIdentityChangeNotify\n  on SwitchIdentities#x answer S_OK\n",
          "4:23: expected the number of a callback, found 'x'" },
        { "sink s = IIdentityChangeNotify\n  on SwitchIdentities reply S_OK\n",
          "4:23: expected 'answer', found 'reply'" },
        { "sink s = IIdentityChangeNotify\n  on SwitchIdentities\n    pump\n",
          "5:9: expected 'answer' as the last line of an 'on', found end of line" },
        { "sink s = IIdentityChangeNotify\n  on SwitchIdentities\nprocess p\n",
          "5:1: expected 'answer' as the last line of an 'on', found 'process'" },
        { "thread t foo\n", "3:10: expected 'sta' or 'mta', found 'foo'" },
        { "process 3\n", "3:9: expected a name, found '3'" },
    };

    (void)state;
    CHECK(HEAD, cases);
}

/* ---- the second pass ---- */

#define MANAGER "  m = create UserIdentityManager as IUserIdentityManager\n"

static void names(void **state)
{
    static const struct error_case cases[] = {
        { "  x.Reset()\n", "6:3: expected a name that is bound above, found 'x'" },
        { "  a = x as IUnknown\n", "6:7: expected a name that is bound above, found 'x'" },
        { "  m.Logon(w, 0, &i)\n", "6:11: expected a name that is bound above, found 'w'" },
        { "  m.EnumIdentities(&e = same x)\n", "6:20: expected a name that is bound above, found 'x'" },
        { "  a = m as IUnknown -> S_OK same x\n", "6:24: expected a name that is bound above, found 'x'" },
        { "  reg query k \"v\"\n", "6:13: expected a name that is bound above, found 'k'" },
        { "  reg query [HKCU\\{$(c)}] \"v\"\n", "6:1: expected a name that is bound above, found 'c'" },
        { "  reg set [HKCU\\x] \"v\"=\"$(c:lower)\"\n", "6:1: expected a name that is bound above, found 'c'" },
        { "  reg set [HKCU\\x] \"v\"=dword:$(c)\n", "6:1: expected a name that is bound above, found 'c'" },
        { "  m.GetIdentityByCookie({$(c)}, &i)\n", "6:25: expected a name that is bound above, found 'c'" },
        { "  never s.SwitchIdentities\n", "6:9: expected a name that is bound above, found 's'" },
        { "  never m.SwitchIdentities\n", "6:9: expected a sink, found 'm'" },
        { "  refs m\n", "6:8: expected a sink, found 'm'" },
        { "  pump until m.Logon\n", "6:14: expected a sink, found 'm'" },
        { "  end l\n", "6:7: expected the label of a call that began above, found 'l'" },
        { "  l: pump\n  end l\n", "7:7: expected the label of a call that began above, found 'l'" },
        { "  kill q\n", "6:8: expected a process that started above, found 'q'" },
        { "  reg query m \"v\"\n", "6:13: expected a variable that holds a key, found 'm'" },
        { "  m = create UserIdentityManager as IUnknown\n", "6:3: expected a new name, found 'm' (bound in line 5)" },
        { "  null = create UserIdentityManager as IUnknown\n",
          "6:3: expected a new name, found 'null' (a word of the format)" },
        { "  dll = create UserIdentityManager as IUnknown\n",
          "6:3: expected a new name, found 'dll' (a word of the format)" },
        { "  KEY_READ = create UserIdentityManager as IUnknown\n",
          "6:3: expected a new name, found 'KEY_READ' (a word of the format)" },
        { "  m.EnumIdentities(&m)\n", "6:20: expected a new name, found 'm' (bound in line 5)" },
        { "  m.EnumIdentities(&e)\n  e.Next(2, &(a, a), &n)\n",
          "7:13: expected a new name, found 'a' (bound in line 7)" },
        { "  m.EnumIdentities(&e)\n  e.GetCount(&n)\n  e.Clone(&n)\n",
          "8:11: expected a new name, found 'n' (bound in line 7)" },
        { "  l: pump\n  l: pump\n", "7:1: expected a new name, found 'l' (bound in line 6)" },
        { "  m.EnumIdentities(&e)\n  e.GetCount(&n)\n  n.Reset()\n",
          "8:3: expected a variable that holds an interface, found 'n'" },
        { "  m.EnumIdentities(&e)\n  e.GetCount(&n)\n  a = n as IUnknown\n",
          "8:7: expected a variable that holds an interface, found 'n'" },
        { "  m.EnumIdentities(&e)\n  e.GetCount(&n)\n  reg delete [HKCU\\$(n)]\n",
          "8:1: expected the name of a GUID, found 'n'" },
        { "  m.Logoff(null)\n    | s.SwitchIdentities() -> S_OK\n",
          "7:7: expected a name that is bound above, found 's'" },
        { "  m.Logoff(null)\n    | m.Logoff(null) -> S_OK\n", "7:7: expected a sink, found 'm'" },
        { "  m.Logoff(null)\n    | foreground w\n", "7:7: expected a name that is bound above, found 'w'" },
        { "  m.Logoff(null)\n    > close w\n", "7:7: expected a name that is bound above, found 'w'" },
        { "  m.Logoff(null)\n    > close m\n", "7:7: expected the name of a window, found 'm'" },
    };

    (void)state;
    CHECK(PROCESS MANAGER, cases);
    assert_error(HEAD
                 "sink s = IIdentityChangeNotify\n  on SwitchIdentities\n    l: begin m.Logoff(null)\n    answer S_OK\n"
                 "process p\n" MANAGER,
                 "5:1: expected a call that ends in this callback, found 'begin'");
    assert_error(HEAD "process p\nthread main\n", "4:8: expected a new name, found 'main' (a word of the format)");
    assert_error(HEAD "process p\nthread other sta\n",
                 "4:8: expected a new name, found 'other' (a word of the format)");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess q\nthread w mta\nprocess p\n" MANAGER
                      "  m.Logoff(null)\n    | s.SwitchIdentities() -> S_OK on w mta\n",
                 "9:39: expected a thread of this process, main or other, found 'w'");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess p\n" MANAGER
                      "  m.Logoff(null)\n    | s.SwitchIdentities() -> S_OK on main\n",
                 "7:43: expected a blank, found end of line");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess p\n" MANAGER
                      "  m.Logoff(null)\n    | s.SwitchIdentities() -> S_OK on main na\n",
                 "7:44: expected one of sta, mta, none, found 'na'");
    assert_error(HEAD "thread t\n", "3:1: expected a process above the first thread, found none");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nsink s = IIdentityChangeNotify\n",
                 "4:6: expected a new name, found 's' (bound in line 3)");
    assert_error(
        HEAD "sink s = IIdentityChangeNotify\n  on SwitchIdentities answer S_OK\n  on SwitchIdentities answer S_OK\n",
        "5:6: expected a new name, found 'SwitchIdentities' (bound in line 4)");
    assert_error(HEAD "sink s = IIdentityChangeNotify\n  on SwitchIdentities\n    x.Reset()\n    answer S_OK\n",
                 "5:5: expected a name that is bound above, found 'x'");
}

static void calls(void **state)
{
    static const struct error_case cases[] = {
        { "  m.Fly()\n", "6:5: expected a method of IUserIdentityManager, found 'Fly'" },
        { "  m.Logoff()\n", "6:5: expected 1 argument for IUserIdentityManager.Logoff, found 0" },
        { "  m.Logon(null, 0)\n", "6:5: expected 3 arguments for IUserIdentityManager.Logon, found 2" },
        { "  m.AddRef(1)\n", "6:5: expected 0 arguments for IUserIdentityManager.AddRef, found 1" },
        { "  m.Logon(null, null, &i)\n", "6:17: expected a value for [in] dwFlags, found 'null'" },
        { "  m.Logon(null, \"x\", &i)\n", "6:17: expected a value for [in] dwFlags, found '\"x\"'" },
        { "  m.Logon(null, 0x100000000, &i)\n", "6:17: expected a value for [in] dwFlags, found '0x100000000'" },
        { "  m.Logon(m, 0, &i)\n", "6:11: expected a value for [in] hwndParent, found 'm'" },
        { "  m.Logon(&w, 0, &i)\n", "6:11: expected a value for [in] hwndParent, found '&w'" },
        { "  m.Logon(null, 0, 3)\n", "6:20: expected '&name' or 'null' for [out] ppIdentity, found '3'" },
        { "  m.Logon(null, 0, &(i))\n", "6:20: expected '&name' for [out] ppIdentity, found '&(i)'" },
        { "  m.Logon(null, 0, &i[3])\n",
          "6:20: expected '&name' without a capacity for [out] ppIdentity, found '&i[3]'" },
        { "  m.Logon(null, 0, &i = 3)\n", "6:20: expected a value that [out] ppIdentity can have, found '3'" },
        { "  m.GetIdentityByCookie(\"x\", &i)\n", "6:25: expected a value for [in] uidCookie, found '\"x\"'" },
        { "  m.EnumIdentities(&e)\n  e.Next(1, &a, &n)\n",
          "7:13: expected '&(name, \xE2\x80\xA6)' for [out] rgelt, found '&a'" },
        { "  m.EnumIdentities(&e)\n  e.GetCount(&n = new)\n",
          "7:14: expected a value that [out] pnCount can have, found 'new'" },
        { "  m.Logon(null, 0, &i)\n  i.GetName(&t, 3)\n",
          "7:13: expected '&name[capacity]' for [out] pszName, found '&t'" },
        { "  m.Logon(null, 0, &i)\n  i.GetName(&t[3] = 3, 3)\n",
          "7:13: expected a value that [out] pszName can have, found '3'" },
        { "  p = m as IConnectionPoint\n  p.EnumConnections(&e)\n  e.Next(1, &(a), &n)\n",
          "8:13: expected a pointer and a token of each element for [out] rgcd, found '&(a)'" },
        { "  p = m as IConnectionPoint\n  p.Advise(m, &c = 1)\n",
          "7:15: expected a value that [out] pdwCookie can have, found '1'" },
        { "  m.Logoff(null) -> count 1\n", "6:21: expected an HRESULT, found 'count 1'" },
        { "  m.AddRef() -> S_OK\n", "6:17: expected a count, found 'S_OK'" },
        { "  m.Logoff(null) -> not-run m\n", "6:21: expected an HRESULT, found 'not-run m'" },
        { "  unchanged -> count 1\n", "6:16: expected yes or no, found 'count 1'" },
        { "  reg query [HKCU\\x] \"v\" -> yes\n", "6:29: expected data, absent or a Win32 error, found 'yes'" },
        { "  reg keys [HKCU\\x] -> absent\n", "6:24: expected a list of names or a Win32 error, found 'absent'" },
        { "  reg close m -> ERROR_SUCCESS\n", "6:13: expected a variable that holds a key, found 'm'" },
        { "  reg create [HKCU\\x] -> absent\n", "6:26: expected a Win32 error, found 'absent'" },
        { "  clock +1s -> S_OK\n", "6:16: expected void, found 'S_OK'" },
        { "  l: begin m.Logoff(null)\n  pump\n  end l\n",
          "7:1: expected 'end l', since this thread is inside of that call, found another step" },
        { "  l: begin m.Logoff(null)\n  end l\n  end l\n",
          "8:7: expected a call that began in this thread and has not ended, found 'l'" },
        { "  l: begin m.Logoff(null)\nthread t\n  end l\n",
          "8:7: expected a call that began in this thread and has not ended, found 'l'" },
        { "  l: begin m.Logoff(null)\n    | registry none\n",
          "7:1: expected 'end l' below, since effects are compared there" },
        { "process q\n    | registry none\n  pump\n",
          "7:1: expected a step of this thread above, found a line of a call in flight" },
        { "  reg set [HKCU\\x] \"v\"=protected(none)\n",
          "6:1: expected data that can be written, found protected(\xE2\x80\xA6)" },
    };

    (void)state;
    CHECK(PROCESS MANAGER, cases);
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess p\n" MANAGER "  m.Logoff(null)\n    | s.Fly() -> S_OK\n",
                 "7:7: expected a method of IIdentityChangeNotify, found 'Fly'");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess p\n" MANAGER
                      "  m.Logoff(null)\n    | s.SwitchIdentities(3) -> S_OK\n",
                 "7:7: expected 0 arguments for IIdentityChangeNotify.SwitchIdentities, found 1");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess p\n" MANAGER
                      "  m.Logoff(null)\n    | s.IdentityInformationChanged(\"x\") -> S_OK\n",
                 "7:36: expected a value for [in] dwType, found '\"x\"'");
    assert_error(HEAD "sink s = IIdentityChangeNotify\nprocess p\n  pump until s.Fly\n",
                 "5:16: expected a method of IIdentityChangeNotify, found 'Fly'");
}

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static bool nothing_is_genuine(void *context, const char *sha256)
{
    assert_string_equal(sha256, SHA);
    (*(int *)context)++;
    return false;
}

static void evidence(void **state)
{
    static const char text[] = "scenario 1\nevidence recorded msident.dll 0123456789ABCDEF0123456789abcdef" SHA
                               "\nprocess p\n  pump [recorded " SHA "]\n";
    int calls = 0;
    struct check_options options = { nothing_is_genuine, &calls };
    struct trace *trace;
    struct diag diag;

    (void)state;
    assert_error("scenario 1\n", "1:1: expected an evidence line");
    assert_error("scenario 1\nevidence observed wine 12\n", "1:1: expected an evidence line");
    assert_error("scenario 1\nevidence recorded\n",
                 "2:1: expected the SHA-256 of the DLL behind 'recorded', found none");
    assert_error(text, "2:1: expected the SHA-256 of the DLL behind 'recorded', found none");
    assert_error("trace 1\n", "");
    trace =
        parsed("scenario 1\nevidence recorded x 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n");
    assert_int_equal(trace_check(trace, "t", NULL, &diag), ST_OK);
    assert_int_equal(trace_check(trace, "t", &options, &diag), ST_BAD_INPUT);
    assert_string_equal(
        diag.text,
        "expected evidence of class 'observed' (this DLL is ours, a builtin or a stand-in), found 'recorded'");
    trace_free(trace);
    trace = parsed(PROCESS "  pump [recorded x " SHA "]\n");
    assert_int_equal(trace_check(trace, "t", &options, &diag), ST_BAD_INPUT);
    assert_int_equal(diag.line, 5);
    assert_int_equal(calls, 2);
    trace_free(trace);
}

/* ---- limits ---- */

static void fill(struct buffer *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buffer_puts(out, text);
}

static void assert_long_error(struct buffer *text, const char *expected)
{
    assert_int_equal(text->status, ST_OK);
    assert_string_equal(error_of(text->data, text->len), expected);
    buffer_reset(text);
}

static void limits_of_a_line(void **state)
{
    struct buffer text;

    (void)state;
    buffer_init(&text, 1 << 27);
    buffer_puts(&text, "scenario 1\ntitle ");
    fill(&text, "x", 65536 - 6);
    buffer_puts(&text, "\nevidence synthetic\n");
    assert_long_error(&text, "");
    buffer_puts(&text, "scenario 1\ntitle ");
    fill(&text, "x", 65537 - 6);
    assert_long_error(&text, "2:1: expected at most 65536 bytes in a line, found 65537");
    buffer_puts(&text, PROCESS "  ");
    fill(&text, "n", 64);
    buffer_puts(&text, " = create UserIdentityManager as IUnknown\n");
    assert_long_error(&text, "");
    buffer_puts(&text, PROCESS "  ");
    fill(&text, "n", 65);
    buffer_puts(&text, " = create UserIdentityManager as IUnknown\n");
    assert_long_error(&text, "5:3: expected at most 64 bytes in a name, found 65");
    buffer_puts(&text, "scenario 1\nevidence synthetic\nfolder \"");
    fill(&text, "x", 32768);
    buffer_puts(&text, "\"\n");
    assert_long_error(&text, "");
    buffer_puts(&text, "scenario 1\nfolder \"");
    fill(&text, "x", 32769);
    buffer_puts(&text, "\"\n");
    assert_long_error(&text, "2:9: expected at most 32768 UTF-16 units in a string, found 32769");
    buffer_free(&text);
}

static void limits_of_lists(void **state)
{
    struct buffer text;

    (void)state;
    buffer_init(&text, 1 << 27);
    buffer_puts(&text, PROCESS "  x.M(1");
    fill(&text, ", 1", 32);
    buffer_puts(&text, ")\n");
    assert_long_error(&text, "5:102: expected at most 32 arguments, found 33");
    buffer_puts(&text, PROCESS "  x.M(&(a");
    fill(&text, ", a", 32);
    buffer_puts(&text, "))\n");
    assert_long_error(&text, "5:104: expected at most 32 names, found 33");
    buffer_puts(&text, PROCESS "  x.M(&(a) = (1");
    fill(&text, ", 1", 32);
    buffer_puts(&text, "))\n");
    assert_long_error(&text, "5:110: expected at most 32 values, found 33");
    buffer_puts(&text, PROCESS "  x.M() ");
    fill(&text, "[a]", 33);
    assert_long_error(&text, "5:105: expected at most 32 tags, found 33");
    buffer_puts(&text, PROCESS "  x.M()\n    | control switch button \"x\"");
    fill(&text, " a", 33);
    assert_long_error(&text, "6:96: expected at most 32 words, found 33");
    buffer_free(&text);
}

static void limits_of_a_file(void **state)
{
    struct buffer text;

    (void)state;
    buffer_init(&text, 1 << 27);
    buffer_puts(&text, "trace 1\nprocess p\n");
    fill(&text, "  pump\n", 1000000);
    assert_long_error(&text, "");
    buffer_puts(&text, "trace 1\nprocess p\n");
    fill(&text, "  pump\n", 1000001);
    assert_long_error(&text, "1000003:3: expected at most 1000000 steps, found more");
    buffer_puts(&text, HEAD);
    for (unsigned i = 0; i < 65; i++)
        buffer_printf(&text, "process p%u\nprocess p0\n", i);
    assert_long_error(&text, "131:9: expected at most 64 processes, found more");
    buffer_puts(&text, "scenario 1\n");
    fill(&text, "\n", (16 << 20) - 10);
    assert_long_error(&text, "1:1: expected at most 16777216 bytes in a scenario, found 16777217");
    buffer_free(&text);
}

/* ---- hostile files ---- */

/* Cut anywhere, and with any byte changed, a file is either read or refused with a place inside of it. */
static void damaged_files_are_refused_or_read(void **state)
{
    static const char text[] = HEAD
        "registry\n  [HKCU\\a]\n  \"v\"=hex(2):41,00,00,00\nsink s = IIdentityChangeNotify\n  on SwitchIdentities\n    "
        "pump\n    answer S_OK\n"
        "process p\n  m = create UserIdentityManager as IUserIdentityManager -> S_OK null [D-1]\n"
        "  m.M(&t[3] = \"a\\u0041\" tail any, {$(c)}, &(a, b) = (new, same x)) -> E_FAIL ; c\n    | set [HKCU\\{$(c)}] "
        "@=dword:$(c)\n"
        "    > check new.require-password on\n  reg keys [HKCU\\x] -> (\"a\", \"b\")\nended crash 0xC0000005 at a#1\n";
    char copy[sizeof(text)];

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++)
        error_of(text, len);
    for (size_t at = 0; at < sizeof(text) - 1; at++) {
        static const char bytes[] = "\0\n\t \"\\;[](){}&$=,.|>-x1\xFF";
        for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
            memcpy(copy, text, sizeof(text));
            copy[at] = bytes[i];
            error_of(copy, sizeof(text) - 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_line),
        cmocka_unit_test(header_lines),
        cmocka_unit_test(indentation_and_encoding),
        cmocka_unit_test(steps),
        cmocka_unit_test(details),
        cmocka_unit_test(sinks_and_runners),
        cmocka_unit_test(names),
        cmocka_unit_test(calls),
        cmocka_unit_test(evidence),
        cmocka_unit_test(limits_of_a_line),
        cmocka_unit_test(limits_of_lists),
        cmocka_unit_test(limits_of_a_file),
        cmocka_unit_test(damaged_files_are_refused_or_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

"""What the agent records under Wine of a DLL whose deeds are known (harness/agent/tests/faulty_dll.c). One prefix and
one batch for all: the agent starts a process of its own for each scenario."""

import os
import pathlib
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("IDT_BUILD", ROOT / "build"))
AGENT = BUILD / "win64" / "harness" / "agent" / "agent.exe"
FAULTY = BUILD / "win64" / "harness" / "agent" / "tests" / "faulty.dll"
IN_WINE = ROOT / "harness" / "wine" / "run-test.sh"

HEAD = """scenario 1
title     A DLL with known faults
evidence  synthetic
registry
  [HKCU\\Identities]
  "x"="y"
"""
CREATED = "manager = create UserIdentityManager as IUserIdentityManager -> S_OK new"
DEEP = ["create [HKCU\\Faulty]", "create [HKCU\\Faulty\\Deep]"]
NOWHERE = " on main none"  # the DLL does not bring ole32 with it
NUMBER = 'set [HKCU\\Faulty\\Deep] "Number"=dword:00000007'


def act(number):
    return f"manager.ManageIdentities(null, {number})"


def effects(number, *seen, result="S_OK"):
    return [f"{act(number)} -> {result}", *(f"  | {line}" for line in seen)]


def ends(number, how):
    return [f"boom: {act(number)} -> {how}"], f"ended {how} at boom"


# name: lines of the scenario, lines of the trace (indented by two less), closing line, further header or sinks
CASES = {
    "registry": (
        [*map(act, (1, 2, 3, 7, 4, 5)), "unchanged"],
        [
            *effects(1, *DEEP, 'set [HKCU\\Faulty\\Deep] "Text"="text"', NUMBER),
            *effects(2, 'set [HKCU\\Faulty\\Deep] "Text"="text"', NUMBER),  # the same data again is an effect
            *effects(3, 'set [HKCU\\Faulty] "Shell"="x"'),  # by shlwapi, loaded in the call
            *effects(7, 'set [HKCU\\Faulty] "Direct"="direct"', result="S_OK [unhooked]"),  # by ntdll itself
            *effects(4, 'delete [HKCU\\Faulty\\Deep] "Number"'),
            *effects(5, "delete [HKCU\\Faulty\\Deep]", "delete [HKCU\\Faulty]"),
            "unchanged -> yes",
        ],
        "ended ok",
    ),
    "past the hooks": (  # create, set and delete by ntdll itself: each shows, and says so
        [*map(act, (3, 17, 7, 18, 19))],
        [
            *effects(3, "create [HKCU\\Faulty]", 'set [HKCU\\Faulty] "Shell"="x"'),
            *effects(17, "create [HKCU\\Faulty\\IdenticalDirect]", result="S_OK [unhooked]"),
            *effects(7, 'set [HKCU\\Faulty] "Direct"="direct"', result="S_OK [unhooked]"),
            *effects(18, 'delete [HKCU\\Faulty] "Direct"', result="S_OK [unhooked]"),
            *effects(19, "delete [HKCU\\Faulty\\IdenticalDirect]", result="S_OK [unhooked]"),
        ],
        "ended ok",
    ),
    "reads": (  # a line that states some asks for them
        [act(1), "  | reads ...", act(43)],
        [
            *effects(1, *DEEP, 'set [HKCU\\Faulty\\Deep] "Text"="text"', NUMBER),
            *effects(
                43,
                "open [HKCU\\Nowhere] -> ERROR_FILE_NOT_FOUND",
                "open [HKCU\\Identities]",
                'read [HKCU\\Identities] "x"',
                "read [HKCU\\Identities] @ -> ERROR_FILE_NOT_FOUND",
                "values [HKCU\\Identities]",
                "keys [HKCU\\Identities]",
                "info [HKCU\\Identities]",
            ),
        ],
        "ended ok",
    ),
    "changed": (
        [act(1), "unchanged"],
        [
            *effects(1, *DEEP, 'set [HKCU\\Faulty\\Deep] "Text"="text"', NUMBER),
            "unchanged -> no",
            *(f"  | {line}" for line in [*DEEP, NUMBER, 'set [HKCU\\Faulty\\Deep] "Text"="text"']),
        ],
        "ended ok",
    ),
    "escape": (
        [act(6)],
        effects(
            6,
            "create [HKU\\$(user)\\IdenticalEscape]",
            'set [HKU\\$(user)\\IdenticalEscape] "out"="x"',
            "delete [HKU\\$(user)\\IdenticalEscape]",
        ),
        "ended ok",
    ),
    "escape past the hooks": ([act(16)], effects(16, "create [HKU\\$(user)\\IdenticalDirect]"), "ended ok"),
    "folders": (
        list(map(act, range(8, 14))),
        [
            *effects(8, 'folder create "$(roaming)\\\\folder"'),
            *effects(9, 'folder remove "$(roaming)\\\\folder"'),
            *effects(10, 'file create "$(roaming)\\\\file.txt"'),
            *effects(11, 'rename "$(roaming)\\\\file.txt" to "$(roaming)\\\\moved.txt"'),
            *effects(12, 'file remove "$(roaming)\\\\moved.txt"'),
            *effects(13, 'folder create "C:\\\\identical-outside"', 'folder remove "C:\\\\identical-outside"'),
        ],
        "ended ok",
    ),
    "refused rights": (
        [act(14), act(15)],
        [*effects(14, result="E_ACCESSDENIED"), *effects(15, result="E_ACCESSDENIED")],
        "ended ok",
        "deny      [HKCU\\Identities] write\n",
    ),
    "out parameters": (
        [
            "manager.Logon(null, 1, &a)",
            "manager.Logon(null, 2, &b)",
            "manager.Logon(null, 0, &c)",
            "c.GetName(&n[4], 4)",
            "c.GetName(&m[5], 5)",
            "c.GetName(&k[7], 7)",
            "c.OpenIdentityRegKey(KEY_READ, &key)",
            "c.GetIdentityFolder(1, &p[260], 260)",
            "again = manager as IUserIdentity",
            "b.GetCookie(&cookie)",
        ],
        [
            "manager.Logon(null, 1, &a = untouched) -> E_FAIL",
            "manager.Logon(null, 2, &b = null) -> E_FAIL",
            "manager.Logon(null, 0, &c = new) -> S_OK",
            'c.GetName(&n[4] = "B", 4) -> S_OK',
            'c.GetName(&m[5] = "B" tail touched, 5) -> S_OK',
            'c.GetName(&k[7] = "fffffff" tail touched, 7) -> S_OK',
            "c.OpenIdentityRegKey(KEY_READ, &key = [HKCU\\Identities\\Mine]) -> S_OK",
            "  | create [HKCU\\Identities\\Mine]",
            'c.GetIdentityFolder(1, &p[260] = "$(roaming)", 260) -> S_OK',
            "again = manager as IUserIdentity -> S_OK same c",
            "b.GetCookie(&cookie) -> not-run b",
        ],
        "ended ok",
    ),
    "write behind a buffer": (
        ["manager.Logon(null, 0, &c)", "c.GetName(&over[6], 6)", "c.GetName(&n[4], 4)"],
        ["manager.Logon(null, 0, &c = new) -> S_OK", "c.GetName(&over[6], 6) -> crash HEAP_CORRUPTION"],
        "ended crash HEAP_CORRUPTION at GetName#1",
    ),
    "wild pointer": (
        ["manager.EnumIdentities(&all)", "all.Reset()"],
        ["manager.EnumIdentities(&all = new) -> S_OK", "all.Reset() -> crash ACCESS_VIOLATION"],
        "ended crash ACCESS_VIOLATION at Reset#1",
    ),
    "callbacks": (
        [
            "point = manager as IConnectionPoint",
            "point.Advise(veto, &cookie)",
            "refs veto",
            *map(act, (40, 41, 42)),
            "refs veto",
            "never veto.SwitchIdentities",
            "never veto.QuerySwitchIdentities",
            "point.Unadvise(cookie)",
            "refs veto",
        ],
        [
            "point = manager as IConnectionPoint -> S_OK new",
            "point.Advise(veto, &cookie = new) -> S_OK",
            "refs veto -> count 1",
            *effects(
                40,
                f"veto.QuerySwitchIdentities() -> E_PROCESS_CANCELLED_SWITCH{NOWHERE}",
                result="E_PROCESS_CANCELLED_SWITCH",
            ),
            *effects(
                41,
                *DEEP,
                'set [HKCU\\Faulty\\Deep] "Before"="text"',
                NUMBER,
                f"veto.IdentityInformationChanged(IIC_IDENTITY_CHANGED|IIC_IDENTITY_ADDED) -> S_FALSE{NOWHERE}",
                result="S_FALSE",
            ),
            f"    {act(40)} -> E_PROCESS_CANCELLED_SWITCH",
            "      | veto.QuerySwitchIdentities() -> E_PROCESS_CANCELLED_SWITCH",
            "    manager.Logoff(null) -> E_NOTIMPL",
            '  | set [HKCU\\Faulty\\Deep] "After"="text"',
            f"  | {NUMBER}",
            *effects(42),
            "refs veto -> count 2",
            "never veto.SwitchIdentities -> yes",
            "never veto.QuerySwitchIdentities -> no",
            "point.Unadvise(cookie) -> S_OK",
            "refs veto -> count 1",
        ],
        "ended ok",
        f"""
sink veto = IIdentityChangeNotify
  on QuerySwitchIdentities answer E_PROCESS_CANCELLED_SWITCH
  on IdentityInformationChanged
    {act(40)}
    manager.Logoff(null)
    answer S_FALSE
""",
    ),
    "crash in a callback": (
        ["point = manager as IConnectionPoint", "point.Advise(veto, &cookie)", act(40)],
        [
            "point = manager as IConnectionPoint -> S_OK new",
            "point.Advise(veto, &cookie = new) -> S_OK",
            act(40),  # no result: it never returned
            f"  | veto.QuerySwitchIdentities() -> S_OK{NOWHERE}",
            f"    {act(20)} -> crash ACCESS_VIOLATION",
        ],
        "ended crash ACCESS_VIOLATION at veto.QuerySwitchIdentities#1/ManageIdentities#1",
        f"""
sink veto = IIdentityChangeNotify
  on QuerySwitchIdentities
    {act(20)}
    answer S_OK
""",
    ),
    "tables and tabs": (  # with their entries
        [act(44), '  > dialog "Tables"', '  > press "OK"'],
        [
            f"{act(44)} -> S_OK",
            '  | dialog "Tables" owner=null',
            '  | control "" table "" focused item="Alice\\tyes" selected="Bob\\t" item="Carol\\tno" tab=1 id=10 '
            "at=4,4,100,40",
            '  | control "" tabs "" item="General" selected="Advanced" tab=2 id=11 at=4,48,100,20',
            '  | control "OK" button "OK" default tab=3 id=1 at=4,80,40,14',
            '  > dialog "Tables"',
            '  > press "OK"',
            '  | closed "Tables"',
        ],
        "ended ok",
    ),
    "only one sandbox": (
        ["reg keys [HKU\\$(user)\\Software\\Identical]"],
        None,  # the name tells the process: see test_sandboxes_are_removed
        "ended ok",
    ),
}
ENDS = {
    20: "crash ACCESS_VIOLATION",
    21: "crash STACK_OVERFLOW",
    22: "crash HEAP_CORRUPTION",
    23: "exit 7",
    24: "hang",
    25: "exit 3",  # abort()
    26: "crash INTEGER_DIVIDE_BY_ZERO",
    27: "exit 9",  # TerminateProcess()
    29: "crash 0xE0001234",
    30: "hang",  # without ever calling anything
}
for number, how in ENDS.items():
    seen, closing = ends(number, how)
    CASES[f"end {number}"] = ([f"boom: {act(number)}", "manager.Logoff(null)"], seen, closing)


def scenario(steps, header=""):
    body = ["", "process client", "  manager = create UserIdentityManager as IUserIdentityManager"]
    return HEAD + header + "\n".join([*body, *(f"  {step}" for step in steps)]) + "\n"


def text_of(path):
    data = path.read_bytes()
    assert data.startswith(b"IDT-MAP 1 "), path
    return data[64 : 64 + int(data[10:30])].decode()


@pytest.fixture(scope="module")
def traces():
    for needed in (AGENT, FAULTY):
        assert needed.exists(), f"{needed} is not built: ./identical test builds it"
    with tempfile.TemporaryDirectory(prefix="agent-wine-") as name:
        folder = pathlib.Path(name)
        lines = []
        for case, (steps, _, _, *header) in CASES.items():
            stem = case.replace(" ", "-")
            (folder / f"{stem}.scn").write_text(scenario(steps, *header))
            lines.append(f"Z:{folder}/{stem}.scn\tZ:{folder}/{stem}.trc")
        (folder / "list").write_text("\n".join(lines) + "\n")
        options = ["--dll", f"Z:{FAULTY}", "--profile", f"Z:{folder}/profile", "--limit-ms", "5000", "--target", "faulty"]
        command = [IN_WINE, AGENT, "--batch", f"Z:{folder}/list", *options]
        done = subprocess.run(
            list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200
        )
        assert done.returncode == 0, done.stderr
        yield {case: text_of(folder / f"{case.replace(' ', '-')}.trc") for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_it_is_recorded(case, traces):
    _, seen, closing, *_ = CASES[case]
    header, _, body = traces[case].partition("\nprocess client\n")
    assert f'dll       "Z:\\{str(FAULTY)[1:].replace("/", chr(92))}"'.replace("\\", "\\\\") in header or not body
    assert traces[case].splitlines()[-1] == closing
    if seen is not None:
        assert body.splitlines() == [f"  {line}" for line in [CREATED, *seen]] + [closing]


def test_sandboxes_are_removed(traces):
    """Those of agents that ended as they should; a crash leaves one, for the owner of the prefix to throw away."""
    names = traces["only one sandbox"].rpartition("(")[2].partition(")")[0].split(", ")
    before = [closing for _, _, closing, *_ in list(CASES.values())[: list(CASES).index("only one sandbox")]]
    assert len(names) == 1 + sum("crash" in closing for closing in before)

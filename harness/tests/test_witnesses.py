"""Independent witnesses agree with the trace on what the probe does, call by call."""

import pathlib
import re
import tempfile
import time

import pytest

import probe
import witness
from rig import BUILD

REGISTRY = sorted((probe.SCENARIOS / "registry").glob("*.scn"))
EXIT = "  manager.ManageIdentities(null, 605)\n"  # an end that leaves the sandbox behind


@pytest.fixture(scope="module", params=REGISTRY, ids=lambda path: path.stem)
def seen(request):
    """One scenario of the registry, its trace, Wine's log and the registry file."""
    with tempfile.TemporaryDirectory(prefix="witness-") as name:
        folder = pathlib.Path(name)
        scenario = request.param.read_text() + EXIT
        process = witness.start(folder, scenario, IDT_TEST_DEBUG="+reg", PROBE_MARKS="1")
        process.wait(100)
        log = (folder / "err").read_text(errors="replace").replace("\r", "")
        yield scenario, witness.trace_text(folder), log, (folder / "user.reg").read_text()


def test_wines_log_of_the_registry_agrees_call_by_call(seen):
    scenario, trace, log, _ = seen
    told, _ = witness.trace_effects(trace)
    logged = witness.log_effects(log, witness.start_state(scenario))
    # The log has calls that were refused, too; this deed makes nothing but such.
    logged = [(number, effects if number != 108 else []) for number, effects in logged]
    assert len(told) >= 2 and any(effects for _, effects in told)
    assert witness.sizes(told) == logged


def test_the_registry_that_is_left_agrees(seen):
    scenario, trace, _, left = seen
    _, row = witness.trace_effects(trace)
    expected = witness.after(witness.start_state(scenario), row)
    assert len(expected) >= 3
    assert witness.file_state(left) == expected


FOLDERS = """scenario 1
title     What the file system itself says
evidence  synthetic
registry  empty
folder    "$(roaming)\\\\start"

process client
  manager = create UserIdentityManager as IUserIdentityManager
  manager.ManageIdentities(null, 251)
  manager.ManageIdentities(null, 201)
"""


def wait_for(found, seconds=60):
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end
        time.sleep(0.01)


def told_notices(trace):
    """What the trace says of entries of the roaming application data itself; folders have no slash here."""
    name = r'"\$\(roaming\)\\\\([^"]*)"'
    found = []
    for line in map(str.strip, trace.splitlines()):
        if entry := re.fullmatch(rf"\| (?:folder|file) (create|remove) {name}", line):
            found.append((entry[1], entry[2]))
        elif entry := re.fullmatch(rf"\| rename {name} to {name}", line):
            found += [("moved from", entry[1]), ("moved to", entry[2])]
    return [(what, entry) for what, entry in found if "\\" not in entry]


def test_notices_of_the_file_system_agree():
    with tempfile.TemporaryDirectory(prefix="witness-") as name:
        folder = pathlib.Path(name)
        roaming = folder / "profile" / "Application Data"
        process = witness.start(folder, FOLDERS, PROBE_GATE=witness.windows(folder / "gate"))
        wait_for((roaming / "start").exists)
        notices = witness.Notices(roaming)
        (folder / "gate").touch()
        process.wait(100)
        noticed = notices.read()
        told = told_notices(witness.trace_text(folder))
    happened = [(what, entry.rstrip("/")) for what, entry in noticed if what != "written"]
    assert len(told) >= 6
    assert happened[: len(told)] == told
    assert {what for what, _ in happened[len(told) :]} <= {"remove"}  # the agent clears up
    assert {entry for what, entry in noticed if what == "written"} == {"file.txt"}  # equal notices in a row are one


DIALOGS = """scenario 1
title     What another process sees of dialogs that wait
evidence  synthetic
registry  empty

process client
  owner = window "Mail"
  manager = create UserIdentityManager as IUserIdentityManager
  manager.ManageIdentities(owner, 501) -> hang
  manager.ManageIdentities(owner, 502) -> hang
  manager.ManageIdentities(owner, 504) -> hang
  manager.ManageIdentities(owner, 509) -> hang
"""


def test_another_process_sees_the_same_dialogs():
    with tempfile.TemporaryDirectory(prefix="witness-") as name:
        folder = pathlib.Path(name)
        list_file = folder / "windows.txt"
        front = (BUILD / "win64" / "harness" / "probe" / "window-witness.exe", witness.windows(list_file), "5")
        process = witness.start(folder, DIALOGS, front)
        assert process.wait(100) == 0
        seen = witness.listed_dialogs(list_file.read_text())
        told = witness.trace_dialogs(witness.trace_text(folder), {"owner": "Mail"})
    assert [dialog["caption"] for dialog in told] == ["Controls", "Keys", "Notice", "Question", "From resources"]
    assert len(told[0]["controls"]) == 18
    for box in seen[2:4]:  # whose picture and order are the system's
        box["controls"] = sorted(filter(lambda c: c["text"], box["controls"]), key=lambda c: c["kind"] != "label")
    assert told == seen

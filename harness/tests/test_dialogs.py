"""200 dialogs in a row, headless: none is missed, none waits for a time-out."""

import time

import pytest

import probe
from rig import Rig

HEAD = """scenario 1
title     Dialogs in a row
evidence  synthetic
limit     120s
registry  empty

process client
  owner = window "Mail"
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK
"""
SMALL = """  manager.ManageIdentities(owner, 511) -> S_OK
    | dialog "Small" owner=null
    | control "" edit "old" focused
    | control "OK" button "OK" default
    > dialog "Small"
    > type "#10" "{number}"
    > press "OK"
    | closed "Small"
    | set [HKCU\\Probe] "Name"="{number}"
    | registry ...
"""
NESTED = """  manager.ManageIdentities(owner, 503) -> S_OK
    | dialog "Outer" owner=null
    | dialog "Inner" owner="Outer"
    | dialog "Question" owner="Outer"
    > dialog "Outer"
    > press "More..."
    > dialog "Inner"
    > key "Enter"
    > dialog "Question"
    > press "No"
    > dialog "Outer"
    > press "OK"
    | closed "Inner"
    | closed "Question"
    | closed "Outer"
"""
DIALOGS = 200
LANES = {"native": probe.NATIVE, "sanitizers": probe.SANITIZED, "wine": probe.DLL}


def row():
    """40 times three on top of each other, and one of its own in between, twice."""
    parts = [SMALL.format(number=number) if number % 3 else NESTED for number in range(120)]
    first = SMALL.format(number="first").replace("    | set", "    | create [HKCU\\Probe]\n    | set", 1)
    return HEAD + first + "".join(parts[1:]) + NESTED.replace("owner, 503", "null, 503")


def test_the_row_is_long_enough():
    assert row().count("| dialog ") >= DIALOGS


@pytest.mark.parametrize("lane", LANES)
def test_no_dialog_of_a_row_is_missed(lane):
    with Rig() as rig:
        corpus = rig.folder / "corpus"
        (corpus / "dialogs").mkdir(parents=True)
        (corpus / "dialogs" / "row.scn").write_text(row())
        trace = rig.folder / "row.trc"
        words = ("--scenarios", corpus, "--target", f"p={LANES[lane]}", "-o", trace)
        assert rig.run("replay", "dialogs/row", *words).returncode == 0
        found = rig.run("diff", "--scenarios", corpus, corpus / "dialogs" / "row.scn", trace)
        assert found.returncode == 0, found.output.read_text()[:2000]
        lines = [line.strip() for line in trace.read_text().splitlines()]
    shown = [line for line in lines if line.startswith("| dialog ")]
    assert len(shown) == row().count("| dialog ") and not any("unseen" in line for line in shown)
    assert sum(line.startswith("| closed ") for line in lines) == len(shown)
    assert lines[-1] == "ended ok"


UNEXPECTED = """scenario 1
title     A dialog that nobody expects, on a thread of the DLL
evidence  synthetic
limit     60s
registry  empty

process client
  manager = create UserIdentityManager as IUserIdentityManager
  one: manager.ManageIdentities(null, 516)
  manager.ManageIdentities(null, 511)
"""


@pytest.mark.parametrize("lane", LANES)
def test_an_unexpected_dialog_of_another_thread_ends_the_scenario_at_once(lane):
    with Rig() as rig:
        corpus = rig.folder / "corpus"
        (corpus / "dialogs").mkdir(parents=True)
        (corpus / "dialogs" / "thread.scn").write_text(UNEXPECTED)
        trace = rig.folder / "thread.trc"
        begin = time.monotonic()
        rig.run("replay", "dialogs/thread", "--scenarios", corpus, "--target", f"p={LANES[lane]}", "-o", trace)
        assert time.monotonic() - begin < 40  # the limit is not what ended it
        lines = [line.strip() for line in trace.read_text().splitlines()]
    tree = [line for line in lines if line.startswith(("| dialog ", "| control "))]
    assert tree[0].startswith('| dialog "Elsewhere"') and len(tree) == 5
    assert lines[-1] == 'ended dialog "Elsewhere" at one'

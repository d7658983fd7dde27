"""Which UI map a target gets, and what happens without one. The dialogs are the probe's."""

import json

import pytest

import probe
from rig import Rig

MAP = """ui 1 probe
new = caption "Small"
new.name = id 10
"""
SCENARIO = """scenario 1
title     A dialog by its roles
evidence  synthetic
registry  empty

process client
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK
  manager.ManageIdentities(null, 511)                          -> S_OK
    | dialog new caption="Small" owner=null
    | control new.name edit "old" focused
    | control new.ok button "OK" default
    > dialog new
    > type new.name "Anna"
    > press new.ok
    | closed new
"""


@pytest.fixture(scope="module")
def rig():
    with Rig() as made:
        corpus = made.folder / "corpus"
        (corpus / "dialog").mkdir(parents=True)
        (corpus / "dialog" / "roles.scn").write_text(SCENARIO)
        (made.folder / "probe.ui").write_text(MAP)
        (made.folder / "other.ui").write_text(MAP.replace("Small", "Large"))
        yield made


LANES = {"native": probe.NATIVE, "wine": probe.DLL}


def compare(rig, *words, names=("first", "second"), lane="native"):
    """Verdict and reason by target."""
    targets = [word for name in names for word in ("--target", f"{name}={LANES[lane]}")]
    report = rig.report("--only", "--scenarios", rig.folder / "corpus", *targets, *words)
    return {result["target"]: (result["verdict"], result["reason"]) for result in report["results"]}


SAME = ("same", None)


@pytest.mark.parametrize("lane", LANES)
def test_one_map_for_all_and_one_for_a_target(rig, lane):
    mine, other = rig.folder / "probe.ui", rig.folder / "other.ui"
    assert compare(rig, "--ui", mine, lane=lane) == {"first": SAME, "second": SAME}
    found = compare(rig, "--ui", f"second={other}", "--ui", mine, lane=lane)
    assert found["first"] == SAME and found["second"][0] == "new"  # a dialog that no line expects


def test_without_a_map_it_is_unsupported_and_the_dialog_stands_in_the_report(rig):
    found = compare(rig, "--ui", f"first={rig.folder / 'probe.ui'}")
    verdict, reason = found["second"]
    assert found["first"] == SAME and verdict == "unsupported"
    lines = reason.splitlines()
    assert lines[0].startswith("no-ui-map: no UI map (--ui)")
    assert lines[1] == '| dialog "Small" owner=null'
    assert lines[2].startswith('| control "" edit "old" focused tab=1 id=10 at=') and len(lines) == 4
    words = ("compare", "--only", "--scenarios", rig.folder / "corpus", "--target", f"p={probe.NATIVE}")
    plain, strict = rig.run(*words), rig.run(*words, "--strict")
    assert (plain.returncode, strict.returncode) == (0, 3)
    assert '| dialog "Small" owner=null' in plain.output.read_text()


def test_the_usual_map_has_the_name_of_the_implementation(rig):
    folder = rig.folder / "corpus" / "ui"
    folder.mkdir()
    try:
        (folder / "first.ui").write_text(MAP)
        (folder / "reference.ui").write_text(MAP)
        found = compare(rig, names=("first", "second", "native", "reference"))
        assert {name for name, result in found.items() if result == SAME} == {"first", "native", "reference"}
        (folder / "first.ui").write_text(MAP.replace("Small", "Large"))
        found = compare(rig, "--ui", f"first={rig.folder / 'probe.ui'}")
        assert found["first"] == SAME  # what was asked for comes first
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def test_replay_takes_one_as_well(rig):
    trace = rig.folder / "own.trc"
    words = ("replay", "dialog/roles", "--scenarios", rig.folder / "corpus", "--target", f"p={probe.NATIVE}")
    assert rig.run(*words, "--ui", rig.folder / "probe.ui", "-o", trace).returncode == 0
    assert "| control new.name edit" in trace.read_text() and trace.read_text().endswith("ended ok\n")


@pytest.mark.parametrize(
    "word, text, message",
    [
        ("third={map}", MAP, "--ui: expected a target of this run in front of '=', found 'third'"),
        ("{map}", "ui 2 probe\n", "{map}:1:1: expected 'ui 1', found another first line"),
        ("first={map}", MAP + "new.nmae = id 1\n", "{map}:4:1: expected a role of the catalogue, found 'new.nmae'"),
        ("{map}", None, "cannot be opened"),
    ],
)
def test_what_is_no_map_stops_everything_before_it_starts(rig, word, text, message):
    path = rig.folder / "bad.ui"
    path.unlink(missing_ok=True)
    if text:
        path.write_text(text)
    words = ("compare", "--only", "--scenarios", rig.folder / "corpus", "--target", f"first={probe.NATIVE}")
    done = rig.run(*words, "--ui", word.format(map=path))
    assert done.returncode == 2
    assert message.format(map=path) in done.errors.read_text() and done.errors.read_text().count("\n") == 1


def test_a_path_may_have_an_equals_sign(rig):
    folder = rig.folder / "a=b"
    folder.mkdir(exist_ok=True)
    (folder / "probe.ui").write_text(MAP)
    assert compare(rig, "--ui", folder / "probe.ui", names=("first",)) == {"first": SAME}


def test_the_report_keeps_the_reason(rig):
    assert rig.run("compare", "--only", "--scenarios", rig.folder / "corpus", "--target", f"p={probe.NATIVE}").returncode == 0
    report = json.loads((rig.folder / "reports" / "report.json").read_text())
    assert "| control" in report["results"][0]["reason"]
    again = rig.run("report", rig.folder / "reports" / "report.json")
    assert '| dialog "Small" owner=null' in again.output.read_text()

"""The committed baseline: whatever departs from it is red and named by key, better things too; accept keeps it in step."""

import json
import random
import re

import jsonschema
import pytest

from rig import BUILD, ROOT, Rig

HEAD = """scenario 1
title     Not what it does
evidence  documented D-075

process client
"""
STEPS = """  manager = create UserIdentityManager as IUserIdentityManager -> {first}
  other = create UserIdentityManager as IUserIdentityManager   -> {second}
"""
FIRST, SECOND = "bad/one / create#1 / result", "bad/one / create#2 / result"


class Gate:
    """A corpus of one scenario with two facts, and a baseline of its own."""

    def __init__(self, rig):
        self.rig = rig
        self.corpus = rig.folder / "corpus"
        self.file = self.corpus / "baseline.json"
        self.known = self.corpus / "expect" / "native.expect"
        (self.corpus / "bad").mkdir(parents=True)
        self.write("S_OK", "S_OK")

    def write(self, first, second, name="one", more=""):
        (self.corpus / "bad" / f"{name}.scn").write_text(HEAD + STEPS.format(first=first, second=second) + more)

    def run(self, *words, code, against="baseline"):
        """Errors of the run, with the baseline's name cut off."""
        arguments = ("--only", "--target", "native", "--scenarios", self.corpus, "--against", against, *words)
        done = self.rig.run("compare", "--json", *arguments)
        assert done.returncode == code, done.errors.read_text() + done.output.read_text()
        if code == 2:
            return done.errors.read_text()
        return [error.removeprefix(str(self.file)) for error in json.loads(done.output.read_text())["errors"]]

    def accept(self, *arguments, code=0):
        done = self.rig.run("accept", self.rig.folder / "reports", "--scenarios", self.corpus, *arguments)
        assert done.returncode == code, done.errors.read_text()
        return done.output.read_text() if code == 0 else done.errors.read_text()

    def first_baseline(self):
        self.rig.report("--only", "--target", "native", "--scenarios", self.corpus)
        self.accept("--baseline")
        self.run(code=0)


@pytest.fixture
def gate():
    with Rig() as rig:
        yield Gate(rig)


def test_seen_accepted_green_gone_red_struck_off_green(gate):
    gate.first_baseline()
    before = gate.file.read_text()
    gate.write("E_FAIL", "S_OK")
    assert gate.run(code=1) == [f':4: worse: {FIRST} on native: new "S_OK"; before as expected']
    told = gate.accept(FIRST, "--reason", "a stub")
    assert told == f"{gate.known}:2: added: {FIRST}\n{gate.file}: follows: {FIRST}\n"
    assert gate.run(code=0) == []

    gate.write("S_OK", "S_OK")  # the difference is gone
    assert gate.run(code=1) == [f':5: fixed: {FIRST} on native: fixed "S_OK"; before known "S_OK"']
    gate.accept(FIRST)
    assert gate.run(code=0) == [] and gate.file.read_text() == before
    assert "bad/one" not in gate.known.read_text()


def test_a_line_that_a_person_adds_or_strikes_off_shows_too(gate):
    gate.write("E_FAIL", "S_OK")
    gate.known.parent.mkdir()
    gate.known.write_text(f'expect 1 native\n{FIRST}  "S_OK"  D-001  why\n')
    gate.first_baseline()
    with_line = gate.file.read_text()
    gate.write("S_OK", "S_OK")
    gate.known.write_text("expect 1 native\n")
    assert gate.run(code=1) == [f':5: fixed: {FIRST} on native: differs no more; before known "S_OK"']
    told = gate.accept("--baseline")
    assert "differs no more" in told and f"{gate.file}: 1 changes\n" in told
    assert gate.run(code=0) == [] and FIRST not in gate.file.read_text()
    gate.file.write_text(with_line.replace('"observed":"S_OK"', '"observed":"E_ABORT"'))
    gate.write("E_FAIL", "S_OK")
    gate.known.write_text(f'expect 1 native\n{FIRST}  "S_OK"  D-001  why\n')
    assert gate.run(code=1) == [f':5: changed: {FIRST} on native: known "S_OK"; before known "E_ABORT"']


def test_two_keys_of_one_scenario_follow_one_by_one(gate):
    gate.first_baseline()
    gate.write("E_FAIL", "E_ABORT")
    assert len(gate.run(code=1)) == 2
    gate.accept(SECOND, "--reason", "b")
    assert gate.run(code=1) == [f':4: worse: {FIRST} on native: new "S_OK"; before as expected']
    gate.accept(FIRST, "--reason", "a")
    assert gate.run(code=0) == []


def test_scenarios_that_come_and_go_and_facts_that_get_fewer(gate):
    gate.first_baseline()
    gate.write("S_OK", "S_OK", name="two")
    assert gate.run(code=1) == [": new: bad/two on native: 3 same"]
    gate.run("bad/one", code=0)
    gate.run("bad/two", code=1)
    gate.accept("--baseline")  # of a filtered run: the others stay
    assert gate.run(code=0) == []
    (gate.corpus / "bad" / "one.scn").unlink()
    assert gate.run(code=1) == [":4: removed: bad/one"]
    gate.accept("--baseline")
    assert gate.run(code=0) == []
    gate.write("S_OK", "S_OK", name="two", more="  manager.GetIdentityByCookie({GUID_NULL}, &id) -> open\n")
    text = (gate.corpus / "bad" / "two.scn").read_text().splitlines()
    (gate.corpus / "bad" / "two.scn").write_text("\n".join(text[:-2]) + "\n")
    [error] = gate.run(code=1)
    assert error.startswith(":4: changed: bad/two on native: ") and "; before " in error


def test_many_deviations_are_a_screen_and_the_way_to_the_rest(gate):
    gate.first_baseline()
    for number in range(30):
        gate.write("S_OK", "S_OK", name=f"new{number}")
    assert len(gate.run(code=1)) == 30
    report = gate.rig.folder / "reports" / "report.json"
    short, everything = (gate.rig.run("report", report, *words).output.read_text() for words in ((), ("--all",)))
    assert short.count("error ") == 10 and f"  ... and 20 more errors: ./identical report --all {report}\n" in short
    assert everything.count("error ") == 30 and "more errors" not in everything


def test_a_target_that_nobody_knows_is_told_what_else_could_stand_there(gate):
    told = gate.run(code=2, against="nobody")
    assert "expected a target (wine, reference, native, trace:FILE or NAME=FILE), a target of this run or baseline, found 'nobody'" in told


def test_what_another_lane_or_target_does_is_no_deviation(gate):
    gate.first_baseline()
    text = gate.file.read_text()
    gate.file.write_text(text.replace('"native":"native"', '"native":"x86-64"'))
    assert "expected a target of this run, found none" in gate.run(code=2)
    gate.file.write_text(text)
    agent = BUILD / "native" / "harness" / "agent" / "agent-native"
    done = gate.rig.run("compare", "--target", f"other={agent}", "--target", "native", "--scenarios", gate.corpus,
                        "--against", "baseline")  # fmt: skip
    assert done.returncode == 0 and "does not have the target other (native)" in done.errors.read_text()
    gate.accept("--baseline")
    assert gate.file.read_text() == text
    gate.accept("--baseline", "--target", "other")
    assert '"other"' in gate.file.read_text()


def test_a_red_run_is_no_baseline(gate):
    gate.write("E_FAIL", "S_OK")
    gate.rig.report("--only", "--target", "native", "--scenarios", gate.corpus)
    assert "expected a run without red facts, found bad/one on native" in gate.accept("--baseline", code=2)
    assert "expected RUN alone" in gate.accept(FIRST, "--baseline", code=2)
    assert not gate.file.exists()
    assert "there is no baseline yet" in gate.run(code=2)


HOSTILE = [
    (1, "{}", "baseline.json:1: expected {\"format\""),
    (2, '"targets":{"native":3},', "baseline.json:2: expected \"targets\":"),
    (3, "[", "baseline.json:3: expected \"results\":["),
    (4, '{"scenario":"bad/one","on":{"wine":"2 same"}}', "baseline.json:4: expected {\"scenario\":NAME"),
    (4, '{"scenario":"bad/one","on":{"native":"2 sane"}}', "baseline.json:4: expected counts of verdicts"),
    (4, '{"scenario":"bad/one","on":{"native":"0 same"}}', "baseline.json:4: expected counts of verdicts"),
    (4, '{"fact":"bad/one / x / y","target":"native","verdict":"known"}', "baseline.json:4: expected {\"fact\":KEY"),
    (4, "<<<<<<< HEAD", "baseline.json:4: expected a scenario, a fact or ]}"),
    (5, '"', "baseline.json:5: expected a scenario, a fact or ]}"),
]


def test_what_is_no_baseline_is_refused_with_its_line(gate):
    gate.first_baseline()
    whole = gate.file.read_text().splitlines()
    for line, text, message in HOSTILE:
        lines = list(whole)
        lines[line - 1] = text
        gate.file.write_text("\n".join(lines) + "\n")
        assert message in gate.run(code=2)
    assert message in gate.accept("--baseline", code=2)


def test_damaged_ones_end_in_an_error_or_a_verdict(gate):
    gate.write("E_FAIL", "S_OK")
    gate.known.parent.mkdir()
    gate.known.write_text(f'expect 1 native\n{FIRST}  "S_OK"  D-001  why\n')
    gate.first_baseline()
    whole = gate.file.read_bytes()
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    for _ in range(12):
        data = bytearray(whole)
        data[chance.randrange(len(data))] = chance.randrange(256)
        gate.file.write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        done = gate.rig.run("compare", "--only", "--target", "native", "--scenarios", gate.corpus, "--against", "baseline")
        assert done.returncode in (0, 1, 2), f"seed {seed}"
        assert done.returncode != 2 or bytes(gate.file) in done.errors.read_bytes()


def test_the_committed_one_is_whole_sorted_and_free_of_machines():
    path = ROOT / "reports" / "baseline.json"
    baseline = json.loads(path.read_text())
    jsonschema.validate(baseline, json.loads((ROOT / "reports" / "schema" / "baseline.schema.json").read_text()))
    scenarios = [entry["scenario"] for entry in baseline["results"] if "scenario" in entry]
    assert scenarios == sorted(str(path.relative_to(ROOT / "scenarios").with_suffix(""))
                               for path in (ROOT / "scenarios").rglob("*.scn"))  # fmt: skip
    assert set(baseline["targets"]) == {"wine", "reference", "native"}
    assert {entry["verdict"] for entry in baseline["results"] if "fact" in entry} <= {"known"}
    lines = (ROOT / "scenarios/expect/wine.expect").read_text().splitlines()
    known = {re.sub(r"\s+/\s+", " / ", line.partition(' "')[0]).strip() for line in lines}
    assert {entry["fact"] for entry in baseline["results"] if "fact" in entry} <= known
    assert path.stat().st_size < 400_000

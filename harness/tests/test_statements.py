"""Every testable statement of the evidence has a scenario, or a reason why not (./identical explain --coverage)."""

import json
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = Path(os.environ.get("IDT_BUILD", ROOT / "build"))
DRIVER = BUILD / "native/harness/driver/identical-driver"
WORDS = {"covered", "not-dll", "overruled", "nothing-stated", "native-only", "uncovered"}


def run(*arguments):
    environment = {**os.environ, "IDT_ROOT": str(ROOT), "IDT_BUILD": str(BUILD)}
    return subprocess.run(
        [DRIVER, "explain", "--coverage", *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


def uncovered(done):
    return [row["number"] for row in json.loads(done.stdout)["statements"] if row["coverage"] == "uncovered"]


def small_corpus(folder, *names):
    """A corpus of these scenarios of ours, with all states."""
    shutil.copytree(ROOT / "scenarios/registry", folder / "registry")
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "scenarios" / f"{name}.scn", folder / f"{name}.scn")
    return folder


def test_every_statement_has_a_scenario_or_a_reason():
    done = run("--json")
    assert uncovered(done) == [], done.stderr
    assert done.returncode == 0, done.stderr


def test_counts_add_up_and_each_row_has_what_its_word_asks_for(tmp_path):
    coverage = json.loads(run("--json", "--scenarios", str(ROOT / "scenarios")).stdout)
    assert set(coverage["counts"]) == WORDS
    rows = coverage["statements"]
    for word, count in coverage["counts"].items():
        assert sum(row["coverage"] == word for row in rows) == count
    assert sum(coverage["evidence"].values()) == sum(len(row["scenarios"]) for row in rows)
    for row in rows:
        assert bool(row["scenarios"]) == (row["coverage"] == "covered")
        assert bool(row.get("reason")) == (row["coverage"] not in ("covered", "uncovered"))
        assert bool(row.get("decision")) == (row["coverage"] in ("overruled", "nothing-stated"))
    assert {row["number"] for row in coverage["others"]}.isdisjoint(row["number"] for row in rows)
    assert all(row["scenarios"] for row in coverage["others"])
    assert 0 < coverage["cited"]["D"]["cited"] <= coverage["cited"]["D"]["all"]


def test_a_statement_without_either_is_red(tmp_path):
    corpus = small_corpus(tmp_path, "switch/veto")
    done = run("--json", "--scenarios", str(corpus))
    assert done.returncode == 1
    assert "D-001" in uncovered(done) and "D-086" not in uncovered(done)
    (corpus / "statements.txt").write_text("statements 1\nD-001  not-dll  x\n")
    assert "D-001" not in uncovered(run("--json", "--scenarios", str(corpus)))


def test_a_line_that_does_not_belong_is_refused_with_its_place(tmp_path):
    corpus = small_corpus(tmp_path, "switch/veto")
    for line, message in (
        ("D-086  not-dll  x", ":2:1: expected no line for a statement that switch/veto cites; remove the line, found"),
        ("D-999  not-dll  x", ":2:1: expected the number of a statement of docs/evidence, found 'D-999'"),
        ("D-001  someday  x", ":2:8: expected not-dll, overruled, nothing-stated or native-only, found 'someday'"),
    ):
        (corpus / "statements.txt").write_text(f"statements 1\n{line}\n")
        done = run("--scenarios", str(corpus))
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{corpus}/statements.txt{message}" in done.stderr


def test_verdicts_come_from_the_last_report(tmp_path):
    corpus = small_corpus(tmp_path / "corpus", "switch/veto")
    reports = tmp_path / "reports"
    reports.mkdir()
    cell = {"scenario": "switch/veto", "target": "mine", "verdict": "known", "red": False, "seconds": 0, "open": 0}
    cell["evidence"] = {"forensic": 1, "inferred": 3}
    report = {"format": "identical-report", "version": 1, "targets": [{"name": "mine"}], "results": [cell]}
    (reports / "report.json").write_text(json.dumps(report))
    done = run("--json", "--scenarios", str(corpus), "--reports", str(reports))
    row = next(row for row in json.loads(done.stdout)["statements"] if row["number"] == "D-086")
    assert row["scenarios"] == [
        {"scenario": "switch/veto", "evidence": "documented", "verdicts": {"mine": "known"}}
    ], done.stderr
    assert json.loads(done.stdout)["facts"] == {"mine": {"forensic": 1, "inferred": 3}}
    assert json.loads(done.stdout)["shares"] == {"mine": {"forensic": 25, "inferred": 75}}
    text = run("--scenarios", str(corpus), "--reports", str(reports)).stdout
    table = text.partition("facts as expected, by what they rest on\n")[2]
    assert [line.split() for line in table.splitlines()] == [
        ["mine"],
        ["forensic", "1", "(25", "%)"],
        ["inferred", "3", "(75", "%)"],
        ["all", "4"],
    ]
    assert "D-086      switch/veto  documented  known" in text.splitlines()
    done = run("--scenarios", str(corpus), "--reports", str(tmp_path / "none"))
    assert done.returncode == 2 and "report.json" in done.stderr

"""The history: since when a fact is red, by runs that were added one by one, at once, from elsewhere, or half."""

import json
import os
import signal
import sqlite3
import time

import pytest

from browser import Browser
from rig import Rig

KEY = "a/one / create#1 / result"
OLD, NEW = "a" * 64, "b" * 64


def cell(scenario, red):
    fact = {
        "label": "create#1", "fact": "result", "verdict": "new", "red": True, "expected": "S_OK", "observed": "E_FAIL",
        "evidence": "documented D-075", "reason": None, "line": 6,
    }  # fmt: skip
    verdict = "new" if red else "same"
    return {
        "scenario": scenario, "target": "dll", "verdict": verdict, "red": red, "counts": {verdict: 1}, "open": 0,
        "evidence": {} if red else {"documented": 1}, "reason": None, "facts": [fact] if red else [], "ms": 1,
    }  # fmt: skip


def report(path, started, red, file=OLD, scenarios=("a/one",), against=None):
    """A report in which these scenarios ran on one target, and those in red differ."""
    results = [cell(scenario, scenario in red) for scenario in scenarios]
    path.write_text(
        json.dumps(
            {
                "format": "identical-report", "version": 1, "started": started, "ms": 5, "against": against, "filters": [],
                "corpus": len(scenarios), "red": bool(red), "targets": [{"name": "dll", "lane": "x86-64", "sha256": file}],
                "errors": [], "results": results, "disagreements": [],
            }  # fmt: skip
        )
    )
    return path


class Past:
    def __init__(self, rig):
        self.rig = rig
        self.file = rig.folder / "history.sqlite"

    def ask(self, *arguments, code=0, file=None):
        done = self.rig.run("history", "--history", file or self.file, *arguments)
        assert done.returncode == code, done.errors.read_text()
        return done.output.read_text() if code == 0 else done.errors.read_text()

    def json(self, *arguments, **options):
        return json.loads(self.ask("--json", *arguments, **options))

    def add(self, day, red, **options):
        name = self.rig.folder / f"{day}.json"
        file = options.pop("history", None)
        self.ask("--add", report(name, f"2026-11-{day:02d}T10:00:00Z", red, **options), file=file)
        return name


@pytest.fixture
def past():
    with Rig() as rig:
        yield Past(rig)


def test_since_when_and_how_often(past):
    for day, red, file in ((1, (), OLD), (3, ("a/one",), OLD), (2, (), OLD), (5, (), NEW), (8, ("a/one",), NEW)):
        past.add(day, red, file=file)
    past.add(9, ("a/one",), file=NEW)
    past.add(10, (), scenarios=("a/other",))  # says nothing of a/one
    past.add(11, (), against="dll")  # another expectation
    course = past.json(KEY)[0]
    assert course["trend"] == "..x.xx" and course["runs"] == 6
    assert (course["flips"], course["sameFile"]) == (3, 2)
    assert (course["firstBad"], course["firstBadFile"]) == ("2026-11-08T10:00:00Z", NEW)
    assert (course["lastGood"], course["lastGoodFile"]) == ("2026-11-05T10:00:00Z", NEW)
    assert past.json("a/one")[0]["trend"] == "..x.xx"
    said = past.ask(KEY)
    assert "red since 2026-11-08T10:00:00Z (file bbbbbbbb), good before: 2026-11-05T10:00:00Z" in said
    assert "6 runs, 3 changes (2 with the same file)" in said
    assert "expected a scenario" in past.ask("a/none", code=2)

    runs = past.json()
    assert [run["started"][8:10] for run in runs] == ["11", "10", "09", "08", "05", "03", "02", "01"]
    assert [(run["red"], run["came"], run["went"]) for run in runs][2:6] == [(1, 0, 0), (1, 1, 0), (0, 0, 1), (1, 1, 0)]


def test_a_report_counts_once(past):
    file = past.add(1, ("a/one",))
    assert past.ask("--add", file) == f"{file}: is there already\n"
    assert len(past.json()) == 1


def test_compare_adds_its_run_and_report_tells_what_changed(past):
    corpus = past.rig.folder / "corpus"
    (corpus / "a").mkdir(parents=True)
    scenario = corpus / "a" / "one.scn"
    text = "scenario 1\ntitle     One\nevidence  documented D-075\n\nprocess client\n  m = create UserIdentityManager as IUserIdentityManager -> {}\n"
    for result in ("S_OK", "E_FAIL"):
        scenario.write_text(text.format(result))
        arguments = ("compare", "--only", "--target", "native", "--scenarios", corpus, "--history", past.file)
        assert past.rig.run(*arguments).returncode in (0, 1)
        time.sleep(1.1)  # times of runs are seconds
    runs = past.json()
    assert [run["red"] for run in runs] == [1, 0] and runs[0]["came"] == 1
    for when in ("1", runs[1]["started"][:4]):
        done = past.rig.run("report", past.rig.folder / "reports" / "report.json", "--since", when, "--history", past.file)
        assert done.returncode == 1
        said = done.output.read_text()
        assert f"since the run of {runs[1]['started']}" in said
        assert f"1 facts became red\n    native: {KEY}\n" in said and "0 facts are not red any more" in said
    done = past.rig.run("report", past.rig.folder / "reports" / "report.json", "--since", "1999", "--history", past.file)
    assert done.returncode == 2 and "expected the number or the time of a run" in done.errors.read_text()


def test_without_a_place_for_the_history_a_run_is_still_a_run(past):
    blocked = past.rig.folder / "blocked"
    blocked.write_text("")
    arguments = ("compare", "--only", "--target", "native", "enum/tour")
    os.environ["IDT_HISTORY"] = str(blocked / "history.sqlite")
    try:
        done = past.rig.run(*arguments)
    finally:
        os.environ["IDT_HISTORY"] = ""
    assert done.returncode == 0 and "no history: " in done.errors.read_text()
    assert past.rig.run(*arguments, "--history", blocked / "history.sqlite").returncode == 3


def test_runs_of_several_machines_meet(past):
    other = past.rig.folder / "other.sqlite"
    past.add(1, ())
    past.add(2, ("a/one",))
    past.add(3, ("a/other",), scenarios=("a/other", "b/third"), history=other)
    past.add(4, ("a/one",), history=other)
    past.ask("--add", past.rig.folder / "2.json", file=other)
    assert past.ask("--merge", other) == f"{other}: 2 runs added\n"
    assert past.ask("--merge", other) == f"{other}: 0 runs added\n"
    assert past.json(KEY)[0]["trend"] == ".xx" and past.json("a/other")[0]["trend"] == "x"
    assert past.ask("--merge", past.file, file=other) == f"{past.file}: 1 runs added\n"
    assert past.json(KEY, file=other)[0]["trend"] == ".xx"


def test_refuses_what_is_no_history(past):
    text = past.rig.folder / "text"
    text.write_text("no database, but longer than the header of one would have been " * 40)
    database = past.rig.folder / "database"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE mine (a)")
    for file in (text, database):
        before = file.read_bytes()
        past.ask(code=2, file=file)
        past.ask("--merge", file, code=2)
        assert file.read_bytes() == before
    past.ask("--merge", past.rig.folder / "nothing", code=2)
    past.ask("--add", text, code=2)


def test_writers_at_once_all_arrive(past):
    files = [report(past.rig.folder / f"{i}.json", f"2026-11-01T10:00:{i:02d}Z", ("a/one",)) for i in range(8)]
    at_once = [past.rig.start("history", "--history", past.file, "--add", file) for file in files]
    assert [process.wait(60) for process in at_once] == [0] * len(files)
    assert len(past.json()) == len(files) and past.json(KEY)[0]["trend"] == "x" * len(files)


def test_a_kill_in_the_middle_leaves_all_or_nothing(past):
    past.add(1, ())
    names = tuple(f"a/s{i:05d}" for i in range(20000))
    big = report(past.rig.folder / "big.json", "2026-11-02T10:00:00Z", names, scenarios=names)
    killed = 0
    for delay in (0.2, 0.5, 0.8, 1.1):
        process = past.rig.start("history", "--history", past.file, "--add", big)
        time.sleep(delay)
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        runs = past.json()
        assert [run["red"] for run in runs] in ([0], [len(names), 0])
        with sqlite3.connect(past.file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert killed
    past.ask("--add", big)
    assert past.json()[0]["red"] == len(names)


def test_the_page_says_since_when(past):
    for day, red in ((1, ()), (2, ("a/one",)), (3, ("a/one",))):
        file = past.add(day, red)
    page = past.rig.folder / "page.html"
    done = past.rig.run("report", file, "--format", "html", "-o", page, "--history", past.file)
    assert done.returncode == 1, done.errors.read_text()
    browser = Browser(past.rig.scratch)
    try:
        browser.open(page, "#scenario/a/one")
        said = " ".join(browser.accessible_text().split())
        assert "red since 2026-11-02 10:00:00 (file aaaaaaaa); good before: 2026-11-01 10:00:00" in said
        assert "3 runs, 1 change (1 with the same file, so by chance)" in said
        browser.open(page)
        assert "Earlier runs" in browser.accessible_text()
        assert browser.trouble() == []
    finally:
        browser.close()

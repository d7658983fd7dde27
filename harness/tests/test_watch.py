"""compare --watch: what a change of a file changes is printed, and only that; half-written files wait; SIGINT ends it."""

import os
import shutil
import signal
import time

import pytest

from rig import BUILD, Rig

SCENARIO = """scenario 1
title     The manager lists what is there
evidence  documented D-075

process client
  manager = create UserIdentityManager as IUserIdentityManager -> {result}
"""
KEY = "a/one / create#1 / result on mine"


class Watched:
    def __init__(self, rig):
        self.rig = rig
        self.corpus = rig.folder / "corpus"
        (self.corpus / "a").mkdir(parents=True)
        (self.corpus / "expect").mkdir()
        self.one, self.two = self.corpus / "a" / "one.scn", self.corpus / "a" / "two.scn"
        for path in (self.one, self.two):
            path.write_text(SCENARIO.format(result="S_OK"))
        self.agent = rig.folder / "build" / "mine"
        self.agent.parent.mkdir()
        shutil.copy(BUILD / "native" / "harness" / "agent" / "agent-native", self.agent)
        words = ("--only", "--target", f"mine={self.agent}", "--scenarios", self.corpus)
        self.process = rig.start("compare", "--watch", *words)
        self.seen = 0
        assert "reports:" in self.until("reports:")

    def until(self, word, seconds=60):
        """What was printed since the last call, once the word is there."""
        end = time.monotonic() + seconds
        while word not in (text := self.process.output.read_text()[self.seen :]):
            assert self.process.poll() is None and time.monotonic() < end, text + self.process.errors.read_text()
            time.sleep(0.05)
        self.seen += len(text)
        return text

    def changes(self):
        text = self.until(" changes, ")
        return text.splitlines()[:-1], text.splitlines()[-1].partition(": ")[2]

    def rename_over(self, path, text):
        """As editors do it."""
        temporary = path.with_name(f".{path.name}.swp")
        temporary.write_text(text)
        os.rename(temporary, path)

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        code = self.process.wait(30)
        assert self.rig.gone_within(5) and list(self.rig.scratch.iterdir()) == []
        return code


@pytest.fixture
def watched():
    with Rig() as rig:
        watched = Watched(rig)
        yield watched
        if watched.process.poll() is None:
            watched.end()


def test_only_what_changed_is_printed(watched):
    watched.rename_over(watched.one, SCENARIO.format(result="E_FAIL"))
    assert watched.changes() == ([f'worse: {KEY}: new "S_OK"; before as expected'], "1 changes, red")
    known = watched.corpus / "expect" / "mine.expect"
    known.write_text('expect 1 mine\na/one / create#1 / result  "S_OK"  D-001  why\n')
    assert watched.changes() == ([f'better: {KEY}: known "S_OK"; before new "S_OK"'], "1 changes, as expected")
    watched.two.unlink()
    assert watched.changes() == (["removed: a/two"], "1 changes, as expected")
    (watched.corpus / "b").mkdir()
    (watched.corpus / "b" / "three.scn").write_text(SCENARIO.format(result="S_OK"))
    lines, last = watched.changes()
    while not lines:  # the folder alone
        lines, last = watched.changes()
    assert (lines, last) == (["new: b/three on mine: 2 same"], "1 changes, as expected")
    (watched.corpus / "b" / "notes.txt").write_text("nobody asks for it")
    time.sleep(0.7)
    assert watched.process.output.read_text()[watched.seen :] == ""
    assert watched.end() == 0 and not (watched.rig.folder / "reports" / "resume.journal").exists()


def test_a_file_that_is_being_written_waits(watched):
    whole = watched.agent.read_bytes()
    fresh = watched.agent.with_name("mine.new")
    watched.agent.unlink()
    with open(watched.agent, "wb") as file:
        file.write(whole[: len(whole) // 2])
        file.flush()
        watched.rename_over(watched.one, SCENARIO.format(result="E_FAIL"))
        time.sleep(1.5)
        assert watched.process.output.read_text()[watched.seen :] == ""
        file.write(whole[len(whole) // 2 :] + b"another build")
        os.fchmod(file.fileno(), 0o755)
    assert watched.changes() == ([f'worse: {KEY}: new "S_OK"; before as expected'], "1 changes, red")
    fresh.write_bytes(whole)
    fresh.chmod(0o755)
    os.rename(fresh, watched.agent)
    assert watched.changes() == ([], "0 changes, red")
    assert watched.end() == 1


def test_what_cannot_run_is_told_and_waits(watched):
    watched.one.write_text("scenario 1\nthis is none\n")
    end = time.monotonic() + 30
    while "one.scn:2:" not in watched.process.errors.read_text():
        assert time.monotonic() < end and watched.process.poll() is None
        time.sleep(0.05)
    watched.one.write_text(SCENARIO.format(result="S_OK"))
    assert watched.changes() == ([], "0 changes, as expected")
    assert watched.end(signal.SIGTERM) == -signal.SIGTERM


def test_what_it_does_not_go_with():
    with Rig() as rig:
        done = rig.run("compare", "--watch", "--json")
        assert done.returncode == 2 and "--watch: not with --json" in done.errors.read_text()

"""compare --resume: whenever a run was killed, the next one does only what is missing, and its report is that of one whole run."""

import random
import re
import shutil
import signal
import time

import pytest

from rig import BUILD, Rig, without_times

FILTER = "identity/foreign"
WORDS = ("--only", "--target", "reference", "--target", "native", "-j", "1")
SCENARIO = """scenario 1
title     The manager lists what is there
evidence  documented D-075

process client
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK
"""


def whole(rig, *filters):
    """The report of a run that nobody disturbs, and how long it took."""
    start = time.monotonic()
    text = rig.report_text(*WORDS, *filters, reports="whole")
    assert not (rig.folder / "whole" / "resume.journal").exists()
    return without_times(text), time.monotonic() - start


def resumed(rig, *words):
    """The report of the run that goes on, and how many replays it found done."""
    done = rig.run("compare", "--json", "--resume", *words)
    told = re.search(r"identical: (\d+) replays of a run that did not end", done.errors.read_text())
    assert done.returncode in (0, 1) and told, done.errors.read_text()
    assert not (rig.folder / "reports" / "resume.journal").exists()
    return without_times(done.output.read_text()), int(told[1])


def cut_short(rig, moment, number, *words):
    process = rig.start("compare", *words)
    time.sleep(moment)
    process.send_signal(number)
    process.wait(60)
    assert rig.gone_within(10), rig.processes()


def kill_and_go_on(count, *filters):
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    found = []
    with Rig() as rig:
        expected, duration = whole(rig, *filters)
        for turn in range(count):
            number = chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM))
            moment = chance.uniform(duration * 0.3, duration)
            cut_short(rig, moment, number, *WORDS, *filters)
            if chance.random() < 0.5:  # and once more, while it goes on
                cut_short(rig, chance.uniform(0, duration), number, "--resume", *WORDS, *filters)
            report, held = resumed(rig, *WORDS, *filters)
            assert report == expected, f"seed {seed}, turn {turn}: {signal.Signals(number).name} after {moment:.3f} s"
            found.append(held)
    return found


def test_killed_at_random_moments():
    assert len(kill_and_go_on(1, FILTER)) == 1


@pytest.mark.long
def test_killed_at_many_random_moments():
    found = kill_and_go_on(50, "enum/")
    assert any(found) and len(set(found)) > 10  # the moments were not all before or behind


@pytest.fixture
def small():
    """A folder of scenarios that the native agent runs one after the other, and the journal of a run of them."""
    with Rig() as rig:
        folder = rig.folder / "corpus"
        (folder / "a").mkdir(parents=True)
        for name in ("one", "two", "three"):
            (folder / "a" / f"{name}.scn").write_text(SCENARIO)
        rig.corpus = folder
        rig.words = ("--only", "--target", "native", "--scenarios", folder)
        rig.journal = rig.folder / "reports" / "resume.journal"
        yield rig


def journal_of(rig):
    """What a run has written that was killed when all was done but the reports: those cannot be written."""
    reports = rig.folder / "reports"
    (reports / "report.json").mkdir(parents=True)
    (reports / "report.json" / "x").touch()
    done = rig.run("compare", *rig.words)
    assert done.returncode == 3, done.errors.read_text()
    (reports / "report.json" / "x").unlink()
    (reports / "report.json").rmdir()
    return rig.journal.read_bytes()


def test_only_what_is_missing_or_changed_runs(small):
    journal = journal_of(small)
    expected = without_times(small.report_text(*small.words, reports="whole"))
    small.journal.write_bytes(journal)
    report, held = resumed(small, *small.words)
    assert (report, held) == (expected, 3)

    small.journal.write_bytes(journal)
    (small.corpus / "a" / "two.scn").write_text(SCENARIO.replace("S_OK", "E_FAIL"))
    report, held = resumed(small, *small.words)
    assert held == 3 and report == without_times(small.report_text(*small.words, reports="whole"))
    assert report.count('"verdict":"new","red":true') > 0


def test_what_is_taken_from_the_journal_does_not_run(small):
    """Its times are those of the first run, to the digit."""
    journal = re.sub(rb"(cell [0-9a-f]{64}) [0-9.]+", rb"\1 12.345678", journal_of(small))
    small.journal.write_bytes(with_sums(journal))
    done = small.run("compare", "--json", "--resume", *small.words)
    assert done.returncode == 0 and done.output.read_text().count('"ms":12346') == 3
    small.journal.write_bytes(with_sums(journal))
    (small.corpus / "a" / "two.scn").write_text(SCENARIO.replace("The manager", "A manager"))
    done = small.run("compare", "--json", "--resume", *small.words)
    assert done.output.read_text().count('"ms":12346') == 2
    small.journal.write_bytes(with_sums(journal))
    done = small.run("compare", "--json", *small.words)  # without --resume all run
    assert done.output.read_text().count('"ms":12346') == 0


@pytest.mark.parametrize("file", ("native/harness/agent/agent-native", pytest.param("win64/src/msident.dll", marks=pytest.mark.long)))
def test_a_dll_that_is_another_one_by_now_runs_anew_and_says_so(small, file):
    dll = small.folder / "under_test.dll"  # Windows looks for a file without an ending by another name
    shutil.copy(BUILD / file, dll)
    small.words = ("--only", "--target", f"mine={dll}", "--scenarios", small.corpus)
    journal = with_sums(re.sub(rb"(cell [0-9a-f]{64}) [0-9.]+", rb"\1 12.345678", journal_of(small)))

    def go_on():
        small.journal.write_bytes(journal)
        done = small.run("compare", "--json", "--resume", *small.words)
        assert done.returncode == 0, done.errors.read_text()
        return done.errors.read_text(), done.output.read_text().count('"ms":12346')

    told, taken = go_on()
    assert taken == 3 and "not taken over" not in told
    with dll.open("ab") as end:
        end.write(b"\0")
    told, taken = go_on()
    assert taken == 0 and "identical: 3 of them were not taken over: their scenario, DLL, agent, UI map or Wine is not what it was" in told


def records(journal):
    at = journal.index(b"\n") + 1
    while at < len(journal):
        end = journal.index(b"\n", at)
        length = int(journal[at:end].split()[3])
        yield journal[at:end], journal[end + 1 : end + 1 + length]
        at = end + length + 2


def with_sums(journal):
    import zlib

    out = journal[: journal.index(b"\n") + 1]
    for line, text in records(journal):
        head = line.rsplit(b" ", 1)[0]
        out += head + b" %08x\n" % zlib.crc32(head + text) + text + b"\n"
    return out


def test_a_torn_or_damaged_journal_holds_what_stands_before(small):
    journal = journal_of(small)
    assert with_sums(journal) == journal and len(list(records(journal))) == 3
    expected = without_times(small.report_text(*small.words, reports="whole"))
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    starts = [match.start() for match in re.finditer(rb"^cell ", journal, re.M)]
    for turn in range(8):
        place = chance.randrange(len(journal))
        damaged = bytearray(journal)
        damaged[place] ^= 1 << chance.randrange(8)
        small.journal.write_bytes(journal[:place] if turn % 2 else damaged)
        report, held = resumed(small, *small.words)
        assert report == expected and held == len([start for start in starts[1:] if start <= place]), f"seed {seed}"


def test_two_runs_with_the_same_reports_do_not_share_a_journal(small):
    import fcntl

    journal_of(small)
    with open(small.journal, "rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = small.run("compare", "--resume", *small.words)
        assert done.returncode == 3 and "another compare writes it" in done.errors.read_text()
        assert small.run("compare", *small.words).returncode == 0  # goes without
    assert small.journal.exists()

"""However a compare ends, nothing of it is left: no process, no file, no broken report, no trace in the user's prefix."""

import hashlib
import json
import os
import pathlib
import random
import signal
import time

import pytest

from rig import ROOT, Rig

FILTER = "identity/tour"
GRACE = {signal.SIGINT: 0, signal.SIGTERM: 0, signal.SIGHUP: 0, signal.SIGKILL: 5}
SIGNALS = list(GRACE)
LONG_MOMENTS = 50
REPORTS = ("report.json", "traces.jsonl", "report.html", "junit.xml", "summary.md", "resume.journal")


def fill_home(home):
    """A Wine prefix such as a user has; nobody may touch it."""
    prefix = home / ".wine"
    (prefix / "drive_c" / "users").mkdir(parents=True)
    (prefix / "dosdevices").mkdir()
    (prefix / "user.reg").write_text("WINE REGISTRY Version 2\n\n[Identities] 1\n\"Last User ID\"=\"{1}\"\n")
    (prefix / "system.reg").write_text("WINE REGISTRY Version 2\n")
    os.symlink("../drive_c", prefix / "dosdevices" / "c:")


def fingerprint(folder):
    """Names, kinds, contents and times of everything in a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        digest.update(f"{path.relative_to(folder)} {state.st_mode} {state.st_mtime_ns}".encode())
        if path.is_symlink():
            digest.update(os.readlink(path).encode())
        elif path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def check_reports(folder):
    """A report is the old one, the new one or none; never a part."""
    if not folder.exists():
        return
    for path in folder.rglob("*"):
        if path.is_dir():
            continue
        assert path.name in REPORTS, f"left over: {path}"
        if path.suffix == ".json":
            report = json.loads(path.read_text())
            assert report["results"]


@pytest.fixture(scope="module")
def duration():
    """How long an undisturbed run takes."""
    with Rig() as rig:
        start = time.monotonic()
        rig.report(FILTER, "-j", "2")
        return time.monotonic() - start


def displays():
    """Sockets and locks of X servers."""
    return sorted(pathlib.Path("/tmp").glob(".X*-lock")) + sorted(pathlib.Path("/tmp/.X11-unix").glob("*"))


def interrupt(number, moment, *options):
    with Rig() as rig:
        fill_home(rig.home)
        before = fingerprint(rig.home)
        screens = displays()
        process = rig.start("compare", FILTER, "-j", "2", *options)
        time.sleep(moment)
        process.send_signal(number)
        code = process.wait(60)
        left = [] if rig.gone_within(GRACE[number]) else rig.processes()
        where = f"{signal.Signals(number).name} after {moment:.3f} s, exit code {code}"
        assert left == [], f"{where}: still running {left}"
        assert list(rig.scratch.iterdir()) == [], f"{where}: left in the scratch folder"
        assert fingerprint(rig.home) == before, f"{where}: the user's own prefix was touched"
        assert displays() == screens, f"{where}: left by a display"
        check_reports(rig.folder / "reports")
        assert code in (-number, 0, 1), where


def moments(duration, count, seed):
    chance = random.Random(seed)
    return [chance.uniform(0, duration * 1.05) for _ in range(count)]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: signal.Signals(number).name)
def test_nothing_is_left_after_a_signal(duration, number):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    for moment in moments(duration, 2, seed):
        interrupt(number, moment)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: signal.Signals(number).name)
def test_nothing_is_left_of_a_display(duration, number):
    """While it starts, and while it is in use."""
    for moment in (0.3, 0.8, 1 + duration / 2):
        interrupt(number, moment, "--screenshots")


@pytest.mark.long
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: signal.Signals(number).name)
def test_nothing_is_left_after_a_signal_at_any_moment(duration, number):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    for moment in moments(duration, LONG_MOMENTS, seed):
        interrupt(number, moment)


def test_the_entry_passes_signals_on(duration):
    """The same through ./identical, as a user starts it."""
    with Rig() as rig:
        process = rig.start("compare", FILTER, command=(ROOT / "identical", "--no-install"))
        time.sleep(1 + duration / 2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to the whole foreground group
        process.wait(60)
        assert rig.gone_within(0), rig.processes()


def test_an_undisturbed_run_leaves_nothing_either():
    with Rig() as rig:
        fill_home(rig.home)
        before = fingerprint(rig.home)
        rig.report(FILTER)
        assert rig.processes() == []
        assert list(rig.scratch.iterdir()) == []
        assert fingerprint(rig.home) == before
        check_reports(rig.folder / "reports")

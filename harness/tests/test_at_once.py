"""Scenarios that switch beside each other never hear each other: neither those of two runs nor those of two workers of
one. Each worker of a run has a Wine prefix of its own, each native agent a machine of its own. That this is what keeps them
apart shows where two agents share a prefix: there they do hear each other."""

import os
import re
import shutil
import subprocess
import time

import pytest

import probe
from rig import BUILD, ROOT, Rig

LANES = {"native": ("native", 300), "wine": ("reference", 12)}  # the target, and how many switch beside the one that listens
LISTENER = """scenario 1
title     Nobody is heard until the time is up
evidence  synthetic
limit     5s
registry  two-users

sink watch = IIdentityChangeNotify

process book
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK
  point = manager as IConnectionPoint                          -> S_OK
  point.Advise(watch, &cookie = new)                           -> S_OK
  pump until watch.QuerySwitchIdentities                       -> hang
"""
SWITCHER = """scenario 1
title     There and back again
evidence  synthetic
registry  two-users

process mailer
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK
  private2 = manager as IPrivateIdentityManager2               -> S_OK
  private2.LogonAs("Bob", null, &bob = new)                    -> S_OK
    | set [HKCU\\Identities] "Last Username"="Bob"
    | set [HKCU\\Identities] "Last User ID"="{2B3C4D5E-2222-4222-8222-222222222222}"
    | callbacks none
  private2.LogonAs("Main Identity", null, &main = new)         -> S_OK
    | callbacks none
"""
LISTENS = b"pump until watch.QuerySwitchIdentities"
LONG_ENOUGH = 40  # seconds


@pytest.fixture
def rigs():
    with Rig() as one, Rig() as other:
        yield one, other


def corpus(rig, *names):
    folder = rig.folder / "corpus"
    shutil.copytree(ROOT / "scenarios" / "registry", folder / "registry")
    for name in names:
        path = folder / f"{name}.scn"
        path.parent.mkdir(exist_ok=True)
        path.write_text(LISTENER if "listener" in name else SWITCHER)
    return folder


def traces(rig, with_text):
    """Those of its runs that hold this text."""
    found = set()
    for path in (*rig.folder.glob("*.trc"), *rig.scratch.glob("identical-*/*.trc")):
        try:
            if with_text in path.read_bytes():
                found.add(path)
        except OSError:
            continue
    return found


def wait_for(what):
    end = time.monotonic() + LONG_ENOUGH
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def verdicts(rig, process):
    process.wait(LONG_ENOUGH)
    assert process.returncode == 0, process.errors.read_text() + process.output.read_text()


@pytest.mark.parametrize("lane", LANES)
def test_nobody_hears_those_of_another_run_or_worker(rigs, lane):
    one, other = rigs
    target, count = LANES[lane]
    beside = [f"b/switcher{number:03}" for number in range(count)]
    first = one.start("compare", "--only", "--scenarios", corpus(one, "a/listener", *beside), "--target", target, "-j", 2)
    before = set()
    while not traces(one, LISTENS):
        assert first.poll() is None, first.errors.read_text()
        before = traces(one, b"ended ok")
    second = other.start("compare", "--only", "--scenarios", corpus(other, "b/switcher"), "--target", target)
    meanwhile = set()

    def both_worked():
        meanwhile.update(traces(one, b"ended ok") - before)
        return meanwhile and second.poll() is not None

    wait_for(both_worked)
    assert not traces(one, b"ended hang")  # it still listens: all of that was at once
    verdicts(other, second)
    verdicts(one, first)


@pytest.mark.long
@pytest.mark.parametrize("lane", LANES)
def test_traces_are_those_of_runs_alone(rigs, lane):
    one, other = rigs

    def trace(rig):
        return re.sub(r'(?m)^dll +"[^"]*"', "", (rig.folder / "trace").read_text())  # a copy in the run's own folder

    def start(rig, name):
        return rig.start(
            "replay", name, "--scenarios", rig.folder / "corpus", "--target", LANES[lane][0], "-o", rig.folder / "trace"
        )

    corpus(one, "a/listener")
    corpus(other, "b/switcher")
    alone = []
    for rig, name in ((one, "a/listener"), (other, "b/switcher")):
        start(rig, name).wait(LONG_ENOUGH)
        alone.append(trace(rig))
        (rig.folder / "trace").unlink()
    listens = start(one, "a/listener")
    wait_for(lambda: traces(one, LISTENS))
    start(other, "b/switcher").wait(LONG_ENOUGH)
    assert listens.poll() is None
    listens.wait(LONG_ENOUGH)
    assert [trace(rig) for rig in (one, other)] == alone
    assert alone[0].endswith("ended hang at pump#1\n") and alone[1].endswith("ended ok\n")


def agent(rig, name):
    """The words that start the agent under Wine, with a scenario of the corpus."""
    spell = probe.in_wine
    words = {
        "--scenario": spell(rig.folder / "corpus" / f"{name}.scn"),
        "--trace": spell(rig.folder / f"{name}.trc"),
        "--dll": spell(BUILD / "win64" / "src" / "msident.dll"),
        "--profile": spell(rig.folder / f"{name}-profile"),
        "--limit-ms": str(1000 * LONG_ENOUGH),
        "--target": "reference",
    }
    return [str(probe.AGENT), *(word for pair in words.items() for word in pair)]


def test_in_one_prefix_they_would_hear_each_other(rigs):
    rig = rigs[0]
    folder = corpus(rig, "listener", "switcher")
    state = "\n".join(
        "  " + line
        for line in (ROOT / "scenarios" / "registry" / "two-users.reg").read_text().splitlines()
        if line and not line.startswith((";", "REGEDIT4", "Windows Registry"))
    )
    for path in folder.glob("*.scn"):  # an agent gets its state inline
        path.write_text(path.read_text().replace("registry  two-users", f"registry\n{state}"))
    own = {**rig.environment(), "LC_ALL": "C.UTF-8", "WINEDEBUG": "-all"}
    own.pop("DISPLAY", None)

    def start(words, name, **more):
        with open(rig.folder / f"{name}.out", "wb") as out:
            return subprocess.Popen(
                words + agent(rig, name), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**own, **more}
            )

    listens = start([ROOT / "harness" / "wine" / "run-test.sh"], "listener")
    wait_for(lambda: traces(rig, LISTENS))
    (prefix,) = rig.scratch.glob("identical-test.*")
    same = ("WINEPREFIX", "XDG_RUNTIME_DIR", "TMPDIR")  # as run-test.sh sets them
    switches = start([f"{os.environ.get('IDT_WINE', '/usr/lib/wine')}/wine64"], "switcher", **{name: str(prefix) for name in same})
    listens.wait(LONG_ENOUGH)  # and with it goes the prefix, perhaps before the other is done
    switches.wait(LONG_ENOUGH)
    heard = probe.trace_text(rig.folder / "listener.trc")
    assert "| watch.QuerySwitchIdentities() -> S_OK" in heard and heard.endswith("ended ok\n")

"""Changing any single expectation of any scenario turns it red: the judge, on the native trace of each."""

import os
import pathlib
import random
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "scenarios"
BUILD = pathlib.Path(os.environ.get("IDT_BUILD", ROOT / "build"))
DRIVER = BUILD / "native/harness/driver/identical-driver"
MUTANTS = BUILD / "native/harness/tests/expectation-mutants"


def known_on_native():
    """The scenarios with a listed difference. Each line names what is expected instead, so that a changed expectation
    makes it void (harness/README.md)."""
    lines = (CORPUS / "expect" / "native.expect").read_text().splitlines()[1:]
    known = [line for line in lines if line and not line.startswith(";")]
    assert all('" not "' in line for line in known)
    return {line.split(" / ")[0].strip() for line in known}


def native_trace(scenario, folder):
    trace = folder / (scenario.replace("/", "-") + ".trc")
    done = subprocess.run(
        [str(DRIVER), "replay", scenario, "-o", str(trace)],
        env={**os.environ, "IDT_ROOT": str(ROOT), "IDT_BUILD": str(BUILD)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert trace.exists(), f"{scenario}: {done.stderr}"
    return trace


def scenarios():
    return sorted(CORPUS.rglob("*.scn"))


def check(paths, tmp_path):
    known = known_on_native()
    lines = []
    for path in paths:
        scenario = str(path.relative_to(CORPUS).with_suffix(""))
        lines.append(f"{path}\t{native_trace(scenario, tmp_path)}\n")
    (tmp_path / "list").write_text("".join(lines))
    done = subprocess.run([str(MUTANTS), str(tmp_path / "list")], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert f"{len(lines)} scenarios" in done.stdout
    of_these = known & {str(path.relative_to(CORPUS).with_suffix("")) for path in paths}
    assert f", {len(of_these)} with known differences" in done.stdout
    altered = int(done.stdout.split(" known differences), ")[1].split()[0])
    assert altered > 10 * len(lines)


def test_expectations_of_a_sample_can_fail(tmp_path):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    check(random.Random(seed).sample(scenarios(), 60), tmp_path)


@pytest.mark.long
def test_every_expectation_can_fail(tmp_path):
    check(scenarios(), tmp_path)

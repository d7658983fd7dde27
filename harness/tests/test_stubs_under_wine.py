"""The stubs answer as Wine does: the same cases run natively against the stubs and as a PE against real functions."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("IDT_BUILD", ROOT / "build"))
NATIVE = BUILD / "native" / "stubs" / "tests" / "stub_conformance"
PE = BUILD / "win64" / "stubs" / "tests" / "stub_conformance.exe"
IN_WINE = ROOT / "harness" / "wine" / "run-test.sh"
SOURCES = ROOT / "stubs" / "tests"


def results(output):
    """Case to its lines of TAP: the verdict and, above it, what was wrong."""
    found = {}
    complaints = []
    for line in output.splitlines():
        verdict = re.fullmatch(r"(ok|not ok) \d+ - (\S+)", line)
        if verdict:
            found[verdict[2]] = (verdict[1], complaints)
            complaints = []
        elif line.startswith("#"):
            complaints.append(line)
    return found


def run(*command):
    assert pathlib.Path(command[-1]).exists(), f"{command[-1]} is not built: ./identical test builds it"
    done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200)
    return results(done.stdout), done


def areas():
    names = (path.name.removesuffix("_test.c") for path in SOURCES.glob("*_test.c"))
    return sorted(name for name in names if not name.startswith("control_"))


@pytest.fixture(scope="module")
def native():
    return run(NATIVE)[0]


@pytest.fixture(scope="module")
def wine():
    found, done = run(IN_WINE, PE)
    assert found, f"exit code {done.returncode}\n{done.stderr}"
    return found


def test_both_sides_run_the_same_cases(native, wine):
    assert native and list(native) == list(wine)


@pytest.mark.parametrize("area", areas())
def test_area_holds_on_both_sides(area, native, wine):
    """Under Wine a failure means that the expectation is a wrong guess, natively that the stub is."""
    of_area = [case for case in native if case.startswith(f"{area}/")]
    wrong = [
        "\n".join([f"{side}: {case}", *found[case][1]])
        for side, found in (("native", native), ("Wine", wine))
        for case in of_area
        if found[case][0] != "ok"
    ]
    assert of_area and not wrong, "\n".join(wrong)

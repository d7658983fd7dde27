"""explain TRACE: which call failed, in words, and which fact rules that."""

import json
import subprocess

import pytest

from rig import DRIVER


def run(*words):
    return subprocess.run(
        [DRIVER, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )


def trace_of(tmp_path, scenario):
    file = tmp_path / "session.trace"
    done = run("replay", scenario, "-o", file)
    assert file.exists(), done.stderr
    return file


@pytest.mark.parametrize(
    "scenario, method, result, words, fact",
    [
        ("manager/cookie_no_key", "GetIdentityByCookie", "E_IDENTITY_NOT_FOUND", "there is no such identity", "D-011"),
        ("point/advise", "Unadvise", "CONNECT_E_NOCONNECTION", "nobody is advised under that number", None),
    ],
)
def test_a_failed_call_is_told_in_words_with_its_fact(tmp_path, scenario, method, result, words, fact):
    file = trace_of(tmp_path, scenario)
    failures = json.loads(run("explain", "--json", file).stdout)
    mine = [one for one in failures if one["method"] == method and one["result"] == result]
    assert mine and mine[0]["meaning"] == words and mine[0]["facts"]
    assert fact is None or fact in [one["number"] for one in mine[0]["facts"]]
    assert f"{file}:{mine[0]['line']}: client: {method}: {words} ({result})\n" in run("explain", file).stdout
    line = file.read_text().splitlines()[mine[0]["line"] - 1]
    assert method in line and result in line


def test_a_trace_without_failures_says_so(tmp_path):
    file = trace_of(tmp_path, "logon/password_wrong")
    done = run("explain", file)
    assert done.returncode == 0 and done.stdout == f"{file}: no call failed\n"


def test_a_damaged_trace_is_refused_with_its_line(tmp_path):
    file = tmp_path / "session.trace"
    file.write_text("trace 1\ntitle     x\nnonsense\n")
    done = run("explain", file)
    assert done.returncode == 2 and f"{file}:3:" in done.stderr and done.stderr.count("\n") == 1

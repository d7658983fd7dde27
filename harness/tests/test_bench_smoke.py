"""The benchmarks run and report; their limits are for a quiet machine and are not judged here."""

import json
import re
import subprocess

from rig import BUILD, Rig

NAMES = ["isolated", "reset", "in-process", "forked", "diff", "diff-memory", "compare-memory", "report-memory",
         "report-size", "report-build", "report-paint"]
RECORDING = ["hooked", "recorded-call", "recorded-call-wine", "recorded-effect"]


def test_a_quick_run_measures_everything():
    with Rig() as rig:
        path = rig.folder / "bench.json"
        command = (BUILD / "native" / "harness" / "bench" / "identical-bench", "--quick", "--json", path)
        process = rig.run("start", "replay", "diff", "memory", command=command)
        assert process.returncode == 0, process.errors.read_text()
        report = json.loads(path.read_text())
        assert [result["name"] for result in report["results"]] == NAMES
        assert report["judged"] is False
        for result in report["results"]:
            assert 0 < result["value"]["low"] <= result["value"]["median"] <= result["value"]["high"], result
        assert rig.processes() == []
        assert list(rig.scratch.iterdir()) == []


def one_pair(rig, name):
    """Its results by their names."""
    path = rig.folder / "bench.json"
    command = (BUILD / "native" / "harness" / "bench" / "identical-bench", "--pairs", "1", "--quick", "--json", path)
    process = rig.run(name, command=command)
    assert process.returncode == 0, process.errors.read_text()
    return {result["name"]: result for result in json.loads(path.read_text())["results"]}


def test_a_quick_run_measures_hooks_and_records():
    """100,000 calls and more a program, so one pair."""
    with Rig() as rig:
        results = one_pair(rig, "record")
        assert list(results) == RECORDING
        assert all(result["ours"]["median"] > 0 and result["theirs"]["median"] > 0 for result in results.values())
        assert results["hooked"]["high_limit"] == 1.03
        assert "limit" not in results["recorded-effect"]
        # A line of the trace costs more than none: the hook of the third figure did record.
        assert results["recorded-effect"]["value"]["median"] > 0
        assert list(rig.scratch.iterdir()) == []


def test_a_quick_run_measures_dialogs():
    with Rig() as rig:
        results = one_pair(rig, "dialog")
        assert list(results) == ["dialog", "dialog-native"]
        assert results["dialog"]["limit"] == 1.2 and "limit" not in results["dialog-native"]
        assert all(result["ours"]["median"] > 0 and result["theirs"]["median"] > 0 for result in results.values())
        assert list(rig.scratch.iterdir()) == []


def test_a_quick_run_measures_the_recorder():
    with Rig() as rig:
        results = one_pair(rig, "recorder")
        assert list(results) == ["recorder-call", "recorder-hooked"]
        assert all(result["ours"]["median"] > 0 and result["theirs"]["median"] > 0 for result in results.values())
        # It did record: a call through it costs more.
        assert results["recorder-call"]["value"]["median"] > 0
        assert list(rig.scratch.iterdir()) == []


def test_a_quick_run_measures_the_sample_clients():
    """A run without a recording, or a bare one with, would be an error."""
    with Rig() as rig:
        results = one_pair(rig, "clients")
        assert list(results) == ["recorder-clients"] and results["recorder-clients"]["limit"] == 1.2
        assert all(result["ours"]["median"] > 0 and result["theirs"]["median"] > 0 for result in results.values())
        assert list(rig.scratch.iterdir()) == []


def imported_dlls(path):
    dump = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", path], capture_output=True, text=True, check=True)
    return {name.lower() for name in re.findall(r"DLL Name: (\S+)", dump.stdout)}


def test_the_base_program_loads_what_agent_and_reference_load():
    """Or the comparison would blame them for DLLs that any client has to load."""
    win64 = BUILD / "win64"
    ours = imported_dlls(win64 / "harness/agent/agent.exe") | imported_dlls(win64 / "src/msident.dll")
    assert imported_dlls(win64 / "harness/bench/bench-base.exe") == ours

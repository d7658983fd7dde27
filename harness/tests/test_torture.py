"""Torture without a time limit: every fallible call of every native scenario fails once (harness/torture)."""

import subprocess

import pytest

from rig import BUILD, ROOT


@pytest.mark.long
def test_every_fault_of_every_scenario():
    program = BUILD / "asan" / "harness" / "torture" / "torture"
    done = subprocess.run([program, ROOT / "scenarios"], capture_output=True, text=True, timeout=7200)
    print(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr

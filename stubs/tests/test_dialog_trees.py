"""200 generated dialogs are the same tree, window by window, in the stubs and under Wine."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("IDT_BUILD", ROOT / "build"))
NATIVE = BUILD / "native" / "stubs" / "tests" / "stub_dialog_trees"
PE = BUILD / "win64" / "stubs" / "tests" / "stub_dialog_trees.exe"
IN_WINE = ROOT / "harness" / "wine" / "run-test.sh"


def trees(*command):
    """Number of the dialog to its lines."""
    assert pathlib.Path(command[-1]).exists(), f"{command[-1]} is not built: ./identical test builds it"
    done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    found = {}
    lines = []
    for line in done.stdout.splitlines():
        if line.startswith("dialog "):
            lines = found[line] = []
        else:
            lines.append(line)
    return found


def test_stub_and_wine_make_the_same_trees():
    native = trees(NATIVE)
    wine = trees(IN_WINE, PE)
    assert len(native) == 200 and list(native) == list(wine)
    wrong = [
        f"{dialog}\n  stub: {ours}\n  Wine: {theirs}"
        for dialog in native
        for ours, theirs in zip(native[dialog], wine[dialog], strict=True)
        if ours != theirs
    ]
    assert not wrong, "\n".join(wrong)

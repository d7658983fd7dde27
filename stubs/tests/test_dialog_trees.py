"""Dialogs are the same tree, window by window, in the stubs and under Wine: 200 generated ones, and all that are resources of
this repository."""

import collections
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("IDT_BUILD", ROOT / "build"))
NATIVE = BUILD / "native" / "stubs" / "tests" / "stub_dialog_trees"
PE = BUILD / "win64" / "stubs" / "tests" / "stub_dialog_trees.exe"
IN_WINE = ROOT / "harness" / "wine" / "run-test.sh"
COMPILED = sorted((BUILD / "native" / "generated").glob("*.res"))


def trees(*command):
    """The lines of each dialog."""
    done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    found = {}
    lines = []
    for line in done.stdout.splitlines():
        if line.startswith("dialog "):
            assert line not in found
            lines = found[line] = []
        else:
            lines.append(line)
    return found


def same_trees():
    """Those of the stubs; Wine's are the same."""
    assert NATIVE.exists() and PE.exists(), "./identical test builds them"
    found = trees(NATIVE, *COMPILED)
    wine = trees(IN_WINE, PE, *("Z:" + str(file).replace("/", "\\") for file in COMPILED))
    assert list(found) == list(wine)
    wrong = [
        f"{dialog}\n  stub: {ours}\n  Wine: {theirs}"
        for dialog in found
        for ours, theirs in zip(found[dialog], wine[dialog], strict=True)
        if ours != theirs
    ]
    assert not wrong, "\n".join(wrong)
    return found


def test_every_dialog_of_the_repository_is_compiled_natively():
    sources = [path for folder in ("src", "stubs", "harness") for path in (ROOT / folder).rglob("*.rc")]
    with_dialog = {path.relative_to(ROOT).parts[0] for path in sources if re.search(r"\bDIALOG(EX)?\b", path.read_text())}
    assert with_dialog == {"src", "stubs", "harness"}
    assert [file.stem for file in COMPILED] == ["msident", "probe", "stub_test"]  # one of each folder


def test_stub_and_wine_make_the_same_trees():
    native = same_trees()
    assert sum("/" not in dialog for dialog in native) == 200
    counts = collections.Counter(dialog.split("/")[0] for dialog in native if "/" in dialog)
    languages = len(list((ROOT / "src/ui/lang").glob("*.rc")))
    assert counts == {"dialog 1": 7 * languages, "dialog 2": 1, "dialog 3": 3}
    assert not any(lines == ["none"] for lines in native.values())

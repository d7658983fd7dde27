"""With --screenshots Wine has a display: verdicts are the same as without one, and there is a picture of every dialog."""

import json
import pathlib
import re
import struct
import zlib

import pytest

import probe
from rig import BUILD, ROOT, Rig

REFERENCE = BUILD / "win64" / "src" / "msident.dll"

# Without a display and with one: what is run, on what, and at least how many dialogs it has.
SETS = {
    "probe": (("--scenarios", probe.SCENARIOS, "windows/"), probe.DLL, 11),
    "reference": (("logon/password", "logon/manage_cancelled", "logon/log_off"), REFERENCE, 5),
    "whole reference": (("logon/",), REFERENCE, 30),
}


@pytest.fixture(scope="module", params=[*list(SETS)[:2], pytest.param("whole reference", marks=pytest.mark.long)])
def runs(request):
    """Two reports, the folder of the second, and the fewest pictures."""
    words, dll, fewest = SETS[request.param]
    assert dll.exists(), f"{dll} is not built: ./identical test builds it"
    with Rig() as rig:
        before = set(pathlib.Path("/tmp").glob(".X*"))
        words = ("--only", *words, "--target", f"reference={dll}")
        plain = rig.report_text(*words, reports="plain")
        pictured = rig.report_text(*words, "--screenshots", reports="pictured")
        assert rig.processes() == [] and list(rig.scratch.iterdir()) == []
        assert set(pathlib.Path("/tmp").glob(".X*")) == before
        yield json.loads(plain), json.loads(pictured), rig.folder / "pictured", fewest


def without(report, *members):
    return [{name: value for name, value in result.items() if name not in members} for result in report["results"]]


def test_verdicts_are_the_same(runs):
    plain, pictured, _, _ = runs
    assert without(plain, "ms") == without(pictured, "ms", "pictures")
    assert {result["verdict"] for result in plain["results"]} <= set(probe.AS_EXPECTED)
    assert all("pictures" not in result for result in plain["results"])


def dialogs_stated(scenario):
    """How many dialogs its lines tell of, those apart that nobody can see."""
    file = next(path for path in (probe.SCENARIOS, ROOT / "scenarios") if (path / f"{scenario}.scn").exists())
    lines = (file / f"{scenario}.scn").read_text().splitlines()
    return sum(line.strip().startswith("| dialog ") and " unseen" not in line for line in lines)


def test_there_is_a_picture_of_every_dialog(runs):
    _, pictured, folder, fewest = runs
    named = []
    for result in pictured["results"]:
        shown = result.get("pictures", [])
        assert shown == [f"{result['scenario']}/reference-{n}.png" for n in range(1, len(shown) + 1)]
        stated = dialogs_stated(result["scenario"])
        assert not stated or len(shown) == stated, result["scenario"]
        named += shown
    there = {str(path.relative_to(folder / "pictures")) for path in (folder / "pictures").rglob("*") if path.is_file()}
    assert there == set(named) and len(named) >= fewest


def test_the_docs_show_each_dialog_in_three_languages():
    page = (ROOT / "docs" / "dialogs.md").read_text()
    shown = re.findall(r"\]\((pictures/dialogs/(\w+)/([\w-]+)\.png)\)", page)
    assert {path for path, _, _ in shown} == {
        str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs/pictures/dialogs").glob("*/*.png")
    }
    of_language = {language: {name for _, other, name in shown if other == language} for _, language, _ in shown}
    assert set(of_language) == {"en", "de", "ja"} and len(set(map(frozenset, of_language.values()))) == 1
    for path, _, _ in shown:
        assert (ROOT / "docs" / path).read_bytes().startswith(b"\x89PNG")
    # The dialogs of the chooser's and the manager's templates; message boxes have none.
    assert {"switch", "manage", "new", "properties", "password-set", "password-change", "password-remove"} <= of_language["en"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--language", "de_DE"), "--language wants --screenshots"),
        (("--screenshots", "--language", "../../x"), "expected a locale such as de_DE, found '../../x'"),
    ],
)
def test_a_language_that_cannot_be_is_refused(words, told):
    with Rig() as rig:
        done = rig.run("compare", "--only", "--target", "native", *words, "enum/quiet")
        assert done.returncode == 2 and told in done.errors.read_text()


def pixels(path):
    """Width, height and how many different bytes there are of a PNG with eight bits a channel and no palette."""
    data, at, chunks = path.read_bytes(), 8, {}
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        chunks[kind] = chunks.get(kind, b"") + data[at + 8 : at + 8 + size]
        at += size + 12
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 2)
    data = zlib.decompress(chunks[b"IDAT"])
    assert len(data) == height * (3 * width + 1)
    return width, height, len(set(data))


def test_pictures_show_something(runs):
    """Neither an empty screen nor a whole one: a dialog is smaller, and not of one colour."""
    _, _, folder, _ = runs
    for path in (folder / "pictures").rglob("*.png"):
        width, height, kinds = pixels(path)
        assert 60 < width < 1024 and 40 < height < 768 and kinds > 16, path


def test_only_this_option_needs_its_packages():
    setup = (ROOT / "harness" / "setup" / "packages.sh").read_text()
    groups = dict(re.findall(r"^ +(\w+)\) echo ([^;#]*);;", setup, re.M))
    assert groups["pictures"].split() == ["xvfb", "openbox", "locales", "fonts-ipafont-gothic"]
    assert not set(groups["pictures"].split()) & set(f"{groups['build']} {groups['run']}".split())

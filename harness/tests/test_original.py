"""`--original`: somebody's own DLL runs beside its neighbours, and the report says which one it is."""

import hashlib
import json
import shutil

import pytest

from rig import BUILD, ROOT, Rig, cache_home

FOLDERS = {name: BUILD / name / "harness/standin/original" for name in ("win64", "win32")}


@pytest.fixture
def folder(tmp_path, request):
    """A folder with a German msident.dll and the neighbour that does all its work, and some files of others."""
    made = tmp_path / "theirs"
    shutil.copytree(FOLDERS[getattr(request, "param", "win64")], made)
    (made / "msident.dll").rename(made / "MSIDENT.DLL")
    (made / "readme.txt").write_text("no DLL")
    return made


# The ordinary suite builds no x86 stand-in, and does not wait for the 32-bit lane.
EACH_MACHINE = pytest.mark.parametrize("folder", ["win64", pytest.param("win32", marks=pytest.mark.long)], indirect=True)


def compare(*words, codes=(0,)):
    with Rig() as rig:
        report = rig.report("--only", *words, codes=codes)
        text = rig.run("report", rig.folder / "reports/report.json").output.read_text()
    return report, text


def verdicts(report):
    return {result["verdict"] for result in report["results"]}


@EACH_MACHINE
def test_a_folder_runs_and_is_named(folder, request):
    report, text = compare("--original", folder, "enum/tour")
    assert len(report["results"]) == 6 and verdicts(report) == {"same"}
    target = report["targets"][0]
    machine = "x86" if "win32" in request.node.name else "x86-64"
    assert target["machine"] == target["lane"] == machine
    sha256 = hashlib.sha256((folder / "MSIDENT.DLL").read_bytes()).hexdigest()
    assert target["file"] == str(folder / "MSIDENT.DLL")
    assert target["version"] == "5.50.4133.2400" and target["company"] == "Müller & Söhne" and target["language"] == "de"
    assert f"version 5.50.4133.2400 of Müller & Söhne, language de, {machine}, SHA-256 {sha256}" in text


@EACH_MACHINE
def test_a_file_takes_its_own_neighbours_along(folder):
    assert verdicts(compare("--original", folder / "MSIDENT.DLL", "enum/tour_me")[0]) == {"same"}
    assert verdicts(compare("--target", f"yours={folder / 'MSIDENT.DLL'}", "enum/tour_me")[0]) == {"same"}


def test_without_its_neighbour_it_does_not_load(folder):
    (folder / "msidtest.dll").unlink()
    with Rig() as rig:
        done = rig.run("compare", "--json", "--only", "--original", folder, "enum/tour_me")
    assert done.returncode in (1, 3)


def test_windows_own_dlls_stay_where_they_are(folder):
    """In a system folder only what is Identity Manager's goes along: its ole32.dll would replace Wine's."""
    for name in ("kernel32.dll", "ole32.dll", "shell32.dll"):
        (folder / name).write_bytes(b"not a DLL: an agent that loads it does not start")
    assert verdicts(compare("--original", folder, "enum/tour_me")[0]) == {"same"}
    (folder / "kernel32.dll").unlink()
    with Rig() as rig:
        done = rig.run("compare", "--json", "--only", "--original", folder, "enum/tour_me")
        assert done.returncode != 0 or verdicts(json.loads(done.output.read_text())) != {"same"}


def test_language_files_go_along(folder):
    """A copy of each run is gone with it, so the driver says what it would copy by failing to."""
    (folder / "de-DE").mkdir()
    (folder / "de-DE/msident.dll.mui").symlink_to(folder / "none")
    with Rig() as rig:
        done = rig.run("compare", "--only", "--original", folder, "enum/tour_me")
        assert done.returncode == 3 and "de-DE/msident.dll.mui" in done.errors.read_text()


@EACH_MACHINE
@pytest.mark.parametrize("name", ["original-de", "original"])
def test_the_ui_map_is_chosen_by_language(folder, tmp_path, name):
    corpus = tmp_path / "corpus"
    (corpus / "ui").mkdir(parents=True)
    (corpus / "expect").mkdir()
    shutil.copytree(ROOT / "scenarios/registry", corpus / "registry")
    shutil.copy(ROOT / "scenarios/logon/cancelled.scn", corpus)
    words = ("--scenarios", corpus, "--original", folder)
    assert verdicts(compare(*words, codes=(0, 1))[0]) == {"unsupported"}
    shutil.copy(ROOT / "scenarios/ui/reference.ui", corpus / "ui" / f"{name}.ui")
    assert verdicts(compare(*words)[0]) == {"same"}
    (corpus / "ui/original-de.ui").write_text("map 1 broken\nno.such.role = id 1\n")
    with Rig() as rig:  # the one of the language comes first
        assert rig.run("compare", "--only", *words).returncode == 2
    (corpus / "ui/original-fr.ui").write_text("broken")
    (corpus / "ui/original-de.ui").unlink()
    assert verdicts(compare(*words, codes=(0, 1))[0]) == {"same" if name == "original" else "unsupported"}


def test_a_second_original_shares_the_map(folder, tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "ui").mkdir(parents=True)
    (corpus / "expect").mkdir()
    shutil.copytree(ROOT / "scenarios/registry", corpus / "registry")
    shutil.copy(ROOT / "scenarios/logon/cancelled.scn", corpus)
    shutil.copy(ROOT / "scenarios/ui/reference.ui", corpus / "ui/original-de.ui")
    report, _ = compare("--scenarios", corpus, "--original", folder, "--original", folder)
    assert {result["target"] for result in report["results"]} == {"original", "original-2"}
    assert verdicts(report) == {"same"}


def test_a_folder_without_the_dll_is_refused(tmp_path):
    with Rig() as rig:
        done = rig.run("compare", "--original", tmp_path)
        assert done.returncode == 2
        assert "expected a folder with msident.dll, found none in it" in done.errors.read_text()


@pytest.mark.long
def test_an_x86_dll_goes_to_the_32_bit_lane():
    """With its neighbours, where the lane is set up; else it is unsupported, with the cure."""
    report, _ = compare("--original", FOLDERS["win32"], "enum/tour_me")
    target = report["targets"][0]
    assert target["lane"] == "x86" and target["machine"] == "x86" and target["company"] == "Müller & Söhne"
    if target["unavailable"]:
        assert "./identical x86 setup" in target["unavailable"] and verdicts(report) == {"unsupported"}
    else:
        assert verdicts(report) == {"same"}

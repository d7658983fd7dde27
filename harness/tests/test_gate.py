"""The gate of the README, `compare --against old`: two builds of the reference under Wine, of one source and of a changed one."""

import json
import os
import re
import shlex
import subprocess
import xml.etree.ElementTree

import pytest

from rig import BUILD, DRIVER, ROOT, Rig

WIN64 = BUILD / "win64"
UNIT = "identity_enum.c"
STATEMENT = "D-067"  # Next gives S_OK if it has as many as were asked for


def command_of(target):
    line = subprocess.run(["ninja", "-C", WIN64, "-t", "commands", target], capture_output=True, text=True, check=True).stdout
    return line.splitlines()[-1]


def mutated():
    """The unit with the line of src/tests/mutants.txt that violates the statement."""
    entry = re.search(rf"^{STATEMENT} {UNIT}\n- (.*)\n\+ (.*)$", (ROOT / "src" / "tests" / "mutants.txt").read_text(), re.M)
    source = (ROOT / "src" / UNIT).read_text()
    assert source.count(entry[1]) == 1
    return source.replace(entry[1], entry[2])


def build(folder, source, *flags):
    """An msident.dll as Ninja links it, with this text in the place of one unit, and the flags for that."""
    folder.mkdir()
    (folder / UNIT).write_text(source)
    compile_line = command_of(f"src/CMakeFiles/msident.dir/{UNIT}.obj")
    compile_line = re.sub(r"-MD -MT \S+ -MF \S+ ", "", compile_line)
    compile_line = re.sub(r"-o \S+ -c \S+$", f"-iquote {ROOT}/src -o {folder}/unit.o -c {folder}/{UNIT} -w {' '.join(flags)}", compile_line)
    link_line = command_of("src/msident.dll").removeprefix(": && ").removesuffix(" && :")
    link_line = link_line.replace(f"src/CMakeFiles/msident.dir/{UNIT}.obj", f"{folder}/unit.o")
    link_line = link_line.replace("-o src/msident.dll", f"-o {folder}/msident.dll").replace("src/libmsident.dll.a", f"{folder}/import.a")
    for line in (compile_line, link_line):
        done = subprocess.run(["bash", "-c", line], cwd=WIN64, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return (folder / "msident.dll").read_bytes()


def gate(rig, *more):
    """The command as the README has it, in a folder with last/ and build/."""
    found = re.search(r"^    \./identical (compare --only --target old=last/\S+ --target new=build/\S+ --against old)$",
                      (ROOT / "README.md").read_text(), re.M)
    words = [*shlex.split(found[1]), "enum/next", *more, "--reports", str(rig.folder / "reports")]
    done = subprocess.run([DRIVER, *words], cwd=rig.folder, env=rig.environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=600)  # fmt: skip
    return done, json.loads((rig.folder / "reports" / "report.json").read_text())


def red_facts(report):
    return [(result["scenario"], result["target"], fact) for result in report["results"] for fact in result["facts"] if fact["red"]]


@pytest.fixture
def rig():
    with Rig() as rig:
        yield rig


def test_green_for_the_same_source_and_red_by_name_for_another(rig):
    source = (ROOT / "src" / UNIT).read_text()
    old, new = build(rig.folder / "last", source), build(rig.folder / "build", source, "-O0")
    assert old != new  # another file, as a new compiler would make it
    done, report = gate(rig)
    assert done.returncode == 0, done.stdout + done.stderr
    assert report["against"] == "old" and red_facts(report) == [] and len(report["results"]) >= 6

    os.rename(rig.folder / "build", rig.folder / "equal")
    build(rig.folder / "build", mutated())
    done, report = gate(rig)
    assert done.returncode == 1, done.stdout + done.stderr
    red = [(scenario, fact) for scenario, target, fact in red_facts(report) if target == "new"]
    first = [(scenario, fact) for scenario, fact in red if fact["verdict"] == "new" and fact["fact"] == "result"]
    assert first and {(fact["expected"], fact["observed"]) for _, fact in first} == {("S_OK", "S_FALSE")}
    assert {target for _, target, _ in red_facts(report)} == {"new"}
    scenario, fact = first[0]
    assert f"{scenario}:{fact['line']} / {fact['label']} / result" in (rig.folder / "reports" / "summary.md").read_text()
    assert scenario in done.stdout and f"{fact['label']} / result" in done.stdout
    cases = xml.etree.ElementTree.parse(rig.folder / "reports" / "junit.xml").iter("testcase")
    failed = {(case.get("classname"), case.get("name")) for case in cases if case.find("failure") is not None}
    assert failed == {("new." + name.split("/")[0], name.split("/")[1]) for name in {scenario for scenario, _ in red}}

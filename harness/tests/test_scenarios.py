"""Every scenario on every target, from one run of the driver; and what holds for the corpus as a whole."""

import fcntl
import json
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "scenarios"
EVIDENCE = ROOT / "docs" / "evidence"
TARGETS = ("wine", "reference", "native")


def scenario_ids():
    return sorted(str(path.relative_to(CORPUS).with_suffix("")) for path in CORPUS.rglob("*.scn"))


def run_driver(folder):
    """One run over the whole corpus, against the committed baseline; its JSON report, whatever the verdict."""
    command = [str(ROOT / "identical"), "--no-install", "compare", "--json", "--against", "baseline"]
    command += ["--reports", str(folder)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1800)
    assert done.returncode in (0, 1), f"exit code {done.returncode}\n{done.stderr}"
    (folder / "run.json").write_text(done.stdout)


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """The report of one run, shared by all workers of pytest-xdist: who comes first runs it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "compare"
    with open(shared / "compare.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            folder.mkdir()
            run_driver(folder)
    return json.loads((folder / "run.json").read_text())


@pytest.fixture(scope="session")
def cells(report):
    return {(cell["scenario"], cell["target"]): cell for cell in report["results"]}


def describe(cell):
    lines = [f"{cell['scenario']} on {cell['target']}: {cell['verdict']} {cell['reason'] or ''}"]
    for fact in cell["facts"]:
        if fact["red"]:
            lines.append(f"  line {fact['line']}: {fact['label']} / {fact['fact']} ({fact['verdict']})")
            lines.append(f"    expected {fact['expected']}")
            lines.append(f"    observed {fact['observed']}")
            lines.append(f"    evidence {fact['evidence']}")
    return "\n".join(lines)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("scenario", scenario_ids())
def test_scenario(cells, scenario, target):
    cell = cells[scenario, target]
    assert not cell["red"], describe(cell)
    if cell["verdict"] == "unsupported":
        pytest.skip(f"unsupported: {cell['reason']}")


def test_the_run_as_a_whole_is_green(report):
    assert report["errors"] == []
    assert report["red"] is False
    assert report["corpus"] == len(scenario_ids())


def test_nothing_departs_from_the_baseline(report):
    """The gate: an error for each scenario or fact that is worse, better, new or gone; `./identical accept` takes it."""
    assert [error for error in report["errors"] if "baseline.json" in error] == []


def test_reference_and_native_agree(report):
    """The same sources on Wine and on the stubs: nothing that a trace shows may differ."""
    seen = [(item, item["values"]) for item in report["disagreements"]]
    assert [item for item, values in seen if values.get("reference") != values.get("native")] == []


def test_there_are_enough_scenarios():
    assert len(scenario_ids()) >= 80


def numbers(page, pattern):
    return set(re.findall(pattern, (EVIDENCE / page).read_text(), re.MULTILINE))


@pytest.fixture(scope="session")
def known_numbers():
    return (
        numbers("api.md", r"^\| ([DR]-\d+) \|")
        | numbers("api.md", r"\b(C-\d+)\b")
        | numbers("real-world.md", r"^\| (F-\d+) \|")
        | numbers("decisions.md", r"^\| (I-\d+) \|")
    )


@pytest.mark.parametrize("scenario", scenario_ids())
def test_evidence_exists(known_numbers, scenario):
    text = (CORPUS / f"{scenario}.scn").read_text()
    cited = set(re.findall(r"\b([DRFIC]-\d+)\b", text))
    header = next(line for line in text.splitlines() if line.startswith("evidence"))
    assert cited <= known_numbers, f"no such evidence: {sorted(cited - known_numbers)}"
    recorded = scenario.startswith("recorded/") and "[observed " in text  # rests on what was seen of one DLL, line by line
    assert set(re.findall(r"\b([DRFIC]-\d+)\b", header)) or "forensic" in header or recorded


def test_every_state_is_used_and_says_where_it_comes_from():
    used = set()
    for scenario in scenario_ids():
        used |= set(re.findall(r"^registry +(\S+)$", (CORPUS / f"{scenario}.scn").read_text(), re.MULTILINE))
    states = {path.stem: path.read_text() for path in (CORPUS / "registry").glob("*.reg")}
    assert set(states) == used - {"empty"}
    assert [name for name, text in states.items() if "\n; source: " not in text] == []


def test_a_genuine_state_holds_what_was_read_from_its_hive():
    """The .reg file of each genuine registry against the facts in docs/evidence/registry."""
    for path in (EVIDENCE / "registry").glob("*.json"):
        facts = json.loads(path.read_text())
        text = (CORPUS / "registry" / f"{path.stem}.reg").read_text()
        for key in [facts["tree"], *facts["tree"]["keys"]]:
            for value in key["values"]:
                assert state_line(value) in text.splitlines(), f"{path.stem}: {value['name']}"


def state_line(value):
    if value["type"] == "REG_DWORD":
        return f'"{value["name"]}"=dword:{value["data"]:08x}'
    if value["type"] == "REG_BINARY":
        pairs = re.findall("..", value["data"])
        return f'"{value["name"]}"=hex:{",".join(pairs)}'
    return f'"{value["name"]}"="{value["data"]}"'

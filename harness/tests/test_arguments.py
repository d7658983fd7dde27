"""Each method of the catalogue has a scenario in which it succeeds with an effect or data that depends on its arguments:
where one argument of one call is altered, or a call without arguments left out, the scenario is red on native."""

import collections
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "scenarios"
BUILD = Path(os.environ.get("IDT_BUILD", ROOT / "build"))
DRIVER = BUILD / "native/harness/driver/identical-driver"
MUTANTS = BUILD / "native/harness/tests/argument-mutants"

# What such a method delivers is whether it agrees: the altered call fails instead of delivering something else.
ANSWERS = {
    "IUnknown.QueryInterface",
    "IClassFactory.CreateInstance",
    "IConnectionPointContainer.FindConnectionPoint",
    "exports.DllGetClassObject",
    "IPrivateIdentityManager.ConfirmPassword",
    "IUserIdentity.GetName",  # its only [in] parameter is the size of the buffer
}
# An aggregating object is always refused (I-10), so no other value than null ever succeeds.
ALWAYS_NULL = {"IClassFactory.CreateInstance": 1}


class Shown:
    def __init__(self, folder):
        for part in ("registry", "ui"):
            shutil.copytree(CORPUS / part, folder / part)
        files = sorted(str(path.relative_to(ROOT)) for path in CORPUS.rglob("*.scn"))
        done = subprocess.run([MUTANTS, folder, *files], cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        command = [DRIVER, "compare", "--json", "--target", "native", "--scenarios", folder]
        command += ["--reports", folder / "reports"]
        environment = {**os.environ, "IDT_ROOT": str(ROOT), "IDT_BUILD": str(BUILD)}
        run = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        assert run.returncode == 1, run.stderr
        self.cells = {cell["scenario"]: cell for cell in json.loads(run.stdout)["results"]}
        self.rows = collections.defaultdict(list)
        self.methods = {}
        for word, method, *rest in (line.split("\t") for line in done.stdout.splitlines()):
            if word == "method":
                self.methods[method] = (int(rest[0]), int(rest[1]))
            self.rows[word, method].append(rest)

    def red(self, word, method):
        return [row for row in self.rows[word, method] if self.cells[row[0]]["red"]]

    def other_outcome(self, row):
        """The altered call itself answers as before: what is red is what it delivered or did."""
        line = int(row[1].rsplit(":")[-1])
        return not any(f["red"] and f["fact"] == "result" and f["line"] == line for f in self.cells[row[0]]["facts"])

    def lacks(self, method):
        """What no scenario shows of a method; None: nothing is missing."""
        arguments, results = self.methods[method]
        if method.startswith("IIdentityChangeNotify."):
            told = {row[0] for row in self.rows["told", method]}
            return None if len(told) > arguments else f"calls with other arguments: {told}"
        if arguments:
            red = self.red("altered", method)
            wanted = arguments - ALWAYS_NULL.get(method, 0)
            if len({row[2] for row in red}) < wanted:
                return f"an outcome that depends on each of {wanted} arguments, only on {sorted({row[2] for row in red})}"
            if method not in ANSWERS and not any(map(self.other_outcome, red)):
                return "a call that succeeds with its argument altered, but otherwise"
            return None
        if results:
            return None if self.rows["data", method] else "what it delivers"
        answers = {row[0] for row in self.rows["result", method]}
        return None if len(answers) > 1 or self.red("without", method) else "an effect"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return Shown(tmp_path_factory.mktemp("arguments"))


def test_every_method_has_an_outcome_that_depends_on_its_arguments(shown):
    assert len(shown.methods) >= 51
    lacking = {method: shown.lacks(method) for method in shown.methods}
    assert {method: what for method, what in lacking.items() if what} == {}


def test_a_method_that_no_scenario_shows_is_told(shown):
    """The same, without the lines about it."""
    for method in ("IUserIdentity2.SetName", "IUserIdentity2.GetOrdinal", "IEnumUserIdentity.Reset"):
        kept = {key: rows for key, rows in shown.rows.items() if key[1] == method}
        for key in kept:
            shown.rows[key] = []
        assert shown.lacks(method)
        shown.rows.update(kept)
        assert not shown.lacks(method)

"""Deviating originals: which deviations of a seed have any effect on the corpus, and whether compare notices them."""

import collections
import json
import pathlib
import re
import subprocess

from rig import BUILD, ROOT

TOOLS = BUILD / "native" / "harness" / "standin"
DLL = BUILD / "win64" / "harness" / "standin" / "standin.dll"
CORPUS = ROOT / "scenarios"
STEPS = (3, 12, 1000)  # scenarios tried before the next, larger lot

Deviation = collections.namedtuple("Deviation", "number fact text")
Outcome = collections.namedtuple("Outcome", "deviation scenarios found")


def deviations(seed):
    """Every deviation of the seed, as standin-list prints it."""
    listed = subprocess.run([TOOLS / "standin-list", "--seed", str(seed)], capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    return [Deviation(int(number), fact, re.sub(" +", " ", text)) for number, fact, text in rows]


def make(seed, choice, path):
    subprocess.run([TOOLS / "standin-make", "--seed", str(seed), *choice, "-o", path, DLL], check=True)


def compare(rig, dll, *filters, name):
    """What the corpus finds in that DLL as an original: by scenario, without times."""
    report = rig.report("--original", dll, "--target", "native", *filters, reports=name)
    return {
        result["scenario"]: json.dumps([result["verdict"], result["reason"], result["facts"]])
        for result in report["results"]
        if result["target"] == "original"
    }


def read_activations(log):
    """The dormant DLL's log: a region for each process, with its command line and what would have deviated in it."""
    scenarios = collections.defaultdict(list)
    for region in re.findall(rb"[^\0]+", log.read_bytes()):
        command, *numbers = region.decode(errors="replace").split("\n")
        scenario = re.search(r'--of "?([\w/-]+)', command).group(1)
        for number in filter(str.isdigit, numbers):
            scenarios[int(number)].append(scenario)
    return scenarios


class Survey:
    """One run of the whole corpus on a DLL that deviates in nothing: the baseline, and where deviations would strike."""

    def __init__(self, rig, seed):
        self.rig = rig
        self.seed = seed
        log = rig.folder / "activations"
        dll = rig.folder / "dormant.dll"
        make(seed, ["--dormant", "Z:" + str(log).replace("/", "\\")], dll)
        self.baseline = compare(rig, dll, name="dormant")
        self.activations = read_activations(log)
        self.all = deviations(seed)
        self.effective = [deviation for deviation in self.all if self.activations[deviation.number]]

    def inert(self):
        """Deviations that no call of the corpus would ever have shown: the corpus does not make such a call."""
        return [deviation for deviation in self.all if not self.activations[deviation.number]]

    def detect(self, deviation):
        """Whether compare notices it in any scenario in which it strikes."""
        dll = self.rig.folder / f"deviation{deviation.number}.dll"
        make(self.seed, ["--index", str(deviation.number)], dll)
        striking = self.activations[deviation.number]
        done = 0
        found = False
        for step in STEPS:
            lot = striking[done : done + step]
            if lot and not found:
                seen = compare(self.rig, dll, "-j", "1", *lot, name=f"deviation{deviation.number}")
                found = any(seen[scenario] != self.baseline[scenario] for scenario in lot)
            done += step
        dll.unlink()
        return Outcome(deviation, len(striking), found)


def spread(items, count):
    """That many of them, at equal distances."""
    return [items[i * len(items) // count] for i in range(min(count, len(items)))]


def summary(outcomes):
    missed = [outcome for outcome in outcomes if not outcome.found]
    lines = [f"{len(outcomes) - len(missed)} of {len(outcomes)} deviations found"]
    lines += [
        f"missed {outcome.deviation.number}: {outcome.deviation.fact}: {outcome.deviation.text}"
        f" ({outcome.scenarios} scenarios)"
        for outcome in missed
    ]
    return "\n".join(lines)


def save(text, name):
    folder = pathlib.Path(ROOT / "reports" / "out")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text + "\n")

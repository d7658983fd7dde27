"""Deviating originals: which deviations of a seed have any effect on the corpus, and whether compare notices them."""

import collections
import json
import pathlib
import random
import re
import subprocess

from rig import BUILD, ROOT

TOOLS = BUILD / "native" / "harness" / "standin"
DLL = BUILD / "win64" / "harness" / "standin" / "standin.dll"
CORPUS = ROOT / "scenarios"
STEPS = (1, 12, 1000)  # scenarios tried before the next, larger lot; one that hangs costs its time limit
BATCH = 40  # DLLs at a time
FEW = 3
ELSEWHERE = 40

Deviation = collections.namedtuple("Deviation", "number fact text")
Outcome = collections.namedtuple("Outcome", "deviation scenarios found")


def deviations(seed):
    """Every deviation of the seed, as standin-list prints it."""
    listed = subprocess.run([TOOLS / "standin-list", "--seed", str(seed)], capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    return [Deviation(int(number), fact, re.sub(" +", " ", text)) for number, fact, text in rows]


def exactly(scenario):
    """The filter that no other scenario fits."""
    return f"{scenario[:-1]}[{scenario[-1]}]"


def make(seed, choice, path):
    subprocess.run([TOOLS / "standin-make", "--seed", str(seed), *choice, "-o", path, DLL], check=True)


def cells(report, target):
    """What the corpus finds in one target: by scenario, without times."""
    return {
        result["scenario"]: json.dumps([result["verdict"], result["reason"], result["facts"]])
        for result in report["results"]
        if result["target"] == target
    }


def compare(rig, dll, *words, name):
    """The user's way: the DLL as an original."""
    return cells(rig.report("--original", dll, "--target", "native", *words, reports=name), "original")


def names_of(dlls):
    """Of originals, as the driver calls them."""
    return ["original", *(f"original-{i}" for i in range(2, len(dlls) + 1))]


def report_many(rig, dlls, *words, name):
    """Many originals at once: the driver and Wine start only once."""
    originals = [argument for dll in dlls for argument in ("--original", dll)]
    return rig.report("--target", "native", *originals, *words, reports=name)


def compare_many(rig, dlls, scenarios, name):
    report = report_many(rig, dlls.values(), *scenarios, name=name)
    return {number: cells(report, name) for number, name in zip(dlls, names_of(dlls))}


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
    """One run on a DLL that deviates in nothing, of the whole corpus or of these scenarios: the baseline, and where
    deviations would strike. words: options of every run."""

    def __init__(self, rig, seed, *scenarios, words=()):
        self.rig = rig
        self.seed = seed
        self.words = words
        log = rig.folder / "activations"
        dll = rig.folder / "dormant.dll"
        make(seed, ["--dormant", "Z:" + str(log).replace("/", "\\")], dll)
        # One worker: the processes of one Wine prefix take turns at the log, those of two would overwrite each other.
        self.report = rig.report("--original", dll, "--target", "native", "-j", "1", *words, *map(exactly, scenarios), reports="dormant")
        self.baseline = cells(self.report, "original")
        self.activations = read_activations(log)
        self.all = deviations(seed)
        self.effective = [deviation for deviation in self.all if self.activations[deviation.number]]

    def inert(self):
        """Deviations that no call of the corpus would ever have shown: the corpus does not make such a call."""
        return [deviation for deviation in self.all if not self.activations[deviation.number]]

    def make(self, deviation):
        dll = self.rig.folder / f"deviation{deviation.number}.dll"
        make(self.seed, ["--index", str(deviation.number)], dll)
        return dll

    def make_plain(self):
        """One that deviates in nothing, and is another file than the dormant one."""
        dll = self.rig.folder / "plain.dll"
        make(self.seed, ["--none"], dll)
        return dll

    def differs(self, seen, scenario):
        return seen[scenario] != self.baseline[scenario]

    def detect(self, deviation):
        """Whether compare --original notices it in any scenario in which it strikes."""
        dll = self.make(deviation)
        striking = self.activations[deviation.number]
        done = 0
        found = False
        for step in STEPS:
            lot = striking[done : done + step]
            if lot and not found:
                seen = compare(self.rig, dll, *self.words, *map(exactly, lot), name=f"deviation{deviation.number}")
                found = any(self.differs(seen, scenario) for scenario in lot)
            done += step
        return Outcome(deviation, len(striking), found)

    def detect_elsewhere(self, deviation):
        """The same in other scenarios of the corpus that call its method, whether the survey knows them or not."""
        method = re.search(r"\.(\w+) param", deviation.text).group(1)
        paths = (path for path in CORPUS.rglob("*.scn") if re.search(rf"\b{method}\b", path.read_text()))
        lot = sorted(str(path.relative_to(CORPUS).with_suffix("")) for path in paths)
        lot = random.Random(self.seed).sample(lot, min(len(lot), ELSEWHERE))
        with_it, without = (compare(self.rig, dll, *self.words, *map(exactly, lot), name="elsewhere")
                            for dll in (self.make(deviation), self.make_plain()))  # fmt: skip
        return Outcome(deviation, len(lot), any(with_it[scenario] != without[scenario] for scenario in lot))

    def detect_all(self):
        """The same for all effective ones: scenario by scenario, always the one in which most of the others strike."""
        dlls = {deviation.number: self.make(deviation) for deviation in self.effective}
        pending = {deviation.number: set(self.activations[deviation.number]) for deviation in self.effective}
        found = set()
        while any(pending.values()):
            counts = collections.Counter(scenario for left in pending.values() for scenario in left)
            common = sorted(counts, key=lambda name: (-counts[name], name))
            batch = [number for number, left in pending.items() if common[0] in left][:BATCH]
            # The more DLLs are left, the likelier one scenario finds many; the last ones get theirs all at once.
            scenarios = [name for name in common if name in pending[batch[0]]] if len(batch) <= FEW else common[:1]
            seen = compare_many(self.rig, {number: dlls[number] for number in batch}, scenarios, "many")
            for number in batch:
                struck = pending[number].intersection(scenarios)
                pending[number] -= struck
                if any(self.differs(seen[number], scenario) for scenario in struck):
                    found.add(number)
                    pending[number].clear()
        return [Outcome(one, len(self.activations[one.number]), one.number in found) for one in self.effective]


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

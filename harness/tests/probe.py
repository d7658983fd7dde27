"""The probe: a DLL whose every effect is known (harness/probe), copies of it that do one thing less or one more, and
what compare says of them."""

import collections
import os
import re
import subprocess
import uuid

from rig import BUILD, ROOT

SCENARIOS = ROOT / "harness" / "probe" / "scenarios"
MAKE = BUILD / "native" / "harness" / "probe" / "probe-make"
NATIVE = BUILD / "native" / "harness" / "probe" / "agent-probe-native"
SANITIZED = BUILD / "asan" / "harness" / "probe" / "agent-probe-native"
AGENT = BUILD / "win64" / "harness" / "agent" / "agent.exe"
DLL = BUILD / "win64" / "harness" / "probe" / "probe.dll"
DLL_X86 = BUILD / "win32" / "harness" / "probe" / "probe.dll"
AS_EXPECTED = ("same", "known")
AT_ONCE = 60  # targets of one run

Mutant = collections.namedtuple("Mutant", "kind deed choice name")


def rows():
    listed = subprocess.run([MAKE, "--list"], capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in listed.splitlines()]


def never_returns(kind, effect):
    return (kind == "faults" and effect != "last effect") or (
        kind == "processes" and effect in ("await and violate", "await and exit", "endless loop")
    )


def mutants():
    """Every effect left out, and every extra one of its kind added before, between and behind."""
    table = rows()
    extras = collections.defaultdict(list)
    effects = collections.defaultdict(dict)
    for what, number, place, kind, name in table:
        if what == "extra":
            extras[kind].append((number, name))
        if what == "effect":
            effects[kind, number][int(place)] = name
    for (kind, deed), names in effects.items():
        for place, name in names.items():
            yield Mutant(kind, deed, ("--without", f"{deed}.{place}"), f"without {name}")
        for place in range(len(names) + 1):
            if place == len(names) and never_returns(kind, names[place - 1]):
                continue
            for number, name in extras[kind]:
                if never_returns(kind, name) and names.get(place) == name:
                    continue  # the very same end
                yield Mutant(kind, deed, ("--with", f"{deed}.{place}.{number}"), f"{name} at {place}")


def moved():
    """Callbacks of deed 308, the same but for their thread and apartment, each made in the place of another."""
    table = rows()
    places = {name: place for what, deed, place, _, name in table if what == "effect" and deed == "308"}
    where = {name: number for what, number, _, kind, name in table if what == "extra" and kind == "callbacks"}
    where = {"tell here": where["tell"], **{name: where[name] for name in places if name != "tell here"}}
    for name, place in places.items():
        for other in set(places) - {name}:
            choice = ("--without", f"308.{place}", "--with", f"308.{place}.{where[other]}")
            yield Mutant("callbacks", "308", choice, f"{other} instead of {name}")


def deeds_of(path):
    return set(re.findall(r"ManageIdentities\(\w+, (\d+)\)", path.read_text()))


def scenarios(kind):
    """Names of its scenarios and the deeds in them."""
    return {f"{kind}/{path.stem}": deeds_of(path) for path in sorted((SCENARIOS / kind).glob("*.scn"))}


def left_open(mutant):
    """Windows that are no dialogs count only where a line states one (FORMAT.md, "Windows")."""
    if not mutant.name.startswith("one more window"):
        return False
    texts = "\n".join(path.read_text() for path in (SCENARIOS / mutant.kind).glob("*.scn"))
    steps = re.findall(rf"ManageIdentities\(\w+, {mutant.deed}\).*\n((?:    .*\n)*)", texts)
    return not any("| window " in lines for lines in steps)


def kinds():
    return sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir() and path.name != "sanitizers")


def run(rig, targets, *filters, name="reports", timeout=900):
    """Verdicts by target and scenario."""
    words = [word for target, file in targets.items() for word in ("--target", f"{target}={file}")]
    report = rig.report("--only", "--scenarios", SCENARIOS, *words, *filters, reports=name, timeout=timeout)
    found = collections.defaultdict(dict)
    for result in report["results"]:
        found[result["target"]][result["scenario"]] = result["verdict"]
    return found


def not_green(verdicts):
    return {scenario: verdict for scenario, verdict in verdicts.items() if verdict not in AS_EXPECTED}


def make(rig, probe, mutant):
    path = rig.folder / "-".join(mutant.choice).strip("-").replace("/", "")
    subprocess.run([MAKE, *mutant.choice, "-o", path, probe], check=True)
    return path


def survivors(rig, probe, chosen):
    """Those of the mutants that turn no scenario red in which their deed is done."""
    alive = set(chosen)
    for scenario, deeds in scenarios(chosen[0].kind).items() if chosen else ():
        here = [mutant for mutant in chosen if mutant.deed in deeds and mutant in alive]
        for first in range(0, len(here), AT_ONCE):
            some = here[first : first + AT_ONCE]
            files = {f"m{number}": make(rig, probe, mutant) for number, mutant in enumerate(some)}
            verdicts = run(rig, files, scenario)
            alive -= {mutant for number, mutant in enumerate(some) if not_green(verdicts[f"m{number}"])}
            for file in files.values():
                file.unlink()
    return sorted(alive)


def in_wine(path):
    return "Z:" + str(path).replace("/", "\\")


def trace_text(path):
    data = path.read_bytes()
    assert data.startswith(b"IDT-MAP 1 "), path
    return data[64 : 64 + int(data[10:30])].decode()


def batch(rig, agent, options, names, limit_ms=1000):
    """The traces of one start of the agent, without the driver; `agent`: None for the one under Wine."""
    folder = rig.folder / uuid.uuid4().hex[:8]
    folder.mkdir()
    spell = str if agent else in_wine
    files = [(SCENARIOS / f"{name}.scn", folder / f"{number}.trc") for number, name in enumerate(names)]
    (folder / "list").write_text("".join(f"{spell(scenario)}\t{spell(trace)}\n" for scenario, trace in files))
    words = ["--batch", spell(folder / "list"), *options, "--dll", spell(DLL), "--profile", spell(folder / "profile")]
    start = [agent] if agent else [ROOT / "harness" / "wine" / "run-test.sh", AGENT]
    with open(folder / "errors", "wb") as errors:
        done = subprocess.run(
            list(map(str, [*start, *words, "--limit-ms", limit_ms, "--target", "probe"])),
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            env={**os.environ, "IDT_TEST_LIMIT": "300"},
            timeout=400,
        )
    assert done.returncode == 0, (folder / "errors").read_text(errors="replace")
    return [trace_text(trace) for _, trace in files]

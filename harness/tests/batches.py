"""Many runs of the probe and its mutants in one start of Wine, or in one 32-bit machine: there a start of its own for each costs
more than all that it runs. Each run is an agent process of its own, as always; what it wrote is judged by compare."""

import collections
import os
import re
import shutil
import subprocess

import lane32
import probe
from rig import BUILD, ROOT

AGENT = BUILD / "win64" / "harness" / "agent" / "agent.exe"
AGENT_X86 = BUILD / "win32" / "harness" / "agent" / "agent.exe"
IN_WINE = ROOT / "harness" / "wine" / "run-test.sh"
AT_ONCE = 2  # starts of Wine beside each other
SECONDS = 3000  # of one of them
SLOWER = {"wine": 3, "x86": 10}  # limits of scenarios are for a machine that does nothing else

Run = collections.namedtuple("Run", "mutant scenario trace line")


def in_wine(path):
    return "Z:" + str(path).replace("/", "\\")


def limit_of(scenario):
    stated = re.search(r"^limit +(\d+)s$", (probe.SCENARIOS / f"{scenario}.scn").read_text(), re.M)
    return 1000 * int(stated[1] if stated else 10)


def runs_of(folder, chosen, dll, lane):
    """Of each mutant (None: the probe itself) every scenario in which its deed is done."""
    shutil.copytree(probe.SCENARIOS, folder / "scenarios", dirs_exist_ok=True)
    asked = {(mutant.kind, mutant.deed) for mutant in chosen}
    scenarios = {
        name: deeds
        for kind in sorted({kind for kind, _ in asked})
        for name, deeds in probe.scenarios(kind).items()
        if any((kind, deed) in asked for deed in deeds)
    }
    for number, mutant in enumerate([None, *chosen]):
        file = folder / f"m{number}.dll"
        words = mutant.choice if mutant else ()
        subprocess.run([probe.MAKE, *words, "-o", file, dll], check=True)
        for name, deeds in scenarios.items():
            if mutant and (mutant.deed not in deeds or not name.startswith(f"{mutant.kind}/")):
                continue
            scenario, trace = folder / "scenarios" / f"{name}.scn", folder / f"m{number}.{name.replace('/', '.')}.trc"
            limit = limit_of(name) * SLOWER[lane]
            yield Run(mutant, name, trace, f"{in_wine(scenario)}\t{in_wine(trace)}\t{name}\t{limit}\t{in_wine(file)}\n")


def words_of(folder, part, lines, agent):
    (folder / f"list{part}").write_text("".join(lines))
    options = {"--batch": f"list{part}", "--dll": "m0.dll", "--profile": f"profile{part}"}
    return [agent, *(word for name, file in options.items() for word in (name, in_wine(folder / file))), "--target", "probe"]


def start_wine(folder, lines):
    """In as many prefixes at once as there are processors; what they did stands in the traces."""
    processes = []
    for part in range(AT_ONCE):
        words = [IN_WINE, *words_of(folder, part, lines[part::AT_ONCE], AGENT)]
        output = open(folder / f"output{part}", "wb")
        environment = {**os.environ, "IDT_TEST_LIMIT": str(SECONDS)}
        files = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        processes.append(subprocess.Popen(list(map(str, words)), env=environment, **files))
    codes = [process.wait(SECONDS + 60) for process in processes]
    assert not any(codes), [(folder / f"output{part}").read_text(errors="replace") for part in range(AT_ONCE)]


def start_x86(folder, lines):
    agent = shutil.copy(AGENT_X86, folder)
    machine = lane32.Machine(folder)
    try:
        done = machine.run("wine", *words_of(folder, 0, lines, agent), limit=SECONDS)
    finally:
        machine.stop()
    assert done.returncode == 0, done.stderr


LANES = {"wine": (probe.DLL, start_wine), "x86": (probe.DLL_X86, start_x86)}


def judge(rig, folder, done):
    """The mutants (None: the probe itself) with a scenario that is not as expected."""
    by_mutant = collections.defaultdict(list)
    for one in done:
        by_mutant[one.mutant].append(one)
    numbered = list(enumerate(by_mutant))
    red = set()
    for first in range(0, len(numbered), probe.AT_ONCE):
        some = numbered[first : first + probe.AT_ONCE]
        for number, mutant in some:
            (folder / f"m{number}.trc").write_text("".join(probe.trace_text(one.trace) for one in by_mutant[mutant]))
        targets = {f"m{number}": f"trace:{folder}/m{number}.trc" for number, _ in some}
        kinds = sorted({one.scenario.split("/")[0] for _, mutant in some for one in by_mutant[mutant]})
        verdicts = probe.run(rig, targets, *(f"{kind}/" for kind in kinds))
        for number, mutant in some:
            seen = {one.scenario: verdicts[f"m{number}"][one.scenario] for one in by_mutant[mutant]}
            if probe.not_green(seen):
                red.add(mutant)
    return red


def survivors(rig, lane, chosen):
    """Those that turn no scenario red in which their deed is done. The probe itself runs among them, and is green."""
    dll, start = LANES[lane]
    folder = rig.folder / f"batch-{lane}"
    folder.mkdir()
    done = list(runs_of(folder, chosen, dll, lane))
    start(folder, [one.line for one in done])
    for one in done:
        assert one.trace.exists() and probe.trace_text(one.trace).splitlines()[-1].startswith("ended "), one
    red = judge(rig, folder, done)
    assert None not in red
    shutil.rmtree(folder)
    print(f"{lane}: {len(done)} runs, {len(chosen)} mutants")
    return sorted(set(chosen) - red)

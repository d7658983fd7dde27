"""What a DLL does is seen, all of it and nothing else: the scenarios of the probe are green, and each turns red as soon
as one effect is missing or one is too many."""

import collections
import random

import pytest

import batches
import lane32
import probe
from rig import Rig

LANES = {"native": probe.NATIVE, "sanitizers": probe.SANITIZED, "wine": probe.DLL}
# Plain malloc() finds neither; the sanitizers and Windows' own heap do.
UNSEEN = {"native": {"faults/overrun"}}
MOVED = 12  # callbacks in the place of another
SAMPLE = 12  # of the mutants of a kind; all of them in the long suite


@pytest.fixture(scope="module")
def rig():
    for needed in (probe.MAKE, *LANES.values()):
        assert needed.exists(), f"{needed} is not built: ./identical test builds it"
    with Rig() as made:
        yield made


def by_kind():
    found = collections.defaultdict(list)
    for mutant in probe.mutants():
        if not probe.left_open(mutant):
            found[mutant.kind].append(mutant)
    return found


def test_every_set_is_green(rig):
    """All of them in every lane by one run: each start of Wine costs more than a set."""
    verdicts = probe.run(rig, LANES, *(f"{kind}/" for kind in probe.kinds()))
    for lane in LANES:
        assert set(verdicts[lane]) == {name for kind in probe.kinds() for name in probe.scenarios(kind)}
        red = probe.not_green(verdicts[lane])
        assert set(red) <= UNSEEN.get(lane, set()), (lane, red)


def test_a_block_freed_twice_is_found_by_the_sanitizers(rig):
    assert probe.not_green(probe.run(rig, {"asan": probe.SANITIZED}, "sanitizers/")["asan"]) == {}


def seen_natively(kind):
    return [mutant for mutant in by_kind()[kind] if mutant.deed not in ("603", "604")]  # see UNSEEN


@pytest.mark.parametrize("kind", probe.kinds())
def test_effects_of_a_sample_count_natively(rig, kind):
    mutants = seen_natively(kind)
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    assert probe.survivors(rig, probe.NATIVE, random.Random(seed).sample(mutants, min(len(mutants), SAMPLE))) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", probe.kinds())
def test_every_effect_counts_natively(rig, kind):
    mutants = seen_natively(kind)
    assert len(mutants) > 3
    assert probe.survivors(rig, probe.NATIVE, mutants) == []


def one_of_each():
    """Of each kind one effect left out and one added to the same deed."""
    for mutants in by_kind().values():
        less = next(mutant for mutant in mutants if mutant.choice[0] == "--without")
        yield less
        yield next(mutant for mutant in mutants if mutant.choice[0] == "--with" and mutant.deed == less.deed)


def test_one_effect_of_each_kind_counts_under_wine(rig):
    mutants = [*one_of_each(), *probe.moved()]
    assert len(mutants) == 2 * len(probe.kinds()) + MOVED
    assert batches.survivors(rig, "wine", mutants) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", probe.kinds())
def test_every_effect_counts_under_wine(rig, kind):
    mutants = [mutant for mutant in by_kind()[kind] if mutant.deed != "604"]  # Wine's heap forgives it
    assert len(mutants) > 3
    assert batches.survivors(rig, "wine", mutants) == []


@pytest.mark.parametrize("lane", ["native", "sanitizers"])
def test_a_callback_in_another_thread_or_apartment_counts(rig, lane):
    mutants = list(probe.moved())
    assert len(mutants) == MOVED
    assert probe.survivors(rig, LANES[lane], mutants) == []


# ---- the 32-bit lane ----


@pytest.fixture(scope="module")
def machine():
    assert lane32.lane() and probe.DLL_X86.exists(), f"{probe.DLL_X86} is not built: ./identical test builds it"


@pytest.mark.long
def test_the_whole_set_is_green_in_the_32_bit_lane(rig, machine):
    verdicts = probe.run(rig, {"x86": probe.DLL_X86}, *(f"{kind}/" for kind in probe.kinds()), timeout=3000)["x86"]
    assert set(verdicts) == {name for kind in probe.kinds() for name in probe.scenarios(kind)}
    assert probe.not_green(verdicts) == {}


@pytest.mark.long
def test_one_effect_of_each_kind_counts_in_the_32_bit_lane(rig, machine):
    assert batches.survivors(rig, "x86", [*one_of_each(), *probe.moved()]) == []


CALM = ("callbacks/reentrant", "registry/types")  # before and behind every fault
FAULTS = [f"faults/{path.stem}" for path in sorted((probe.SCENARIOS / "faults").glob("*.scn"))]
BATCHES = {
    "native": (probe.NATIVE, [], FAULTS),
    "one process": (probe.NATIVE, ["--in-process"], [fault for fault in FAULTS if fault not in UNSEEN["native"]]),
    "one process, sanitizers": (probe.SANITIZED, ["--in-process"], FAULTS),
    "wine": (None, [], FAULTS),
}


@pytest.mark.parametrize("lane", BATCHES)
def test_a_fault_disturbs_nothing_behind_it(rig, lane):
    agent, options, faults = BATCHES[lane]
    order = [scenario for fault in faults for scenario in (*CALM, fault)] + list(CALM)
    traces = probe.batch(rig, agent, options, order)
    for name in CALM:
        texts = [text for scenario, text in zip(order, traces) if scenario == name]
        assert len(texts) == len(faults) + 1
        assert texts[0].endswith("ended ok\n") and set(texts) == {texts[0]}
    ends = {scenario: text.splitlines()[-1] for scenario, text in zip(order, traces) if scenario in faults}
    assert len(ends) == len(faults) and ends["faults/stack"] == "ended crash STACK_OVERFLOW at boom"


def test_a_scenario_of_a_batch_keeps_its_own_limit(rig):
    """One that hangs, with a short limit, beside one with the usual limit of 10 s."""
    corpus = rig.folder / "limits" / "faults"
    corpus.mkdir(parents=True)
    spin = (probe.SCENARIOS / "faults" / "spin.scn").read_text()
    assert "limit     1s" in spin
    (corpus / "spin.scn").write_text(spin)
    (corpus / "calm.scn").write_text((probe.SCENARIOS / "results" / "codes.scn").read_text())
    report = rig.report("--only", "--scenarios", corpus.parent, "--target", f"probe={probe.NATIVE}", reports="limits")
    assert [result["verdict"] for result in report["results"]] == ["same", "same"]
    assert report["ms"] < 8000


def test_every_deed_has_a_scenario():
    done = {kind: set().union(*probe.scenarios(kind).values()) for kind in probe.kinds()}
    missing = {(mutant.kind, mutant.deed) for mutant in probe.mutants() if mutant.deed not in done[mutant.kind]}
    assert missing == {("faults", "604")}  # that one is in scenarios/sanitizers


def test_the_32_bit_probe_is_built():
    head = probe.DLL_X86.read_bytes()[:4096]
    at = int.from_bytes(head[60:64], "little")
    assert head[at : at + 6] == b"PE\0\0\x4c\x01"

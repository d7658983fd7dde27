"""A switch with eight programs, of which one hangs, one was killed and one refuses, ends the same way every time."""

import collections

import pytest

from rig import BUILD, Rig

SCENARIO = "switching/eight"
LANES = {
    "native": (BUILD / "native" / "harness" / "agent" / "agent-native", 20),
    "wine": (BUILD / "win64" / "src" / "msident.dll", 5),
}
MANY = 100


def verdicts(file, count):
    """Of that many runs: the same DLL is as many targets of one compare."""
    targets = [word for number in range(count) for word in ("--target", f"run{number}={file}")]
    with Rig() as rig:
        report = rig.report("--only", SCENARIO, *targets)
    assert report["errors"] == []
    for result in report["results"]:
        for fact in result["facts"]:
            if fact["red"]:
                print(result["target"], fact["line"], fact["label"], fact["fact"], fact["observed"])
    return collections.Counter(result["verdict"] for result in report["results"])


@pytest.mark.parametrize("lane", LANES)
def test_it_ends_as_stated(lane):
    file, count = LANES[lane]
    assert verdicts(file, count) == {"same": count}


@pytest.mark.long
@pytest.mark.parametrize("lane", LANES)
def test_it_ends_as_stated_a_hundred_times(lane):
    assert verdicts(LANES[lane][0], MANY) == {"same": MANY}

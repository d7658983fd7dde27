"""Runs that are repeated give the same verdicts, and the script that counts them sees one that does not."""

import copy

import endurance
import pytest
from rig import Rig


def report(verdict="same", observed=None):
    fact = {"label": "Next#1", "fact": "result", "verdict": verdict, "observed": observed}
    result = {"scenario": "a/b", "target": "native", "verdict": verdict, "counts": {verdict: 2}, "open": 1, "facts": [fact]}
    return {"results": [result], "disagreements": []}


def test_a_verdict_that_differs_is_counted():
    first = endurance.verdicts(report())
    assert endurance.differences(first, endurance.verdicts(copy.deepcopy(report()))) == []
    assert endurance.differences(first, endurance.verdicts(report("new"))) == [
        ("a/b", "native", "", ""),
        ("a/b", "native", "Next#1", "result"),
    ]
    assert endurance.differences(first, endurance.verdicts(report(observed="S_FALSE"))) == [
        ("a/b", "native", "Next#1", "result")
    ]
    fewer = report()
    fewer["results"][0]["facts"] = []
    assert endurance.differences(first, endurance.verdicts(fewer)) == [("a/b", "native", "Next#1", "result")]
    assert endurance.differences(first, endurance.verdicts({"results": [], "disagreements": []})) == list(sorted(first))


def test_two_runs_of_a_part():
    with Rig() as rig:
        first, unsteady, facts = endurance.endure(rig, ("native",), 2, ["enum/*"])
        assert first and facts > len(first) and not unsteady


@pytest.mark.long
@pytest.mark.parametrize("lane", endurance.LANES)
def test_the_whole_corpus_again_and_again(lane):
    with Rig() as rig:
        times = {"native": endurance.NATIVE, "wine": endurance.WINE}[lane]
        first, unsteady, _ = endurance.endure(rig, endurance.LANES[lane], times)
        assert first and not unsteady, unsteady

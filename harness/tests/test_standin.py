"""A stand-in original that deviates in one point: whether the corpus notices. harness/standin makes it; neither diff nor
scenarios know what it does."""

import collections
import random
import time

import pytest

import standin
from rig import Rig

SHARE = 0.95
SAMPLE = 2
SCENARIOS = 25
LEAST = 150


def survey_of(rig, seed, *scenarios):
    survey = standin.Survey(rig, seed, *scenarios)
    facts = collections.Counter(deviation.fact for deviation in survey.effective)
    print(f"seed {survey.seed}: {len(survey.effective)} of {len(survey.all)} strike somewhere: {dict(facts)}")
    return survey


def some_scenarios(seed):
    paths = sorted(standin.CORPUS.rglob("*.scn"))
    chosen = random.Random(seed).sample(paths, SCENARIOS)
    return [str(path.relative_to(standin.CORPUS).with_suffix("")) for path in chosen]


def test_a_sample_is_found():
    """A few of a new seed that strike in a part of the corpus, and one hang (it costs a whole time limit). What that part
    does not see, other scenarios that name the method are asked about. One may be missed: the whole corpus finds 98 of
    100, and what share it is exactly is for the long suite."""
    seed = random.randrange(1 << 32)
    with Rig() as rig:
        survey = survey_of(rig, seed, *some_scenarios(seed))
        assert len(survey.effective) > SAMPLE
        hangs = [one for one in survey.effective if one.fact == "hang"]
        others = [one for one in survey.effective if one.fact != "hang"]
        outcomes = [survey.detect(deviation) for deviation in standin.spread(others, SAMPLE) + hangs[:1]]
        outcomes = [one if one.found else survey.detect_elsewhere(one.deviation) for one in outcomes]
        text = f"seed {survey.seed}\n{standin.summary(outcomes)}"
        print(text)
        assert sum(not outcome.found for outcome in outcomes) <= 1, text


@pytest.mark.long
def test_the_corpus_finds_the_deviations():
    """All of them; those missed are listed in reports/out."""
    with Rig() as rig:
        survey = survey_of(rig, random.randrange(1 << 32))
        facts = {deviation.fact for deviation in survey.effective}
        assert len(survey.effective) >= LEAST, "the corpus reaches too few of them"
        assert facts == {deviation.fact for deviation in survey.all}
        start = time.monotonic()
        outcomes = survey.detect_all()
        text = "\n".join(
            [
                f"seed {survey.seed}, {time.monotonic() - start:.0f} s",
                standin.summary(outcomes),
                f"{len(survey.inert())} deviations strike nowhere: no scenario makes the call that would show them",
                *(f"inert {one.number}: {one.fact}: {one.text}" for one in survey.inert()),
            ]
        )
        print(text)
        standin.save(text, f"standin-{survey.seed}.txt")
        assert sum(outcome.found for outcome in outcomes) >= SHARE * len(outcomes), text

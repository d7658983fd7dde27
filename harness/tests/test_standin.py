"""A stand-in original that deviates in one point: whether the corpus notices, and whether the page then answers what people ask. harness/standin makes
it; neither diff nor scenarios know what it does."""

import collections
import random
import re
import shutil
import time

import pytest

import questions
import standin
from browser import Browser
from rig import ROOT, Rig

SHARE = 0.95
SAMPLE = 3
SCENARIOS = 10
LEAST = 150
DIALOG, INFERRED = "logon/password_wrong", "factory/create_refused"  # what some of the questions need
WAITS = re.compile(r"\b(hang|clock|kill|limit|pump)\b")  # a scenario that takes seconds
PLAIN = ("QueryInterface", "AddRef", "Release", "CreateInstance", "DllGetClassObject")
VERSION = "5.0.2195 Service Pack 4"


def survey_of(rig, seed, *scenarios, **options):
    survey = standin.Survey(rig, seed, *scenarios, **options)
    facts = collections.Counter(deviation.fact for deviation in survey.effective)
    print(f"seed {survey.seed}: {len(survey.effective)} of {len(survey.all)} strike somewhere: {dict(facts)}")
    return survey


def some_scenarios(chance):
    paths = sorted(path for path in standin.CORPUS.rglob("*.scn") if not WAITS.search(path.read_text()))
    chosen = {str(path.relative_to(standin.CORPUS).with_suffix("")) for path in chance.sample(paths, SCENARIOS)}
    return sorted(chosen | {DIALOG, INFERRED})


class Sample:
    """What a few deviations of a new seed show in a part of the corpus, run by run, each of them in the history."""

    def __init__(self, rig):
        self.rig = rig
        self.seed = random.randrange(1 << 32)
        self.chance = random.Random(self.seed)
        self.corpus = rig.folder / "corpus"
        shutil.copytree(ROOT / "scenarios", self.corpus)
        shutil.rmtree(self.corpus / "expect")
        self.words = ("--scenarios", self.corpus, "--history", rig.folder / "history", "--ui", ROOT / "scenarios/ui/reference.ui")
        self.survey = survey_of(rig, self.seed, *some_scenarios(self.chance), words=self.words)
        self.past = [self.survey.report]
        self.left = [one for one in self.survey.effective if one.fact not in ("hang", "crash")]
        self.chance.shuffle(self.left)
        # First what shows in the call that the seed names, so that the question for the step has one answer.
        self.left.sort(key=lambda one: one.fact not in ("result", "out value") or any(f".{name} " in one.text for name in PLAIN))

    def run(self, dlls, scenarios, *words, name):
        report = standin.report_many(self.rig, dlls, *words, *self.words, *map(standin.exactly, sorted(set(scenarios))), name=name)
        self.past.append(report)
        return report

    def draw(self):
        """The next few, most of them from the beginning and the others from anywhere."""
        assert self.left, f"seed {self.seed}: no deviation shows as a new fact"
        first = (SAMPLE + 1) // 2
        drawn, self.left = self.left[:first], self.left[first:]
        others = self.chance.sample(self.left, min(SAMPLE - first, len(self.left)))
        self.left = [one for one in self.left if one not in others]
        return drawn + others

    def add_hang(self, striking):
        """Of the hangs the one that strikes in the fewest of these scenarios, but in one, as each time costs a whole time limit."""
        lot = set(striking.values())
        hangs = {one: set(self.survey.activations[one.number]) for one in self.survey.effective if one.fact == "hang"}
        for one in sorted(hangs, key=lambda one: (len(hangs[one] & lot) or 1, one.number))[:1]:
            striking[one] = min(hangs[one] & lot or hangs[one])

    def try_out(self, deviations, hang=False):
        """Whether compare notices each, and the new facts of those that show one."""
        striking = {one: self.chance.choice(self.survey.activations[one.number]) for one in deviations}
        if hang:
            self.add_hang(striking)
        report = self.run([self.survey.make(one) for one in striking], striking.values(), name="tried")
        outcomes, new = [], []
        for one, target in zip(striking, standin.names_of(striking)):
            seen = standin.cells(report, target)
            found = any(self.survey.differs(seen, name) for name in set(seen) & set(self.survey.activations[one.number]))
            outcomes.append(standin.Outcome(one, 1, found))
            new += [questions.Difference(target, result["scenario"], fact, one) for result in report["results"]
                    if result["target"] == target for fact in result["facts"] if fact["verdict"] == "new" and one.fact != "hang"]  # fmt: skip
        return outcomes, new

    def widen(self, outcome):
        """Who was missed in one scenario is looked for in the others in which it strikes, then in others that name its method."""
        if outcome.found:
            return outcome
        wider = self.survey.detect(outcome.deviation)
        return wider if wider.found else self.survey.detect_elsewhere(outcome.deviation)

    def choose(self, new):
        """One to ask about, which shows in the call that the seed names, and one of another deviation to accept; or None."""
        for asked in new:
            if asked.fact["label"].split("#")[0] == asked.method() and asked.fact["evidence"]:
                for accepted in new:
                    if accepted.deviation is not asked.deviation and accepted.name != asked.name:
                        return asked, accepted
        return None


def one_run_more(sample, asked, accepted):
    """Accepts the one, then runs both again, beside what a Windows would have brought back; by chance there was a good build in between."""
    rig, survey = sample.rig, sample.survey
    done = rig.run("accept", rig.folder / "tried", accepted.name, "--target", accepted.target, "--scenarios", sample.corpus,
                   "--reason", f"the {accepted.deviation.fact} of seed {sample.seed}", "--until", "2099-12-31")  # fmt: skip
    assert done.returncode == 0, done.errors.read_text()
    (sample.corpus / "expect" / f"{accepted.target}.expect").rename(sample.corpus / "expect" / "original-2.expect")
    lines = (sample.corpus / "expect" / "original-2.expect").read_text().splitlines()
    (sample.corpus / "expect" / "original-2.expect").write_text("\n".join(["expect 1 original-2", *lines[1:]]) + "\n")
    if sample.chance.random() < 0.5:
        sample.run([survey.make_plain()], [asked.scenario], name="between")
    dlls = [survey.make(asked.deviation), survey.make(accepted.deviation)]
    traces = questions.traces_of(rig.folder / "dormant", "original", (DIALOG,))
    (rig.folder / "results.idt").write_text(questions.as_on_windows(traces, VERSION))
    report = sample.run(dlls, [asked.scenario, accepted.scenario, DIALOG, INFERRED], "--target", f"w2k=trace:{rig.folder / 'results.idt'}", name="asked")
    asked.target, accepted.target = "original", "original-2"
    assert any(result["red"] for result in report["results"] if result["target"] == "original")
    return questions.Run(sample.corpus, rig.folder / "asked", sample.past, asked, accepted)


def test_a_sample_is_found_and_the_page_answers_what_people_ask():
    """A few of a new seed that strike in a part of the corpus, and one hang (it costs a whole time limit). What that part
    does not see, other scenarios that name the method are asked about. One may be missed: the whole corpus finds 98 of
    100, and what share it is exactly is for the long suite. Of two that were found the page is asked twelve questions."""
    with Rig() as rig:
        sample = Sample(rig)
        outcomes, new = sample.try_out(sample.draw(), hang=True)
        outcomes = [sample.widen(outcome) for outcome in outcomes]
        text = f"seed {sample.seed}\n{standin.summary(outcomes)}"
        print(text)
        assert sum(not outcome.found for outcome in outcomes) <= 1, text
        while not sample.choose(new):
            new = sample.try_out(sample.draw())[1]
        run = one_run_more(sample, *sample.choose(new))
        print(f"asked about {run.asked.name} on {run.asked.target}, accepted {run.accepted.name}")
        browser = Browser(rig.scratch)
        try:
            silent = questions.ask_all(browser, rig.folder / "asked" / "report.html", run)
            assert not silent, f"seed {sample.seed}\n" + "\n\n".join(silent)
            assert browser.trouble() == []
        finally:
            browser.close()


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

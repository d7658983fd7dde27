"""Twelve questions that a QA engineer asks of a run, each answered by the page's accessible text alone. What an answer has to say comes from the
run's JSON, its traces, the scenarios and the seed's deviations, never from the page."""

import json
import re
import subprocess

from rig import DRIVER, ROOT

SOURCES = ("recorded", "forensic", "documented", "recorded-wine")
BRINGS_BACK = re.compile(r"^lane .*$", re.M)


def squeezed(text):
    """Marks and columns cut texts anywhere."""
    return re.sub(r"[\s`*…]", "", text)


def plural(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"


def day(started):
    return started.replace("T", " ").replace("Z", "")


def explained(number):
    """A statement's row, as `explain` reads it from the documents."""
    done = subprocess.run([DRIVER, "explain", number, "--json"], capture_output=True, text=True, check=True, env={"IDT_ROOT": str(ROOT)})
    return json.loads(done.stdout)


def as_on_windows(traces, version):
    """What a machine with Windows would bring back of these scenarios: a file of traces."""
    return "".join(BRINGS_BACK.sub(f'lane windows "{version}"', text) for text in traces)


def traces_of(folder, target, scenarios):
    """Texts from the traces.jsonl of a report's folder."""
    lines = map(json.loads, (folder / "traces.jsonl").read_text().splitlines()[1:])
    return [line["traces"][target] for line in lines if line["scenario"] in scenarios]


class Run:
    """All that is known of a run apart from its page. past: reports of earlier runs and of this one, the oldest first. asked, accepted: target
    and scenario with a red fact and with one that was accepted."""

    def __init__(self, corpus, folder, past, asked, accepted):
        self.corpus = corpus
        self.report = past[-1]
        self.past = past
        self.asked = asked
        self.accepted = accepted
        lines = (folder / "traces.jsonl").read_text().splitlines()[1:]
        self.traces = {line["scenario"]: line["traces"] for line in map(json.loads, lines)}

    def results(self, target, report=None):
        return {result["scenario"]: result for result in (report or self.report)["results"] if result["target"] == target}

    def target(self, name, report=None):
        return next(target for target in (report or self.report)["targets"] if target["name"] == name)

    def with_dialogs(self):
        """Scenario, target and trace of dialogs that were played: of the stand-in, if it went as far."""
        found = [(scenario, target, trace) for scenario, traces in self.traces.items() for target, trace in traces.items()
                 if "| dialog " in trace and "| set " in trace]  # fmt: skip
        return min(found, key=lambda each: not each[1].startswith("original"))

    def course(self):
        """Of the asked fact: started, whether it was red, and the file, for each run that tells of it."""
        found = []
        for report in self.past:
            result = self.results(self.asked.target, report).get(self.asked.scenario)
            if result and result["verdict"] != "unsupported":
                red = any(fact["red"] and (fact["label"], fact["fact"]) == self.asked.key for fact in result["facts"])
                found.append((report["started"], red, self.target(self.asked.target, report)["sha256"]))
        return found


class Difference:
    """A fact of a target and, where one is known, the deviation that made it."""

    def __init__(self, target, scenario, fact, deviation):
        self.target, self.scenario, self.fact, self.deviation = target, scenario, fact, deviation
        self.key = (fact["label"], fact["fact"])
        self.name = f"{scenario} / {fact['label']} / {fact['fact']}"

    def method(self):
        """Where the seed says that the DLL deviates."""
        return re.search(r"\.(\w+) param", self.deviation.text)[1]


# Each gives addresses, with what must be said there, and what must not.


def good_or_not(run):
    """Is this build good, and where is it not?"""
    results = run.results(run.asked.target)
    red = [name for name, result in results.items() if result["red"]]
    yield "#matrix", ["Red:", f"{plural(len(red), 'scenario')} on {run.asked.target}"], []
    good = [f"{name} " for name in results if name not in red]
    yield f"#scenarios?target={run.asked.target}&verdict=red", [*red, f"{plural(len(red), 'scenario')} of"], good


def which_step(run):
    """Which step differs, what was expected there, and what came?"""
    fact, label = run.asked.fact, run.asked.fact["label"]
    assert label.split("#")[0] == run.asked.method()
    values = [f"expected {fact['expected'] or 'nothing'}, observed {fact['observed'] or 'nothing'}"]
    yield f"#scenario/{run.asked.scenario}?of={run.asked.target}", [f"{label} / {fact['fact']}", *values, f"line {fact['line']}, {label}"], []


def who_says_so(run):
    """Who says that this is right, where does it stand, and has a genuine Windows been asked?"""
    evidence = run.asked.fact["evidence"]
    yield f"#scenario/{run.asked.scenario}?of={run.asked.target}", ["expected by", evidence], []
    for number in re.findall(r"\b[DFIR]-\d+", evidence)[:1]:  # a registry has a name instead
        about = explained(number)
        yield f"#statements?n={number}", [number, *about["row"].values(), about["file"]], []
        yield f"#windows2000?q={number}", [number, "no genuine recording yet"], []


def what_did_the_user_see(run):
    """What did the user see, and what did they do?"""
    scenario, target, trace = run.with_dialogs()
    seen = re.findall(r'^ +\| (?:dialog|control) .*?"([^"]+)"', trace, re.M)
    done = re.findall(r"^ +> (.*)$", trace, re.M)
    assert seen and done
    yield f"#scenario/{scenario}?of={target}", [*seen, *done], []


def what_changed_in_the_registry(run):
    """What did it change in the user's registry, from what to what?"""
    scenario, target, trace = run.with_dialogs()
    before = dict(re.findall(r'^  ("[^"]+")=(.*)$', trace.split("[HKCU\\Identities]")[1], re.M))
    after = dict(re.findall(r'^ +\| set \[HKCU\\Identities\] ("[^"]+")=(.*)$', trace, re.M))
    assert after
    changes = [f"{name}={before[name]} to {data}" if name in before and before[name] != data else f"{name}={data}" for name, data in after.items()]
    yield f"#scenario/{scenario}?of={target}", ["Registry, before and after", *changes], []


def since_when(run):
    """Since when is it red, and when was it good?"""
    *earlier, _ = course = run.course()
    good = [at for at, (_, red, _) in enumerate(earlier) if not red]
    first = course[good[-1] + 1] if good else course[0]
    words = f"since {day(first[0])} (file {first[2][:8]})" if first in earlier else "since this run"
    if good:
        words += f"; good before: {day(earlier[good[-1]][0])} (file {earlier[good[-1]][2][:8]})"
    yield f"#scenario/{run.asked.scenario}?of={run.asked.target}", [f"red {words}"], []
    yield "#matrix", ["Earlier runs", *(day(report["started"]) for report in run.past[:-1])], []


def is_it_chance(run):
    """Does it come and go, and with the same file?"""
    course = run.course()
    changes = [(one, other) for one, other in zip(course, course[1:]) if one[1] != other[1]]
    same = sum(one[2] == other[2] for one, other in changes)
    said = f"{plural(len(course), 'run')}, {plural(len(changes), 'change')}"
    said += f" ({same} with the same file, so by chance)" if same else " (each with another file)" if changes else ""
    yield f"#scenario/{run.asked.scenario}?of={run.asked.target}", [said], []


def known_why(run):
    """What is known: why, and until when?"""
    accepted = next(fact for fact in run.results(run.accepted.target)[run.accepted.scenario]["facts"]
                    if (fact["label"], fact["fact"]) == run.accepted.key)  # fmt: skip
    assert accepted["verdict"] == "known" and "until 2099-12-31" in accepted["reason"]
    yield "#differences?verdict=known", [run.accepted.name, run.accepted.target, accepted["reason"]], [f"{run.asked.name} "]
    yield f"#scenario/{run.accepted.scenario}?of={run.accepted.target}", ["known, because", accepted["reason"]], []


def what_is_only_inferred(run):
    """What is only inferred, by us?"""
    for target in run.report["targets"]:
        if target["evidence"]["inferred"]:
            yield "#run", [f"{target['evidence']['inferred']} inferred"], []
    headers = {name: re.search(r"^evidence +(.*)", (run.corpus / f"{name}.scn").read_text(), re.M)[1] for name in run.traces}
    sourced = [name for name, words in headers.items() if any(item.split()[0] in SOURCES for item in words.split(", "))]
    ours = [name for name in headers if name not in sourced]
    assert ours and sourced
    yield "#scenarios?evidence=inferred", [*ours, f"{plural(len(ours), 'scenario')} of"], [f"{name} " for name in sourced]


def what_was_not_run(run):
    """What was not run, and why?"""
    yield "#run", [f"{run.report['corpus'] - len(run.traces)} were not run"], []
    for target in run.report["targets"]:
        skipped = {name: result["reason"] for name, result in run.results(target["name"]).items() if result["verdict"] == "unsupported"}
        if skipped:
            yield f"#scenarios?target={target['name']}&verdict=unsupported", list(skipped), []
            name, reason = next(iter(skipped.items()))
            yield f"#scenario/{name}?of={target['name']}", [target["name"], reason], []
        for name, result in run.results(target["name"]).items():
            for fact in result["facts"]:
                if fact["verdict"] == "not run":
                    said = [f"{name} / {fact['label']} / {fact['fact']}", f"not run, because of {fact['reason']}"]
                    yield f"#differences?verdict=not run&target={target['name']}&q={name}", said, []


def what_do_two_disagree_on(run):
    """What do the original and ours show differently, without anybody having said what is right?"""
    pairs = [each for each in run.report["disagreements"]
             if {run.asked.target, "native"} <= set(each["values"]) and each["values"][run.asked.target] != each["values"]["native"]]  # fmt: skip
    said = [f"{plural(len(pairs), 'disagreement')} of {len(run.report['disagreements'])}"]
    for each in pairs[:5]:
        said += [f"{each['scenario']} / {each['label']} / {each['fact']}", *(f"{name} {each['values'][name]}" for name in (run.asked.target, "native"))]
    yield f"#disagreements?target={run.asked.target}&with=native", said, []


def which_file_was_it(run):
    """Which file, which version and which Windows was that?"""
    for target in run.report["targets"]:
        known = [target[name] for name in ("name", "lane", "sha256", "version", "company", "system") if target[name]]
        yield "#run", known, []
    assert any((target["system"] or "").startswith("windows") for target in run.report["targets"])


QUESTIONS = (good_or_not, which_step, who_says_so, what_did_the_user_see, what_changed_in_the_registry, since_when, is_it_chance, known_why,
             what_is_only_inferred, what_was_not_run, what_do_two_disagree_on, which_file_was_it)  # fmt: skip


def show(browser, fragment):
    """Another address of the page, whole anew."""
    browser.run("drawnPage = null; location.hash = arguments[0]", "#")
    browser.run("drawnPage = null; location.hash = arguments[0]", fragment)
    browser.wait("return drawnPage === arguments[0]", fragment[1:].split("?")[0])


def said_at(browser, fragment):
    """The accessible text behind an address, with all that can be unfolded."""
    show(browser, fragment)
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    return browser.accessible_text()


def ask_all(browser, page, run):
    """Asks everything; what was not answered, with the page's own words."""
    browser.open(page)
    silent = []
    for question in QUESTIONS:
        asked = 0
        for fragment, present, absent in question(run):
            text = said_at(browser, fragment)
            lines = "\n".join(f"{line} " for line in text.splitlines())
            missing = [words for words in present if squeezed(words) not in squeezed(text)]
            wrong = [words for words in absent if words in lines]
            if missing or wrong:
                silent.append(f"{question.__doc__}\n{fragment}: not said: {missing}, wrongly said: {wrong}\n{text[:4000]}")
            asked += len(present)
        assert asked, question.__doc__
    return silent

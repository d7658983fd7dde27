"""accept: a difference becomes a known one without another run; and its key survives what does not concern it."""

import json
import random
import re

import pytest

from rig import ROOT, Rig

WRONG = """scenario 1
title     Not what it does
evidence  documented D-075

process client
  manager = create UserIdentityManager as IUserIdentityManager -> E_FAIL
  other = create UserIdentityManager as IUserIdentityManager   -> E_ABORT
"""
FIRST = "bad/one / create#1 / result"
SECOND = "bad/one / create#2 / result"


class Small:
    """A corpus of one scenario that is wrong twice."""

    def __init__(self, rig):
        self.rig = rig
        self.corpus = rig.folder / "corpus"
        self.known = self.corpus / "expect" / "native.expect"
        (self.corpus / "bad").mkdir(parents=True)
        self.write(WRONG)

    def write(self, text):
        (self.corpus / "bad" / "one.scn").write_text(text)

    def run(self):
        """The verdicts by key, and whether the run is red."""
        report = self.rig.report("--only", "--target", "native", "--scenarios", self.corpus)
        facts = {
            f"{result['scenario']} / {fact['label']} / {fact['fact']}": fact
            for result in report["results"]
            for fact in result["facts"]
        }
        return {key: fact["verdict"] for key, fact in facts.items()}, report["red"], facts

    def accept(self, *arguments, code=0):
        done = self.rig.run("accept", self.rig.folder / "reports", "--scenarios", self.corpus, *arguments)
        assert done.returncode == code, done.errors.read_text()
        return done.output.read_text() if code == 0 else done.errors.read_text()


@pytest.fixture
def small():
    with Rig() as rig:
        yield Small(rig)


def test_seen_accepted_green_gone_red_struck_off(small):
    assert small.run()[:2] == ({FIRST: "new", SECOND: "new"}, True)
    small.accept(FIRST, "--reason", "a stub")
    told = small.accept(SECOND, "--reason", "to be done", "--until", "2099-12-31", "--evidence", "D-001, I-02")
    assert told == f"{small.known}:3: added: {SECOND}\n"
    assert small.known.read_text() == (
        "expect 1 native\n"
        f'{FIRST}  "S_OK" not "E_FAIL"  documented D-075  a stub\n'
        f'{SECOND}  "S_OK" not "E_ABORT"  D-001, I-02  to be done  until 2099-12-31\n'
    )
    verdicts, red, facts = small.run()
    assert (verdicts, red) == ({FIRST: "known", SECOND: "known"}, False)
    assert facts[SECOND]["reason"] == "to be done, until 2099-12-31"

    small.write(WRONG.replace("E_FAIL", "S_OK"))
    assert small.run()[:2] == ({FIRST: "fixed", SECOND: "known"}, True)
    assert small.accept(FIRST) == f"{small.known}:2: removed: {FIRST}\n"
    assert small.run()[:2] == ({SECOND: "known"}, False)


def test_another_value_replaces_the_line(small):
    small.known.parent.mkdir()
    small.known.write_text(f'expect 1 native\n; mine\n{FIRST}  "E_ABORT"  D-001  another\n{SECOND}  "S_OK"  D-001  why\n')
    assert small.run()[0] == {FIRST: "new", SECOND: "known"}
    said = json.loads(small.accept(FIRST, "--reason", "now so", "--json", "--dry-run"))
    assert said[0]["done"] == "replaced" and said[0]["line"] == 3 and "another" in small.known.read_text()
    small.accept(FIRST, "--reason", "now so")
    assert small.known.read_text().splitlines()[1:3] == ["; mine", f'{FIRST}  "S_OK" not "E_FAIL"  documented D-075  now so']
    assert small.run()[1] is False


def test_refuses_what_it_cannot_mean(small):
    small.run()
    assert "--reason" in small.accept(FIRST, code=2)
    assert "expected 'scenario / label / fact'" in small.accept("bad/one / create#3 / result", "--reason", "x", code=2)
    assert "expected RUN and KEY" in small.accept(code=2)
    assert "not over" in small.accept(FIRST, "--reason", "x", "--until", "2001-01-01", code=2)
    assert "found 'bad/one / create#1 / result'" in small.accept(FIRST, "--reason", "x", "--target", "wine", code=2)
    assert not small.known.exists()


def test_many_at_once_all_arrive(small):
    steps = [f"  m{i} = create UserIdentityManager as IUserIdentityManager -> E_FAIL\n" for i in range(12)]
    small.write(WRONG.split("  manager")[0] + "".join(steps))
    keys = sorted(small.run()[0])
    at_once = [
        small.rig.start("accept", small.rig.folder / "reports", "--scenarios", small.corpus, key, "--reason", "so it is")
        for key in keys
    ]
    assert [process.wait(60) for process in at_once] == [0] * len(keys)
    assert small.run()[:2] == ({key: "known" for key in keys}, False)


# ---- keys ----

BINDING = re.compile(r"^\s+(?:[\w-]+: )?([\w-]+) = (?:create|factory|window|[\w-]+ as)\b|&([\w-]+)|&\(([^)]*)\)")
USER = re.compile(r"^\s+> ", re.M)
SEVERAL = re.compile(r"^process .*\n(?s:.*)^process |^thread |^\s+(?:[\w-]+: )?begin ", re.M)
GETTER = re.compile(r"^  (?!\w+: )(\w+)\.(GetName|GetCookie|GetOrdinal|GetCount)\((.*)\) +-> [^;\n]*$")
WORDS = set("none profile local roaming windows module user set delete create query keys values close window factory yes no never main other on".split())  # of the format
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\$\([^)]*\)|[A-Za-z][\w-]*|.', re.S)


def bound_names(text):
    names = set()
    for line in text.splitlines():
        for single, out, several in BINDING.findall(line.split(" ; ")[0]):
            names.update(filter(None, [single, out, *map(str.strip, several.split(","))]))
    taken = set(re.findall(r"^(?:sink|process|thread) ([\w-]+)", text, re.M)) | set(re.findall(r"^\s+([\w-]+): ", text, re.M))
    return names - taken - WORDS - set(re.findall(r"\bsecret ([\w-]+)", text))


def renamed(text, draw):
    """The scenario with other names for all its variables, wherever they stand; its states and texts are its own."""
    head, mark, body = text.partition("\nprocess ")
    new = {name: f"v{draw.randrange(10**9)}_{i}" for i, name in enumerate(sorted(bound_names(text)))}
    before, words = "", []
    for word in TOKEN.findall(body):
        if word.startswith(('"', "[", "$(")):
            word = re.sub(r"\$\(([\w-]+)", lambda found: "$(" + new.get(found[1], found[1]), word)
        elif word in new and before != ".":
            word = new[word]
        words.append(word)
        before = word
    return head + mark + "".join(words)


def moved(text, draw):
    """Steps that have nothing to do with each other change places, and lines that say nothing come between."""
    lines, result, swaps = text.splitlines(), [], 0
    for i in range(len(lines) - 2):
        one, other = GETTER.match(lines[i]), GETTER.match(lines[i + 1])
        names = [set(re.findall(r"[A-Za-z_]\w*", each[3])) for each in (one, other) if each]
        apart = len(names) == 2 and one[2] != other[2] and not names[0] & names[1]
        if apart and not lines[i + 2].startswith("    "):
            lines[i], lines[i + 1] = lines[i + 1], lines[i]
            swaps += 1
    inside = False
    for line in lines:
        inside = inside or line.startswith("process ")
        if inside and line.startswith("  ") and not line.startswith("   ") and draw.random() < 0.3:
            result.append(f"  ; says nothing {draw.randrange(10**6)}")
        result.append(line)
    return "\n".join(result) + "\n", swaps


def wrong(text):
    """Some of its results are not what any DLL does."""
    return re.sub(r"-> S_OK\b", "-> E_ABORT", text)


def keys_of(rig, corpus, *filters):
    report = rig.report("--only", "--target", "native", "--scenarios", corpus, *filters, codes=(1,))
    return {
        (result["scenario"], fact["label"], fact["fact"], fact["verdict"])
        for result in report["results"]
        for fact in result["facts"]
        if fact["red"]
    }


def fill(folder, texts):
    for name, text in texts:
        path = folder / f"{name}.scn"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in ("registry", "ui"):
        (folder / name).symlink_to(ROOT / "scenarios" / name)


def test_keys_survive_other_names_and_another_order():
    seed = random.randrange(1 << 32)
    draw = random.Random(seed)
    paths = sorted((ROOT / "scenarios").rglob("*.scn"))
    texts = {path: path.read_text() for path in paths}
    some = [
        draw.sample([path for path in paths if kind(texts[path])], number)
        for kind, number in ((USER.search, 15), (SEVERAL.search, 12), (lambda text: not USER.search(text) and not SEVERAL.search(text), 30))
    ]
    chosen = sorted({path for kind in some for path in kind})
    names = {path: str(path.relative_to(ROOT / "scenarios").with_suffix("")) for path in chosen}
    first = [(names[path], wrong(texts[path])) for path in chosen]
    second = [(name, moved(renamed(text, draw), draw)[0]) for name, text in first]
    assert sum(a != b for a, b in zip(first, second)) > len(first) / 2
    # Others stand in front of them, between them and behind them.
    others = [(f"{name}_{draw.choice(('a', 'z'))}{i}", wrong(chosen[0].read_text())) for i, (name, _) in enumerate(second[:10])]
    with Rig() as rig:
        fill(rig.folder / "first", first)
        fill(rig.folder / "second", draw.sample(second, len(second)) + others)
        before = keys_of(rig, rig.folder / "first")
        after = keys_of(rig, rig.folder / "second", *draw.sample(sorted(names.values()), len(names)))
        after = {key for key in after if key[0] in set(names.values())}
        print(f"seed {seed}: {len(before)} keys")
        assert len(before) > 50
        assert before == after

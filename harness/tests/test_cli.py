"""How the command line behaves: verbs, arguments, messages, exit codes."""

import hashlib
import json
import os
import re
import subprocess

import pytest

from rig import BUILD, DRIVER, ROOT, Rig

SCENARIO = """scenario 1
title     The manager lists what is there
evidence  documented D-075

process client
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK
  manager.EnumIdentities(&all) -> {result}
"""


def run(*arguments, **options):
    return subprocess.run(
        [str(DRIVER), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


@pytest.fixture
def corpus(tmp_path):
    """A folder of scenarios with one that is as expected; files can be added."""
    folder = tmp_path / "corpus"
    (folder / "enum").mkdir(parents=True)
    (folder / "expect").mkdir()
    (folder / "enum" / "good.scn").write_text(SCENARIO.format(result="S_OK"))
    return folder


def compare(corpus, *arguments):
    reports = corpus.parent / "reports"
    return run("compare", "--scenarios", corpus, "--target", "native", "--reports", reports, *arguments)


# ---- recordings that are wanted ----

RECORDED = """scenario 1
title     What a genuine DLL did
evidence  recorded {hash}{more}

process client
  manager = create UserIdentityManager as IUserIdentityManager -> S_OK{tag}
"""


def wanted(*words):
    done = run("list", "--wanted", "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_recordings_wanted_settle_every_decision_that_one_can():
    data = wanted()
    decisions = {entry["number"]: entry for entry in data["decisions"]}
    text = (ROOT / "docs/evidence/decisions.md").read_text()
    assert list(decisions) == re.findall(r"^\| (I-\d+) \|", text, re.M)
    chosen = [number for recording in data["recordings"] for number in recording["decisions"]]
    assert len(chosen) == len(set(chosen))
    for recording in data["recordings"]:
        scenario = (ROOT / "scenarios" / f"{recording['scenario']}.scn").read_text()
        assert all(number in scenario for number in recording["decisions"])
        assert recording["scenario"] in decisions[recording["decisions"][0]]["scenarios"]
    for number in decisions.keys() - set(chosen):  # only the native build can show it
        for name in decisions[number]["scenarios"]:
            assert re.search(r"^needs .*(native|fault)", (ROOT / "scenarios" / f"{name}.scn").read_text(), re.M), number


def test_the_guide_shows_what_is_printed():
    """In form and in its numbers; which scenarios come first may change with every new one."""
    printed = run("list", "--wanted").stdout.splitlines()
    shown = (ROOT / "docs/windows2000.md").read_text()
    assert f"\n{printed[0].partition(' ')[0]} decisions of the reference" in shown
    assert f"    {printed[0].partition('These')[0]}These " in shown
    rows = re.findall(r"^      (\S+/\S+)  +((?:I-\d+ ?)+)$", shown, re.M)
    assert len(rows) == 3 and all(re.match(r"  \S+/\S+  +I-\d+", line) for line in printed[1:4])
    for name, numbers in rows:
        scenario = (ROOT / "scenarios" / f"{name}.scn").read_text()
        assert all(number in scenario for number in numbers.split()), name


def test_a_recorded_decision_is_wanted_no_more(corpus):
    (corpus / "enum/inferred.scn").write_text(SCENARIO.format(result="S_OK").replace("D-075", "D-075, inferred I-05, inferred I-06"))
    before = wanted("--scenarios", corpus)
    assert [entry["decisions"] for entry in before["recordings"]] == [["I-05", "I-06"]]
    (corpus / "enum/recorded.scn").write_text(RECORDED.format(hash="0123456789abcdef" * 4, more=", inferred I-05", tag=""))
    after = wanted("--scenarios", corpus)
    assert [entry["decisions"] for entry in after["recordings"]] == [["I-06"]]
    assert {entry["number"] for entry in after["decisions"] if entry["recorded"]} == {"I-05"}
    assert "50 of 51 decisions rest on no recording" in run("list", "--wanted", "--scenarios", corpus).stdout


# ---- help ----


def test_help_names_every_verb_and_each_has_its_own():
    text = run("help")
    assert text.returncode == 0
    verbs = re.findall(r"^  (\S+) +\S", text.stdout, re.M)
    assert {"compare", "replay", "diff", "list", "explain", "fmt", "report", "doctor", "completion"} <= set(verbs)
    for verb in verbs:
        if verb not in ("test", "x86"):  # of the entry
            page = run(verb, "--help")
            assert page.returncode == 0 and page.stdout.startswith(f"usage: ./identical {verb}")


# An interactive shell in a terminal of its own, to which the key is typed.
ASK_ZSH = """zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -U compinit && compinit -u -D && source ./_identical && print re''ady'
zpty -r -m shell seen $'*\\nready*'
zpty -w -n shell $'./identical compare --ag\\t'
zpty -r -m shell seen '*--against*' && print completed
"""


# An option; and what a verb takes literally.
BEGUN = (("compare", "--ag", "--against"), ("test", "--l", "--long"), ("report", "me", "merge"), ("completion", "z", "zsh"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_verb_and_option(shell, tmp_path):
    script = run("completion", shell).stdout
    assert "compare" in script and "against" in script
    if shell == "bash":
        for verb, begun, completed in BEGUN:
            line = f'COMP_WORDS=(identical {verb} {begun}) COMP_CWORD=2; _identical; echo "${{COMPREPLY[@]}}"'
            done = subprocess.run(["bash", "-c", script + line], capture_output=True, text=True, timeout=20)
            assert done.stdout.strip() == completed
    if shell == "fish":
        for line in script.splitlines():  # each text in single quotes ends where it should
            assert re.fullmatch(r"(?:[^'\"\\]|\"[^\"]*\"|'(?:[^'\\]|\\.)*')*", line), line
        for verb, begun, completed in BEGUN:
            line = f"complete -C './identical {verb} {begun}'"
            words = ["fish", "--no-config", "-c", f"{script}\n{line}"]
            done = subprocess.run(words, capture_output=True, text=True, timeout=20)
            assert done.stdout.split("\t")[0].strip() == completed and done.stderr == ""
            assert done.stdout.count("\n") == 1
    if shell == "zsh":
        (tmp_path / "_identical").write_text(script)
        (tmp_path / "ask").write_text(ASK_ZSH)
        done = subprocess.run(["zsh", "-f", "ask"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.stdout == "completed\n", done.stdout + done.stderr


def test_the_manual_page_has_every_verb_and_option():
    page = run("completion", "man").stdout
    done = subprocess.run(["man", "-l", "--warnings", "-"], input=page, capture_output=True, text=True, timeout=20,
                          env={"PATH": os.environ["PATH"], "MANWIDTH": "100", "LC_ALL": "C.UTF-8"})  # fmt: skip
    assert done.returncode == 0 and done.stderr == ""
    shown = re.sub(".\b", "", done.stdout)
    verbs = re.findall(r"^  (\S+) +\S", run("help").stdout, re.M)
    for verb in verbs:
        assert re.search(rf"^ +{verb}\b", shown, re.M), verb
    for option in re.findall(r"(--[a-z-]+)", run("compare", "--help").stdout):
        assert option in shown, option


# ---- what is refused, and how ----


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["compar"], "expected a verb (see ./identical help), found 'compar'"),
        (["compare", "--colour"], "expected an option of this verb (see --help), found '--colour'"),
        (["fmt", "--json"], "expected an option of this verb"),
        (["compare", "-j", "0"], "--jobs: expected a number from 1 to 1024, found '0'"),
        (["compare", "--target"], "--target: expected NAME[=FILE], found the end of the line"),
        (["compare", "--strict=yes"], "--strict takes no value"),
        (["compare", "--lane", "arm"], "--lane: expected x86-64 or x86, found 'arm'"),
        (["compare", "--target", "yesterday"], "expected a target"),
        (["compare", "no_such_scenario"], "no scenario fits"),
        (["replay"], "expected one scenario, found 0"),
        (["replay", "no/such"], "cannot be opened"),
        (["diff", "one"], "expected two files, found 1"),
        (["explain", "D-999"], "expected the number of a fact"),
        (["explain"], "expected the number of a fact, a scenario, or --coverage"),
        (["report", "/no/such.json"], "cannot be opened"),
        (["report", "--format", "pdf"], "--format: expected"),
        (["completion", "tcsh"], "expected bash, zsh, fish or man"),
        (["test"], "start it as ./identical test"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments, message):
    done = run(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1 and done.stdout == ""


def test_without_a_verb_help_goes_to_stderr():
    done = run()
    assert done.returncode == 2 and "usage:" in done.stderr and not done.stdout


@pytest.mark.parametrize(
    "content, message",
    [
        (b"#!/bin/sh\n" + b"x" * 100, "expected a PE file, found something else"),
        (b"MZ" + b"\0" * 200, "expected a PE file, found a program without a PE header"),
        (None, "cannot be opened"),
    ],
)
def test_a_file_that_is_no_dll_is_refused_with_the_reason(tmp_path, content, message):
    file = tmp_path / "a.dll"
    if content is not None:
        file.write_bytes(content)
    done = run("compare", "--original", file)
    assert done.returncode == 2 and f"{file}: " in done.stderr and message in done.stderr


def test_a_program_and_another_machine_are_refused_with_the_reason(tmp_path):
    image = bytearray((BUILD / "win64/src/msident.dll").read_bytes())
    header = int.from_bytes(image[60:64], "little")
    file = tmp_path / "a.dll"
    image[header + 4 : header + 6] = b"\x64\xaa"
    file.write_bytes(image)
    assert "found one for machine 0xaa64, which no lane runs" in run("compare", "--original", file).stderr
    image[header + 4 : header + 6] = b"\x64\x86"
    image[header + 23] &= 0xDF
    file.write_bytes(image)
    assert "expected a DLL, found a program" in run("compare", "--original", file).stderr
    image[header + 23] |= 0x20
    file.write_bytes(image.replace(b"DllGetClassObject", b"DllGetClassObjecT"))
    done = run("compare", "--original", file)
    assert done.returncode == 2 and "exports DllGetClassObject" in done.stderr


def test_a_bad_scenario_stops_everything_before_it_starts(corpus):
    (corpus / "enum" / "bad.scn").write_text("scenario 1\ntitle x\nevidence  documented D-075\n\nprocess a\n  b.Next()\n")
    done = compare(corpus)
    assert done.returncode == 2
    assert re.match(rf"identical: {corpus}/enum/bad.scn:\d+:\d+: expected .*, found .*\n$", done.stderr)
    assert not (corpus.parent / "reports").exists()


# ---- verdicts and exit codes ----


def test_as_expected_is_0_and_a_difference_is_1_with_its_place(corpus):
    assert compare(corpus).returncode == 0
    (corpus / "enum" / "other.scn").write_text(SCENARIO.format(result="E_FAIL"))
    done = compare(corpus)
    assert done.returncode == 1
    assert "scenarios/enum/other.scn:7" in done.stdout
    assert "expected  E_FAIL" in done.stdout and "observed  S_OK" in done.stdout
    assert "\033[" not in done.stdout


def known(corpus, *lines):
    (corpus / "expect" / "native.expect").write_text("expect 1 native\n" + "".join(line + "\n" for line in lines))


def test_known_differences_are_exact(corpus):
    (corpus / "enum" / "other.scn").write_text(SCENARIO.format(result="E_FAIL"))
    key = "enum/other / EnumIdentities#1 / result"
    known(corpus, f'{key}  "S_OK"  D-075  a test')
    assert compare(corpus).returncode == 0
    known(corpus, f'{key}  "S_FALSE"  D-075  a test')
    done = compare(corpus)
    assert done.returncode == 1 and "knows another value: S_FALSE" in done.stdout
    known(corpus, f'{key}  "S_OK"  D-075  a test  until 2020-01-01')
    done = compare(corpus)
    assert done.returncode == 1 and "ended on 2020-01-01" in done.stdout


def test_an_unexpected_pass_and_unused_lines_are_red(corpus):
    known(corpus, 'enum/good / EnumIdentities#1 / result  "E_FAIL"  D-075  a test')
    done = compare(corpus)
    assert done.returncode == 1 and "fixed native" in done.stdout and "no longer differs" in done.stdout
    known(corpus, 'enum/good / Next#1 / result  "E_FAIL"  D-075  a test')
    done = compare(corpus)
    assert done.returncode == 1 and "no fact meets this line" in done.stdout
    known(corpus, 'enum/gone / Next#1 / result  "E_FAIL"  D-075  a test')
    done = compare(corpus)
    assert done.returncode == 1 and "expected a scenario that exists, found 'enum/gone'" in done.stdout
    assert compare(corpus, "enum/good").returncode == 0  # of scenarios that were not asked for nothing is said
    known(corpus, "nonsense")
    done = compare(corpus)
    assert done.returncode == 2 and "native.expect:2: expected the observed value in quotes" in done.stderr


def test_against_another_target_its_behaviour_is_expected(corpus):
    (corpus / "enum" / "other.scn").write_text(SCENARIO.format(result="E_FAIL"))
    trace = corpus.parent / "own.trc"
    assert run("replay", "enum/other", "--scenarios", corpus, "-o", trace).returncode == 0
    done = compare(corpus, "--target", f"old=trace:{trace}", "--against", "old", "enum/other")
    assert done.returncode == 0, done.stdout
    trace.write_text(trace.read_text().replace("EnumIdentities(&all = new) -> S_OK", "EnumIdentities(&all = new) -> S_FALSE"))
    done = compare(corpus, "--target", f"old=trace:{trace}", "--against", "old", "enum/other")
    assert done.returncode == 1 and "expected  S_FALSE" in done.stdout


def test_a_target_that_can_not_run_is_unsupported_and_red_only_when_strict(corpus):
    trace = corpus.parent / "own.trc"
    assert run("replay", "enum/good", "--scenarios", corpus, "-o", trace).returncode == 0
    (corpus / "enum" / "more.scn").write_text(SCENARIO.format(result="S_OK"))
    arguments = ("--target", f"trace:{trace}")
    assert compare(corpus, *arguments).returncode == 0
    done = compare(corpus, *arguments, "--strict")
    assert done.returncode == 3
    assert "1 unsupported" in done.stdout


# ---- filters ----


def ids(*arguments):
    done = run("list", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [scenario["scenario"] for scenario in json.loads(done.stdout)]


def test_filters_choose_by_name_and_evidence():
    everything = ids()
    assert everything == sorted(everything) and len(everything) >= 80
    assert ids("enum/") == [name for name in everything if "enum/" in name]
    assert ids("enum/*") == [name for name in everything if name.startswith("enum/")]
    documented = set(ids("--evidence", "D-075"))
    assert documented and documented < set(everything)
    assert set(ids("--evidence", "forensic")) < set(everything)
    assert run("list", "--evidence", "D-07").returncode == 2  # a whole number, not its beginning


# ---- the other verbs ----


def test_fmt_writes_and_checks_the_canonical_form(corpus):
    file = corpus / "enum" / "good.scn"
    assert run("fmt", file).returncode == 0
    assert run("fmt", "--check", file).returncode == 0
    canonical = file.read_text()
    file.write_text(canonical.replace("title     ", "title "))
    done = run("fmt", "--check", file)
    assert done.returncode == 1 and str(file) in done.stdout
    assert run("fmt", file).returncode == 0 and file.read_text() == canonical
    assert [path.name for path in file.parent.iterdir()] == ["good.scn"]


def test_every_scenario_stands_in_canonical_form():
    done = run("fmt", "--check")
    assert done.returncode == 0, done.stdout


def test_diff_of_traces_and_of_scenario_and_trace(corpus):
    trace, other = corpus.parent / "a.trc", corpus.parent / "b.trc"
    assert run("replay", "enum/good", "--scenarios", corpus, "-o", trace).returncode == 0
    other.write_text(trace.read_text().replace("IUserIdentityManager -> S_OK", "IUserIdentityManager -> S_FALSE"))
    assert run("diff", trace, trace).returncode == 0
    done = run("diff", trace, other)
    assert done.returncode == 1 and "create#1 / result" in done.stdout and "+ S_FALSE" in done.stdout
    assert run("diff", "--scenarios", corpus, corpus / "enum/good.scn", trace).returncode == 0
    done = run("diff", "--scenarios", corpus, other, corpus / "enum/good.scn")
    assert done.returncode == 1 and "create#1 / result" in done.stdout


def test_replay_prints_a_trace_that_is_canonical(corpus):
    trace = corpus.parent / "a.trc"
    done = run("replay", corpus / "enum/good.scn", "--scenarios", corpus)
    assert done.returncode == 0 and done.stdout.startswith("trace 1\n") and "ended ok" in done.stdout
    trace.write_text(done.stdout)
    assert run("fmt", "--check", trace).returncode == 0
    assert re.search(r"^of +enum/good$", done.stdout, re.M)


def test_complete_adds_what_was_seen_and_marks_it(corpus):
    file = corpus / "enum" / "good.scn"
    file.write_text(file.read_text() + "  all.GetCount(&n)\n")
    done = run("replay", "enum/good", "--scenarios", corpus, "--complete")
    assert done.returncode == 0, done.stderr
    line = file.read_text().splitlines()[-1]
    assert re.match(r"  all.GetCount\(&n = \d+\) +-> S_OK \[observed native [0-9a-f]{64}\]$", line)
    assert "EnumIdentities(&all) -> S_OK" in re.sub(" +->", " ->", file.read_text())  # what states something stays
    assert compare(corpus).returncode == 0
    report = json.loads((corpus.parent / "reports" / "report.json").read_text())
    assert "observed" not in report["targets"][0]["evidence"]


def test_explain_shows_a_fact_with_its_source_and_scenarios():
    done = run("explain", "d-086")
    assert done.returncode == 0
    assert "E_PROCESS_CANCELLED_SWITCH" in done.stdout and "source: MSD:" in done.stdout and "switch/veto" in done.stdout
    plain = json.loads(run("explain", "--json", "D-086").stdout)
    assert plain["number"] == "D-086" and "switch/veto" in plain["scenarios"]


def test_explain_shows_a_scenario_with_its_pictures_and_so_does_the_readme():
    name = "logon/password_wrong"
    text = (ROOT / "scenarios" / f"{name}.scn").read_text()
    shown = json.loads(run("explain", "--json", name).stdout)
    assert shown["text"] == text and "D-109" in shown["cites"]
    assert shown["pictures"] == [f"docs/pictures/{name}/reference-{n}.png" for n in (1, 2)]
    plain = run("explain", name).stdout
    readme = (ROOT / "README.md").read_text()
    for picture in shown["pictures"]:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
        assert picture in plain and f"]({picture})" in readme
    indented = "".join("    " + line if line.strip() else line for line in text.splitlines(True))
    assert indented in readme and indented.strip() in plain


def test_doctor_tells_what_is_there_and_how_to_get_the_rest(tmp_path):
    checks = {check["name"]: check for check in json.loads(run("doctor", "--json").stdout)}
    assert checks["wine"]["ok"] and checks["native agent"]["ok"]
    done = run("doctor", "--wine", tmp_path)
    assert done.returncode == 3 and "MISSING" in done.stdout and "--wine DIR" in done.stdout


def test_the_driver_finds_its_tree_without_the_entry(tmp_path):
    bare = {name: value for name, value in os.environ.items() if not name.startswith("IDT_")}
    done = run("list", "enum/", env=bare, cwd=tmp_path)
    assert done.returncode == 0 and "enum/" in done.stdout


def test_wineprefix_is_ignored(corpus, tmp_path):
    with Rig() as rig:
        mine = tmp_path / "mine"
        mine.mkdir()
        process = rig.run("compare", "--scenarios", corpus, "--target", "reference", command=("/usr/bin/env", f"WINEPREFIX={mine}", DRIVER))
        assert process.returncode == 0, process.errors.read_text()
        assert list(mine.iterdir()) == []


def test_against_itself_everything_is_same_and_observed(tmp_path):
    arguments = ("dll/", "switch/", "--target", "native", "--against", "native")
    assert run("compare", *arguments, "--reports", tmp_path).returncode == 0
    target = json.loads((tmp_path / "report.json").read_text())["targets"][0]
    assert sum(target["facts"].values()) == target["facts"]["same"] > 500


def test_recorded_evidence_needs_a_dll_that_is_genuine(corpus):
    def hash_of(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def listed(sha256):
        text = SCENARIO.format(result="S_OK").replace("documented D-075", f"recorded w2k {sha256}")
        (corpus / "enum" / "good.scn").write_text(text)
        return run("list", "--scenarios", corpus)

    assert listed("0123456789abcdef" * 4).returncode == 0
    for own in (BUILD / "win64/src/msident.dll", BUILD / "native/harness/agent/agent-native"):
        done = listed(hash_of(own))
        assert done.returncode == 2 and "expected evidence of class 'observed'" in done.stderr


def test_without_the_32_bit_lane_its_targets_are_unsupported_with_the_cure(corpus, tmp_path):
    bare = {**os.environ, "IDT_CACHE": str(tmp_path / "cache"), "IDT_X86": "none"}
    arguments = ("compare", "--scenarios", corpus, "--reports", tmp_path / "reports")
    x86 = BUILD / "win32/src/msident.dll"
    for more in (("--lane", "x86"), ("--target", "native", "--original", x86)):
        done = run(*arguments, *more, env=bare)
        assert done.returncode == 0, done.stderr
        assert "./identical x86 setup" in done.stdout
        assert run(*arguments, *more, "--strict", env=bare).returncode == 3

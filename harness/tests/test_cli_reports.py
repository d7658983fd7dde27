"""The reports: valid against their schemas, and the same however they are rendered."""

import json
import re
import subprocess
import zipfile

import jsonschema
import pytest

from rig import BUILD, DRIVER, ROOT, Rig, without_times

SCHEMAS = ROOT / "reports" / "schema"
BAD = """scenario 1
title     Not what it does
evidence  documented D-075

process client
  manager = create UserIdentityManager as IUserIdentityManager -> E_FAIL
"""


@pytest.fixture(scope="module")
def rig():
    """Reports of a run with same, known, unsupported and new facts."""
    with Rig() as rig:
        corpus = rig.folder / "corpus"
        corpus.mkdir()
        for name in ("enum", "manager", "registry"):
            (corpus / name).symlink_to(ROOT / "scenarios" / name)
        (corpus / "bad").mkdir()
        (corpus / "bad" / "bad_one.scn").write_text(BAD)
        rig.corpus = corpus
        rig.json = rig.report("--scenarios", corpus, "--target", "native", codes=(1,))
        rig.reports = rig.folder / "reports"
        yield rig


def render(rig, form, *arguments):
    done = subprocess.run(
        [str(DRIVER), "report", str(rig.reports / "report.json"), "--format", form, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_json_meets_its_schema(rig):
    schema = json.loads((SCHEMAS / "report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(rig.json, schema)
    assert json.loads((rig.reports / "report.json").read_text()) == rig.json
    broken = {**rig.json, "version": 2}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_counts_add_up(rig):
    target = rig.json["targets"][0]
    results = rig.json["results"]
    assert sum(target["scenarios"].values()) == len(results)
    for verdict, count in target["facts"].items():
        assert count == sum(result["counts"].get(verdict, 0) for result in results)
    assert sum(target["evidence"].values()) == target["facts"]["same"]


def test_junit_meets_its_schema(rig):
    file = rig.reports / "junit.xml"
    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", str(SCHEMAS / "junit.xsd"), str(file)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    text = file.read_text()
    red = [result for result in rig.json["results"] if result["red"]]
    assert int(re.search(r'<testsuites [^>]*failures="(\d+)"', text)[1]) == len(red) + len(rig.json["errors"])


def test_a_report_renders_again_as_it_was(rig):
    assert render(rig, "json") == (rig.reports / "report.json").read_text()
    assert render(rig, "junit") == (rig.reports / "junit.xml").read_text()
    assert render(rig, "markdown") == (rig.reports / "summary.md").read_text()
    assert len((rig.reports / "summary.md").read_bytes()) <= 65535
    assert render(rig, "traces") == (rig.reports / "traces.jsonl").read_text()
    assert render(rig, "html", "--scenarios", str(rig.corpus)) == (rig.reports / "report.html").read_text()


def test_traces_meet_their_schema_and_belong_to_one_run(rig):
    schema = json.loads((SCHEMAS / "traces.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    lines = [json.loads(line) for line in (rig.reports / "traces.jsonl").read_text().splitlines()]
    for line in lines:
        jsonschema.validate(line, schema)
    assert [line["scenario"] for line in lines[1:]] == [result["scenario"] for result in rig.json["results"]]
    assert all(line["traces"]["native"].startswith("trace 1\n") for line in lines[1:])
    bad = next(line for line in lines[1:] if line["scenario"] == "bad/bad_one")
    assert bad["text"] == BAD

    # Those of another run are no part of this report.
    other = rig.folder / "other"
    other.mkdir()
    (other / "report.json").write_text((rig.reports / "report.json").read_text())
    lines[0]["started"] = "2001-01-01T00:00:00Z"
    (other / "traces.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert subprocess.run([DRIVER, "report", other / "report.json", "--format", "traces"], capture_output=True,
                          text=True, timeout=60).stdout.count("\n") == 1
    (other / "traces.jsonl").write_text("no traces\n")
    broken = subprocess.run([DRIVER, "report", other / "report.json"], capture_output=True, text=True, timeout=60)
    assert broken.returncode == 2 and "traces.jsonl:1: expected a line of identical-traces" in broken.stderr


def test_text_fits_a_screen_and_says_how_to_see_more(rig):
    short, everything = render(rig, "text"), render(rig, "text", "--all")
    assert len(short.splitlines()) <= 120 and len(short) <= len(everything)
    assert "scenarios/bad/bad_one.scn:6" in short
    assert "expected  E_FAIL" in short and "observed  S_OK" in short and "evidence  documented D-075" in short


def test_new_differences_come_as_lines_for_the_file_of_known_ones(rig):
    lines = render(rig, "expect").splitlines()
    assert lines[0] == "expect 1 native"
    assert 'bad/bad_one / create#1 / result  "S_OK" not "E_FAIL"  documented D-075  why?' in lines


def test_colour_only_for_a_terminal_that_wants_it(rig):
    command = f"{DRIVER} report {rig.reports}/report.json"
    with_colour = subprocess.run(["script", "-qec", command, "/dev/null"], capture_output=True, text=True, timeout=60)
    without = subprocess.run(
        ["script", "-qec", f"env NO_COLOR=1 {command}", "/dev/null"], capture_output=True, text=True, timeout=60
    )
    assert "\033[31m" in with_colour.stdout and "\033[" not in without.stdout
    assert "\033[" not in render(rig, "text")


def test_tap_is_what_prove_reads(rig):
    text = render(rig, "tap")
    points = re.findall(r"^(ok|not ok) (\d+) - (\S+): (\S+)", text, re.M)
    assert [int(number) for _, number, _, _ in points] == list(range(1, len(rig.json["results"]) + 1))
    red = [(result["target"], result["scenario"]) for result in rig.json["results"] if result["red"]]
    assert [(target, name) for state, _, target, name in points if state == "not ok"] == red
    assert f"1..{len(points) + len(rig.json['errors'])}" in text
    file = rig.folder / "report.tap"
    file.write_text(text)
    done = subprocess.run(["prove", "--exec", "cat", file], capture_output=True, text=True, timeout=60)
    assert f"Failed: {len(red)})" in done.stdout and "Parse errors" not in done.stdout, done.stdout
    assert '      expected: "E_FAIL"' in text


# ---- parts of a run ----


PARTS = ("bad", "enum/n", "enum/s", "manager/query")


def shard(rig, number, of, *filters):
    name = f"shard{number}of{of}"
    arguments = ("--scenarios", rig.corpus, "--only", "--target", "native", "--shard", f"{number}/{of}")
    report = rig.report(*arguments, *(filters or PARTS), reports=name)
    return report, rig.folder / name / "report.json"


def merged(rig, *files, code=1):
    done = rig.run("report", "merge", *files, "--reports", rig.folder / "merged", "--scenarios", rig.corpus)
    assert done.returncode == code, done.errors.read_text()
    return done.errors.read_text()


def test_shards_together_are_the_run(rig):
    whole = rig.report_text("--scenarios", rig.corpus, "--only", "--target", "native", *PARTS, reports="whole")
    parts = [shard(rig, number, 3) for number in (1, 2, 3)]
    assert sum(len(report["results"]) for report, _ in parts) == len(json.loads(whole)["results"])
    assert all(report["results"] and report["shard"] == f"{number}/3" for number, (report, _) in enumerate(parts, 1))
    merged(rig, *(file for _, file in reversed(parts)))
    assert without_times((rig.folder / "merged" / "report.json").read_text()) == without_times(whole)
    names = [json.loads(line).get("scenario") for line in (rig.folder / "merged" / "traces.jsonl").read_text().splitlines()]
    assert names[1:] == [result["scenario"] for result in json.loads(whole)["results"]]

    assert "2/3 is missing" in merged(rig, parts[0][1], parts[2][1], code=2)
    assert "each shard of 3 once" in merged(rig, parts[0][1], parts[0][1], parts[1][1], code=2)
    assert "same filters" in merged(rig, parts[0][1], shard(rig, 2, 3, "enum")[1], parts[2][1], code=2)
    assert "found both" in merged(rig, parts[0][1], rig.folder / "whole" / "report.json", code=2)
    alone = rig.folder / "whole" / "report.json"
    assert "in two" in merged(rig, alone, alone, code=2)


def test_only_what_failed_or_is_new(rig):
    def chosen(*arguments):
        # The last report is that of the folder; a copy, as each run writes its own.
        last = rig.folder / "last"
        last.mkdir(exist_ok=True)
        (last / "report.json").write_text((rig.reports / "report.json").read_text())
        return [result["scenario"] for result in rig.report("--scenarios", rig.corpus, "--only", "--target", "native", *arguments, reports="last")["results"]]

    assert chosen("--failed") == ["bad/bad_one"]
    fresh = rig.corpus / "bad" / "bad_two.scn"
    fresh.write_text(BAD)
    try:
        assert chosen("--new") == ["bad/bad_two"]
        assert chosen("--new", "--failed") == ["bad/bad_one", "bad/bad_two"]
        assert chosen("-E", "bad and not new") == ["bad/bad_one"]
        assert chosen("-E", "red(native) or title(not what)", "two") == ["bad/bad_two"]
    finally:
        fresh.unlink()
    listed = rig.run("list", "--scenarios", rig.corpus, "--reports", rig.reports, "-E", "red(native) or name(enum/tour_x*)")
    assert [line.split()[0] for line in listed.output.read_text().splitlines()] == ["bad/bad_one", "enum/tour_xp_first", "enum/tour_xp_used"]
    for words, message in ((("-E", "enum or"), "expected a name"), (("-E", "nothing"), "no scenario fits -E")):
        done = rig.run("compare", "--scenarios", rig.corpus, *words)
        assert done.returncode == 2 and message in done.errors.read_text()


# ---- for a bug ----


def test_one_zip_says_all_of_a_difference(rig):
    key, file = "bad/bad_one / create#1 / result", rig.folder / "bug.zip"
    arguments = ("report", rig.reports / "report.json", "--bug", key, "-o", file)
    done = rig.run(*arguments)
    assert done.returncode == 1 and done.output.read_text() == f"{file}\n", done.errors.read_text()
    with zipfile.ZipFile(file) as bundle:
        assert bundle.testzip() is None
        parts = {name.removeprefix("identical-bug/"): bundle.read(name).decode() for name in bundle.namelist()}
    assert set(parts) == {"README.txt", "report.html", "report.json", "scenario.scn", "native.trc"}
    assert parts["scenario.scn"] == BAD and parts["native.trc"].startswith("trace 1\n")
    about = parts["README.txt"]
    target = rig.json["targets"][0]
    for words in (key, target["sha256"], "expected  E_FAIL", "observed  S_OK", "./identical compare --only --target native 'bad/bad_one'"):
        assert words in about, words
    assert [result["scenario"] for result in json.loads(parts["report.json"])["results"]] == ["bad/bad_one"]
    assert str(rig.home) not in "".join(parts.values()) and str(ROOT) not in parts["report.json"]
    again = rig.folder / "again.zip"
    assert rig.run(*arguments[:-1], again).returncode == 1 and again.read_bytes() == file.read_bytes()
    done = rig.run("report", rig.reports / "report.json", "--bug", "bad/none", "-o", rig.folder / "none.zip")
    assert done.returncode == 2 and "--bug: expected a scenario" in done.errors.read_text()
    assert not (rig.folder / "none.zip").exists()


# ---- a build against another ----


def test_one_build_is_the_gate_of_another(rig):
    agent = BUILD / "native" / "harness" / "agent" / "agent-native"
    gate = ("--only", "--target", f"new={agent}", "--against", "old", "enum/next_two_users", "enum/count")
    same = rig.report("--target", f"old={agent}", *gate, codes=(0,), reports="gate")
    assert same["against"] == "old" and not same["red"] and len(same["results"]) >= 2
    # What an older build did otherwise: a trace of it with another result.
    lines = [json.loads(line) for line in (rig.folder / "gate" / "traces.jsonl").read_text().splitlines()[1:]]
    trace = next(text for text in (line["traces"]["old"] for line in lines) if "EnumIdentities(" in text)
    old = rig.folder / "old.trc"
    old.write_text(re.sub(r"(EnumIdentities\(.*\) -> )S_OK", r"\1E_OUTOFMEMORY", trace, count=1))
    other = rig.report("--target", f"old=trace:{old}", *gate, codes=(1,), reports="gate2")
    red = [fact for result in other["results"] if result["target"] == "new" for fact in result["facts"] if fact["red"]]
    assert [(fact["label"], fact["expected"], fact["observed"]) for fact in red] == [
        ("EnumIdentities#1", "E_OUTOFMEMORY", "S_OK")
    ]

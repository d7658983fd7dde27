"""record: what a client did becomes a scenario, and the client notices nothing."""

import random
import re
import shutil
import time

import delivery
import lane32
import pytest
from recorder import CHUNK, CLIENTS, Recorded, published, scenario
from recorder import text as recorded_text
from rig import BUILD, DRIVER, ROOT, Rig, cache_home

CORPUS = ROOT / "scenarios" / "recorded"
NAMES = ("mail", "news", "book", "pair", "desk")
PEOPLE = ("Alice", "Bob", "Judy", "Karl", "Liesl")


def bare_and_recorded(tmp_path, name):
    results = []
    for recorded in (False, True):
        prefix = Recorded(tmp_path / str(recorded), recorded)
        done = prefix.client(name)
        results.append((done.returncode, done.stdout, prefix.identities(), prefix.registry()))
        assert prefix.recording.exists() == recorded
    bare, recorded = results
    others = delivery.differences(bare[3], recorded[3])  # keys of other programs and of the system, classes among them
    assert {key for key in others if not key[1].startswith("[identities")} == set()
    return bare[:3], recorded[:3]


def record(rig, name, *options, code=0):
    """With its own names, as it stands in the corpus."""
    output = rig.folder / f"{name}.scn"
    done = rig.run("record", "--no-redact", *options, "-o", output, "--", CLIENTS / f"{name}.exe")
    assert done.returncode == code, done.output.read_text() + done.errors.read_text()
    assert "past the recorder" not in done.output.read_text()
    return output


def test_what_no_hook_saw_is_told():
    """The prefix' own registry file is the witness."""
    with Rig() as rig:
        done = rig.run("record", "-o", rig.folder / "past.scn", "--", BUILD / "win64/harness/tests/past-hooks.exe")
        assert done.returncode == 0, done.output.read_text() + done.errors.read_text()
        assert (
            "1 change below HKCU\\Identities was made past the recorder; the scenario lacks it:\n"
            '  set [HKCU\\Identities] "Hidden"=dword:00000007\n'
        ) in done.output.read_text()
        assert "Hidden" not in scenario(rig.folder / "past.scn")


def test_a_client_notices_nothing(tmp_path):
    bare, recorded = bare_and_recorded(tmp_path, "book")
    assert bare == recorded
    assert "equal 1 1 1" in bare[1]


def check_closed_window(lines):
    """The owner goes first, and takes the dialog with it: both inside of the call."""
    closed = [n for n, line in enumerate(lines) if re.fullmatch(r"user close w[0-9a-f]+", line)]
    assert len(closed) == 1
    assert lines[closed[0] + 1].startswith("see closed ") and lines[closed[0] + 2].startswith("done 0x80007112")
    call = [line for line in lines[: closed[0]] if line.startswith("call ")][-1]
    assert f"Logon ({lines[closed[0]].split()[-1]} " in call


def test_dialogs_are_as_without_the_recorder_and_no_password_is_kept(tmp_path):
    bare, recorded = bare_and_recorded(tmp_path, "desk")
    assert bare == recorded
    assert "log on, window closed 0x80007112\nwindow 0" in recorded[1]
    raw = (tmp_path / "True" / "session.rec").read_bytes()
    for password in ("geheim", "falsch", "auch geheim"):
        assert password.encode() not in raw and password.encode("utf-16le") not in raw
    said = recorded_text(tmp_path / "True" / "session.rec")
    assert len(re.findall(r" user dialog ", said)) >= 10
    typed = re.findall(r" user type \"[^\"]*\" secret (\w+)", said)
    assert typed[1] == "pw1" != typed[0] and typed[2] == typed[3] not in typed[:2]  # equal texts have one name
    prefix = Recorded(tmp_path / "other", True)
    output = prefix.folder / "desk.scn"
    session = tmp_path / "True" / "session.rec"
    done = prefix.run(delivery.DRIVER, "record", "--learn-ui", "--no-redact", "--from", session, "-o", output)
    assert done.returncode == 0, done.stderr
    assert scenario(output) == scenario(CORPUS / "desk.scn")  # the same roles as by the map of ours
    learnt = {line.split(" ;")[0] for line in output.with_suffix(".ui").read_text().splitlines() if "; guessed" in line}
    ours = {line.split(" ;")[0] for line in (ROOT / "scenarios/ui/reference.ui").read_text().splitlines()}
    assert len(learnt & ours) > 20
    assert all(" = caption " in line or line.split(" = ")[1] in ("id 1", "id 6", "id 7") for line in learnt - ours)
    check_closed_window([line.split(" ", 1)[1] for line in said.splitlines() if re.match(r"\d+\.\d+ ", line)])


def test_a_tool_is_a_user():
    """It sends texts and clicks from another thread, as soon as a dialog shows; its tree is the one
    before that."""
    with Rig() as rig:
        output = rig.folder / "desk.scn"
        done = rig.run("record", "--no-redact", "-o", output, "--", CLIENTS / "desk.exe", "tool")
        assert done.returncode == 0, done.output.read_text() + done.errors.read_text()
        assert scenario(output) == scenario(CORPUS / "desk.scn")


@pytest.mark.long
@pytest.mark.parametrize("name", ["mail", "news", "pair", "setup"])
def test_no_client_notices_anything(tmp_path, name):
    bare, recorded = bare_and_recorded(tmp_path, name)
    assert bare == recorded
    assert bare[0] == 0 and " 0x00000000\n" in bare[1]
    assert "guid0" in bare[2]


# Calls inside of notices; several processes, one killed; dialogs with their user, a window closed during Logon.
@pytest.mark.parametrize("name", ["mail", "pair", "desk"])
def test_a_recording_replays(name):
    """The scenario is the one that stands in the corpus."""
    with Rig() as rig:
        assert scenario(record(rig, name)) == scenario(CORPUS / f"{name}.scn")


def check_redacted(output, name):
    """It is the corpus' own but for names, one for each, as long."""
    names = {}
    expected = re.split(r"(\w+)", scenario(CORPUS / f"{name}.scn"))
    found = re.split(r"(\w+)", scenario(output))
    assert len(expected) == len(found)
    for one, other in zip(expected, found):
        if one != other or one in PEOPLE:
            assert names.setdefault(one, other) == other and len(one) == len(other)
    assert names and len(set(names.values())) == len(names)
    assert set(names) <= set(PEOPLE) and not set(names.values()) & set(PEOPLE)


# Replayed at once, too: the names in labels, lists and the registry are those that were typed.
@pytest.mark.parametrize("name", ["mail", pytest.param("desk", marks=pytest.mark.long)])
def test_names_are_replaced(name):
    with Rig() as rig:
        output = rig.folder / f"{name}.scn"
        done = rig.run("record", "-o", output, "--", CLIENTS / f"{name}.exe")
        assert done.returncode == 0, done.output.read_text() + done.errors.read_text()
        assert "words of names, paths and addresses are replaced; --no-redact keeps them" in done.output.read_text()
        check_redacted(output, name)


def verdicts(rig, path, target, copies):
    """Of that many replays of one scenario; and the red facts of the first."""
    folder = rig.folder / f"corpus-{target}"
    folder.mkdir()
    for n in range(copies):
        (folder / f"{path.stem}_{n + 1:02}.scn").write_text(path.read_text())
    shutil.copytree(ROOT / "scenarios/ui", folder / "ui")
    cells = rig.report("--scenarios", folder, "--only", "--target", target)["results"]
    assert len(cells) == copies
    return [cell["verdict"] for cell in cells], [fact for fact in cells[0]["facts"] if fact["verdict"] != "same"]


@pytest.mark.long
@pytest.mark.parametrize("target", ["reference", "wine"])
@pytest.mark.parametrize("name", [*NAMES, "setup"])
def test_every_recording_replays_each_time(name, target):
    """On its target; on the other one what differs is what the two answer, first of all in a call."""
    other = {"reference": "wine", "wine": "reference"}[target]
    with Rig() as rig:
        path = record(rig, name, "--target", target)
        if target == "reference" and name in NAMES:
            assert scenario(path) == scenario(CORPUS / f"{name}.scn")
        assert verdicts(rig, path, target, 20)[0] == 20 * ["same"]
        there, facts = verdicts(rig, path, other, 1)
        print(f"{name} of {target} on {other}: {there[0]}, {[(fact['label'], fact['observed']) for fact in facts][:6]}")
        assert there == ["new"]
        first = facts[0]
        assert first["verdict"] == "new" and first["expected"] != first["observed"]
        assert not {fact["verdict"] for fact in facts} & {"crash", "hang"}


@pytest.mark.long
def test_what_was_learnt_replays():
    """With the map that was guessed, and no other."""
    with Rig() as rig:
        path = record(rig, "desk", "--learn-ui")
        assert scenario(path) == scenario(CORPUS / "desk.scn")
        assert "; guessed" in path.with_suffix(".ui").read_text()


def test_without_a_target_it_says_so(tmp_path):
    prefix = Recorded(tmp_path / "prefix", True)
    prefix.target.unlink()
    done = prefix.client("book")
    assert done.returncode == 1 and "CoCreateInstance 0x80004005" in done.stdout
    assert "msident recorder:" in done.stderr and "cannot be loaded" in done.stderr
    assert any(" failed cannot be loaded" in line for line in prefix.lines())
    done = prefix.identical("record", "--from", prefix.recording)
    assert done.returncode == 2


def kill_at_random(prefix, seed, least=0):
    """The client says each call once it has returned: all of these stand in the recording. LEAST: so much text is there before."""
    prefix.recording.unlink(missing_ok=True)
    process = prefix.start("mail", "forever")
    end = time.monotonic() + 60
    while time.monotonic() < end and not (prefix.recording.exists() and published(prefix.recording) >= least):
        time.sleep(0.01)
    time.sleep(random.Random(seed).uniform(0, 1.5))
    process.kill()
    process.wait()
    said = re.findall(r"^[^\n]* (0x[0-9a-f]{8})$", (prefix.folder / "home/out").read_text(), re.M)
    if not said[1:] and not any(" call " in line for line in prefix.lines()):
        done = prefix.run(delivery.DRIVER, "record", "--from", prefix.recording, "-o", prefix.folder / "killed.scn")
        assert done.returncode == 2 and "ended before the first call" in done.stderr, f"seed {seed}"
        return 0
    returned = [line.split()[2].lower() for line in prefix.lines() if re.search(r"\.\d+ done 0x", line)]
    output = prefix.folder / "killed.scn"
    done = prefix.run(delivery.DRIVER, "record", "--from", prefix.recording, "-o", output)
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
    assert prefix.run(delivery.DRIVER, "fmt", "--check", output).returncode == 0
    rest = iter(returned)
    missing = [hr for hr in said[1:] if hr not in rest]  # in order; CoCreateInstance is COM's own
    assert not missing, f"seed {seed}"
    return len(said)


def test_killed_at_any_moment_it_holds_what_was_done(tmp_path):
    prefix = Recorded(tmp_path / "prefix", True)
    assert sum(kill_at_random(prefix, seed) for seed in range(3)) > 50
    assert kill_at_random(prefix, 3, least=2 * CHUNK + 1) > 1000
    prefix.stop()


@pytest.mark.long
def test_killed_at_fifty_moments(tmp_path):
    prefix = Recorded(tmp_path / "prefix", True)
    assert sum(kill_at_random(prefix, seed) for seed in range(100, 140)) > 1000
    for seed in range(140, 150):
        kill_at_random(prefix, seed, least=CHUNK)
    prefix.stop()


@pytest.mark.long
def test_an_x86_program_in_a_prefix_for_those(tmp_path):
    """In the 32-bit lane, which has neither a 64-bit Wine nor a display; it is replayed there, too."""
    prefix = lane32.Prefix(tmp_path / "share")
    share = tmp_path / "share"
    server = prefix.outside.with_name("wineserver")  # each command of the lane ends its own
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    shutil.copy(BUILD / "win32/harness/recorder/clients/mail.exe", share)
    before = prefix.registry()
    try:
        words = ["--lane", "x86", "--no-redact", "-o", share / "mail.scn", "--", share / "mail.exe"]
        done = prefix.run("env", f"TMPDIR={share}", f"XDG_CACHE_HOME={cache_home()}", DRIVER, "record", *prefix.named(), *words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "recorded from reference, and replays the same" in done.stdout
        assert scenario(share / "mail.scn") == scenario(CORPUS / "mail.scn")
        assert prefix.registry() == before
    finally:
        prefix.end()


def test_a_program_of_the_other_kind():
    with Rig() as rig:
        for words, program, said in (
            ((), BUILD / "win32/harness/agent/agent.exe", "expected an x86-64 program, .*found an x86 one"),
            (("--lane", "x86"), CLIENTS / "mail.exe", "expected an x86 program, .*found an x86-64 one"),
        ):
            done = rig.run("record", *words, "--", program)
            assert done.returncode == 2 and re.search(said, done.errors.read_text()), done.errors.read_text()


def test_usage():
    with Rig() as rig:
        for words, code, said in (
            (("record",), 2, "expected -- and a Windows program"),
            (("record", "--target", "native", "--", "x.exe"), 2, "expected a DLL for Wine"),
            (("record", "--from", "/dev/null"), 2, "expected a recording, found none"),
            (("record", "--from", rig.folder / "nowhere.rec"), 2, "nowhere.rec: No such file or directory"),
            (("record", "--redact", "--no-redact", "--", "x.exe"), 2, "expected no --redact beside it"),
            (("record", "--prefix", rig.home, "--", "x.exe"), 2, "expected a Wine prefix"),
        ):
            done = rig.run(*words)
            assert done.returncode == code and said in done.errors.read_text(), done.errors.read_text()

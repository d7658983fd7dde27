"""`import`: registries of the field become scenarios that replay, and nothing but what was asked for gets out of them."""

import concurrent.futures
import functools
import json
import lzma
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess

import pytest

from rig import BUILD, DRIVER, ROOT, Rig, cache_home

HIVES = sorted((ROOT / "docs/evidence/hives").glob("*.xz"))
STATES = sorted((ROOT / "scenarios/registry").glob("*.reg"))
WITH_IDENTITIES = [state for state in STATES if state.stem != "locked-empty"]
GENUINE = [state for state in STATES if "; source: forensic" in state.read_text() and state.stem != "template"]
MAKE_HIVE = BUILD / "native/harness/tests/make-hive"
POLICY = r"HKCU\Software\Policies\Microsoft\Windows\CurrentVersion\Identities\Locked Down"
SEED = int(os.environ.get("IDT_SEED", random.SystemRandom().randrange(1 << 32)))


def run(*arguments):
    return subprocess.run(
        [str(DRIVER), "import", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )


def imported(*arguments):
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return done


def identifier(path):
    return re.sub(r"[^a-z0-9]+", "_", path.name.lower())


def unpacked(folder):
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for hive in HIVES:
        file = folder / hive.stem
        file.write_bytes(lzma.open(hive).read())
        files.append(file)
    return files


def make_corpus(folder, files, *options):
    """A scenario of each file below folder/import; what is expected of no target differs."""
    (folder / "import").mkdir(parents=True)
    (folder / "expect").mkdir()
    for file in files:
        imported(*options, "-o", folder / "import" / f"{identifier(file)}.scn", file)
    return folder


def verdicts(corpus, target, codes=(0,)):
    """Scenario to its verdict."""
    with Rig() as rig:
        report = rig.report("--scenarios", corpus, "--only", "--target", target, codes=codes)
        return {entry["scenario"]: entry["verdict"] for entry in report["results"]}


# ---- replay ----


def test_every_state_and_hive_replays_natively(tmp_path):
    files = unpacked(tmp_path / "hives") + WITH_IDENTITIES
    corpus = make_corpus(tmp_path / "corpus", files, "--value", POLICY)
    result = verdicts(corpus, "native")
    assert len(result) == len(files) and len(GENUINE) >= 9 and len(HIVES) == 3
    assert set(result.values()) == {"same"}, result


def replay_under_wine(tmp_path, files):
    corpus = make_corpus(tmp_path / "corpus", files, "--value", POLICY)
    result = verdicts(corpus, "reference")
    assert len(result) == len(files)
    assert set(result.values()) == {"same"}, result


def test_genuine_registries_replay_under_wine(tmp_path):
    replay_under_wine(tmp_path, unpacked(tmp_path / "hives") + GENUINE)


@pytest.mark.long
def test_every_state_replays_under_wine(tmp_path):
    replay_under_wine(tmp_path, WITH_IDENTITIES)


def test_a_replay_can_fail(tmp_path):
    """Each scenario turns red when its state says something else than its expectations."""
    corpus = make_corpus(tmp_path / "corpus", [state for state in GENUINE if "full" not in state.stem])
    for file in corpus.rglob("*.scn"):
        text = file.read_text()
        changed = text.replace('"Username"="Main Identity"', '"Username"="Main Identitx"', 1)
        assert changed != text
        file.write_text(changed)
    result = verdicts(corpus, "native", codes=(1,))
    assert set(result.values()) == {"new"}, result


# ---- what comes out ----


def keys_of(text):
    """Key to its values, in any order of keys."""
    keys, current = {}, None
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            current = keys.setdefault(line.lower(), [])
        elif current is not None and line.startswith(('"', "@")):
            current.append(line)
    return keys


def with_parents(keys):
    """A hive holds each key above another one, too."""
    whole = dict(keys)
    for key in keys:
        parts = key.strip("[]").split("\\")
        for n in range(2, len(parts)):
            whole.setdefault("[" + "\\".join(parts[:n]) + "]", [])
    return whole


@pytest.mark.parametrize("state", WITH_IDENTITIES, ids=lambda path: path.stem)
def test_a_hive_says_what_the_reg_file_says(tmp_path, state):
    assert MAKE_HIVE.exists(), "not built"
    subprocess.run([MAKE_HIVE, state, tmp_path / "NTUSER.DAT"], check=True)
    from_hive = keys_of(imported("--state", tmp_path / "NTUSER.DAT").stdout)
    from_text = keys_of(imported("--state", state).stdout)
    assert from_hive == with_parents(from_text)


def up_to_terminator(line):
    """A REG_SZ in bytes, with rubbish behind its terminator, as a text: Outlook Express wrote such a one."""
    name, mark, data = line.partition("=hex(1):")
    return f'{name}="{bytes.fromhex(data.replace(",", "")).decode("utf-16-le").partition(chr(0))[0]}"' if mark else line


def test_genuine_hives_hold_what_was_read_from_them(tmp_path):
    """The .reg files of the evidence were read from these hives by another program."""
    for hive in unpacked(tmp_path):
        name = hive.name.partition(".")[0]
        found = keys_of(imported("--state", hive).stdout)
        found = {key: [up_to_terminator(line) for line in values] for key, values in found.items()}
        file = ROOT / "scenarios/registry" / f"{name}-full.reg"
        file = file if file.exists() else ROOT / "scenarios/registry" / f"{name}.reg"
        assert found == (with_parents(keys_of(file.read_text())) if file.exists() else {})


def test_nothing_else_leaves_a_hive(tmp_path):
    hive = next(file for file in unpacked(tmp_path) if file.name.startswith("xp-first"))
    text = imported(hive).stdout
    assert {key.partition("\\")[2].partition("\\")[0].rstrip("]") for key in keys_of(text)} == {"identities"}
    key = r"HKCU\Control Panel\Desktop"
    named = imported("--state", "--value", key + r"\DragFullWindows", hive).stdout
    assert set(keys_of(named)) - set(keys_of(imported("--state", hive).stdout)) == {"[hkey_current_user\\control panel\\desktop]"}
    assert len(keys_of(named)["[hkey_current_user\\control panel\\desktop]"]) == 1


def test_the_report_names_departures_and_goes_where_the_scenario_does_not(tmp_path):
    state = ROOT / "scenarios/registry/user-id-other.reg"
    done = imported(state)
    assert done.stdout.startswith("scenario 1\n") and "departures from docs/evidence/real-world.md" in done.stderr
    assert re.search(r'^  F-006  \[HKCU\\Identities\\\{2B3C4D5E-.*\] "User ID": expected ', done.stderr, re.M)
    done = imported("-o", tmp_path / "x.scn", state)
    assert done.stderr == "" and "F-006" in done.stdout and (tmp_path / "x.scn").read_text().startswith("scenario 1\n")
    data = json.loads(imported("--json", state).stdout)
    assert data["kind"] == ".reg file" and [entry["name"] for entry in data["identities"]] == ["Main Identity", "Bob"]
    assert "F-006" in [entry["number"] for entry in data["departures"]] and data["scenario"].startswith("scenario 1\n")
    check = subprocess.run([DRIVER, "fmt", "--check", tmp_path / "x.scn"], stdin=subprocess.DEVNULL)
    assert check.returncode == 0


def test_bad_input_is_one_line_and_leaves_the_output_alone(tmp_path):
    output = tmp_path / "x.scn"
    output.write_text("kept")
    bad = tmp_path / "bad.reg"
    bad.write_text("REGEDIT4\n\n[HKEY_CURRENT_USER\\Identities]\n\"a\"=-\n")
    for words, message in (
        ([bad], "bad.reg:4:5: expected a value to add, found '-'"),
        ([tmp_path / "none"], "No such file"),
        ([], "expected one file, found 0"),
        (["--value", "a\\b", bad], "--value: expected HKCU\\KEY\\NAME, found 'a\\b'"),
        ([ROOT / "README.md"], "README.md:1:1: expected 'REGEDIT4' or"),
    ):
        done = run("-o", output, *words)
        assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1
        assert message in done.stderr
    assert output.read_text() == "kept" and {file.name for file in tmp_path.iterdir()} == {"x.scn", "bad.reg"}


# ---- Wine's own file ----


def test_user_reg_of_wine(tmp_path):
    """Wine's regedit reads a state, Wine writes its user.reg, and that says the same."""
    wine = pathlib.Path(os.environ.get("IDT_WINE", "/usr/lib/wine"))
    template = next(path for path in sorted(pathlib.Path(cache_home(), "identical/prefix").iterdir()) if path.is_dir())
    prefix = tmp_path / "prefix"
    shutil.copytree(template, prefix, symlinks=True, ignore=shutil.ignore_patterns("windows"))
    (prefix / "drive_c/windows").symlink_to(template / "drive_c/windows")
    environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "HOME": str(tmp_path)}
    for state in ("names", "xp-used-full"):
        shutil.copy(ROOT / f"scenarios/registry/{state}.reg", tmp_path / "in.reg")
        text = (tmp_path / "in.reg").read_text()
        (tmp_path / "in.reg").write_bytes(b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le"))
        command = [str(wine / "wine64"), "regedit", "/S", "Z:" + str(tmp_path / "in.reg")]
        options = {"env": environment, "stdin": subprocess.DEVNULL, "timeout": 120}
        with open(tmp_path / "out", "wb") as out:
            subprocess.run(command, stdout=out, stderr=out, check=True, **options)
            subprocess.run([wine / "wineserver", "-w"], stdout=out, stderr=out, **options)
        found = keys_of(imported("--state", prefix / "user.reg").stdout)
        expected = keys_of(imported("--state", tmp_path / "in.reg").stdout)
        filled = [key for key in expected if expected[key]]  # Wine writes no key that only has subkeys
        assert {key: sorted(found[key]) for key in filled} == {key: sorted(expected[key]) for key in filled}


# ---- damage ----


@pytest.mark.parametrize("name", ["NTUSER.DAT.LOG", "ntuser.dat.LOG1"])
def test_a_hive_with_a_log_is_read_with_a_note(tmp_path, name):
    """Not closed: its two sequence numbers differ under a right checksum, and what came last stands in the log."""
    sound = next(file for file in unpacked(tmp_path / "sound") if file.name.startswith("xp-first"))
    data = bytearray(sound.read_bytes())
    words = list(struct.unpack("<127I", data[:508]))
    words[1] += 1
    total = functools.reduce(lambda a, b: a ^ b, words)
    data[:512] = struct.pack("<128I", *words, total)
    (tmp_path / "NTUSER.DAT").write_bytes(data)
    (tmp_path / name).write_bytes(bytes(data[:512]) + b"DIRT" + bytes(1000))
    done = imported("-o", tmp_path / "x.scn", tmp_path / "NTUSER.DAT")
    notes = [line for line in done.stdout.splitlines() if line.startswith("  note: ")]
    assert notes == ["  note: it was not closed: what was changed last may be in its log (.LOG) only, and is missing"]
    assert (tmp_path / "x.scn").read_text().startswith("scenario 1\n") and "1 identity" in done.stdout
    assert "not closed" not in imported("-o", tmp_path / "y.scn", sound).stdout
    done = run("-o", tmp_path / "z.scn", tmp_path / name)  # the log itself is no user's hive
    assert done.returncode == 2 and "expected" in done.stderr and not (tmp_path / "z.scn").exists()


def damage(draw, data):
    data = bytearray(data)
    identities = data.find(b"Identities")
    kind = draw.choice(("bits", "bytes", "hole", "cut", "dirty", "near"))
    if kind == "cut":
        return bytes(data[: draw.randrange(len(data))])
    if kind == "hole":
        start, size = draw.randrange(len(data)), draw.randrange(1, 30000)
        data[start : start + size] = bytes(len(data[start : start + size]))
    elif kind == "dirty":
        data[4] ^= 1
    for _ in range({"bits": draw.randint(1, 40), "bytes": draw.randint(50, 4000), "near": draw.randint(1, 40)}.get(kind, 0)):
        if kind == "near":
            data[max(0, min(len(data) - 1, identities + draw.randint(-500, 3000)))] = draw.randrange(256)
        else:
            place = draw.randrange(len(data))
            data[place] = data[place] ^ 1 << draw.randrange(8) if kind == "bits" else draw.randrange(256)
    return bytes(data)


def import_damaged(folder, number, data):
    """None, or what is wrong with how it ended."""
    file, output = folder / f"{number}.DAT", folder / f"{number}.scn"
    file.write_bytes(data)
    done = run("-o", output, file)
    if done.returncode == 0:
        good = output.read_text().startswith("scenario 1\n") and done.stderr == ""
    else:
        good = done.returncode == 2 and re.fullmatch(r"identical: .*expected a.*\n", done.stderr) and not output.exists()
    file.unlink()
    return None if good else f"hive {number}: exit code {done.returncode}: {done.stderr}"


def damage_hives(tmp_path, count):
    sound = [file.read_bytes() for file in unpacked(tmp_path / "sound")]
    draw = random.Random(SEED)
    jobs = ((n, damage(draw, draw.choice(sound))) for n in range(count))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = [text for text in pool.map(lambda job: import_damaged(tmp_path, *job), jobs) if text]
    scenarios = list(tmp_path.glob("*.scn"))
    print(f"seed {SEED}: {len(scenarios)} of {count} became a scenario, the others were refused")
    assert not wrong, f"IDT_SEED={SEED}: {wrong[:5]}"
    assert 0 < len(scenarios) < count
    return scenarios


def test_damaged_hives_end_in_a_scenario_or_an_error(tmp_path):
    damage_hives(tmp_path, 40)


@pytest.mark.long
def test_a_thousand_damaged_hives(tmp_path):
    scenarios = damage_hives(tmp_path, 1000)
    corpus = tmp_path / "corpus"
    (corpus / "import").mkdir(parents=True)
    (corpus / "expect").mkdir()
    for file in scenarios:
        shutil.move(file, corpus / "import" / f"hive_{file.name}")
    assert set(verdicts(corpus, "native").values()) == {"same"}, f"IDT_SEED={SEED}"

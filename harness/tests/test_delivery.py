"""install, uninstall and status: our DLL in a Wine prefix that an old application uses."""

import json
import os
import shutil
import subprocess

import pytest

from delivery import APPLICATION, OURS, Prefix, differences, hive, template
from rig import BUILD, DRIVER

OLD = ("3C4D5E6F-3333-4333-8333-333333333333", "4D5E6F70-4444-4444-8444-444444444444")
OLD_REG = f"""Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\\Identities]
"Identity Ordinal"=dword:00000003

[HKEY_CURRENT_USER\\Identities\\{{{OLD[0]}}}]
"Username"="Ann"

[HKEY_CURRENT_USER\\Identities\\{{{OLD[0]}}}\\Software\\Mail]
"Tack"=dword:00000007

[HKEY_CURRENT_USER\\Identities\\{{{OLD[1]}}}]
"Username"="Zoe"
"Use Password2"=dword:00000001
"Password2"=hex:01,02
"Identity Ordinal"=dword:00000001
"""


def old_machine(folder):
    """Ann, with mail, and a Zoe with a password, as regedit exported them: UTF-16 with carriage returns."""
    mail = folder / "old" / f"{{{OLD[0].lower()}}}"
    mail.mkdir(parents=True)
    (mail / "Inbox.dbx").write_text("mail")
    file = folder / "old.reg"
    file.write_bytes(b"\xff\xfe" + OLD_REG.replace("\n", "\r\n").encode("utf-16-le"))
    return file, folder / "old"


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    for file in (APPLICATION, *OURS.values()):
        assert file.exists(), f"{file} is not built: ./identical test builds it"
    made = Prefix(tmp_path_factory.mktemp("delivery") / "prefix")
    yield made
    made.stop()
    shutil.rmtree(made.folder, ignore_errors=True)


def test_an_old_application_finds_its_identity_until_uninstall(prefix):
    files, registry = prefix.files(), prefix.registry()
    assert prefix.wine(APPLICATION, "create", "Zoe", "sesame").returncode == 1  # Wine's stub cannot

    done = prefix.identical("install")
    assert done.returncode == 0, done.stdout + done.stderr
    for name, ours in OURS.items():
        assert (prefix.folder / f"drive_c/windows/{name}/msident.dll").read_bytes() == ours.read_bytes()
    assert prefix.wine(APPLICATION, "create", "Zoe", "sesame").stdout == "yes\n"
    assert prefix.wine(APPLICATION, "find", "Zoe").stdout == "yes\n"

    # What an update of Wine may do: the builtin is back, and so is the class as it was.
    prefix.dll.write_bytes(prefix.builtin)
    prefix.wine("reg", "delete", r"HKCU\Software\Wine\DllOverrides", "/v", "msident", "/f")
    done = prefix.identical("status", "--json")
    undone = {line["what"] for line in json.loads(done.stdout)["lines"] if not line["ok"]}
    assert done.returncode == 1 and undone == {"system32/msident.dll", "override", "cure"}
    # Again: what was there before stays the first time's. With the identities of an old machine.
    file, folders = old_machine(prefix.folder / "home")
    done = prefix.identical("install", "--identities", file, "--folders", folders)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"Zoe" as "Zoe (2)" came; its password cannot come along' in done.stdout
    assert f"{{{OLD[0]}}} is there already" not in done.stdout
    assert [file.read_text() for file in prefix.folder.rglob("Inbox.dbx")] == ["mail", "mail"]  # the old one, and the copy

    would = prefix.identical("uninstall", "--dry-run", "--json")
    assert would.returncode == 0 and json.loads(would.stdout)["state"] == "nothing is changed (--dry-run)"
    would = {line["what"]: line["text"] for line in json.loads(would.stdout)["lines"]}
    assert would == {
        "system32/msident.dll": "what was there would be back",
        "syswow64/msident.dll": "would be removed: there was none",
        "class": "would be as before",
        "override": "would be removed",
        "identities": "3 made meanwhile would stay (--purge removes them)",
    }
    assert prefix.dll.read_bytes() == OURS["system32"].read_bytes() and prefix.dll32.exists()

    done = prefix.identical("uninstall", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {line["what"]: line["text"] for line in json.loads(done.stdout)["lines"]} == {
        "system32/msident.dll": "what was there is back",
        "syswow64/msident.dll": "removed: there was none",
        "class": "as before",
        "override": "removed",
        "identities": "3 made meanwhile stay (--purge removes them)",
    }
    assert prefix.files() == files
    changed = differences(registry, prefix.registry())
    assert changed and all(key[1].startswith(r"[identities") for key in changed)
    came = hive(prefix.folder / "user.reg")
    assert '"Username"="Ann"' in came["user.reg", rf"[identities\\{{{OLD[0].lower()}}}"]
    assert '"Tack"=dword:00000007' in came["user.reg", rf"[identities\\{{{OLD[0].lower()}}}\\software\\mail"]
    assert not any("Password" in line or "Ordinal" in line for line in came["user.reg", rf"[identities\\{{{OLD[1].lower()}}}"])


@pytest.mark.long
def test_purge_removes_what_was_made_meanwhile(prefix):
    registry = {key: values for key, values in prefix.registry().items() if not key[1].startswith("[identities")}
    # As on a machine that never had identities.
    prefix.wine("reg", "delete", r"HKCU\Identities", "/f")
    for folder in prefix.folder.glob("drive_c/users/*/*/*/Identities"):
        shutil.rmtree(folder)
    assert prefix.identical("install").returncode == 0
    assert prefix.wine(APPLICATION, "create", "Max", "sesame").stdout == "yes\n"
    assert prefix.wine(APPLICATION, "find", "Max").stdout == "yes\n"
    assert list(prefix.folder.glob("drive_c/users/*/*/*/Identities/{*"))
    done = prefix.identical("uninstall", "--purge", "--dry-run")
    assert done.returncode == 0 and "1 made meanwhile would be removed with their folders" in done.stdout
    assert list(prefix.folder.glob("drive_c/users/*/*/*/Identities/{*"))
    done = prefix.identical("uninstall", "--purge")
    assert done.returncode == 0 and "removed with their folders" in done.stdout
    assert differences(registry, prefix.registry()) == set()
    assert not list(prefix.folder.glob("drive_c/users/*/*/*/Identities/{*"))
    assert prefix.identical("status").returncode == 1
    assert "nothing to undo" in prefix.identical("uninstall").stdout


# ---- what is refused, and how; Wine is not started ----


def refused(*words):
    done = subprocess.run([DRIVER, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert done.stderr.count("\n") == 1 and done.stdout == ""
    return done.returncode, done.stderr


def empty_prefix(folder):
    (folder / "drive_c/windows/system32").mkdir(parents=True)
    for name in ("system.reg", "user.reg"):
        (folder / name).write_text("WINE REGISTRY Version 2\n\n#arch=win64\n")
    return folder


@pytest.mark.parametrize("verb", ["install", "uninstall", "status"])
def test_what_is_no_prefix_is_refused_with_the_reason(verb, tmp_path):
    assert refused(verb) == (2, "identical: expected --prefix DIR, the Wine prefix that is meant (often ~/.wine)\n")
    code, text = refused(verb, "--prefix", tmp_path / "none")
    assert code == 2 and "expected a Wine prefix" in text and "No such file" in text
    code, text = refused(verb, "--prefix", tmp_path)
    assert code == 2 and "found no system.reg" in text
    code, text = refused(verb, "--prefix", template())
    assert code == 2 and "the prefix that Identical tests with" in text


def test_a_prefix_that_shares_its_windows_is_refused(tmp_path):
    shared = tmp_path / "shared"
    folder = empty_prefix(tmp_path / "prefix")
    (folder / "drive_c/windows").rename(shared)
    (folder / "drive_c/windows").symlink_to(shared)
    code, text = refused("install", "--prefix", folder)
    assert code == 3 and "outside the prefix" in text


def test_a_missing_wine_and_one_of_another_version_are_named(tmp_path):
    folder = empty_prefix(tmp_path / "prefix")
    code, text = refused("install", "--prefix", folder, "--wine", tmp_path)
    assert code == 3 and "no Wine for a 64-bit prefix" in text
    (folder / "user.reg").write_text("WINE REGISTRY Version 2\n\n#arch=win32\n")
    code, text = refused("install", "--prefix", folder, "--wine", tmp_path)
    assert code == 3 and "no Wine for a 32-bit prefix" in text
    wine = tmp_path / "opt/bin"
    wine.mkdir(parents=True)
    (wine / "wine").write_text("")
    (wine / "wine").chmod(0o755)
    (tmp_path / "opt/share/wine").mkdir(parents=True)
    (tmp_path / "opt/share/wine/wine.inf").write_text("")
    (folder / ".update-timestamp").write_text("12\n")
    code, text = refused("status", "--prefix", folder, "--wine", wine)
    assert code == 3 and "wineboot -u" in text


def test_a_damaged_manifest_is_refused_and_left(tmp_path):
    folder = empty_prefix(tmp_path / "prefix")
    kept = folder / "drive_c/identical-install"
    kept.mkdir()
    (kept / "manifest.json").write_text("{")
    code, text = refused("uninstall", "--prefix", folder)
    assert code == 2 and "manifest.json:1: expected a manifest" in text
    assert (kept / "manifest.json").read_text() == "{"


def test_a_dry_run_changes_nothing(tmp_path):
    folder = empty_prefix(tmp_path / "prefix")
    before = sorted(folder.rglob("*"))
    done = subprocess.run([DRIVER, "install", "--dry-run", "--prefix", folder], capture_output=True, text=True, timeout=60)
    assert (done.returncode == 0 and "nothing is changed" in done.stdout) or "wineboot -u" in done.stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    "text, message",
    [
        ("MZ", "old.reg:1:1: expected 'REGEDIT4' or"),
        ("REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\Software]\n", "old.reg: expected keys [HKEY_CURRENT_USER\\Identities"),
        ("REGEDIT4\n\n[HKEY_CURRENT_USER\\Identities]\n", "expected keys [HKEY_CURRENT_USER\\Identities\\{GUID}]"),
        ("REGEDIT4\n\n[HKEY_CURRENT_USER\\Identities\\{../../../../../../etc/aaaaaaaaaaaaaaaaa}]\n", "expected an identity"),
        ("REGEDIT4\n\n[HKEY_CURRENT_USER\\Identities\\{x}]\n", "old.reg:3: expected an identity {GUID}, found '{x}'"),
        (OLD_REG + '"a"=hex:zz\n', "old.reg:"),
    ],
)
def test_a_hostile_export_is_refused_before_anything_changes(tmp_path, text, message):
    folder = empty_prefix(tmp_path / "prefix")
    before = sorted(folder.rglob("*"))
    (tmp_path / "old.reg").write_text(text)
    code, said = refused("install", "--prefix", folder, "--identities", tmp_path / "old.reg")
    assert code == 2 and message in said, said
    assert sorted(folder.rglob("*")) == before


def test_folders_need_identities_and_must_be_there(tmp_path):
    folder = empty_prefix(tmp_path / "prefix")
    code, text = refused("install", "--prefix", folder, "--folders", tmp_path)
    assert code == 2 and "--folders: expected --identities" in text
    code, text = refused("install", "--prefix", folder, "--identities", "x.reg", "--folders", tmp_path / "none")
    assert code == 2 and "expected a folder" in text


# ---- long ----


@pytest.mark.long
def test_a_killed_install_or_uninstall_can_be_repeated(prefix):
    """Killed at any time, with Wine left to its work; then the verb again, and all is as if it had never been killed."""
    files, registry = prefix.files(), prefix.registry()
    for verb in ("install", "uninstall"):
        for delay in (0.05, 0.2, 0.5, 1, 2):
            with open(os.devnull, "wb") as nothing:
                words = [DRIVER, verb, "--prefix", prefix.folder]
                killed = subprocess.Popen(words, stdin=nothing, stdout=nothing, stderr=nothing, env=prefix.environment())
                try:
                    killed.wait(delay)
                except subprocess.TimeoutExpired:
                    killed.kill()
                    killed.wait()
            done = prefix.identical(verb)
            assert done.returncode == 0, done.stdout + done.stderr
            if verb == "install" and delay < 2:
                assert prefix.identical("uninstall").returncode == 0
                assert prefix.files() == files and differences(registry, prefix.registry()) == set()
            elif verb == "uninstall":
                assert prefix.files() == files and differences(registry, prefix.registry()) == set()
                assert prefix.identical("install").returncode == 0
    assert prefix.identical("uninstall").returncode == 0
    assert prefix.files() == files and differences(registry, prefix.registry()) == set()


@pytest.mark.long
def test_status_after_a_real_update_of_wine(tmp_path):
    """wineboot -u, as a new Wine does it, in a prefix of its own files: status says what it undid, install mends it."""
    made = Prefix(tmp_path / "prefix")
    windows = made.folder / "drive_c/windows"
    shutil.rmtree(windows)
    shutil.copytree(template() / "drive_c/windows", windows, symlinks=True)
    try:
        assert made.identical("install").returncode == 0
        assert made.wine("wineboot", "-u").returncode == 0
        done = made.identical("status", "--json")
        undone = {line["what"] for line in json.loads(done.stdout)["lines"] if not line["ok"]}
        present = made.dll.read_bytes() == OURS["system32"].read_bytes()
        assert ("system32/msident.dll" in undone) == (not present)
        assert made.identical("install").returncode == 0 and made.identical("status").returncode == 0
        assert made.wine(APPLICATION, "create", "Zoe", "sesame").stdout == "yes\n"
        assert made.identical("uninstall").returncode == 0
        assert made.dll.read_bytes() == made.builtin and not made.dll32.exists()
        print("undone by wineboot -u:", undone)
    finally:
        made.stop()


@pytest.mark.long
def test_a_log_tells_each_call_and_no_password(prefix, tmp_path):
    for preset in ("win64", "win32"):
        assert (BUILD / preset / "harness/logger/logger.dll").exists(), "not built: ./identical test builds it"
    log = tmp_path / "application.trace"
    done = prefix.identical("install", "--log", log)
    assert done.returncode == 0 and "each call goes to" in done.stdout, done.stdout + done.stderr
    assert prefix.wine(APPLICATION, "create", "Logged", "sesame").stdout == "yes\n"
    text = log.read_text()
    assert 'CreateIdentity2("Logged", "***", &' in text and "sesame" not in text and "wrong" not in text
    failures = json.loads(prefix.run(DRIVER, "explain", "--json", log).stdout)
    assert [one["method"] for one in failures] == ["LogonAs"]  # with the wrong password
    assert failures[0]["facts"]

    log.unlink()
    assert prefix.identical("install").returncode == 0  # off again
    assert prefix.wine(APPLICATION, "find", "Logged").stdout == "yes\n"
    assert not log.exists()
    assert prefix.identical("uninstall").returncode == 0
    assert not any("identical log" in key for _, key in prefix.registry())

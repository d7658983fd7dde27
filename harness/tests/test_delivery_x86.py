"""install, uninstall and status in the 32-bit lane: our x86 DLL in a 32-bit prefix that an old application uses."""

import json
import os

import pytest

import lane32
from delivery import differences
from rig import BUILD, DRIVER

LOGGER = BUILD / "win32/harness/logger/logger.dll"

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    for file in (lane32.APPLICATION, lane32.OURS, LOGGER):
        assert file.exists(), f"{file} is not built: ./identical test --long builds it"
    if lane32.lane() == "emulated" and os.getuid():
        pytest.skip("Wine insists on owning its prefix, and who is root in the emulated PC does not own this user's files")
    made = lane32.Prefix(tmp_path_factory.mktemp("delivery-x86") / "share")
    yield made
    made.end()


def says(done, *texts):
    assert done.returncode == 0, done.stdout + done.stderr
    for text in texts:
        assert text in done.stdout, done.stdout


def lines(done):
    return {line["what"]: line["text"] for line in json.loads(done.stdout)["lines"]}


def test_an_x86_application_finds_its_identity_until_uninstall(prefix):
    files, registry = prefix.files(), prefix.registry()
    assert prefix.wine(prefix.program, "create", "Zoe", "sesame").returncode == 1  # Wine's stub cannot

    says(prefix.identical("install"), "in place (x86)", "registered", "Wine's builtin is kept")
    assert prefix.dll.read_bytes() == lane32.OURS.read_bytes()
    assert prefix.wine(prefix.program, "create", "Zoe", "sesame").stdout == "yes\n"
    assert prefix.wine(prefix.program, "find", "Zoe").stdout == "yes\n"

    # What an update of Wine may do.
    prefix.dll.write_bytes(prefix.builtin)
    prefix.wine("reg", "delete", r"HKCU\Software\Wine\DllOverrides", "/v", "msident", "/f")
    done = prefix.identical("status", "--json")
    undone = {line["what"] for line in json.loads(done.stdout)["lines"] if not line["ok"]}
    assert done.returncode == 1 and undone == {"system32/msident.dll", "override", "cure"}
    says(prefix.identical("install"))
    assert prefix.wine(prefix.program, "find", "Zoe").stdout == "yes\n"

    would = lines(prefix.identical("uninstall", "--dry-run", "--json"))
    assert would["system32/msident.dll"] == "what was there would be back"
    assert prefix.dll.read_bytes() == lane32.OURS.read_bytes()
    done = prefix.identical("uninstall", "--json")
    assert done.returncode == 0 and lines(done).keys() == would.keys(), done.stdout + done.stderr
    assert "1 made meanwhile stay" in lines(done)["identities"]
    assert prefix.files() == files
    changed = differences(registry, prefix.registry())
    assert changed and all(key[1].startswith(r"[identities") for key in changed)


def test_purge_removes_what_was_made_meanwhile(prefix):
    def folders():
        return {folder.name for folder in prefix.folder.glob("drive_c/users/*/*/*/Identities/{*")}

    registry, before = prefix.registry(), folders()
    says(prefix.identical("install"))
    assert prefix.wine(prefix.program, "create", "Max", "sesame").stdout == "yes\n"
    assert prefix.wine(prefix.program, "find", "Max").stdout == "yes\n"
    assert len(folders()) == len(before) + 1
    says(prefix.identical("uninstall", "--purge"), "1 made meanwhile removed with their folders")
    assert differences(registry, prefix.registry()) == set() and folders() == before
    assert prefix.identical("status").returncode == 1


def test_the_x86_log_tells_each_call_and_no_password(prefix):
    log = prefix.machine.share / "application.trace"
    says(prefix.identical("install", "--log", log), "each call goes to")
    assert prefix.dll.read_bytes() == LOGGER.read_bytes()
    assert prefix.wine(prefix.program, "create", "Logged", "sesame").stdout == "yes\n"
    text = log.read_text()
    assert 'CreateIdentity2("Logged", "***", &' in text and "sesame" not in text and "wrong" not in text
    failures = json.loads(prefix.run(DRIVER, "explain", "--json", log).stdout)
    assert [one["method"] for one in failures] == ["LogonAs"] and failures[0]["facts"]  # with the wrong password

    log.unlink()
    says(prefix.identical("install"))  # off again
    assert prefix.wine(prefix.program, "find", "Logged").stdout == "yes\n"
    assert not log.exists()
    says(prefix.identical("uninstall"))
    assert not any("identical log" in key for _, key in prefix.registry())

"""The kit, with Wine in the place of a Windows that has an msident.dll: what it runs, refuses, leaves and brings back."""

import hashlib
import re
import shutil
import struct
import subprocess
import time

import pytest

import delivery
import lane32
import probe
from recorder import CLIENTS
from rig import BUILD, ROOT, Rig

REFERENCE = BUILD / "win64" / "src" / "msident.dll"
IDENTITY = r"HKCU\Identities\{0A1B2C3D-1111-4111-8111-111111111111}"
FEW = ("enum/tour_me", "point/told_reentrant", "logon/choose_other", "logon/password")


def windows(path):
    return "Z:" + str(path).replace("/", "\\")


class Kit:
    bits = "x64"
    dll = REFERENCE

    def __init__(self, folder, *words):
        self.folder = folder / "kit"
        self.prefix = self.make_prefix(folder)
        with Rig() as rig:
            made = rig.run("kit", "-o", self.folder, *words)
            assert made.returncode == 0, made.errors.read_text()

    def make_prefix(self, folder):
        return delivery.Prefix(folder / "prefix")

    def run(self, *words):
        return self.prefix.wine(windows(self.folder / self.bits / "kit.exe"), *words)

    def ours(self, *words):
        """Our DLL as this machine's own."""
        return self.run("/dll:" + windows(self.dll), "/ui:" + windows(self.folder / "ui/reference.ui"), *words)

    def names(self, flag):
        rows = [line.split("\t") for line in (self.folder / "scenarios.txt").read_text().splitlines()]
        return {row[0] for row in rows if row[1] == flag}


@pytest.fixture
def kit(tmp_path, request):
    made = Kit(tmp_path, *getattr(request, "param", FEW))
    yield made
    made.prefix.stop()


def compared(results, names, *words):
    """The targets, and what each of these scenarios came to."""
    with Rig() as rig:
        report = rig.report("--only", "--target", f"trace:{results}", *words, *sorted(names))
    cells = {(cell["target"], cell["scenario"]): cell for cell in report["results"]}
    return {target["name"]: target for target in report["targets"]}, cells


def facts(cell):
    return [(fact["label"], fact["fact"], fact["verdict"], fact["observed"]) for fact in cell["facts"]]


def assert_equal_verdicts(results, names, *words):
    """Of the scenarios that ran: counts and listed facts are those of the same DLL replayed here."""
    targets, cells = compared(results, names, "--target", "reference", *words)
    for name in names:
        brought, replayed = cells["results", name], cells["reference", name]
        assert (brought["verdict"], brought["counts"], facts(brought)) == (
            replayed["verdict"],
            replayed["counts"],
            facts(replayed),
        ), name
    return targets


def test_it_brings_back_what_the_driver_would_have_seen(kit):
    done = kit.ours()
    assert done.returncode == 0, done.stderr
    left_out = kit.names("p")
    assert "logon/password" in left_out and len(kit.names("-")) >= 3
    assert f"{len(kit.names('-'))} scenarios, {len(left_out)} with passwords left out" in done.stdout
    results = kit.folder / "results.idt"
    assert_equal_verdicts(results, kit.names("-"))
    targets, cells = compared(results, kit.names("-") | left_out)
    assert targets["results"]["system"].startswith("windows ")
    assert targets["results"]["sha256"] == hashlib.sha256(REFERENCE.read_bytes()).hexdigest()
    assert targets["results"]["version"] and targets["results"]["machine"] == "x86-64"
    assert all(cells["results", name]["reason"] == "the file holds no trace of it" for name in left_out)
    # Nothing else is there that was not.
    assert {path.name for path in kit.folder.iterdir()} == {
        *("README.TXT", "RECORD.CMD", "RUN.CMD", "UNDO.CMD", "results.idt", "scenarios", "scenarios.txt", "ui", "x64", "x86")
    }
    assert r"HKCU\Software\Identical" not in results.read_text().split("\ntrace 1\n")[0]


@pytest.mark.parametrize("kit", [("identity/password_set",)], indirect=True)
def test_passwords_only_if_asked(kit):
    assert kit.ours().returncode == 3  # nothing is left to run
    assert not (kit.folder / "results.idt").exists()
    assert kit.ours("/passwords").returncode == 0
    assert_equal_verdicts(kit.folder / "results.idt", {"identity/password_set"})


@pytest.mark.parametrize("kit", [("factory/",)], indirect=True)
def test_the_dll_of_the_system_is_the_one_that_answers(kit):
    """Wine's builtin here, which lies in the same place as Windows' own."""
    assert kit.run().returncode == 0
    targets, cells = compared(kit.folder / "results.idt", kit.names("-"), "--target", "wine")
    assert targets["results"]["sha256"] == targets["wine"]["sha256"]
    for name in kit.names("-"):
        observed = {fact["label"] + fact["fact"]: fact["observed"] for fact in cells["results", name]["facts"]}
        assert observed == {f["label"] + f["fact"]: f["observed"] for f in cells["wine", name]["facts"]}, name


@pytest.mark.parametrize("kit", [("enum/quiet",)], indirect=True)
def test_an_account_in_use_is_refused(kit):
    """One with identities, and one where another process has the DLL loaded: both are named."""
    kit.prefix.wine("reg", "add", IDENTITY, "/f")
    done = kit.ours()
    assert done.returncode == 2 and IDENTITY.rpartition("\\")[2] in done.stderr
    assert "/this-account-is-disposable" in done.stderr
    assert kit.ours("/this-account-is-disposable").returncode == 0
    kit.prefix.wine("reg", "delete", r"HKCU\Identities", "/f")
    holder = kit.folder / "holder.scn"
    holder.write_text("scenario 1\ntitle It waits\nevidence synthetic\n\nprocess client\n  pump 60s\n")
    agent = [windows(kit.folder / "x64/agent.exe"), "--scenario", windows(holder), "--trace", windows(holder) + ".trc"]
    words = [*agent, "--dll", windows(REFERENCE), "--profile", windows(kit.folder / "held"), "--limit-ms", "70000"]
    waiting = subprocess.Popen(
        ["/usr/lib/wine/wine64", *words],
        env=kit.prefix.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not holder.with_name("holder.scn.trc").exists():
            assert waiting.poll() is None
        done = kit.ours()
        assert done.returncode == 2 and "agent.exe" in done.stderr and "uses msident.dll" in done.stderr
    finally:
        waiting.kill()
        waiting.wait()


def test_bad_words_and_a_place_that_is_taken(tmp_path):
    with Rig() as rig:
        (tmp_path / "there").mkdir()
        for words, told in (
            ((), "expected -o DIR"),
            (("-o", tmp_path / "there"), "is there already"),
            (("-o", tmp_path / "new", "no-such-scenario"), "no scenario fits"),
            (("--iso", "--exe", "-o", tmp_path / "new"), "--iso or --exe, found both"),
            (("--exe", "-o", tmp_path / "there"), "name a new file"),
        ):
            done = rig.run("kit", *words)
            assert done.returncode == 2 and told in done.errors.read_text()
        assert [path.name for path in tmp_path.iterdir()] == ["there"]


def content(folder):
    """Of a kit's folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def packed(folder, *words):
    """The same kit as a folder and in one file."""
    with Rig() as rig:
        for output in (("-o", folder / "plain"), words):
            done = rig.run("kit", *output, "enum/quiet", "switch/veto")
            assert done.returncode == 0, done.errors.read_text()
    return content(folder / "plain")


def test_an_image_holds_the_folder(tmp_path):
    expected = packed(tmp_path, "--iso", "-o", tmp_path / "kit.iso")
    command = ["xorriso", "-osirrox", "on", "-indev", tmp_path / "kit.iso", "-extract", "/", tmp_path / "out"]
    subprocess.run(command, check=True, capture_output=True)
    assert content(tmp_path / "out") == expected and "scenarios/enum/quiet.scn" in expected
    descriptors = (tmp_path / "kit.iso").read_bytes()[16 * 2048 : 20 * 2048]
    kinds = [descriptors[at : at + 7] for at in range(0, len(descriptors), 2048)]
    assert b"\2CD001\1" in kinds and b"%/E" in descriptors  # Joliet, for long names on Windows
    assert {path.name for path in tmp_path.iterdir()} == {"plain", "out", "kit.iso"}


TRAILER = struct.Struct("<8s3I")


def x64_twin(program, folder):
    """The x86 program's archive behind the x64 build of the same source: what Wine here can start."""
    data = program.read_bytes()
    name, start, files, crc = TRAILER.unpack(data[-TRAILER.size :])
    assert name == b"IDTKIT 1" and data[:start] == (BUILD / "win32/harness/kit/unpack.exe").read_bytes()
    stub = (BUILD / "win64/harness/kit/unpack.exe").read_bytes()
    twin = folder / "twin.exe"
    twin.write_bytes(stub + data[start : -TRAILER.size] + TRAILER.pack(name, len(stub), files, crc))
    return twin


def test_a_program_unpacks_itself(tmp_path):
    expected = packed(tmp_path, "--exe", "-o", tmp_path / "kit.exe")
    twin = x64_twin(tmp_path / "kit.exe", tmp_path)
    prefix = delivery.Prefix(tmp_path / "prefix")
    try:
        done = prefix.wine(windows(twin), windows(tmp_path / "there"))
        assert done.returncode == 0, done.stderr
        assert content(tmp_path / "there") == expected and f"{len(expected)} files in" in done.stdout
        refused = prefix.wine(windows(twin), windows(tmp_path / "there"))
        assert refused.returncode == 2 and "is there already" in refused.stderr and content(tmp_path / "there") == expected
        asked = prefix.wine(windows(twin))  # nobody answers: beside the program
        assert asked.returncode == 0 and content(tmp_path / "identical") == expected
        for name, change in (
            ("cut", lambda data: data[:-1000]),
            ("flipped", lambda data: data[:-5000] + bytes([data[-5000] ^ 1]) + data[-4999:]),
        ):
            (tmp_path / f"{name}.exe").write_bytes(change(twin.read_bytes()))
            done = prefix.wine(windows(tmp_path / f"{name}.exe"), windows(tmp_path / name))
            assert done.returncode == 3 and "copy it anew" in done.stderr and not (tmp_path / name).exists()
        done = prefix.wine(windows(twin), windows(tmp_path / "no/such/folder"))
        assert done.returncode == 3 and "name a folder where you may write" in done.stderr
        assert {path.name for path in tmp_path.iterdir()} == {
            *("plain", "kit.exe", "twin.exe", "prefix", "there", "identical", "cut.exe", "flipped.exe")
        }
    finally:
        prefix.stop()


DESKTOP = """#include <windows.h>
BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void *reserved)
{
    WCHAR name[64] = L"";
    DWORD n;
    HANDLE file;

    if (reason != DLL_PROCESS_ATTACH)
        return TRUE;
    GetUserObjectInformationW(GetThreadDesktop(GetCurrentThreadId()), UOI_NAME, name, sizeof name, &n);
    file = CreateFileW(L"%s", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(file, name, 2 * lstrlenW(name), &n, NULL);
    CloseHandle(file);
    return TRUE;
}
"""


@pytest.mark.parametrize("kit", [("enum/quiet",)], indirect=True)
def test_agents_have_a_desktop_of_their_own(kit, tmp_path):
    """A DLL that writes down where it was loaded."""
    (tmp_path / "x.c").write_text(DESKTOP % windows(tmp_path / "desktop").replace("\\", "\\\\"))
    command = ["x86_64-w64-mingw32-gcc", "-shared", tmp_path / "x.c", "-o", tmp_path / "msident.dll", "-luser32"]
    subprocess.run(command, check=True)
    kit.run("/dll:" + windows(tmp_path / "msident.dll"))
    assert (tmp_path / "desktop").read_bytes().decode("utf-16-le") == "Identical"


def test_texts_are_for_notepad(tmp_path):
    with Rig() as rig:
        rig.run("kit", "-o", tmp_path / "kit", "enum/quiet")
    for name in ("README.TXT", "RECORD.CMD", "RUN.CMD", "UNDO.CMD"):
        text = (tmp_path / "kit" / name).read_bytes()
        assert text.count(b"\r\n") == text.count(b"\n") > 5 and text.isascii()
        assert max(map(len, text.splitlines())) <= 120
    assert (tmp_path / "kit/scenarios.txt").read_text() == "enum/quiet\t-\t10000\n"


def test_faults_of_the_dll_are_results(tmp_path):
    """Each fault of the probe: the kit goes on, and brings back the end that the scenario states."""
    kit = Kit(tmp_path, "--scenarios", probe.SCENARIOS, "faults/", "results/codes")
    try:
        assert kit.run("/dll:" + windows(probe.DLL)).returncode == 0
        with Rig() as rig:
            words = ("--scenarios", probe.SCENARIOS, "--target", f"trace:{kit.folder / 'results.idt'}")
            report = rig.report("--only", *words, "faults/", "results/codes")
        red = {cell["scenario"]: facts(cell) for cell in report["results"] if cell["red"]}
        assert red == {} and len(report["results"]) > 5
    finally:
        kit.prefix.stop()


CLASS = r"Software\Classes\CLSID\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}"


class OnWindows(delivery.Prefix):
    """Our DLL is the system's, and a user's class comes before the machine's, as on Windows (this Wine knows no such thing)."""

    def __init__(self, folder):
        super().__init__(folder)
        self.dll.unlink()
        self.dll.write_bytes(REFERENCE.read_bytes())
        file, key = folder / "system.reg", CLASS.replace("\\", "\\\\")
        sections = re.split(r"\n(?=\[)", file.read_text(errors="surrogateescape"))
        kept = [part for part in sections if not part.lower().startswith("[" + key.lower())]
        assert len(kept) == len(sections) - 2
        units = f"\\Registry\\User\\S-1-5-21-0-0-0-1000\\{CLASS}".encode("utf-16-le")
        link = f'[{key}] 1\n#link\n"SymbolicLinkValue"=hex(6):{units.hex(",")}\n'
        file.write_text("\n".join([*kept, link]), errors="surrogateescape")

    def environment(self):
        own = super().environment()
        return {**own, "WINEDLLOVERRIDES": own["WINEDLLOVERRIDES"] + ";msident=n,b"}

    def classes(self):
        own = (r"[software\\classes", "[software]")
        return {key: values for key, values in self.registry().items() if key[0] == "user.reg" and key[1].startswith(own)}


class Recording(Kit):
    def make_prefix(self, folder):
        return OnWindows(folder / "prefix")

    def cmd(self, name, *words):
        return self.prefix.wine("cmd", "/c", windows(self.folder / name), *words)

    def scenario(self, name="record1.idt"):
        done = self.prefix.run(delivery.DRIVER, "record", "--from", self.folder / name, "-o", self.folder / "x.scn")
        assert done.returncode == 0, done.stderr
        return (self.folder / "x.scn").read_text()


def test_a_program_is_recorded_and_nothing_stays(tmp_path):
    kit = Recording(tmp_path, "enum/quiet")
    before = {path.name for path in kit.folder.iterdir()}
    kit.prefix.wine("reg", "query", "HKCU")
    classes = kit.prefix.classes()
    done = kit.cmd("RECORD.CMD", windows(CLIENTS / "book.exe"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "equal 1 1 1" in done.stdout and kit.prefix.classes() == classes
    assert {path.name for path in kit.folder.iterdir()} - before == {"record1.idt"}
    assert (kit.folder / "record1.idt").read_bytes().startswith(b"recording 1\n")
    assert "IUserIdentityManager" in kit.scenario()


def test_undo_after_a_crash(tmp_path):
    kit = Recording(tmp_path, "enum/quiet")
    kit.prefix.wine("reg", "query", "HKCU")
    classes = kit.prefix.classes()
    words = ["cmd", "/c", windows(kit.folder / "RECORD.CMD"), windows(CLIENTS / "mail.exe"), "forever"]
    running = subprocess.Popen(
        [str(delivery.WINE / "wine64"), *words],
        env=kit.prefix.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 60
    while not (kit.folder / "work/x64.map").exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1)
    kit.prefix.stop()
    running.wait(60)
    assert kit.prefix.classes() != classes and (kit.folder / "record.undo").exists()
    refused = kit.cmd("RECORD.CMD", windows(CLIENTS / "book.exe"))
    assert refused.returncode == 2
    done = kit.cmd("UNDO.CMD")
    assert done.returncode == 0, done.stderr
    assert kit.prefix.classes() == classes and not (kit.folder / "record.undo").exists()
    assert "Advise" in kit.scenario()
    assert "nothing to undo" in kit.cmd("UNDO.CMD").stdout


class Kit32(Kit):
    """In the 32-bit lane, on a Windows 2000 as far as Wine can be one."""

    bits = "x86"

    def make_prefix(self, folder):
        prefix = lane32.Prefix(folder / "share", limit=3 * 3600)
        self.folder = folder / "share" / "kit"  # the machine sees no other folder
        self.dll = folder / "share" / "msident.dll"
        shutil.copy(lane32.OURS, self.dll)
        prefix.wine("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win2k", "/f").check_returncode()
        return prefix


@pytest.mark.long
def test_a_program_unpacks_itself_on_a_windows_2000(tmp_path):
    """The x86 one, and what it puts there runs."""
    expected = packed(tmp_path, "--exe", "-o", tmp_path / "kit.exe")
    prefix = lane32.Prefix(tmp_path / "share")
    share = tmp_path / "share"
    shutil.copy(lane32.OURS, share / "msident.dll")
    shutil.move(tmp_path / "kit.exe", share)
    try:
        prefix.wine("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win2k", "/f").check_returncode()
        done = prefix.wine(windows(share / "kit.exe"), windows(share / "there"))
        assert done.returncode == 0, done.stderr
        assert content(share / "there") == expected
        done = prefix.wine(windows(share / "there/x86/kit.exe"), "/dll:" + windows(share / "msident.dll"), "enum/quiet")
        assert done.returncode == 0 and (share / "there/results.idt").exists(), done.stderr
    finally:
        prefix.end()


@pytest.mark.long
def test_everything_comes_back(tmp_path):
    kit = Kit(tmp_path)
    kit.prefix.limit = 3600  # of all scenarios, one after the other
    try:
        assert kit.ours("/passwords").returncode == 0
        assert_equal_verdicts(kit.folder / "results.idt", kit.names("-") | kit.names("p"))
    finally:
        kit.prefix.stop()


@pytest.mark.long
def test_everything_comes_back_from_a_windows_2000(tmp_path):
    """Equal to what the driver sees of the x86-64 build: in the lane that comparison takes another hour."""
    kit = Kit32(tmp_path)
    try:
        assert kit.ours("/passwords").returncode == 0
        everything = kit.names("-") | kit.names("p")
        targets = assert_equal_verdicts(kit.folder / "results.idt", everything)
        assert targets["results"]["system"].startswith("windows 5.0.2195") and targets["results"]["machine"] == "x86"
    finally:
        kit.prefix.end()

"""A prefix in which a sample client meets the recorder, or the DLL alone."""

import pathlib
import re
import subprocess

import delivery
from rig import BUILD

CLIENTS = BUILD / "win64" / "harness" / "recorder" / "clients"
RECORDER = BUILD / "win64" / "harness" / "recorder" / "recorder.dll"
REFERENCE = BUILD / "win64" / "src" / "msident.dll"
HEADER, CHUNK = 64, 1 << 17  # of a recording


def windows_path(path):
    return "Z:" + str(path).replace("/", "\\")


def published(recording):
    """How much text there is."""
    with open(recording, "rb") as file:
        return int(file.read(30)[10:].strip(b"\0") or 0)


def text(recording):
    """As far as its length was published: whole chunks in their place, and the one in its stage."""
    chunks, rest = divmod(published(recording), CHUNK)
    raw = recording.read_bytes()
    stage, place = HEADER + chunks % 2 * CHUNK, HEADER + 2 * CHUNK
    return (raw[place : place + chunks * CHUNK] + raw[stage : stage + rest]).decode()


class Recorded(delivery.Prefix):
    """recorded: the recorder stands in for the target; else the target alone."""

    def __init__(self, folder, recorded, target=REFERENCE):
        super().__init__(folder)
        self.recording = folder / "session.rec"
        self.target = folder / "target" / "msident.dll"
        self.target.parent.mkdir()
        self.target.write_bytes(target.read_bytes())
        self.dll.unlink()
        self.dll.write_bytes((RECORDER if recorded else target).read_bytes())
        self.settings(f"target {windows_path(self.target)}\ntrace {windows_path(self.recording)}\n")

    def settings(self, text):
        (self.dll.parent / "recorder.cfg").write_text(text)

    def environment(self):
        own = super().environment()
        return {**own, "WINEDLLOVERRIDES": own["WINEDLLOVERRIDES"] + ";msident=n,b"}

    def client(self, name, *words):
        return self.wine(CLIENTS / f"{name}.exe", *words)

    def start(self, name, *words):
        """Does not wait; what it says goes to home/out."""
        return subprocess.Popen(
            [str(delivery.WINE / "wine64"), str(CLIENTS / f"{name}.exe"), *words],
            stdin=subprocess.DEVNULL,
            stdout=open(self.folder / "home/out", "wb"),
            stderr=subprocess.DEVNULL,
            env=self.environment(),
            cwd=self.folder,
        )

    def lines(self):
        """Of the recording."""
        return text(self.recording).splitlines()

    def identities(self):
        """Keys and values below Identities, with GUIDs by first sight and without what DPAPI made."""
        self.stop()
        hive = delivery.hive(self.folder / "user.reg")
        own = {key[1]: values for key, values in hive.items() if key[1].startswith("[identities")}
        guid = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
        names = {}

        def plain(key):
            text = "\n".join([key, *own[key]])
            text = re.sub(r'"Password2"=hex:[0-9a-f,]*', '"Password2"=protected', text)
            return re.sub(r'"Directory Name"=dword:[0-9a-f]{8}', '"Directory Name"=dword:name', text)

        # In an order that does not hang on GUIDs.
        text = "\n".join(sorted(map(plain, own), key=lambda text: re.sub(guid, "", text)))
        return re.sub(guid, lambda found: names.setdefault(found[0].upper(), f"guid{len(names)}"), text)


def without_header(text):
    return re.sub(r" \[(observed|recorded)[^\]]*\]", "", text)


def scenario(path):
    return without_header(pathlib.Path(path).read_text())

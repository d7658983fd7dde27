"""The 32-bit lane (harness/x86): a machine that stays for many commands, and a Wine prefix in it."""

import os
import pathlib
import shlex
import shutil
import subprocess

import delivery
from rig import BUILD, DRIVER, ROOT, cache_home

CACHE = pathlib.Path(cache_home()) / "identical" / "x86"
SCRIPT = ROOT / "harness" / "x86" / "run-x86.sh"
OURS = BUILD / "win32/src/msident.dll"
APPLICATION = BUILD / "win32/harness/tests/application.exe"
LIMIT = 600  # seconds of one command: the processor may be an emulated one


def lane():
    """`emulated` or `direct`."""
    file = CACHE / "lane"
    assert file.exists(), "there is no 32-bit lane: ./identical x86 setup makes it"
    return file.read_text().strip()


class Machine:
    """Sees the folder `share` and what is below."""

    def __init__(self, share):
        self.share = share
        self.folder = share.with_name(f"{share.name}-machine")
        self.words = [SCRIPT, "-c", CACHE]
        self.call("-s", share, "-o", os.getpid(), "--start", self.folder).check_returncode()

    def call(self, *options, limit=LIMIT):
        return subprocess.run(
            list(map(str, [*self.words, *options])),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=self.share,
            timeout=limit + 60,
        )

    def run(self, *words, limit=LIMIT):
        return self.call("-t", limit, "--in", self.folder, *words, limit=limit)

    def stop(self):
        self.call("--stop", self.folder)


# In the machine: a prefix whose Windows files are links to those of the machine's own, apart from msident.dll.
MAKE = """set -e
from=$(readlink -f /opt/prefix/drive_c/windows)
mkdir -p "$1/drive_c/windows/system32" "$1/drive_c/Program Files" "$1/dosdevices" "$1/home"
cp /opt/prefix/*.reg /opt/prefix/.update-timestamp "$1"
cp -a "$(readlink -f /opt/prefix/drive_c/users)" "$1/drive_c/users"
ln -s "$from"/system32/* "$1/drive_c/windows/system32/"
for file in "$from"/*; do
    [ "${file##*/}" = system32 ] || ln -s "$file" "$1/drive_c/windows/"
done
rm "$1/drive_c/windows/system32/msident.dll"
cp "$from/system32/msident.dll" "$1/drive_c/windows/system32/"
ln -s ../drive_c "$1/dosdevices/c:"
ln -s / "$1/dosdevices/z:"
"""
# The Wine of that prefix, from outside. Its server ends with each command: the machine sees the folder anew for the next.
OUTSIDE = """#!/bin/sh
cd {share} || exit 125
exec {start} -t {limit} -e "WINEPREFIX=$WINEPREFIX" -e "WINEDLLOVERRIDES=$WINEDLLOVERRIDES" --in {machine} sh inside.sh "$@"
"""
INSIDE = """wine "$@"
status=$?
wineserver -k
wineserver -w
exit $status
"""


class Prefix(delivery.Prefix):
    """Its Wine is the machine's, and called from outside; all else is as in any prefix."""

    def __init__(self, share, limit=LIMIT):
        share.mkdir()
        self.limit = limit
        self.machine = Machine(share)
        self.folder = share / "prefix"
        self.machine.run("bash", "-c", MAKE, "make", self.folder).check_returncode()
        self.dll = self.folder / "drive_c/windows/system32/msident.dll"
        self.builtin = self.dll.read_bytes()
        self.program = pathlib.Path(shutil.copy(APPLICATION, share))  # the machine sees no other folder
        self.outside = share / "outside" / "wine"
        self.outside.parent.mkdir()
        words = {"share": share, "start": SCRIPT, "limit": limit, "machine": self.machine.folder}
        start = " ".join(map(shlex.quote, map(str, self.machine.words)))
        self.outside.write_text(OUTSIDE.format(**{**words, "start": start}))
        self.outside.chmod(0o755)
        (share / "inside.sh").write_text(INSIDE)

    def named(self):
        return ["--prefix", self.folder, "--wine", self.outside.parent]

    def identical(self, verb, *words):
        return self.run(DRIVER, verb, *self.named(), *words)

    def wine(self, *words):
        return self.run(self.outside, *words)

    def stop(self):
        """Each command has ended its server."""

    def end(self):
        self.machine.stop()

"""A Wine prefix that an old application uses, and what stands in it: what the tests of install and uninstall share."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess

from rig import BUILD, DRIVER, ROOT, cache_home

WINE = pathlib.Path(os.environ.get("IDT_WINE", "/usr/lib/wine"))
APPLICATION = BUILD / "win64" / "harness" / "tests" / "application.exe"
OURS = {"system32": BUILD / "win64/src/msident.dll", "syswow64": BUILD / "win32/src/msident.dll"}


def template():
    maker = ROOT / "harness" / "wine" / "make-template.sh"
    made = subprocess.run([maker, pathlib.Path(cache_home()) / "identical"], capture_output=True, text=True, check=True)
    return pathlib.Path(made.stdout.strip())


class Prefix:
    """A prefix with a windows folder of its own, whose files are links to the template's, apart from msident.dll."""

    limit = 240  # seconds of a command

    def __init__(self, folder):
        self.folder = folder
        source = template()
        for name in ("drive_c/windows/system32", "drive_c/windows/syswow64", "drive_c/Program Files", "dosdevices"):
            (folder / name).mkdir(parents=True)
        for name in ("system.reg", "user.reg", "userdef.reg", ".update-timestamp"):
            shutil.copy(source / name, folder / name)
        shutil.copytree(source / "drive_c/users", folder / "drive_c/users", symlinks=True)
        for name in ("drive_c/windows", "drive_c/windows/system32", "drive_c/windows/syswow64"):
            for file in (source / name).iterdir():
                if not (folder / name / file.name).exists():
                    (folder / name / file.name).symlink_to(file)
        self.dll = folder / "drive_c/windows/system32/msident.dll"
        self.dll32 = folder / "drive_c/windows/syswow64/msident.dll"
        self.builtin = (source / "drive_c/windows/system32/msident.dll").read_bytes()
        self.dll.unlink()
        self.dll.write_bytes(self.builtin)
        (folder / "dosdevices/c:").symlink_to("../drive_c")
        (folder / "dosdevices/z:").symlink_to("/")
        (folder / "home").mkdir()

    def environment(self):
        mine = {name: str(self.folder / "home") for name in ("HOME", "XDG_RUNTIME_DIR", "TMPDIR")}
        off = "winedbg.exe=d;winemenubuilder.exe=d;mscoree,mshtml="
        wine = {"WINEPREFIX": str(self.folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": off}
        ours = {"IDT_ROOT": str(ROOT), "IDT_BUILD": str(BUILD), "LC_ALL": "C.UTF-8"}
        inherited = {n: v for n, v in os.environ.items() if n not in ("DISPLAY", "WAYLAND_DISPLAY")}
        return {**inherited, **mine, **wine, **ours}

    def run(self, *words):
        """Output goes to files, which no service of Wine can hold open."""
        out, err = self.folder / "home/out", self.folder / "home/err"
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            done = subprocess.run(
                list(map(str, words)),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=self.environment(),
                cwd=self.folder,
                timeout=self.limit,
            )
        done.stdout, done.stderr = out.read_text(errors="replace"), err.read_text(errors="replace")
        return done

    def identical(self, verb, *words):
        return self.run(DRIVER, verb, "--prefix", self.folder, *words)

    def wine(self, *words):
        return self.run(WINE / "wine64", *words)

    def stop(self):
        if not any(self.folder.glob("home/*")):
            return  # nothing ran yet
        self.run(WINE / "wineserver", "-k")
        self.run(WINE / "wineserver", "-w")

    def registry(self):
        """Key to its values, of both files, without times. Once the server has ended."""
        self.stop()
        return {**hive(self.folder / "user.reg"), **hive(self.folder / "system.reg")}

    def files(self):
        """What stands in the folders of the DLL: link or hash."""
        drive = self.folder / "drive_c"
        return {
            str(file): str(file.readlink()) if file.is_symlink() else hashlib.sha256(file.read_bytes()).hexdigest()
            for folder in (drive / "windows/system32", drive / "windows/syswow64", drive)
            if folder.exists()
            for file in folder.iterdir()
            if not file.is_dir()
        }


def hive(file):
    keys, current = {}, None
    text = re.sub(r"\\\n +", "", file.read_text(errors="replace"))
    for line in text.splitlines():
        if line.startswith("["):
            current = keys.setdefault((file.name, line.rpartition("]")[0].lower()), [])
        elif current is not None and line and not line.startswith("#"):
            current.append(line)
    return {key: sorted(values) for key, values in keys.items()}


def differences(before, after):
    """Keys that differ, apart from what Wine writes in every session."""
    own = r"software\\\\wine\\\\fonts|volatile environment|networkcards|\[system\\\\currentcontrolset|\\\\fonts"
    return {
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and not re.search(own, key[1])
    }

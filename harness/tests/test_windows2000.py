"""What Windows 2000 would lack: harness/checks/windows2000.sh and its list of imports."""

import os
import re
import subprocess

import pytest

from rig import BUILD, ROOT

CHECK = ROOT / "harness/checks/windows2000.sh"
LIST = ROOT / "harness/checks/windows2000.txt"


def program(folder, call):
    source, file = folder / "x.c", folder / "x.exe"
    source.write_text(f"#include <windows.h>\nint main(void) {{ return (int){call}; }}\n")
    command = ["i686-w64-mingw32-gcc", "-D_WIN32_WINNT=0x0600", "-Wl,--major-subsystem-version,5", source, "-o", file]
    subprocess.run(command, check=True)
    return file


def check(file, allowed=LIST):
    environment = {**os.environ, "IDT_ALLOWED": str(allowed)}
    return subprocess.run([CHECK, file], env=environment, capture_output=True, text=True)


def rows():
    return [line.split() for line in LIST.read_text().splitlines()[1:] if not line.startswith(";")]


def test_each_row_is_whole_and_stands_once():
    words = [tuple(row[:2]) for row in rows()]
    assert words == sorted(set(words)) and len(words) > 150
    assert {row[2] for row in rows()} <= {"2000", "vc6", "start", "xp", "vista"}


@pytest.mark.parametrize(
    "call, message",
    [
        ("(Sleep(0), 0)", None),
        ("Beep(1, 1)", r"imports Beep of kernel32.dll, which has no row in .*windows2000.txt: add it"),
        ("GetTickCount64()", r"imports GetTickCount64 of kernel32.dll, which Windows 2000 lacks \(minimum: vista\)"),
    ],
)
def test_an_import_needs_a_row_that_windows_2000_meets(tmp_path, call, message):
    done = check(program(tmp_path, call))
    assert done.returncode == (message is not None)
    assert bool(message) == bool(done.stdout) and (not message or re.search(message, done.stdout))


def test_a_row_less_is_an_error(tmp_path):
    """Each row of what our own DLL imports is needed."""
    dll = BUILD / "win32/src/msident.dll"
    assert dll.exists() and check(dll).returncode == 0
    less = tmp_path / "less.txt"
    less.write_text(re.sub(r"(?m)^advapi32 +RegCloseKey .*\n", "", LIST.read_text()))
    done = check(dll, less)
    assert done.returncode == 1 and "imports RegCloseKey of advapi32.dll, which has no row" in done.stdout

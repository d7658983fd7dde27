"""The groups of Debian packages in harness/setup/packages.sh hold what the builds that they are for ask for."""

import pathlib
import subprocess

from rig import BUILD, ROOT

GROUPS = ROOT / "harness" / "setup" / "packages.sh"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def installed_with(names):
    """The packages that come with `names`, with what they need and nothing that they only recommend."""
    only_needed = ["--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks", "--no-replaces", "--no-enhances"]
    listed = output("apt-cache", "depends", "--recurse", "--installed", *only_needed, *names)
    return {line.strip().split(":")[0] for line in listed.splitlines() if line[:1].isalnum()}


def programs_of_cache():
    """The programs that CMake looked for by name and found for the native build, compilers included."""
    for line in (BUILD / "native" / "CMakeCache.txt").read_text().splitlines():
        name, _, value = line.partition("=")
        if name.startswith("IDT_") and name.endswith(":FILEPATH") and not value.endswith("-NOTFOUND"):
            yield name.split(":")[0], pathlib.Path(value)


def test_native_build_needs_only_its_own_group():
    """`identical --help` can be a first command too: on a fresh machine it installs the group `build` alone."""
    group = output("bash", "-c", f'. "{GROUPS}" && packages_of build').split()
    known = installed_with(group)
    optional = {"IDT_CLANG_FORMAT", "IDT_RUN_CLANG_TIDY", "IDT_CMOCKA"}  # for tests: the build does without
    asked = {name: path for name, path in programs_of_cache() if name not in optional}
    assert {"IDT_WINDRES", "IDT_WIDL"} <= asked.keys()
    for name, path in asked.items():
        owner = output("dpkg", "-S", str(path.resolve())).split(":")[0]
        assert owner in known, f"{name} is {path} of {owner}, which no package of the group build brings"


def test_help_of_x86_sets_nothing_up():
    """Its set-up takes minutes and a gigabyte, so neither a question nor a misspelt option may start it."""
    for words, code in ((["setup", "--help"], 0), (["status", "-h"], 0), (["setup", "--emulat"], 2)):
        run = subprocess.run(
            [ROOT / "identical", "x86", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20
        )
        assert (run.returncode, "usage: identical x86" in run.stdout + run.stderr) == (code, True), run

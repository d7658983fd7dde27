"""What the tests of robustness, scale and the stand-in share: running the driver apart from everything else."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("IDT_BUILD", ROOT / "build"))
DRIVER = BUILD / "native" / "harness" / "driver" / "identical-driver"

TIMES = re.compile(r'"(started|ms)":("[^"]*"|\d+)')  # what the schema calls a time: varies from run to run


def cache_home():
    return os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))


class Rig:
    """A folder with a home, a scratch folder and reports of its own; its path marks every process of its runs."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"rig-{uuid.uuid4().hex[:12]}-"))
        self.home = self.folder / "home"
        self.scratch = self.folder / "scratch"
        self.home.mkdir()
        self.scratch.mkdir()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self):
        own = {
            "IDT_ROOT": str(ROOT),
            "IDT_BUILD": str(BUILD),
            "HOME": str(self.home),
            "XDG_CACHE_HOME": cache_home(),
            "TMPDIR": str(self.scratch),
            "IDT_HISTORY": os.environ.get("IDT_HISTORY", ""),
        }
        return {**os.environ, **own}

    def start(self, *arguments, reports="reports", command=(DRIVER,)):
        """Starts a verb in a session of its own; output goes to files, which no service of Wine can hold open."""
        name = uuid.uuid4().hex[:8]
        if arguments[0] == "compare":
            arguments = [*arguments, "--reports", str(self.folder / reports)]
        process = subprocess.Popen(
            [*map(str, command), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=open(self.folder / f"{name}.out", "wb"),
            stderr=open(self.folder / f"{name}.err", "wb"),
            env=self.environment(),
            start_new_session=True,
        )
        process.output = self.folder / f"{name}.out"
        process.errors = self.folder / f"{name}.err"
        return process

    def run(self, *arguments, timeout=900, **options):
        process = self.start(*arguments, **options)
        process.wait(timeout)
        return process

    def report_text(self, *arguments, codes=(0, 1), **options):
        """The text of the JSON of one compare."""
        process = self.run("compare", "--json", *arguments, **options)
        assert process.returncode in codes, process.errors.read_text()
        return process.output.read_text()

    def report(self, *arguments, **options):
        return json.loads(self.report_text(*arguments, **options))

    def processes(self):
        """Pids of whatever carries this folder in its environment."""
        mark = str(self.folder).encode()
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if mark in (entry / "environ").read_bytes() and process_state(entry) != "Z":
                    found.append((int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()))
            except OSError:
                continue
        return found

    def gone_within(self, seconds):
        """Whether nothing of this rig runs any more; waits up to that long."""
        end = time.monotonic() + seconds
        while self.processes():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True


def process_state(entry):
    return (entry / "stat").read_text().rpartition(")")[2].split()[0]


def without_times(text):
    """The text of a report with every time blanked."""
    return TIMES.sub(r'"\1":0', text)

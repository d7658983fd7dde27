"""The sample clients together cross every row of the catalogue."""

import subprocess

from recorder import Recorded
from rig import BUILD

ROWS = BUILD / "native" / "harness" / "tests" / "recorded-rows"
CLIENTS = ("setup", "book", "news", "mail", "pair")


def test_no_row_of_the_catalogue_remains_uncrossed(tmp_path):
    prefix = Recorded(tmp_path / "prefix", True)
    for name in CLIENTS:
        done = prefix.client(name)
        assert done.returncode == 0, done.stdout + done.stderr
    prefix.stop()
    done = subprocess.run([ROWS, prefix.recording], capture_output=True, text=True, check=True)
    rows = done.stdout.splitlines()
    missing = [row for row in rows if not row.startswith("crossed ")]
    print("\n".join(missing))
    assert not missing
    assert len(rows) > 50 and any("DLL->sink" in row for row in rows)

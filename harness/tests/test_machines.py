"""The recipes of docs/machines.md, run as they stand there on machines of their own: the merged report is that of one machine."""

import json
import os
import re
import shutil
import subprocess

import pytest

from rig import BUILD, ROOT, Rig, cache_home, without_times

PAGE = (ROOT / "docs" / "machines.md").read_text()
MACHINES = ROOT / "harness" / "tests" / "machines.sh"
NAMES = ("qa1", "qa2")
NATIVE = "--only --target native"
BIN = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def recipe(name):
    """The commands below the mark <!-- name -->."""
    block = PAGE.split(f"<!-- {name} -->\n\n")[1]
    return re.match(r"(?:    .*\n)+", block)[0].replace("\n    ", "\n").removeprefix("    ")


def need(*programs):
    missing = [program for program in programs if not shutil.which(program, path=BIN)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    if os.geteuid() != 0:
        pytest.skip("several machines on one need root")
    probe = "mount -t tmpfs tmpfs /mnt && ip link add lan0 type bridge && ip link add wire0 type veth peer name wire1"
    tried = subprocess.run(["unshare", "--net", "--mount", "--uts", "--pid", "--fork", "sh", "-c", probe], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"namespaces are not allowed here: {tried.stderr.strip()}")


def on_machines(rig, script, *options, timeout=600, **variables):
    """Runs a script on the desk; the folder `out` of the rig is common to all machines. Its exit code and output."""
    place = rig.folder / "machines"
    place.mkdir()
    (rig.folder / "out").mkdir(exist_ok=True)
    own = {
        "PATH": BIN, "OUT": str(rig.folder / "out"), "IDT_ROOT": str(ROOT), "IDT_BUILD": str(BUILD), "IDT_HISTORY": "",
        "IDT_CACHE": f"{cache_home()}/identical", "XDG_CACHE_HOME": cache_home(), "TMPDIR": str(rig.scratch), "LC_ALL": "C.UTF-8", "machines": ",".join(NAMES),
    }  # fmt: skip
    log = rig.folder / "log"
    with log.open("wb") as output:
        done = subprocess.run(
            [MACHINES, place, *options, *NAMES, "--", "bash", "-c", script],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env={**own, **variables}, timeout=timeout,
        )  # fmt: skip
    shutil.rmtree(place)
    return done.returncode, log.read_text()


def check_merged(rig, log):
    """The merged report against that of one machine, and that both machines took part."""
    out = rig.folder / "out"
    merged, whole = (out / "merged" / "report.json").read_text(), (out / "whole" / "report.json").read_text()
    assert without_times(merged) == without_times(whole), log
    names = [json.loads(line).get("scenario") for line in (out / "merged" / "traces.jsonl").read_text().splitlines()[1:]]
    assert names == sorted({result["scenario"] for result in json.loads(whole)["results"]}) and len(names) > 20
    assert {"report.html", "junit.xml", "summary.md"} <= {path.name for path in (out / "merged").iterdir()}


WHOLE = """
code=$?
./identical compare $chosen --reports "$OUT/whole" >/dev/null
cp -r reports/out "$OUT/merged"
exit $code
"""


@pytest.mark.long
def test_ssh():
    need("parallel", "rsync", "sshd", "ssh", "ip")
    with Rig() as rig:
        watch = 'export PARALLEL="--joblog $OUT/jobs"\n'
        code, log = on_machines(rig, watch + recipe("ssh") + WHOLE, chosen=f"{NATIVE} enum")
        assert code == 0, log
        check_merged(rig, log)
        jobs = [line.split("\t") for line in (rig.folder / "out" / "jobs").read_text().splitlines()[1:]]
        assert {job[1] for job in jobs} == {"qa1", "qa2"} and len(jobs) == 4


SLURM = """
ClusterName=test
SlurmctldHost=desk(10.77.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=/run/munge/socket
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/linear
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
NodeName=qa1 NodeAddr=10.77.0.11
NodeName=qa2 NodeAddr=10.77.0.12
PartitionName=test Nodes=ALL Default=YES State=UP
"""
CLUSTER = """
set -e
mkdir -p "$SLURM/state"
export SLURM_CONF=$SLURM/slurm.conf
dd if=/dev/urandom of="$SLURM/key" bs=1024 count=1 status=none
chmod 600 "$SLURM/key"
start_munge="mkdir -p /run/munge /run/slurm && chmod 755 /run/munge && munged --force --key-file=$SLURM/key --socket=/run/munge/socket \
    --pid-file=/run/munge/pid --seed-file=/run/munge/seed --log-file=/run/munge/log"
mount -t tmpfs -o mode=755 tmpfs /run
bash -c "$start_munge"
slurmctld -c
for node in qa1 qa2; do
    ssh "$node" "$start_munge && SLURM_CONF=$SLURM_CONF slurmd -N $node"
done
for try in $(seq 100); do
    [ "$(sinfo -h -o %T -t idle -N | wc -l)" = 2 ] && break
    sleep 0.2
done
set +e
"""


@pytest.mark.long
def test_slurm():
    need("slurmctld", "slurmd", "sbatch", "munged", "sshd", "ssh", "ip")
    with Rig() as rig:
        slurm = rig.folder / "slurm"
        slurm.mkdir()
        (slurm / "slurm.conf").write_text(SLURM.format(folder=slurm))
        (rig.folder / "out").mkdir()
        (rig.folder / "out" / "shards.sh").write_text(recipe("slurm script"))
        script = CLUSTER + 'cp "$OUT/shards.sh" .\n' + recipe("slurm") + WHOLE
        code, log = on_machines(rig, script, "--shared", SLURM=str(slurm), chosen=f"{NATIVE} enum")
        logs = "".join(f"{path}:\n{path.read_text(errors='replace')[-3000:]}" for path in slurm.glob("*.log"))
        assert code == 0, log + logs
        check_merged(rig, log)
        ran = set(re.findall(r"Allocate JobId=.* NodeList=(qa\d)", logs))
        assert {"qa1", "qa2"} <= ran, logs

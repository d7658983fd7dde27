"""Habits of the applications of 1999: each stands in a recording of the corpus, and what the recorder does about it is tested by
breaking just that (long): then the client notices, or the recording is another."""

import collections
import json
import re
import shlex
import subprocess

import delivery
import pytest
from recorder import RECORDER, Recorded, scenario, windows_path, without_header
from rig import BUILD, ROOT

CORPUS = ROOT / "scenarios" / "recorded"
SOURCE = ROOT / "harness" / "recorder"
WIN64 = BUILD / "win64"

# seen, never: what of the recording shows the habit. changes: (line of the file, what stands there instead).
Habit = collections.namedtuple("Habit", "name client seen never file changes")

HEARD = "    control_set(crossing.way == WAY_OUT ? CONTROL_TARGET : CONTROL_APPLICATION);\n"
CALLED = "    const struct cat_interface *interface = sink->interface;\n\n    return cross("
WRITE = "    write_call(&crossing, interface);\n"

HABITS = [
    Habit(
        "no Unadvise",
        "mail",
        r"point\.Advise\(sink.*\n.*point\.Release\(\)(.*\n)*.*\| sink\.SwitchIdentities\(\)",
        r"\.Unadvise\(",
        "crossing.c",
        [  # with its connection point the sink is forgotten
            (
                CALLED,
                "    const struct cat_interface *interface = sink->interface;\n    static bool left;\n\n"
                '    left |= slot == 2 && interface == cat_interface("IConnectionPoint");\n'
                "    if (left && sink->way == WAY_IN)\n"
                "        return call_words((*(void ***)sink->real)[slot], (const UINT_PTR[]){ (UINT_PTR)sink->real,\n"
                "            params ? params[0] : 0, params ? params[1] : 0 }, slot == 5 ? 2 : slot ? 1 : 3);\n"
                "    return cross(",
            )
        ],
    ),
    Habit(
        "Release too often",
        "news",
        r"manager\.AddRef\(\) +-> count 3\n.*manager\.Release\(\) +-> count 2\n.*manager\.Release\(\) +-> count 1\n.*object4\.Release",
        None,
        "wrap.c",
        [("    by_real[bucket(real)] = sink;\n", "    by_real[bucket(real)] = sink;\n    ((IUnknown *)real)->lpVtbl->AddRef(real);\n")],
    ),
    Habit(
        "Release too rarely",
        "mail",
        r"private\.CreateIdentity2\(\"Alice\", null, &identity = new\)(.*\n)*.*DllCanUnloadNow\(\) +-> S_FALSE",
        r" identity\.Release\(",
        "main.c",
        [('return opened == 2 && target ? call_export("DllCanUnloadNow", NULL) : S_FALSE;', "return S_OK;")],
    ),
    Habit(
        "calls from inside both notices",
        "mail",
        r"on QuerySwitchIdentities#2\n +manager\.GetIdentityByCookie(.*\n)*.*on SwitchIdentities#2\n +manager\.GetIdentityByCookie",
        None,
        "crossing.c",
        [  # what happens inside of a notice is its own matter
            (WRITE, "    static unsigned inside;\n\n    if (!inside)\n    " + WRITE),
            (HEARD, "    inside += crossing.way == WAY_IN;\n" + HEARD),
            ("    write_return(&crossing);\n", "    inside -= crossing.way == WAY_IN;\n    if (!inside)\n        write_return(&crossing);\n"),
        ],
    ),
    Habit(
        "a second thread",
        "news",
        r"\nthread t1 sta\n +manager\.GetIdentityByCookie",
        None,
        "record.c",
        [("buffer_put_number(&start, GetCurrentThreadId());", "buffer_put_number(&start, 1);")],
    ),
    Habit(
        "NULL owner",
        "mail",
        r"manager\.Logon\(null, 0, ",
        None,
        "spell.c",
        [('    if (!value)\n        buffer_puts(out, "null");', "    if (!value)\n        buffer_putc(out, '-');")],
    ),
    Habit(
        "window closed during Logon",
        "desk",
        r"manager\.Logon\(window(.*\n)*.*> close window\n",
        None,
        "dialogs.c",
        [("        if (given && window == watcher->owner)\n            user_lost_owner(watcher);\n", "")],
    ),
    Habit(
        "process killed while advised",
        "pair",
        r"process pair2\n(.*\n)*.*point\.Advise\(sink(.*\n)*.*kill pair2",
        None,
        "record.c",
        [  # whoever began is said to have ended
            ("    append_line(line.data, line.len);\n", '    append_line(line.data, line.len);\n    append_line("exit", 4);\n')
        ],
    ),
    Habit(
        "registry read beside COM",
        "mail",
        r"reg query \[HKCU\\Identities\] \"Last User ID\"",
        None,
        "control.c",
        [("detail->kind != SEEN_INFO && !target_is_calling())", "detail->kind == SEEN_INFO && !target_is_calling())")],
    ),
    Habit(
        "unknown IID asked",
        "mail",
        r"manager\.QueryInterface\(\{0D9C5A10-1999-11D3-8A2B-00C04F790F3A\}, &object\) -> E_NOINTERFACE",
        None,
        "crossing.c",
        [  # what the catalogue does not know nobody can have
            (
                "    return (HRESULT)called(sink, 0,",
                "    struct cat_guid asked;\n\n    memcpy(&asked, iid, sizeof asked);\n    if (!cat_interface_by_iid(&asked))\n"
                "        return *object = NULL, E_NOINTERFACE;\n    return (HRESULT)called(sink, 0,",
            )
        ],
    ),
]
CLIENTS = sorted({habit.client for habit in HABITS})


@pytest.mark.parametrize("habit", HABITS, ids=[habit.name for habit in HABITS])
def test_each_habit_stands_in_the_corpus(habit):
    text = without_header((CORPUS / f"{habit.client}.scn").read_text())
    assert re.search(habit.seen, text)
    assert not habit.never or not re.search(habit.never, text)
    source = (SOURCE / habit.file).read_text()
    for old, new in habit.changes:
        assert source.count(old) == 1, f"{habit.file}: expected once: {old}"
        assert old != new


# ---- a recorder that is broken in one thing ----


def broken(habit, folder):
    """The recorder's DLL with that one file compiled anew."""
    text = (SOURCE / habit.file).read_text()
    for old, new in habit.changes:
        assert old in text
        text = text.replace(old, new)
    changed = folder / habit.file
    changed.write_text(text)
    object_name = f"harness/recorder/CMakeFiles/recorder.dir/{habit.file}.obj"
    for entry in json.loads((WIN64 / "compile_commands.json").read_text()):
        if entry["file"] == str(SOURCE / habit.file) and f" -o {object_name} " in entry["command"]:
            words = shlex.split(entry["command"])
    words[words.index("-o") + 1] = str(folder / "changed.obj")
    words[words.index(str(SOURCE / habit.file))] = str(changed)
    subprocess.run([*words, "-I", SOURCE, "-Wno-error"], cwd=WIN64, check=True, capture_output=True, text=True)
    link = subprocess.run(["ninja", "-t", "commands", "-s", "harness/recorder/recorder.dll"], cwd=WIN64, check=True, capture_output=True, text=True)
    line = link.stdout.strip().splitlines()[-1].replace(object_name, str(folder / "changed.obj"))
    line = re.sub(r"-o harness/recorder/recorder\.dll -Wl,--out-implib,\S+", f"-o {shlex.quote(str(folder / 'recorder.dll'))}", line)
    subprocess.run(line, shell=True, cwd=WIN64, check=True, capture_output=True, text=True)
    return folder / "recorder.dll"


def said(folder, client, recorder):
    """What the client printed, what is left in the registry, and the scenario of its recording, if there is one."""
    prefix = Recorded(folder, recorder is not None)
    if recorder:
        prefix.dll.write_bytes(recorder.read_bytes())
    map_file = windows_path(ROOT / "scenarios/ui/reference.ui")
    prefix.settings(f"target {windows_path(prefix.target)}\ntrace {windows_path(prefix.recording)}\nui {map_file}\n")
    done = prefix.client(client)
    own = (done.returncode, done.stdout, prefix.identities())
    if not recorder:
        return own, None
    output = folder / f"{client}.scn"
    done = prefix.run(delivery.DRIVER, "record", "--no-redact", "--from", prefix.recording, "-o", output)
    return own, scenario(output) if done.returncode == 0 else done.stderr


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Of each client, and the proof that an unbroken recorder is green."""
    results = {}
    for client in CLIENTS:
        results[client] = said(tmp_path_factory.mktemp("bare") / "prefix", client, None)[0]
        own, text = said(tmp_path_factory.mktemp("whole") / "prefix", client, RECORDER)
        assert own == results[client] and text == scenario(CORPUS / f"{client}.scn")
    return results


@pytest.mark.long
@pytest.mark.parametrize("habit", HABITS, ids=[habit.name for habit in HABITS])
def test_what_is_done_about_a_habit_matters(habit, bare, tmp_path):
    own, text = said(tmp_path / "prefix", habit.client, broken(habit, tmp_path))
    noticed, other = own != bare[habit.client], text != scenario(CORPUS / f"{habit.client}.scn")
    print(f"{habit.name}: the client {'notices' if noticed else 'notices nothing'}, the recording is {'another' if other else 'the same'}")
    assert noticed or other

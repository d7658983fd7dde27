"""Witnesses of what the probe does, none of which is of this project: Wine's own log of the registry, the registry
files that Wine leaves, the file system's notices; and the same effects as our trace tells them."""

import collections
import ctypes
import os
import re
import struct
import subprocess

import probe
from rig import BUILD, ROOT

AGENT = BUILD / "win64" / "harness" / "agent" / "agent.exe"
IN_WINE = ROOT / "harness" / "wine" / "run-test.sh"


def windows(path):
    return "Z:" + str(path).replace("/", "\\")


def start(folder, text, front=(), **environment):
    """The agent under Wine with one scenario; what Wine said and its registry files stay in the folder. `front`: the
    program that starts it, and that program's own words."""
    (folder / "scenario.scn").write_text(text)
    files = {"scenario": "scenario.scn", "trace": "trace.trc", "profile": "profile"}
    words = [word for name, file in files.items() for word in (f"--{name}", windows(folder / file))]
    words += ["--dll", windows(probe.DLL)]
    return subprocess.Popen(
        [IN_WINE, *front, AGENT if not front else windows(AGENT), *words, "--limit-ms", "20000", "--target", "probe"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "IDT_TEST_KEEP": str(folder), **environment},
    )


def trace_text(folder):
    data = (folder / "trace.trc").read_bytes()
    return data[64 : 64 + int(data[10:30])].decode()


# ---- the trace ----


def unquote(text):
    simple = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
    return re.sub(
        r"\\(u[0-9a-f]{4}|.)",
        lambda m: chr(int(m[1][1:], 16)) if m[1][0] == "u" and len(m[1]) == 5 else simple.get(m[1], m[1]),
        text,
    )


def data_of(text):
    """Type and bytes."""
    if text.startswith('"'):
        return 1, (unquote(text[1:-1]) + "\0").encode("utf-16-le")
    name, _, rest = text.partition(":")
    if name == "expand":
        return 2, (unquote(rest[1:-1]) + "\0").encode("utf-16-le")
    if name == "dword":
        return 4, struct.pack("<I", int(rest, 16))
    number = re.fullmatch(r"hex\((\w+)\)", name)
    return int(number[1], 16) if number else 3, bytes.fromhex(rest.replace(",", ""))


def value_name(text):
    return "" if text == "@" else unquote(text[1:-1])


def effect_of(line):
    key = r"\[HKCU\\([^\]]*)\]"
    if found := re.fullmatch(rf"create {key}", line):
        return ("create", found[1])
    if found := re.fullmatch(rf'set {key} (@|"(?:[^"\\]|\\.)*")=(.*)', line):
        return ("set", found[1], value_name(found[2]), *data_of(found[3]))
    if found := re.fullmatch(rf'delete {key}(?: (@|"(?:[^"\\]|\\.)*"))?', line):
        return ("delete", found[1]) if found[2] is None else ("delete value", found[1], value_name(found[2]))
    return None


def trace_effects(text):
    """Registry effects of every deed in the order of the deeds' beginnings, (number, effects), and all in a row."""
    calls, open_calls, row = [], [], []
    for line in text[text.index("\nprocess ") :].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        while open_calls and open_calls[-1][0] >= depth:
            open_calls.pop()
        if found := re.search(r"ManageIdentities\(\w+, (\d+)\)", line):
            calls.append((int(found[1]), []))
            open_calls.append((depth, calls[-1][1]))
        elif line.strip().startswith("| ") and open_calls and (effect := effect_of(line.strip()[2:])):
            open_calls[-1][1].append(effect)
            row.append(effect)
    return calls, row


def start_state(text):
    """Keys and values of the scenario's own registry block."""
    state, key = {}, None
    for line in text.split("\nprocess ")[0].splitlines():
        if found := re.fullmatch(r"  \[HKCU\\(.*)\]", line):
            key = state.setdefault(found[1], {})
        elif found := re.fullmatch(r'  (@|"(?:[^"\\]|\\.)*")=(.*)', line):
            key[value_name(found[1])] = data_of(found[2])
    return state


def after(state, effects):
    """The state once all of these happened."""
    for effect in effects:
        what, key, *rest = effect
        if what == "create":
            state[key] = {}
        elif what == "set":
            state[key][rest[0]] = tuple(rest[1:])
        elif what == "delete value":
            state[key].pop(rest[0], None)
        else:
            del state[key]
    return state


# ---- Wine's log of the registry: WINEDEBUG=+reg ----


def wine_text(text):
    """What debugstr_w() wrote, without its quotes."""
    simple = {"n": "\n", "r": "\r", "t": "\t"}
    return re.sub(
        r"\\([0-9a-f]{4}|.)", lambda m: chr(int(m[1], 16)) if len(m[1]) == 4 else simple.get(m[1], m[1]), text
    )


def log_effects(text, state):
    """The same as trace_effects(), of a log; data is its type and size. `state`: the keys that exist at first."""
    keys = set(state)
    root = re.search(r'^(\w+):trace:reg:NtOpenKeyEx \((0x\w+),L"ProbeMark', text, re.M)
    thread, handles = root[1], {root[2]: ""}
    calls, running, asked = [], [], None
    call = r'\((\(nil\)|0x\w+)(?:,L"((?:[^"\\]|\\.)*)")?(.*)\)'
    pattern = re.compile(rf"^{thread}:trace:reg:(Nt\w+) (?:{call}|<- (.*))$", re.M)
    for name, handle, text_, rest, answer in pattern.findall(text[root.start() :]):
        path = "\\".join(filter(None, (handles.get(handle), wine_text(text_)))) if handle in handles else None
        if text_.startswith("ProbeMark"):
            kind, number = text_.rpartition("\\")[2].split("-")
            if kind == "begin":
                calls.append((int(number), []))
                running.append(calls[-1][1])
            else:
                running.pop()
        elif name in ("NtCreateKey", "NtOpenKeyEx") and not answer:
            asked = path
        elif answer:
            if answer == "(nil)":
                continue
            handles.pop(answer, None)
            if asked is None:
                continue
            handles[answer] = asked
            if name == "NtCreateKey" and asked not in keys and running:
                keys.add(asked)
                running[-1].append(("create", asked))
        elif running and handle in handles:
            key = handles[handle]
            if name == "NtSetValueKey":
                kind, _, size = rest.lstrip(",").split(",")
                running[-1].append(("set", key, wine_text(text_), int(kind), int(size)))
            elif name == "NtDeleteValueKey":
                running[-1].append(("delete value", key, wine_text(text_)))
            elif name == "NtDeleteKey":
                keys.discard(key)
                running[-1].append(("delete", key))
    return calls


def sizes(calls):
    """Data by its size: the log has no more of it."""
    return [(number, [(*e[:4], len(e[4])) if e[0] == "set" else e for e in effects]) for number, effects in calls]


# ---- the registry file that Wine leaves ----


def file_text(text):
    """A string of Wine's registry file."""
    simple = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
    return re.sub(
        r"\\(x[0-9a-f]{1,4}|.)",
        lambda m: chr(int(m[1][1:], 16)) if m[1][0] == "x" and len(m[1]) > 1 else simple.get(m[1], m[1]),
        text,
    )


def file_data(text):
    if text.startswith('"'):
        return 1, (file_text(text[1:-1]) + "\0").encode("utf-16-le")
    if found := re.fullmatch(r'str\((\w+)\):"(.*)"', text):
        return int(found[1], 16), (file_text(found[2]) + "\0").encode("utf-16-le")
    return data_of(text)


def file_state(text):
    """The sandbox that an agent left behind: the one in the file."""
    state, key = {}, None
    text = re.sub(r"\\\n\s*", "", text)
    for line in text.splitlines():
        if line.startswith("["):
            path = file_text(line[1 : line.rindex("]")])
            found = re.fullmatch(r"Software\\Identical\\[^\\]+\\(Probe.*)", path)
            key = state.setdefault(found[1], {}) if found else None
        elif key is not None and (found := re.fullmatch(r'(@|"(?:[^"\\]|\\.)*")=(.*)', line)):
            key["" if found[1] == "@" else file_text(found[1][1:-1])] = file_data(found[2])
    return state


# ---- the file system's own notices ----

NOTICES = {
    "create": 0x100,
    "remove": 0x200,
    "moved from": 0x40,
    "moved to": 0x80,
    "written": 0x8,
}
IS_FOLDER = 0x40000000


class Notices:
    """inotify on one folder, which has to exist."""

    def __init__(self, folder):
        libc = ctypes.CDLL(None, use_errno=True)
        self.file = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        mask = sum(NOTICES.values())
        assert libc.inotify_add_watch(self.file, os.fsencode(folder), mask) >= 0, os.strerror(ctypes.get_errno())

    def read(self):
        """(what, name) of everything so far, folders with a slash behind."""
        found = []
        try:
            while data := os.read(self.file, 65536):
                at = 0
                while at < len(data):
                    _, mask, _, size = struct.unpack_from("iIII", data, at)
                    name = data[at + 16 : at + 16 + size].rstrip(b"\0").decode()
                    name += "/" * bool(mask & IS_FOLDER)
                    found += [(what, name) for what, bit in NOTICES.items() if mask & bit]
                    at += 16 + size
        except BlockingIOError:
            return found
        finally:
            os.close(self.file)
        return found


# ---- dialogs ----

CHECKS, RADIOS = (2, 3, 5, 6), (4, 9)
KINDS = {"static": "label", "listbox": "list", "combobox": "combo", "#32770": "page"}


def kind_of(window_class, style):
    if window_class == "button":
        number = style & 0xF
        return "check" if number in CHECKS else "radio" if number in RADIOS else "group" if number == 7 else "button"
    if window_class == "edit":
        return "password" if style & 0x20 else "edit"
    return KINDS.get(window_class, "other")


def states_of(kind, style, focused, checked):
    states = {"hidden": not style & 0x10000000, "disabled": style & 0x08000000, "focused": focused}
    states["checked"] = checked and kind in ("check", "radio")
    states["read-only"] = kind in ("edit", "password") and style & 0x800
    return {name for name, there in states.items() if there}


def listed_dialogs(text):
    """What window_witness.c wrote, as trace_dialogs() has it."""
    dialogs = []
    for line in text.splitlines():
        what, window_class, number, style, focused, checked, text_, *more = line.split("\t")
        if what == "dialog":
            dialogs.append({"caption": text_, "owner": more[0], "controls": []})
            continue
        kind = kind_of(window_class.lower(), int(style, 16))
        control = {"kind": kind, "id": int(number), "entries": more}
        control["states"] = states_of(kind, int(style, 16), focused == "1", checked == "1")
        if kind != "password":
            plain = window_class.lower() in ("button", "static")
            control["text"] = re.sub("&(.)", r"\1", text_) if plain else text_
        dialogs[-1]["controls"].append(control)
    return dialogs


def trace_dialogs(trace, owners):
    """Caption, owner's text and controls of each dialog; `owners`: the texts of the scenario's windows."""
    word = re.compile(r'(?:([\w-]+)(?:=("(?:[^"\\]|\\.)*"|\S+))?|("(?:[^"\\]|\\.)*"))')
    dialogs = []
    for line in map(str.strip, trace.splitlines()):
        if not line.startswith(("| dialog ", "| control ")):
            continue
        words = [match.groups() for match in word.finditer(line[2:])]
        values = collections.defaultdict(list)
        for name, value, _ in words:
            if value:
                values[name].append(unquote(value[1:-1]) if value[0] == '"' else value)
        quoted = [unquote(text[1:-1]) for _, _, text in words if text]
        if words[0][0] == "dialog":
            owner = values["owner"][0]
            dialogs.append({"caption": quoted[0], "owner": owners.get(owner, "" if owner == "null" else owner)})
            dialogs[-1]["controls"] = []
            continue
        kind = words[2][0]
        states = {name for name, value, _ in words[3:] if name and not value} - {"default", "filled"}
        entries = [mark + unquote(value[1:-1]) for name, value, _ in words for mark in ENTRY.get(name, ())]
        control = {"kind": kind, "id": int(values["id"][0]), "entries": entries, "states": states}
        if kind != "password":
            control["text"] = quoted[1]
        dialogs[-1]["controls"].append(control)
    return dialogs


ENTRY = {"item": ("",), "selected": ("*",)}

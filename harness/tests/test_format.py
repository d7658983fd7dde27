"""FORMAT.md names every kind of line that the code reads and that an agent writes, and none that the code does not know."""

import re

import pytest

from rig import ROOT

TRACE = ROOT / "harness" / "trace"
AGENT = ROOT / "harness" / "agent"
DOCUMENT = (ROOT / "harness" / "FORMAT.md").read_text()
WORD = r"[a-z][a-z-]*"


def grammar(document):
    """The quoted words of the ABNF."""
    block = document[document.index("## 2. Grammar") : document.index("## 3. Meaning")]
    rules = [re.sub(r"(^| ); .*", "", line) for line in block.splitlines() if line.startswith("    ")]
    rules = "\n".join(line for line in rules if line.count('"') % 2 == 0)  # the others speak of the quote itself
    return {word for quoted in re.findall(r'"([^"]*)"', rules) for word in re.findall(WORD, quoted)}


def paragraph(document, title):
    start = document.index(f"**{title}.**")
    return document[start : document.index("\n**", start)]


def source(folder, pattern):
    return "\n".join(path.read_text() for path in sorted(folder.glob(pattern)))


def line_words():
    """Kinds of lines, by the table that both the parser and the printer read."""
    rows = re.findall(r'\{ (?:SEEN|USER)_\w+, \w+, (NULL|"[^"]*"), (NULL|"[^"]*"), "', (TRACE / "parse_detail.c").read_text())
    return {word.strip('"') for row in rows for word in row if word != "NULL"}


def read_words():
    """What else the parser takes for a keyword."""
    text = source(TRACE, "parse*.c") + source(TRACE, "lex_*.c")
    found = set(re.findall(rf'\b(?:try_keyword|lex_try_word|lex_is_word)\(parser, "({WORD})"', text))
    for table in re.findall(r"const \w+\[[^\]]*\] = \{([^;]*)\};", text):
        found |= set(re.findall(rf'"({WORD})"', table))
    return found | set(re.findall(rf'\{{ "({WORD})", RESULT_', text))


def literals():
    """Every word of a string in the library, the parts of formats included."""
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', source(TRACE, "*.c").replace("'\"'", ""))
    return {word for string in strings for word in re.findall(WORD, string)}


def dialog_words():
    """Kinds, states and values of the trees of dialogs that the agent writes."""
    text = (AGENT / "ui_tree.c").read_text()
    kinds = set(re.findall(rf'\[UI_\w+\] = "({WORD})"', text))
    states = set(re.findall(rf'\bword\(&?\w+, "({WORD})', text))
    values = set(re.findall(rf'quoted_word\(&?\w+, "({WORD})"', text)) | set(re.findall(rf'"({WORD})=%', text))
    return kinds, states | values | {"item", "selected"}


def untold(document):
    """What the code knows and the document does not."""
    windows = set(re.findall(WORD, " ".join(re.findall(r"`([^`]*)`", paragraph(document, "Windows")))))
    kinds, others = dialog_words()
    return ((line_words() | read_words()) - grammar(document)) | ((kinds | others) - windows)


def test_the_code_is_found():
    kinds, others = dialog_words()
    assert len(line_words()) > 20 and len(read_words()) > 40 and len(kinds) == 13 and len(others) > 10


def test_every_kind_of_line_is_told():
    assert untold(DOCUMENT) == set()


def test_every_word_of_the_grammar_is_known_to_the_code():
    assert grammar(DOCUMENT) - literals() == set()


@pytest.mark.parametrize("word", ["rename", "foreground", "never", "unsupported", "recorded-wine", "not-run", "info"])
def test_a_word_that_is_missing_is_found(word):
    assert word in untold(DOCUMENT.replace(f'"{word}"', '"other"'))


@pytest.mark.parametrize("word", ["tabs", "read-only", "unseen"])
def test_a_state_that_is_missing_is_found(word):
    assert word in untold(re.sub(rf"\b{word}\b", "other", DOCUMENT))

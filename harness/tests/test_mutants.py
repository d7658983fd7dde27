"""The list of mutants fits the source, and a mutant that nothing notices is told (./identical test --mutants runs them all)."""

import shutil
import subprocess

import pytest
from rig import ROOT

AWK = ROOT / "harness" / "setup" / "mutants.awk"


def awk(root, *settings):
    command = ["awk", "-v", f"root={root}", *(word for text in settings for word in ("-v", text))]
    return subprocess.run([*command, "-f", AWK, root / "src/tests/mutants.txt"], capture_output=True, text=True)


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "src/tests").mkdir(parents=True)
    shutil.copy(ROOT / "src/text.c", tmp_path / "src")
    return tmp_path


def write(tree, text):
    (tree / "src/tests/mutants.txt").write_text(text)


def test_every_mutant_changes_exactly_one_line():
    done = awk(ROOT, "mode=list")
    assert done.returncode == 0, done.stderr
    listed = [line.split() for line in done.stdout.splitlines()]
    assert len(listed) > 150
    for number, _, file, line in listed[::20]:
        before = (ROOT / "src" / file).read_text().splitlines()
        after = awk(ROOT, "mode=apply", f"number={number}").stdout.splitlines()
        assert [n for n, pair in enumerate(zip(before, after, strict=True), 1) if pair[0] != pair[1]] == [int(line)]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("I-03 text.c\n- return 7;\n+ return 8;\n", "mutants.txt:1: 0 lines of src/text.c are 'return 7;'"),
        ("I-03 text.c\n- return S_OK;\n+ return 8;\n", "2 lines of src/text.c are 'return S_OK;', expected 1; an '@ FUNCTION'"),
        ("I-03 text.c\n@ HRESULT text_\n- return S_OK;\n+ return 8;\n", "2 functions of src/text.c begin with 'HRESULT text_'"),
        ("I-03 no.c\n- return S_OK;\n+ return 8;\n", "there is no file src/no.c"),
        ("I-03 text.c\n- return S_OK;\n", "expected '- OLD LINE' and another '+ NEW LINE'"),
        ("I-03 text.c\nreturn S_OK;\n", "mutants.txt:2: expected 'STATEMENT FILE'"),
        ("", "no mutant"),
    ],
)
def test_an_entry_that_does_not_fit_is_told_with_its_place(tree, entry, told):
    write(tree, entry)
    done = awk(tree, "mode=list")
    assert done.returncode == 2 and told in done.stderr


def test_scenarios_cite_every_statement_that_has_a_mutant():
    done = subprocess.run([ROOT / "identical", "test", "--mutants", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "D-012 src/identity_manager.c:" in done.stdout


def test_a_function_narrows_the_line_down(tree):
    write(tree, "I-03 text.c\n@ HRESULT text_copy_out(\n- return S_OK;\n+ return E_FAIL;\n")
    done = awk(tree, "mode=apply", "number=1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("return E_FAIL;") == 1 and done.stdout.count("return S_OK;") == 1


def test_the_verb_says_which_are_killed_and_what_has_no_mutant():
    done = subprocess.run(
        [ROOT / "identical", "test", "--mutants", "D-013"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "mutants: 1 of 1 killed"
    assert "statements that scenarios cite: " in done.stdout

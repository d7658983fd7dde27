"""What must not depend on chance, on company or on size: reports of equal runs, of runs at once, and memory."""

import json

import pytest

from rig import BUILD, Rig, without_times

FILTER = "enum/tour"


def text_of(rig, *filters, **options):
    return without_times(rig.report_text(*filters, **options))


@pytest.mark.long
def test_ten_runs_of_everything_give_equal_reports():
    with Rig() as rig:
        first = text_of(rig, reports="first")
        for number in range(1, 10):
            assert text_of(rig, reports=f"run{number}") == first


def at_once(rig, *filters):
    pair = [rig.start("compare", "--json", *filters, reports=f"at-once-{i}") for i in range(2)]
    for process in pair:
        assert process.wait(1800) in (0, 1), process.errors.read_text()
    return [without_times(process.output.read_text()) for process in pair]


def test_neither_another_run_nor_the_number_of_workers_nor_company_shows():
    with Rig() as rig:
        alone = text_of(rig, FILTER, "-j", "1")
        assert text_of(rig, FILTER, "-j", "1", reports="again") == alone
        assert text_of(rig, FILTER, "-j", "3", reports="three") == alone
        assert at_once(rig, FILTER) == [alone, alone]


@pytest.mark.long
def test_two_runs_of_everything_at_once_give_the_report_of_one():
    with Rig() as rig:
        alone = text_of(rig)
        assert at_once(rig) == [alone, alone]


def bench(rig, *arguments):
    path = rig.folder / "bench.json"
    command = (BUILD / "native" / "harness" / "bench" / "identical-bench", "--json", path)
    process = rig.run(*arguments, command=command, timeout=3600)
    assert process.returncode in (0, 1), process.errors.read_text()
    return {result["name"]: result for result in json.loads(path.read_text())["results"]}


@pytest.mark.long
def test_memory_stays_small_with_many_scenarios_and_results():
    with Rig() as rig:
        results = bench(rig, "memory", "diff", "--pairs", "1")
        for name in ("compare-memory", "report-memory", "diff-memory"):
            assert results[name]["value"]["median"] < 100, results[name]

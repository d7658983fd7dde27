"""Runs the whole corpus many times and counts verdicts that differ from the first run's:

    python3 harness/tests/endurance.py                          # 100 times on native, 20 times under Wine
    python3 harness/tests/endurance.py --native 3 --wine 0 enum # less, and only scenarios named by a filter

Exit code 0 if every run was as the first one, 1 if a verdict differed or a dialog ran out of time. A run with differences
to the expectations is fine here, as long as all runs have the same. Verdicts of a fact that come and go are named."""

import argparse
import collections
import sys
import time

from rig import Rig

NATIVE, WINE = 100, 20
SHOWN = 5  # differences of one run
HOUR = 3600  # of one run: beside other work the machine may be slow
LANES = {"native": ("native",), "wine": ("reference", "wine")}


def verdicts(report):
    """What must never vary: of each scenario on each target how many facts have which verdict, and each fact that is listed
    with its value; what the scenarios leave open, where the targets disagree."""
    found = {}
    for result in report["results"]:
        key = result["scenario"], result["target"]
        found[(*key, "", "")] = result["verdict"], str(result["counts"]), result["open"]
        for fact in result["facts"]:
            found[(*key, fact["label"], fact["fact"])] = fact["verdict"], fact["observed"]
    for fact in report["disagreements"]:
        found[fact["scenario"], "", fact["label"], fact["fact"]] = "disagreement", str(fact["values"])
    return found


def facts(report):
    return sum(sum(result["counts"].values()) for result in report["results"])


def differences(first, other):
    """Keys whose verdict or observed value is not the same, those that only one has included."""
    return sorted(key for key in first.keys() | other.keys() if first.get(key) != other.get(key))


def endure(rig, targets, times, filters=(), say=print):
    """Returns (the first run's verdicts(), how often each of their keys differed from the first run, facts a run)."""
    choose = [word for target in targets for word in ("--target", target)]
    first, unsteady = None, collections.Counter()
    for number in range(1, times + 1):
        began = time.monotonic()
        report = rig.report(*choose, *filters, timeout=HOUR)
        seen = verdicts(report)
        first = first or seen
        differ = differences(first, seen)
        unsteady.update(differ)
        say(f"{'+'.join(targets)} {number}/{times}: {facts(report)} verdicts, {len(differ)} differ, {time.monotonic() - began:.1f} s")
        for key in differ[:SHOWN]:
            say(f"  {' / '.join(filter(None, key))}: {seen.get(key)}, at first {first.get(key)}")
    return first, unsteady, facts(report)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--native", type=int, default=NATIVE, metavar="N", help="runs on native (100)")
    parser.add_argument("--wine", type=int, default=WINE, metavar="N", help="runs under Wine: reference and wine (20)")
    parser.add_argument("filters", nargs="*", help="as of compare; default: the whole corpus")
    arguments = parser.parse_args()
    failed = False
    with Rig() as rig:
        for lane, targets in LANES.items():
            times = getattr(arguments, lane)
            if not times:
                continue
            first, unsteady, n = endure(rig, targets, times, arguments.filters, lambda text: print(text, flush=True))
            for key, count in unsteady.most_common(20):
                print("  differs in", count, "runs:", " / ".join(key), first.get(key))
            print(f"{lane}: {times} runs of {n} verdicts, {sum(unsteady.values())} differ")
            failed |= bool(unsteady) or not n
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

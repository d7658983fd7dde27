#!/bin/bash
# What a second machine gains: one run on one processor against two shards of it, each on a processor of its own, with the merge; in turn, so that
# company meets both. The merged report has to be that of the one run.
#   harness/bench/shards.sh [--rounds N] [--first CPU] [--second CPU] [COMPARE'S ARGUMENT...]     after ./identical compare has run once
# Prints the seconds of each round and the ratios' median; exit code 1 if a merged report differs.
set -euo pipefail

root=$(readlink -f "$(dirname "$(readlink -f "$0")")/../..")
rounds=3 first=0 second=1
while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --first) first=$2 ;;
        --second) second=$2 ;;
        *) break ;;
    esac
    shift 2
done
export IDT_ROOT=$root IDT_BUILD=${IDT_BUILD:-$root/build} IDT_HISTORY=
driver=$IDT_BUILD/native/harness/driver/identical-driver
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# run_on CPU REPORTS ARGUMENT...: one machine; differences are no failure of it.
run_on() {
    local cpu=$1 reports=$2 status=0

    shift 2
    taskset -c "$cpu" "$driver" compare -j 1 "$@" --reports "$folder/$reports" >"$folder/$reports.log" 2>&1 </dev/null || status=$?
    [ "$status" -le 1 ] || { cat "$folder/$reports.log" >&2 && exit "$status"; }
}

two_machines() {
    run_on "$first" shard1 "$@" --shard 1/2 &
    run_on "$second" shard2 "$@" --shard 2/2
    wait $!
    "$driver" report merge "$folder"/shard[12]/report.json --reports "$folder/merged" >/dev/null 2>&1 || [ $? -eq 1 ]
}

seconds_of() {
    local start

    start=$(date +%s%N)
    "$@"
    echo $((($(date +%s%N) - start) / 1000000))
}

without_times() {
    sed -E 's/"(started|ms)":("[^"]*"|[0-9]+)/"\1":0/g' "$1/report.json"
}

for ((round = 1; round <= rounds; round++)); do
    one=$(seconds_of run_on "$first" one "$@")
    two=$(seconds_of two_machines "$@")
    cmp <(without_times "$folder/one") <(without_times "$folder/merged") || exit 1
    printf 'round %d: one machine %d.%03d s, two %d.%03d s\n' "$round" $((one / 1000)) $((one % 1000)) $((two / 1000)) $((two % 1000))
    echo "$((one * 1000 / two))" >>"$folder/ratios"
done
median=$(sort -n "$folder/ratios" | sed -n "$(((rounds + 1) / 2))p")
printf 'speed-up by 2 shards: %d.%02d (median of %d); merged reports equal the whole one but for times\n' $((median / 1000)) $((median % 1000 / 10)) "$rounds"

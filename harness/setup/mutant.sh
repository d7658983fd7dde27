#!/bin/bash
# One mutant: its line changed, that file compiled, an agent linked with it, the scenarios that cite its statement run.
#   mutant.sh FOLDER NUMBER STATEMENT FILE LINE      (with IDT_ROOT and IDT_BUILD; `identical test --mutants` calls it)
# Prints one line: `killed`, `survived` or `broken`, the statement, the place. FOLDER/NUMBER keeps what the compiler or the
# driver said.
set -euo pipefail

folder=$1/$2 number=$2 statement=$3 file=$4 line=$5
native=$IDT_BUILD/native
source=$folder/$(basename "$file") object=$folder/mutant.o agent=$folder/agent-native

tell() {
    printf '%s %s src/%s:%s\n' "$1" "$statement" "$file" "$line"
    exit 0
}

# How Ninja makes it, with our file in place of the tree's; the tree's headers stay beside it.
compile_line() {
    ninja -C "$native" -t commands "src/CMakeFiles/msident_native.dir/$file.o" | tail -n 1 |
        sed -E -e 's,-MD -MT [^ ]+ -MF [^ ]+ ,,' -e 's,^ccache ,,' \
            -e "s,-o [^ ]+ -c [^ ]+$,-w -iquote $IDT_ROOT/src/$(dirname "$file") -o $object -c $source,"
}

# Its object stands before the archive, whose own member is then not looked for.
link_line() {
    ninja -C "$native" -t commands harness/agent/agent-native | tail -n 1 |
        sed -E -e 's,^: && ,,' -e 's, && :$,,' -e "s,-o [^ ]+,$object -o $agent,"
}

mkdir -p "$folder"
awk -v root="$IDT_ROOT" -v mode=apply -v number="$number" -f "$IDT_ROOT/harness/setup/mutants.awk" \
    "$IDT_ROOT/src/tests/mutants.txt" >"$source"
cd "$native"
{ bash -c "$(compile_line)" && bash -c "$(link_line)"; } >"$folder/log" 2>&1 || tell broken
status=0
"$native/harness/driver/identical-driver" compare --only -j 1 --target native="$agent" --evidence "$statement" \
    --reports "$folder/reports" >"$folder/log" 2>&1 </dev/null || status=$?
rm -f "$agent" "$object"
case $status in
    0) tell survived ;;
    1) tell killed ;;
    *) tell broken ;;
esac

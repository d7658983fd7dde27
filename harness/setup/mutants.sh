# shellcheck shell=bash
# `test --mutants`: for every statement that scenarios cite a change of one line of the reference that violates it; a
# scenario that cites it has to turn red. The list is src/tests/mutants.txt. Sourced by `identical`.

mutants_list() {
    awk -v root="$IDT_ROOT" -v mode=list -f "$IDT_ROOT/harness/setup/mutants.awk" "$IDT_ROOT/src/tests/mutants.txt"
}

# What scenarios cite in their head or at a step. Exit code 1 of `explain`, a statement without a scenario, is no matter here.
cited_statements() {
    local coverage status=0

    coverage=$("$IDT_BUILD/native/harness/driver/identical-driver" explain --coverage --json) || status=$?
    [ "$status" -le 1 ] || return "$status"
    jq -r '(.statements + .others)[] | select(.scenarios != []) | .number' <<<"$coverage" | sort -u
}

# run_mutants [--check | STATEMENT...]: exit code 0 if all are killed, 1 if one is not, 2 if an entry fits no line.
run_mutants() {
    local list cited status=0

    list=$(mutants_list) || exit 2
    require_packages build test
    build_targets native
    cited=$(cited_statements) || exit
    all_cited "$list" "$cited" || exit 2
    if [ "${1:-}" = --check ]; then
        printf '%s\n' "$list" | awk '{ print $2, "src/" $3 ":" $4 }'
        exit 0
    fi
    require_packages run
    existing_template
    report_facts
    without_mutant "$list" "$cited"
    kill_mutants "$list" "$@" || status=$?
    exit "$status"
}

# all_cited LIST CITED: a mutant of a statement that no scenario cites can't be killed.
all_cited() {
    local idle

    idle=$(comm -13 <(printf '%s\n' "$2") <(awk '{ print $2 }' <<<"$1" | sort -u) | xargs)
    [ -z "$idle" ] || {
        say "src/tests/mutants.txt: no scenario cites $idle: cite it, or take the entry out"
        return 1
    }
}

# kill_mutants LIST [STATEMENT...]
kill_mutants() {
    local list=$1 folder wanted results

    shift
    folder=$(mktemp -d "$IDT_BUILD/mutants.XXXXXX") # of its own: two runs may go on at once
    results=$folder/results
    wanted=$(if [ $# = 0 ]; then cat; else grep -E " ($(IFS='|' && echo "$*")) "; fi <<<"$list") || die "no mutant of $*"
    say "running the scenarios of the mutants' statements on the reference as it is"
    unmutated "$folder" "$(awk '{ print $2 }' <<<"$wanted" | sort -u)" || return 1
    xargs -P "$(nproc)" -L 1 "$IDT_ROOT/harness/setup/mutant.sh" "$folder" <<<"$wanted" | tee "$results" | grep -v '^killed' || true
    count_mutants "$results" "$(wc -l <<<"$wanted")"
}

# count_mutants RESULTS ALL
count_mutants() {
    local results=$1 folder

    folder=$(dirname "$1")
    if grep -qv '^killed' "$results"; then
        printf 'what the compiler and the scenarios said, by number of the entry: %s\n' "$folder"
    fi
    printf 'mutants: %s of %s killed\n' "$(grep -c '^killed' "$results")" "$2"
    ! grep -qv '^killed' "$results" || return 1
    rm -rf "$folder"
}

# unmutated FOLDER STATEMENTS: all green, else a red scenario says nothing.
unmutated() {
    local words=() statement

    for statement in $2; do
        words+=(--evidence "$statement")
    done
    "$IDT_BUILD/native/harness/driver/identical-driver" compare --only --target native "${words[@]}" \
        --reports "$1/unmutated" >"$1/unmutated.log" 2>&1 </dev/null || {
        cat "$1/unmutated.log"
        return 1
    }
}

# without_mutant LIST CITED
without_mutant() {
    local missing

    missing=$(comm -23 <(printf '%s\n' "$2") <(awk '{ print $2 }' <<<"$1" | sort -u))
    printf 'statements that scenarios cite: %s, without a mutant: %s\n' "$(wc -l <<<"$2")" "$(grep -c . <<<"$missing")"
    [ -z "$missing" ] || xargs <<<"$missing" | fold -s -w 110 | sed 's/^/  /'
}

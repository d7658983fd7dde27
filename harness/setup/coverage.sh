# shellcheck shell=bash
# `test --coverage`: what the unit tests of src, the native replay of the corpus and torture run of src. Sourced by `identical`.
# Counted by gcc, read by gcovr. Nothing is excluded: a branch that no code can take counts as one that was not taken.

readonly coverage_lines=95 coverage_branches=90

# Exit code 0: both limits are kept and every test and scenario is as expected.
run_coverage() {
    require_packages build run test coverage
    build_targets native
    build_presets agent-native coverage
    build_presets src/tests/all coverage
    build_presets torture coverage
    existing_template
    report_facts
    run_runner coverage measure_coverage || exit 1
    exit 0
}

measure_coverage() {
    local folder=$IDT_BUILD/coverage counts=$IDT_BUILD/coverage/counts.json failed=0

    find "$folder" -name '*.gcda' -delete
    ctest --preset coverage -j "$(nproc)" -R '^msident_' || failed=1
    "$IDT_BUILD/native/harness/driver/identical-driver" compare --only \
        --target native="$folder/harness/agent/agent-native" --reports "$folder/reports" || failed=1
    "$folder/harness/torture/torture" --seconds 60 --seed 1 "$IDT_ROOT/scenarios" || failed=1
    gcovr --root "$IDT_ROOT" --filter "$IDT_ROOT/src/" --exclude "$IDT_ROOT/src/tests/" --json "$counts" "$folder/src" ||
        failed=1
    report_coverage --branches --txt "$folder/branches.txt" --json-summary "$folder/coverage.json" \
        --fail-under-line "$coverage_lines" --fail-under-branch "$coverage_branches" || failed=1
    report_coverage --print-summary >"$folder/lines.txt" || failed=1
    cat "$folder/lines.txt"
    printf 'files: %s\n' "$folder"/{lines.txt,branches.txt,coverage.json}
    printf 'coverage of src: %s (at least %s %%), %s (at least %s %%)\n' \
        "$(grep ^lines: "$folder/lines.txt")" "$coverage_lines" \
        "$(grep ^branches: "$folder/lines.txt")" "$coverage_branches"
    return "$failed"
}

# report_coverage OPTION...: of what was counted.
report_coverage() {
    gcovr --root "$IDT_ROOT" --add-tracefile "$counts" "$@"
}

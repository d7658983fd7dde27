# shellcheck shell=bash
# The verb `test`: every build, every test, the runners' own closing lines last. Sourced by `identical`.

# run_suite [--long] [PYTEST ARGUMENT...]
run_suite() {
    local failed=0 preset

    if [ "${1:-}" = --long ]; then
        export IDT_LONG=1
        shift
    fi
    require_packages build run test pictures
    build_presets all native asan win64 win32
    prepare_template
    report_facts
    closing_lines=
    for preset in native asan win64 win32; do
        run_runner "ctest $preset" ctest --preset "$preset" -j "$(nproc)" || failed=1
    done
    # Debian's own python3 by path: it is the one that has the packages.
    run_runner pytest /usr/bin/python3 -m pytest -n "$(nproc)" "$@" || failed=1
    printf '\n%s' "$closing_lines"
    exit $failed
}

# run_runner NAME COMMAND...: shows its output, keeps its closing line.
run_runner() {
    local name=$1 status=0 output

    shift
    output=$(mktemp "$IDT_BUILD/runner.XXXXXX")
    say "running $name"
    (cd "$IDT_ROOT" && "$@") </dev/null 2>&1 | tee "$output" || status=$?
    closing_lines+=$(printf '%-14s %s' "$name:" "$(closing_line "$output")")$'\n'
    rm -f "$output"
    return "$status"
}

# CTest's last statement is `100% tests passed, …`, pytest's is `=== 12 passed in 1.02s ===`.
closing_line() {
    grep -E 'tests passed, [0-9]+ tests? failed out of|^No tests were found|^(=+ )?[^=]* in [0-9.]+s( \([0-9:]+\))?( =+)?$' "$1" |
        tail -n 1 || tail -n 1 "$1"
}

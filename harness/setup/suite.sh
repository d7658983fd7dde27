# shellcheck shell=bash
# The verb `test`: every build, every test, the runners' own closing lines last. Sourced by `identical`.

# run_suite [--long] [PYTEST ARGUMENT...]
run_suite() {
    local failed=0 preset which=(--label-exclude '^long$')

    case ${1:-} in
        --help | -h) suite_usage && exit 0 ;;
        --coverage) run_coverage ;;
        --mutants) run_mutants "${@:2}" ;;
        --long)
            export IDT_LONG=1
            shift
            ;;
    esac
    [ -z "${IDT_LONG:-}" ] || which=()
    require_packages build run test browser pictures image ${IDT_LONG:+coverage machines}
    [ -z "${IDT_LONG:-}" ] || build_presets msident_threads_test tsan
    [ -z "${IDT_LONG:-}" ] || (run_x86 setup) || die "the long tests need the 32-bit lane"
    build_presets all native asan win64
    if [ -n "${IDT_LONG:-}" ]; then
        build_presets all win32
    else # the rest of it is what win64 compiles as well, and nothing here runs it
        build_presets idt_run win32
        build_presets probe win32
    fi
    prepare_template
    report_facts
    closing_lines=
    for preset in native asan win64 win32; do
        run_runner "ctest $preset" ctest --preset "$preset" "${which[@]}" -j "$(nproc)" || failed=1
    done
    # Debian's own python3 by path: it is the one that has the packages.
    run_runner pytest /usr/bin/python3 -m pytest -n "$(nproc)" "$@" || failed=1
    if [ -n "${IDT_LONG:-}" ]; then
        run_runner threads ctest --preset tsan -R '^msident_threads_test$' --repeat until-fail:20 || failed=1
        run_runner coverage ./identical test --coverage || failed=1
        run_runner mutants ./identical test --mutants || failed=1
    fi
    printf '\n%s' "$closing_lines"
    exit $failed
}

suite_usage() {
    cat <<'END'
usage: ./identical test [--long] [PYTEST ARGUMENT...]
       ./identical test --coverage
       ./identical test --mutants [--check | STATEMENT...]

every test of the project: four builds, CMocka, Wine, pytest, style; exit code 0 if all pass

  --long      also what takes minutes: hundred-fold runs, long fuzzing, the 32-bit lane, ThreadSanitizer, --coverage, --mutants
  --coverage  only: line and branch coverage of src by its unit tests, the native replay of the corpus and torture;
              exit code 1 below 95 % of the lines or 90 % of the branches
  --mutants   only: each mutant of src/tests/mutants.txt (or of the named statements) against the scenarios that cite its
              statement; exit code 1 if no scenario of one turns red, 2 if an entry does not fit the source;
              --check only looks whether all fit
END
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

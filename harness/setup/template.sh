# shellcheck shell=bash
# The Wine prefix template, and the facts handed to the driver. Sourced by `identical`.

readonly make_template=$IDT_ROOT/harness/wine/make-template.sh

prepare_template() {
    existing_template
    if [ -z "$IDT_TEMPLATE" ]; then
        run "preparing a Wine prefix" "$IDT_BUILD/template.log" "$make_template" "$IDT_CACHE" ||
            die "there is no Wine prefix to run in" "$IDT_BUILD/template.log"
        existing_template
    fi
}

# For verbs that run nothing: empty when there is none.
existing_template() {
    IDT_TEMPLATE=$("$make_template" --existing "$IDT_CACHE")
    export IDT_TEMPLATE
}

# What `doctor` tells: missing packages by group, and the state of the 32-bit lane.
report_facts() {
    export IDT_WINE=${IDT_WINE:-/usr/lib/wine} IDT_X86
    IDT_X86=$(x86_lane)
    if [ "${1:-}" = doctor ]; then
        export IDT_MISSING_RUN IDT_MISSING_TEST IDT_MISSING_PICTURES IDT_MISSING_X86
        IDT_MISSING_RUN=$(missing_packages run | xargs)
        IDT_MISSING_TEST=$(missing_packages test | xargs)
        IDT_MISSING_PICTURES=$(missing_packages pictures | xargs)
        IDT_MISSING_X86=$(missing_packages x86 | xargs)
    fi
}

# shellcheck shell=bash
# The verb `x86`: the lane for 32-bit programs. Sourced by `identical`.

# emulated, wine32 or none; written by a finished setup.
x86_lane() {
    cat "$IDT_CACHE/x86/lane" 2>/dev/null || echo none
}

run_x86() {
    exec "$IDT_ROOT/harness/x86/lane.sh" "$@"
}

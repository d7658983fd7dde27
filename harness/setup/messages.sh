# shellcheck shell=bash
# Messages of the entry script. Sourced by `identical`.
# All on stderr: stdout belongs to the driver and its reports.

say() {
    printf 'identical: %s\n' "$*" >&2
}

# die MESSAGE [LOG]: the environment is not fit (exit code 3); the last lines of LOG follow, they say why.
die() {
    local log=${2:-}

    say "$1"
    if [ -s "$log" ]; then
        tail -n 25 "$log" | sed 's/^/    /' >&2
        say "all of it: $log"
    fi
    exit 3
}

# writable_folder FOLDER VARIABLE: makes it, or tells which variable moves it.
writable_folder() {
    if ! mkdir -p "$1" 2>/dev/null || [ ! -w "$1" ]; then
        die "cannot write to $1: set $2 to a folder that can be written"
    fi
}

# The folder for what is made once per user: IDT_CACHE.
cache_folder() {
    local base=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}

    [ "$base" ] || die "neither HOME nor XDG_CACHE_HOME is set: set one to a folder that can be written"
    export IDT_CACHE=$base/identical
    writable_folder "$IDT_CACHE" XDG_CACHE_HOME
}

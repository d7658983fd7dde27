# shellcheck shell=bash
# Messages and interruptions of the entry script. Sourced by `identical`.
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

# run MESSAGE LOG COMMAND...: its output goes to LOG. Says MESSAGE only if the command takes a moment. In the background, because bash hears signals
# only while it waits; a signal to us ends the command first. Reading a pipe that nobody writes to is the sleep.
child=
run() {
    local message=$1 log=$2 status=0 nothing n
    shift 2

    "$@" >"$log" 2>&1 </dev/null &
    child=$!
    exec {nothing}<> <(:)
    for ((n = 0; n < 25; n++)); do
        read -r -t 0.02 -u "$nothing" || true
        kill -0 "$child" 2>/dev/null || break
    done
    exec {nothing}>&-
    ! kill -0 "$child" 2>/dev/null || say "$message"
    wait "$child" || status=$?
    child=
    return "$status"
}

stop() {
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null || true
        wait "$child" || true
    fi
    exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM
trap 'stop 129' HUP

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

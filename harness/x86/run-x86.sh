#!/bin/bash
# Runs a command in the 32-bit lane that `./identical x86 setup` made: in an emulated PC, or, where the machine runs
# 32-bit code itself, directly (direct.sh).
#
#   run-x86.sh [options] CMD [ARG...]           one machine for one command
#   run-x86.sh [options] --start DIR            keep a machine in DIR ...
#   run-x86.sh [options] --in DIR CMD [ARG...]  ... run commands in it ...
#   run-x86.sh --stop DIR                       ... and end it
#
# options: -c CACHE   the lane's folder               (or $X86_CACHE; else that of `./identical x86 setup`)
#          -s SHARE   host directory seen by the guest under the same absolute
#                     path, read-write                (default: current directory)
#          -t SECONDS limit for the command           (default 600; status 124)
#          -e NAME=VALUE   set in the command's environment (repeatable)
#          -o PID     with --start: end the machine when this process is gone
#          -l LANE    emulated or direct              (default: what setup found)
#          -b         boot from scratch instead of resuming the saved machine
#          -v         timings and the guest's console log on stderr
#
# The command runs as root in the same directory as here (if inside SHARE), with WINEPREFIX set, no display (Wine's
# null driver), no standard input. Its stdout, stderr and exit status come back as they are. Status 125: the machine itself failed.
# Changes outside SHARE, also those in the Wine prefix, are dropped at the machine's end.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=x86-vm.sh
. "$here/x86-vm.sh"
# shellcheck source=direct.sh
. "$here/direct.sh"

die() {
    echo "run-x86: $*" >&2
    exit 125
}

cache=${X86_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/identical/x86}
share=$PWD limit=600 boot=no verbose=no mode=once dir='' owner='' lane='' env=()
while [ $# -gt 0 ]; do
    case $1 in
        -c) cache=$2 && shift 2 ;;
        -s) share=$2 && shift 2 ;;
        -t) limit=$2 && shift 2 ;;
        -e) env+=("$2") && shift 2 ;;
        -o) owner=$2 && shift 2 ;;
        -l) lane=$2 && shift 2 ;;
        -b) boot=yes && shift ;;
        -v) verbose=yes && shift ;;
        --start | --in | --stop)
            mode=${1#--} dir=${2:?"$1 needs a directory"}
            shift 2
            ;;
        --) shift && break ;;
        -*) die "unknown option $1" ;;
        *) break ;;
    esac
done

tell() {
    [ $verbose = no ] || printf 'run-x86: %3d s %s\n' "$SECONDS" "$*" >&2
}

check_share() {
    share=$(cd "$share" && pwd -P) || die "no directory $share"
    case $share in
        / | /usr | /usr/* | /bin* | /sbin* | /lib* | /etc* | /dev* | /proc* | /sys* | /opt | /ctl*)
            die "cannot share $share"
            ;;
    esac
}

machine_up() { # DIR
    check_share
    mkdir -p "$1"
    echo "$share" >"$1/share"
    if [ $boot = yes ]; then
        vm_start "$1" "$cache" "file=$cache/prefix.qcow2,snapshot=on" "$share"
        vm_attach "$1"
        vm_expect 180 ready || die "no boot"
        tell "booted ($vm_line in the guest)"
    else
        [ "$(cat "$cache/warm.words")" = "$(vm_words)" ] ||
            die "the saved machine is of another qemu: run ./identical x86 setup"
        vm_start "$1" "$cache" "file=$cache/warm.qcow2,snapshot=on" "$share" \
            -incoming "exec:zstd -d -q -c $(printf %q "$cache/warm.state")"
        vm_attach "$1"
    fi
    vm_send date "$(date +%s)"
    vm_expect 60 ok || die "no agent"
    vm_send mount ctl /ctl
    vm_expect 20 ok || die "no control share"
    tell "agent answers"
}

# The command as a script for the guest.
command_script() {
    local folder=$share pair

    case $PWD/ in "$share"/*) folder=$(pwd -P) ;; esac
    printf 'cd %q || exit 125\n' "$folder"
    for pair in ${env[@]+"${env[@]}"}; do
        printf 'export %q\n' "$pair"
    done
    printf '%q ' "$@"
    echo
}

machine_run() { # DIR CMD...
    local ctl=$1/ctl id

    share=$(cat "$1/share")
    shift
    id=$$-$(date +%s%N)
    command_script "$@" >"$ctl/$id.cmd"
    # Mounted anew for each command: no stale pages of files that changed on the host.
    vm_send mount share "$share"
    vm_expect 20 ok || die "cannot mount $share"
    vm_run "$id" "$limit" || die "the machine was lost"
    tell "command ended with status $vm_rc"
    vm_send umount "$share"
    vm_expect 30 ok
    rm -f "$ctl/$id".*
    return "$vm_rc"
}

# Ends the machine when the process `owner` is gone, however it ended. One process without children, which a stop ends;
# reading a pipe that nobody writes to is its sleep.
watch_owner() {
    local nothing

    [ -n "$owner" ] || return 0
    (
        trap '' INT HUP
        exec 4>&- 5>&- 6>&- </dev/null >/dev/null 2>&1 {nothing}<> <(:)
        while kill -0 "$owner" && [ -d "$dir" ]; do
            read -r -t 0.3 -u "$nothing"
        done
        [ ! -d "$dir" ] || "${lane}_end"
    ) &
    echo $! >"$dir/watcher"
    disown -a
}

unwatch() {
    [ ! -e "$dir/watcher" ] || kill "$(cat "$dir/watcher")" 2>/dev/null
}

# once: a machine for one command. Nothing in it outlives the command: it is simply ended.
run_once() {
    [ $# -gt 0 ] || die "no command"
    dir=$(mktemp -d "${TMPDIR:-/tmp}/x86-run.XXXXXX")
    trap 'unwatch; "${lane}_end"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    owner=$$
    "${lane}_start"
    "${lane}_in" "$@"
}

emulated_start() {
    machine_up "$dir"
    watch_owner
    tell "machine kept in $dir, pid $vm_pid"
}

emulated_in() {
    local status=0

    [ -e "$dir/pid" ] || die "no machine in $dir"
    exec 4>"$dir/lock"
    flock 4
    vm_attach "$dir"
    vm_alive || die "no machine in $dir"
    machine_run "$dir" "$@" || status=$?
    [ $verbose = no ] || cat "$dir/console.log" >&2
    return $status
}

emulated_end() {
    kill -KILL "$(cat "$dir/pid")" 2>/dev/null
    rm -rf "$dir"
}

lane=${lane:-$(cat "$cache/lane" 2>/dev/null)}
case $lane in
    emulated | direct) ;;
    *) die "there is no 32-bit lane in $cache: run ./identical x86 setup" ;;
esac
case $mode in
    once) run_once "$@" ;;
    start) "${lane}_start" ;;
    in)
        [ $# -gt 0 ] || die "no command"
        "${lane}_in" "$@"
        ;;
    stop)
        [ -e "$dir/share" ] || die "no machine in $dir"
        unwatch
        "${lane}_end"
        ;;
esac

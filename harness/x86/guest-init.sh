#!/bin/bash
# First process of the guest (installed as /sbin/x86-init).
# Talks to the host over one virtio serial port, one line per message:
#   host  -> guest : mount TAG PATH | date SECONDS | warm | umount PATH | run ID SECONDS | quit
#   guest -> host  : ready | ok | warm SECONDS | done ID STATUS
# A command ID is the file /ctl/ID.cmd (a bash script) in the control share; its output goes to /ctl/ID.out and
# /ctl/ID.err, so the host sees it grow.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root LOGNAME=root LANG=C.UTF-8
export WINEPREFIX=/opt/prefix WINEARCH=win32 WINEDEBUG=${WINEDEBUG:--all}
export WINEDLLOVERRIDES='winemenubuilder.exe=d;mscoree,mshtml='
umask 022

up() {
    cut -d' ' -f1 /proc/uptime
}

reply() {
    printf '%s\n' "$*" >&7
}

mount_system() {
    mount -t proc proc /proc
    mount -t sysfs sys /sys
    mkdir -p /dev/pts /dev/shm /run
    mount -t devpts pts /dev/pts
    mount -t tmpfs shm /dev/shm
    mount -t tmpfs tmp /tmp
    chmod 1777 /tmp
    mount -t tmpfs run /run
    busybox ip link set lo up 2>/dev/null
    echo x86lane >/proc/sys/kernel/hostname
    echo "x86-init: user space up at $(up) s" >/dev/console
}

open_port() {
    local name port=

    while [ -z "$port" ]; do
        for name in /sys/class/virtio-ports/*/name; do
            [ -e "$name" ] && [ "$(cat "$name")" = x86.cmd ] && port=/dev/$(basename "$(dirname "$name")")
        done
        [ -n "$port" ] || sleep 0.1
    done
    exec 7<>"$port"
}

# What came out of the reply's command: ok, or fail with its words.
answer() {
    if "$@" 2>/dev/console; then
        reply ok
    else
        reply fail "$@"
    fi
}

mount_share() {
    mkdir -p "$2"
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=mmap "$1" "$2"
}

unmount_share() {
    cd /
    umount "$1" 2>/dev/null || umount -l "$1"
}

# Starts the Wine server and its services and keeps them up: holder.exe owns a window for ever.
warm() {
    local start n=0

    start=$(up)
    wineserver -p
    wine /opt/holder.exe >/dev/null 2>&1 </dev/null &
    until [ -e /tmp/holder.up ] || [ $n -gt 600 ]; do
        sleep 0.2
        n=$((n + 1))
    done
    reply warm "$start" "$(up)"
}

# In a session of its own, so that what a late command left can be found.
run() {
    local id=$1 limit=$2 status process

    (
        exec </dev/null 7>&- >"/ctl/$id.out" 2>"/ctl/$id.err"
        exec setsid timeout -k 5 "$limit" bash "/ctl/$id.cmd"
    ) &
    process=$!
    wait "$process"
    status=$?
    [ "$status" != 124 ] || pkill -KILL -s "$process"
    sync
    reply "done $id $status $(up)"
}

quit() {
    cd /
    umount -a -t 9p 2>/dev/null
    sync
    mount -o remount,ro / 2>/dev/null
    reply ok
    sync
    echo o >/proc/sysrq-trigger
    sleep 5
    busybox poweroff -f
}

mount_system
open_port
reply ready "$(up)"
while read -r verb a b <&7; do
    case $verb in
        mount) answer mount_share "$a" "$b" ;;
        umount) answer unmount_share "$a" ;;
        date) answer date -s "@$a" >/dev/null ;;
        warm) warm ;;
        run) run "$a" "$b" ;;
        quit) quit ;;
        '') ;;
        *) reply fail unknown "$verb" ;;
    esac
done
busybox poweroff -f

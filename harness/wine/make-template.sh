#!/bin/bash
# make-template.sh [--existing] CACHE [WINE]
#
# Prints the folder of the Wine prefix template below CACHE for the Wine in folder WINE (wine64 and wineserver;
# $IDT_WINE or /usr/lib/wine if not given), and makes it first if there is none. With --existing it is never made:
# nothing is printed when there is none.
#
# A template is made under a lock in a folder of its own and then renamed, so it is whole or absent. Its name holds
# Wine's version: a new Wine gets a new one. Nothing of the user's home or prefix is read or written.
set -euo pipefail

# Goes up with each change of what a template holds.
readonly recipe=1

# forget PREFIX: ends what runs in it and removes it. Called by who holds the lock.
forget() {
    [ -d "$1" ] || return 0
    # First the program (a process group, by timeout), or it would start the next wineserver.
    [ ! -e "$1.group" ] || kill -KILL -- "-$(<"$1.group")" 2>/dev/null || true
    WINEPREFIX=$1 "$wine/wineserver" -k 8>&- 9>&- 2>/dev/null || true
    rm -rf "$1" "$1".*
}

# The watchdog reads a pipe that only the maker holds open: a line says that all is well, its end that the maker is gone.
# In a session of its own, so that no signal to the maker's group reaches it.
if [ "${1:-}" = --watch ]; then
    wine=$3
    exec >/dev/null 2>&1
    read -r _ || forget "$2"
    exit
fi

fail() {
    printf 'identical: %s\n' "$1" >&2
    [ ! -s "${2:-}" ] || tail -n 15 "$2" | sed 's/^/    /' >&2
    exit 3
}

existing=no
[ "${1:-}" != --existing ] || { existing=yes && shift; }
cache=${1:?usage: make-template.sh [--existing] CACHE [WINE]}/prefix
wine=${2:-${IDT_WINE:-/usr/lib/wine}}

version=$("$wine/wine64" --version 2>/dev/null) || version=
if [ -z "$version" ]; then
    [ $existing = no ] || exit 0
    fail "no Wine in $wine: wine64 does not answer to --version"
fi
# Two Wines may call themselves the same; the folder tells them apart.
place=$(printf '%s' "$wine" | cksum)
template=$cache/${version//[^A-Za-z0-9.]/_}-${place%% *}-r$recipe
if [ -d "$template" ] || [ $existing = yes ]; then
    [ ! -d "$template" ] || printf '%s\n' "$template"
    exit 0
fi

mkdir -p "$cache" 2>/dev/null || fail "cannot write to $cache"
exec 9>"$cache/.lock"
flock 9
[ ! -d "$template" ] || { printf '%s\n' "$template" && exit 0; }
for left in "$cache"/new.??????; do
    forget "$left"
done

new=$(mktemp -d "$cache/new.XXXXXX")
mkdir "$new.home"
exec 8> >(exec setsid "$0" --watch "$new" "$wine")
trap 'forget "$new"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The null driver needs no X server. winemenubuilder would write to the user's menus, mono and gecko would ask to be
# downloaded, winedbg turns a crash into a hang. A HOME of its own: Wine links the folders of a profile to the user's.
# In the background, because bash hears signals only while it waits.
in_prefix() {
    env -u DISPLAY -u WAYLAND_DISPLAY HOME="$new.home" XDG_CONFIG_HOME="$new.home" XDG_DATA_HOME="$new.home" \
        WINEPREFIX="$new" WINEARCH=win64 WINEDEBUG=-all \
        WINEDLLOVERRIDES='winedbg.exe=d;winemenubuilder.exe=d;mscoree,mshtml=' \
        timeout -k 5 180 "$wine/$1" "${@:2}" </dev/null >>"$new.log" 2>&1 8>&- 9>&- &
    echo $! >"$new.group"
    wait $!
}

printf 'identical: preparing a Wine prefix (%s)\n' "$version" >&2
in_prefix wine64 wineboot -i || fail "wineboot failed" "$new.log"
in_prefix wine64 reg add 'HKCU\Software\Wine\Drivers' /v Graphics /d null /f || fail "reg failed" "$new.log"
in_prefix wineserver -w || fail "the new prefix does not settle" "$new.log"
grep -q '"Graphics"="null"' "$new/user.reg" || fail "the new prefix is incomplete" "$new.log"

# Real folders in place of links into a home.
find "$new/drive_c/users" -type l | while read -r link; do
    rm "$link" && mkdir "$link"
done
printf 'wine %s\nversion %s\n' "$wine" "$version" >"$new/identical-template"

# Earlier versions of the same Wine can serve nobody any more.
for old in "$cache"/*/; do
    [ ! -e "$old/identical-template" ] || [ "${old%/}" = "$new" ] ||
        ! grep -qxF "wine $wine" "$old/identical-template" || rm -rf "$old"
done
mv "$new" "$template"
trap - EXIT
echo finished >&8
rm -rf "$new".*
printf '%s\n' "$template"

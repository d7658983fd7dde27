#!/bin/bash
# run-test.sh PROGRAM.exe [ARGUMENT...]: runs one PE under Wine in a prefix of its own, for CTest.
# The prefix shares Windows' files with the template (9 ms to make); registry and users are its own.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
wine=${IDT_WINE:-/usr/lib/wine}
template=${IDT_TEMPLATE:-$("$here/make-template.sh" "${XDG_CACHE_HOME:-$HOME/.cache}/identical" "$wine")}

prefix=$(mktemp -d "${TMPDIR:-/tmp}/identical-test.XXXXXX")
export LC_ALL=C.UTF-8 WINEPREFIX=$prefix WINEARCH=win64 WINEDEBUG=${IDT_TEST_DEBUG:--all}
export WINEDLLOVERRIDES='winedbg.exe=d;mscoree,mshtml='
unset DISPLAY WAYLAND_DISPLAY
# Wine names a server's socket by the number of the prefix's inode, and a new prefix may get that of one just removed,
# whose server is still ending: so the sockets lie in the prefix itself.
export XDG_RUNTIME_DIR=$prefix TMPDIR=$prefix
# For tests that look into what is left: the registry files, complete once the server has ended.
keep=${IDT_TEST_KEEP:-}
trap '"$wine/wineserver" -k 2>/dev/null || true
      [ -z "$keep" ] || cp "$prefix"/*.reg "$prefix/err" "$keep" || true
      rm -rf "$prefix"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cp "$template"/*.reg "$template/.update-timestamp" "$prefix"
mkdir -p "$prefix/drive_c" "$prefix/dosdevices"
for entry in "$template"/drive_c/*; do
    [ "${entry##*/}" = users ] || ln -s "$entry" "$prefix/drive_c/"
done
cp -a "$template/drive_c/users" "$prefix/drive_c/users"
ln -s ../drive_c "$prefix/dosdevices/c:"
ln -s / "$prefix/dosdevices/z:"

# Files, not pipes: a service of Wine may hold a pipe open for long after the program's end.
status=0
timeout -k 5 "${IDT_TEST_LIMIT:-100}" "$wine/wine64" "$@" </dev/null >"$prefix/out" 2>"$prefix/err" || status=$?
cat "$prefix/out"
cat "$prefix/err" >&2
exit "$status"

#!/bin/bash
# display.sh SLOT: an X server with a window manager of its own for one worker.
#
# When both are up, their display (":7") stands in SLOT/display. What is on the screen can be read at any time in
# SLOT/screen/Xvfb_screen0 (an XWD file that the server keeps up to date). Runs until it is ended, with the X server, by who
# started it: the driver, or its watchdog, which finds all of it by the slot that its environment names.
# Exit code 3: there is no display, with the reason on stderr.
set -euo pipefail

readonly slot=${1:?usage: display.sh SLOT}

fail() {
    printf '%s\n' "$1" >&2
    exit 3
}

for program in Xvfb openbox; do
    command -v "$program" >/dev/null || fail "no $program: ./identical doctor tells how to get it"
done
mkdir -p "$slot/screen"

# Sleeps without a process: nobody ever writes to it.
exec 4<> <(:)
pause() {
    read -rt 0.02 -u 4 || true
}

# up FILE WHAT: waits until it has content, 20 seconds at most.
up() {
    local i

    for ((i = 0; i < 1000; i++)); do
        [ ! -s "$1" ] || return 0
        kill -0 "$server" 2>/dev/null || break
        pause
    done
    fail "$2 does not start"
}

# Only the abstract socket, and so no lock: both would be left in /tmp when the server is killed.
Xvfb -displayfd 3 -screen 0 1024x768x24 -fbdir "$slot/screen" -nolisten tcp -nolisten unix -nocursor -noreset \
    3>"$slot/number" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
up "$slot/number" Xvfb
DISPLAY=:$(<"$slot/number")
export DISPLAY

# It runs the command when it manages the screen. Windows without a manager would wait for one, two seconds each.
printf '<?xml version="1.0"?>\n<openbox_config xmlns="http://openbox.org/3.4/rc"/>\n' >"$slot/openbox.xml"
printf '#!/bin/sh\necho yes >"%s/managed"\n' "$slot" >"$slot/managed.sh"
openbox --sm-disable --config-file "$slot/openbox.xml" --startup "/bin/sh $slot/managed.sh" &
up "$slot/managed" openbox

printf '%s\n' "$DISPLAY" >"$slot/display.new"
mv "$slot/display.new" "$slot/display"
wait "$server"

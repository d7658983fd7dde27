# shellcheck shell=bash
# Runs in the guest, or in its root folder (direct.sh): makes the Wine prefix that every command of the lane starts from.
timed() {
    local start=$SECONDS status=0

    "$@" || status=$?
    echo "$*: status $status, $((SECONDS - start)) s"
    return "$status"
}

# Files belong to whoever built the disk; Wine insists on owning the folder of its prefix.
chown root:root / /opt /root /opt/prefix 2>/dev/null
timed fc-cache -s
# No display: windows and dialogs work without one, and much faster than under an X server without window manager. Set
# before the first start, so that explorer and the services come up already then.
mkdir -p /opt/prefix
printf '%s\n' 'WINE REGISTRY Version 2' '#arch=win32' '' '[Software\\Wine\\Drivers]' '"Graphics"="null"' >/opt/prefix/user.reg
WINEDEBUG=err+all,fixme-all timed wineboot -i
timed wineserver -w
timed wine cmd /c ver || exit 1
# A crash must end the process, not open a dialog that nobody sees.
timed wine reg add 'HKCU\Software\Wine\WineDbg' /v ShowCrashDialog /t REG_DWORD /d 0 /f
timed wineserver -w
grep -q '"Graphics"="null"' /opt/prefix/user.reg && [ "$(stat -c %s /opt/prefix/system.reg)" -gt 1000000 ]

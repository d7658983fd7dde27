#!/bin/bash
# build-rootfs.sh CACHE emulated|direct
#
# Builds in CACHE a small 32-bit Debian 12 with Wine: for the lane `emulated` kernel, initrd, root disk with a ready Wine
# prefix, and a saved machine state that skips boot and Wine's start (qemu TCG, no KVM); for the lane `direct` the root
# folder alone, with a prefix in it. CACHE/lane names it when it is ready.
#
# Idempotent: every step leaves a stamp that holds what it was made from, and is done again when that changed or the
# step before it was done again. A step that was interrupted starts over. No root needed; no program of the guest runs
# on the host except in the lane `direct`. Needs apt, for the emulated PC also qemu-system-x86 qemu-utils cpio kmod zstd
# e2fsprogs and the i686 mingw compiler.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${1:?usage: build-rootfs.sh CACHE emulated|direct}
lane=${2:?usage: build-rootfs.sh CACHE emulated|direct}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=x86-vm.sh
. "$here/x86-vm.sh"
# shellcheck source=guest-files.sh
. "$here/guest-files.sh"
# shellcheck source=direct.sh
. "$here/direct.sh"

say() {
    printf 'identical: x86: [%4d s] %s\n' "$SECONDS" "$*" >&2
}

# step NAME INPUT FUNCTION: INPUT is a text that stands for everything the step reads besides earlier steps.
redo=no
step() {
    local stamp=$cache/stamp.$1

    if [ $redo = no ] && [ -e "$stamp" ] && [ "$(<"$stamp")" = "$2" ]; then
        return
    fi
    redo=yes
    rm -f "$stamp"
    "$3"
    printf '%s\n' "$2" >"$stamp"
}

checksum() {
    cat "$@" | sha256sum
}

# Both lanes are made from it, so neither is valid any more.
renew_root() {
    rm -f "$cache"/stamp.{direct,kernel,disk}
    unpack_root
}

make_prefix() {
    [ -e "$cache/disk.qcow2" ] || make_disk
    cp "$cache/disk.qcow2" "$cache/prefix.qcow2"
    vm_start "$work" "$cache" "file=$cache/prefix.qcow2" "$work"
    vm_attach "$work"
    vm_expect 300 ready
    vm_send mount ctl /ctl
    vm_expect 60 ok
    cp "$here/guest-prefix.sh" "$work/ctl/p.cmd"
    vm_run p 1800 >"$cache/prefix.log" 2>&1 || true
    if [ "$vm_rc" != 0 ]; then
        say "making the Wine prefix failed, see $cache/prefix.log"
        exit 1
    fi
    vm_stop
    say "Wine prefix: $(du -m "$cache/prefix.qcow2" | cut -f1) MB"
}

make_direct() {
    dir=$work/machine
    if ! direct_template >"$cache/prefix.log" 2>&1; then
        say "making the Wine prefix failed, see $cache/prefix.log"
        exit 1
    fi
    say "Wine prefix: $(du -sm "$cache/template" | cut -f1) MB"
}

# The overlay and the saved memory belong together: neither may change alone.
save_state() {
    rm -f "$cache/warm.qcow2" "$cache/warm.state" "$work"/cmd.* "$work"/mon.*
    qemu-img create -q -f qcow2 -F qcow2 -b prefix.qcow2 "$cache/warm.qcow2"
    vm_start "$work" "$cache" "file=$cache/warm.qcow2" "$work"
    vm_attach "$work"
    vm_expect 300 ready
    vm_send warm
    vm_expect 600 warm
    sleep 3 # let the last services settle
    vm_save "$cache/warm.state"
    printf '%s\n' "$(vm_words)" >"$cache/warm.words"
    say "saved machine: $(du -m "$cache/warm.state" | cut -f1) MB"
}

# Two setups at once: the second waits, then finds everything done.
exec 9>"$cache/lock"
flock 9
rm -rf "$cache"/work.*
work=$(mktemp -d "$cache/work.XXXXXX")
vm_pid=
trap '[ -z "$vm_pid" ] || kill "$vm_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

build_emulated() {
    step kernel "$(checksum "$here/guest-files.sh" "$here/guest-boot.sh")" make_initrd
    step disk "$(checksum "$here/guest-init.sh" "$here/holder.c")" make_disk
    step prefix "$(checksum "$here/guest-prefix.sh")" make_prefix
    step state "$(vm_words) $(checksum "$here/x86-vm.sh")" save_state
    # Only a rebuild would read these, and could make them again from the packages.
    rm -rf "$cache/kernel" "$cache/disk.qcow2"
    [ -e "$cache/stamp.direct" ] || rm -rf "$cache/root"
}

build_direct() {
    step direct "$(checksum "$here/guest-prefix.sh" "$here/direct.sh")" make_direct
}

step packages "${packages[*]} $kernel_package $leave_out" fetch_packages
[ "$lane" = emulated ] || [ -d "$cache/root" ] || rm -f "$cache/stamp.root"
step root "$(checksum "$here/guest-files.sh")" renew_root
"build_$lane"
echo "$lane" >"$cache/lane"
say "ready: $(du -sm "$cache" | cut -f1) MB in $cache"

# shellcheck shell=bash
# The 32-bit lane of a machine that runs 32-bit code itself: the programs of the guest's root folder, in a mount
# namespace of their own instead of an emulated PC. Nothing is installed on the host and no foreign architecture is
# added to it. Sourced by run-x86.sh and build-rootfs.sh, which set cache, dir, share, limit, env and owner.
# shellcheck disable=SC2154

# Root makes mount namespaces as it is, others inside a user namespace.
direct_unshare() {
    if [ "$(id -u)" = 0 ]; then
        unshare -m "$@"
    else
        unshare -Urm "$@"
    fi
}

# direct_enter COMMAND...: the root folder with the machine's prefix and /tmp and the share mounted in, else read-only
# (unless root_mode is rw).
root_mode=ro
direct_enter() {
    # shellcheck disable=SC2016 # for the inner shell
    direct_unshare bash -c '
        set -e
        root=$1 template=$2 machine=$3 share=$4 folder=$5 mode=$6
        shift 6
        mount --bind "$root" "$root"
        mount --rbind /dev "$root/dev"
        mount --rbind /proc "$root/proc"
        mount --bind "$machine/tmp" "$root/tmp"
        mount --bind "$machine/prefix" "$root/opt/prefix"
        [ ! -d "$template" ] || mount --bind -o ro "$template" "$root/opt/template"
        mkdir -p "$root$share"
        [ "$share" = / ] || mount --bind "$share" "$root$share"
        mount -o "remount,bind,$mode" "$root"
        cd /
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/tmp/home USER=root LOGNAME=root \
            LANG=C.UTF-8 WINEPREFIX=/opt/prefix WINEARCH=win32 WINEDEBUG=-all \
            WINEDLLOVERRIDES="winedbg.exe=d;winemenubuilder.exe=d;mscoree,mshtml=" \
            /bin/bash -c "cd \"\$0\" && exec \"\$@\"" "$folder" "$@"
    ' bash "$cache/root" "$cache/template" "$dir" "$share" "$(share_folder)" "$root_mode" "$@"
}

# The directory of the caller if the machine can see it.
share_folder() {
    case $PWD/ in
        "$share"/*) pwd -P ;;
        *) echo "$share" ;;
    esac
}

# A machine's prefix: registry and profile of its own, Windows' files by link to the template, mounted read-only.
direct_start() {
    local template=$cache/template entry

    check_share
    [ -d "$template" ] || die "no prefix: run ./identical x86 setup"
    mkdir -p "$dir"/{tmp/home,prefix/dosdevices,prefix/drive_c} || die "cannot write to $dir"
    echo "$share" >"$dir/share"
    cp "$template"/*.reg "$template/.update-timestamp" "$dir/prefix"
    cp -a "$template/drive_c/users" "$dir/prefix/drive_c/users"
    for entry in "$template"/drive_c/*; do
        [ "${entry##*/}" = users ] || ln -s "/opt/template/drive_c/${entry##*/}" "$dir/prefix/drive_c/"
    done
    ln -s ../drive_c "$dir/prefix/dosdevices/c:"
    ln -s / "$dir/prefix/dosdevices/z:"
    watch_owner
}

# Also for the watcher, when a command may still be running in the machine.
direct_end() {
    share=/
    direct_enter wineserver -k >/dev/null 2>&1
    rm -rf "$dir"
}

# Files in between, not pipes: Wine's services would hold a pipe open long after the command's end.
direct_in() {
    local status=0 out=$dir/tmp/out.$$

    [ -d "$dir/prefix" ] || die "no machine in $dir"
    share=$(cat "$dir/share")
    direct_enter env ${env[@]+"${env[@]}"} timeout -k 5 "$limit" "$@" \
        </dev/null >"$out" 2>"$out.err" || status=$?
    cat "$out"
    cat "$out.err" >&2
    rm -f "$out" "$out.err"
    return $status
}

# direct_template: the prefix that every machine starts from; whole or not at all.
direct_template() {
    rm -rf "$cache/template" "$dir"
    mkdir -p "$dir"/{tmp/home,prefix}
    cp "$here/guest-prefix.sh" "$dir/tmp/"
    share=/ root_mode=rw
    direct_enter bash /tmp/guest-prefix.sh && mv "$dir/prefix" "$cache/template"
}

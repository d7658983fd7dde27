# shellcheck shell=bash
# Debian packages by group, so that `compare` pulls neither clang nor an emulator. Sourced by `identical`.
# README.md says what each is for.

packages_of() {
    case $1 in
        build) echo cmake ninja-build gcc libc6-dev gcc-mingw-w64-x86-64-win32 mingw-w64-tools libwine-dev libjansson-dev libmd-dev \
            libxml2-dev libpng-dev zlib1g-dev libsqlite3-dev libzip-dev uthash-dev libhivex-dev ;;
        run) echo gcc-mingw-w64-i686-win32 wine64 ;;
        test) echo git clang clang-tidy clang-format libclang-rt-14-dev libcmocka-dev shellcheck \
            python3-pytest python3-pytest-xdist python3-jsonschema libxml2-utils jq zsh fish ;;
        browser) echo chromium chromium-driver ;; # in which tests use the page of a report
        coverage) echo gcovr ;; # only for test --coverage
        machines) echo openssh-server openssh-client parallel rsync iproute2 slurmctld slurmd slurm-client munge ;; # several machines, only for test --long
        image) echo xorriso ;; # only for kit --iso
        pictures) echo xvfb openbox locales fonts-ipafont-gothic ;; # only for --screenshots
        x86) echo qemu-system-x86 qemu-utils cpio kmod e2fsprogs zstd gcc-mingw-w64-i686-win32 ;;
    esac
}

# missing_packages GROUP...: the names that dpkg does not know as installed.
missing_packages() {
    local group name wanted='' installed

    for group; do
        wanted+=" $(packages_of "$group")"
    done
    # shellcheck disable=SC2086
    installed=" $(dpkg-query -W -f '${db:Status-Status}/${Package} ' $wanted 2>/dev/null || true)"
    for name in $wanted; do
        [[ $installed == *" installed/$name "* ]] || printf '%s\n' "$name"
    done | sort -u
}

require_packages() {
    local missing

    command -v dpkg-query >/dev/null ||
        die "this is no Debian: install the equivalents of $(for g; do packages_of "$g"; done | xargs)"
    missing=$(missing_packages "$@" | xargs)
    [ -z "$missing" ] || install_packages "$missing"
}

install_packages() {
    local line="apt-get install --no-install-recommends $1" as_root='' log

    [ "$(id -u)" = 0 ] || as_root=sudo
    if [ "$IDT_INSTALL" = no ]; then
        say "missing packages; this installs them:"
        printf '%s\n' "${as_root:+$as_root }$line"
        exit 3
    fi
    [ -z "$as_root" ] || command -v sudo >/dev/null ||
        die "missing packages and no sudo; as root run: $line"
    say "installing Debian packages: $1"
    log=$(mktemp "${TMPDIR:-/tmp}/identical-apt.XXXXXX")
    # The lists may be absent (fresh system) or too old (404): then refresh them and try once more.
    apt_install "$as_root" "$1" >"$log" 2>&1 </dev/null ||
        { $as_root apt-get -q update && apt_install "$as_root" "$1"; } >>"$log" 2>&1 </dev/null ||
        die "installation failed: $line" "$log"
    rm -f "$log"
}

# apt_install AS_ROOT NAMES: waits for another apt instead of failing.
apt_install() {
    # shellcheck disable=SC2086
    $1 env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
        install --no-install-recommends $2
}

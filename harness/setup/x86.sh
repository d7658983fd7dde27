# shellcheck shell=bash
# The verb `x86`: the lane for 32-bit programs. Sourced by `identical`.

readonly x86_usage='usage: identical x86 setup [--emulate] | status | remove | run [OPTION...] -- CMD [ARG...]
  setup    make the lane, once: a 32-bit Debian folder where the machine runs 32-bit code, else an emulated PC
           --emulate takes the emulated PC in any case
  status   say which lane there is
  remove   delete it
  run      run a command in it: run -- wine program.exe; the options are those of harness/x86/run-x86.sh
           (--start DIR, --in DIR, --stop DIR keep one machine for many commands)'

run_x86() {
    local verb=${1:-}

    x86_cache=$IDT_CACHE/x86
    shift || true
    [[ $verb == run || " $* " != *' --help '* && " $* " != *' -h '* ]] || verb=--help
    case $verb in
        --help | -h) printf '%s\n' "$x86_usage" ;;
        setup) x86_setup "$@" ;;
        status) x86_status ;;
        remove) x86_remove ;;
        run) x86_run "$@" ;;
        *)
            printf '%s\n' "$x86_usage" >&2
            exit 2
            ;;
    esac
    exit
}

# emulated, direct or none; written when a setup has finished.
x86_lane() {
    cat "$IDT_CACHE/x86/lane" 2>/dev/null || echo none
}

# A 96-byte program whose only deed is exit(42) by int 0x80: kernels and hypervisors differ in what they let through,
# so the processor's flags say nothing. Succeeds where 32-bit code runs.
runs_32bit_code() {
    local program=$x86_cache/probe32 status=0

    mkdir -p "$x86_cache"
    {
        printf '\x7fELF\1\1\1\0\0\0\0\0\0\0\0\0'                  # 32 bit, little endian
        printf '\2\0\3\0\1\0\0\0\x54\x80\4\x08\x34\0\0\0'         # executable, i386, entry 0x08048054, headers at 0x34
        printf '\0\0\0\0\0\0\0\0\x34\0\x20\0\1\0\0\0\0\0\0\0'     # one program header
        printf '\1\0\0\0\0\0\0\0\0\x80\4\x08\0\x80\4\x08'         # loaded at 0x08048000
        printf '\x60\0\0\0\x60\0\0\0\5\0\0\0\0\x10\0\0'           # 0x60 bytes, readable and executable
        printf '\xb8\1\0\0\0\xbb\x2a\0\0\0\xcd\x80'        # mov eax,1; mov ebx,42; int 0x80
    } >"$program"
    chmod +x "$program"
    timeout 5 "$program" 2>/dev/null || status=$?
    rm -f "$program"
    [ $status = 42 ]
}

x86_setup() {
    local lane=emulated

    [[ $# = 0 || $* == --emulate ]] || { printf '%s\n' "$x86_usage" >&2 && exit 2; }
    if [ "${1:-}" != --emulate ] && runs_32bit_code && has_namespaces; then
        lane=direct
        say "32-bit code runs on this machine: preparing a 32-bit Debian folder"
        enough_space 3000
    else
        say "preparing an emulated PC for 32-bit programs"
        require_packages x86
        enough_space 5000
    fi
    "$IDT_ROOT/harness/x86/build-rootfs.sh" "$x86_cache" $lane </dev/null ||
        die "the 32-bit lane could not be made; the next setup goes on where this one ended"
    x86_status
}

# The direct lane mounts a folder as the root of its programs.
has_namespaces() {
    if [ "$(id -u)" = 0 ]; then
        unshare -m true 2>/dev/null
    else
        unshare -Urm true 2>/dev/null
    fi
}

enough_space() {
    local free

    free=$(df -Pm "$x86_cache" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$1" ] || die "the emulated PC needs $1 MB for a while in $x86_cache, there are $free"
}

x86_status() {
    case $(x86_lane) in
        emulated) say "32-bit lane: emulated PC, $x86_cache, $(du -sm "$x86_cache" | cut -f1) MB" ;;
        direct) say "32-bit lane: direct, $x86_cache, $(du -sm "$x86_cache" | cut -f1) MB" ;;
        *)
            say "32-bit lane: none; ./identical x86 setup makes it"
            exit 3
            ;;
    esac
}

x86_remove() {
    rm -rf "$x86_cache"
    say "32-bit lane: removed"
}

x86_run() {
    [ "$(x86_lane)" != none ] || die "no 32-bit lane: ./identical x86 setup makes it"
    exec "$IDT_ROOT/harness/x86/run-x86.sh" -c "$x86_cache" "$@"
}

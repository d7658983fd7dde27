# shellcheck shell=bash
# Starts an emulated 32-bit PC and talks to its agent (guest-init.sh). Sourced by build-rootfs.sh and run-x86.sh.

X86_MEM=${X86_MEM:-1024}
X86_SMP=${X86_SMP:-2}
# smap must stay off: qemu 7.2 does the loads of a user-mode IRET (which Wine uses) as kernel accesses, so with SMAP
# every Wine process dies of SIGKILL.
X86_CPU=${X86_CPU:-max,-smap}
X86_ACCEL=${X86_ACCEL:-tcg,thread=multi,tb-size=512}
X86_QEMU=${X86_QEMU:-qemu-system-i386}
X86_APPEND="console=ttyS0 quiet loglevel=4 mitigations=off nopti panic=-1 random.trust_cpu=on tsc=reliable no_timer_check nowatchdog"

# What a saved machine depends on: it resumes only under the same qemu and the same words.
vm_words() {
    echo "$("$X86_QEMU" --version | head -n 1) $X86_QEMU $X86_CPU $X86_SMP $X86_MEM"
}

# vm_start DIR CACHE DRIVE SHARE [qemu options...]
#   DIR    scratch directory for pipes, logs and the control share
#   DRIVE  the -drive value's file part with its options
#   SHARE  host directory exported read-write under the 9p tag "share"
# The machine must be described in the same words when it is saved and resumed.
vm_start() {
    vm_dir=$1
    local cache=$2 drive=$3 share=$4 pipe
    shift 4

    mkdir -p "$vm_dir/ctl"
    for pipe in cmd.in cmd.out mon.in mon.out; do
        [ -p "$vm_dir/$pipe" ] || mkfifo "$vm_dir/$pipe"
    done
    "$X86_QEMU" -M pc-i440fx-7.2,hpet=off -accel "$X86_ACCEL" -cpu "$X86_CPU" -smp "$X86_SMP" -m "$X86_MEM" \
        -nodefaults -no-user-config -display none -no-reboot \
        -kernel "$cache/vmlinuz" -initrd "$cache/initrd.gz" -append "$X86_APPEND" \
        -drive "if=virtio,cache=unsafe,$drive" \
        -device virtio-serial-pci \
        -chardev "pipe,id=cmd,path=$vm_dir/cmd" -device virtserialport,chardev=cmd,name=x86.cmd \
        -chardev "pipe,id=mon,path=$vm_dir/mon" -mon chardev=mon,mode=readline \
        -device virtio-rng-pci \
        -fsdev "local,id=ctl,path=$vm_dir/ctl,security_model=none" \
        -device virtio-9p-pci,fsdev=ctl,mount_tag=ctl \
        -fsdev "local,id=share,path=$share,security_model=none,multidevs=remap" \
        -device virtio-9p-pci,fsdev=share,mount_tag=share \
        -serial "file:$vm_dir/console.log" "$@" >"$vm_dir/qemu.log" 2>&1 </dev/null 9>&- &
    vm_pid=$!
    echo "$vm_pid" >"$vm_dir/pid"
}

# Opened read-write, so that nothing blocks whichever side comes first.
vm_attach() {
    vm_dir=$1
    vm_pid=$(cat "$vm_dir/pid")
    exec 5<>"$vm_dir/cmd.out" 6<>"$vm_dir/cmd.in"
}

vm_alive() {
    kill -0 "$vm_pid" 2>/dev/null
}

vm_send() {
    printf '%s\n' "$*" >&6
}

# vm_expect SECONDS WORD: the next message must start with WORD; it is left in $vm_line.
vm_expect() {
    local left=$1 part

    vm_line=
    while [ "$left" -gt 0 ]; do
        part=
        if IFS= read -r -t 1 -u 5 part; then
            vm_line=$vm_line$part
            [[ $vm_line != "$2"* ]] || return 0
            echo "guest said: $vm_line" >&2
            return 1
        fi
        vm_line=$vm_line$part
        if ! vm_alive; then
            echo "the emulator ended early:" >&2
            tail -n 5 "$vm_dir/qemu.log" "$vm_dir/console.log" >&2
            return 1
        fi
        left=$((left - 1))
    done
    echo "no answer from the guest ($2)" >&2
    return 124
}

# vm_run ID SECONDS: runs ctl/ID.cmd and copies its output as it grows; leaves its status (124: out of time) in $vm_rc;
# fails if the machine does not answer.
vm_run() {
    local id=$1 limit=$2 status=0 out err

    : >"$vm_dir/ctl/$id.out"
    : >"$vm_dir/ctl/$id.err"
    vm_rc=125
    vm_send run "$id" "$limit"
    # --pid: a killed caller leaves no follower behind.
    tail -c +1 -s 0.1 --pid=$$ -f "$vm_dir/ctl/$id.out" &
    out=$!
    tail -c +1 -s 0.1 --pid=$$ -f "$vm_dir/ctl/$id.err" >&2 &
    err=$!
    vm_expect $((limit + 30)) "done $id " || status=$?
    sleep 0.25
    kill "$out" "$err"
    wait "$out" "$err" 2>/dev/null
    [ "$status" = 0 ] || return "$status"
    # shellcheck disable=SC2034 # for the callers
    read -r _ _ vm_rc _ <<<"$vm_line"
}

vm_stop() {
    local n=0

    if vm_alive; then
        vm_send quit
        vm_expect 20 ok 2>/dev/null
        while vm_alive && [ $n -lt 50 ]; do
            sleep 0.1
            n=$((n + 1))
        done
        vm_alive && kill "$vm_pid"
    fi
    wait "$vm_pid" 2>/dev/null || true
    vm_pid=
}

# vm_save FILE: writes the machine's memory and devices to FILE, then ends it.
# No "stop" beforehand: a machine saved while stopped also resumes stopped.
vm_save() {
    local n=0 seen saved=

    exec 8<>"$vm_dir/mon.in" 7<>"$vm_dir/mon.out"
    printf 'migrate_set_parameter max-bandwidth 100G\nmigrate "exec:zstd -3 -q -c > %s"\n' "$1" >&8
    while [ -z "$saved" ] && [ $n -lt 1200 ]; do
        printf 'info migrate\n' >&8
        sleep 0.5
        n=$((n + 1))
        while IFS= read -r -t 0.05 -u 7 seen; do
            case $seen in
                *"Migration status: completed"*) saved=yes ;;
                *"status: failed"*) saved=no ;;
            esac
        done
    done
    printf 'quit\n' >&8
    wait "$vm_pid" 2>/dev/null || true
    vm_pid=
    exec 8>&- 7>&-
    [ "$saved" = yes ]
}

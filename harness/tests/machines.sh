#!/bin/bash
# Several machines on one, for tests of what runs on several: each has a network, a name, a home, and by copy on write the repository,
# its builds and the cache of its own. The first is the desk, from which ssh reaches all of them by name.
#   machines.sh FOLDER [--shared] NAME... -- COMMAND...    with IDT_ROOT, IDT_BUILD, IDT_CACHE; as root, where namespaces are allowed
# --shared: the repository, its builds and the cache are the desk's on all of them, as on a file server. IDT_TEST_CPUS: machine N, from
# 1, has processor N-1 alone, the desk the first. COMMAND runs on the desk in the repository; all ends with it.
set -euo pipefail

here=$(readlink -f "$0")

# own FOLDER NAME: what this machine writes below FOLDER is its own.
own() {
    mkdir -p "$folder/$machine/$2" "$folder/$machine/$2.work"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$folder/$machine/$2,workdir=$folder/$machine/$2.work" "$1"
}

own_all() {
    own "$IDT_ROOT" root
    [[ $IDT_BUILD/ == "$IDT_ROOT"/* ]] || own "$IDT_BUILD" build
    [[ $IDT_CACHE/ == "$IDT_ROOT"/* ]] || own "$IDT_CACHE" cache
}

begin_machine() {
    hostname "$machine"
    ip link set lo up
    mkdir -p "$folder/$machine"
    mount -t tmpfs -o mode=700 tmpfs "$folder/$machine"
    mkdir "$folder/$machine/home"
    export HOME=$folder/$machine/home
}

# A host: its network is `lan`, which the desk has put here.
run_host() {
    local number=$1

    begin_machine
    [ -n "$shared" ] || own_all
    ip address add "10.77.0.1$number/24" dev lan
    ip link set lan up
    if [ -n "${IDT_TEST_CPUS:-}" ]; then
        taskset -cp $((number - 1)) $$ >/dev/null
    fi
    mount -t tmpfs -o mode=755 tmpfs /run # of services, too
    mkdir /run/sshd
    cat >"$HOME/sshd_config" <<END
Port $((2200 + number))
ListenAddress 10.77.0.1$number
HostKey $folder/$machine.key
AuthorizedKeysFile $folder/desk.key.pub
PidFile none
UsePAM no
StrictModes no
SetEnv HOME=$HOME IDT_BUILD=$IDT_BUILD XDG_CACHE_HOME=${IDT_CACHE%/*} IDT_HISTORY=
END
    exec /usr/sbin/sshd -D -e -f "$HOME/sshd_config" 2>"$folder/$machine.log"
}

# start_host NUMBER NAME: its process, and the wire to it.
start_host() {
    local number=$1 name=$2 pid

    ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$folder/$name.key"
    printf '[10.77.0.1%d]:%d %s\n' "$number" $((2200 + number)) "$(cut -d ' ' -f 1,2 "$folder/$name.key.pub")" >>"$folder/known"
    printf 'Host %s\n  HostName 10.77.0.1%d\n  Port %d\n' "$name" "$number" $((2200 + number)) >>"$folder/ssh_config/machines.conf"
    unshare --net --mount --uts --propagation private "$here" --host "$folder" "$shared" "$name" "$number" &
    pid=$!
    while [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
    ip link add "wire$number" type veth peer name lan netns "$pid"
    ip link set "wire$number" master lan up
}

start_network() {
    ip link add lan type bridge
    ip address add 10.77.0.1/24 dev lan
    ip link set lan up
    mkdir "$folder/ssh_config"
    ssh-keygen -q -t ed25519 -N '' -C desk -f "$folder/desk.key"
    printf 'IdentityFile %s\nUserKnownHostsFile %s\nStrictHostKeyChecking yes\nBatchMode yes\n' \
        "$folder/desk.key" "$folder/known" >"$folder/ssh_config/machines.conf"
    mount --bind "$folder/ssh_config" /etc/ssh/ssh_config.d
}

# Until every machine answers; one that does not is told with its own words.
wait_for() {
    local name=$1 tries

    for ((tries = 0; tries < 100; tries++)); do
        ssh "$name" true 2>>"$folder/ssh.log" </dev/null && return
        sleep 0.1
    done
    cat "$folder/$name.log" "$folder/ssh.log" >&2
    exit 3
}

run_desk() {
    local names=() number=0 name

    while [ "$1" != -- ]; do
        names+=("$1")
        shift
    done
    shift
    begin_machine
    start_network
    [ -z "$shared" ] || own_all
    for name in "${names[@]}"; do start_host $((number += 1)) "$name"; done
    for name in "${names[@]}"; do wait_for "$name"; done
    [ -n "$shared" ] || own_all
    if [ -n "${IDT_TEST_CPUS:-}" ]; then
        taskset -cp 0 $$ >/dev/null
    fi
    cd "$IDT_ROOT"
    exec "$@"
}

case $1 in
    --host) folder=$2 shared=$3 machine=$4 && run_host "$5" ;;
    --desk) folder=$2 machine=desk shared='' ;;
    *) exec unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc --propagation private "$here" --desk "$@" ;;
esac
shift 2
if [ "$1" = --shared ]; then
    shared=shared
    shift
fi
run_desk "$@"

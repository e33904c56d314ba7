#!/bin/bash
# Runs an unpacked image the way the task definition does, with what util-linux has: namespaces of its own,
# a read-only root, a user without capabilities or new privileges, a memory limit, an init process,
# and tmpfs where it may write.
#
#   run-container.sh STATE NETWORK ROOTFS ro|rw ADDRESS ROUTES USER:GROUP MEMORY_MIB WORKDIR MOUNTS COMMAND...
#
# STATE is a directory that gets the logs, the pid of the container's first process, and its cgroup.
# NETWORK is the name of a network of network.sh, and ROUTES a list of addresses outside its subnet that it can reach.
# With rw the container writes to a copy of its own, which is lost with STATE.
# MOUNTS is a list of "tmpfs:/path:options", "volume:/source:/target" and "/source:/target", which is read-only.
# The lists are separated by spaces. The environment of this script is the environment of the container.
set -euo pipefail

state=$1 network=$2 rootfs=$3 mode=$4 address=$5 routes=$6 user=$7 memory=$8 workdir=$9 mounts=${10}
shift 10
container_path=$PATH
PATH=/usr/sbin:/usr/bin:/sbin:/bin
name=${state##*/}
root=$state/root
export -n state network rootfs mode address routes user memory workdir mounts name root

limit_memory() {
    if [ -d /sys/fs/cgroup/memory ]; then
        group=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)/$network-$name
        limit=memory.limit_in_bytes
    else
        group=/sys/fs/cgroup/$network-$name
        limit=memory.max
    fi
    mkdir -p "$group"
    echo $((memory * 1024 * 1024)) >"$group/$limit"
    echo $$ >"$group/cgroup.procs"
    echo "$group" >"$state/cgroup"
}

join_network() {
    ip netns add "$network-$name"
    ip -n "$network-$name" link add eth0 type veth peer name "$name" netns "$network-lan"
    ip -n "$network-lan" link set "$name" master bridge up
    ip -n "$network-$name" address add "$address/24" dev eth0
    ip -n "$network-$name" link set eth0 up
    ip -n "$network-$name" link set lo up
    for route in 169.254.170.2 $routes; do ip -n "$network-$name" route add "$route" dev eth0; done
}

# As a runtime does before it hands over; the host's /proc is still mounted.
mount_file_systems() {
    # The mount points, which a runtime creates.
    mkdir -p "$rootfs"/{dev,etc,proc,sys}
    touch "$rootfs/etc/hosts"
    for entry in $mounts; do
        IFS=: read -r kind path target <<<"$entry"
        if [ "$kind" = tmpfs ]; then
            mkdir -p "$rootfs$path"
        elif [ "$kind" = volume ]; then
            mkdir -p "$rootfs$target"
        elif [ ! -e "$rootfs$path" ]; then
            mkdir -p "$(dirname "$rootfs$path")"
            touch "$rootfs$path"
        fi
    done
    if [ "$mode" = ro ]; then
        mount --bind "$rootfs" "$root"
        mount -o remount,bind,ro "$root"
    else
        mkdir -p "$state/upper" "$state/work"
        mount -t overlay -o "lowerdir=$rootfs,upperdir=$state/upper,workdir=$state/work" overlay "$root"
    fi
    mount -t proc proc "$root/proc"

    mount -t tmpfs -o mode=755 devices "$root/dev"
    for device in null zero full random urandom; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    for link in fd:/proc/self/fd stdin:/proc/self/fd/0 stdout:/proc/self/fd/1 stderr:/proc/self/fd/2; do
        ln -s "${link#*:}" "$root/dev/${link%%:*}"
    done
    touch "$root/dev/init"
    mount --bind "$(command -v tini-static)" "$root/dev/init"

    mount -t tmpfs sys "$root/sys"
    case $group in
        */memory/*) view=$root/sys/fs/cgroup/memory ;;
        *) view=$root/sys/fs/cgroup ;;
    esac
    mkdir -p "$view"
    mount --bind -o ro "$group" "$view"

    mount --bind "$state/hosts" "$root/etc/hosts"
    for entry in $mounts; do
        if [ "${entry%%:*}" = tmpfs ]; then
            IFS=: read -r _ path options <<<"$entry"
            mount -t tmpfs -o "$options" tmpfs "$root$path"
        elif [ "${entry%%:*}" = volume ]; then
            IFS=: read -r _ source path <<<"$entry"
            mount --bind "$source" "$root$path"
        else
            # Where another file system is mounted by now.
            [ -e "$root${entry#*:}" ] || touch "$root${entry#*:}"
            mount --bind -o ro "${entry%%:*}" "$root${entry#*:}"
        fi
    done
}

become_container() {
    mount_file_systems
    # A runtime gives the log pipes to the container's user, so that it can open /proc/1/fd/1.
    chown "$user" /proc/self/fd/1 /proc/self/fd/2
    read -r pid _ </proc/self/stat
    echo "$pid" >"$state/pid"
    # Dies with its parent, which dies with its own: nothing outlives an aborted test run.
    exec chroot "$root" setpriv --reuid="${user%:*}" --regid="${user#*:}" --clear-groups --no-new-privs \
        --bounding-set=-all --inh-caps=-all --pdeathsig=KILL -- env --chdir="$workdir" "PATH=$container_path" /dev/init -- "$@"
}

# First, so that the log says why a container could not be prepared.
exec > >(exec tee -a "$state/stdout") 2> >(exec tee -a "$state/stderr" >&2)
limit_memory
join_network
mkdir -p "$root"
# A parent that has died meanwhile sends no signal any more.
# shellcheck disable=SC2016
exec setpriv --pdeathsig KILL bash -c '[ "$PPID" = "$1" ] || exit 1; exec "${@:2}"' with-its-parent "$PPID" \
    nsenter --net="/run/netns/$network-$name" \
    unshare --mount --pid --ipc --uts --fork --kill-child=KILL \
    bash -euo pipefail -c "$(declare -f mount_file_systems become_container)
        $(declare -p state rootfs mode root group user mounts workdir container_path)
        become_container \"\$@\"" become-container "$@"

#!/bin/bash
# Runs an unpacked image the way the task definition does, with what util-linux has: namespaces of its own,
# a read-only root, a user without capabilities or new privileges, a memory limit, an init process,
# and tmpfs where it may write.
#
#   run-container.sh STATE ROOTFS ADDRESS USER:GROUP MEMORY_MIB WORKDIR MOUNTS COMMAND...
#
# STATE is a directory that gets the logs, the pid of the container's first process, and peak memory.
# MOUNTS is a list of "tmpfs:/path:options" and "/source:/target", separated by spaces.
# The environment of this script is the environment of the container.
set -euo pipefail

state=$1 rootfs=$2 address=$3 user=$4 memory=$5 workdir=$6 mounts=$7
shift 7
name=${state##*/}
root=$state/root
export -n state rootfs address user memory workdir mounts name root

limit_memory() {
    if [ -d /sys/fs/cgroup/memory ]; then
        group=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)/images-$name
        limit=memory.limit_in_bytes
    else
        group=/sys/fs/cgroup/images-$name
        limit=memory.max
    fi
    mkdir -p "$group"
    echo $((memory * 1024 * 1024)) >"$group/$limit"
    echo $$ >"$group/cgroup.procs"
    echo "$group" >"$state/cgroup"
}

join_network() {
    ip netns add "images-$name"
    ip -n "images-$name" link add eth0 type veth peer name "$name" netns images-lan
    ip -n images-lan link set "$name" master bridge up
    ip -n "images-$name" address add "$address/24" dev eth0
    ip -n "images-$name" link set eth0 up
    ip -n "images-$name" link set lo up
    ip -n "images-$name" route add 169.254.170.2 dev eth0
}

# As a runtime does before it hands over; the host's /proc is still mounted.
mount_file_systems() {
    mount --bind "$rootfs" "$root"
    mount -o remount,bind,ro "$root"
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
        else
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
        --bounding-set=-all --inh-caps=-all --pdeathsig=KILL -- env --chdir="$workdir" /dev/init -- "$@"
}

limit_memory
join_network
mkdir -p "$root"

exec > >(exec cat >>"$state/stdout") 2> >(exec cat >>"$state/stderr")
exec setpriv --pdeathsig KILL nsenter --net="/run/netns/images-$name" \
    unshare --mount --pid --ipc --uts --fork \
    bash -euo pipefail -c "$(declare -f mount_file_systems become_container)
        $(declare -p state rootfs root group user mounts workdir)
        become_container \"\$@\"" become-container "$@"

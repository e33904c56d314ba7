#!/bin/bash
# network.sh up NAME SUBNET ADDRESS... | down NAME
#
# A bridge for containers in a network namespace of its own, with one end on this machine: SUBNET.1, and SUBNET.2 to
# SUBNET.4 for copies of the database. NAME has at most 10 characters. Each ADDRESS is another address of this machine that
# containers can answer, e.g. that of a load balancer.
# `down` also ends and removes what a killed process has left: its containers, their namespaces and cgroups. It takes the
# beginning of a name too, up to a dash, for all these networks.
#
# Its own namespace, because a Docker engine's firewall rules also apply to foreign bridges beside it.
set -euo pipefail

action=$1 name=$2
lan=$name-lan host=$name-host

down() {
    # Who runs a container removes it when its processes end: any of these can go meanwhile.
    { find /sys/fs/cgroup -maxdepth 6 -type d -name "$name-*" 2>/dev/null || true; } | while read -r group; do
        for _ in {1..50}; do
            xargs --no-run-if-empty kill -KILL <"$group/cgroup.procs" 2>/dev/null || true
            ! rmdir "$group" 2>/dev/null || break
            sleep 0.1
        done
    done
    for namespace in $(ip netns list | awk -v prefix="$name-" 'index($1, prefix) == 1 { print $1 }'); do
        ip netns delete "$namespace" 2>/dev/null || [[ ! -e /run/netns/$namespace ]]
    done
    for link in $(ip -brief link | awk -v prefix="$name-" 'index($1, prefix) == 1 { print $1 }'); do
        ip link delete "${link%@*}" 2>/dev/null || true
    done
}

up() {
    local subnet=$1
    shift
    down
    ip netns add "$lan"
    # By default a bridge has the lowest address of its ports. When the container with that port ends, the others know the old
    # address for some seconds, and get no answer from the agent.
    ip -n "$lan" link add bridge address 02:00:00:00:00:01 type bridge
    ip -n "$lan" link set bridge up
    # Where the ECS agent answers containers. Inside, so that every host of this machine has this address.
    ip -n "$lan" address add 169.254.170.2/32 dev bridge
    ip -n "$lan" route add "$subnet.0/24" dev bridge
    ip link add "$host" type veth peer name host netns "$lan"
    ip -n "$lan" link set host master bridge up
    # The first one comes last: a program that can listen there can listen at all of them.
    for number in 2 3 4; do ip address add "$subnet.$number/32" dev "$host"; done
    ip address add "$subnet.1/24" dev "$host"
    for address in "$@"; do ip address add "$address/32" dev "$host"; done
    ip link set "$host" up
}

"$action" "${@:3}"

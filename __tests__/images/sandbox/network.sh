#!/bin/bash
# network.sh up | down: a bridge in a network namespace of its own, with one end on this machine.
#
# Its own namespace, because a Docker engine's firewall rules also apply to foreign bridges beside it.
# 198.18.0.0/15 is reserved for benchmarks (RFC 2544), so no network uses it.
set -euo pipefail

LAN=images-lan
HOST=images-host

down() {
    for namespace in $(ip netns list | awk '/^images-/ { print $1 }'); do
        ip netns delete "$namespace"
    done
    ip link delete "$HOST" 2>/dev/null || true
}

up() {
    down
    ip netns add "$LAN"
    ip -n "$LAN" link add bridge type bridge
    ip -n "$LAN" link set bridge up
    ip link add "$HOST" type veth peer name host netns "$LAN"
    ip -n "$LAN" link set host master bridge up
    ip address add 198.18.7.1/24 dev "$HOST"
    # Where the ECS agent answers containers.
    ip address add 169.254.170.2/32 dev "$HOST"
    ip link set "$HOST" up
}

"$1"

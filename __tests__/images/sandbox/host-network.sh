#!/bin/bash
# host-network.sh up|down NAME
#
# The network of a container host in three namespaces, with what Docker and the ECS agent set up before any rule of the project:
#
#   NAME-host  the host, 172.31.71.1 on the bridge docker0, 198.18.78.1 in the VPC
#   NAME-box   a container, 172.31.71.2
#   NAME-vpc   the rest: 169.254.169.254, the instance metadata service, and 198.18.78.2, a server
set -euo pipefail

action=$1 name=$2
host=$name-host box=$name-box vpc=$name-vpc

down() {
    for namespace in "$host" "$box" "$vpc"; do ip netns delete "$namespace" 2>/dev/null || true; done
}

# connect INTERFACE NAMESPACE: an interface of the host, and eth0 in the other namespace.
connect() {
    ip -n "$host" link add "$1" type veth peer name eth0 netns "$2"
    ip -n "$host" link set "$1" up
    ip -n "$2" link set eth0 up
    ip -n "$2" link set lo up
}

up() {
    down
    for namespace in "$host" "$box" "$vpc"; do ip netns add "$namespace"; done
    ip -n "$host" link set lo up
    ip -n "$host" link add docker0 type bridge
    ip -n "$host" link set docker0 up
    ip -n "$host" address add 172.31.71.1/24 dev docker0

    connect veth1 "$box"
    ip -n "$host" link set veth1 master docker0
    ip -n "$box" address add 172.31.71.2/24 dev eth0
    ip -n "$box" route add default via 172.31.71.1

    connect eth0 "$vpc"
    ip -n "$host" address add 198.18.78.1/24 dev eth0
    ip -n "$host" route add 169.254.169.254/32 dev eth0
    ip -n "$vpc" address add 198.18.78.2/24 dev eth0
    ip -n "$vpc" address add 169.254.169.254/32 dev eth0
    ip -n "$vpc" route add 172.31.71.0/24 via 198.18.78.1

    ip netns exec "$host" bash -euo pipefail -c '
        sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1
        # Docker
        iptables --new-chain DOCKER-USER
        iptables --insert FORWARD --jump DOCKER-USER
        # ecs-init (aws/amazon-ecs-agent, ecs-init/exec/iptables)
        iptables --table nat --append PREROUTING --protocol tcp --destination 169.254.170.2 --dport 80 \
            --jump DNAT --to-destination 127.0.0.1:51679
        iptables --insert INPUT --destination 127.0.0.0/8 ! --source 127.0.0.0/8 \
            --match conntrack ! --ctstate RELATED,ESTABLISHED,DNAT --jump DROP
        iptables --insert INPUT --protocol tcp --in-interface eth0 --dport 51678 --jump DROP'
}

"$action"

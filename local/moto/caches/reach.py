"""Who reaches a replication group: what its security groups allow. Those of clients are the groups of running instances, and a
range of addresses is taken to contain them."""

from typing import Any


def is_reachable(backend: Any, group: Any) -> bool:
    """Whether a host can connect. A replication group without security groups has the default one, which allows no host."""
    from moto.ec2.models import ec2_backends

    ec2 = ec2_backends[backend.account_id][backend.region_name]
    known = {name: found for vpc in list(ec2.groups.values()) for name, found in list(vpc.items())}
    rules = [rule for name in group.security_group_ids if name in known for rule in known[name].ingress_rules]
    clients = {
        client.id
        for reservation in list(ec2.reservations.values())
        for instance in reservation.instances
        if instance._state.name == "running"
        for client in instance.security_groups
    }
    return any(opens(rule, group.port) and from_clients(rule, clients) for rule in rules)


def opens(rule: Any, port: int) -> bool:
    return rule.ip_protocol == "-1" or (rule.ip_protocol == "tcp" and rule.from_port <= port <= rule.to_port)


def from_clients(rule: Any, clients: set[str]) -> bool:
    return bool(rule.ip_range) or rule.source_group.get("GroupId") in clients

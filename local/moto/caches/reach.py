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
        name
        for reservation in list(ec2.reservations.values())
        for instance in reservation.instances
        if instance._state.name == "running"
        for name in groups_of(instance)
    }
    return any(opens(rule, group.port) and from_clients(rule, clients) for rule in rules)


def groups_of(instance: Any) -> list[str]:
    """moto does not give an instance the groups of the network interface in its launch template."""
    own = [each.id for each in instance.security_groups]
    auto_scaling_group = getattr(instance, "autoscaling_group", None)
    template = auto_scaling_group and auto_scaling_group.ec2_launch_template
    if not template:
        return own
    data = template.get_version(auto_scaling_group.launch_template_version).data
    return [*own, *(each for interface in data.get("NetworkInterfaces", []) for each in interface.get("Groups", []))]


def opens(rule: Any, port: int) -> bool:
    return rule.ip_protocol == "-1" or (rule.ip_protocol == "tcp" and rule.from_port <= port <= rule.to_port)


def from_clients(rule: Any, clients: set[str]) -> bool:
    return bool(rule.ip_range) or rule.source_group.get("GroupId") in clients

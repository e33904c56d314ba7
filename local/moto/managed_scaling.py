"""Managed scaling of capacity providers: their Auto Scaling groups grow and shrink with what the services need.

AWS does this by the metric CapacityProviderReservation ("Amazon ECS cluster auto scaling", ECS Developer Guide). This
is simpler: a group grows by the provider's maximum step, at most to its maximum size, while a task that
would fit an empty host cannot be placed; it loses a host, at most to its minimum size, that had no task for 15
minutes. A target capacity below 100 % is not known.
"""

from typing import Any

import pace
from ecs.clusters import hosts_in, services_in, tasks_in
from ecs.placement import needs
from hosts_of_groups import ecs_of, group_backends, joined, provider_of, retire

MINUTE = 60
EMPTY_SECONDS = 900

# Since when each host is empty, in the time of the model.
empty_since: dict[str, float] = {}


def scale_all() -> None:
    for backend in group_backends():
        for group in list(backend.autoscaling_groups.values()):
            provider = provider_of(group)
            scaling = (provider or {}).get("managedScaling", {})
            # Other numbers of hosts are those of an instance refresh.
            if scaling.get("status") == "ENABLED" and len(group.instance_states) == group.desired_capacity:
                scale(group, int(scaling.get("maximumScalingStepSize", 1)))


def scale(group: Any, step: int) -> None:
    hosts = {each.instance.id: joined(group, each.instance.id) for each in group.instance_states}
    if all(hosts.values()) and group.desired_capacity < group.max_size and needs_host(group):
        return group.set_desired_capacity(min(group.max_size, group.desired_capacity + step))
    for instance_id, host in hosts.items():
        if host is None or host.tasks:
            empty_since.pop(instance_id, None)
        elif pace.now() - empty_since.setdefault(instance_id, pace.now()) > EMPTY_SECONDS:
            if group.desired_capacity > group.min_size:
                group.desired_capacity -= 1
                return retire(group, instance_id)
    return None


def needs_host(group: Any) -> bool:
    backend = ecs_of(group)
    settings = provider_of(group)
    names = [each.name for each in backend.capacity_providers.values() if each.auto_scaling_group_provider is settings]
    return any(
        fits(cluster, need)
        for cluster in list(backend.clusters.values())
        if set(names) & set(cluster.capacity_providers or [])
        for need in unplaced(backend, cluster)
    )


def unplaced(backend: Any, cluster: Any) -> list[dict[str, Any]]:
    """What the tasks need that have no host."""
    complaining = [each for each in services_in(cluster) if any("unable to place" in text for text in each.complaints)]
    definitions = [backend.describe_task_definition(each.deployments[0].task_definition) for each in complaining]
    waiting = [task._needs for task in tasks_in(cluster) if task.waits_for_host]
    return [needs(definition, {}) for definition in definitions] + waiting


def fits(cluster: Any, need: dict[str, Any]) -> bool:
    sizes = [
        {each["name"]: each.get("integerValue", 0) for each in host.registered_resources} for host in hosts_in(cluster)
    ]
    return not sizes or any(all(need[name] <= size.get(name, 0) for name in ("MEMORY", "CPU")) for size in sizes)


def apply() -> None:
    pace.every(MINUTE, scale_all)

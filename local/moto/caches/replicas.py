"""More or fewer replicas."""

from typing import Any

from .state import actions, available_group, fault


def apply() -> None:
    actions(increase_replica_count, decrease_replica_count)


def change(backend: Any, given: dict[str, Any], is_right: Any, way: str) -> dict[str, Any]:
    group = available_group(backend, given["ReplicationGroupId"])
    count = given["NewReplicaCount"]
    if not is_right(count, group.replicas):
        raise fault("InvalidParameterValue", f"The new replica count {count} does not {way} the current {group.replicas}.")
    if count == 0 and "enabled" in (group.automatic_failover, group.multi_az):
        text = "Replication groups with automatic failover or Multi-AZ must have at least one replica."
        raise fault("InvalidParameterCombination", text)
    group.replicas = count
    group.become("modifying")
    return {"ReplicationGroup": group.shown()}


def increase_replica_count(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    return change(backend, given, lambda new, old: old < new <= 5, "increase")


def decrease_replica_count(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    return change(backend, given, lambda new, old: 0 <= new < old, "decrease")

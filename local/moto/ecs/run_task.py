"""RunTask and StartTask: tasks outside services."""

from typing import Any

from moto.ecs.exceptions import InvalidParameterException

from .hosts import backend_hosts
from .placement import NO_HOST, choose, needs, obstacle
from .state import action, active_cluster, active_task_definition, found
from .tasks import Task, place


@action
def run_task(backend: Any, given: dict) -> dict:
    cluster = active_cluster(backend, given)
    definition = active_task_definition(backend, given["taskDefinition"])
    strategy = given.get("capacityProviderStrategy") or (
        not given.get("launchType") and cluster.default_capacity_provider_strategy
    )
    given = {**given, "capacityProviderStrategy": strategy}
    need = needs(definition, given.get("overrides") or {})
    group = given.get("group") or f"family:{definition.family}"
    tasks: list[Task] = []
    for _ in range(given.get("count") or 1):
        host, obstacles = choose(cluster, need, given.get("placementStrategy") or [], group)
        if host:
            tasks.append(place(backend, cluster, definition, host, given))
            continue
        if not obstacles and not strategy:
            raise InvalidParameterException(NO_HOST)
        failures = [{"arn": each.container_instance_arn, "reason": reason} for each, reason in obstacles]
        return {"tasks": tasks, "failures": failures or [{"reason": "EMPTY CAPACITY PROVIDER"}]}
    return {"tasks": tasks, "failures": []}


@action
def start_task(backend: Any, given: dict) -> dict:
    cluster = active_cluster(backend, given)
    definition = active_task_definition(backend, given["taskDefinition"])
    hosts, failures = found(backend_hosts(cluster), given["containerInstances"])
    tasks = []
    for host in hosts:
        if reason := obstacle(host, needs(definition, given.get("overrides") or {})):
            failures.append({"arn": host.container_instance_arn, "reason": reason})
        else:
            tasks.append(place(backend, cluster, definition, host, given))
    return {"tasks": tasks, "failures": failures}

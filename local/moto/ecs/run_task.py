"""RunTask and StartTask: tasks outside services.

With managed scaling, a task without a host waits in PROVISIONING for one, "between 10 and 30 minutes" ("Deep Dive on Amazon
ECS Cluster Auto Scaling", AWS Containers Blog). Here it waits for 15, and at any pace for 30 seconds.
"""

import time
from typing import Any

import pace
from moto.ecs.exceptions import InvalidParameterException

from .clusters import tasks_in
from .hosts import backend_hosts
from .placement import NO_HOST, choose, needs, obstacle
from .state import action, active_cluster, active_task_definition, found
from .messages import announce_task
from .tasks import Task, place, stop

WAITS_SECONDS = 15 * 60
NO_CAPACITY = "EMPTY CAPACITY PROVIDER"


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
        if host or is_scaled(backend, strategy):
            tasks.append(place(backend, cluster, definition, host, given))
            continue
        if not obstacles and not strategy:
            raise InvalidParameterException(NO_HOST)
        failures = [{"arn": each.container_instance_arn, "reason": reason} for each, reason in obstacles]
        return {"tasks": tasks, "failures": failures or [{"reason": NO_CAPACITY}]}
    return {"tasks": tasks, "failures": []}


def is_scaled(backend: Any, strategy: list[dict]) -> bool:
    providers = [backend.capacity_providers.get(each["capacityProvider"]) for each in strategy or []]
    groups = [each.auto_scaling_group_provider for each in providers if each]
    return any((each.get("managedScaling") or {}).get("status") == "ENABLED" for each in groups)


def place_waiting(backend: Any) -> None:
    """Gives waiting tasks the hosts that have room now. One that has waited too long stops."""
    for task in [task for cluster in backend.clusters.values() for task in tasks_in(cluster) if task.waits_for_host]:
        host, obstacles = choose(task._cluster, task._needs, task._given.get("placementStrategy") or [], task.group)
        if host:
            task.run_on(host)
            announce_task(task)
        elif time.monotonic() - task._made_at > max(pace.scaled(WAITS_SECONDS), 30):
            stop([task], obstacles[0][1] if obstacles else NO_CAPACITY, "TaskFailedToStart")


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

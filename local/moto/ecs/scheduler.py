"""The service scheduler. Once a second it compares each service with what it should be, and starts and stops tasks
within the minimum and maximum percent ("DeploymentConfiguration", Amazon ECS API Reference).

AWS does not publish when it delays the start of tasks that fail to start. Here it begins after the third failure.
"""

import math
import time
import traceback
from collections.abc import Callable
from typing import Any

import pace

from .clusters import backends
from .deployments import breaker_of, complete, roll_back, trip
from .hosts import backend_hosts, remove_terminated
from .messages import announce_action, complain, say, say_of_tasks
from .placement import NO_HOST, REASONS, choose, needs
from .run_task import place_waiting
from .state import LOCK
from .targets import health_of
from .tasks import Task, checked, finish_draining, forget_old, place, stop

SCHEDULER = "ServiceSchedulerInitiated"
UNCHECKED_SECONDS = 40
LONGEST_DELAY = 900
MORE = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."


def run() -> None:
    while True:
        time.sleep(max(pace.scaled(1), 0.02))
        with LOCK:
            for backend in backends():
                safely(remove_terminated, backend)
                safely(forget_old, backend)
                safely(finish_draining, backend)
                safely(place_waiting, backend)
                for service in list(backend.services.values()):
                    safely(tend, backend, service)


def safely(act: Callable[..., None], *arguments: Any) -> None:
    """An error is logged. It ends neither the scheduler nor what it does for others."""
    try:
        act(*arguments)
    except Exception:
        traceback.print_exc()


def tend(backend: Any, service: Any) -> None:
    if service.status == "INACTIVE":
        return
    if service.status == "DRAINING":
        stop(service.tasks, f"Scaling activity initiated by (deployment {service.deployments[0].id})", SCHEDULER)
        # It does not wait for the tasks that are STOPPING ("DeleteService", Amazon ECS API Reference).
        service.status = "DRAINING" if any(t.last_status != "STOPPING" for t in service.tasks) else "INACTIVE"
        return
    note_progress(service)
    judge(service)
    replace(backend, service)
    settle(service)


def note_progress(service: Any) -> None:
    """A healthy task sets the count of consecutive failures back."""
    primary = service.deployments[0]
    for task in primary.tasks:
        if is_healthy(task) and not task._was_healthy:
            task._was_healthy = True
            primary.failed_tasks = 0


def judge(service: Any) -> None:
    primary, current = service.deployments[0], service.service_deployments[0]
    if current.status == "ROLLBACK_REQUESTED":
        roll_back(service, "Stopped by StopServiceDeployment.", "Stopped: rolling back to deploymentId {}.")
    elif primary.rollout_state == "IN_PROGRESS" and breaker_of(service)["enable"]:
        if primary.failed_tasks >= primary.threshold:
            trip(service)


def replace(backend: Any, service: Any) -> None:
    primary = service.deployments[0]
    desired = service.desired_count
    percent = {"minimumHealthyPercent": 100, "maximumPercent": 200, **(service.deployment_configuration or {})}
    minimum = math.ceil(desired * percent["minimumHealthyPercent"] / 100)
    maximum = math.floor(desired * percent["maximumPercent"] / 100)

    up = [task for task in service.tasks if task.desired_status == "RUNNING"]
    sick = {task: reason for task in up if (reason := sickness(task))}
    current = [task for task in up if task.started_by == primary.id and task not in sick and not is_drained(task)]
    healthy = [task for task in up if is_healthy(task) and task not in sick]
    replaced = primary.rollout_state == "IN_PROGRESS" or len([t for t in current if t in healthy]) >= desired

    # A failed deployment starts no task, so it does not replace any either.
    leaving = [] if primary.rollout_state == "FAILED" else [task for task in up if task not in current]
    spare = len(healthy) - minimum
    for task in leaving + current[desired:]:
        if task in healthy:
            if spare <= 0:
                continue
            spare -= 1
        elif task in sick and not replaced and (len(current) >= desired or len(service.tasks) < maximum):
            continue  # Its replacement is started first.
        stop([task], sick.get(task, f"Scaling activity initiated by (deployment {primary.id})"), SCHEDULER)

    missing = min(desired - len(current), maximum - len(service.tasks))
    if missing > 0 and primary.rollout_state != "FAILED" and not is_delayed(service):
        started = [task for _ in range(missing) if (task := place_one(backend, service))]
        say_of_tasks(service, "has started {} tasks", started)


def is_delayed(service: Any) -> bool:
    failures = service.failed_starts - 2
    if failures <= 0:
        return False
    complain(
        service,
        "is unable to consistently start tasks successfully. " + MORE,
        "SERVICE_TASK_START_IMPAIRED",
        "WARN",
    )
    delay = pace.scaled(min(15 * 2**failures, LONGEST_DELAY))
    return time.monotonic() < service.failed_start_at + delay


def place_one(backend: Any, service: Any) -> Task | None:
    primary = service.deployments[0]
    cluster = backend.clusters[service.cluster_name]
    definition = backend.describe_task_definition(primary.task_definition)
    group = f"service:{service.name}"
    host, obstacles = choose(cluster, needs(definition, {}), service.placement_strategy, group)
    if host is None:
        report_unplaced(service, obstacles)
        return None
    service.complaints = {each for each in service.complaints if "unable to place" not in each}
    given = {
        "group": group,
        "startedBy": primary.id,
        "capacityProviderStrategy": service.capacity_provider_strategy,
        "enableExecuteCommand": service.enable_execute_command,
        "propagateTags": service.propagate_tags,
        "tags": service.tags if service.propagate_tags == "SERVICE" else [],
    }
    return place(backend, cluster, definition, host, given, service)


def report_unplaced(service: Any, obstacles: list[tuple[Any, str]]) -> None:
    text, reason = f"Reason: {NO_HOST}", NO_HOST
    if obstacles:
        host, reason = obstacles[0]
        text = f"The closest matching (container-instance {host.id}) {REASONS[reason]}."
    complain(
        service,
        f"was unable to place a task because no container instance met all of its requirements. {text} {MORE}",
        "SERVICE_TASK_PLACEMENT_FAILURE",
        "ERROR",
        reason,
    )


def is_drained(task: Task) -> bool:
    host = backend_hosts(task._cluster).get(task.container_instance_arn.split("/")[-1])
    return host is None or host.status == "DRAINING"


def is_healthy(task: Task) -> bool:
    """Without any health check, a task counts as healthy 40 seconds after it started."""
    if task.last_status != "RUNNING":
        return False
    targets = health_of(task)
    if any(each["healthStatus"] != "HEALTHY" for each in checked(task)):
        return False
    if task._service.load_balancers:
        return bool(targets) and all(state == "healthy" for _, state in targets)
    return bool(checked(task)) or time.monotonic() - task._running_since >= pace.scaled(UNCHECKED_SECONDS)


def sickness(task: Task) -> str | None:
    """Why a task is unhealthy. In the grace period of the service no health check counts."""
    grace = pace.scaled(task._service.health_check_grace_period_seconds or 0)
    if task.last_status != "RUNNING" or time.monotonic() - task._running_since < grace:
        return None
    if task.health_status == "UNHEALTHY":
        return "Task failed container health checks"
    unhealthy = [arn for arn, state in health_of(task) if state == "unhealthy"]
    return f"Task failed ELB health checks in (target-group {unhealthy[0]})" if unhealthy else None


def settle(service: Any) -> None:
    """Completes a deployment, and reports the steady state, when exactly the desired tasks run and are healthy."""
    primary, *older = service.deployments
    service.deployments = [primary, *(each for each in older if each.tasks)]
    tasks = service.tasks
    steady = len(tasks) == len(primary.tasks) == service.desired_count and all(is_healthy(each) for each in tasks)
    if steady and primary.rollout_state == "IN_PROGRESS":
        complete(service)
    if steady and not service.steady:
        say(service, "has reached a steady state.")
        announce_action(service, "SERVICE_STEADY_STATE", "INFO")
        service.complaints = set()
    service.steady = steady

"""The life of a task ("Amazon ECS task lifecycle", Amazon ECS Developer Guide). The host's agent reports its states."""

import time
from typing import Any
from uuid import uuid4

import pace
from moto.core.utils import utcnow

from . import targets
from .messages import announce_task, plain, say, say_of_tasks
from .placement import needs
from .state import shape

KEPT_SECONDS = 3600


class Task:
    def __init__(self, cluster: Any, definition: Any, host: Any, given: dict, service: Any = None) -> None:
        self.id = uuid4().hex
        self._service = service
        self._definition = definition
        self._cluster = cluster
        self.task_arn = cluster.arn.replace(":cluster/", ":task/") + f"/{self.id}"
        self.cluster_arn = cluster.arn
        self.task_definition_arn = definition.arn
        self._given, self._made_at = given, time.monotonic()
        self.container_instance_arn = self._instance_id = self.availability_zone = self.capacity_provider_name = None
        self.launch_type = "EC2"
        self.group = given.get("group") or f"family:{definition.family}"
        self.started_by = given.get("startedBy")
        self.overrides = {"containerOverrides": [], **(given.get("overrides") or {})}
        self._needs = needs(definition, self.overrides)
        self.cpu, self.memory = str(self._needs["CPU"]), str(self._needs["MEMORY"])
        self.enable_execute_command = given.get("enableExecuteCommand", False)
        self.tags = list(given.get("tags") or [])
        if given.get("propagateTags") == "TASK_DEFINITION":
            self.tags += definition.tags or []
        self.attachments: list[dict] = []
        self.connectivity = "CONNECTED"
        self.version = 0
        self.created_at = utcnow()
        self.last_status, self.desired_status = "PROVISIONING", "RUNNING"
        self.health_status = "UNKNOWN"
        self.started_at = self.stopping_at = self.stopped_at = self.stop_code = self.stopped_reason = None
        self.containers = [container_of(self, each) for each in definition.container_definitions]
        # Of the scheduler: when it started, when its targets are drained, and whether it was ever healthy.
        self._running_since = self._drained_at = 0.0
        self._was_healthy = False
        if host:
            self.run_on(host)

    def run_on(self, host: Any) -> None:
        self.container_instance_arn = host.container_instance_arn
        self._instance_id = host.ec2_instance_id
        self.availability_zone = host.attributes["ecs.availability-zone"]
        if self._given.get("capacityProviderStrategy"):
            self.capacity_provider_name = host.capacity_provider_name

    @property
    def waits_for_host(self) -> bool:
        return self.container_instance_arn is None and self.last_status != "STOPPED"


def place(backend: Any, cluster: Any, definition: Any, host: Any, given: dict, service: Any = None) -> Task:
    task = Task(cluster, definition, host, given, service)
    backend.tasks.setdefault(cluster.name, {})[task.task_arn] = task
    announce_task(task)
    return task


def container_of(task: Task, definition: dict) -> dict[str, Any]:
    return {
        "containerArn": task.task_arn.replace(":task/", ":container/") + f"/{uuid4()}",
        "taskArn": task.task_arn,
        "name": definition["name"],
        "image": definition["image"],
        "lastStatus": "PENDING",
        "networkBindings": [],
        "networkInterfaces": [],
        "healthStatus": "UNKNOWN",
        "cpu": str(definition.get("cpu") or 0),
        **{key: str(definition[key]) for key in ("memory", "memoryReservation") if definition.get(key)},
    }


def checked(task: Task) -> list[dict]:
    """The containers whose health is that of their task: the essential ones with a health check."""
    names = [
        each["name"]
        for each in task._definition.container_definitions
        if each.get("healthCheck") and each.get("essential", True)
    ]
    return [each for each in task.containers if each["name"] in names]


def delivered(task: Task) -> dict[str, Any]:
    """What the agent gets. A task whose targets are still drained keeps running."""
    if task.last_status == "PROVISIONING":
        move(task, "PENDING")
    return {
        **{key: shape(task).get(key) for key in ("taskArn", "group", "startedBy", "overrides", "launchType")},
        "desiredStatus": "RUNNING" if task.last_status == "DEACTIVATING" else task.desired_status,
        "taskDefinition": plain({**shape(task._definition), "taskDefinitionArn": task.task_definition_arn}),
    }


def note_health(tasks: list[Task], health: dict[str, dict[str, str]]) -> None:
    for task in tasks:
        for container in task.containers:
            container["healthStatus"] = health.get(task.id, {}).get(container["name"], container["healthStatus"])
        states = {each["healthStatus"] for each in checked(task)}
        task.health_status = (
            "UNHEALTHY" if "UNHEALTHY" in states else "HEALTHY" if states == {"HEALTHY"} else "UNKNOWN"
        )


def move(task: Task, status: str) -> None:
    if task.last_status == status:
        return
    task.last_status = status
    if status == "RUNNING":
        task.started_at = utcnow()
        task._running_since = time.monotonic()
        targets.register(task)
        if task._service:
            task._service.failed_starts = 0
    if status == "STOPPED":
        task.desired_status = status
        task.stopped_at = utcnow()
        targets.deregister(task)
    announce_task(task)


def stop(tasks: list[Task], reason: str, code: str) -> None:
    """Stops tasks. One with targets first finishes its requests, in the deregistration delay of its target group."""
    tasks = [task for task in tasks if task.desired_status == "RUNNING"]
    draining = []
    for task in tasks:
        task.desired_status, task.stopping_at = "STOPPED", utcnow()
        task.stopped_reason, task.stop_code = reason, code
        if task.last_status == "PROVISIONING":
            move(task, "STOPPED")
        elif delay := targets.deregister(task):
            task._drained_at = time.monotonic() + pace.scaled(delay)
            move(task, "DEACTIVATING")
            draining.append(task)
        else:
            move(task, "STOPPING")
    if draining:
        say(draining[0]._service, f"has begun draining connections on {len(draining)} tasks.")
    report_stopped([task for task in tasks if task not in draining])


def finish_draining(backend: Any) -> None:
    tasks = [task for tasks in backend.tasks.values() for task in tasks.values()]
    drained = [t for t in tasks if t.last_status == "DEACTIVATING" and t._drained_at <= time.monotonic()]
    for task in drained:
        move(task, "STOPPING")
    report_stopped(drained)


def report_stopped(tasks: list[Task]) -> None:
    for service in {task._service for task in tasks if task._service}:
        say_of_tasks(service, "has stopped {} running tasks", [task for task in tasks if task._service is service])


def lose(task: Task, reason: str) -> None:
    """Ends a task together with its host."""
    task.stopped_reason, task.stop_code = reason, "TerminationNotice"
    for container in task.containers:
        container["lastStatus"] = "STOPPED"
    move(task, "STOPPED")


def end(task: Task, reason: str | None) -> None:
    """Ends a task whose containers have ended. Without a reason of the agent, an exit code shows that it started."""
    if not task.stop_code:
        started = task.started_at or any("exitCode" in each for each in task.containers)
        task.stop_code = "EssentialContainerExited" if started else "TaskFailedToStart"
        task.stopped_reason = reason or (
            "Essential container in task exited" if started else "Task failed to start"
        )
    move(task, "STOPPED")
    if task._service:
        count_failure(task)


def count_failure(task: Task) -> None:
    """Counts a task that failed before it was healthy, for the circuit breaker, and one that did not start, for the
    delay of the next start."""
    service, primary = task._service, task._service.deployments[0]
    by_itself = task.stop_code in ("TaskFailedToStart", "EssentialContainerExited")
    failed = (by_itself and not task._was_healthy) or task.stopped_reason.startswith("Task failed")
    if failed and task.started_by == primary.id and primary.rollout_state == "IN_PROGRESS":
        primary.failed_tasks += 1
    if by_itself and not task.started_at:
        service.failed_starts += 1
        service.failed_start_at = time.monotonic()


def forget_old(backend: Any) -> None:
    """Removes the tasks that stopped more than an hour ago, whatever the pace: users read them."""
    for tasks in backend.tasks.values():
        for arn, task in list(tasks.items()):
            if task.stopped_at and (utcnow() - task.stopped_at).total_seconds() > KEPT_SECONDS:
                del tasks[arn]

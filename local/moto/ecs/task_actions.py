"""The actions on tasks: the host's agent reports their states, and users list, describe and stop them."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import EcsClientException, InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend as Backend
from moto.ecs.responses import DESCRIBE_TASKS_TAGS
from moto.ecs.responses import EC2ContainerServiceResponse as Responses

from .state import action, camel, found
from .tasks import Task, end, move, stop


def task_named(backend: Any, given: dict) -> Task:
    cluster = backend._get_cluster(given.get("cluster", "default"))
    tasks, _ = found(backend.tasks.get(cluster.name, {}), [given["task"]])
    if not tasks:
        raise InvalidParameterException("The referenced task was not found.")
    return tasks[0]


@action
def submit_task_state_change(backend: Any, given: dict) -> dict:
    task = task_named(backend, given)
    if task.last_status == "STOPPED":
        return {"acknowledgment": "ACCEPT"}
    for change in given.get("containers", []):
        container = next((each for each in task.containers if each["name"] == change["containerName"]), None)
        if container is None:
            raise EcsClientException(f"The task has no container {change['containerName']}.")
        reported = ("imageDigest", "runtimeId", "exitCode", "networkBindings", "reason")
        container |= {key: change[key] for key in reported if change.get(key) is not None}
        container["lastStatus"] = change.get("status", container["lastStatus"])
    for time_of in ("pull_started_at", "pull_stopped_at", "execution_stopped_at"):
        if at := given.get(camel(time_of)):
            setattr(task, time_of, at)
    if given["status"] == "STOPPED":
        end(task, given.get("reason"))
    elif task.desired_status == "RUNNING" and given["status"] in ("PENDING", "ACTIVATING", "RUNNING"):
        move(task, given["status"])
    return {"acknowledgment": "ACCEPT"}


@action
def stop_task(backend: Any, given: dict) -> dict:
    task = task_named(backend, given)
    stop([task], given.get("reason") or "Task stopped by user", "UserInitiated")
    return {"task": task}


@action
def list_tasks(backend: Any, given: dict) -> dict:
    cluster = backend._get_cluster(given.get("cluster", "default"))
    filters = {
        "desiredStatus": lambda task, value: task.desired_status == value,
        "serviceName": lambda task, value: task.group == f"service:{value.split('/')[-1]}",
        "family": lambda task, value: task._definition.family == value,
        "startedBy": lambda task, value: task.started_by == value,
        "containerInstance": lambda task, value: (task.container_instance_arn or "").endswith(value.split("/")[-1]),
        "launchType": lambda task, value: task.launch_type == value,
    }
    wanted = {"desiredStatus": "RUNNING", **given}
    tasks = [
        task
        for task in backend.tasks.get(cluster.name, {}).values()
        if all(fits(task, wanted[key]) for key, fits in filters.items() if wanted.get(key))
    ]
    return {"taskArns": [task.task_arn for task in tasks]}


def describe_tasks(self: Any) -> ActionResult:
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
    tasks, failures = found(self.ecs_backend.tasks.get(cluster.name, {}), self._get_param("tasks"))
    show = self._include_in_response if "TAGS" in self._get_param("include", []) else self._exclude_from_response
    show(DESCRIBE_TASKS_TAGS)
    return ActionResult({"tasks": tasks, "failures": failures})


Responses.describe_tasks = describe_tasks
# For the tags of a task, moto searches all tasks.
Backend.list_tasks = lambda self: [task for tasks in self.tasks.values() for task in tasks.values()]

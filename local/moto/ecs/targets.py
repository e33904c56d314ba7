"""The targets of target groups: ECS registers a task's host and port, and the load balancer reports the health.

    PUT /embedded-aws/target-health              what the load balancer found, by the ARN of the target group
    GET /embedded-aws/addresses                  where the load balancer reaches each instance
    PUT /embedded-aws/addresses/<instance id>    the address of a host, as text

moto 5.2.1 has one target for each instance, which is always healthy. Here a target is an instance and a port.
"""

import math
import time
from typing import Any

import pace
from moto.elbv2.exceptions import InvalidTargetError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeTargetGroup, elbv2_backends
from questions import question

from .messages import say
from .state import locked

DRAINING = ("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")
INITIAL = ("initial", "Elb.RegistrationInProgress", "Target registration is in progress")
UNUSED = ("unused", "Target.NotRegistered", "Target is not registered to the target group")

addresses: dict[str, str] = {}


@question("GET", "addresses")
def answer_addresses() -> dict[str, str]:
    return addresses


@question("PUT", "addresses/(i-[0-9a-f]+)")
def note_address(instance: str, body: str) -> str:
    addresses[instance] = body
    return body


@question("PUT", "target-health")
@locked
def note_target_health(body: dict[str, list[dict]]) -> str:
    for arn, reports in body.items():
        for report in reports:
            group = group_of(arn)
            if group and (target := group.targets.get(f"{report['id']}:{report['port']}")):
                target["Health"] = (report["state"], report.get("reason"), report.get("description"))
    return "noted"


def group_of(arn: str) -> Any:
    _, _, _, region, account, _ = arn.split(":", 5)
    return elbv2_backends[account][region].target_groups.get(arn)


def targets_of(task: Any) -> list[tuple[Any, dict[str, Any]]]:
    """The targets of a task, with their target groups."""
    instance = task._instance_id
    return [
        (group, {"Id": instance, "Port": binding["hostPort"]})
        for balancer in (task._service.load_balancers if task._service else [])
        if balancer.get("targetGroupArn") and (group := group_of(balancer["targetGroupArn"]))
        for container in task.containers
        if container["name"] == balancer["containerName"]
        for binding in container["networkBindings"]
        if binding["containerPort"] == balancer["containerPort"]
    ]


def register(task: Any) -> None:
    for group, target in targets_of(task):
        group.register([target])
        say(task._service, f"registered 1 targets in (target-group {group.arn})")


def deregister(task: Any) -> float:
    """Returns how many seconds the targets are drained; 0 if there is none."""
    delays = [0.0]
    for group, target in targets_of(task):
        if key(target) in group.targets:
            group.deregister([target])
            say(task._service, f"deregistered 1 targets in (target-group {group.arn})")
            delays.append(delay_of(group))
    return max(delays)


def health_of(task: Any) -> list[tuple[str, str]]:
    """The target groups of a task, and its health in each."""
    return [(group.arn, group.health_for(target, None).status) for group, target in targets_of(task)]


def key(target: dict) -> str:
    return f"{target['Id']}:{target['Port']}"


def delay_of(group: Any) -> float:
    return float(group.attributes["deregistration_delay.timeout_seconds"])


def register_by_port(self: Any, targets: list[dict]) -> None:
    for target in targets:
        target = {"Port": self.port, **target}
        self.targets[key(target)] = {**self.targets.get(key(target), {"Health": INITIAL}), **target}
        self.deregistered_targets.pop(key(target), None)


def deregister_by_port(self: Any, targets: list[dict]) -> None:
    for target in [{"Port": self.port, **each} for each in targets]:
        known = self.targets.pop(key(target), None)
        if known is None:
            raise InvalidTargetError()
        until = time.monotonic() + pace.scaled(delay_of(self))
        self.deregistered_targets[key(target)] = {**known, "Health": DRAINING, "Until": until}


def health_by_port(self: Any, target: dict, _: Any) -> FakeHealthStatus:
    target = {"Port": self.port, **target}
    known = self.targets.get(key(target)) or self.deregistered_targets.get(key(target), {})
    health = UNUSED if known.get("Until", math.inf) < time.monotonic() else known.get("Health", UNUSED)
    return FakeHealthStatus(target["Id"], target["Port"], self.health_check_port, *health)


@locked
def describe_target_health(self: Any, arn: str, targets: list[dict]) -> list[FakeHealthStatus]:
    [group] = self.describe_target_groups(None, [arn], None)
    draining = [each for each in group.deregistered_targets.values() if each["Until"] > time.monotonic()]
    return [group.health_for(each, None) for each in targets or [*group.targets.values(), *draining]]


def deregister_terminated(self: Any, instances: list[str]) -> None:
    gone = [target for target in self.targets.values() if target["Id"] in instances]
    if gone:
        self.deregister(gone)


def apply() -> None:
    FakeTargetGroup.register = register_by_port
    FakeTargetGroup.deregister = deregister_by_port
    FakeTargetGroup.deregister_terminated_instances = deregister_terminated
    FakeTargetGroup.health_for = health_by_port
    ELBv2Backend.describe_target_health = describe_target_health

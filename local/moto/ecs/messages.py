"""What ECS reports: the events of a service, and events for EventBridge ("Amazon ECS service event messages" and
"Amazon ECS events", Amazon ECS Developer Guide)."""

from typing import Any
from uuid import uuid4

import events
from moto.core.utils import utcnow

from .state import shape


def say(service: Any, text: str) -> None:
    event = {"id": str(uuid4()), "createdAt": utcnow(), "message": f"(service {service.name}) {text}"}
    service.events = [event, *service.events][:100]


def say_of_tasks(service: Any, text: str, tasks: list[Any]) -> None:
    if tasks:
        say(service, f"{text.format(len(tasks))}: {' '.join(f'(task {task.id})' for task in tasks)}.")


def complain(service: Any, text: str, name: str, kind: str, reason: str | None = None) -> None:
    """Reports a problem once, until it is solved."""
    if text in service.complaints:
        return
    service.complaints.add(text)
    say(service, text)
    announce_action(service, name, kind, reason)


def announce_action(service: Any, name: str, kind: str, reason: str | None = None) -> None:
    providers = [each["capacityProvider"] for each in service.capacity_provider_strategy or []]
    detail = {
        "eventType": kind,
        "eventName": name,
        "clusterArn": service.cluster_arn,
        "capacityProviderArns": [
            f"{service.arn.split(':service/')[0]}:capacity-provider/{provider}" for provider in providers
        ],
        "reason": reason,
        "createdAt": timestamp(utcnow()),
    }
    emit("ECS Service Action", service.arn, {key: value for key, value in detail.items() if value})


def announce_deployment(service: Any, deployment: Any, kind: str = "INFO") -> None:
    """Reports the rollout state of a deployment, and the reason of the state."""
    detail = {
        "eventType": kind,
        "eventName": f"SERVICE_DEPLOYMENT_{deployment.rollout_state}",
        "deploymentId": deployment.id,
        "updatedAt": timestamp(utcnow()),
        "reason": deployment.rollout_state_reason,
    }
    emit("ECS Deployment State Change", service.arn, detail)


def announce_task(task: Any) -> None:
    task.version += 1
    emit("ECS Task State Change", task.task_arn, plain({**shape(task), "updatedAt": utcnow()}))


def emit(kind: str, arn: str, detail: dict[str, Any]) -> None:
    _, _, _, region, account, _ = arn.split(":", 5)
    events.emit("aws.ecs", kind, [arn], detail, account=account, region=region)


def plain(value: Any) -> Any:
    """A copy as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return timestamp(value) if hasattr(value, "isoformat") else value


def timestamp(time: Any) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"

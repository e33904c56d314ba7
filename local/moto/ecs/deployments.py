"""Deployments of a service, as DescribeServices returns them, and service deployments with their revisions ("View
service history using Amazon ECS service deployments", Amazon ECS Developer Guide).

AWS does not document how a service deployment ends that fails without a revision to return to: here it is STOPPED. Nor
does it document whether a rollback keeps the tasks of the earlier deployment: here it starts new ones, which needs more
room.
"""

import math
from typing import Any

from moto.core.utils import utcnow
from moto.ecs.exceptions import ECSException, InvalidParameterException, ServiceNotFoundException
from moto.moto_api._internal import mock_random

from .clusters import pending, running
from .messages import announce_deployment, say
from .state import action, found

UNDER_WAY = ("PENDING", "IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS")


class Deployment:
    def __init__(self, service: Any, task_definition: str, reason: str = "") -> None:
        self.number = f"{mock_random.randint(10**18, 9 * 10**18)}"
        self.id = f"ecs-svc/{self.number}"
        self._service = service
        self.status = "PRIMARY"
        self.task_definition = task_definition
        self.failed_tasks = 0
        self.created_at = utcnow()
        self.capacity_provider_strategy = service.capacity_provider_strategy or None
        self.launch_type = service.launch_type
        self.network_configuration = service.network_configuration or None
        self.move("IN_PROGRESS", reason or f"ECS deployment {self.id} in progress.")

    def move(self, state: str, reason: str, kind: str = "INFO") -> None:
        self.rollout_state, self.rollout_state_reason, self.updated_at = state, reason, utcnow()
        announce_deployment(self._service, self, kind)

    @property
    def tasks(self) -> list[Any]:
        return [task for task in self._service.tasks if task.started_by == self.id]

    @property
    def desired_count(self) -> int:
        return self._service.desired_count if self.status == "PRIMARY" else 0

    @property
    def running_count(self) -> int:
        return running(self.tasks)

    @property
    def pending_count(self) -> int:
        return pending(self.tasks)

    @property
    def threshold(self) -> int:
        """Of failed tasks ("How the Amazon ECS deployment circuit breaker detects failures", same guide)."""
        return min(max(math.ceil(self._service.desired_count / 2), 3), 200)


class ServiceDeployment:
    """A deployment that was asked for, including its rollback."""

    def __init__(self, service: Any, deployment: Deployment) -> None:
        self._service = service
        self._deployment = deployment
        self.service_deployment_arn = arn_of(service, "service-deployment", deployment)
        self.service_arn, self.cluster_arn = service.arn, service.cluster_arn
        self.created_at = self.started_at = self.updated_at = utcnow()
        self.finished_at = self.stopped_at = self.rollback = self.status_reason = None
        self.status = "IN_PROGRESS"
        self.deployment_configuration = service.deployment_configuration or None
        source = service.last_completed
        self.source_service_revisions = [{"arn": arn_of(service, "service-revision", source)}] if source else []
        self.target_service_revision_arn = arn_of(service, "service-revision", deployment)

    @property
    def target_service_revision(self) -> dict[str, Any]:
        deployment = self._deployment
        return {
            "arn": self.target_service_revision_arn,
            "requestedTaskCount": deployment.desired_count,
            "runningTaskCount": deployment.running_count,
            "pendingTaskCount": deployment.pending_count,
        }

    @property
    def deployment_circuit_breaker(self) -> dict[str, Any]:
        deployment = self._deployment
        tripped = deployment.rollout_state == "FAILED"
        watched = "MONITORING" if self.status in UNDER_WAY else "MONITORING_COMPLETE"
        return {
            "status": "TRIGGERED" if tripped else watched if breaker_of(self._service)["enable"] else "DISABLED",
            "failureCount": deployment.failed_tasks,
            "threshold": deployment.threshold,
        }

    def move(self, status: str, reason: str | None = None) -> None:
        self.status, self.status_reason, self.updated_at = status, reason or self.status_reason, utcnow()
        if status not in UNDER_WAY:
            self.finished_at = self.updated_at
        if status == "STOPPED":
            self.stopped_at = self.updated_at


def arn_of(service: Any, kind: str, deployment: Deployment) -> str:
    return f"{service.arn.replace(':service/', f':{kind}/')}/{deployment.number}"


def breaker_of(service: Any) -> dict[str, bool]:
    configured = (service.deployment_configuration or {}).get("deploymentCircuitBreaker") or {}
    return {"enable": False, "rollback": False, **configured}


def deploy(service: Any) -> None:
    """Starts the deployment of what the service is now. One in progress is replaced by it."""
    for each in service.service_deployments:
        if each.status in UNDER_WAY:
            returning = each.status.startswith("ROLLBACK")
            each.move("ROLLBACK_FAILED" if returning else "STOPPED", "Superseded by a newer deployment.")
    deployment = begin(service, service.task_definition)
    service.service_deployments.insert(0, ServiceDeployment(service, deployment))
    service.revisions.append(
        {
            "serviceRevisionArn": arn_of(service, "service-revision", deployment),
            "serviceArn": service.arn,
            "clusterArn": service.cluster_arn,
            "taskDefinition": service.task_definition,
            "capacityProviderStrategy": service.capacity_provider_strategy or None,
            "loadBalancers": service.load_balancers or None,
            "createdAt": utcnow(),
        }
    )


def begin(service: Any, task_definition: str, reason: str = "") -> Deployment:
    for each in service.deployments:
        each.status = "ACTIVE"
    deployment = Deployment(service, task_definition, reason)
    service.deployments = [deployment, *service.deployments]
    service.failed_starts, service.complaints, service.steady = 0, set(), False
    return deployment


def complete(service: Any) -> None:
    deployment, current = service.deployments[0], service.service_deployments[0]
    deployment.move("COMPLETED", f"ECS deployment {deployment.id} completed.")
    service.last_completed = deployment if current._deployment is deployment else service.last_completed
    current.move("ROLLBACK_SUCCESSFUL" if current.rollback else "SUCCESSFUL")
    say(service, f"(deployment {deployment.id}) deployment completed.")


def trip(service: Any) -> None:
    """The circuit breaker fails the deployment, and returns to the last completed one. Without one no task starts."""
    deployment, current = service.deployments[0], service.service_deployments[0]
    reason = "ECS deployment circuit breaker: tasks failed to start."
    deployment.move("FAILED", reason, "ERROR")
    say(service, f"(deployment {deployment.id}) deployment failed: tasks failed to start.")
    if current.rollback:
        current.move("ROLLBACK_FAILED", reason)
    elif breaker_of(service)["rollback"] and service.last_completed:
        roll_back(service, reason, "ECS deployment circuit breaker: rolling back to deploymentId {}.")
    else:
        current.move("STOPPED", reason)


def roll_back(service: Any, reason: str, rollout_reason: str) -> None:
    good, current = service.last_completed, service.service_deployments[0]
    revision = arn_of(service, "service-revision", good)
    current.rollback = {"reason": reason, "startedAt": utcnow(), "serviceRevisionArn": revision}
    current.move("ROLLBACK_IN_PROGRESS", reason)
    say(service, f"rolling back to deployment {good.id}.")
    service.task_definition = good.task_definition
    begin(service, good.task_definition, rollout_reason.format(good.id))


@action
def list_service_deployments(backend: Any, given: dict) -> dict:
    cluster = backend._get_cluster(given.get("cluster", "default"))
    service = backend.services.get(f"{cluster.name}:{given['service'].split('/')[-1]}")
    if service is None:
        raise ServiceNotFoundException()
    wanted = given.get("status")
    return {"serviceDeployments": [each for each in service.service_deployments if not wanted or each.status in wanted]}


@action
def describe_service_deployments(backend: Any, given: dict) -> dict:
    deployments, failures = found(known_deployments(backend), given["serviceDeploymentArns"])
    return {"serviceDeployments": deployments, "failures": failures}


@action
def describe_service_revisions(backend: Any, given: dict) -> dict:
    known = {each["serviceRevisionArn"]: each for service in backend.services.values() for each in service.revisions}
    revisions, failures = found(known, given["serviceRevisionArns"])
    described = [{**each, "containerImages": images_of(backend, each["taskDefinition"])} for each in revisions]
    return {"serviceRevisions": described, "failures": failures}


def images_of(backend: Any, task_definition: str) -> list[dict[str, str]]:
    """AWS adds the digests, once it has resolved them."""
    containers = backend.describe_task_definition(task_definition).container_definitions
    return [{"containerName": each["name"], "image": each["image"]} for each in containers]


@action
def stop_service_deployment(backend: Any, given: dict) -> dict:
    stopped = known_deployments(backend).get(given["serviceDeploymentArn"])
    if stopped is None:
        raise ECSException("ServiceDeploymentNotFoundException", "The service deployment was not found.")
    if given.get("stopType", "ROLLBACK") != "ROLLBACK":
        raise InvalidParameterException("The valid values of stopType are ROLLBACK.")
    if stopped.status not in UNDER_WAY:
        raise ECSException("ConflictException", "The deployment is not in progress.")
    if not stopped._service.last_completed:
        raise InvalidParameterException("The service has not completed a deployment that it can roll back to.")
    if not stopped.status.startswith("ROLLBACK"):
        stopped.move("ROLLBACK_REQUESTED")
    return {"serviceDeploymentArn": given["serviceDeploymentArn"]}


def known_deployments(backend: Any) -> dict[str, ServiceDeployment]:
    return {
        each.service_deployment_arn: each
        for service in backend.services.values()
        for each in service.service_deployments
    }

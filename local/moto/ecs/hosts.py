"""Container instances: the hosts of a cluster.

A host registers with the public API. Its agent then polls, which on AWS goes over a WebSocket:

    POST /embedded-aws/agents/<container instance id>    the health of its containers; returns the tasks that it runs
"""

import json
import time
from typing import Any
from uuid import uuid4

import pace
from moto.autoscaling.models import autoscaling_backends
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ecs.exceptions import EcsClientException, InvalidParameterException
from moto.ecs.responses import EC2ContainerServiceResponse as Responses
from moto.ecs.responses import format_attributes
from questions import question

from .clusters import backend_of, backends, hosts_in, pending, running, tasks_in
from .placement import remaining
from .state import action, active_cluster, found, locked
from .tasks import delivered, lose, note_health

# Without a poll for so long a host counts as disconnected.
SILENT_SECONDS = 10
# At any pace, in real seconds: the program of the agent does not get faster, and a busy machine lets it wait.
SHORTEST_SILENCE = 3


# moto returns the attributes of a host, a mapping, as the list that AWS has, but not in these answers.
Responses.RESPONSE_KEY_PATH_TO_TRANSFORMER |= {
    "DeregisterContainerInstanceResponse.containerInstance.attributes": format_attributes,
    "UpdateContainerInstancesStateResponse.containerInstances.ContainerInstance.attributes": format_attributes,
}


class Host:
    def __init__(self, cluster: Any, instance: Any, given: dict) -> None:
        self.id = uuid4().hex
        self._cluster = cluster
        self.container_instance_arn = cluster.arn.replace(":cluster/", ":container-instance/") + f"/{self.id}"
        self.ec2_instance_id = instance.id
        self.status = "ACTIVE"
        self.version_info = given.get("versionInfo", {})
        self.registered_at = utcnow()
        self.registered_resources = given.get("totalResources", [])
        self.attributes = {each["name"]: each.get("value") for each in given.get("attributes", [])}
        self.attributes.setdefault("ecs.availability-zone", instance.placement.zone)
        self.capacity_provider_name = provider_of(cluster, instance)
        self.heard_at = time.monotonic()

    @property
    def agent_connected(self) -> bool:
        return time.monotonic() - self.heard_at < max(pace.scaled(SILENT_SECONDS), SHORTEST_SILENCE)

    @property
    def tasks(self) -> list[Any]:
        return [
            task
            for task in tasks_in(self._cluster)
            if task.container_instance_arn == self.container_instance_arn and task.last_status != "STOPPED"
        ]

    @property
    def remaining_resources(self) -> list[dict]:
        return remaining(self.registered_resources, self.tasks)

    @property
    def running_tasks_count(self) -> int:
        return running(self.tasks)

    @property
    def pending_tasks_count(self) -> int:
        return pending(self.tasks)

    def leave(self, reason: str) -> None:
        """Removes the host from its cluster, together with its tasks."""
        for task in self.tasks:
            lose(task, reason)
        self.status = "INACTIVE"
        backend_hosts(self._cluster).pop(self.id, None)


def backend_hosts(cluster: Any) -> dict[str, Host]:
    return backend_of(cluster.arn).container_instances.setdefault(cluster.name, {})


def provider_of(cluster: Any, instance: Any) -> str | None:
    """The capacity provider whose Auto Scaling group launched an instance."""
    backend = backend_of(cluster.arn)
    groups = autoscaling_backends[backend.account_id][backend.region_name].autoscaling_groups.values()
    arns = [group.arn for group in groups if instance.id in [each.instance.id for each in group.instance_states]]
    for name in cluster.capacity_providers or []:
        provider = backend.capacity_providers.get(name)
        if provider and provider.auto_scaling_group_provider["autoScalingGroupArn"] in arns:
            return name
    return None


def instance_of(backend: Any, instance_id: str) -> Any:
    """The EC2 instance, if it is not terminated."""
    instance = ec2_backends[backend.account_id][backend.region_name].get_instance_by_id(instance_id)
    return instance if instance and instance.state != "terminated" else None


@action
def register_container_instance(backend: Any, given: dict) -> dict:
    cluster = active_cluster(backend, given)
    instance_id = json.loads(given["instanceIdentityDocument"])["instanceId"]
    instance = instance_of(backend, instance_id)
    if instance is None:
        raise EcsClientException(f"The instance {instance_id} does not exist.")
    known = [host for host in hosts_in(cluster) if host.ec2_instance_id == instance_id]
    host = known[0] if known else Host(cluster, instance, given)
    host.heard_at = time.monotonic()
    backend_hosts(cluster)[host.id] = host
    return {"containerInstance": host}


@action
def deregister_container_instance(backend: Any, given: dict) -> dict:
    cluster = backend._get_cluster(given.get("cluster", "default"))
    host = backend_hosts(cluster).get(given["containerInstance"].split("/")[-1])
    if host is None:
        raise InvalidParameterException("The referenced container instance was not found.")
    if host.tasks and not given.get("force"):
        raise InvalidParameterException("Found running tasks on the instance.")
    host.leave("Container instance deregistered.")
    return {"containerInstance": host}


@action
def list_container_instances(backend: Any, given: dict) -> dict:
    hosts = hosts_in(backend._get_cluster(given.get("cluster", "default")))
    statuses = [given["status"]] if given.get("status") else ["ACTIVE", "DRAINING"]
    return {"containerInstanceArns": [host.container_instance_arn for host in hosts if host.status in statuses]}


@action
def describe_container_instances(backend: Any, given: dict) -> dict:
    cluster = backend._get_cluster(given.get("cluster", "default"))
    hosts, failures = found(backend_hosts(cluster), given["containerInstances"])
    return {"containerInstances": hosts, "failures": failures}


@action
def update_container_instances_state(backend: Any, given: dict) -> dict:
    if given["status"] not in ("ACTIVE", "DRAINING"):
        raise InvalidParameterException("Container instance status should be one of [ACTIVE, DRAINING]")
    answer = describe_container_instances(backend, given)
    for host in answer["containerInstances"]:
        host.status = given["status"]
    return answer


@question("POST", "agents/([0-9a-f]+)")
@locked
def answer_agent(host_id: str, body: dict) -> dict:
    for backend in backends():
        for hosts in backend.container_instances.values():
            if host := hosts.get(host_id):
                host.heard_at = time.monotonic()
                note_health(host.tasks, (body or {}).get("health", {}))
                return {
                    "pace": pace.factor,
                    "status": host.status,
                    "tasks": [delivered(task) for task in host.tasks],
                }
    raise LookupError(f"no container instance {host_id}")


def remove_terminated(backend: Any) -> None:
    """Stops the tasks of terminated EC2 instances, and removes these from their clusters."""
    for hosts in list(backend.container_instances.values()):
        for host in list(hosts.values()):
            if instance_of(backend, host.ec2_instance_id) is None:
                host.leave(f"Host EC2 (instance {host.ec2_instance_id}) terminated.")

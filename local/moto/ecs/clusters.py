"""What is in a cluster, and when it can be deleted ("DeleteCluster", Amazon ECS API Reference)."""

from typing import Any

from moto.ecs.exceptions import ECSException
from moto.ecs.models import Cluster, ecs_backends
from moto.ecs.responses import EC2ContainerServiceResponse as Responses

PENDING = ("PROVISIONING", "PENDING", "ACTIVATING")


def backends() -> list[Any]:
    return [region for account in list(ecs_backends.values()) for region in list(account.values())]


def backend_of(arn: str) -> Any:
    _, _, _, region, account, _ = arn.split(":", 5)
    return ecs_backends[account][region]


def tasks_in(cluster: Any) -> list[Any]:
    return list(backend_of(cluster.arn).tasks.get(cluster.name, {}).values())


def hosts_in(cluster: Any) -> list[Any]:
    return list(backend_of(cluster.arn).container_instances.get(cluster.name, {}).values())


def services_in(cluster: Any) -> list[Any]:
    services = backend_of(cluster.arn).services.values()
    return [each for each in services if each.cluster_arn == cluster.arn and each.status != "INACTIVE"]


def running(tasks: list[Any]) -> int:
    return sum(task.last_status == "RUNNING" for task in tasks)


def pending(tasks: list[Any]) -> int:
    return sum(task.last_status in PENDING for task in tasks)


def counted(count: Any) -> property:
    """A count that is always current. What moto writes into it is dropped."""
    return property(count, lambda self, value: None)


def apply() -> None:
    Cluster.running_tasks_count = counted(lambda cluster: running(tasks_in(cluster)))
    Cluster.pending_tasks_count = counted(lambda cluster: pending(tasks_in(cluster)))
    Cluster.registered_container_instances_count = counted(lambda cluster: len(hosts_in(cluster)))
    Cluster.active_services_count = counted(lambda cluster: len(services_in(cluster)))
    delete_cluster = Responses.delete_cluster

    def delete_empty_cluster(self: Any) -> Any:
        cluster = self.ecs_backend._get_cluster(self._get_param("cluster"))
        for kind, states, content in (
            ("ContainerInstances", "Container Instances are active or draining", hosts_in(cluster)),
            ("Services", "Services are active", services_in(cluster)),
            ("Tasks", "Tasks are active", [t for t in tasks_in(cluster) if t.last_status != "STOPPED"]),
        ):
            if content:
                raise ECSException(f"ClusterContains{kind}Exception", f"The Cluster cannot be deleted while {states}.")
        return delete_cluster(self)

    Responses.delete_cluster = delete_empty_cluster

"""The hosts of Auto Scaling groups: where ECS knows an instance, and how it is launched, drained and terminated."""

from typing import Any

import pace

LOOKS_EVERY_SECONDS = 5
# A lifecycle hook keeps an instance for at most 48 hours ("Amazon ECS managed instance draining", ECS Developer Guide).
DRAINING_SECONDS = 172_800


def group_backends() -> list[Any]:
    from moto.autoscaling.models import autoscaling_backends

    return [region for account in list(autoscaling_backends.values()) for region in list(account.values())]


def ecs_of(group: Any) -> Any:
    from moto.ecs.models import ecs_backends

    backend = group.autoscaling_backend
    return ecs_backends[backend.account_id][backend.region_name]


def provider_of(group: Any) -> dict[str, Any] | None:
    """The settings of the capacity provider of a group."""
    providers = [each.auto_scaling_group_provider for each in list(ecs_of(group).capacity_providers.values())]
    return next((each for each in providers if each["autoScalingGroupArn"] in (group.arn, group.name)), None)


def joined(group: Any, instance_id: str) -> Any:
    """The container instance of an EC2 instance, if it has joined a cluster."""
    clusters = list(ecs_of(group).container_instances.values())
    hosts = [host for hosts in clusters for host in list(hosts.values())]
    return next((host for host in hosts if host.ec2_instance_id == instance_id and host.status != "INACTIVE"), None)


def is_drained_first(group: Any, instance_id: str) -> bool:
    """Whether the tasks of an instance end before it is terminated."""
    provider = provider_of(group)
    managed = provider is not None and provider.get("managedDraining", "ENABLED") == "ENABLED"
    return managed and joined(group, instance_id) is not None


def launch(group: Any) -> str:
    """Launches one more instance by the group's version of its launch template."""
    group.replace_autoscaling_group_instances(1, group.get_propagated_tags())
    return group.instance_states[-1].instance.id


def retire(group: Any, instance_id: str) -> None:
    """Terminates an instance and does not replace it. With managed draining its tasks end first."""
    if is_drained_first(group, instance_id):
        host = joined(group, instance_id)
        host.status = "DRAINING"
        end = pace.now() + DRAINING_SECONDS
        while joined(group, instance_id) and host.tasks and pace.now() < end:
            pace.wait(LOOKS_EVERY_SECONDS)
    group.instance_states = [each for each in group.instance_states if each.instance.id != instance_id]
    terminate(group, instance_id)


def terminate(group: Any, instance_id: str) -> None:
    from moto.elbv2.models import elbv2_backends

    backend = group.autoscaling_backend
    backend.ec2_backend.terminate_instances([instance_id])
    elbv2_backends[backend.account_id][backend.region_name].notify_terminate_instances([instance_id])

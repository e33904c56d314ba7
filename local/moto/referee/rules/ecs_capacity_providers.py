"""What ECS refuses of capacity providers."""

import re

from ..refusal import Refusal
from ..resources import held
from .ecs_services import invalid
from .table import rule

CAPACITY_PROVIDERS = "Amazon ECS API Reference, CreateCapacityProvider"
STRATEGY = "Amazon ECS API Reference, CapacityProviderStrategyItem"
EC2_PROVIDERS = "Amazon ECS Developer Guide, Amazon ECS capacity providers for the EC2 launch type"
PROVIDER = "Amazon ECS API Reference, AutoScalingGroupProvider"


@rule("ecs", "CreateService", "UpdateService", "RunTask", source=STRATEGY)
def capacity_provider_strategy_has_one_base(params, account):
    """Only one capacity provider in a capacity provider strategy can have a base defined."""
    if sum(bool(each.get("base")) for each in params.get("capacityProviderStrategy") or []) > 1:
        return invalid(
            "There are multiple capacity providers in the specified capacity provider strategy with a base value greater "
            "than zero. Only one capacity provider can have a base value greater than zero. Specify a valid capacity "
            "provider strategy and try again."
        )


@rule("ecs", "CreateService", "UpdateService", "RunTask", source=STRATEGY)
def capacity_provider_strategy_has_a_weight(params, account):
    """At least one of the capacity providers must have a weight value greater than zero."""
    strategy = params.get("capacityProviderStrategy") or []
    if len(strategy) > 1 and not any(each.get("weight") for each in strategy):
        return invalid(
            "There are no capacity providers in the capacity provider strategy with a weight value greater than zero. "
            "Specify a weight value greater than zero for at least one capacity provider and try again."
        )


@rule("ecs", "CreateService", "UpdateService", "RunTask", source="Amazon ECS API Reference, CreateService")
def capacity_provider_belongs_to_the_cluster(params, account):
    """A capacity provider must be associated with the cluster before it can be used in a strategy of the cluster."""
    cluster = held(account, "ecs").clusters.get((params.get("cluster") or "default").split("/")[-1])
    if cluster is None:
        return
    known = set(cluster.capacity_providers or []) | {"FARGATE", "FARGATE_SPOT"}
    for each in params.get("capacityProviderStrategy") or []:
        if each["capacityProvider"].split("/")[-1] not in known:
            yield invalid(
                "The specified capacity provider strategy cannot contain a capacity provider that is not "
                "associated with the cluster. Associate the capacity provider with the cluster and try again."
            )


@rule("ecs", "CreateCapacityProvider", source=CAPACITY_PROVIDERS)
def capacity_provider_name_is_not_reserved(params, account):
    """Letters, numbers, underscores and hyphens. The name can't be prefixed with "aws", "ecs", or "fargate"."""
    name = params.get("name", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", name) or re.match(r"(?i)aws|ecs|fargate", name):
        return Refusal(
            "ClientException",
            "The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper "
            'and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with "aws", "ecs", or '
            '"fargate". Specify a valid name and try again.',
        )


def scaling_group(params, account):
    """The auto scaling group of a capacity provider's request, by its ARN or name, if it exists."""
    named = (params.get("autoScalingGroupProvider") or {}).get("autoScalingGroupArn", "").split("/")[-1]
    return held(account, "autoscaling").autoscaling_groups.get(named)


@rule("ecs", "CreateCapacityProvider", source=CAPACITY_PROVIDERS)
def capacity_provider_has_an_existing_group(params, account):
    """autoScalingGroupArn: the Auto Scaling group, which you create before the capacity provider."""
    if params.get("autoScalingGroupProvider") and scaling_group(params, account) is None:
        return Refusal(
            "ClientException", "The specified Auto Scaling group ARN is invalid. Specify a valid ARN and try again."
        )


@rule("ecs", "CreateCapacityProvider", source=EC2_PROVIDERS)
def scaling_group_has_one_capacity_provider(params, account):
    """An Auto Scaling group can be used by one capacity provider only."""
    group = scaling_group(params, account)
    for provider in held(account, "ecs").capacity_providers.values():
        used = (provider.auto_scaling_group_provider or {}).get("autoScalingGroupArn", "").split("/")[-1]
        if group and used == group.name and provider.name != params.get("name"):
            yield Refusal(
                "ClientException",
                "The specified Auto Scaling group ARN is already being used by another capacity provider. "
                "Specify a unique Auto Scaling group ARN and try again.",
            )


@rule("ecs", "CreateCapacityProvider", source="Amazon ECS API Reference, ManagedScaling")
def smallest_scaling_step_is_not_above_the_largest(params, account):
    """minimumScalingStepSize and maximumScalingStepSize bound how many instances are scaled out at one time."""
    scaling = (params.get("autoScalingGroupProvider") or {}).get("managedScaling") or {}
    if scaling.get("minimumScalingStepSize", 1) > scaling.get("maximumScalingStepSize", 10000):
        return Refusal(
            "ClientException",
            "The minimum or maximum scaling step size value is invalid. Specify a minimum scaling step size value that is "
            "less than or equal to the maximum scaling step size value and try again.",
        )


@rule("ecs", "CreateCapacityProvider", "UpdateCapacityProvider", source=PROVIDER)
def termination_protection_needs_managed_scaling(params, account):
    """When using managed termination protection, managed scaling must also be used otherwise it doesn't work."""
    provider = params.get("autoScalingGroupProvider") or {}
    scaled = (provider.get("managedScaling") or {}).get("status") == "ENABLED"
    if provider.get("managedTerminationProtection") == "ENABLED" and not scaled:
        return Refusal(
            "ClientException",
            "The managed termination protection setting for the capacity provider is invalid. To enable managed "
            "termination protection for a capacity provider, managed scaling must be enabled.",
        )


@rule("ecs", "CreateCapacityProvider", source=PROVIDER)
def termination_protection_needs_scale_in_protection(params, account):
    """The Auto Scaling group and each instance in it must have instance protection from scale-in actions on as well."""
    protected = (params.get("autoScalingGroupProvider") or {}).get("managedTerminationProtection") == "ENABLED"
    group = scaling_group(params, account)
    if protected and group is not None and not group.new_instances_protected_from_scale_in:
        return Refusal(
            "ClientException",
            "The managed termination protection setting for the capacity provider is invalid. To enable managed "
            "termination protection for a capacity provider, the Auto Scaling group must have instance protection from "
            "scale in enabled.",
        )


@rule("ecs", "PutClusterCapacityProviders", source="Amazon ECS API Reference, PutClusterCapacityProviders")
def default_strategy_uses_providers_of_the_cluster(params, account):
    """Only capacity providers that are already associated with a cluster can be in its default strategy."""
    for each in params.get("defaultCapacityProviderStrategy") or []:
        if each["capacityProvider"] not in (params.get("capacityProviders") or []):
            yield invalid(
                "The specified default capacity provider strategy cannot contain a capacity provider that is not "
                "associated with the cluster."
            )


@rule("ecs", "PutClusterCapacityProviders", source="Amazon ECS API Reference, PutClusterCapacityProviders")
def capacity_provider_exists(params, account):
    """The capacity provider must already be created, unless it is FARGATE or FARGATE_SPOT."""
    known = {each.name for each in held(account, "ecs").capacity_providers.values()} | {"FARGATE", "FARGATE_SPOT"}
    for name in params.get("capacityProviders") or []:
        if name.split("/")[-1] not in known:
            yield invalid("The specified capacity provider does not exist. Specify a valid name and try again.")


@rule("ecs", "PutClusterCapacityProviders", source="Amazon ECS API Reference, PutClusterCapacityProviders")
def capacity_provider_of_a_service_stays(params, account):
    """An existing capacity provider can only be disassociated from a cluster if it's not being used by any existing tasks."""
    kept = [each.split("/")[-1] for each in params.get("capacityProviders") or []]
    for service in held(account, "ecs").services.values():
        if service.status == "INACTIVE" or service.cluster_name != params.get("cluster", "").split("/")[-1]:
            continue
        if any(each["capacityProvider"].split("/")[-1] not in kept for each in service.capacity_provider_strategy or []):
            yield Refusal(
                "ResourceInUseException", "The specified capacity provider is in use and cannot be removed."
            )


@rule("ecs", "DeleteCapacityProvider", source="Amazon ECS API Reference, DeleteCapacityProvider")
def deleted_capacity_provider_has_no_cluster(params, account):
    """Only capacity providers that aren't associated with a cluster can be deleted."""
    name = params.get("capacityProvider", "").split("/")[-1]
    for cluster in held(account, "ecs").clusters.values():
        if name in (cluster.capacity_providers or []):
            yield Refusal(
                "ClientException",
                f"The capacity provider cannot be deleted because it is associated with cluster: {cluster.name}. "
                "Remove the capacity provider from the cluster and try again.",
            )

"""What ECS refuses in a service and in a cluster."""

import re
from functools import partial

from ..refusal import Refusal
from ..resources import held
from .table import rule

PARAMETERS = "Amazon ECS Developer Guide, Amazon ECS service definition parameters"
REBALANCING = "Amazon ECS Developer Guide, Balancing an Amazon ECS service across Availability Zones"

invalid = partial(Refusal, "InvalidParameterException")


def task_definition(params, account):
    """The registered task definition of a request, if there is one."""
    named = (params.get("taskDefinition") or "").split("/")[-1]
    family, _, revision = named.partition(":")
    revisions = held(account, "ecs").task_definitions.get(family) or {}
    return revisions.get(int(revision)) if revision.isdigit() else revisions.get(max(revisions, default=0))


def target_groups(account) -> dict:
    return held(account, "elbv2").target_groups


def network_mode(definition) -> str:
    return definition.network_mode or "bridge"


@rule("ecs", "CreateService", source=PARAMETERS)
def service_name_has_letters_numbers_hyphens_and_underscores(params, account):
    """Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", params.get("serviceName", "")):
        return invalid("Invalid service name. Service name must be 1 to 255 letters, numbers, hyphens and underscores.")


@rule("ecs", "CreateService", "RunTask", source=PARAMETERS)
def launch_type_and_capacity_provider_strategy_exclude_each_other(params, account):
    """If a launchType is specified, the capacityProviderStrategy parameter must be omitted."""
    if params.get("launchType") and params.get("capacityProviderStrategy"):
        return invalid(
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
        )


def percentages(params: dict) -> tuple[int, int]:
    """The least and the most tasks during a deployment. What an update leaves out is not known here."""
    configuration = params.get("deploymentConfiguration") or {}
    creates_replicas = "serviceName" in params and params.get("schedulingStrategy") != "DAEMON"
    return (
        configuration.get("minimumHealthyPercent", 100 if creates_replicas else 0),
        configuration.get("maximumPercent", 200),
    )


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, DeploymentConfiguration")
def deployment_can_proceed(params, account):
    """minimumHealthyPercent is a lower, maximumPercent an upper limit of the tasks during a deployment."""
    if percentages(params) == (100, 100):
        return invalid("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.")


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, DeploymentConfiguration")
def deployment_percentages_are_on_their_side_of_100(params, account):
    """The minimum is a percentage of the desired count, at most 100; the maximum is at least 100."""
    minimum, maximum = percentages(params)
    if minimum > 100:
        yield invalid("minimumHealthyPercent must be at most 100")
    if maximum < 100:
        yield invalid("maximumPercent must be at least 100")


@rule("ecs", "CreateService", source=REBALANCING)
def rebalancing_needs_room_for_another_task(params, account):
    """Availability Zone rebalancing is not supported for services that use a maximum percent of 100 or daemons."""
    rebalanced = params.get("availabilityZoneRebalancing") == "ENABLED"
    if rebalanced and (percentages(params)[1] <= 100 or params.get("schedulingStrategy") == "DAEMON"):
        return invalid(
            "Availability Zone rebalancing is not supported for daemons or services with maximumPercent of 100."
        )


@rule("ecs", "CreateService", source=PARAMETERS)
def daemon_has_no_desired_count_or_placement_strategy(params, account):
    """With DAEMON you don't need to specify a desired number of tasks, a task placement strategy, or auto scaling."""
    if params.get("schedulingStrategy") == "DAEMON" and (params.get("desiredCount") or params.get("placementStrategy")):
        return invalid("The daemon scheduling strategy does not support a desired count or placement strategies.")


@rule("ecs", "CreateService", source=PARAMETERS)
def replica_has_a_desired_count(params, account):
    """desiredCount is required if schedulingStrategy is REPLICA or isn't specified."""
    controller = (params.get("deploymentController") or {}).get("type", "ECS")
    if params.get("schedulingStrategy") != "DAEMON" and controller != "EXTERNAL" and "desiredCount" not in params:
        return invalid("You must specify a desired count for a service with the REPLICA scheduling strategy.")


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, DeploymentCircuitBreaker")
def circuit_breaker_is_for_rolling_updates(params, account):
    """The deployment circuit breaker can only be used for services using the rolling update (ECS) deployment type."""
    controller = (params.get("deploymentController") or {}).get("type", "ECS")
    breaker = (params.get("deploymentConfiguration") or {}).get("deploymentCircuitBreaker") or {}
    if controller != "ECS" and breaker.get("enable"):
        return invalid("Deployment circuit breaker feature can be configured only with ECS deployment controller.")


@rule("ecs", "CreateService", "UpdateService", "RunTask", source="Amazon ECS API Reference, PlacementStrategy")
def placement_strategy_has_a_field_of_its_type(params, account):
    """spread: instanceId, host or an attribute. binpack: cpu and memory. random: this field is not used."""
    for each in params.get("placementStrategy") or []:
        field = each.get("field") or ""
        allowed = {
            "spread": r"(?i:instanceId|host|attribute:.+)",
            "binpack": r"(?i:cpu|memory)",
            "random": r"",
        }.get(each.get("type"), r".*")
        if not re.fullmatch(allowed, field):
            yield invalid(f"Invalid field '{field}' for the placement strategy {each.get('type')}.")


@rule("ecs", "CreateService", "UpdateService", "RunTask", source=PARAMETERS)
def service_has_at_most_five_placement_strategies(params, account):
    """You can specify a maximum of 5 strategy rules for each service."""
    if len(params.get("placementStrategy") or []) > 5:
        return invalid("A maximum of 5 placement strategies is supported.")


@rule("ecs", "CreateService", "UpdateService", "RunTask", source=PARAMETERS)
def service_has_at_most_ten_placement_constraints(params, account):
    """You can specify a maximum of 10 constraints for each task."""
    if len(params.get("placementConstraints") or []) > 10:
        return invalid("A maximum of 10 placement constraints is supported.")


@rule("ecs", "CreateService", "UpdateService", "RunTask", source="Amazon ECS API Reference, PlacementConstraint")
def distinct_instance_has_no_expression(params, account):
    """You can't specify an expression if the constraint type is distinctInstance. memberOf needs one."""
    for each in params.get("placementConstraints") or []:
        if (each.get("type") == "distinctInstance") == bool(each.get("expression")):
            yield invalid(f"Invalid expression for the placement constraint {each.get('type')}.")


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, LoadBalancer")
def target_group_has_a_load_balancer(params, account):
    """The target group must be associated with a load balancer before the service is created."""
    for each in params.get("loadBalancers") or []:
        group = target_groups(account).get(each.get("targetGroupArn"))
        if group is not None and not group.load_balancer_arns:
            yield invalid(
                f"The target group with targetGroupArn {group.arn} does not have an associated load balancer."
            )


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, LoadBalancer")
def target_type_fits_the_network_mode(params, account):
    """If your service's task definition uses the awsvpc network mode, you must choose ip as the target type."""
    definition = task_definition(params, account)
    for each in params.get("loadBalancers") or []:
        group = target_groups(account).get(each.get("targetGroupArn"))
        if definition is None or group is None:
            continue
        needed = "ip" if network_mode(definition) == "awsvpc" else "instance"
        if group.target_type != needed:
            yield invalid(
                f"The provided target group {group.arn} has target type {group.target_type}, which is incompatible with "
                f"the {network_mode(definition)} network mode specified in the task definition."
            )


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, LoadBalancer")
def load_balanced_container_is_in_the_task_definition(params, account):
    """The name of the container (as it appears in a container definition) to associate with the load balancer."""
    definition = task_definition(params, account)
    for each in params.get("loadBalancers") or []:
        if definition and each.get("containerName") not in [one["name"] for one in definition.container_definitions]:
            yield invalid(f"The container {each.get('containerName')} does not exist in the task definition.")


@rule("ecs", "CreateService", "UpdateService", source="Amazon ECS API Reference, LoadBalancer")
def load_balanced_port_is_mapped(params, account):
    """The port on the container must correspond to a containerPort in the task definition the service uses."""
    definition = task_definition(params, account)
    for each in params.get("loadBalancers") or []:
        for container in definition.container_definitions if definition else []:
            ports = [port.get("containerPort") for port in container.get("portMappings") or []]
            if container["name"] == each.get("containerName") and each.get("containerPort") not in ports:
                yield invalid(
                    f"The container {container['name']} did not have a container port {each.get('containerPort')} defined."
                )


@rule("ecs", "CreateCluster", "UpdateCluster", source="Amazon ECS API Reference, ExecuteCommandConfiguration")
def logging_of_exec_has_a_place_when_it_is_overridden(params, account):
    """OVERRIDE: specify the logging details as a part of logConfiguration. It is required for OVERRIDE only."""
    configuration = (params.get("configuration") or {}).get("executeCommandConfiguration") or {}
    if (configuration.get("logging") == "OVERRIDE") != bool(configuration.get("logConfiguration")) and configuration:
        return invalid("logConfiguration must be specified if, and only if, logging is OVERRIDE.")

"""What Application Auto Scaling refuses, for services of ECS."""

import re
from functools import partial

from ..refusal import Refusal
from ..resources import held
from .table import rule

TARGET = "Application Auto Scaling API Reference, RegisterScalableTarget"
TRACKING = "Application Auto Scaling API Reference, TargetTrackingScalingPolicyConfiguration"
METRIC = "Application Auto Scaling API Reference, PredefinedMetricSpecification"

invalid = partial(Refusal, "ValidationException")


def of_ecs(params: dict) -> bool:
    return params.get("ServiceNamespace") == "ecs"


@rule("application-autoscaling", "RegisterScalableTarget", source=TARGET)
def most_tasks_are_not_fewer_than_the_least(params, account):
    """MinCapacity: the minimum value that you plan to scale in to. MaxCapacity: the maximum to scale out to."""
    least, most = params.get("MinCapacity"), params.get("MaxCapacity")
    if least is not None and most is not None and (least < 0 or most < least):
        return invalid("Maximum capacity cannot be less than minimum capacity")


@rule("application-autoscaling", "RegisterScalableTarget", "PutScalingPolicy", source=TARGET)
def service_is_named_by_cluster_and_name(params, account):
    """ECS service: the resource type is service and the unique identifier is the cluster name and service name."""
    if of_ecs(params) and not re.fullmatch(r"service/[\w-]+/[\w-]+", params.get("ResourceId", "")):
        return invalid("Unsupported service namespace, resource type or scalable dimension")


@rule("application-autoscaling", "RegisterScalableTarget", "PutScalingPolicy", source=TARGET)
def services_scale_by_their_desired_count(params, account):
    """ecs:service:DesiredCount: the task count of an ECS service."""
    if of_ecs(params) and params.get("ScalableDimension") != "ecs:service:DesiredCount":
        return invalid("Unsupported service namespace, resource type or scalable dimension")


@rule("application-autoscaling", "RegisterScalableTarget", source=TARGET)
def scaled_service_exists(params, account):
    """The resource that is associated with the scalable target must exist."""
    if not of_ecs(params):
        return None
    _, cluster, name = (params.get("ResourceId", "").split("/") + ["", "", ""])[:3]
    found = [
        each
        for each in held(account, "ecs").services.values()
        if each.name == name and each.cluster_name == cluster and each.status == "ACTIVE"
    ]
    if not found:
        return invalid(f"ECS service doesn't exist: {params.get('ResourceId')}")


def tracking(params: dict) -> dict:
    return params.get("TargetTrackingScalingPolicyConfiguration") or {}


@rule("application-autoscaling", "PutScalingPolicy", source="Application Auto Scaling API Reference, PutScalingPolicy")
def policy_belongs_to_a_scalable_target(params, account):
    """Each scalable target is identified by service namespace, resource ID, and scalable dimension; register it first."""
    targets = held(account, "application-autoscaling").targets.get(params.get("ScalableDimension"), {})
    if params.get("ResourceId") not in targets:
        return Refusal(
            "ObjectNotFoundException",
            f"No scalable target registered for service namespace: {params.get('ServiceNamespace')}, resource ID: "
            f"{params.get('ResourceId')}, scalable dimension: {params.get('ScalableDimension')}",
        )


@rule("application-autoscaling", "PutScalingPolicy", source=TRACKING)
def target_tracking_has_one_metric(params, account):
    """You can specify either a predefined metric or a customized metric."""
    given = {"PredefinedMetricSpecification", "CustomizedMetricSpecification"} & tracking(params).keys()
    if tracking(params) and len(given) != 1:
        return invalid("Either a predefined metric or a customized metric must be specified.")


@rule("application-autoscaling", "PutScalingPolicy", source="Application Auto Scaling API Reference, PutScalingPolicy")
def policy_has_the_configuration_of_its_type(params, account):
    """TargetTrackingScaling needs TargetTrackingScalingPolicyConfiguration, StepScaling its own. And so on."""
    kinds = {"TargetTrackingScaling": "TargetTrackingScalingPolicyConfiguration",
             "StepScaling": "StepScalingPolicyConfiguration"}  # fmt: skip
    needed = kinds.get(params.get("PolicyType", "StepScaling"))
    if needed and (needed not in params or (set(kinds.values()) - {needed}) & params.keys()):
        return invalid(f"{needed} must be specified for the policy type {params.get('PolicyType', 'StepScaling')}.")


@rule("application-autoscaling", "PutScalingPolicy", source=METRIC)
def metric_is_one_of_services(params, account):
    """ECSServiceAverageCPUUtilization, ECSServiceAverageMemoryUtilization or ALBRequestCountPerTarget."""
    kind = (tracking(params).get("PredefinedMetricSpecification") or {}).get("PredefinedMetricType")
    known = ("ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", "ALBRequestCountPerTarget")
    if of_ecs(params) and kind is not None and kind not in known:
        return invalid(f"The predefined metric type {kind} is not valid for the service namespace ecs.")


@rule("application-autoscaling", "PutScalingPolicy", source=METRIC)
def requests_are_counted_of_a_target_group(params, account):
    """ResourceLabel: app/name/id/targetgroup/name/id, for ALBRequestCountPerTarget and for no other metric type."""
    metric = tracking(params).get("PredefinedMetricSpecification") or {}
    label = metric.get("ResourceLabel")
    counted = metric.get("PredefinedMetricType") == "ALBRequestCountPerTarget"
    if metric and (
        counted != bool(label) or (label and not re.fullmatch(r"app/[^/]+/\w+/targetgroup/[^/]+/\w+", label))
    ):
        return invalid(
            "ResourceLabel must be specified for ALBRequestCountPerTarget only, as "
            "app/<load-balancer-name>/<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id>."
        )

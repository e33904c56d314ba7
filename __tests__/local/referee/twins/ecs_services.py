from twins import ABSENT, Named, Request

GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/{}/1"
SCALING_GROUP = "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:1:autoScalingGroupName/{}"


class TargetGroup:
    """A resource of moto, with the attributes that the rules read."""

    def __init__(self, name, target_type="instance", load_balancers=("arn:of:a:load:balancer",)):
        self.arn = GROUP.format(name)
        self.target_type = target_type
        self.load_balancer_arns = list(load_balancers)


class ScalingGroup:
    """A resource of moto, with the attributes that the rules read."""

    def __init__(self, name, protected=False):
        self.name = name
        self.new_instances_protected_from_scale_in = protected


def cluster(account) -> None:
    ecs = account.backend("ecs")
    for name in ("hosts", "taken"):
        ecs.create_capacity_provider(name, {"autoScalingGroupArn": SCALING_GROUP.format(name)}, [])
    ecs.create_cluster("main", capacity_providers=["hosts", "spot"])
    for family, mode in (("web", "bridge"), ("api", "awsvpc")):
        container = {"name": "app", "image": "busybox", "memory": 64, "portMappings": [{"containerPort": 80}]}
        ecs.register_task_definition(family, [container], network_mode=mode)
    for group in (TargetGroup("web"), TargetGroup("api", target_type="ip"), TargetGroup("lonely", load_balancers=())):
        account.backend("elbv2").target_groups[group.arn] = group
    for group in (ScalingGroup("free"), ScalingGroup("protected", protected=True), ScalingGroup("taken")):
        account.backend("autoscaling").autoscaling_groups[group.name] = group


SERVICE = Request(
    "ecs",
    "CreateService",
    {
        "cluster": "main",
        "serviceName": "web",
        "taskDefinition": "web:1",
        "desiredCount": 1,
        "capacityProviderStrategy": [{"capacityProvider": "hosts", "weight": 1, "base": 1}],
        "deploymentConfiguration": {
            "minimumHealthyPercent": 100,
            "maximumPercent": 200,
            "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        },
        "loadBalancers": [{"targetGroupArn": GROUP.format("web"), "containerName": "app", "containerPort": 80}],
        "placementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}],
        "placementConstraints": [{"type": "distinctInstance"}],
        "availabilityZoneRebalancing": "ENABLED",
    },
    cluster,
)
SERVICE.twin("service_name_has_letters_numbers_hyphens_and_underscores", {"serviceName": "web.app"})
SERVICE.twin("launch_type_and_capacity_provider_strategy_exclude_each_other", {"launchType": "EC2"})
SERVICE.twin(
    "capacity_provider_strategy_has_one_base",
    {"capacityProviderStrategy.1.base": 1},
    given={
        "capacityProviderStrategy": [
            {"capacityProvider": name, "weight": 1, "base": base} for name, base in (("hosts", 1), ("spot", 0))
        ]
    },
)
SERVICE.twin(
    "capacity_provider_strategy_has_a_weight",
    {"capacityProviderStrategy": [{"capacityProvider": "hosts", "weight": 0}, {"capacityProvider": "spot"}]},
)
SERVICE.twin("capacity_provider_belongs_to_the_cluster", {"capacityProviderStrategy.0.capacityProvider": "taken"})
SERVICE.twin(
    "deployment_can_proceed",
    {"deploymentConfiguration.maximumPercent": 100},
    given={"availabilityZoneRebalancing": "DISABLED"},
)
SERVICE.twin("deployment_percentages_are_on_their_side_of_100", {"deploymentConfiguration.minimumHealthyPercent": 150})
SERVICE.twin(
    "rebalancing_needs_room_for_another_task",
    {"deploymentConfiguration.maximumPercent": 100},
    given={"deploymentConfiguration.minimumHealthyPercent": 0},
)
SERVICE.twin(
    "daemon_has_no_desired_count_or_placement_strategy",
    {"desiredCount": 2},
    given={
        "schedulingStrategy": "DAEMON",
        "desiredCount": ABSENT,
        "placementStrategy": [],
        "availabilityZoneRebalancing": "DISABLED",
    },
)
SERVICE.twin("replica_has_a_desired_count", {"desiredCount": ABSENT})
SERVICE.twin(
    "circuit_breaker_is_for_rolling_updates",
    {"deploymentConfiguration.deploymentCircuitBreaker.enable": True},
    given={
        "deploymentController": {"type": "CODE_DEPLOY"},
        "deploymentConfiguration.deploymentCircuitBreaker.enable": False,
    },
)
SERVICE.twin("placement_strategy_has_a_field_of_its_type", {"placementStrategy.0.field": "zone"})
SERVICE.twin(
    "service_has_at_most_five_placement_strategies", {"placementStrategy": [{"type": "spread", "field": "host"}] * 6}
)
SERVICE.twin(
    "service_has_at_most_ten_placement_constraints", {"placementConstraints": [{"type": "distinctInstance"}] * 11}
)
SERVICE.twin("distinct_instance_has_no_expression", {"placementConstraints.0.expression": "attribute:a == b"})
SERVICE.twin("target_group_has_a_load_balancer", {"loadBalancers.0.targetGroupArn": GROUP.format("lonely")})
SERVICE.twin("target_type_fits_the_network_mode", {"loadBalancers.0.targetGroupArn": GROUP.format("api")})
SERVICE.twin("load_balanced_container_is_in_the_task_definition", {"loadBalancers.0.containerName": "nginx"})
SERVICE.twin("load_balanced_port_is_mapped", {"loadBalancers.0.containerPort": 8080})
NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}
SERVICE.twin(
    "awsvpc_mode_needs_a_network_configuration",
    {"networkConfiguration": ABSENT},
    given={
        "taskDefinition": "api",
        "loadBalancers.0.targetGroupArn": GROUP.format("api"),
        "networkConfiguration": NETWORK,
    },
)
SERVICE.twin("network_configuration_needs_awsvpc_mode", {"networkConfiguration": NETWORK})

RUN = Request(
    "ecs",
    "RunTask",
    {
        "cluster": "main",
        "taskDefinition": "web",
        "count": 1,
        "overrides": {"containerOverrides": [{"name": "app", "command": ["php", "artisan"]}]},
    },
    cluster,
)
RUN.twin("at_most_ten_tasks_are_run_at_once", {"count": 11})
RUN.twin("overrides_have_at_most_8192_characters", {"overrides.containerOverrides.0.command": ["x" * 8192]})
RUN.twin("override_names_a_container", {"overrides.containerOverrides.0.name": "web"})

PROVIDER = Request(
    "ecs",
    "CreateCapacityProvider",
    {
        "name": "web",
        "autoScalingGroupProvider": {
            "autoScalingGroupArn": SCALING_GROUP.format("protected"),
            "managedScaling": {"status": "ENABLED", "minimumScalingStepSize": 1, "maximumScalingStepSize": 2},
            "managedTerminationProtection": "ENABLED",
        },
    },
    cluster,
)
provider = "autoScalingGroupProvider"
PROVIDER.twin("capacity_provider_name_is_not_reserved", {"name": "ecs-web"})
PROVIDER.twin(
    "capacity_provider_has_an_existing_group", {f"{provider}.autoScalingGroupArn": SCALING_GROUP.format("none")}
)
PROVIDER.twin(
    "scaling_group_has_one_capacity_provider",
    {f"{provider}.autoScalingGroupArn": SCALING_GROUP.format("taken")},
    given={f"{provider}.managedTerminationProtection": "DISABLED"},
)
PROVIDER.twin(
    "smallest_scaling_step_is_not_above_the_largest", {f"{provider}.managedScaling.minimumScalingStepSize": 3}
)
PROVIDER.twin("termination_protection_needs_managed_scaling", {f"{provider}.managedScaling.status": "DISABLED"})
PROVIDER.twin(
    "termination_protection_needs_scale_in_protection",
    {f"{provider}.autoScalingGroupArn": SCALING_GROUP.format("free")},
)

PROVIDERS = Request(
    "ecs",
    "PutClusterCapacityProviders",
    {
        "cluster": "main",
        "capacityProviders": ["hosts"],
        "defaultCapacityProviderStrategy": [{"capacityProvider": "hosts", "weight": 1}],
    },
    cluster,
)
PROVIDERS.twin(
    "default_strategy_uses_providers_of_the_cluster", {"defaultCapacityProviderStrategy.0.capacityProvider": "taken"}
)
PROVIDERS.twin("capacity_provider_exists", {"capacityProviders": ["hosts", "nowhere"]})


def served_cluster(account) -> None:
    cluster(account)
    strategy = [{"capacityProvider": "hosts", "weight": 1}]
    account.backend("ecs").services["web"] = Named(
        status="ACTIVE", cluster_name="main", capacity_provider_strategy=strategy
    )


Request(
    "ecs",
    "PutClusterCapacityProviders",
    {"cluster": "main", "capacityProviders": ["hosts"], "defaultCapacityProviderStrategy": []},
    served_cluster,
).twin("capacity_provider_of_a_service_stays", {"capacityProviders": []})

Request("ecs", "DeleteCapacityProvider", {"capacityProvider": "taken"}, cluster).twin(
    "deleted_capacity_provider_has_no_cluster", {"capacityProvider": "hosts"}
)

CLUSTER = Request(
    "ecs",
    "CreateCluster",
    {"clusterName": "main", "configuration": {"executeCommandConfiguration": {"logging": "DEFAULT"}}},
)
CLUSTER.twin(
    "logging_of_exec_has_a_place_when_it_is_overridden",
    {"configuration.executeCommandConfiguration.logging": "OVERRIDE"},
)

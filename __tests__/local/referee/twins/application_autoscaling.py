from twins import Named, Request


def services(account) -> None:
    account.backend("ecs").services["web"] = Named(name="web", cluster_name="main", status="ACTIVE")
    targets = account.backend("application-autoscaling").targets
    for dimension in ("ecs:service:DesiredCount", "rds:cluster:ReadReplicaCount"):
        for resource in ("service/main/web", "web"):
            targets.setdefault(dimension, {})[resource] = Named()


SERVICE = {"ServiceNamespace": "ecs", "ResourceId": "service/main/web", "ScalableDimension": "ecs:service:DesiredCount"}
TARGET = Request(
    "application-autoscaling", "RegisterScalableTarget", SERVICE | {"MinCapacity": 1, "MaxCapacity": 4}, services
)
TARGET.twin("most_tasks_are_not_fewer_than_the_least", {"MinCapacity": 5})
TARGET.twin("scaled_service_exists", {"ResourceId": "service/main/worker"})

POLICY = Request(
    "application-autoscaling",
    "PutScalingPolicy",
    SERVICE
    | {
        "PolicyName": "cpu",
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": 60,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        },
    },
    services,
)
configuration = "TargetTrackingScalingPolicyConfiguration"
METRIC = {"MetricName": "Jobs", "Namespace": "api", "Statistic": "Average"}
POLICY.twin("service_is_named_by_cluster_and_name", {"ResourceId": "web"})
POLICY.twin("services_scale_by_their_desired_count", {"ScalableDimension": "rds:cluster:ReadReplicaCount"})
POLICY.twin("policy_belongs_to_a_scalable_target", {"ResourceId": "service/main/worker"})
POLICY.twin("target_tracking_has_one_metric", {f"{configuration}.CustomizedMetricSpecification": METRIC})
POLICY.twin("policy_has_the_configuration_of_its_type", {"PolicyType": "StepScaling"})
POLICY.twin(
    "metric_is_one_of_services",
    {f"{configuration}.PredefinedMetricSpecification.PredefinedMetricType": "RDSReaderAverageCPUUtilization"},
)
POLICY.twin(
    "requests_are_counted_of_a_target_group",
    {f"{configuration}.PredefinedMetricSpecification.PredefinedMetricType": "ALBRequestCountPerTarget"},
)

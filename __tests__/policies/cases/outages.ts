import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { NO_IMAGE } from "../../../facts/names";
import type { Case, Protected } from "../protected";
import { container, protectedDatabase, task } from "../protected";
import { lambda, schedule, service } from "../resources";

const healthy = { healthCheck: { command: ["CMD", "true"] } };
const balanced = {
  loadBalancer: [{ targetGroupArn: "arn", containerName: "app", containerPort: 80 }],
  healthCheckGracePeriodSeconds: 60,
};
const balancedService: Protected = (stack, change) => service(stack, { ...balanced, ...change }, healthy);

const scheduler: Protected = (stack, change) =>
  service(
    stack,
    { desiredCount: 1, deploymentMinimumHealthyPercent: 0, deploymentMaximumPercent: 100, ...change },
    { command: ["scheduler"] },
  );

const targetGroup: Protected = (stack, change) =>
  new LbTargetGroup(stack, "targets", {
    deregistrationDelay: "30",
    healthCheck: { path: "/up", matcher: "200" },
    lifecycle: { createBeforeDestroy: true },
    ...change,
  });

const refresh = (preferences: object) => ({
  strategy: "Rolling",
  preferences: { minHealthyPercentage: 100, autoRollback: true, ...preferences },
});

const group: Protected = (stack, change) =>
  new AutoscalingGroup(stack, "group", {
    minSize: 1,
    maxSize: 2,
    vpcZoneIdentifier: ["subnet-1", "subnet-2"],
    launchTemplate: {
      id: new LaunchTemplate(stack, "template", { instanceMarketOptions: { marketType: "spot" } }).id,
    },
    capacityRebalance: true,
    instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
    instanceRefresh: refresh({}),
    ...change,
  });

const spread: Protected = (stack, change) =>
  new EcsService(stack, "s", {
    name: "web",
    desiredCount: 2,
    orderedPlacementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
    ...change,
  });

const images: Protected = (stack, change: { deployedFirst?: boolean } = {}) => {
  const rules = [
    { rulePriority: 1, selection: { tagStatus: "tagged", tagPrefixList: ["deployed-"], countNumber: 50 } },
    { rulePriority: 2, selection: { tagStatus: "any", countNumber: 500 } },
  ];
  return new EcrLifecyclePolicy(stack, "images", {
    repository: "r",
    policy: JSON.stringify({ rules: change.deployedFirst === false ? rules.slice(1) : rules }),
  });
};

const watchedQueue: Protected = (stack, change) => {
  const { name } = new SqsQueue(stack, "failed", {});
  return new CloudwatchMetricAlarm(stack, "alarm", {
    alarmName: "a",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    alarmActions: ["arn:topic"],
    dimensions: { QueueName: name },
    ...change,
  });
};

const file: Protected = (stack, change) =>
  new S3Object(stack, "file", {
    bucket: "b",
    key: "${each.value}",
    lifecycle: { ignoreChanges: ["content"] },
    ...change,
  }).addOverride("for_each", "${toset(data.aws_s3_objects.earlier.keys)}");

/** What keeps the API up: while it is deployed, while something fails, and until somebody comes. */
export const OUTAGES: readonly Case[] = [
  [
    "database-outages",
    "a change",
    protectedDatabase,
    { applyImmediately: true },
    "apply_immediately is true, so a change restarts it at once",
  ],
  [
    "database-outages",
    "a full disk",
    protectedDatabase,
    { maxAllocatedStorage: undefined },
    "max_allocated_storage is missing, so the disk does not grow",
  ],
  [
    "deployment-gaps",
    "of tasks",
    balancedService,
    { deploymentMinimumHealthyPercent: 50 },
    "deployment_minimum_healthy_percent is below 100",
  ],
  [
    "deployment-gaps",
    "of requests in hand",
    targetGroup,
    { deregistrationDelay: "0" },
    "deregistration_delay is 0, so requests in hand are cut off",
  ],
  ["deploys-kept", "revisions", task, { trackLatest: false }, "track_latest is not true"],
  [
    "deploys-kept",
    "the number of tasks",
    (stack, change) => {
      const props = { lifecycle: { ignoreChanges: ["desired_count"] }, ...change };
      const { name } = service(stack, props, {}, { trackLatest: true });
      new AppautoscalingTarget(stack, "target", {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: `service/shop/${name}`,
        minCapacity: 1,
        maxCapacity: 2,
      });
    },
    { lifecycle: {} },
    "it is scaled, and the next apply sets its tasks back to desired_count",
  ],
  [
    "deploys-kept",
    "the image that runs",
    (stack, change) =>
      new SsmParameter(stack, "tag", {
        name: "/shop/image",
        type: "String",
        value: NO_IMAGE,
        lifecycle: { ignoreChanges: ["value"] },
        ...change,
      }),
    { lifecycle: {} },
    "a deploy writes its value, and the next apply writes none",
  ],
  [
    "deploys-kept",
    "the settings of what ran before",
    file,
    { lifecycle: {} },
    "the earlier files would get the content of the newest",
  ],
  [
    "deploys-kept",
    "the files of what ran before",
    (stack, change: { gone?: boolean } = {}) =>
      change.gone ? new S3Object(stack, "file", { bucket: "b", key: "k" }) : file(stack),
    { gone: true },
    "for_each does not name the files that are there",
  ],
  [
    "deploys-kept",
    "what a schedule starts",
    (stack, change: { arn?: string } = {}) =>
      schedule(stack, {
        target: {
          arn: "arn",
          roleArn: "arn",
          ecsParameters: {
            taskDefinitionArn: change.arn ?? "arn:aws:ecs:eu-west-1:111122223333:task-definition/tick",
          },
        },
      }),
    { arn: "arn:aws:ecs:eu-west-1:111122223333:task-definition/tick:7" },
    "ecs_parameters.task_definition_arn has a revision",
  ],
  ["one-scheduler", "of two", scheduler, { desiredCount: 2 }, "desired_count of the scheduler is not 1"],
  [
    "one-scheduler",
    "during a deployment",
    scheduler,
    { deploymentMaximumPercent: 200 },
    "deployment_maximum_percent is above 100, so a new scheduler runs beside the old one",
  ],
  [
    "health-checks",
    "a container",
    (stack, change) => service(stack, {}, { ...healthy, ...change }),
    { healthCheck: undefined },
    'container "app" has no healthCheck, so one that hangs counts as a success',
  ],
  [
    "health-checks",
    "a container that may end",
    (stack, change) => container(stack, { essential: false, restartPolicy: { enabled: true }, ...change }),
    { restartPolicy: undefined },
    'container "app" is not essential and has no restartPolicy',
  ],
  [
    "health-checks",
    "a task that starts",
    balancedService,
    { healthCheckGracePeriodSeconds: undefined },
    "health_check_grace_period_seconds is not set",
  ],
  [
    "health-checks",
    "targets, at all",
    targetGroup,
    { healthCheck: { enabled: false, path: "/up" } },
    "health_check is not enabled",
  ],
  [
    "health-checks",
    "targets, by their answer",
    targetGroup,
    { healthCheck: { path: "/up", matcher: "200-499" } },
    "health_check.matcher is 200-499, so errors count as health",
  ],
  [
    "health-checks",
    "targets, by their path",
    targetGroup,
    { healthCheck: {} },
    "health_check.path is missing",
  ],
  ["graceful-stops", "time", container, { stopTimeout: undefined }, 'container "app" has no stopTimeout'],
  [
    "graceful-stops",
    "signals",
    container,
    { linuxParameters: { capabilities: { drop: ["ALL"] } } },
    'container "app" has no init process',
  ],
  [
    "replacements",
    "a target group",
    targetGroup,
    { lifecycle: {} },
    "lifecycle.create_before_destroy is not true",
  ],
  [
    "replacements",
    "a certificate",
    (stack, change) =>
      new AcmCertificate(stack, "c", {
        domainName: "a.b",
        lifecycle: { createBeforeDestroy: true },
        ...change,
      }),
    { lifecycle: {} },
    "lifecycle.create_before_destroy is not true",
  ],
  [
    "host-replacements",
    "a host that is replaced",
    group,
    { instanceMaintenancePolicy: { minHealthyPercentage: 50, maxHealthyPercentage: 100 } },
    "instance_maintenance_policy.min_healthy_percentage is below 100",
  ],
  [
    "host-replacements",
    "a new template",
    group,
    { instanceRefresh: refresh({ minHealthyPercentage: 0 }) },
    "instance_refresh.preferences.min_healthy_percentage is below 100",
  ],
  [
    "host-replacements",
    "a template that does not start",
    group,
    { instanceRefresh: refresh({ autoRollback: false }) },
    "instance_refresh.preferences.auto_rollback is not true",
  ],
  [
    "host-replacements",
    "a spot host that is taken back",
    group,
    { capacityRebalance: false },
    "capacity_rebalance is not true",
  ],
  [
    "host-replacements",
    "its tasks",
    (stack, change: { draining?: string } = {}) =>
      new EcsCapacityProvider(stack, "provider", {
        name: "hosts",
        autoScalingGroupProvider: {
          autoScalingGroupArn: "arn",
          managedDraining: change.draining ?? "ENABLED",
        },
      }),
    { draining: "DISABLED" },
    "managed_draining is not ENABLED",
  ],
  ["zones", "hosts", group, { vpcZoneIdentifier: ["subnet-1"] }, "vpc_zone_identifier names one subnet"],
  [
    "zones",
    "tasks",
    spread,
    { orderedPlacementStrategy: [{ type: "binpack", field: "memory" }] },
    "ordered_placement_strategy does not spread tasks over zones first",
  ],
  [
    "zones",
    "tasks that crowd",
    spread,
    { availabilityZoneRebalancing: "DISABLED" },
    "availability_zone_rebalancing is DISABLED",
  ],
  [
    "zones",
    "a NAT gateway",
    (stack, change: { natGatewayId?: string } = {}) => {
      const nat = new NatGateway(stack, "nat", { subnetId: "subnet-1" });
      new Route(stack, "route", { routeTableId: "rtb-1", natGatewayId: change.natGatewayId ?? nat.id });
    },
    { natGatewayId: "nat-1" },
    "aws_nat_gateway.nat: no aws_route leads to it",
  ],
  [
    "running-images",
    "in a repository",
    images,
    { deployedFirst: false },
    "rule 2 counts deployed images with the others",
  ],
  ["alarms", "of which nobody hears", watchedQueue, { alarmActions: [] }, "alarm_actions is empty"],
  [
    "alarms",
    "of something else",
    watchedQueue,
    { dimensions: { QueueName: "another" } },
    "aws_sqs_queue.failed: no alarm watches it",
  ],
  [
    "alarms",
    "that only scale",
    watchedQueue,
    { alarmActions: ["${aws_appautoscaling_policy.add.arn}"] },
    "aws_sqs_queue.failed: no alarm watches it",
  ],
  [
    "function-limits",
    "a function",
    (stack, change) => lambda(stack, { reservedConcurrentExecutions: 1, ...change }),
    { reservedConcurrentExecutions: undefined },
    "reserved_concurrent_executions is not set",
  ],
];

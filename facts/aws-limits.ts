import {
  LARGEST_INTEGER,
  LONGEST_RETENTION_SECONDS,
  LONGEST_VISIBILITY_SECONDS,
  MOST_TASKS,
} from "./count-limits";
import { LONGEST_CERTIFICATE_NAME, LONGEST_LOAD_BALANCER_NAME } from "./name-limits";
import {
  LARGEST_STORAGE_GIB,
  LARGEST_VOLUME_GIB,
  leastCeilingOf,
  SMALLEST_STORAGE_GIB,
} from "./storage-limits";
import { LONGEST_SNAPSHOT_DAYS } from "./valkey";

/**
 * The limits of AWS on the arguments of resources, by Terraform's resource and argument.
 *
 * A path leads through blocks, lists and JSON documents: `dashboard_body.widgets`. Quotas that AWS raises on request have
 * the value of a new account.
 */

/** What is limited: the value itself, the length of a text, or the number of entries of a list or map. */
type Measure = "value" | "characters" | "bytes" | "entries";

interface Limit {
  readonly measure: Measure;

  /** The unit of a value, e.g. `seconds`. */
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum: number;
}

export interface ArgumentLimit extends Limit {
  readonly type: string;
  readonly argument: string;
  readonly document: string;
}

const characters = (minimum: number, maximum: number): Limit => ({ measure: "characters", minimum, maximum });
const bytes = (maximum: number): Limit => ({ measure: "bytes", maximum });
const entries = (maximum: number): Limit => ({ measure: "entries", maximum });
const count = (minimum: number, maximum: number): Limit => ({ measure: "value", minimum, maximum });
const of =
  (unit: string) =>
  (minimum: number, maximum: number): Limit => ({
    ...count(minimum, maximum),
    unit,
  });
const seconds = of("seconds");
const days = of("days");

/** "Service quotas", Amazon ECS Developer Guide. */
export const LARGEST_TASK_DEFINITION_BYTES = 64 * 1024;

/** By the AWS document of the limits, and then by `<resource>.<path>`. */
const BY_DOCUMENT: Readonly<Record<string, Readonly<Record<string, Limit | readonly Limit[]>>>> = {
  "IAM and AWS STS quotas, AWS IAM User Guide": {
    "aws_iam_role.name": characters(1, 64),
    "aws_iam_user.name": characters(1, 64),
    "aws_iam_group.name": characters(1, 128),
    "aws_iam_policy.name": characters(1, 128),
    "aws_iam_role_policy.name": characters(1, 128),
    "aws_iam_group_policy.name": characters(1, 128),
    "aws_iam_instance_profile.name": characters(1, 128),
  },
  "CreateRole, AWS IAM API Reference": {
    "aws_iam_role.description": characters(0, 1_000),
    "aws_iam_role.max_session_duration": seconds(3_600, 43_200),
  },
  "CreateOpenIDConnectProvider, AWS IAM API Reference": {
    "aws_iam_openid_connect_provider.url": characters(1, 255),
    "aws_iam_openid_connect_provider.client_id_list": entries(100),
    "aws_iam_openid_connect_provider.thumbprint_list": entries(5),
  },
  "CreateKey, AWS KMS API Reference": { "aws_kms_key.description": characters(0, 8_192) },
  "CreateAlias, AWS KMS API Reference": { "aws_kms_alias.name": characters(1, 256) },
  "ScheduleKeyDeletion, AWS KMS API Reference": { "aws_kms_key.deletion_window_in_days": days(7, 30) },
  "PutParameter, AWS Systems Manager API Reference": {
    "aws_ssm_parameter.name": characters(1, 1_011),
    "aws_ssm_parameter.description": characters(0, 1_024),
    // The limit of the standard tier. No parameter here is of the advanced tier.
    "aws_ssm_parameter.value": bytes(4_096),
    "aws_ssm_parameter.insecure_value": bytes(4_096),
  },
  "RequestCertificate, AWS Certificate Manager API Reference": {
    "aws_acm_certificate.domain_name": characters(1, LONGEST_CERTIFICATE_NAME),
    "aws_acm_certificate.subject_alternative_names": entries(100),
  },
  "Lambda quotas, AWS Lambda Developer Guide": {
    "aws_lambda_function.timeout": seconds(1, 900),
    "aws_lambda_function.memory_size": of("MB")(128, 10_240),
    "aws_lambda_function.environment.variables": bytes(4_096),
    "aws_lambda_function.layers": entries(5),
    "aws_lambda_function.ephemeral_storage.size": of("MB")(512, 10_240),
  },
  "CreateFunction, AWS Lambda API Reference": {
    "aws_lambda_function.function_name": characters(1, 64),
    "aws_lambda_function.description": characters(0, 256),
  },
  "PutFunctionEventInvokeConfig, AWS Lambda API Reference": {
    "aws_lambda_function_event_invoke_config.maximum_event_age_in_seconds": seconds(60, 21_600),
    "aws_lambda_function_event_invoke_config.maximum_retry_attempts": count(0, 2),
  },
  "AddPermission, AWS Lambda API Reference": { "aws_lambda_permission.statement_id": characters(1, 100) },
  "PutRule, Amazon EventBridge API Reference": {
    "aws_cloudwatch_event_rule.name": characters(1, 64),
    "aws_cloudwatch_event_rule.description": characters(0, 512),
    "aws_cloudwatch_event_rule.event_pattern": characters(0, 4_096),
  },
  "PutTargets, Amazon EventBridge API Reference": {
    "aws_cloudwatch_event_target.target_id": characters(1, 64),
    "aws_cloudwatch_event_target.input": characters(0, 8_192),
    "aws_cloudwatch_event_target.retry_policy.maximum_event_age_in_seconds": seconds(60, 86_400),
    "aws_cloudwatch_event_target.retry_policy.maximum_retry_attempts": count(0, 185),
  },
  "CreateSchedule, Amazon EventBridge Scheduler API Reference": {
    "aws_scheduler_schedule.name": characters(1, 64),
    "aws_scheduler_schedule.description": characters(0, 512),
    "aws_scheduler_schedule.schedule_expression": characters(1, 256),
    "aws_scheduler_schedule.flexible_time_window.maximum_window_in_minutes": of("minutes")(1, 1_440),
    "aws_scheduler_schedule.target.retry_policy.maximum_event_age_in_seconds": seconds(60, 86_400),
    "aws_scheduler_schedule.target.retry_policy.maximum_retry_attempts": count(0, 185),
    "aws_scheduler_schedule.target.ecs_parameters.task_count": count(1, 10),
  },
  "CreateQueue, Amazon SQS API Reference": {
    "aws_sqs_queue.name": characters(1, 80),
    "aws_sqs_queue.delay_seconds": seconds(0, 900),
    "aws_sqs_queue.message_retention_seconds": seconds(60, LONGEST_RETENTION_SECONDS),
    "aws_sqs_queue.receive_wait_time_seconds": seconds(0, 20),
    "aws_sqs_queue.visibility_timeout_seconds": seconds(0, LONGEST_VISIBILITY_SECONDS),
    "aws_sqs_queue.kms_data_key_reuse_period_seconds": seconds(60, 86_400),
  },
  "CreateTopic, Amazon SNS API Reference": { "aws_sns_topic.name": characters(1, 256) },
  "CreateLogGroup, Amazon CloudWatch Logs API Reference": {
    "aws_cloudwatch_log_group.name": characters(1, 512),
  },
  "PutMetricFilter, Amazon CloudWatch Logs API Reference": {
    "aws_cloudwatch_log_metric_filter.name": characters(1, 512),
    "aws_cloudwatch_log_metric_filter.pattern": characters(0, 1_024),
    "aws_cloudwatch_log_metric_filter.metric_transformation.name": characters(1, 255),
    "aws_cloudwatch_log_metric_filter.metric_transformation.namespace": characters(1, 255),
    "aws_cloudwatch_log_metric_filter.metric_transformation.dimensions": entries(3),
  },
  "PutMetricAlarm, Amazon CloudWatch API Reference": {
    "aws_cloudwatch_metric_alarm.alarm_name": characters(1, 255),
    "aws_cloudwatch_metric_alarm.alarm_description": characters(0, 1_024),
    "aws_cloudwatch_metric_alarm.alarm_actions": entries(5),
    "aws_cloudwatch_metric_alarm.ok_actions": entries(5),
    "aws_cloudwatch_metric_alarm.insufficient_data_actions": entries(5),
    "aws_cloudwatch_metric_alarm.dimensions": entries(30),
    "aws_cloudwatch_metric_alarm.metric_query.expression": characters(1, 2_048),
  },
  "CloudWatch service quotas, Amazon CloudWatch User Guide": {
    // The metrics of a math expression in an alarm. The expressions are entries too.
    "aws_cloudwatch_metric_alarm.metric_query": entries(20),
    "aws_cloudwatch_dashboard.dashboard_body.widgets": entries(500),
    "aws_cloudwatch_dashboard.dashboard_body.widgets.properties.metrics": entries(500),
  },
  "PutCompositeAlarm, Amazon CloudWatch API Reference": {
    "aws_cloudwatch_composite_alarm.alarm_rule": characters(1, 10_240),
    "aws_cloudwatch_composite_alarm.alarm_actions": entries(5),
  },
  "Service quotas, Amazon ECS Developer Guide": {
    "aws_ecs_task_definition.container_definitions": [
      entries(10),
      { measure: "bytes", maximum: LARGEST_TASK_DEFINITION_BYTES },
    ],
    "aws_ecs_service.desired_count": of("tasks")(0, MOST_TASKS),
    "aws_ecs_service.network_configuration.security_groups": entries(5),
    "aws_ecs_service.network_configuration.subnets": entries(16),
    "aws_ecs_service.load_balancer": entries(5),
  },
  "Pass an individual environment variable file to a container, Amazon ECS Developer Guide": {
    "aws_ecs_task_definition.container_definitions.environmentFiles": entries(10),
  },
  "RegisterTaskDefinition, Amazon ECS API Reference": {
    "aws_ecs_task_definition.family": characters(1, 255),
    "aws_ecs_task_definition.container_definitions.name": characters(1, 255),
    "aws_ecs_task_definition.container_definitions.image": characters(1, 255),
    "aws_ecs_task_definition.container_definitions.healthCheck.interval": seconds(5, 300),
    "aws_ecs_task_definition.container_definitions.healthCheck.timeout": seconds(2, 60),
    "aws_ecs_task_definition.container_definitions.healthCheck.retries": count(1, 10),
    "aws_ecs_task_definition.container_definitions.healthCheck.startPeriod": seconds(0, 300),
    "aws_ecs_task_definition.container_definitions.restartPolicy.restartAttemptPeriod": seconds(60, 1_800),
    "aws_ecs_task_definition.placement_constraints": entries(10),
  },
  "CreateService, Amazon ECS API Reference": {
    "aws_ecs_service.name": characters(1, 255),
    "aws_ecs_service.health_check_grace_period_seconds": seconds(0, LARGEST_INTEGER),
    "aws_ecs_service.ordered_placement_strategy": entries(5),
    "aws_ecs_service.placement_constraints": entries(10),
    "aws_ecs_cluster.name": characters(1, 255),
  },
  "ManagedScaling, Amazon ECS API Reference": {
    "aws_ecs_capacity_provider.auto_scaling_group_provider.managed_scaling.target_capacity": of("%")(1, 100),
    "aws_ecs_capacity_provider.auto_scaling_group_provider.managed_scaling.minimum_scaling_step_size": of(
      "hosts",
    )(1, 10_000),
    "aws_ecs_capacity_provider.auto_scaling_group_provider.managed_scaling.maximum_scaling_step_size": of(
      "hosts",
    )(1, 10_000),
    "aws_ecs_capacity_provider.auto_scaling_group_provider.managed_scaling.instance_warmup_period": seconds(
      0,
      10_000,
    ),
  },
  "CreateAutoScalingGroup, Amazon EC2 Auto Scaling API Reference": {
    "aws_autoscaling_group.name": characters(1, 255),
    "aws_autoscaling_group.instance_maintenance_policy.min_healthy_percentage": of("%")(0, 100),
    "aws_autoscaling_group.instance_maintenance_policy.max_healthy_percentage": of("%")(100, 200),
    "aws_autoscaling_group.tag": entries(50),
  },
  "PutScalingPolicy, Application Auto Scaling API Reference": {
    "aws_appautoscaling_policy.name": characters(1, 256),
  },
  "CreateLaunchTemplate, Amazon EC2 API Reference": {
    "aws_launch_template.name": characters(3, 128),
    "aws_launch_template.description": characters(0, 255),
    "aws_launch_template.metadata_options.http_put_response_hop_limit": of("hops")(1, 64),
    "aws_launch_template.block_device_mappings.ebs.volume_size": of("GiB")(1, LARGEST_VOLUME_GIB),
  },
  "Pass instance user data, Amazon EC2 User Guide": { "aws_launch_template.user_data": bytes(16_384) },
  "CreateSecurityGroup, Amazon EC2 API Reference": {
    "aws_security_group.name": characters(1, 255),
    "aws_security_group.description": characters(0, 255),
    "aws_vpc_security_group_ingress_rule.description": characters(0, 255),
    "aws_vpc_security_group_egress_rule.description": characters(0, 255),
  },
  "Amazon VPC quotas, Amazon VPC User Guide": {
    "aws_launch_template.network_interfaces.security_groups": entries(5),
    "aws_db_instance.vpc_security_group_ids": entries(5),
    "aws_elasticache_replication_group.security_group_ids": entries(5),
    "aws_lb.security_groups": entries(5),
  },
  "CreateLoadBalancer, Elastic Load Balancing API Reference": {
    "aws_lb.name": characters(1, LONGEST_LOAD_BALANCER_NAME),
  },
  "Load balancer attributes, Elastic Load Balancing User Guide for Application Load Balancers": {
    "aws_lb.idle_timeout": seconds(1, 4_000),
    "aws_lb.client_keep_alive": seconds(60, 604_800),
  },
  "CreateTargetGroup, Elastic Load Balancing API Reference": {
    "aws_lb_target_group.name": characters(1, LONGEST_LOAD_BALANCER_NAME),
    "aws_lb_target_group.deregistration_delay": seconds(0, 3_600),
    "aws_lb_target_group.slow_start": seconds(0, 900),
    "aws_lb_target_group.health_check.path": characters(1, 1_024),
    "aws_lb_target_group.health_check.interval": seconds(5, 300),
    "aws_lb_target_group.health_check.timeout": seconds(2, 120),
    "aws_lb_target_group.health_check.healthy_threshold": count(2, 10),
    "aws_lb_target_group.health_check.unhealthy_threshold": count(2, 10),
  },
  "CreateRule, Elastic Load Balancing API Reference": { "aws_lb_listener_rule.priority": count(1, 50_000) },
  "ChangeResourceRecordSets, Amazon Route 53 API Reference": {
    "aws_route53_record.name": characters(1, 255),
    "aws_route53_record.ttl": seconds(0, LARGEST_INTEGER),
  },
  "CreateDBInstance, Amazon RDS API Reference": {
    "aws_db_instance.identifier": characters(1, 63),
    "aws_db_instance.db_name": characters(1, 64),
    "aws_db_instance.username": characters(1, 16),
    "aws_db_instance.allocated_storage": of("GiB")(SMALLEST_STORAGE_GIB, LARGEST_STORAGE_GIB),
    "aws_db_instance.max_allocated_storage": of("GiB")(
      leastCeilingOf(SMALLEST_STORAGE_GIB),
      LARGEST_STORAGE_GIB,
    ),
    "aws_db_instance.backup_retention_period": days(0, 35),
    "aws_db_instance.port": count(1_150, 65_535),
    "aws_db_instance.final_snapshot_identifier": characters(1, 255),
  },
  "CreateDBSubnetGroup, Amazon RDS API Reference": {
    "aws_db_subnet_group.name": characters(1, 255),
    "aws_db_subnet_group.subnet_ids": entries(20),
    "aws_db_parameter_group.name": characters(1, 255),
  },
  "CreateReplicationGroup, Amazon ElastiCache API Reference": {
    "aws_elasticache_replication_group.replication_group_id": characters(1, 40),
    "aws_elasticache_replication_group.num_cache_clusters": count(1, 6),
    "aws_elasticache_replication_group.snapshot_retention_limit": days(0, LONGEST_SNAPSHOT_DAYS),
  },
  "CreateCacheSubnetGroup, Amazon ElastiCache API Reference": {
    "aws_elasticache_subnet_group.name": characters(1, 255),
  },
  "CreateCacheParameterGroup, Amazon ElastiCache API Reference": {
    "aws_elasticache_parameter_group.name": characters(1, 255),
  },
  "CreateRepository, Amazon ECR API Reference": { "aws_ecr_repository.name": characters(2, 256) },
  "PutLifecyclePolicy, Amazon ECR API Reference": {
    "aws_ecr_lifecycle_policy.policy": characters(0, 30_720),
    "aws_ecr_lifecycle_policy.policy.rules": entries(50),
  },
  "Creating object key names, Amazon S3 User Guide": {
    "aws_s3_object.key": bytes(1_024),
    "aws_s3_bucket.bucket": characters(3, 63),
  },
  "PutBucketLifecycleConfiguration, Amazon S3 API Reference": {
    "aws_s3_bucket_lifecycle_configuration.rule": entries(1_000),
    "aws_s3_bucket_lifecycle_configuration.rule.id": characters(1, 255),
  },
};

export const ARGUMENT_LIMITS: readonly ArgumentLimit[] = Object.entries(BY_DOCUMENT).flatMap(
  ([document, limits]) =>
    Object.entries(limits).flatMap(([path, given]) => {
      const [type = "", ...argument] = path.split(".");
      return [given].flat().map((limit) => ({ type, argument: argument.join("."), document, ...limit }));
    }),
);

/** "Tag naming limits and requirements", Tagging AWS Resources and Tag Editor User Guide. */
export const TAG_LIMITS = { entries: 50, key: 128, value: 256, characters: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u };

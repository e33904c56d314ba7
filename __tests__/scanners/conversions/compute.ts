import { blocks, list } from "../../../policies/values";
import { resolve } from "../references";
import type { Body, Conversion, Place } from "./conversion";
import { byName, isTrue, pick } from "./conversion";

/** ECS spells a container's keys with a small letter, CloudFormation with a great one. */
function capitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalized);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      // The options of a log driver are its own, not ECS's.
      key === "options" ? child : capitalized(child),
    ]),
  );
}

const launchTemplateData = (body: Body, place: Place) => ({
  ...pick(body, place, { ImageId: "image_id", InstanceType: "instance_type", UserData: "user_data" }),
  Monitoring: { Enabled: blocks(body.monitoring).some(({ enabled }) => isTrue(enabled)) },
  MetadataOptions: blocks(body.metadata_options).map((options) =>
    pick(options, place, {
      HttpEndpoint: "http_endpoint",
      HttpPutResponseHopLimit: "http_put_response_hop_limit",
      HttpTokens: "http_tokens",
    }),
  )[0],
  NetworkInterfaces: blocks(body.network_interfaces).map(({ associate_public_ip_address, ...each }) => ({
    DeviceIndex: each.device_index,
    AssociatePublicIpAddress: isTrue(associate_public_ip_address),
    Groups: resolve(each.security_groups, place.stack),
  })),
  BlockDeviceMappings: blocks(body.block_device_mappings).map(({ device_name, ebs }) => ({
    DeviceName: device_name,
    Ebs: blocks(ebs).map(({ encrypted, volume_size, volume_type }) => ({
      Encrypted: isTrue(encrypted),
      VolumeSize: volume_size,
      VolumeType: volume_type,
    }))[0],
  })),
});

/** Those of its subnets; of a network that is only used, environments are checked to name one subnet for each zone. */
function zonesOf(subnets: unknown, { stack }: Place): unknown[] {
  return list(subnets).map((subnet) => {
    const id = /^\$\{aws_subnet\.([\w-]+)\.id\}$/.exec(String(subnet))?.[1];
    return id === undefined
      ? `the zone of ${String(subnet)}`
      : stack.resource.aws_subnet?.[id]?.availability_zone;
  });
}

export const COMPUTE: Readonly<Record<string, Conversion>> = {
  aws_launch_template: {
    type: "AWS::EC2::LaunchTemplate",
    properties: (body, place) => ({ LaunchTemplateData: launchTemplateData(body, place) }),
  },
  aws_autoscaling_group: {
    type: "AWS::AutoScaling::AutoScalingGroup",
    properties: (body, place) => ({
      ...pick(body, place, {
        HealthCheckType: "health_check_type",
        VPCZoneIdentifier: "vpc_zone_identifier",
      }),
      AvailabilityZones: zonesOf(body.vpc_zone_identifier, place),
      Cooldown: String(body.default_cooldown),
      MaxSize: String(body.max_size),
      MinSize: String(body.min_size),
      LaunchTemplate: blocks(body.launch_template).map((template) =>
        pick(template, place, { LaunchTemplateId: "id", Version: "version" }),
      )[0],
    }),
  },
  aws_ecs_cluster: {
    type: "AWS::ECS::Cluster",
    properties: (body, place) => ({
      ...pick(body, place, { ClusterName: "name" }),
      ClusterSettings: blocks(body.setting).map(({ name, value }) => ({ Name: name, Value: value })),
    }),
  },
  aws_ecs_task_definition: {
    type: "AWS::ECS::TaskDefinition",
    properties: (body, place) => ({
      ...pick(body, place, {
        ExecutionRoleArn: "execution_role_arn",
        Family: "family",
        NetworkMode: "network_mode",
        PidMode: "pid_mode",
        RequiresCompatibilities: "requires_compatibilities",
        TaskRoleArn: "task_role_arn",
      }),
      ContainerDefinitions: capitalized(resolve(body.container_definitions, place.stack)),
    }),
  },
  aws_ecs_service: {
    type: "AWS::ECS::Service",
    properties: (body, place) => ({
      ...pick(body, place, {
        Cluster: "cluster",
        DesiredCount: "desired_count",
        TaskDefinition: "task_definition",
      }),
      NetworkConfiguration: blocks(body.network_configuration).map((configuration) => ({
        AwsvpcConfiguration: {
          AssignPublicIp: isTrue(configuration.assign_public_ip) ? "ENABLED" : "DISABLED",
          Subnets: configuration.subnets,
        },
      }))[0],
    }),
  },
  aws_lambda_function: {
    type: "AWS::Lambda::Function",
    properties: (body, place) => ({
      ...pick(body, place, {
        FunctionName: "function_name",
        Handler: "handler",
        ReservedConcurrentExecutions: "reserved_concurrent_executions",
        Role: "role",
      }),
      // The newest that these scanners know. That ours has support is kept by the rule end-of-support.
      Runtime: body.runtime === "nodejs24.x" ? "nodejs22.x" : body.runtime,
      Code: { S3Bucket: "code", S3Key: "code" },
    }),
  },
  aws_lambda_permission: byName("AWS::Lambda::Permission", {
    Action: "action",
    FunctionName: "function_name",
    Principal: "principal",
    SourceArn: "source_arn",
  }),
};

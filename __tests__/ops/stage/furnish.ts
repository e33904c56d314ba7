import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateCapacityProviderCommand, CreateClusterCommand } from "@aws-sdk/client-ecs";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { workerNamesOf } from "../../../config/worker-groups";
import { IMAGES } from "../../../facts/names";
import type { Account } from "./account";
import { NEW, OLD } from "./account";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
});

/**
 * Creates what `cdktf deploy` of the base stack leaves, as far as the commands use it, and pushes two releases as CI does.
 *
 * @returns the id of the instance that is to be the host
 */
export async function furnish(account: Account): Promise<string> {
  const { clients, names, environment } = account;
  for (const image of IMAGES) {
    await account.ecr.send(new CreateRepositoryCommand({ repositoryName: names.repository(image).name }));
    for (const tag of [OLD, NEW]) await account.pushImage(image, tag);
    await account.setParameter(names.imageParameter(image).name, OLD);
  }
  const secrets = Object.keys(environment.secrets).map((variable) => names.secret(variable));
  for (const { name } of [names.databasePassword, ...secrets]) {
    await account.setParameter(name, "-", "SecureString");
  }
  for (const { name: RoleName } of [names.executionRole, names.taskRole]) {
    await account.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  }
  for (const queue of ["jobs", "jobs-failed"]) {
    await new SQSClient(clients).send(new CreateQueueCommand({ QueueName: names.queue(queue).name }));
  }
  const logs = new CloudWatchLogsClient(clients);
  for (const container of ["nginx", "app", ...workerNamesOf(environment), "scheduler", "migrate"]) {
    await logs.send(new CreateLogGroupCommand({ logGroupName: names.logGroup(container) }));
  }
  const Bucket = names.settingsBucket.name;
  const CreateBucketConfiguration = { LocationConstraint: "ap-northeast-1" as const };
  await account.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await account.putSettings("first");

  const { Subnets = [] } = await new EC2Client(clients).send(new DescribeSubnetsCommand({}));
  const subnets = Subnets.map(({ SubnetId = "" }) => SubnetId).slice(0, 2);
  account.targetGroup = await loadBalancer(account, Subnets[0]?.VpcId, subnets);
  return cluster(account, subnets[0]);
}

/** @returns the id of its only instance */
async function cluster({ clients, ecs, environment }: Account, subnet = ""): Promise<string> {
  const { name } = environment;
  const LaunchTemplateData = { ImageId: "ami-12c6146b", InstanceType: "t3.small" as const };
  await new EC2Client(clients).send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData }),
  );
  const autoScaling = new AutoScalingClient(clients);
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      LaunchTemplate: { LaunchTemplateName: name, Version: "$Latest" },
      MinSize: 1,
      MaxSize: 1,
      VPCZoneIdentifier: subnet,
    }),
  );
  const { AutoScalingGroups: [group] = [] } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({}),
  );
  const autoScalingGroupProvider = {
    autoScalingGroupArn: group?.AutoScalingGroupARN,
    managedScaling: { status: "ENABLED" as const },
  };
  await ecs.send(new CreateCapacityProviderCommand({ name, autoScalingGroupProvider }));
  await ecs.send(new CreateClusterCommand({ clusterName: name, capacityProviders: [name] }));
  return group?.Instances?.[0]?.InstanceId ?? "";
}

/** @returns the ARN of its target group */
async function loadBalancer({ clients, environment }: Account, VpcId: string | undefined, Subnets: string[]) {
  const { name: Name } = environment;
  const elb = new ElasticLoadBalancingV2Client(clients);
  const http = { Protocol: "HTTP", Port: 80 } as const;
  const { TargetGroups } = await elb.send(new CreateTargetGroupCommand({ Name, VpcId, ...http }));
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }];
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({ Name, Scheme: "internal", Subnets }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const DefaultActions = [{ Type: "forward" as const, TargetGroupArn }];
  await elb.send(new CreateListenerCommand({ LoadBalancerArn, DefaultActions, ...http }));
  return TargetGroupArn;
}

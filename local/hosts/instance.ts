import { AutoScalingClient, DescribeAutoScalingInstancesCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { GetInstanceProfileCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Clients } from "./roles";

/** What an EC2 instance knows of itself. */
export interface Instance {
  readonly id: string;
  readonly type: string;
  readonly availabilityZone: string;
  readonly region: string;
  readonly accountId: string;
  readonly roleArn: string;
  readonly userData: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architecture: string;
}

/** Moto does not keep all that an Auto Scaling group launches an instance with: the rest is that of the launch template. */
export async function describeInstance(id: string, clients: Clients): Promise<Instance> {
  const ec2 = new EC2Client(clients);
  const { Reservations: [reservation] = [] } = await ec2.send(
    new DescribeInstancesCommand({ InstanceIds: [id] }),
  );
  const [instance] = reservation?.Instances ?? [];
  if (!instance) throw new Error(`The instance ${id} does not exist.`);
  const template = await launchTemplateOf(id, ec2, clients);
  const profile = instance.IamInstanceProfile?.Arn ?? template.IamInstanceProfile?.Arn;
  const name = profile?.split("/").at(-1) ?? template.IamInstanceProfile?.Name;
  const { UserData } = await ec2.send(
    new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: "userData" }),
  );
  const { InstanceProfile } = await new IAMClient(clients).send(
    new GetInstanceProfileCommand({ InstanceProfileName: name ?? "" }),
  );
  const { InstanceTypes: [type] = [] } = await ec2.send(
    new DescribeInstanceTypesCommand({ InstanceTypes: instance.InstanceType ? [instance.InstanceType] : [] }),
  );
  return {
    id,
    type: instance.InstanceType ?? "",
    availabilityZone: instance.Placement?.AvailabilityZone ?? "",
    region: clients.region,
    accountId: reservation?.OwnerId ?? "",
    roleArn: InstanceProfile?.Roles?.[0]?.Arn ?? "",
    userData: Buffer.from(UserData?.Value ?? template.UserData ?? "", "base64").toString(),
    vcpus: type?.VCpuInfo?.DefaultVCpus ?? 0,
    memoryMiB: type?.MemoryInfo?.SizeInMiB ?? 0,
    architecture: type?.ProcessorInfo?.SupportedArchitectures?.at(-1) ?? "",
  };
}

async function launchTemplateOf(id: string, ec2: EC2Client, clients: Clients) {
  const { AutoScalingInstances: [member] = [] } = await new AutoScalingClient(clients).send(
    new DescribeAutoScalingInstancesCommand({ InstanceIds: [id] }),
  );
  const template = member?.LaunchTemplate;
  if (!template?.LaunchTemplateId) return {};
  const { LaunchTemplateVersions: [version] = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: template.LaunchTemplateId,
      Versions: [template.Version ?? "$Default"],
    }),
  );
  return version?.LaunchTemplateData ?? {};
}

import { AutoScalingClient, CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { clientsOf } from "../../../local/account";

/** An Auto Scaling group that wants one host, with a launch template of its name and the instance profile `hosts`. */
export async function launchGroup(
  clients: ReturnType<typeof clientsOf>,
  name: string,
  userData: string,
  { MinSize = 0 } = {},
): Promise<void> {
  const ec2 = new EC2Client(clients);
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      LaunchTemplateData: {
        ImageId: "ami-0123456789abcdef0",
        InstanceType: "t3.small",
        IamInstanceProfile: { Name: "hosts" },
        UserData: Buffer.from(userData).toString("base64"),
      },
    }),
  );
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  await new AutoScalingClient(clients).send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      LaunchTemplate: { LaunchTemplateName: name, Version: "$Latest" },
      MinSize,
      MaxSize: 2,
      DesiredCapacity: 1,
      VPCZoneIdentifier: subnet?.SubnetId,
    }),
  );
}

import { z } from "zod";
import { MOST_HOSTS } from "../../facts/count-limits";
import { LARGEST_VOLUME_GIB } from "../../facts/storage-limits";
import { port } from "./fields";

export const hosts = z.strictObject({
  instanceType: z
    .string()
    .describe("Its memory must hold two copies of the web task and a one-off task, e.g. t3.small (2 GiB)."),
  purchase: z.enum(["on-demand", "spot"]).default("on-demand"),
  minimum: z
    .int()
    .min(1)
    .max(MOST_HOSTS - 1)
    .default(1),
  maximum: z
    .int()
    .min(2)
    .max(MOST_HOSTS)
    .default(2)
    .describe(
      "At least one more than `minimum`: the replacement of a host is launched first. ECS adds hosts up to this number when tasks do not fit.",
    ),
  ecsAmiRelease: z
    .string()
    .regex(/^2023\.0\.20\d{6}$/, "a release of the ECS-optimized Amazon Linux 2023 AMI, like 2023.0.20260226")
    .describe(
      "Pinned, so that no plan replaces a host just because AWS released an AMI. The newest release: `aws ssm get-parameter" +
        " --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_version`.",
    ),
  ecsAmiKernel: z
    .string()
    .regex(/^\d+\.\d+$/, "the kernel in the AMI's name, like 6.1")
    .default("6.1")
    .describe(
      "The kernel in the name of the release's AMI: `aws ssm get-parameter" +
        " --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_name`.",
    ),
  rootVolumeGiB: z
    .int()
    .min(30)
    .max(LARGEST_VOLUME_GIB)
    .default(30)
    .describe("At least 30, the size of the AMI's snapshot."),
  egressPorts: z
    .array(port)
    .default([])
    .describe(
      "TCP ports on which the containers can connect to the internet, besides 443, which the hosts need to join the cluster." +
        " E.g. 587 for SMTP.",
    ),
});

import { architectureOf } from "./instance-types";

interface Hosts {
  readonly instanceType: string;
  /** e.g. `2023.0.20260226` */
  readonly ecsAmiRelease: string;
  /** e.g. `6.1` */
  readonly ecsAmiKernel: string;
}

const PARAMETERS = "/aws/service/ecs/optimized-ami/amazon-linux-2023";

const folderOf = (arm: boolean) => (arm ? `${PARAMETERS}/arm64` : PARAMETERS);
const isArm = ({ instanceType }: Pick<Hosts, "instanceType">) => architectureOf(instanceType) === "ARM64";

/**
 * AWS's public parameter with the AMI of the pinned release ("Retrieving Amazon ECS-optimized Linux AMI metadata", Amazon ECS
 * Developer Guide). The name of the AMI, and so that of the parameter, contains the kernel.
 */
export function hostImageParameter(hosts: Hosts): string {
  const arm = isArm(hosts);
  const { ecsAmiRelease, ecsAmiKernel } = hosts;
  const image = `al2023-ami-ecs-hvm-${ecsAmiRelease}-kernel-${ecsAmiKernel}-${arm ? "arm64" : "x86_64"}`;
  return `${folderOf(arm)}/${image}/image_id`;
}

/** AWS's public parameter with the name of the newest AMI, e.g. al2023-ami-ecs-hvm-2023.0.20260226-kernel-6.1-x86_64. */
export const newestHostImageParameter = (hosts: Pick<Hosts, "instanceType">) =>
  `${folderOf(isArm(hosts))}/recommended/image_name`;

/** A release that every region has had since its day, where the newest cannot be asked for. */
export const KNOWN_HOST_IMAGE = { release: "2023.0.20260226", kernel: "6.1" };

/** The release and the kernel in the name of an AMI. */
export function releaseOf(imageName: string): { release: string; kernel: string } | undefined {
  const [, release, kernel] = /^al2023-ami-ecs-hvm-(2023\.0\.\d{8})-kernel-(\d+\.\d+)-/.exec(imageName) ?? [];
  return release && kernel ? { release, kernel } : undefined;
}

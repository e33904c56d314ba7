import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import { hostImageParameter } from "../../facts/host-image";
import { RESERVED_MEMORY_MIB } from "../../facts/host-memory";
import { isBurstable } from "../../facts/instance-types";
import { exempt } from "../../policies/exceptions";
import type { NetworkFacts } from "../network/network-facts";
import { HostRole } from "./host-role";
import { hostUserData } from "./host-user-data";

export interface HostTemplateProps {
  readonly name: string;
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly network: NetworkFacts;
  readonly securityGroupId: string;
  readonly settings: EnvironmentValues["hosts"];

  /** The repositories that hosts pull images from. */
  readonly repositoryArns: string[];

  /** For the volumes and network interfaces of the hosts. */
  readonly tags: Record<string, string>;
}

/** The launch template of the hosts: their role, AMI, user data, disk and network, in the scope of the hosts. */
export function hostTemplate(scope: Construct, props: HostTemplateProps): LaunchTemplate {
  const { name, clusterArn, network, securityGroupId, settings, repositoryArns, tags } = props;
  const role = new HostRole(scope, "role", { name, clusterArn, repositoryArns });

  const template = new LaunchTemplate(scope, "launch-template", {
    name,
    updateDefaultVersion: true,
    // The AMI of the pinned release. A newer one is one changed line in the environment, visible in the plan.
    imageId: new DataAwsSsmParameter(scope, "ami", { name: hostImageParameter(settings) }).insecureValue,
    instanceType: settings.instanceType,
    iamInstanceProfile: { arn: role.instanceProfileArn },
    // The default of these families, unless the account has another one. A higher bill is better than a slow API.
    ...(isBurstable(settings.instanceType) ? { creditSpecification: { cpuCredits: "unlimited" } } : {}),
    userData: userData(scope, props),
    ...(settings.purchase === "spot" ? { instanceMarketOptions: { marketType: "spot" } } : {}),
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: String(network.hostsArePublic),
        securityGroups: [securityGroupId],
        deleteOnTermination: "true",
      },
    ],
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: settings.rootVolumeGiB,
          encrypted: "true",
          deleteOnTermination: "true",
        },
      },
    ],
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // One hop reaches the host itself and its agents, but no container behind the Docker bridge.
      httpPutResponseHopLimit: 1,
    },
    tagSpecifications: ["volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags: { ...tags, Name: name },
    })),
  });
  if (network.hostsArePublic) {
    exempt(
      template,
      "public-access/public-ip",
      "Without NAT the host reaches the internet from its own address. Its security group accepts no connection from there.",
    );
  }
  return template;
}

function userData(scope: Construct, { clusterName }: HostTemplateProps): string {
  // In a local, because in the argument of a function CDKTF 0.21 either takes a reference for text (Fn.rawString), or does
  // not escape the script's quotes and backslashes.
  const script = new TerraformLocal(
    scope,
    "user-data",
    hostUserData({ clusterName, reservedMemoryMiB: RESERVED_MEMORY_MIB }),
  );
  return Fn.base64encode(script.asString);
}

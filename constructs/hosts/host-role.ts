import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Construct } from "constructs";
import { PULL_ACTIONS } from "../containers/image-repository";
import { inCluster } from "../aws/conditions";
import { Role } from "../aws/role";
import { logInToTheRegistry, SESSION_CHANNELS } from "../aws/statements";
import { anyResource } from "../../policies/exceptions";

export interface HostRoleProps {
  readonly name: string;
  readonly clusterArn: string;
  readonly repositoryArns: string[];
}

/**
 * The role of a container host: it serves its own cluster, pulls the images of this environment, and can be reached with
 * Session Manager.
 *
 * It has fewer permissions than the managed policies of AWS. AmazonEC2ContainerServiceforEC2Role covers every cluster, and
 * actions that the agent does not call or that only task networking and tags need, which are not used here.
 * AmazonSSMManagedInstanceCore reads every parameter of the account and runs commands.
 */
export class HostRole extends Construct {
  public readonly instanceProfileArn: string;

  constructor(scope: Construct, id: string, props: HostRoleProps) {
    super(scope, id);

    const { name, clusterArn, repositoryArns } = props;

    const role = new Role(this, "role", {
      name: `${name}-host`,
      description: `Container hosts of ${name}`,
      // EC2 sends no source account when it assumes the role of an instance.
      trust: {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
      },
      statements: statements(clusterArn, repositoryArns),
    });

    this.instanceProfileArn = new IamInstanceProfile(this, "instance-profile", {
      name: `${name}-host`,
      role: role.name,
      dependsOn: [...role.permissions],
    }).arn;
  }
}

function statements(clusterArn: string, repositoryArns: string[]): DataAwsIamPolicyDocumentStatement[] {
  return [
    {
      sid: "JoinTheCluster",
      actions: [
        "ecs:RegisterContainerInstance",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      resources: [clusterArn],
    },
    {
      sid: "ServeTheCluster",
      actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
      resources: anyResource(
        "The id of a container instance is created when it registers; the condition names the cluster.",
      ),
      condition: [inCluster(clusterArn)],
    },
    {
      sid: "FindTheAgentsEndpoint",
      actions: ["ecs:DiscoverPollEndpoint"],
      resources: anyResource("It has no resource (Service Authorization Reference, Amazon ECS)."),
    },
    { sid: "PullImages", actions: PULL_ACTIONS, resources: repositoryArns },
    logInToTheRegistry(),
    {
      sid: "SessionManager",
      actions: ["ssm:UpdateInstanceInformation", ...SESSION_CHANNELS],
      resources: anyResource(
        "The channels have no resource, and an instance's id is not known before it starts " +
          '(Systems Manager User Guide, "Add Session Manager permissions to an existing IAM role").',
      ),
    },
  ];
}

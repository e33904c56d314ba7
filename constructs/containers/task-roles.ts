import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../facts/names";
import { IMAGES } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import { viaService } from "../aws/conditions";
import { Role, trustService } from "../aws/role";
import { logInToTheRegistry, SESSION_CHANNELS } from "../aws/statements";
import { ENVIRONMENT_FILES } from "./environment-file";
import { PULL_ACTIONS } from "./image-repository";

export interface TaskRolesProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly accountId: string;
  readonly region: string;

  /** The KMS key of the secrets. */
  readonly keyArn: string;

  /** The bucket of the environment files. */
  readonly settingsBucketArn: string;

  /** The parameters that containers read in addition to the application's secrets. */
  readonly passwordArns: string[];
  readonly logGroupArns: string[];

  /** The permissions of the application itself. */
  readonly statements: Statement[];

  /** Whether operators can open a shell in the containers. */
  readonly shell: boolean;
}

/**
 * The two roles of every task. ECS starts tasks with the execution role: it pulls the images, reads the application's
 * secrets and the database passwords, and writes the logs. The application itself has the task role.
 */
export class TaskRoles extends Construct {
  public readonly executionRoleArn: string;
  public readonly taskRoleArn: string;

  /** The policies of both roles. A task definition depends on them. */
  public readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);

    const { name, names, accountId, statements, shell } = props;
    const trust = trustService("ecs-tasks.amazonaws.com", accountId);

    const executionRole = new Role(this, "execution-role", {
      name: names.executionRole.name,
      description: `Starts the tasks of ${name}`,
      trust,
      statements: [...imageStatements(names), ...settingStatements(props), logStatement(props)],
    });
    const taskRole = new Role(this, "task-role", {
      name: names.taskRole.name,
      description: `What Laravel may do in ${name}`,
      trust,
      statements: [...statements, ...(shell ? [SHELL] : [])],
    });
    this.executionRoleArn = executionRole.arn;
    this.taskRoleArn = taskRole.arn;
    this.permissions = [...executionRole.permissions, ...taskRole.permissions];
  }
}

function imageStatements(names: Names): Statement[] {
  return [
    {
      sid: "PullImages",
      actions: PULL_ACTIONS,
      resources: IMAGES.map((image) => names.repository(image).arn),
    },
    logInToTheRegistry(),
  ];
}

function settingStatements(props: TaskRolesProps): Statement[] {
  const { names, region, keyArn, settingsBucketArn, passwordArns } = props;
  return [
    {
      sid: "OpenSecrets",
      actions: ["ssm:GetParameters"],
      // One pattern, because about 85 ARNs would exceed the 10,240 characters of a role's inline policies.
      resources: [names.anySecretArn, ...passwordArns],
    },
    {
      sid: "ReadSettings",
      actions: ["s3:GetObject"],
      resources: [`${settingsBucketArn}/${ENVIRONMENT_FILES}*`],
    },
    { sid: "FindSettings", actions: ["s3:GetBucketLocation"], resources: [settingsBucketArn] },
    {
      sid: "DecryptSecrets",
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      condition: [viaService(region, "ssm")],
    },
  ];
}

function logStatement({ logGroupArns }: TaskRolesProps): Statement {
  return {
    sid: "WriteLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: logGroupArns.map((arn) => `${arn}:*`),
  };
}

/** ECS Exec (Amazon ECS Developer Guide, "Task IAM role: permissions required for ECS Exec"). */
const SHELL: Statement = {
  sid: "Shell",
  actions: SESSION_CHANNELS,
  resources: anyResource(
    "The channels have no resource (Service Authorization Reference, Amazon Session Manager Message Gateway Service).",
  ),
};

import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { IMAGES, namesOf } from "../../facts/names";
import { ENVIRONMENT_FILES } from "./environment-file";
import { PULL_ACTIONS } from "./image-repository";
import { Role, trustService } from "../aws/role";
import { anyResource } from "../../policies/exceptions";

export interface TaskRolesProps {
  readonly environment: Environment;
  readonly keyArn: string;

  /** Holds the environment files. */
  readonly settingsBucketArn: string;

  /** The parameters whose values ECS puts into containers beside the application's secrets. */
  readonly passwordArns: string[];
  readonly logGroupArns: string[];

  /** What the application itself may do. */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/**
 * The two roles of every task. ECS itself starts tasks with the execution role: it pulls the images, opens the
 * application's secrets and the passwords the containers name, and writes the logs. The application has the task role, which may do what it is given
 * here.
 */
export class TaskRoles extends Construct {
  public readonly executionRoleArn: string;
  public readonly taskRoleArn: string;

  /** The policies of both, which a task definition depends on. */
  public readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskRolesProps) {
    super(scope, id);

    const { environment, keyArn, settingsBucketArn, passwordArns, logGroupArns, statements } = props;
    const names = namesOf(environment);
    const trust = trustService("ecs-tasks.amazonaws.com", environment.accountId);

    const executionRole = new Role(this, "execution-role", {
      name: names.executionRole.name,
      description: `Starts the tasks of ${environment.name}`,
      trust,
      statements: [
        {
          sid: "PullImages",
          actions: PULL_ACTIONS,
          resources: IMAGES.map((image) => names.repository(image).arn),
        },
        {
          sid: "LogInToTheRegistry",
          actions: ["ecr:GetAuthorizationToken"],
          resources: anyResource("It has no resource (Service Authorization Reference, Amazon ECR)."),
        },
        {
          sid: "OpenSecrets",
          actions: ["ssm:GetParameters"],
          // By one pattern: about 85 ARNs pass the 10,240 characters of a role's policies.
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
          condition: [
            {
              test: "StringEquals",
              variable: "kms:ViaService",
              values: [`ssm.${environment.region}.amazonaws.com`],
            },
          ],
        },
        {
          sid: "WriteLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: logGroupArns.map((arn) => `${arn}:*`),
        },
      ],
    });

    const taskRole = new Role(this, "task-role", {
      name: names.taskRole.name,
      description: `What Laravel may do in ${environment.name}`,
      trust,
      statements: [...statements, ...(environment.shell ? [SHELL] : [])],
    });
    this.executionRoleArn = executionRole.arn;
    this.taskRoleArn = taskRole.arn;
    this.permissions = [...executionRole.permissions, ...taskRole.permissions];
  }
}

/** ECS Exec (Amazon ECS Developer Guide, "Task IAM role: permissions required for ECS Exec"). */
const SHELL = {
  sid: "Shell",
  actions: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  resources: anyResource(
    "The channels have no resource (Service Authorization Reference, Amazon Session Manager Message Gateway Service).",
  ),
};

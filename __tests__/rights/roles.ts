import { IMAGES } from "../../facts/names";
import { containers } from "../helpers/stacks";
import type { AwsCall, Place } from "./aws-call";
import { each, TASK_ID } from "./aws-call";
import { backup } from "./backup-role";
import { notifier } from "./notifier-role";
import { forThisAccount, type ServiceRole, task } from "./service-role";

const ECS = "Amazon ECS Developer Guide";

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const CHANNELS = [
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

function pulls({ names }: Place, source: string): AwsCall[] {
  return [
    { action: "ecr:GetAuthorizationToken", resource: "*", source },
    ...IMAGES.flatMap((image) => each(PULL, { resource: names.repository(image).arn, source })),
  ];
}

/** EventBridge Scheduler starts the task of each minute. */
const schedule: ServiceRole = {
  suffix: "schedule",
  part: "service",
  service: "scheduler.amazonaws.com",
  trusted: (place) => ({
    ...forThisAccount(place),
    // "Confused deputy prevention in EventBridge Scheduler", EventBridge Scheduler User Guide.
    "aws:SourceArn": place.arn("scheduler", "schedule-group/default"),
  }),
  calls: (place) => {
    const { environment, names, arn } = place;
    if (environment.scheduler.runs !== "eventbridge") return [];

    const source = `"Amazon ECS EventBridge IAM role", ${ECS}`;
    const context = {
      "ecs:cluster": names.cluster.arn,
      // RunTask takes a strategy of several providers: the key has several values.
      "ecs:capacity-provider": [names.capacityProvider.arn],
    };
    const family = names.taskFamily("scheduler");
    return [
      // As the schedule names it, and as ECS finds it.
      { action: "ecs:RunTask", resource: family.arnWithoutRevision, context, source },
      { action: "ecs:RunTask", resource: family.arn.replace("*", "7"), context, source },
      // For ECS managed tags, too.
      {
        action: "ecs:TagResource",
        resource: task(place),
        context: { "ecs:CreateAction": "RunTask" },
        source,
      },
      ...[names.executionRole, names.taskRole].map((role) => ({
        action: "iam:PassRole",
        resource: role.arn,
        context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
        source,
      })),
      {
        action: "sqs:SendMessage",
        resource: arn("sqs", `${environment.name}-schedule-failed`),
        source: '"Configuring a dead-letter queue", EventBridge Scheduler User Guide',
      },
    ];
  },
};

/** ECS starts the containers that the task definitions describe. */
const taskExecution: ServiceRole = {
  suffix: "task-execution",
  part: "service",
  service: "ecs-tasks.amazonaws.com",
  trusted: forThisAccount,
  calls: (place) => {
    const { environment, stacks, deployed, names, arn, keyArn } = place;
    const resolve = deployed.in("service");
    const described = containers(stacks.service);
    const text = (value: unknown) => resolve(String(value));
    const groups = described.map(({ logConfiguration }) =>
      text((logConfiguration as { options: Record<string, string> }).options["awslogs-group"]),
    );
    const secrets = described.flatMap(({ secrets = [] }) =>
      (secrets as { valueFrom: string }[]).map(({ valueFrom }) => text(valueFrom)),
    );
    return [
      ...pulls(place, `"Using Amazon ECR images with Amazon ECS", Amazon ECR User Guide`),
      ...[...new Set(secrets)].flatMap((secret): AwsCall[] => [
        {
          action: "ssm:GetParameters",
          resource: secret,
          source: `"Amazon ECS task execution IAM role", ${ECS}`,
        },
        {
          action: "kms:Decrypt",
          resource: keyArn,
          context: { "kms:ViaService": `ssm.${environment.region}.amazonaws.com` },
          also: { "kms:EncryptionContext:PARAMETER_ARN": secret },
          source: '"AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters"',
        },
      ]),
      {
        action: "s3:GetObject",
        resource: `${names.settingsBucket.arn}/env/${"0".repeat(64)}.env`,
        source: `"Amazon ECS task execution IAM role: Amazon S3 file storage permissions", ${ECS}`,
      },
      {
        action: "s3:GetBucketLocation",
        resource: names.settingsBucket.arn,
        source: `"Amazon ECS task execution IAM role: Amazon S3 file storage permissions", ${ECS}`,
      },
      ...[...new Set(groups)].flatMap((group) =>
        each(["logs:CreateLogStream", "logs:PutLogEvents"], {
          resource: arn("logs", `log-group:${group}:log-stream:ecs/app/${TASK_ID}`),
          source: `"Send Amazon ECS logs to CloudWatch", ${ECS}`,
        }),
      ),
    ];
  },
};

/** ECS Exec's agent runs in the task itself. What Laravel calls is the application's own. */
const taskRole: ServiceRole = {
  suffix: "task",
  part: "service",
  service: "ecs-tasks.amazonaws.com",
  trusted: forThisAccount,
  ofTheApplication: ["UseTheQueue", "Permissions1", "Permissions2"],
  calls: (place) => [
    ...(place.environment.shell
      ? each(CHANNELS, {
          resource: "*",
          source: `"Task IAM role: permissions required for ECS Exec", ${ECS}`,
        })
      : []),
    ...filesOf(place),
    ...mailOf(place),
  ],
};

/** Laravel's disk s3. A presigned URL has the rights of the role that signed it. */
function filesOf({ environment }: Place): AwsCall[] {
  const { files, name, accountId, region } = environment;
  if (!files) return [];
  const source = '"AWS S3 (v3) Adapter: IAM Permissions", Flysystem';
  const bucket = `arn:aws:s3:::${files.kind === "existing" ? files.bucket : `${name}-files-${accountId}`}`;
  return [
    { action: "s3:ListBucket", resource: bucket, source },
    ...each(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], {
      resource: `${bucket}/avatars/1.png`,
      source,
    }),
    // The header x-amz-acl of an upload, and the visibility that a copy keeps.
    ...each(["s3:PutObjectAcl", "s3:GetObjectAcl"], { resource: `${bucket}/avatars/1.png`, source }),
    {
      action: "s3:AbortMultipartUpload",
      resource: `${bucket}/videos/1.mp4`,
      source: '"Uploading and copying objects using multipart upload", Amazon S3 User Guide',
    },
    ...(files.kind === "existing" && files.keyArn !== undefined
      ? each(["kms:Decrypt", "kms:GenerateDataKey"], {
          resource: files.keyArn,
          context: { "kms:ViaService": `s3.${region}.amazonaws.com` },
          source: '"Using server-side encryption with AWS KMS keys: permissions", Amazon S3 User Guide',
        })
      : []),
  ];
}

/** Laravel's transports ses and ses-v2. The identity has a default configuration set. */
function mailOf({ environment, arn }: Place): AwsCall[] {
  const { mail } = environment;
  if (mail?.kind !== "ses") return [];
  return ["identity/example.com", `configuration-set/${environment.name}`].flatMap((resource) =>
    each(["ses:SendEmail", "ses:SendRawEmail"], {
      resource: arn("ses", resource),
      context: { "ses:FromAddress": "no-reply@example.com" },
      source: '"Identity policy examples", Amazon SES Developer Guide',
    }),
  );
}

/** The agents of ECS and Systems Manager on a container host. */
const host: ServiceRole = {
  suffix: "host",
  part: "base",
  service: "ec2.amazonaws.com",
  // "The confused deputy problem", IAM User Guide, names what EC2 sends: nothing for an instance profile.
  trusted: () => ({}),
  calls: (place) => {
    const { names, arn } = place;
    const source = `"AWS managed policies for Amazon ECS: AmazonEC2ContainerServiceforEC2Role", ${ECS}`;
    const instance = arn("ecs", `container-instance/${names.cluster.name}/${TASK_ID}`);
    return [
      ...each(
        ["ecs:RegisterContainerInstance", "ecs:SubmitContainerStateChange", "ecs:SubmitTaskStateChange"],
        { resource: names.cluster.arn, source },
      ),
      ...each(["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"], {
        resource: instance,
        context: { "ecs:cluster": names.cluster.arn },
        source,
      }),
      { action: "ecs:DiscoverPollEndpoint", resource: "*", source },
      ...pulls(place, `"Using Amazon ECR images with Amazon ECS", Amazon ECR User Guide`),
      ...each(CHANNELS, {
        resource: "*",
        source: '"Add Session Manager permissions to an existing IAM role", AWS Systems Manager User Guide',
      }),
      {
        action: "ssm:UpdateInstanceInformation",
        resource: arn("ec2", "instance/i-0123456789abcdef0"),
        source: '"Add Session Manager permissions to an existing IAM role", AWS Systems Manager User Guide',
      },
    ];
  },
};

export const SERVICE_ROLES: readonly ServiceRole[] = [
  schedule,
  taskExecution,
  taskRole,
  host,
  notifier,
  backup,
];

import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { TerraformStack } from "cdktf";
import { database } from "./resources";

/** Resources with every protection, until `change` takes one away. */
export type Protected = (stack: TerraformStack, change?: object) => unknown;

export const TAGS = { application: "shop", environment: "test", stack: "base", "managed-by": "cdktf" };

export const protectedTargetGroup: Protected = (stack, change) =>
  new LbTargetGroup(stack, "targets", {
    deregistrationDelay: "30",
    healthCheck: { path: "/up", matcher: "200" },
    lifecycle: { createBeforeDestroy: true },
    ...change,
  });

export const protectedDatabase: Protected = (stack, change) =>
  database(stack, {
    engine: "mysql",
    engineVersion: "8.4",
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    storageEncrypted: true,
    kmsKeyId: "arn:key",
    vpcSecurityGroupIds: ["sg-1"],
    maxAllocatedStorage: 100,
    deletionProtection: true,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: "last",
    deleteAutomatedBackups: false,
    backupRetentionPeriod: 7,
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
    lifecycle: { preventDestroy: true },
    ...change,
  });

const SHUTS_METADATA_OFF = "iptables --insert DOCKER-USER 1 --destination 169.254.169.254/32 --jump DROP";

export const template: Protected = (stack, change) =>
  new LaunchTemplate(stack, "template", {
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: ["sg-1"] }],
    userData: SHUTS_METADATA_OFF,
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
    tagSpecifications: [
      {
        resourceType: "volume",
        tags: { application: "shop", environment: "test", stack: "base", "managed-by": "x" },
      },
    ],
    ...change,
  });

export const vault: Protected = (stack, change) =>
  new BackupVault(stack, "vault", { name: "shop", lifecycle: { preventDestroy: true }, ...change });

export const repository: Protected = (stack, change) =>
  new EcrRepository(stack, "repository", {
    name: "shop/app",
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: "arn:key" }],
    ...change,
  });

const denyPlain = (stack: TerraformStack, id: string, action: string, resources: string[]) =>
  new DataAwsIamPolicyDocument(stack, id, {
    statement: [
      {
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: [action],
        resources,
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ],
  }).json;

interface BucketParts {
  readonly encrypted?: boolean;
  readonly private?: boolean;
  readonly versioned?: boolean;
  readonly owned?: boolean;
  readonly overTlsOnly?: boolean | "the bucket alone";
  readonly forceDestroy?: boolean;
  readonly noncurrentDays?: number;
}

export const bucket: Protected = (stack, change: BucketParts = {}) => {
  const { id, arn } = new S3Bucket(stack, "bucket", { forceDestroy: change.forceDestroy ?? false });
  new S3BucketOwnershipControls(stack, "owner", {
    bucket: id,
    rule: { objectOwnership: change.owned === false ? "ObjectWriter" : "BucketOwnerEnforced" },
  });
  new S3BucketLifecycleConfiguration(stack, "lifecycle", {
    bucket: id,
    rule: [
      {
        id: "sweep",
        status: "Enabled",
        noncurrentVersionExpiration: [{ noncurrentDays: change.noncurrentDays ?? 30 }],
      },
    ],
  });
  if (change.encrypted !== false) {
    new S3BucketServerSideEncryptionConfigurationA(stack, "encryption", { bucket: id, rule: [{}] });
  }
  new S3BucketPublicAccessBlock(stack, "public", {
    bucket: id,
    blockPublicAcls: true,
    blockPublicPolicy: change.private ?? true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketVersioningA(stack, "versioning", {
    bucket: id,
    versioningConfiguration: { status: change.versioned === false ? "Suspended" : "Enabled" },
  });
  if (change.overTlsOnly !== false) {
    const resources = change.overTlsOnly === "the bucket alone" ? [arn] : [arn, `${arn}/*`];
    new S3BucketPolicy(stack, "policy", {
      bucket: id,
      policy: denyPlain(stack, "document", "s3:*", resources),
    });
  }
};

export const queue: Protected = (stack, change) => {
  const failed = new SqsQueue(stack, "failed", {
    sqsManagedSseEnabled: true,
    messageRetentionSeconds: 1_209_600,
  });
  const jobs = new SqsQueue(stack, "jobs", {
    sqsManagedSseEnabled: true,
    messageRetentionSeconds: 1_209_600,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: 5 }),
    ...change,
  });
  for (const [id, { url, arn }] of Object.entries({ failed, jobs })) {
    new SqsQueuePolicy(stack, `${id}-policy`, {
      queueUrl: url,
      policy: denyPlain(stack, `${id}-document`, "sqs:*", [arn]),
    });
  }
};

export const topic: Protected = (stack, change: { readonly action?: string } = {}) => {
  const { arn } = new SnsTopic(stack, "topic", { kmsMasterKeyId: "alias/shop" });
  new SnsTopicPolicy(stack, "policy", {
    arn,
    policy: denyPlain(stack, "document", change.action ?? "sns:Publish", [arn]),
  });
};

export const plainQueue: Protected = (stack) =>
  new SqsQueue(stack, "queue", { sqsManagedSseEnabled: true, redrivePolicy: "{}" });

export const loadBalancer: Protected = (stack, change) =>
  new Lb(stack, "lb", {
    subnets: ["subnet-1", "subnet-2"],
    internal: true,
    securityGroups: ["sg-1"],
    enableDeletionProtection: true,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: "defensive",
    accessLogs: { bucket: "logs", enabled: true },
    ...change,
  });

export const https: Protected = (stack, change) =>
  new LbListener(stack, "listener", {
    loadBalancerArn: "arn",
    protocol: "HTTPS",
    certificateArn: "arn",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    defaultAction: [{ type: "forward" }],
    ...change,
  });

export const http: Protected = (stack, change) =>
  new LbListener(stack, "listener", {
    loadBalancerArn: "arn",
    protocol: "HTTP",
    defaultAction: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
    ...change,
  });

export const container: Protected = (stack, change) =>
  new EcsTaskDefinition(stack, "task", {
    family: "web",
    skipDestroy: true,
    taskRoleArn: "arn:task",
    executionRoleArn: "arn:execution",
    containerDefinitions: JSON.stringify([
      {
        name: "app",
        image: "app:1",
        memory: 64,
        user: "33:33",
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
        dockerSecurityOptions: ["no-new-privileges"],
        logConfiguration: { logDriver: "awslogs", options: { mode: "non-blocking" } },
        stopTimeout: 60,
        ...change,
      },
    ]),
  });

export const protectedTask: Protected = (stack, change) =>
  new EcsTaskDefinition(stack, "task", {
    family: "web",
    skipDestroy: true,
    trackLatest: true,
    taskRoleArn: "arn:task",
    executionRoleArn: "arn:execution",
    containerDefinitions: "[]",
    ...change,
  });

/** A policy document of one statement. */
export const statement =
  (statement: object): Protected =>
  (stack, change) =>
    new DataAwsIamPolicyDocument(stack, "document", { statement: [{ sid: "It", ...statement, ...change }] });

export const eventTarget: Protected = (stack, change) =>
  new CloudwatchEventTarget(stack, "target", {
    rule: "r",
    arn: "arn",
    deadLetterConfig: { arn: "arn" },
    ...change,
  });

import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
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

export const repository: Protected = (stack, change) =>
  new EcrRepository(stack, "repository", {
    name: "shop/app",
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: "arn:key" }],
    ...change,
  });

/** @param change the resources for which its policy denies requests without TLS; by default it and its objects */
export const bucket: Protected = (stack, change: { of?: (arn: string) => string[] } = {}) => {
  const { id, arn } = new S3Bucket(stack, "bucket", {});
  const { of = () => [arn, `${arn}/*`] } = change;
  const { json } = new DataAwsIamPolicyDocument(stack, "document", {
    statement: [
      {
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: of(arn),
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ],
  });
  new S3BucketPolicy(stack, "policy", { bucket: id, policy: json });
};

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

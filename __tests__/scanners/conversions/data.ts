import { blocks } from "../../../policies/values";
import type { StackJson } from "../../helpers/stacks";
import { policyDocument } from "../policy-documents";
import type { Conversion, Place } from "./conversion";
import { about, byName, isTrue, pick } from "./conversion";

/** What is a resource of its own in Terraform is a part of the bucket in CloudFormation. */
const bucketParts = (place: Place) => ({
  PublicAccessBlockConfiguration: about(place, "aws_s3_bucket_public_access_block", "bucket").map((block) =>
    pick(block, place, {
      BlockPublicAcls: "block_public_acls",
      BlockPublicPolicy: "block_public_policy",
      IgnorePublicAcls: "ignore_public_acls",
      RestrictPublicBuckets: "restrict_public_buckets",
    }),
  )[0],
  VersioningConfiguration: about(place, "aws_s3_bucket_versioning", "bucket").map(
    ({ versioning_configuration }) => ({ Status: blocks(versioning_configuration)[0]?.status }),
  )[0],
  BucketEncryption: about(place, "aws_s3_bucket_server_side_encryption_configuration", "bucket").map(
    ({ rule }) => ({
      ServerSideEncryptionConfiguration: blocks(rule)
        .flatMap((each) => blocks(each.apply_server_side_encryption_by_default))
        .map(({ sse_algorithm }) => ({ ServerSideEncryptionByDefault: { SSEAlgorithm: sse_algorithm } })),
    }),
  )[0],
  OwnershipControls: about(place, "aws_s3_bucket_ownership_controls", "bucket").map(({ rule }) => ({
    Rules: blocks(rule).map(({ object_ownership }) => ({ ObjectOwnership: object_ownership })),
  }))[0],
  LifecycleConfiguration: about(place, "aws_s3_bucket_lifecycle_configuration", "bucket").map(({ rule }) => ({
    Rules: blocks(rule).map((each) => ({
      Status: each.status,
      ExpirationInDays: blocks(each.expiration)[0]?.days,
      NoncurrentVersionExpiration: {
        NoncurrentDays: blocks(each.noncurrent_version_expiration)[0]?.noncurrent_days,
      },
      AbortIncompleteMultipartUpload: {
        DaysAfterInitiation: blocks(each.abort_incomplete_multipart_upload)[0]?.days_after_initiation,
      },
    })),
  }))[0],
});

function bucketNamed(reference: unknown, stack: StackJson): unknown {
  const id = /^\$\{aws_s3_bucket\.([\w-]+)\./.exec(String(reference))?.[1] ?? "";
  return stack.resource.aws_s3_bucket?.[id]?.bucket;
}

export const DATA: Readonly<Record<string, Conversion>> = {
  aws_db_instance: byName("AWS::RDS::DBInstance", {
    AllocatedStorage: "allocated_storage",
    AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
    BackupRetentionPeriod: "backup_retention_period",
    CACertificateIdentifier: "ca_cert_identifier",
    CopyTagsToSnapshot: "copy_tags_to_snapshot",
    DBInstanceClass: "instance_class",
    DBParameterGroupName: "parameter_group_name",
    DBSubnetGroupName: "db_subnet_group_name",
    DeletionProtection: "deletion_protection",
    EnableCloudwatchLogsExports: "enabled_cloudwatch_logs_exports",
    EnableIAMDatabaseAuthentication: "iam_database_authentication_enabled",
    EnablePerformanceInsights: "performance_insights_enabled",
    Engine: "engine",
    EngineVersion: "engine_version",
    KmsKeyId: "kms_key_id",
    MasterUsername: "username",
    MonitoringInterval: "monitoring_interval",
    MultiAZ: "multi_az",
    Port: "port",
    PubliclyAccessible: "publicly_accessible",
    StorageEncrypted: "storage_encrypted",
    VPCSecurityGroups: "vpc_security_group_ids",
  }),
  aws_db_subnet_group: byName("AWS::RDS::DBSubnetGroup", {
    DBSubnetGroupDescription: "description",
    SubnetIds: "subnet_ids",
  }),
  aws_db_parameter_group: {
    type: "AWS::RDS::DBParameterGroup",
    properties: (body, place) => ({
      ...pick(body, place, { Family: "family", Description: "description" }),
      Parameters: Object.fromEntries(
        blocks(body.parameter).map(({ name, value }) => [String(name), value] as const),
      ),
    }),
  },
  aws_elasticache_replication_group: byName("AWS::ElastiCache::ReplicationGroup", {
    AtRestEncryptionEnabled: "at_rest_encryption_enabled",
    AutoMinorVersionUpgrade: "auto_minor_version_upgrade",
    AutomaticFailoverEnabled: "automatic_failover_enabled",
    CacheNodeType: "node_type",
    CacheParameterGroupName: "parameter_group_name",
    CacheSubnetGroupName: "subnet_group_name",
    Engine: "engine",
    EngineVersion: "engine_version",
    KmsKeyId: "kms_key_id",
    MultiAZEnabled: "multi_az_enabled",
    NumCacheClusters: "num_cache_clusters",
    Port: "port",
    ReplicationGroupDescription: "description",
    ReplicationGroupId: "replication_group_id",
    SecurityGroupIds: "security_group_ids",
    SnapshotRetentionLimit: "snapshot_retention_limit",
    TransitEncryptionEnabled: "transit_encryption_enabled",
    TransitEncryptionMode: "transit_encryption_mode",
  }),
  aws_ecr_repository: {
    type: "AWS::ECR::Repository",
    properties: (body, place) => ({
      ...pick(body, place, { RepositoryName: "name", ImageTagMutability: "image_tag_mutability" }),
      ImageScanningConfiguration: {
        ScanOnPush: blocks(body.image_scanning_configuration).some(({ scan_on_push }) =>
          isTrue(scan_on_push),
        ),
      },
      EncryptionConfiguration: blocks(body.encryption_configuration).map((each) =>
        pick(each, place, { EncryptionType: "encryption_type", KmsKey: "kms_key" }),
      )[0],
      LifecyclePolicy: about(place, "aws_ecr_lifecycle_policy", "repository").map(({ policy }) => ({
        LifecyclePolicyText: policy,
      }))[0],
      RepositoryPolicyText: about(place, "aws_ecr_repository_policy", "repository").map(({ policy }) =>
        policyDocument(policy, place.stack),
      )[0],
    }),
  },
  aws_kms_key: {
    type: "AWS::KMS::Key",
    properties: (body, place) => ({
      ...pick(body, place, {
        EnableKeyRotation: "enable_key_rotation",
        PendingWindowInDays: "deletion_window_in_days",
      }),
      KeyPolicy: body.policy === undefined ? undefined : policyDocument(body.policy, place.stack),
    }),
  },
  aws_s3_bucket: {
    type: "AWS::S3::Bucket",
    properties: (body, place) => ({ ...pick(body, place, { BucketName: "bucket" }), ...bucketParts(place) }),
  },
  aws_s3_bucket_policy: {
    type: "AWS::S3::BucketPolicy",
    properties: ({ bucket, policy }, { stack }) => ({
      // By its name: cdk-nag looks for that in the statements.
      Bucket: bucketNamed(bucket, stack),
      PolicyDocument: policyDocument(policy, stack),
    }),
  },
  aws_cloudwatch_log_group: byName("AWS::Logs::LogGroup", {
    LogGroupName: "name",
    RetentionInDays: "retention_in_days",
    KmsKeyId: "kms_key_id",
  }),
};

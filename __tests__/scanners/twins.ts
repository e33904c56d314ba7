import type { Template } from "./convert";

/**
 * A change after which a rule must fail: of every resource of a type, at one place. Without a value the place is removed.
 * Several changes for one rule are made together.
 */
export type Change = readonly [rule: string, type: string, path: string, value?: unknown];

const LB = "AWS::ElasticLoadBalancingV2::LoadBalancer";
const LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
const DB = "AWS::RDS::DBInstance";
const CACHE = "AWS::ElastiCache::ReplicationGroup";
const TASK = "AWS::ECS::TaskDefinition";
const TEMPLATE = "AWS::EC2::LaunchTemplate";
const INGRESS = "AWS::EC2::SecurityGroupIngress";

/** Where the first container, and the first attribute of the load balancer, are. */
const CONTAINER = "ContainerDefinitions.0";
const attributes = (Key: string, Value: string) => [{ Key, Value }];
const anywhere = (port: number) => ({ CidrIp: "0.0.0.0/0", IpProtocol: "tcp", FromPort: port, ToPort: port });
const allow = (Action: string, Resource: string) => [
  { Effect: "Allow", Action: [Action], Resource: [Resource] },
];

/** Control Tower's: for each rule that passes somewhere, how to make it fail. */
export const CONTROL_TOWER_TWINS: readonly Change[] = [
  ["CT.AUTOSCALING.PR.1", "AWS::AutoScaling::AutoScalingGroup", "AvailabilityZones", ["ap-northeast-1a"]],
  ["CT.AUTOSCALING.PR.8", "AWS::AutoScaling::AutoScalingGroup", "LaunchTemplate"],
  ["CT.CLOUDWATCH.PR.1", "AWS::CloudWatch::Alarm", "AlarmActions"],
  ["CT.CLOUDWATCH.PR.4", "AWS::CloudWatch::Alarm", "ActionsEnabled", false],
  ["CT.EC2.PR.1", TEMPLATE, "LaunchTemplateData.MetadataOptions.HttpTokens", "optional"],
  ["CT.EC2.PR.2", TEMPLATE, "LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit", 2],
  ["CT.EC2.PR.3", INGRESS, "", anywhere(8080)],
  ["CT.EC2.PR.4", INGRESS, "", anywhere(3389)],
  ["CT.EC2.PR.9", TEMPLATE, "LaunchTemplateData.NetworkInterfaces.0.AssociatePublicIpAddress", true],
  ["CT.EC2.PR.11", "AWS::EC2::Subnet", "MapPublicIpOnLaunch", true],
  ["CT.EC2.PR.14", TEMPLATE, "LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted", false],
  ["CT.EC2.PR.15", TEMPLATE, "LaunchTemplateData.InstanceType", "t1.micro"],
  ["CT.ECR.PR.1", "AWS::ECR::Repository", "LifecyclePolicy"],
  ["CT.ECR.PR.2", "AWS::ECR::Repository", "ImageScanningConfiguration.ScanOnPush", false],
  ["CT.ECR.PR.3", "AWS::ECR::Repository", "ImageTagMutability", "MUTABLE"],
  ["CT.ECS.PR.3", TASK, `${CONTAINER}.User`, "root"],
  ["CT.ECS.PR.5", TASK, `${CONTAINER}.LogConfiguration`],
  ["CT.ECS.PR.6", TASK, `${CONTAINER}.ReadonlyRootFilesystem`, false],
  ["CT.ECS.PR.7", TASK, `${CONTAINER}.Memory`],
  ["CT.ECS.PR.10", TASK, "PidMode", "host"],
  ["CT.ECS.PR.11", TASK, `${CONTAINER}.Privileged`, true],
  ["CT.ECS.PR.12", TASK, `${CONTAINER}.Environment`, [{ Name: "AWS_SECRET_ACCESS_KEY", Value: "x" }]],
  ["CT.ELASTICLOADBALANCING.PR.1", LISTENER, "DefaultActions", [{ Type: "forward", TargetGroupArn: "arn" }]],
  ["CT.ELASTICLOADBALANCING.PR.2", LISTENER, "Certificates"],
  [
    "CT.ELASTICLOADBALANCING.PR.3",
    LB,
    "LoadBalancerAttributes",
    attributes("routing.http.desync_mitigation_mode", "monitor"),
  ],
  [
    "CT.ELASTICLOADBALANCING.PR.4",
    LB,
    "LoadBalancerAttributes",
    attributes("routing.http.drop_invalid_header_fields.enabled", "false"),
  ],
  [
    "CT.ELASTICLOADBALANCING.PR.5",
    LB,
    "LoadBalancerAttributes",
    attributes("deletion_protection.enabled", "false"),
  ],
  [
    "CT.ELASTICLOADBALANCING.PR.6",
    LB,
    "LoadBalancerAttributes",
    attributes("access_logs.s3.enabled", "false"),
  ],
  [
    "CT.ELASTICLOADBALANCING.PR.15",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "TargetGroupAttributes",
    attributes("load_balancing.cross_zone.enabled", "false"),
  ],
  ["CT.IAM.PR.1", "AWS::IAM::Policy", "PolicyDocument.Statement", allow("*", "*")],
  ["CT.IAM.PR.2", "AWS::IAM::ManagedPolicy", "PolicyDocument.Statement", allow("*", "*")],
  ["CT.IAM.PR.3", "AWS::IAM::ManagedPolicy", "PolicyDocument.Statement", allow("s3:*", "*")],
  ["CT.IAM.PR.4", "AWS::IAM::Policy", "Users", ["a-user"]],
  ["CT.IAM.PR.5", "AWS::IAM::Policy", "PolicyDocument.Statement", allow("s3:*", "*")],
  ["CT.KMS.PR.1", "AWS::KMS::Key", "EnableKeyRotation", false],
  ["CT.LAMBDA.PR.2", "AWS::Lambda::Permission", "SourceArn"],
  ["CT.RDS.PR.1", DB, "MultiAZ", false],
  ["CT.RDS.PR.5", DB, "AutoMinorVersionUpgrade", false],
  ["CT.RDS.PR.8", DB, "BackupRetentionPeriod", 1],
  ["CT.RDS.PR.10", DB, "CopyTagsToSnapshot", false],
  ["CT.RDS.PR.11", DB, "DBSubnetGroupName"],
  ["CT.RDS.PR.13", DB, "DeletionProtection", false],
  ["CT.RDS.PR.15", DB, "DBSecurityGroups", ["old"]],
  ["CT.RDS.PR.22", DB, "MasterUsername", "admin"],
  ["CT.RDS.PR.23", DB, "PubliclyAccessible", true],
  ["CT.RDS.PR.24", DB, "StorageEncrypted", false],
  ["CT.RDS.PR.28", "AWS::RDS::DBParameterGroup", "Parameters.require_secure_transport", "0"],
  ["CT.RDS.PR.30", DB, "KmsKeyId"],
  ["CT.S3.PR.1", "AWS::S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicPolicy", false],
  ["CT.S3.PR.3", "AWS::S3::Bucket", "LifecycleConfiguration"],
  ["CT.S3.PR.5", "AWS::S3::Bucket", "AccessControl", "PublicRead"],
  ["CT.S3.PR.6", "AWS::S3::Bucket", "LifecycleConfiguration"],
  ["CT.S3.PR.8", "AWS::S3::BucketPolicy", "PolicyDocument.Statement.0.Effect", "Allow"],
  ["CT.S3.PR.11", "AWS::S3::Bucket", "VersioningConfiguration"],
  ["CT.SQS.PR.2", "AWS::SQS::Queue", "SqsManagedSseEnabled", false],
];

/** cdk-nag's, likewise. */
export const NAG_TWINS: readonly Change[] = [
  ["AEC1", CACHE, "CacheSubnetGroupName"],
  ["AEC3", CACHE, "TransitEncryptionEnabled", false],
  ["AEC4", CACHE, "MultiAZEnabled", false],
  // It does not know Valkey.
  ["AEC5", CACHE, "Engine", "redis"],
  ["AS1", "AWS::AutoScaling::AutoScalingGroup", "Cooldown", "0"],
  ["AS2", "AWS::AutoScaling::AutoScalingGroup", "HealthCheckType", "ELB"],
  ["EC26", TEMPLATE, "LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted", false],
  ["EC27", "AWS::EC2::SecurityGroup", "GroupDescription", " "],
  ["ECR1", "AWS::ECR::Repository", "RepositoryPolicyText.Statement.0.Principal", "*"],
  ["ECS7", TASK, `${CONTAINER}.LogConfiguration`],
  ["ELB2", LB, "LoadBalancerAttributes", attributes("access_logs.s3.enabled", "false")],
  ["IAM4", "AWS::IAM::Role", "ManagedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"]],
  ["KMS5", "AWS::KMS::Key", "EnableKeyRotation", false],
  ["L1", "AWS::Lambda::Function", "Runtime", "nodejs18.x"],
  ["RDS2", DB, "StorageEncrypted", false],
  ["RDS3", DB, "MultiAZ", false],
  ["RDS10", DB, "DeletionProtection", false],
  ["RDS13", DB, "BackupRetentionPeriod", 0],
  ["S2", "AWS::S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicAcls", false],
  ["S5", "AWS::S3::Bucket", "WebsiteConfiguration", { IndexDocument: "index.html" }],
  ["S10", "AWS::S3::BucketPolicy", "PolicyDocument.Statement.0.Effect", "Allow"],
  ["SNS3", "AWS::SNS::Topic", "KmsMasterKeyId"],
  ["SNS3", "AWS::SNS::TopicPolicy", "PolicyDocument.Statement", allow("sns:Publish", "*")],
  ["SQS2", "AWS::SQS::Queue", "SqsManagedSseEnabled", false],
  ["SQS3", "AWS::SQS::Queue", "RedrivePolicy"],
  ["SQS4", "AWS::SQS::QueuePolicy", "PolicyDocument.Statement.0.Effect", "Allow"],
];

/** The negative twin of a template: with one of the changes to every resource of its type. */
export function twinOf(template: Template, [, type, path, value]: Change): Template {
  const Resources = Object.entries(template.Resources).map(([id, resource]) => {
    if (resource.Type !== type) return [id, resource];
    return [
      id,
      { ...resource, Properties: changed(resource.Properties, path.split(".").filter(Boolean), value) },
    ];
  });
  return { ...template, Resources: Object.fromEntries(Resources) as Template["Resources"] };
}

function changed(target: unknown, [head, ...rest]: readonly string[], value: unknown): unknown {
  if (head === undefined) return { ...(target as object), ...(value as object) };
  if (Array.isArray(target)) {
    return target.map((item, index) =>
      String(index) === head ? changedBelow(item, rest, value) : (item as unknown),
    );
  }
  const fields = { ...(target as Record<string, unknown>) };
  if (rest.length === 0 && value === undefined) {
    return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== head));
  }
  return { ...fields, [head]: changedBelow(fields[head], rest, value) };
}

const changedBelow = (target: unknown, rest: readonly string[], value: unknown) =>
  rest.length === 0 ? value : changed(target, rest, value);

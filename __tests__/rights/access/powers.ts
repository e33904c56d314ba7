import type { Request } from "../../helpers/iam";
import type { Place } from "../aws-call";
import { TASK_ID } from "../aws-call";

/** One way to use a power: all of its requests must be allowed. The first one names it. */
export interface Way {
  /** What it reaches, if not all that the power is about. */
  readonly what?: string;
  readonly requests: readonly Request[];
}

const READS = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParameterHistory"];
const HOST = "instance/i-0123456789abcdef0";

/** Reading a SecureString needs the key, too (AWS KMS Developer Guide, "How Parameter Store uses AWS KMS"). */
function readings({ environment, keyArn }: Place, parameterArn: string, what?: string): Way[] {
  const decrypt: Request = {
    action: "kms:Decrypt",
    resource: keyArn,
    context: {
      "kms:ViaService": `ssm.${environment.region}.amazonaws.com`,
      "kms:EncryptionContext:PARAMETER_ARN": parameterArn,
    },
  };
  return READS.map((action) => ({
    ...(what === undefined ? {} : { what }),
    requests: [{ action, resource: parameterArn }, decrypt],
  }));
}

const alone = (actions: readonly string[], resource: string, context: Request["context"] = {}): Way[] =>
  actions.map((action) => ({ requests: [{ action, resource, context }] }));

/** The secrets of the environment: the application's, the notifier's, and the ciphertexts that are in git. */
export function secretsOf(place: Place): Way[] {
  const { environment, names, arn, keyArn } = place;
  const inCluster = { "ecs:cluster": names.cluster.arn };
  return [
    ...readings(place, names.secret("APP_KEY").arn),
    ...readings(place, names.slackWebhook.arn, "only the Slack webhook"),
    ...alone(["kms:Decrypt"], keyArn, { "kms:EncryptionContext:environment": environment.name }),
    ...alone(["ecs:ExecuteCommand"], arn("ecs", `task/${names.cluster.name}/${TASK_ID}`), inCluster),
  ];
}

/** Its password, and what AWS offers to read, copy or take over a database. */
export function databaseOf(place: Place): Way[] {
  const { names, arn } = place;
  const database = arn("rds", `db:${names.cluster.name}`);
  return [
    ...readings(place, names.databasePassword.arn),
    ...readings(place, names.applicationUserPassword.arn),
    ...alone(["rds:ModifyDBInstance", "rds:RebootDBInstance", "rds:DeleteDBInstance"], database),
    ...alone(["rds:CreateDBSnapshot", "rds:ModifyDBSnapshotAttribute"], arn("rds", "snapshot:copy")),
    ...alone(["rds-db:connect"], arn("rds-db", "dbuser:db-ABCDEFGHIJKL01234/root")),
  ];
}

/** A shell on a host, another program for it, or a container with its privileges. */
export function hostsOf({ names, arn }: Place): Way[] {
  const host = arn("ec2", HOST);
  return [
    ...alone(
      [
        "ssm:StartSession",
        "ssm:SendCommand",
        "ec2-instance-connect:SendSSHPublicKey",
        "ec2:ModifyInstanceAttribute",
      ],
      host,
    ),
    ...alone(
      ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
      arn("ec2", "launch-template/lt-0123456789abcdef0"),
    ),
    ...alone(
      ["autoscaling:UpdateAutoScalingGroup"],
      arn(
        "autoscaling",
        `autoScalingGroup:12345678-1234-1234-1234-123456789012:autoScalingGroupName/${names.cluster.name}`,
      ),
    ),
    {
      what: "a privileged container",
      requests: [
        {
          action: "ecs:RegisterTaskDefinition",
          resource: names.taskFamily("web").arn.replace("*", "7"),
          context: { "ecs:privileged": "true", "ecs:compute-compatibility": ["EC2"] },
        },
      ],
    },
  ];
}

/** The objects of the state, and the rules of its bucket. */
export function stateOf({ stacks }: Place): Way[] {
  const { bucket, key } = (stacks.base.terraform as { backend: { s3: Record<string, string> } }).backend.s3;
  return [
    ...alone(["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"], `arn:aws:s3:::${bucket}/${key}`),
    ...alone(["s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:DeleteBucket"], `arn:aws:s3:::${bucket}`),
  ];
}

import type { DataAwsIamPolicyDocumentStatement as Statement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Names } from "../../facts/names";
import { anyResource } from "../../policies/exceptions";
import { equals, forAwsResource, viaService } from "../aws/conditions";
import { passTheTasksRoles, taskStatements } from "./deploy-permissions";

export interface DrillPermissionsProps {
  /** Prefix of every physical name, and the namespace of the metrics. */
  readonly name: string;
  readonly names: Names;
  readonly region: string;

  /** The key that encrypts the database, its backups and its password. */
  readonly keyArn: string;
}

/**
 * The permissions of `ops drill`: restore the database under a name of drills, change and delete only such a database, read it in a
 * task, and publish metrics.
 *
 * IAM has no condition for the command of a task. So the role reads what the migration's container reads, as the deploy role does,
 * and reading the database's password adds nothing to that.
 */
export function drillPermissions({ name, names, region, keyArn }: DrillPermissionsProps): Statement[] {
  return [
    ...restoreStatements(names, region, keyArn),
    ...taskStatements(names, [names.taskFamily("migrate").arn]),
    {
      sid: "FindTheTask",
      actions: ["ecs:DescribeTaskDefinition"],
      resources: anyResource(
        "It has neither a resource nor a condition (Service Authorization Reference, Amazon ECS).",
      ),
    },
    passTheTasksRoles(names),
    {
      sid: "ReadTheResult",
      actions: ["logs:GetLogEvents"],
      resources: [`${names.logGroupArn("migrate")}:log-stream:*`],
    },
    {
      sid: "RecordTheDrill",
      actions: ["cloudwatch:PutMetricData"],
      resources: anyResource("It has no resource; the condition names the namespace of the environment."),
      condition: [equals("cloudwatch:namespace", name)],
    },
    {
      sid: "FindTheLastDrill",
      actions: ["cloudwatch:GetMetricStatistics"],
      resources: anyResource(
        "It has neither a resource nor a condition (Service Authorization Reference, Amazon CloudWatch).",
      ),
    },
  ];
}

function restoreStatements(names: Names, region: string, keyArn: string): Statement[] {
  return [
    {
      sid: "FindBackups",
      actions: [
        "rds:DescribeDBInstanceAutomatedBackups",
        "rds:DescribeDBInstances",
        "rds:DescribeDBSnapshots",
      ],
      resources: anyResource("Whole lists are read, because RDS cannot filter by the beginning of a name.", [
        names.anyDatabaseArn,
      ]),
    },
    {
      sid: "RestoreBesideTheDatabase",
      actions: ["rds:RestoreDBInstanceToPointInTime"],
      resources: [names.database.arn, names.anyDrillArn, ...names.databaseGroupArns],
    },
    {
      sid: "HandleTheCopy",
      actions: ["rds:AddTagsToResource", "rds:DeleteDBInstance", "rds:ModifyDBInstance"],
      resources: [names.anyDrillArn],
    },
    {
      sid: "EncryptTheCopy",
      actions: ["kms:CreateGrant"],
      resources: [keyArn],
      condition: [viaService(region, "rds"), forAwsResource],
    },
    { sid: "FindTheKey", actions: ["kms:DescribeKey"], resources: [keyArn] },
    { sid: "ReadThePassword", actions: ["ssm:GetParameter"], resources: [names.databasePassword.arn] },
    {
      sid: "DecryptThePassword",
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      condition: [viaService(region, "ssm")],
    },
  ];
}

import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import { COPIES } from "../../facts/copies";
import type { Names } from "../../facts/names";
import { exempt } from "../../policies/exceptions";
import { Role, trustService } from "../aws/role";
import type { BackupPermissionsProps } from "./backup-permissions";
import { backupPermissions } from "./backup-permissions";
import type { Database } from "./database";
import type { EncryptionKey } from "./encryption-key";
import type { FilesBucket } from "./files-bucket";

export interface DailyBackupsProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly accountId: string;
  readonly region: string;
  readonly key: EncryptionKey;

  /** When they begin, e.g. `cron(0 19 * * ? *)`, in UTC. */
  readonly schedule: string;
  readonly database: Database;
  readonly files: FilesBucket | undefined;

  /** Where they are copied to, and how long the copies are kept. */
  readonly elsewhere: BackupPermissionsProps["copies"] & { readonly days: number; readonly vaultArn: string };
}

/**
 * The daily backups of AWS Backup, of the database and of the files, and their copies in another region or account. They are in addition to
 * those of RDS, from which every point in time can be restored.
 */
export class DailyBackups extends Construct {
  constructor(scope: Construct, id: string, props: DailyBackupsProps) {
    super(scope, id);

    const { name, names, accountId, region, key, schedule, database, files, elsewhere } = props;

    const vault = new BackupVault(this, "vault", {
      name: names.vault().name,
      kmsKeyArn: key.arn,
      forceDestroy: true,
    });
    const reason = "Its backups are copied, and RDS has its own. Without copies they have no purpose.";
    exempt(vault, "deletion-protection", reason);
    const role = new Role(this, "role", {
      name: names.backupRole.name,
      description: `Backs up the data of ${name}, and copies the backups to ${elsewhere.region}`,
      trust: trustService("backup.amazonaws.com", accountId),
      statements: backupPermissions({
        names,
        region,
        keyArn: key.arn,
        bucketArn: files?.arn,
        copies: elsewhere,
      }),
    });
    const plan = new BackupPlan(this, "plan", {
      name,
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          schedule,
          startWindow: COPIES.startMinutes,
          completionWindow: 2 * COPIES.startMinutes,
          lifecycle: { deleteAfter: COPIES.sourceDays },
          copyAction: [
            {
              destinationVaultArn: elsewhere.vaultArn,
              lifecycle: { deleteAfter: elsewhere.days },
            },
          ],
        },
      ],
    });
    new BackupSelection(this, "selection", {
      name,
      planId: plan.id,
      iamRoleArn: role.arn,
      // Named resources are backed up also where the account has not opted in to their type.
      resources: [database.arn, ...(files ? [files.arn] : [])],
      dependsOn: [...role.permissions],
    });
  }
}

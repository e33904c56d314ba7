import { COPIES } from "../../../facts/copies";
import type { AlarmRules } from "./alarm-rule";

export interface CopyAlarmsProps {
  /** The name of the vault, which is that of the environment. */
  readonly vault: string;

  /** Whether the bucket of the files is copied too. */
  readonly files: boolean;
}

/**
 * The alarms on missing copies in another region or account. The metric is that of the region where a copy begins, and its vault is the
 * destination; no value means no copy ("AWS Backup metrics with Amazon CloudWatch", AWS Backup Developer Guide).
 */
export function copyAlarms({ vault, files }: CopyAlarmsProps): AlarmRules {
  return {
    "database-copies": missing("the database", vault, "RDS"),
    ...(files ? { "files-copies": missing("the files", vault, "S3") } : {}),
  };
}

const missing = (what: string, vault: string, resourceType: string): AlarmRules[string] => ({
  description: `No copy of ${what} to another region or account (database.copies) was completed for ${COPIES.alarmDays} days. After the first deployment the alarm lasts until the first copy.`,
  action:
    "AWS Backup shows each job and why it failed: aws backup list-copy-jobs, and list-backup-jobs for a backup that could not be copied.",
  metric: {
    namespace: "AWS/Backup",
    name: "NumberOfCopyJobsCompleted",
    dimensions: { BackupVaultName: vault, ResourceType: resourceType },
    statistic: "Sum",
  },
  threshold: { below: 1 },
  periods: COPIES.alarmDays,
  periodSeconds: 86_400,
  treatMissingData: "breaching",
});

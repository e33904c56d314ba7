import { toBackupJobs } from "../links";
import { withoutNumbers } from "../memory";
import type { Kind } from "../news";

/** AWS Backup could not back up the database or the files, or could not copy that backup to the other region or account. */
export const copy: Kind = ({ detail }) => {
  const { backupJobId, copyJobId, resourceType, statusMessage, destinationBackupVaultArn } = detail;
  const id = copyJobId || backupJobId;
  if (!id) return undefined;
  const what = resourceType === "S3" ? "the files" : "the database";
  const [, , , region] = destinationBackupVaultArn.split(":");
  return {
    same: [id],
    trouble: [what, withoutNumbers(statusMessage)],
    links: toBackupJobs(copyJobId ? "copy" : "backup"),
    words: () => [
      "💥",
      copyJobId
        ? `${what} could not be copied to ${region ?? "another region or account"}`
        : `${what} could not be backed up for the copy elsewhere`,
      statusMessage,
      { Job: id },
    ],
  };
};

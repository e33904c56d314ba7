import { BackupClient, paginateListBackupPlans, paginateListBackupSelections } from "@aws-sdk/client-backup";
import type { Rules } from "../rule";
import { onlyIn } from "../rule";

/** The daily backups. AWS makes up the ids of a plan and of its selection. */
export const BACKUP: Rules = {
  aws_backup_plan: async (wanted) => {
    const name = await wanted.text("name");
    const pages = paginateListBackupPlans({ client: wanted.operation.client(BackupClient) }, {});
    return onlyIn(wanted, pages, ({ BackupPlansList }) =>
      BackupPlansList?.filter(({ BackupPlanName }) => BackupPlanName === name).map(
        ({ BackupPlanId }) => BackupPlanId,
      ),
    );
  },
  aws_backup_selection: async (wanted) => {
    const BackupPlanId = await wanted.text("plan_id");
    const name = await wanted.text("name");
    const client = wanted.operation.client(BackupClient);
    const pages = paginateListBackupSelections({ client }, { BackupPlanId });
    const id = await onlyIn(wanted, pages, ({ BackupSelectionsList }) =>
      BackupSelectionsList?.filter(({ SelectionName }) => SelectionName === name).map(
        ({ SelectionId }) => SelectionId,
      ),
    );
    return id && `${BackupPlanId}|${id}`;
  },
};

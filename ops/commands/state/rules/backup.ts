import { BackupClient, paginateListBackupPlans, paginateListBackupSelections } from "@aws-sdk/client-backup";
import type { Rules } from "../rule";
import { idsIn, only } from "./network";

/** The daily backups. AWS makes up the ids of a plan and of its selection. */
export const BACKUP: Rules = {
  aws_backup_plan: async ({ operation, resource, text }) => {
    const name = await text("name");
    const pages = paginateListBackupPlans({ client: operation.client(BackupClient) }, {});
    const ids = await idsIn(pages, ({ BackupPlansList }) =>
      BackupPlansList?.filter(({ BackupPlanName }) => BackupPlanName === name).map(
        ({ BackupPlanId }) => BackupPlanId,
      ),
    );
    return only(resource.address, ids);
  },
  aws_backup_selection: async ({ operation, resource, text }) => {
    const BackupPlanId = await text("plan_id");
    const name = await text("name");
    const pages = paginateListBackupSelections({ client: operation.client(BackupClient) }, { BackupPlanId });
    const ids = await idsIn(pages, ({ BackupSelectionsList }) =>
      BackupSelectionsList?.filter(({ SelectionName }) => SelectionName === name).map(
        ({ SelectionId }) => SelectionId,
      ),
    );
    const id = only(resource.address, ids);
    return id && `${BackupPlanId}|${id}`;
  },
};

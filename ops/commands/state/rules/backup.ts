import { BackupClient, paginateListBackupSelections } from "@aws-sdk/client-backup";
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import type { Rules } from "../rule";
import { idsIn, only } from "./network";

/** The daily backups. AWS makes up the ids of a plan and of its selection. */
export const BACKUP: Rules = {
  /** By its tags: several plans can have one name, and AWS Backup lists no tags. */
  aws_backup_plan: async ({ operation, resource }) => {
    const { application, environment } = operation.environment;
    const pages = paginateGetResources(
      { client: operation.client(ResourceGroupsTaggingAPIClient) },
      {
        ResourceTypeFilters: ["backup:backup-plan"],
        TagFilters: [
          { Key: "application", Values: [application] },
          { Key: "environment", Values: [environment] },
        ],
      },
    );
    const arns = await idsIn(pages, ({ ResourceTagMappingList }) =>
      ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN),
    );
    return only(resource.address, arns)?.split(":").at(-1);
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

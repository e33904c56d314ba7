import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { copySchedule } from "../../config/copy-schedule";
import type { Environment } from "../../config/environment";
import { forget } from "../aws/forget";
import { CopyVault } from "./copy-vault";
import type { DailyBackupsProps } from "./daily-backups";
import { DailyBackups } from "./daily-backups";

export interface ApplicationCopiesProps extends Pick<
  DailyBackupsProps,
  "name" | "names" | "accountId" | "region" | "key" | "database" | "files"
> {
  readonly settings: Pick<Environment["database"], "copies" | "backupWindow" | "deletionProtection">;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The copies of the data in another region or account, in the scope of the stack. The vault in another account belongs to that account.
 * If the environment has no vault of its own for copies, that of earlier copies stays until they expire. Terraform needs the provider
 * of its region to forget it.
 */
export function applicationCopies(stack: TerraformStack, props: ApplicationCopiesProps): void {
  const { names, settings, tags, ...rest } = props;
  const { name, accountId, region, key } = rest;
  const { copies } = settings;
  const elsewhere = copies?.region ?? region;
  const provider = new AwsProvider(stack, "aws-copies", {
    alias: "copies",
    region: elsewhere,
    allowedAccountIds: [accountId],
    defaultTags: [{ tags: { ...tags } }],
  });
  const vault = new CopyVault(stack, "copies", {
    name: names.vault().name,
    alias: names.keyAlias,
    accountId,
    region: elsewhere,
    provider,
    preventDestroy: settings.deletionProtection,
  });
  const account = copies?.account;
  if (!copies || account) forget(stack, vault);
  if (!copies) return;
  if (account) key.letAccountCopy(account, [region, copies.region]);
  new DailyBackups(stack, "daily-backups", {
    ...rest,
    name,
    names,
    schedule: copySchedule(settings.backupWindow),
    elsewhere: {
      ...copies,
      vaultArn: account ? names.vault(copies.region, account).arn : vault.arn,
      keyArn: account ? undefined : vault.keyArn,
    },
  });
}

import {
  BackupClient,
  CreateBackupVaultCommand,
  ListRecoveryPointsByBackupVaultCommand,
  PutBackupVaultAccessPolicyCommand,
  UpdateGlobalSettingsCommand,
} from "@aws-sdk/client-backup";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Environment } from "../../config/environment";
import type { Member } from "../local/organization";
import { addMember, organize } from "../local/organization";
import type { Sandbox } from "./sandbox";

/** An account for copies, in the organization of the sandbox, with a vault as docs/recover.md makes it. */
export async function accountForCopies(
  { clients }: Sandbox,
  { name, accountId }: Environment,
  region: string,
): Promise<Member> {
  await organize(clients);
  await new BackupClient(clients).send(
    new UpdateGlobalSettingsCommand({ GlobalSettings: { isCrossAccountBackupEnabled: "true" } }),
  );
  const member = await addMember(clients);
  const there = { ...member.clients, region };
  const { KeyMetadata } = await new KMSClient(there).send(new CreateKeyCommand({}));
  const backup = new BackupClient(there);
  await backup.send(
    new CreateBackupVaultCommand({ BackupVaultName: name, EncryptionKeyArn: KeyMetadata?.Arn }),
  );
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "backup:CopyIntoBackupVault",
    Resource: "*",
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName: name, Policy }));
  return member;
}

/** What was copied into the vault of another account, e.g. `RDS`. */
export async function copiesIn({ clients }: Member, region: string, name: string): Promise<string[]> {
  const { RecoveryPoints = [] } = await new BackupClient({ ...clients, region }).send(
    new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: name }),
  );
  return RecoveryPoints.map(({ ResourceType = "" }) => ResourceType);
}

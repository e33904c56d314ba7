import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BackupClient, ListRecoveryPointsByBackupVaultCommand } from "@aws-sdk/client-backup";
import type { CreateKeyCommandOutput } from "@aws-sdk/client-kms";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { DescribeDBSnapshotsCommandOutput } from "@aws-sdk/client-rds";
import { DescribeDBSnapshotsCommand, RDSClient } from "@aws-sdk/client-rds";
import { codeOfSection, commandsOfSection } from "../docs/commands";
import type { Member } from "../local/organization";
import { addMember, organize } from "../local/organization";
import type { Values } from "./page";
import { follow, succeed } from "./page";
import type { Sandbox } from "./sandbox";

const PAGE = "docs/recover.md";
const SECTION = "The account is lost or taken over";

/** The accounts of the page. That of the environment has the same id in the sandbox. */
const OF_COPIES = "999988887777";
const NEW = "111122223333";

/** The account of the copies of docs/recover.md: made, and used after the loss of the other account, with the commands of the page. */
export class AccountForCopies {
  private constructor(
    private readonly sandbox: Sandbox,
    public readonly member: Member,
    private readonly key: string,
  ) {}

  /** What is done before the first deployment with it. */
  public static async open(sandbox: Sandbox): Promise<AccountForCopies> {
    await organize(sandbox.clients);
    const member = await addMember(sandbox.clients);
    const [enable, allow, backupRole, rdsRole, createKey, rotate, name, createVault, letIn] = commands();
    for (const command of [enable, allow]) await succeed(sandbox, command);

    const there = { as: member.clients };
    for (const command of [backupRole, rdsRole]) await succeed(sandbox, command, there);
    const { stdout } = await succeed(sandbox, createKey, there);
    const { KeyId: key = "", Arn: arn = "" } =
      (JSON.parse(stdout) as CreateKeyCommandOutput).KeyMetadata ?? {};
    writeFileSync(join(sandbox.folder, "vault-policy.json"), policies()[0] ?? "");
    for (const command of [rotate, name, createVault, letIn])
      await succeed(sandbox, command, { ...there, values: { key, arn } });
    return new AccountForCopies(sandbox, member, key);
  }

  /** What the vault has, e.g. `RDS`. */
  public async copies(region: string, BackupVaultName: string): Promise<(string | undefined)[]> {
    const { RecoveryPoints = [] } = await new BackupClient({ ...this.member.clients, region }).send(
      new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName }),
    );
    return RecoveryPoints.map(({ ResourceType }) => ResourceType).sort();
  }

  /** Copies the newest snapshot into a new account, which has the key of its environment. @returns the key of the copy, and that key */
  public async restore(region: string): Promise<Record<"copied" | "key", string | undefined>> {
    const { sandbox, member } = this;
    const fresh = await addMember(sandbox.clients);
    const here = { ...fresh.clients, region };
    const { KeyMetadata } = await new KMSClient(here).send(new CreateKeyCommand({}));
    await new KMSClient(here).send(
      new CreateAliasCommand({ AliasName: "alias/api-recovery", TargetKeyId: KeyMetadata?.KeyId }),
    );
    const accounts = (text: string) => text.replaceAll(OF_COPIES, member.id).replaceAll(NEW, fresh.id);
    const [find, copy, untilCopied, share, letUse, copyHere, untilHere, ...others] = commands()
      .slice(9)
      .map((words) => words.map(accounts));
    expect(others).toEqual([]);
    const there = (values: Values = {}) => ({ as: member.clients, values });

    const { stdout } = await succeed(sandbox, find, there());
    const [newest] = (JSON.parse(stdout) as DescribeDBSnapshotsCommandOutput).DBSnapshots ?? [];
    const id = newest?.DBSnapshotIdentifier?.replace("awsbackup:copyjob-", "") ?? "";
    await succeed(sandbox, copy, there({ id }));
    await succeed(sandbox, untilCopied, there());
    await succeed(sandbox, share, there());
    expect(await follow(sandbox, copyHere, { as: here })).toMatchObject({
      output: expect.stringContaining("KMSKeyNotAccessibleFault") as string,
    });
    writeFileSync(join(sandbox.folder, "key-policy.json"), accounts(policies()[1] ?? ""));
    await succeed(sandbox, letUse, there({ key: this.key }));

    await succeed(sandbox, copyHere, { as: here });
    await succeed(sandbox, untilHere, { as: here });
    const { DBSnapshots } = await new RDSClient(here).send(
      new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: "api-recovery-copied" }),
    );
    return { copied: DBSnapshots?.[0]?.KmsKeyId, key: KeyMetadata?.Arn };
  }
}

const commands = () => commandsOfSection(PAGE, SECTION);
const policies = () => codeOfSection(PAGE, SECTION, "json");

import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { exempt } from "../../policies/exceptions";
import { EncryptionKey } from "./encryption-key";

export interface CopyVaultProps {
  /** Of the vault, and of its key's alias. */
  readonly name: string;
  readonly alias: string;
  readonly accountId: string;

  /** Where it is, e.g. `us-west-2`. */
  readonly region: string;
  readonly provider: AwsProvider;

  /** Whether `cdktf destroy` fails. */
  readonly preventDestroy: boolean;
}

/**
 * The vault of the copies in another region, with a key of its own: that of the environment is lost with its region. AWS refuses to
 * delete a vault that is not empty.
 */
export class CopyVault extends Construct {
  public readonly arn: string;
  public readonly keyArn: string;

  constructor(scope: Construct, id: string, props: CopyVaultProps) {
    super(scope, id);

    const { name, provider, preventDestroy } = props;
    const key = new EncryptionKey(this, "key", {
      ...props,
      services: ["backup", "rds"],
      opensSecrets: false,
    });
    const vault = new BackupVault(this, "vault", {
      provider,
      name,
      kmsKeyArn: key.arn,
      lifecycle: { preventDestroy },
    });
    if (!preventDestroy) {
      const reason = "The environment sets database.deletionProtection to false.";
      exempt(vault, "deletion-protection/prevent-destroy", reason);
    }
    this.arn = vault.arn;
    this.keyArn = key.arn;
  }
}

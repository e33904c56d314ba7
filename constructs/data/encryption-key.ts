import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { exempt } from "../../policies/exceptions";
import { equals, forAwsResource, viaService } from "../aws/conditions";
import { copyStatements } from "./copy-statements";

/** The services that can use the key of an environment on behalf of principals of this account. */
export const KEY_SERVICES = ["ecr", "rds", "ssm"];

/** ElastiCache asks for a key under both names ("At-Rest Encryption in ElastiCache", Amazon ElastiCache User Guide). */
export const CACHE_KEY_SERVICES = ["dax", "elasticache"];

/** Every action that administers a key, and none that uses it. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:ListRetirableGrants",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

export interface EncryptionKeyProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;

  /** The key's alias, e.g. `alias/api-production`. */
  readonly alias: string;
  readonly accountId: string;
  readonly region: string;

  /** Whether `cdktf destroy` fails. Without the key, database and backups cannot be read. */
  readonly preventDestroy: boolean;

  /** The services that can use the key on behalf of principals of this account, e.g. `rds`. */
  readonly services: readonly string[];

  /** Whether principals that pass the encryption context of the environment can use it without a service. */
  readonly opensSecrets: boolean;

  /** Of another region. @default that of the stack */
  readonly provider?: AwsProvider;
}

/**
 * The KMS key of the environment, which encrypts database, images and secrets.
 *
 * Its policy lets the account's IAM policies grant administration, which AWS recommends so that the key does not become
 * unmanageable, but not use. The key encrypts and decrypts only through the services named here, or directly for callers
 * that pass the encryption context of this environment.
 */
export class EncryptionKey extends Construct {
  public readonly arn: string;

  /** The encryption context of a direct Encrypt or Decrypt. */
  public readonly encryptionContext: Record<string, string>;

  private readonly policy: DataAwsIamPolicyDocument;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);

    const { name, alias, accountId, region, preventDestroy, services, opensSecrets, provider } = props;
    const elsewhere = provider ? { provider } : {};

    this.encryptionContext = { environment: name };

    this.policy = new DataAwsIamPolicyDocument(this, "policy", {
      statement: [
        ...statements(accountId, viaService(region, ...services)),
        ...(opensSecrets ? [secretsStatement(accountId, this.encryptionContext)] : []),
      ],
    });

    const key = new KmsKey(this, "key", {
      ...elsewhere,
      description: `Encrypts the data of ${name}`,
      enableKeyRotation: true,
      // The longest that KMS allows (7 to 30, AWS KMS API, ScheduleKeyDeletion).
      deletionWindowInDays: 30,
      policy: this.policy.json,
      lifecycle: { preventDestroy },
    });
    if (!preventDestroy) {
      exempt(
        key,
        "deletion-protection/prevent-destroy",
        "The environment sets database.deletionProtection to false.",
      );
    }
    new KmsAlias(this, "alias", { ...elsewhere, name: alias, targetKeyId: key.keyId });

    this.arn = key.arn;
  }

  /** Lets an AWS service that does not act for a principal of the account use the key, under a condition. */
  public letServiceUse(
    sid: string,
    service: string,
    condition: DataAwsIamPolicyDocumentStatementCondition[],
  ): void {
    this.add({
      sid,
      principals: [{ type: "Service", identifiers: [service] }],
      resources,
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      condition,
    });
  }

  /**
   * Lets AWS Backup copy the snapshots of the database into another account. Nothing else in that account can use the key.
   *
   * @param regions of the key and of the copies. AWS does not document by which of them RDS asks for the key
   */
  public letAccountCopy(accountId: string, regions: readonly string[]): void {
    this.add(...copyStatements(accountId, regions));
  }

  private add(...more: DataAwsIamPolicyDocumentStatement[]): void {
    const statements = this.policy.statementInput as DataAwsIamPolicyDocumentStatement[];
    this.policy.putStatement([...statements, ...more]);
  }
}

const principalsOf = (accountId: string) => [
  { type: "AWS", identifiers: [`arn:aws:iam::${accountId}:root`] },
];
// In a key's policy "*" means this key.
const resources = ["*"];

function statements(
  accountId: string,
  viaServices: DataAwsIamPolicyDocumentStatementCondition,
): DataAwsIamPolicyDocumentStatement[] {
  const principals = principalsOf(accountId);
  return [
    { sid: "Administer", principals, resources, actions: ADMINISTRATION },
    {
      sid: "UseThroughServices",
      principals,
      resources,
      actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      condition: [viaServices],
    },
    {
      sid: "LetServicesKeepUsingIt",
      principals,
      resources,
      actions: ["kms:CreateGrant"],
      condition: [viaServices, forAwsResource],
    },
  ];
}

const secretsStatement = (
  accountId: string,
  context: Readonly<Record<string, string>>,
): DataAwsIamPolicyDocumentStatement => ({
  sid: "SecretsInTheEnvironmentFile",
  principals: principalsOf(accountId),
  resources,
  actions: ["kms:Decrypt", "kms:Encrypt"],
  condition: Object.entries(context).map(([name, value]) => equals(`kms:EncryptionContext:${name}`, value)),
});

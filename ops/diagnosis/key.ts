import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { Environment } from "../../config/environment";
import { awsLine } from "../../facts/shell-words";
import { aliasOf } from "../ecs/key";
import type { Finding } from "./finding";
import type { Observations } from "./observations";

/** What is wrong with a key that cannot be used, and the commands that make it usable. */
export interface UnusableKey {
  /** E.g. `is Disabled`, after the name of the key. */
  readonly state: string;
  readonly commands: readonly string[];
}

/**
 * Why a key cannot be used; undefined for an enabled one. A canceled deletion leaves the key disabled ("CancelKeyDeletion", AWS KMS
 * API Reference).
 */
export function unusable(environment: Environment, key: KeyMetadata): UnusableKey | undefined {
  const { KeyState, KeyId = "", DeletionDate } = key;
  if (KeyState === "Enabled") return undefined;
  const enable = awsLine(environment, "kms", "enable-key", "--key-id", KeyId);
  if (KeyState !== "PendingDeletion") return { state: `is ${KeyState}`, commands: [enable] };
  return {
    state: `will be deleted on ${DeletionDate?.toISOString()}`,
    commands: [awsLine(environment, "kms", "cancel-key-deletion", "--key-id", KeyId), enable],
  };
}

/** A key that cannot be used. Without it no task starts, and the database stops within two hours. */
export function keyProblem(environment: Environment, { key }: Observations): Finding | undefined {
  const found = key && unusable(environment, key);
  if (!found) return undefined;
  const start = awsLine(
    environment,
    "rds",
    "start-db-instance",
    "--db-instance-identifier",
    environment.name,
  );
  return {
    cause: "key-unusable",
    what: `KMS key: ${aliasOf(environment)} ${found.state}, and cannot be used`,
    why: "It encrypts the database, its snapshots, the secrets and the images. Without it no task starts, the database stops, and no alarm is sent. After a deletion all of it is lost.",
    next: [
      "Make the key usable, and start the database if it has stopped (docs/recover.md):",
      ...found.commands,
      start,
    ].join("\n"),
  };
}

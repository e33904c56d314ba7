import type { DBInstance } from "@aws-sdk/client-rds";
import { paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import type { Operation } from "../../cli/operation";
import { itemsIn } from "../../ecs/portions";

/** A database of an environment beside its own: restored from a backup, replaced by a restored one, or restored by a drill. */
export type CopyKind = "restored" | "replaced" | "drill";

/** Tags of copies. The environment's own database has none of them, so that Terraform finds nothing to change. */
export const COPY_TAGS = {
  /** What it was restored from: a time in UTC, or `snapshot <id>`. */
  restoredFrom: "restored-from",
  restoredAt: "restored-at",
  /** The identifier that it was restored as, by which an interrupted swap finds it under its new name. */
  restoredAs: "restored-as",
  /** The identifier of the restored database that takes its place. */
  replacedBy: "replaced-by",
  /** When it was renamed, from which on it was unreachable. */
  replacedAt: "replaced-at",
} as const;

/** The databases of an environment. */
export interface Instances {
  /** The one that the application uses; undefined if it was deleted, or is being renamed. */
  readonly own: DBInstance | undefined;
  readonly copies: readonly DBInstance[];
}

/** E.g. `api-production-restored-20261127093000`. The time is in UTC. */
export const copyName = (name: string, kind: CopyKind, at: Date) =>
  `${name}-${kind}-${at.toISOString().slice(0, 19).replace(/\D/g, "")}`;

/** What kind of copy an instance is by its name; undefined if it is none. */
export function copyKindOf(name: string, identifier = ""): CopyKind | undefined {
  if (!identifier.startsWith(`${name}-`)) return undefined;
  const [, kind] = /^(restored|replaced|drill)-\d{14}$/.exec(identifier.slice(name.length + 1)) ?? [];
  return kind as CopyKind | undefined;
}

/** When a replaced database was the environment's for the last time, from the name that the swap gave it. */
export function replacedAt(name: string, identifier = ""): Date | undefined {
  if (copyKindOf(name, identifier) !== "replaced") return undefined;
  return new Date(identifier.slice(-14).replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6Z"));
}

/** Whether an instance has the name of a copy. */
export const isCopyOf = (name: string, identifier = "") => copyKindOf(name, identifier) !== undefined;

/** Whether an instance, or the instance of a backup, is or was one of the environment. */
export const isOf = (name: string, identifier = "") => identifier === name || isCopyOf(name, identifier);

export const tagOf = ({ TagList = [] }: DBInstance, key: string): string | undefined =>
  TagList.find(({ Key }) => Key === key)?.Value;

/** All databases of the environment. RDS cannot filter by the beginning of a name. */
export async function instancesOf(operation: Operation): Promise<Instances> {
  const { name } = operation.environment;
  const pages = paginateDescribeDBInstances({ client: operation.client(RDSClient) }, {});
  const found = await itemsIn(pages, ({ DBInstances }) => DBInstances);
  return {
    own: found.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === name),
    copies: found.filter(({ DBInstanceIdentifier }) => isCopyOf(name, DBInstanceIdentifier)),
  };
}

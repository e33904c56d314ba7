import { isDeepStrictEqual } from "node:util";
import type { StackJson } from "../../helpers/stacks";

/** What a plan from one stack to another does, as addresses without CDKTF's hash, e.g. `aws_sqs_queue.queue_jobs`. */
export interface Difference {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly replaced: readonly Replacement[];
  readonly destroyed: readonly string[];
  /** Terraform forgets it, and AWS keeps it: a `removed` block. */
  readonly forgotten: readonly string[];
}

interface Replacement {
  readonly address: string;
  readonly because: readonly string[];
}

type Body = Readonly<Record<string, unknown>>;

/**
 * The arguments of the resources with data that cannot be changed in place: `ForceNew` in the source of the provider. Made by
 * hand, because `terraform providers schema` does not print it.
 */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ["kms_key_arn", "name"],
  aws_cloudwatch_log_group: ["log_group_class", "name", "name_prefix"],
  aws_db_instance: [
    ...["availability_zone", "character_set_name", "db_name", "engine", "identifier_prefix", "kms_key_id"],
    ...["restore_to_point_in_time", "snapshot_identifier", "storage_encrypted", "timezone", "username"],
  ],
  aws_ecr_repository: ["encryption_configuration", "name"],
  aws_elasticache_replication_group: [
    ...["at_rest_encryption_enabled", "data_tiering_enabled", "global_replication_group_id", "kms_key_id"],
    ...["network_type", "port", "replication_group_id", "security_group_names", "snapshot_arns"],
    ...["snapshot_name", "subnet_group_name"],
  ],
  aws_kms_key: ["custom_key_store_id", "customer_master_key_spec", "key_usage", "multi_region"],
  aws_s3_bucket: ["bucket", "bucket_prefix", "object_lock_enabled"],
  aws_s3_object: ["bucket", "key"],
  aws_sqs_queue: ["fifo_queue", "name", "name_prefix"],
  aws_ssm_parameter: ["data_type", "name", "tier"],
};

/** The types whose replacements are known here. */
export const JUDGED = Object.keys(REPLACING);

export function differenceOf(before: StackJson, after: StackJson): Difference {
  const [old, now] = [resourcesOf(before), resourcesOf(after)];
  const gone = [...old.keys()].filter((address) => !now.has(address));
  const forgotten = new Set((after.removed ?? []).map(({ from }) => from));
  const kept = [...now].flatMap(([address, body]) => {
    const previous = old.get(address);
    const changed = previous === undefined ? [] : changedArguments(previous, body);
    return changed.length === 0 ? [] : [{ address, because: changed.filter(replaces(address)), changed }];
  });
  return {
    created: [...now.keys()].filter((address) => !old.has(address)).map(plain),
    changed: kept.filter(({ because }) => because.length === 0).map(({ address }) => plain(address)),
    replaced: kept
      .filter(({ because }) => because.length > 0)
      .map(({ address, because }) => ({ address: plain(address), because })),
    destroyed: gone.filter((address) => !forgotten.has(address)).map(plain),
    forgotten: gone.filter((address) => forgotten.has(address)).map(plain),
  };
}

export const typeOf = (address: string) => address.split(".", 1)[0] ?? "";

const plain = (address: string) => address.replace(/_[0-9A-F]{8}$/, "");

const replaces = (address: string) => (argument: string) => REPLACING[typeOf(address)]?.includes(argument);

/** Every resource by its address, with the locals and the policies that it refers to in the place of their names. */
function resourcesOf(stack: StackJson): Map<string, Body> {
  const resources = Object.entries(stack.resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]): [string, Body] => [
      `${type}.${name}`,
      resolved(stack, body) as Body,
    ]),
  );
  return new Map(resources);
}

const REFERENCE = /\b(?:local\.([\w-]+)|data\.([\w-]+)\.([\w-]+))/g;

function resolved(stack: StackJson, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(stack, each));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(stack, each)]));
  }
  if (typeof value !== "string") return value;
  const meant = [...value.matchAll(REFERENCE)].map(([, local, type = "", name = ""]) =>
    resolved(stack, local === undefined ? stack.data[type]?.[name] : stack.locals?.[local]),
  );
  return meant.length === 0 ? value : [value, ...meant];
}

function changedArguments(before: Body, after: Body): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const { lifecycle } = after as { lifecycle?: { ignore_changes?: readonly string[] } };
  const ignored = new Set(["lifecycle", "depends_on", ...(lifecycle?.ignore_changes ?? [])]);
  return [...names]
    .filter((name) => !ignored.has(name) && !isDeepStrictEqual(before[name], after[name]))
    .sort();
}

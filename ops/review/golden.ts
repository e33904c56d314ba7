import { isDeepStrictEqual } from "node:util";
import { blocksOf, listOf, namedBlocks } from "../../facts/terraform-json";
import type { Change } from "./change";
import type { ReviewFinding } from "./finding";
import { diffsOf } from "./golden-diff";
import type { StackReview } from "./review";
import { settingsOfStacks } from "./settings";
import { ownOf } from "./own";
import { findingsOf } from "./rules/rules";
import { programsOf } from "./programs";
import { list, plain, sentence } from "./sentence";
import type { Resource, StackJson } from "./stack-json";
import { referencesIn, resourcesOf } from "./stack-json";

/** Arguments of stateful resources that cannot be changed in place. Only a plan knows all of them. */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ["name"],
  aws_db_instance: [
    ...["availability_zone", "db_name", "engine", "kms_key_id", "storage_encrypted", "username"],
    // Where its data comes from.
    ...["restore_to_point_in_time", "s3_import", "snapshot_identifier"],
  ],
  aws_ecr_repository: ["encryption_configuration", "name"],
  aws_elasticache_replication_group: [
    "at_rest_encryption_enabled",
    "kms_key_id",
    "port",
    "replication_group_id",
    "subnet_group_name",
  ],
  aws_s3_bucket: ["bucket"],
  aws_sqs_queue: ["fifo_queue", "name"],
  aws_ssm_parameter: ["name"],
};

/** Another number of instances, or other keys, destroys those that are no longer counted. */
const INSTANCES = ["count", "for_each"];

/** Every change creates a new revision of these, so the resources that refer to them change too. */
const REVISED = /^aws_(ecs_task_definition|launch_template)\./;

/** Reviews the difference between two synthesized versions of a stack, without AWS and Terraform. */
export function reviewGolden(stack: string, before: StackJson, after: StackJson): StackReview {
  const changes = changesBetween(before, after);
  const elsewhere = otherBlocks(before, after);
  const written = (of: StackJson) =>
    new Map(
      resourcesOf(of).map(({ address, written, reads }) => [
        address,
        { ...written, ...Object.fromEntries(Object.values(reads).flatMap((read) => [...read])) },
      ]),
    );
  return {
    stack,
    basis: "golden",
    changes,
    findings: [
      ...findingsOf(changes),
      ...programsOf(before, after),
      ...settingsOfStacks(before, after),
      ...elsewhere,
    ],
    bodies: diffsOf(changes, written(before), written(after)),
    incomplete: false,
  };
}

/** Reviews a stack that was removed from the code. */
export function reviewRemoved(stack: string): StackReview {
  const finding: ReviewFinding = {
    severity: "notice",
    what: sentence`${stack} was removed from the code. Its resources stay in AWS, and nothing manages them.`,
    fix: sentence`If they are not needed, destroy the stack first with ${`cdktf destroy ${stack}`}.`,
  };
  return { stack, basis: "golden", changes: [], findings: [finding], bodies: new Map(), incomplete: false };
}

function changesBetween(before: StackJson, after: StackJson): Change[] {
  const now = resourcesOf(after);
  const earlier = new Map(resourcesOf(before).map((each) => [each.address, each]));
  const movedTo = new Map((after.moved ?? []).map(({ from, to }) => [to, from]));
  const imported = new Set((after.import ?? []).map(({ to }) => to));

  const changes = now.map((resource): Change => {
    const from = earlier.has(resource.address) ? undefined : movedTo.get(resource.address);
    const was = earlier.get(from ?? resource.address);
    earlier.delete(from ?? resource.address);
    return {
      ...compared(resource, was),
      ...(was && from !== undefined ? { movedFrom: from } : {}),
      imported: !was && imported.has(resource.address),
    };
  });
  const gone = [...earlier.values()].map((resource): Change => ({
    ...compared(resource, resource),
    action: "delete",
    removedFromCode: true,
  }));
  return withRevisions([...changes, ...gone], now).filter(
    ({ action, movedFrom, imported }) => action !== "none" || movedFrom !== undefined || imported,
  );
}

function compared(resource: Resource, was: Resource | undefined): Change {
  const { address, type, name, written, values, reads } = resource;
  const names = [...new Set([...Object.keys(was?.values ?? {}), ...Object.keys(values)])].sort();
  const changed = was
    ? names.filter(
        (each) => !isDeepStrictEqual([was.values[each], was.reads[each]], [values[each], reads[each]]),
      )
    : [];
  const replacedBecauseOf = changed.filter(
    (each) =>
      ownOf(REPLACED_BY, type)?.includes(each) === true ||
      (INSTANCES.includes(each) && !isDeepStrictEqual(was?.written[each], written[each])) ||
      (each === "lifecycle" && !isDeepStrictEqual(triggersOf(was), triggersOf(resource))),
  );
  const action = !was
    ? "create"
    : replacedBecauseOf.length > 0
      ? "replace"
      : changed.length > 0
        ? "update"
        : "none";
  return {
    address,
    type,
    name,
    action,
    imported: false,
    removedFromCode: false,
    replacedBecauseOf,
    changed,
    before: was?.values ?? {},
    after: values,
  };
}

/** What replaces a resource when it changes. */
const triggersOf = (resource: Resource | undefined) =>
  blocksOf(resource?.written.lifecycle).flatMap((each) => listOf(each.replace_triggered_by));

function withRevisions(changes: readonly Change[], now: readonly Resource[]): Change[] {
  const revised = new Set(
    changes
      .filter(({ address, action }) => REVISED.test(address) && action !== "none")
      .map(({ address }) => address),
  );
  const written = new Map(now.map((each) => [each.address, each.written]));
  return changes.map((change) => {
    const follows = Object.entries(written.get(change.address) ?? {})
      .filter(([, value]) => referencesIn(value).some((reference) => revised.has(reference)))
      .map(([argument]) => argument);
    if (follows.length === 0 || !["none", "update"].includes(change.action)) return change;
    return { ...change, action: "update", changed: [...new Set([...change.changed, ...follows])] };
  });
}

/** The data sources that no resource reads. Terraform reads them all the same. */
function unreadOf(stack: StackJson) {
  const read = new Set(
    resourcesOf(stack).flatMap(({ reads }) => Object.values(reads).flatMap((each) => [...each.keys()])),
  );
  return namedBlocks(stack.data).filter(({ type, name }) => !read.has(`data.${type}.${name}`));
}

/** Changes outside of the resources. Only their names are reported; the diff of the golden file has the details. */
function otherBlocks(before: StackJson, after: StackJson): ReviewFinding[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) =>
      !["resource", "data", "locals", "moved", "import"].includes(name) &&
      !isDeepStrictEqual(before[name], after[name]),
  );
  if (!isDeepStrictEqual(unreadOf(before), unreadOf(after))) names.push("data");
  if (names.length === 0) return [];
  return [
    {
      severity: "notice",
      what: sentence`The stack changes its ${list(names)}${plain(names.includes("provider") ? ", which may change every resource" : "")}.`,
      fix: plain("See the diff of the golden file."),
    },
  ];
}

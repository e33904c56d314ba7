import { ownOf } from "../own";
import { blocksOf, listOf } from "../../../facts/terraform-json";
import { isDestroyed } from "../finding";
import type { Change } from "../change";
import type { Found, ReviewFinding, ReviewRule } from "../finding";
import type { Sentence } from "../sentence";
import { fromTo, list, plain, sentence } from "../sentence";
import { isNothing } from "../values";
import { deletesFilesSooner, deletesImagesSooner } from "./expiry";
import { isForNew } from "./holder";

/** @param arn of the resource, if AWS gives it one */
type Test = (before: unknown, after: unknown, arn?: unknown) => boolean;

/** A value that AWS chooses, or that is not shown, is not judged. */
const isOpen = (value: unknown) => typeof value === "symbol";

const off: Test = (before, after) => before === true && after !== true && !isOpen(after);
const becomesOther =
  (value: string): Test =>
  (before, after) =>
    before === value && after !== value && !isOpen(after);
const on: Test = (before, after) => before !== true && after === true;
const onByDefault: Test = (before, after) => before === false && after !== false && !isOpen(after);
const lessIfSet: Test = (before, after) =>
  typeof before === "number" && typeof after === "number" && after < before;
const fewer: Test = (before, after) => !isOpen(after) && listOf(after).length < listOf(before).length;
const less: Test = (before, after) => lessIfSet(before, isNothing(after) ? 0 : after);

/** Arguments that protect against data loss, and the test whether a change lowers the protection. */
const LOWERED: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
  aws_backup_plan: {
    rule: (before, after, arn) =>
      copiesIn(after).length < copiesIn(before).length ||
      abroad(after, arn) < abroad(before, arn) ||
      daysKept(blocksOf(after)) < daysKept(blocksOf(before)) ||
      daysKept(copiesIn(after)) < daysKept(copiesIn(before)),
  },
  aws_backup_selection: { resources: fewer },
  aws_backup_vault: { force_destroy: on },
  aws_cloudwatch_event_rule: { state: (before, after) => before !== after && after === "DISABLED" },
  aws_cloudwatch_log_group: {
    // 0 keeps logs without a limit.
    retention_in_days: (before, after) => lessIfSet(before === 0 ? Infinity : before, after) && after !== 0,
  },
  aws_cloudwatch_metric_alarm: {
    actions_enabled: (before, after) => before !== false && after === false,
    alarm_actions: fewer,
  },
  aws_db_parameter_group: { parameter: (before, after) => requiresTls(before) && !requiresTls(after) },
  aws_db_instance: {
    backup_retention_period: less,
    deletion_protection: off,
    delete_automated_backups: onByDefault,
    multi_az: off,
    skip_final_snapshot: on,
  },
  aws_ecr_repository: {
    force_delete: on,
    image_tag_mutability: becomesOther("IMMUTABLE"),
  },
  aws_ecr_lifecycle_policy: { policy: deletesImagesSooner },
  aws_elasticache_replication_group: {
    multi_az_enabled: off,
    snapshot_retention_limit: less,
    transit_encryption_enabled: off,
  },
  aws_kms_key: {
    deletion_window_in_days: lessIfSet,
    enable_key_rotation: off,
    is_enabled: (before, after) => before !== false && after === false,
  },
  aws_lb: {
    access_logs: (before, after) => isLogging(before) && !isLogging(after),
    deletion_protection: off,
    enable_deletion_protection: off,
  },
  aws_lb_listener: { protocol: becomesOther("HTTPS") },
  aws_s3_bucket: { force_destroy: on },
  aws_s3_bucket_lifecycle_configuration: { rule: deletesFilesSooner },
  aws_s3_bucket_versioning: {
    versioning_configuration: (before, after) => isEnabled(before) && !isEnabled(after),
  },
  aws_ssm_parameter: { type: becomesOther("SecureString") },
  aws_sqs_queue: { message_retention_seconds: less, sqs_managed_sse_enabled: off },
};

const copiesIn = (rules: unknown) => blocksOf(rules).flatMap(({ copy_action: action }) => blocksOf(action));

const accountOf = (arn: unknown) => (typeof arn === "string" ? arn.split(":")[4] : undefined);

/** How many copies are in another account than the plan, where they stay if this account is taken over. */
const abroad = (rules: unknown, planArn: unknown) =>
  copiesIn(rules)
    .map(({ destination_vault_arn: vault }) => accountOf(vault))
    .filter((account) => account !== undefined && account !== accountOf(planArn)).length;

/** The fewest days that backups or their copies are kept. */
const daysKept = (kept: readonly Readonly<Record<string, unknown>>[]) =>
  Math.min(
    ...kept
      .flatMap(({ lifecycle }) => blocksOf(lifecycle))
      .map(({ delete_after: days }) => (typeof days === "number" ? days : Infinity)),
  );

const requiresTls = (parameters: unknown) =>
  blocksOf(parameters).some(({ name, value }) => name === "require_secure_transport" && value !== "0");

const isLogging = (logs: unknown) => blocksOf(logs).some(({ enabled }) => enabled === true);

const isEnabled = (configuration: unknown) =>
  blocksOf(configuration).some(({ status }) => status === "Enabled");

/** Rules that delete what is already there as soon as they exist. */
const RULES_OF_EXPIRY = ["aws_ecr_lifecycle_policy", "aws_s3_bucket_lifecycle_configuration"];

/** A protection against mistakes is lowered. */
export const protection: ReviewRule = (change, all) => {
  if (change.action === "update") return loweredArguments(change);
  const deletes =
    change.action === "create" && RULES_OF_EXPIRY.includes(change.type) && !isForNew(change, all);
  return deletes ? loweredArguments(change) : endedProtection(change);
};

/** Resources that protect data by what they do each day. */
const DAILY = ["aws_backup_plan", "aws_backup_selection"];

const endedProtection = (change: Change): Found =>
  DAILY.includes(change.type) && isDestroyed(change)
    ? {
        severity: "protection",
        what: sentence`${change.address} is destroyed, which ends the daily copies to another region or account.`,
        fix: plain("Undo the change, unless no copies are wanted. Earlier copies stay until they expire."),
      }
    : undefined;

function loweredArguments({ address, type, before, after }: Change): Found {
  const found = Object.entries(ownOf(LOWERED, type) ?? {})
    .filter(([argument, isLess]) => isLess(before[argument], after[argument], before.arn))
    // A document is too long for a sentence.
    .map(([name]) => sentence`${name}${name === "policy" ? plain("") : fromTo(before[name], after[name])}`)
    .concat(forbids(before) && !forbids(after) ? [sentence`${"prevent_destroy"}`] : []);
  return found.length === 0 ? undefined : lowered(address, found);
}

/** The finding that these arguments protect a resource less. */
export const lowered = (address: string, names: readonly Sentence[]): ReviewFinding => ({
  severity: "protection",
  what: sentence`${address} lowers its protection: ${list(names)}.`,
  fix: plain("Undo the change, unless the next step is to delete the resource."),
});

/** Whether Terraform refuses to destroy it. Only a synthesized stack says so, and no plan. */
export const forbids = ({ lifecycle }: Change["before"]) =>
  blocksOf(lifecycle).some(({ prevent_destroy: value }) => value === true);

import { blocksOf } from "../../../facts/terraform-json";
import type { Change } from "../change";
import type { Found, ReviewFinding, ReviewRule } from "../finding";
import { snapshotCommand } from "./snapshot-command";
import { fromTo, list, plain, sentence } from "../sentence";
import type { Values } from "../values";

/** Arguments whose change interrupts connections to the database ("Settings for DB instances", Amazon RDS User Guide). */
const INTERRUPTS: Readonly<Record<string, string>> = {
  ca_cert_identifier: "it restarts",
  db_subnet_group_name: "it moves to another network",
  dedicated_log_volume: "it restarts",
  engine_version: "it is upgraded, with one or more restarts (minutes, longer for a new major version)",
  identifier: "it gets another address, which running tasks do not know",
  instance_class: "it moves to another machine (minutes, or about one minute with a standby)",
  port: "it restarts on another port, which running tasks do not know",
  storage_type: "it may be unavailable while the volume is converted",
};

/** The database is unavailable for a while, or running tasks can no longer connect. */
export const database: ReviewRule = (change) => {
  if (change.action !== "update") return [];
  if (change.type === "aws_db_parameter_group") return pendingReboot(change);
  if (change.type !== "aws_db_instance") return [];

  const { address, changed, before, after } = change;
  const refused = refusedArguments(change);
  const findings: ReviewFinding[] = changed
    .filter((argument) => INTERRUPTS[argument] !== undefined && isKnown(before[argument], after[argument]))
    .filter((argument) => !refused.includes(argument))
    .map((argument) => ({
      severity: "downtime",
      what: sentence`${address} changes ${argument}${fromTo(before[argument], after[argument])}: ${plain(INTERRUPTS[argument] ?? "")}, ${when(after)}.`,
      fix:
        after.apply_immediately === true
          ? sentence`Take a snapshot first: ${snapshotCommand(change)}. Deploy at a time when downtime is acceptable.`
          : plain(
              "To choose the time yourself, run aws rds modify-db-instance --apply-immediately after the deploy.",
            ),
    }));

  findings.push(...refused.map((argument) => refusal(change, argument)));
  if (changed.includes("password_wo_version")) {
    findings.push({
      severity: "downtime",
      what: sentence`${address} gets a new password immediately. Running tasks have the old one and cannot connect until they are replaced.`,
      fix: sentence`Announce the downtime, and replace the tasks right after the deploy: ${"aws ecs update-service --force-new-deployment"} for each service.`,
    });
  }
  if (changed.includes("parameter_group_name")) {
    findings.push({
      severity: "notice",
      what: sentence`${address} gets another parameter group, which takes effect only after a restart of the database.`,
      fix: sentence`Restart it at a quiet time with ${"aws rds reboot-db-instance"}.`,
    });
  }
  return findings;
};

/** Arguments that RDS only raises, and what their lower value means. */
const ONLY_RISES: Readonly<Record<string, { readonly what: string; readonly fix: string }>> = {
  allocated_storage: {
    what: "RDS refuses a smaller volume",
    fix: "Set database.storageGiB to the present size or more. For a smaller volume, dump the tables into a new database.",
  },
  engine_version: {
    what: "RDS refuses a lower version",
    fix: "Set database.engineVersion to the present version, or to 8.4, which leaves the patch to RDS. To go back, restore a snapshot from before the upgrade.",
  },
};

/** The arguments that get a lower value ("ModifyDBInstance", Amazon RDS API Reference: neither can be reduced). */
const refusedArguments = ({ before, after }: Change): string[] =>
  Object.keys(ONLY_RISES).filter((argument) => isLower(after[argument], before[argument]));

/** Whether a version such as `8.4.3`, or a number, is lower. The prefix `8.4` is lower than none of its patches: it stands for all. */
function isLower(value: unknown, than: unknown): boolean {
  const parts = (of: unknown) => (isPlain(of) ? String(of).split(".").map(Number) : []);
  const others = parts(than);
  const [first] = parts(value)
    .map((part, index) => part - (others[index] ?? part))
    .filter((difference) => difference !== 0);
  return first !== undefined && first < 0;
}

const refusal = (change: Change, argument: string): ReviewFinding => {
  const { address, before, after } = change;
  const fix = plain(ONLY_RISES[argument]?.fix ?? "");
  return {
    severity: "refused",
    what: sentence`${address} changes ${argument}${fromTo(before[argument], after[argument])}: ${plain(ONLY_RISES[argument]?.what ?? "")}, and the deploy ends there.`,
    fix:
      argument === "engine_version"
        ? sentence`${fix} Keep the present data first: ${snapshotCommand(change)}`
        : fix,
  };
};

function pendingReboot({ address, before, after }: Change): Found {
  const settled = new Set(blocksOf(before.parameter).map((each) => JSON.stringify(each)));
  const waiting = blocksOf(after.parameter).filter(
    (each) => each.apply_method === "pending-reboot" && !settled.has(JSON.stringify(each)),
  );
  if (waiting.length === 0) return undefined;
  return {
    severity: "notice",
    what: sentence`${address} changes ${list(waiting.map(({ name }) => String(name)))}, which takes effect only after a restart of the database.`,
    fix: sentence`Restart it at a quiet time with ${"aws rds reboot-db-instance"}.`,
  };
}

/** An unknown value belongs to an argument that is not set and that AWS will fill in. */
const isKnown = (before: unknown, after: unknown) => [before, after].every(isPlain);
const isPlain = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

const when = ({ apply_immediately: now, maintenance_window: window }: Values) =>
  now === true
    ? plain("as soon as it is deployed")
    : typeof window === "string"
      ? sentence`in the next maintenance window (${window} UTC)`
      : plain("in the next maintenance window");

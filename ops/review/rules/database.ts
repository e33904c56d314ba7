import { blocksOf } from "../../../facts/terraform-json";
import type { Change } from "../change";
import type { ReviewFinding, ReviewRule } from "../finding";
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
  const findings: ReviewFinding[] = changed
    .filter((argument) => INTERRUPTS[argument] !== undefined && isKnown(before[argument], after[argument]))
    .map((argument) => ({
      severity: "downtime",
      what: sentence`${address} changes ${argument}${fromTo(before[argument], after[argument])}: ${plain(INTERRUPTS[argument] ?? "")}, ${when(after)}.`,
      fix: plain(
        after.apply_immediately === true
          ? "Take a snapshot, and deploy at a time when downtime is acceptable."
          : "To choose the time yourself, run aws rds modify-db-instance --apply-immediately after the deploy.",
      ),
    }));

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

function pendingReboot({ address, before, after }: Change): ReviewFinding[] {
  const settled = new Set(blocksOf(before.parameter).map((each) => JSON.stringify(each)));
  const waiting = blocksOf(after.parameter).filter(
    (each) => each.apply_method === "pending-reboot" && !settled.has(JSON.stringify(each)),
  );
  if (waiting.length === 0) return [];
  return [
    {
      severity: "notice",
      what: sentence`${address} changes ${list(waiting.map(({ name }) => String(name)))}, which takes effect only after a restart of the database.`,
      fix: sentence`Restart it at a quiet time with ${"aws rds reboot-db-instance"}.`,
    },
  ];
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

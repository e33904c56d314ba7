import type { Change } from "../change";
import type { Finding, Rule } from "../finding";
import type { Sentence } from "../sentence";
import { list, plain, say } from "../sentence";
import type { Values } from "../values";
import { blocksOf } from "../values";

/** Arguments whose change interrupts the database ("Settings for DB instances", Amazon RDS User Guide). */
const INTERRUPTS: Readonly<Record<string, string>> = {
  ca_cert_identifier: "it restarts",
  db_subnet_group_name: "it moves to another network",
  dedicated_log_volume: "it restarts",
  engine_version: "it is upgraded, with one restart or more: minutes, longer for a new major version",
  identifier: "it restarts under another address, which running tasks do not know",
  instance_class: "it moves to another machine: minutes, or about one with a standby",
  port: "it restarts on another port, which running tasks do not know",
  storage_type: "it may be out of reach for a while as the volume is converted",
};

/** The database cannot be reached for a while, or not with what running tasks know. */
export const database: Rule = (change) => {
  if (change.action !== "update") return [];
  if (change.type === "aws_db_parameter_group") return pendingReboot(change);
  if (change.type !== "aws_db_instance") return [];

  const { address, changed, before, after } = change;
  const findings: Finding[] = changed
    .filter((argument) => INTERRUPTS[argument] !== undefined && isKnown(before[argument], after[argument]))
    .map((argument) => ({
      severity: "downtime",
      says: say`${address} changes ${argument}${values(before[argument], after[argument])}: ${plain(INTERRUPTS[argument] ?? "")}, ${when(after)}.`,
      remedy: plain(
        after.apply_immediately === true
          ? "Deploy when the API may be down, and take a snapshot before."
          : "To choose the hour yourself, apply it by hand with --apply-immediately after the deploy.",
      ),
    }));

  if (changed.includes("password_wo_version")) {
    findings.push({
      severity: "downtime",
      says: say`${address} gets a new password at once: running tasks know the old one, and cannot connect until they are replaced.`,
      remedy: say`Announce it, and replace the tasks as soon as it is deployed: ${"aws ecs update-service --force-new-deployment"} for each service.`,
    });
  }
  if (changed.includes("parameter_group_name")) {
    findings.push({
      severity: "notice",
      says: say`${address} gets another parameter group, which counts only after a restart of the database.`,
      remedy: say`Restart it at a quiet hour with ${"aws rds reboot-db-instance"}.`,
    });
  }
  return findings;
};

function pendingReboot({ address, before, after }: Change): Finding[] {
  const settled = new Set(blocksOf(before.parameter).map((each) => JSON.stringify(each)));
  const waiting = blocksOf(after.parameter).filter(
    (each) => each.apply_method === "pending-reboot" && !settled.has(JSON.stringify(each)),
  );
  if (waiting.length === 0) return [];
  return [
    {
      severity: "notice",
      says: say`${address} changes ${list(waiting.map(({ name }) => String(name)))}, which counts only after a restart of the database.`,
      remedy: say`Restart it at a quiet hour with ${"aws rds reboot-db-instance"}.`,
    },
  ];
}

/** An unknown value is only what AWS will say of an argument that nobody set. */
const isKnown = (before: unknown, after: unknown) => [before, after].every(isPlain);
const isPlain = (value: unknown) => typeof value === "string" || typeof value === "number";

const values = (before: unknown, after: unknown): Sentence =>
  isKnown(before, after) ? say` from ${String(before)} to ${String(after)}` : plain("");

const when = ({ apply_immediately: now, maintenance_window: window }: Values) =>
  now === true
    ? plain("as soon as it is deployed")
    : typeof window === "string"
      ? say`in the next maintenance window (${window} UTC)`
      : plain("in the next maintenance window");

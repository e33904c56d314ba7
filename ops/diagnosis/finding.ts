/** Every cause that the diagnosis knows. The words are stable, for scripts that read `--json`; the texts are not. */
export type Cause =
  | "image-missing"
  | "image-wrong-architecture"
  | "image-unreadable"
  | "image-registry-unreachable"
  | "image-never-pushed"
  | "images-differ"
  | "disk-full"
  | "secret-unreadable"
  | "key-unusable"
  | "settings-unreadable"
  | "container-not-started"
  | "container-failed"
  | "container-ended"
  | "start-refused"
  | "out-of-memory"
  | "container-health-check"
  | "load-balancer-health-check"
  | "host-lost"
  | "migration-failed"
  | "no-memory"
  | "no-place"
  | "no-host"
  | "host-booting"
  | "host-not-launched"
  | "host-disconnected"
  | "host-draining"
  | "rolled-back"
  | "rollback-failed"
  | "nothing-to-roll-back-to"
  | "deployment-stopped"
  | "deployment-superseded"
  | "release-cut-off"
  | "throttled"
  | "cache-unusable"
  | "database-unreachable"
  | "database-refused"
  | "application-key"
  | "php-memory"
  | "read-only-file"
  | "service-missing"
  | "service-without-tasks"
  | "service-below-desired"
  | "maintenance-left"
  | "failed-jobs"
  | "mail"
  | "alarm";

/** One problem of an environment, in plain words for the operator. */
export interface Finding {
  readonly cause: Cause;

  /** The problem, e.g. `web: needs 768 MiB, host has 402 free`. */
  readonly what: string;

  /** The cause, as far as it was observed. */
  readonly why: string;

  /** The fix. */
  readonly next: string;
}

/** Further lines, as of a stack trace, so that none looks like another problem. */
const indented = (text: string) => text.trimEnd().replaceAll("\n", "\n       ");

/** The problems, each with its cause and its fix. */
export function findingLines(findings: readonly Finding[]): string[] {
  const [first] = findings;
  if (first === undefined) return ["No problems found."];
  return [
    findings.length === 1 ? "1 problem:" : `${findings.length} problems, the most likely cause first:`,
    ...findings.flatMap(({ what, why, next }) => [
      "",
      what,
      `  Why: ${indented(why)}`,
      `  Fix: ${indented(next)}`,
    ]),
  ];
}

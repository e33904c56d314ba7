/** Everything that is looked for. The word is stable, for scripts that read `--json`; the texts are not. */
export type Cause =
  | "image-missing"
  | "image-wrong-architecture"
  | "image-unreadable"
  | "image-registry-unreachable"
  | "image-never-pushed"
  | "images-differ"
  | "disk-full"
  | "secret-unreadable"
  | "settings-unreadable"
  | "container-not-started"
  | "container-failed"
  | "container-ended"
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
  | "database-unreachable"
  | "database-refused"
  | "application-key"
  | "php-memory"
  | "read-only-file"
  | "service-missing"
  | "service-below-desired"
  | "failed-jobs"
  | "alarm";

/** Something that is wrong, in words for who is woken at three in the morning. */
export interface Finding {
  readonly cause: Cause;

  /** What is the case, e.g. `web: needs 768 MiB, but no host has more than 402 MiB free`. */
  readonly what: string;

  /** What is behind it, as far as was seen. */
  readonly why: string;

  /** What to do about it. */
  readonly next: string;
}

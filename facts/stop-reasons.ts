/**
 * Why ECS stops tasks or cannot start them, as the CLI and the notifier explain it.
 *
 * Sources: "Amazon ECS stopped tasks error messages", "Stopped task error codes" and "API failure reasons" (Amazon ECS
 * Developer Guide), and the errors of the ECS agent.
 */
export interface StopReason {
  /** Matches the text of ECS. */
  readonly pattern: RegExp;

  /** The cause, as a sentence. */
  readonly why: string;
}

export const STOP_REASONS = {
  noMemory: {
    pattern: /RESOURCE:MEMORY|insufficient memory/i,
    why: "No host has enough free memory for another copy of the task.",
  },
  noCpuOrPort: {
    pattern: /RESOURCE:|insufficient cpu|already using a port/i,
    why: "No host has the free CPU or the port that the task needs.",
  },
  outOfMemory: {
    pattern: /OutOfMemory/i,
    why: "The container used more memory than its limit.",
  },
  imageNotPulled: {
    pattern: /CannotPull\w*Container|ImageNotFound/i,
    why: "The image cannot be pulled.",
  },
  // The errors of KMS, which Parameter Store and ECS quote ("Key states of AWS KMS keys", AWS KMS Developer Guide).
  keyUnusable: {
    pattern: /KMSInvalidStateException|\bDisabledException/,
    why: "The KMS key is disabled or will be deleted.",
  },
  secretsUnreadable: {
    pattern: /unable to (pull|retrieve) secrets?|secret data|parameter store|secretsmanager/i,
    why: "The secrets cannot be read.",
  },
  settingsUnreadable: {
    pattern: /env(ironment)?[ _-]?files?/i,
    why: "The settings file cannot be read.",
  },
  notInitialized: {
    pattern: /ResourceInitialization/i,
    why: "A secret or the settings file cannot be read.",
  },
  unhealthy: {
    pattern: /health ?checks?/i,
    why: "The task was running, but a health check failed.",
  },
  commandNotExecuted: {
    pattern: /exit code 12[67]\b/,
    why: "The command is not in the image, or cannot be executed.",
  },
  noHost: {
    pattern: /no container instance|AGENT/i,
    why: "No host can run the task.",
  },
} satisfies Readonly<Record<string, StopReason>>;

/**
 * The beginning of the stopped reason of a task whose instance was terminated or has died. A host that is drained first has no
 * such task.
 */
export const HOST_LOST = "Host EC2 (instance ";

/** The meaning of exit codes of shells, the kernel and Docker. 128 and more are signals. */
export const EXIT_CODE_CAUSES: Readonly<Record<number, string>> = {
  126: "The command exists but cannot be executed.",
  127: "The command was not found in the image.",
  134: "The process aborted itself (SIGABRT).",
  135: "The process accessed memory that does not exist (SIGBUS).",
  137: "The process was killed (SIGKILL): it ran out of memory, or did not stop in time.",
  139: "The process crashed (SIGSEGV). The usual cause is a PHP extension.",
  143: "The process was asked to stop (SIGTERM), and stopped.",
  255: "The process could not start, or ended with an unknown error.",
};

/** The exit codes of SIGKILL and SIGTERM, with which ECS stops the containers of a task. */
export const STOPPED_BY_ECS: readonly (number | undefined)[] = [137, 143];

/** The reason of a container that waited for another one, which failed (the ECS agent's engine/dependencygraph). */
export const WAITED = /^dependency graph: /;

/** The exit codes of a command. */
export const EXIT = {
  /** Success. */
  done: 0,
  /** The command tried and failed. The message has the reason. */
  failed: 1,
  /** Nothing was changed: wrong arguments, the wrong account, or another deploy in progress. */
  refused: 2,
  /** Ctrl-C, or the CI job was cancelled. The message says what was left behind. */
  interrupted: 130,
} as const;

/** The result of a command, for `--json`. */
export type Facts = Readonly<Record<string, unknown>>;

/** The command tried and failed. */
export class Failure extends Error {
  constructor(
    message: string,
    public readonly facts: Facts = {},

    /** `run` passes on the exit code of its container. */
    public readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

/** The operator interrupted the command. */
export class Interruption extends Error {
  constructor(
    message = "Interrupted.",
    public readonly facts: Facts = {},
  ) {
    super(message);
  }
}

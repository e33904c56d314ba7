/** How a command ends, as its exit code. */
export const EXIT = {
  /** What was asked for is so. */
  done: 0,
  /** It was tried and is not so; the reason is said. */
  failed: 1,
  /** Nothing was touched: a mistake in the command line, the wrong account, another deploy at work. */
  refused: 2,
  /** Ctrl-C, or the job was cancelled. What that left is said. */
  interrupted: 130,
} as const;

/** What a command found or did, for `--json`. */
export type Facts = Readonly<Record<string, unknown>>;

/** What was asked for was tried and did not come about. */
export class Failure extends Error {
  constructor(
    message: string,
    public readonly facts: Facts = {},

    /** Another exit code, where the command passes one on. */
    public readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

/** The operator does not want it any more. */
export class Interruption extends Error {
  constructor(
    message = "Interrupted.",
    public readonly facts: Facts = {},
  ) {
    super(message);
  }
}

import type { Facts } from "./outcome";
import { EXIT, Interruption } from "./outcome";
import type { Output } from "./output";

/** Under `npm run` one Ctrl-C arrives twice, from the terminal and from npm. Signals within this time count as one. */
const ONE_PRESS_MILLISECONDS = 1_000;

/**
 * Turns Ctrl-C, the cancellation of a CI job, or the end of the terminal, into an abort signal, so that the command can end
 * cleanly. A second Ctrl-C exits immediately.
 */
export function interruptible(output: Output): AbortSignal {
  const controller = new AbortController();
  let pressed = 0;
  const interrupt = () => {
    if (!controller.signal.aborted) {
      pressed = performance.now();
      output.interrupted(
        "Interrupted. Cleaning up. Press Ctrl-C again to exit immediately, without cleaning up.",
      );
      controller.abort(new Interruption());
    } else if (performance.now() - pressed > ONE_PRESS_MILLISECONDS) {
      process.exit(EXIT.interrupted);
    }
  };
  process.on("SIGINT", interrupt);
  // GitHub Actions sends SIGTERM soon after SIGINT, and a closed terminal SIGHUP: neither must stop the cleanup.
  for (const signal of ["SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (!controller.signal.aborted) interrupt();
    });
  }
  return controller.signal;
}

/**
 * Lets a command work on when nothing can be written any more: its reader has ended (`2>&1 | head`), its terminal was closed or the
 * disk is full. Otherwise Node.js would end it in the middle of a change.
 */
export function outlivesItsReaders({ stdout, stderr }: Pick<NodeJS.Process, "stdout" | "stderr">): void {
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
}

/** Ends a command that only prints when no one reads it any more, e.g. `ops logs production --follow | head`. */
export function endsWithItsReader({ stdout }: Pick<NodeJS.Process, "stdout">): void {
  stdout.on("error", () => process.exit(EXIT.interrupted));
}

/**
 * Ends a command that changes nothing at the first Ctrl-C, also while AWS does not answer.
 *
 * @returns a signal that is never aborted
 */
export function endsAtOnce(output: Output, subject: Facts): AbortSignal {
  const end = () => {
    const { message: reason } = new Interruption();
    output.interrupted(reason);
    output.finish({ ...subject, ok: false, exitCode: EXIT.interrupted, reason });
    process.exit(EXIT.interrupted);
  };
  // Not `once`: without a handler the second signal would kill it before it has printed anything.
  process.on("SIGINT", end).on("SIGTERM", end);
  return new AbortController().signal;
}

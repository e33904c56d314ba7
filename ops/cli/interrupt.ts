import { EXIT, Interruption } from "./outcome";

/** Ctrl-C under `npm run` arrives twice, from the terminal and from npm: within this time it is one. */
const ONE_PRESS_MILLISECONDS = 1_000;

/**
 * Turns Ctrl-C, and a job that is cancelled, into a signal for the command to come to an orderly end. A second Ctrl-C ends
 * it at once.
 */
export function interruptible(say: (text: string) => void): AbortSignal {
  const controller = new AbortController();
  let pressed = 0;
  const interrupt = () => {
    if (!controller.signal.aborted) {
      pressed = performance.now();
      say("Interrupted: coming to an end. Ctrl-C again ends at once, and leaves things as they are.");
      controller.abort(new Interruption());
    } else if (performance.now() - pressed > ONE_PRESS_MILLISECONDS) {
      process.exit(EXIT.interrupted);
    }
  };
  process.on("SIGINT", interrupt);
  // A cancelled job sends it soon after SIGINT: it must not cut the orderly end short.
  process.on("SIGTERM", () => {
    if (!controller.signal.aborted) interrupt();
  });
  return controller.signal;
}

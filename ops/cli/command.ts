import type { Command } from "commander";
import { CommanderError } from "commander";
import { requireAccountOf } from "./account";
import { environmentsFile } from "./environments-file";
import { endsAtOnce, interruptible } from "./interrupt";
import { beforeLaunch } from "./not-launched";
import { Operation } from "./operation";
import type { Facts } from "./outcome";
import { EXIT, Failure, Interruption } from "./outcome";
import { Output } from "./output";
import { Refusal } from "./refusal";
import { requireRunning } from "./switched-off";
import { inWords } from "./words";

/** The body of a command. `args` are the arguments after the environment. Returns the facts for `--json`. */
export type Run<Options> = (operation: Operation, options: Options, args: string[]) => Promise<Facts | void>;

/**
 * The action of a command whose first argument is an environment. It checks the account first, handles Ctrl-C, and always
 * sets the exit code and, with `--json`, prints one document.
 *
 * @param asksAws false for a command that needs no credentials
 * @param changes false for a command that only reads: Ctrl-C ends it at once
 * @param needsTasks true for a command that an environment without hosts and services refuses
 */
export function operate<Options extends { json?: boolean }>(
  run: Run<Options>,
  { asksAws = true, changes = true, needsTasks = false } = {},
) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = command.opts<Options>();
    const [name = "", ...args] = command.args;
    const output = new Output(options.json ?? false);
    const subject = { command: command.name(), environment: name };
    const signal = changes ? interruptible(output) : endsAtOnce(output, subject);
    await ending(output, subject, async () => {
      const environment = (await environmentsFile()).environmentNamed(name);
      if (needsTasks) requireRunning(environment);
      const operation = new Operation(environment, output, signal);
      if (asksAws) await requireAccountOf(operation);
      return run(operation, options, args).catch((error: unknown) => {
        throw beforeLaunch(operation, error) ?? error;
      });
    });
  };
}

/** The action of a command whose first argument is an environment that may not exist yet. */
export function operateAnywhere<Options extends { json?: boolean }>(
  run: (environment: string, options: Options, output: Output) => Promise<Facts>,
) {
  return async (environment: string, options: Options, command: Command): Promise<void> => {
    const output = new Output(options.json ?? false);
    const subject = { command: command.name(), environment };
    endsAtOnce(output, subject);
    await ending(output, subject, () => run(environment, options, output));
  };
}

/** Runs a command's body, and always sets the exit code and, with `--json`, prints one document. */
async function ending(output: Output, subject: Facts, body: () => Promise<Facts | void>): Promise<void> {
  try {
    const facts = await body();
    output.finish({ ...subject, ok: true, ...facts });
    process.exitCode = EXIT.done;
  } catch (error) {
    const { exitCode, message, facts } = endOf(error);
    if (error instanceof Interruption) output.warn(message);
    else output.fail(message);
    output.finish({ ...subject, ok: false, exitCode, reason: message, ...facts });
    process.exitCode = exitCode;
  }
}

/** The exit code, the message and the facts of an error. */
export function endOf(error: unknown): { exitCode: number; message: string; facts: Facts } {
  if (error instanceof Refusal) return { exitCode: EXIT.refused, message: error.message, facts: {} };
  if (error instanceof Interruption) {
    return { exitCode: EXIT.interrupted, message: error.message, facts: error.facts };
  }
  if (error instanceof Failure) {
    return { exitCode: error.exitCode, message: error.message, facts: error.facts };
  }
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? EXIT.done : EXIT.refused, message: "", facts: {} };
  }
  return { exitCode: EXIT.failed, message: inWords(error), facts: {} };
}

/** Whether commander has refused the command line. It has printed why. */
export const isAboutCommandLine = (error: unknown) =>
  error instanceof CommanderError && error.exitCode !== 0 && error.code !== "commander.help";

/** Whether the command line lacks the environment. commander has printed that it does, but not which ones there are. */
export const isAboutMissingEnvironment = (error: unknown) =>
  error instanceof CommanderError &&
  error.code === "commander.missingArgument" &&
  error.message.includes("'environment'");

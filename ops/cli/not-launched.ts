import { applyLine, commandLine } from "./command-line";
import type { Operation } from "./operation";
import { Refusal } from "./refusal";

/** The refusal of a command that needs what the service stack creates, before it exists. */
export const notLaunched = ({ environment }: Operation): Refusal =>
  new Refusal(
    `${environment.environment} has no services yet.\n` +
      `Fix: Launch it, or continue its launch: ${commandLine(environment, "launch", "--app <your Laravel repository>")}\n` +
      `     Or deploy the stacks, then run this command again: ${applyLine(environment, "base", "service")}`,
  );

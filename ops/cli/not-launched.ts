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

/**
 * The refusal for an error of ECS that means that a stack is not deployed yet; undefined for any other error. The errors are known
 * by name: their classes are those of the SDK, which would be loaded at the start of every command.
 */
export function beforeLaunch(operation: Operation, error: unknown): Refusal | undefined {
  const { name = "", message = "" } = error as Partial<Error>;
  const isWithoutCluster = name === "ClusterNotFoundException";
  const isWithoutFamily =
    name === "ClientException" && message.startsWith("Unable to describe task definition");
  return isWithoutCluster || isWithoutFamily ? notLaunched(operation) : undefined;
}

import type { Environment } from "../../config/environment";
import { EnvironmentError } from "../../config/messages/problem";
import { resolveEnvironments } from "../../config/resolve-environments";
import type { EnvironmentInput } from "../../config/schema/schema";
import { ENVIRONMENTS } from "../../environments/environments";
import { Refusal } from "./refusal";

/** An export that was renamed is undefined here, because nothing checks types before a command runs. */
const listed = () =>
  (ENVIRONMENTS as readonly (EnvironmentInput | undefined)[]).filter((each) => each !== undefined);

/** The names of all environments, for a message. */
export const environmentNames = () =>
  listed()
    .map(({ environment }) => environment)
    .join(", ");

/**
 * The environment with the name from the command line. A mistake in another environment does not stop the operation of this one:
 * only `cdktf synth` checks all of them, and compares them.
 */
export function environmentNamed(name: string): Environment {
  const input = listed().find((each) => each.environment === name);
  if (input === undefined) {
    throw new Refusal(`The environment "${name}" does not exist.\nFix: Use one of: ${environmentNames()}.`);
  }
  try {
    const [environment] = resolveEnvironments([input]);
    return environment!;
  } catch (error) {
    throw error instanceof EnvironmentError ? new Refusal(error.message) : error;
  }
}

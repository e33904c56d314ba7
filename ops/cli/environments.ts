import type { Environment } from "../../config/environment";
import { EnvironmentError } from "../../config/messages/problem";
import { resolveEnvironments } from "../../config/resolve-environments";
import { ENVIRONMENTS } from "../../environments/environments";
import { Refusal } from "./refusal";

/**
 * The environment with the name from the command line. A mistake in another environment does not stop the operation of this one:
 * only `cdktf synth` checks all of them, and compares them.
 */
export function environmentNamed(name: string): Environment {
  const input = ENVIRONMENTS.find((each) => each.environment === name);
  if (input === undefined) {
    const known = ENVIRONMENTS.map((each) => each.environment).join(", ");
    throw new Refusal(`The environment "${name}" does not exist.\nFix: Use one of: ${known}.`);
  }
  try {
    const [environment] = resolveEnvironments([input]);
    return environment!;
  } catch (error) {
    throw error instanceof EnvironmentError ? new Refusal(error.message) : error;
  }
}

import type { Environment } from "../../config/environment";
import { resolveEnvironments } from "../../config/resolve-environments";
import { ENVIRONMENTS } from "../../environments/environments";
import { Refusal } from "./refusal";

/** The environment with the name from the command line. */
export function environmentNamed(name: string): Environment {
  const environments = resolveEnvironments(ENVIRONMENTS);
  const environment = environments.find((each) => each.environment === name);
  if (environment) return environment;

  const known = environments.map((each) => each.environment).join(", ");
  throw new Refusal(`There is no environment "${name}".\nFix: Use one of: ${known}.`);
}

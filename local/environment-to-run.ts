import type { Environment } from "../config/environment";
import { ENVIRONMENTS } from "../environments/environments";
import { environmentNamed } from "../ops/cli/environments";

/** The environment of `make up`: the first production environment, whatever its name, or the first of all. */
export function environmentToRun(): Environment {
  const { environment } = ENVIRONMENTS.find(({ production }) => production) ?? ENVIRONMENTS[0]!;
  return environmentNamed(environment);
}

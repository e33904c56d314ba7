import type { Environment } from "../../config/environment";
import type { Part } from "../../stacks/environment-stack";

/** One stack of one environment, and the folder where it was synthesized. */
export interface PlannedStack {
  readonly id: string;
  readonly environment: Environment;
  readonly part: Part;
  readonly folder: string;
}

/** Base before service: the order in which they are planned and deployed. */
export function stacksOf(environments: readonly Environment[], output: string): PlannedStack[] {
  return environments.flatMap((environment) =>
    (["base", "service"] as const).map((part) => {
      const id = `${environment.environment}-${part}`;
      return { id, environment, part, folder: `${output}/stacks/${id}` };
    }),
  );
}

import type { EnvironmentInput, EnvironmentValues } from "./schema";
import { environmentSchema } from "./schema";

/** A checked environment: every default filled in, the names that follow from it derived. */
export interface Environment extends EnvironmentValues {
  /** `<application>-<environment>`: the prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly stateBucket: string;
}

/**
 * Checks all environments and fills in their defaults.
 *
 * @throws EnvironmentError that lists every mistake of every environment: field, value, what is allowed, remedy.
 */
export function resolveEnvironments(inputs: readonly EnvironmentInput[]): Environment[] {
  return inputs.map((input) => {
    const values = environmentSchema.parse(input);
    return {
      ...values,
      name: `${values.application}-${values.environment}`,
      stateBucket: values.stateBucket ?? `${values.application}-terraform-state-${values.accountId}`,
    };
  });
}

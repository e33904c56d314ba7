import type { EnvironmentValues } from "./schema/schema";

/** A checked environment: every default filled in, the names that follow from it derived. */
export interface Environment extends EnvironmentValues {
  /** `<application>-<environment>`: the prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly stateBucket: string;
}

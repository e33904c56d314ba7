import type { EnvironmentValues } from "./schema/schema";

/** A checked environment, with every default filled in and its names derived. */
export interface Environment extends EnvironmentValues {
  /** `<application>-<environment>`: the prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly stateBucket: string;
}

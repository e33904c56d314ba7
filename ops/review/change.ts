import type { Values } from "./values";

/** What happens to a resource, the most serious first. `none`: it is only moved or imported. */
export const ACTIONS = ["delete", "replace", "forget", "update", "create", "none"] as const;
export type Action = (typeof ACTIONS)[number];

/** The change of one resource, with all secrets masked. */
export interface Change {
  readonly address: string;
  readonly type: string;

  /** Terraform's name of the resource, which CDKTF derives from the construct path. */
  readonly name: string;
  readonly action: Action;

  /** Its earlier address, if a `moved` block changes it. */
  readonly movedFrom?: string;
  readonly imported: boolean;

  /** Whether it is deleted because the code no longer has it, and not because an index or a module was removed. */
  readonly removedFromCode: boolean;

  /** The arguments that cannot be changed in place. */
  readonly replacedBecauseOf: readonly string[];

  /** The arguments whose values differ, or may differ because they are known only after apply. */
  readonly changed: readonly string[];
  readonly before: Values;
  readonly after: Values;
}

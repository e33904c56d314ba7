import type { Operation } from "../../cli/operation";
import type { SynthesizedResource } from "./synthesized";
import type { Values } from "./values";

/** A resource that is looked for in AWS. */
export interface Wanted {
  readonly operation: Operation;
  readonly resource: SynthesizedResource;
  readonly values: Values;

  /** The text of an argument of it. */
  readonly text: (path: string) => Promise<string>;
}

/**
 * The id by which Terraform imports a resource ("Import" of its page in the documentation of the AWS provider); undefined if it
 * does not exist. A rule that only puts names together does not ask AWS: Terraform reports what does not exist.
 */
export type ImportRule = (wanted: Wanted) => Promise<string | undefined>;

/** Why a type has no import. Terraform creates it instead, which must change nothing in AWS. */
export interface Recreated {
  readonly recreated: string;
}

export type Rules = Readonly<Record<string, ImportRule | Recreated>>;

/** The import id is one argument. */
export const by =
  (path: string): ImportRule =>
  ({ text }) =>
    text(path);

/** The import id is several arguments, e.g. `byAll("/", "rule", "target_id")`. */
export const byAll =
  (separator: string, ...paths: readonly string[]): ImportRule =>
  async ({ text }) =>
    (await Promise.all(paths.map(text))).join(separator);

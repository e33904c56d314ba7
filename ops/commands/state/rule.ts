import type { Operation } from "../../cli/operation";
import { itemsIn } from "../../ecs/portions";
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

/** The id of the only one. @throws Error when there are several, because one of them would be taken by chance */
export function only({ resource }: Wanted, ids: readonly (string | undefined)[]): string | undefined {
  if (ids.length > 1) throw new Error(`${resource.address}: ${ids.join(" and ")} could be it`);
  return ids[0];
}

/** The same for the ids in the pages of a read. */
export const onlyIn = async <Page>(
  wanted: Wanted,
  pages: AsyncIterable<Page>,
  idsOf: (page: Page) => (string | undefined)[] | undefined,
): Promise<string | undefined> => only(wanted, await itemsIn(pages, idsOf));

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

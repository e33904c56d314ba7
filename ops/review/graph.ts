import { listOf } from "../../facts/terraform-json";
import type { StackJson } from "./stack-json";
import { referencesIn, resourcesOf } from "./stack-json";

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** The constructs of a stack and their dependencies. */
export interface ConstructGraph {
  readonly constructs: readonly string[];

  /** From a construct to one that it needs. */
  readonly needs: readonly Edge[];

  /** From a construct to the output that publishes a fact about it. */
  readonly publishes: readonly Edge[];

  /** From a construct to the output of another stack that it reads. */
  readonly reads: readonly Edge[];
}

/**
 * CDKTF derives the name of a resource from the construct path, e.g. `database_instance_D7FC2283`, or `secret-APP_KEY_parameter_C26160C1`
 * of the construct `secret-APP_KEY`: all ids are lower case, except for environment variables.
 */
export const constructOf = (name: string) => name.replace(/_(?:[a-z][^]*|[0-9A-F]{8}$)/, "");

const OUTPUT = /^data\.terraform_remote_state\.\w+\.outputs\.([\w-]+)$/;
const NAME = /^(?:data\.)?\w+\.([\w-]+)$/;

/** The graph of a synthesized stack. */
export function graphOf(stack: StackJson): ConstructGraph {
  const resources = resourcesOf(stack);
  const constructs = [...new Set(resources.map(({ name }) => constructOf(name)))];
  const known = new Set(constructs);
  const construct = (reference: string) => {
    const found = constructOf(NAME.exec(reference)?.[1] ?? "");
    return known.has(found) ? [found] : [];
  };

  const referrers = [...resources, ...resourcesOf({ ...stack, resource: stack.data ?? {} })].map(
    ({ name, written, values }) => ({
      from: constructOf(name),
      references: [...referencesIn([written, values]), ...listOf(written.depends_on).map(String)],
    }),
  );
  return {
    constructs,
    needs: unique(
      referrers
        .filter(({ from }) => known.has(from))
        .flatMap(({ from, references }) => references.flatMap(construct).map((to) => ({ from, to })))
        .filter(({ from, to }) => from !== to),
    ),
    publishes: unique(
      Object.entries(stack.output ?? {}).flatMap(([output, { value }]) =>
        referencesIn(value)
          .flatMap(construct)
          .map((from) => ({ from, to: output })),
      ),
    ),
    reads: unique(
      referrers.flatMap(({ from, references }) =>
        references.flatMap((reference) => {
          const output = OUTPUT.exec(reference)?.[1];
          return output === undefined ? [] : [{ from, to: output }];
        }),
      ),
    ),
  };
}

const unique = (edges: readonly Edge[]): Edge[] => [
  ...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge])).values(),
];

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentInput } from "../../../config/schema/schema";
import type { Listed } from "./environment-list";
import { LIST, listedIn } from "./environment-list";

/** An environment of this project, and its file. */
export type Entry = Listed & { readonly input: EnvironmentInput };

/** The account and the GitHub owner of the environments that this project comes with. */
const EXAMPLE = { account: "123456789012", owner: "example/" };

/** The environments of the list, in its order. */
export async function entriesIn(root: string): Promise<Entry[]> {
  const listed = listedIn(readFileSync(join(root, LIST), "utf8"));
  const { ENVIRONMENTS } = await import("../../../environments/environments");
  return ENVIRONMENTS.flatMap((input, index) => (listed[index] ? [{ ...listed[index], input }] : []));
}

/** Whether an environment is one of the examples. */
export const isExample = ({ input: { accountId, ci } }: Entry) =>
  accountId === EXAMPLE.account &&
  ci.identity === "github-oidc" &&
  ci.planRepository.startsWith(EXAMPLE.owner);

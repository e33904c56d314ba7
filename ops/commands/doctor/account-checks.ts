import { inFourParts } from "../../../config/messages/problem";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { isDenied } from "../../cli/words";
import type { AccountCheck, Findings } from "./account-check";
import { bucketNames } from "./bucket-names";
import { functionConcurrency } from "./function-concurrency";
import { hostImage } from "./host-image";
import { hostedZone } from "./hosted-zone";
import { identityProvider } from "./identity-provider";
import { instanceTypeZones } from "./instance-type-zones";

const ACCOUNT_CHECKS: readonly AccountCheck[] = [
  bucketNames,
  functionConcurrency,
  hostImage,
  hostedZone,
  identityProvider,
  instanceTypeZones,
];

/**
 * Checks whether the account has what a deploy of the environment needs.
 *
 * @returns notes, among them the checks that AWS denied
 * @throws Refusal that lists everything that would make the deploy fail
 */
export async function requireFittingAccount(operation: Operation): Promise<string[]> {
  const { environment } = operation.environment;
  const found = await Promise.all(ACCOUNT_CHECKS.map((check) => look(check, operation)));
  const problems = found.flatMap((findings) => findings.problems ?? []);
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    throw new Refusal(
      [
        `${count} in the account would make a deploy fail. Nothing was changed.`,
        ...problems.map((problem) => inFourParts({ environment, ...problem })),
      ].join("\n\n"),
    );
  }
  return found.flatMap((findings) => findings.advice ?? []);
}

async function look({ subject, reads, look }: AccountCheck, operation: Operation): Promise<Findings> {
  try {
    return await look(operation);
  } catch (error) {
    if (!isDenied(error)) throw error;
    return { advice: [`Not checked: ${subject}. Your credentials lack ${reads.join(" or ")}.`] };
  }
}

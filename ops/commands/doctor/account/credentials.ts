import { callerOf } from "../../../cli/account";
import type { Operation } from "../../../cli/operation";
import { inWords, isUnreachable } from "../../../cli/words";
import type { Examined } from "../examine";

/** Whether there are credentials, and whether they are for the environment's account. Without them no other check can be made. */
export async function examineCredentials(operation: Operation): Promise<Examined> {
  const { environment, accountId } = operation.environment;
  const subject = "the credentials";
  const caller = await callerOf(operation).catch((error: unknown) => {
    if (!isUnreachable(error)) throw error;
    const [what = "", fix = ""] = inWords(error).split("\nFix: ");
    return { what, fix };
  });
  if (typeof caller === "string")
    return { subject, result: "passed", seen: caller, problems: [], advice: [] };
  return {
    subject,
    result: "problem",
    seen: "",
    problems: [
      {
        environment,
        path: "accountId",
        got: caller.what,
        allowed: `credentials for account ${accountId}`,
        fix: caller.fix,
      },
    ],
    advice: [],
  };
}

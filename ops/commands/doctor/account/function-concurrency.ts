import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../../cli/operation";
import type { AccountCheck } from "../check";
import { undefinedFor } from "../../../cli/undefined-for";

/**
 * Lambda keeps this much of an account's concurrency for functions without a reservation ("Configuring reserved
 * concurrency for a function", AWS Lambda Developer Guide). An account with a smaller quota, as new ones have (10),
 * cannot reserve anything.
 */
const ALWAYS_UNRESERVED = 100;

/** Whether the account has enough concurrency for the notifier's reservation. */
export const functionConcurrency: AccountCheck = {
  subject: "Lambda's concurrency quota",
  reads: ["lambda:GetAccountSettings", "lambda:GetFunctionConcurrency"],
  look: async (operation) => {
    const { slack } = operation.environment;
    if (!slack) return { seen: "none needed without slack" };

    const { AccountLimit } = await operation.client(LambdaClient).send(new GetAccountSettingsCommand({}));
    const quota = AccountLimit?.ConcurrentExecutions ?? 0;
    const unreserved = AccountLimit?.UnreservedConcurrentExecutions ?? 0;
    const canReserve = unreserved > ALWAYS_UNRESERVED;

    const seen = `${unreserved} of ${quota} are not reserved`;
    if (!slack.reserveConcurrency) {
      return {
        seen,
        advice:
          canReserve &&
          "Lambda can reserve an execution for the notifier in this account. With slack.reserveConcurrency: true" +
            " messages come in order, and no repeat is posted twice.",
      };
    }
    if (canReserve || (await hasReserved(operation))) return { seen };
    return {
      problems: {
        path: "slack.reserveConcurrency",
        got: `true, but Lambda's concurrency quota is ${quota}, of which ${unreserved} are not reserved`,
        allowed: `true only where more than ${ALWAYS_UNRESERVED} are not reserved`,
        fix: 'Remove it, or request a higher quota: "Concurrent executions" in Service Quotas.',
      },
    };
  },
};

/** Whether the notifier exists and has its reservation already. */
async function hasReserved(operation: Operation): Promise<boolean> {
  const found = await operation
    .client(LambdaClient)
    .send(new GetFunctionConcurrencyCommand({ FunctionName: operation.names.notifier.name }))
    .catch(undefinedFor(ResourceNotFoundException));
  return (found?.ReservedConcurrentExecutions ?? 0) > 0;
}

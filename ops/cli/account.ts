import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Operation } from "./operation";
import { Refusal } from "./refusal";
import { inWords, isAboutCredentials } from "./words";

/** Makes sure that the operator's credentials are for the account of the environment, before anything is touched. */
export async function requireAccountOf(operation: Operation): Promise<void> {
  const { environment, accountId } = operation.environment;
  const caller = await operation
    .client(STSClient)
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => {
      throw isAboutCredentials(error) ? new Refusal(inWords(error)) : error;
    });
  if (caller.Account === accountId) return;

  throw new Refusal(
    `${environment} lives in account ${accountId}, but your credentials are for ${caller.Account} (${caller.Arn}).\n` +
      `Remedy: choose other credentials (AWS_PROFILE), or correct accountId in environments/${environment}.ts.`,
  );
}

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Operation } from "./operation";
import { Refusal } from "./refusal";
import { inWords, isAboutCredentials } from "./words";

/** Refuses credentials of an account other than the environment's, before anything is changed. */
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
    `${environment} is in account ${accountId}, but your credentials are for account ${caller.Account} (${caller.Arn}).\n` +
      `Fix: Use credentials for account ${accountId} (AWS_PROFILE), or correct accountId in environments/${environment}.ts.`,
  );
}

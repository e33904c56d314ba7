import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Operation } from "./operation";
import { Refusal } from "./refusal";
import { inWords, isAboutCredentials } from "./words";

/** What is wrong with the credentials, and the fix. */
export interface CredentialFault {
  readonly what: string;
  readonly fix: string;
}

/** Why the credentials are not those of the environment's account; otherwise the ARN of the caller. */
export async function callerOf(operation: Operation): Promise<string | CredentialFault> {
  const { environment, accountId } = operation.environment;
  try {
    const caller = await operation.client(STSClient).send(new GetCallerIdentityCommand({}));
    if (caller.Account === accountId) return caller.Arn ?? "";
    return {
      what: `${environment} is in account ${accountId}, but your credentials are for account ${caller.Account} (${caller.Arn}).`,
      fix: `Use credentials for account ${accountId} (AWS_PROFILE), or correct accountId in environments/${environment}.ts.`,
    };
  } catch (error) {
    if (!isAboutCredentials(error)) throw error;
    const [what = "", fix = ""] = inWords(error).split("\nFix: ");
    return { what, fix };
  }
}

/** Refuses credentials of an account other than the environment's, before anything is changed. */
export async function requireAccountOf(operation: Operation): Promise<void> {
  const caller = await callerOf(operation);
  if (typeof caller !== "string") throw new Refusal(`${caller.what}\nFix: ${caller.fix}`);
}

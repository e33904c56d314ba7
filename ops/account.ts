import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Environment } from "../environments/environment";
import { Refusal } from "./refusal";

/** Makes sure that the operator's credentials are for the account of the environment, before anything is touched. */
export async function requireAccountOf({ environment, accountId, region }: Environment): Promise<void> {
  const caller = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (caller.Account === accountId) return;

  throw new Refusal(
    `${environment} lives in account ${accountId}, but your credentials are for ${caller.Account} (${caller.Arn}).\n` +
      `Remedy: choose other credentials (AWS_PROFILE), or correct accountId in environments/${environment}.ts.`,
  );
}

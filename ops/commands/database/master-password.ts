import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { applyLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { undefinedFor } from "../../cli/undefined-for";

/** The password of the database's owner. Never printed: it goes from one request into another. @throws Refusal without one */
export async function masterPassword(operation: Operation): Promise<string> {
  const { name } = operation.names.databasePassword;
  const found = await operation
    .client(SSMClient)
    .send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    .catch(undefinedFor(ParameterNotFound));
  if (found?.Parameter?.Value) return found.Parameter.Value;
  throw new Refusal(
    `The parameter ${name} with the password of the database does not exist.\nFix: Deploy the base stack, which creates it: ${applyLine(operation.environment, "base")}`,
  );
}

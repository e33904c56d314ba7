import { DescribeParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";

/** @throws Refusal before the base stack is deployed: Terraform creates the parameter, and later ignores its value */
export async function requireParameter(operation: Operation, parameter: string): Promise<void> {
  const { Parameters: found = [] } = await operation
    .client(SSMClient)
    .send(new DescribeParametersCommand({ ParameterFilters: [{ Key: "Name", Values: [parameter] }] }));
  if (found.length > 0) return;
  throw new Refusal(
    `There is no parameter ${parameter} yet.\nFix: Run npx cdktf deploy ${operation.environmentName}-base`,
  );
}

/** Writes a value that exists in no other place, under the key of the environment. Returns the version of the parameter. */
export async function writeParameter(
  operation: Operation,
  parameter: string,
  value: Buffer,
): Promise<number | undefined> {
  operation.goOn();
  const { Version } = await operation.client(SSMClient).send(
    new PutParameterCommand({
      Name: parameter,
      Value: value.toString("utf8"),
      Type: "SecureString",
      KeyId: operation.names.keyAlias,
      Overwrite: true,
    }),
  );
  operation.output.print(`${parameter} has version ${Version}.`);
  return Version;
}

import { paginateDescribeParameters, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ParameterMetadata } from "@aws-sdk/client-ssm";
import { applyLine } from "../../cli/command-line";
import type { Operation } from "../../cli/operation";
import { Refusal } from "../../cli/refusal";
import { itemsIn } from "../../ecs/portions";

/** A parameter that Terraform has created: it later ignores the value, but not the key. */
export interface SecureParameter {
  readonly name: string;
  readonly keyId: string | undefined;
}

/**
 * The parameters that exist, of these names. Their values are not read. The first pages may be empty, because Parameter Store filters
 * each page after it has read it.
 */
export function parametersNamed(
  operation: Operation,
  names: readonly string[],
): Promise<ParameterMetadata[]> {
  const pages = paginateDescribeParameters(
    { client: operation.client(SSMClient) },
    { ParameterFilters: [{ Key: "Name", Values: [...names] }] },
  );
  return itemsIn(pages, ({ Parameters }) => Parameters);
}

/** @throws Refusal before the base stack is deployed */
export async function requireParameter(operation: Operation, parameter: string): Promise<SecureParameter> {
  const [found] = await parametersNamed(operation, [parameter]);
  if (found) return { name: parameter, keyId: found.KeyId };
  throw new Refusal(
    `The parameter ${parameter} does not exist yet.\nFix: Run ${applyLine(operation.environment, "base")}`,
  );
}

/**
 * Writes a value that exists in no other place, under the parameter's own key, named as Terraform named it: otherwise the next
 * plan changes the key back. Returns the version of the parameter.
 */
export async function writeParameter(
  operation: Operation,
  { name, keyId }: SecureParameter,
  value: Buffer,
): Promise<number | undefined> {
  operation.goOn();
  const { Version } = await operation.client(SSMClient).send(
    new PutParameterCommand({
      Name: name,
      Value: value.toString("utf8"),
      Type: "SecureString",
      KeyId: keyId,
      Overwrite: true,
    }),
  );
  operation.output.print(`${name} has version ${Version}.`);
  return Version;
}

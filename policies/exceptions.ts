import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { TerraformStack } from "cdktf";
import { TerraformDataSource, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import type { Finding } from "./finding";
import { statementName } from "./statements";

const METADATA = "policy-exception";

/** One policy that one resource may break. */
interface Exception {
  /** The policy's name; with the code of a violation, e.g. `backups/no-versions`, that one alone. */
  readonly of: string;
  readonly reason: string;

  /** The sid of the statement, or the name of the container, that alone is excepted. */
  readonly at?: string | undefined;
}

/** An exception, and the address in Terraform of the resource that may break the policy. */
export interface ExceptionAt {
  readonly address: string;
  readonly exception: Exception;
}

/**
 * Lets a resource, or a data source, break a policy, for a reason. Written beside the resource; `npm run ops -- exceptions`
 * lists them all. One that excepts nothing is itself refused. It leaves no trace in the synthesized file.
 *
 * @param of the policy's name, or `policy/code` for one kind of its violations
 */
export function exempt(
  construct: IConstruct,
  of: string,
  reason: string,
  { at }: Pick<Exception, "at"> = {},
): void {
  construct.node.addMetadata(METADATA, { of, reason, at });
}

/** Whether an exception lets a resource break a policy in the way that was found. */
export function allows({ of, at }: Exception, policy: string, finding: Finding): boolean {
  const { code, at: where } = typeof finding === "string" ? { code: "", at: undefined } : finding;
  return (of === policy || of === `${policy}/${code}`) && (at === undefined || at === where);
}

const reasons = new WeakMap<readonly string[], string>();

/**
 * `Resource: "*"` of a statement that allows something, with the reason why AWS requires it.
 *
 * @param resources narrower patterns that still name no resource, e.g. every certificate
 */
export function anyResource(reason: string, resources: string[] = ["*"]): string[] {
  reasons.set(resources, reason);
  return resources;
}

/** All that are written in a stack, with the resource's address in Terraform. */
export function exceptionsByAddress(stack: TerraformStack): ExceptionAt[] {
  return stack.node.findAll().flatMap((construct) => {
    const exceptions = exceptionsOf(construct);
    if (exceptions.length === 0) return [];
    return exceptions.map((exception) => ({ address: addressOf(construct), exception }));
  });
}

function addressOf(construct: IConstruct): string {
  if (TerraformResource.isTerraformResource(construct))
    return `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  if (TerraformDataSource.isTerraformDataSource(construct))
    return `data.${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  throw new Error(`${construct.node.path} is neither a resource nor a data source: exempt what it makes`);
}

function exceptionsOf(construct: IConstruct): Exception[] {
  const written = construct.node.metadata
    .filter(({ type }) => type === METADATA)
    .map(({ data }) => data as Exception);
  return [...written, ...wideStatementsOf(construct)];
}

function wideStatementsOf(construct: IConstruct): Exception[] {
  if (!(construct instanceof DataAwsIamPolicyDocument)) return [];
  const statements = (construct.statementInput ?? []) as readonly DataAwsIamPolicyDocumentStatement[];
  return statements.flatMap(({ sid, resources }, index) => {
    const reason = resources && reasons.get(resources);
    return reason ? [{ of: "iam-wildcards/any-resource", reason, at: statementName(sid, index) }] : [];
  });
}

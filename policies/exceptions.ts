import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { TerraformStack } from "cdktf";
import { TerraformDataSource, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

const METADATA = "policy-exception";

/** One policy that one resource may break. */
interface Exception {
  readonly policy: string;
  readonly reason: string;

  /** What stands in the violations that are excepted; all of the policy's when left out. */
  readonly about?: string;
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
 * @param about what stands in the violation that is excepted, where others of the same policy are not
 */
export function except(construct: IConstruct, policy: string, reason: string, about?: string): void {
  construct.node.addMetadata(METADATA, { policy, reason, about });
}

const reasons = new WeakMap<readonly string[], string>();

/** `Resource: "*"` of a statement that allows something, with the reason why AWS demands it. */
export function anyResource(reason: string): string[] {
  const resources = ["*"];
  reasons.set(resources, reason);
  return resources;
}

/** How a violation names a statement of a policy document. */
export function statementTitle(sid: unknown, index: number): string {
  return `statement ${typeof sid === "string" ? sid : index + 1}`;
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
  throw new Error(`${construct.node.path} is neither a resource nor a data source: except what it makes`);
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
    return reason ? [{ policy: "iam-wildcards", reason, about: `${statementTitle(sid, index)} ` }] : [];
  });
}

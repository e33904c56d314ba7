import {
  createValidatedPolicy,
  validateResourcePolicy,
  validateTrustPolicy,
} from "@cloud-copilot/iam-policy";
import { runSimulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import type { StackJson } from "./stacks";

/** A statement of a policy, as IAM evaluates it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Principal?: "*" | Readonly<Record<string, readonly string[]>>;
  readonly Condition?: Record<string, Record<string, readonly string[]>>;
}

export type Policy = readonly Statement[];

/** One request that IAM authorizes. */
export interface Request {
  readonly action: string;

  /** `*` for an action without a resource. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

interface Document {
  readonly statement: readonly {
    readonly sid?: string;
    readonly effect?: "Allow" | "Deny";
    readonly actions: readonly string[];
    readonly resources?: readonly string[];
    readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
    readonly condition?: readonly {
      readonly test: string;
      readonly variable: string;
      readonly values: readonly string[];
    }[];
  }[];
}

/** Whether the principal of a statement is an AWS service. */
export const isService = (principal: Statement["Principal"]): boolean =>
  typeof principal === "object" && principal.Service !== undefined;

/** What a reference in a policy becomes once the stack is deployed. */
export type Resolve = (text: string) => string;

/** The permissions of a synthesized role, by its physical name. */
export function permissionsOf(stack: StackJson, role: string, resolve: Resolve = resolved): Policy {
  const [id] = roleNamed(stack, role);
  const policies = Object.values(stack.resource.aws_iam_role_policy ?? {}).filter(
    (policy) => policy.role === `\${aws_iam_role.${id}.id}`,
  );
  return policies.flatMap(({ policy }) => documentBehind(stack, policy, resolve));
}

/** The trust policy of a synthesized role. */
export function trustOf(stack: StackJson, role: string): Policy {
  return documentBehind(stack, roleNamed(stack, role)[1].assume_role_policy);
}

function roleNamed(stack: StackJson, name: string) {
  const found = Object.entries(stack.resource.aws_iam_role ?? {}).find(([, role]) => role.name === name);
  if (found === undefined) throw new Error(`no role ${name}`);
  return found;
}

/** The policy that the provider makes of the document an argument refers to. */
export function documentBehind(stack: StackJson, reference: unknown, resolve: Resolve = resolved): Policy {
  const [, id = ""] = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(String(reference)) ?? [];
  const document = stack.data.aws_iam_policy_document?.[id] as Document | undefined;
  if (document === undefined) throw new Error(`no policy document behind ${String(reference)}`);

  return document.statement.map(({ sid, effect = "Allow", actions, resources, principals, condition }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    Action: actions,
    ...(resources ? { Resource: resources.map(resolve) } : {}),
    ...(principals ? { Principal: principalsOf(principals, resolve) } : {}),
    ...(condition ? { Condition: conditionOf(condition, resolve) } : {}),
  }));
}

/** In the form of the provider: the type `*` is every principal. */
function principalsOf(
  principals: NonNullable<Document["statement"][number]["principals"]>,
  resolve: Resolve,
): NonNullable<Statement["Principal"]> {
  return principals.some(({ type }) => type === "*")
    ? "*"
    : Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers.map(resolve)]));
}

function conditionOf(conditions: NonNullable<Document["statement"][number]["condition"]>, resolve: Resolve) {
  const result: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) (result[test] ??= {})[variable] = values.map(resolve);
  return result;
}

export const GITHUB_PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

/** AWS makes up the id of a key. */
const KEY = "arn:aws:kms:ap-northeast-1:123456789012:key/4d07e6b0-8442-4309-b2c4-36f51b311f2a";

/** The ARNs of the identity provider and of the key are unknown before a deployment, and no others. */
function resolved(text: string): string {
  const literal = text
    .replace(/\$\{(data\.)?aws_iam_openid_connect_provider\.[\w-]+\.arn\}/, GITHUB_PROVIDER)
    .replace(/\$\{aws_kms_key\.[\w-]+\.arn\}/, KEY);
  if (literal.includes("${")) throw new Error(`a policy refers to what is unknown before a deploy: ${text}`);
  return literal;
}

const ACCOUNT = "123456789012";

/** The most permissive policy of a key (AWS KMS Developer Guide, "Default key policy"). Without a policy all access is denied. */
const LEAVES_IT_TO_IAM = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/** The principal of a request, and the policy of the resource. */
export interface Asking {
  /** @default a role of the account */
  readonly principal?: string;

  /** @default none; for a key the policy that delegates to IAM */
  readonly resourcePolicy?: Policy;
}

/**
 * Whether IAM allows a request, by an exact simulation. An invalid request, e.g. with an ARN of the wrong kind, is an error,
 * because it must not count as a denial.
 */
export async function allows(
  policy: Policy,
  { action, resource, context = {} }: Request,
  { principal = `arn:aws:sts::${ACCOUNT}:assumed-role/api-production/session`, resourcePolicy }: Asking = {},
): Promise<boolean> {
  const [, , service, , account = ""] = resource.split(":");
  const policyOfResource = resourcePolicy
    ? { Version: "2012-10-17", Statement: resourcePolicy }
    : service === "kms"
      ? LEAVES_IT_TO_IAM
      : undefined;
  const simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: account === "" ? ACCOUNT : account },
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
      ),
    },
    identityPolicies:
      policy.length === 0
        ? []
        : [{ name: "permissions", policy: { Version: "2012-10-17", Statement: policy } }],
    ...(policyOfResource ? { resourcePolicy: policyOfResource } : {}),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  if (isBeyondValidation(resource, context)) {
    const resourcePolicy = policyOfResource && validated(policyOfResource, validateResourcePolicy);
    return runUnsafeSimulation({ ...simulation, resourcePolicy }, {}) === "Allowed";
  }
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === "Allowed";
}

/** A resource policy, in the form that the simulation without validation accepts. */
function validated(policy: object, validate: unknown) {
  const result = createValidatedPolicy(policy, validate as (policy: unknown) => never[], {
    name: "resource",
  });
  if (result.errors.length > 0) throw new Error(JSON.stringify(result.errors));
  return result;
}

/** Public parameters of AWS, e.g. the ids of its machine images. */
const PUBLIC_PARAMETER = /^arn:aws:ssm:[\w-]+::parameter\/aws\/service\//;

/** A task definition family, which stands for its newest revision. */
const FAMILY = /:task-definition\/[^:]+$/;

/** What the validating simulation does not know: it would refuse these resources, and leave an encryption context out. */
const isBeyondValidation = (resource: string, context: NonNullable<Request["context"]>) =>
  PUBLIC_PARAMETER.test(resource) ||
  FAMILY.test(resource) ||
  Object.keys(context).some((key) => key.startsWith("kms:EncryptionContext:"));

/** Whether a token with these claims can assume the role. */
export function admits(
  trust: Policy,
  role: string,
  claims: Readonly<Record<string, string>>,
  provider = GITHUB_PROVIDER,
): boolean {
  const policy = { Version: "2012-10-17", Statement: trust };
  const trustPolicy = validated(policy, validateTrustPolicy);
  return (
    // The validating simulation does not know the keys of GitHub's tokens, and would leave them out.
    runUnsafeSimulation(
      {
        request: {
          principal: provider,
          action: "sts:AssumeRoleWithWebIdentity",
          resource: { resource: `arn:aws:iam::123456789012:role/${role}`, accountId: "123456789012" },
          contextVariables: Object.fromEntries(
            Object.entries(claims).map(([claim, value]) => [
              `token.actions.githubusercontent.com:${claim}`,
              value,
            ]),
          ),
        },
        identityPolicies: [],
        resourcePolicy: trustPolicy,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    ) === "Allowed"
  );
}

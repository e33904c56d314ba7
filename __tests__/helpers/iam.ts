import { createValidatedPolicy, validateTrustPolicy } from "@cloud-copilot/iam-policy";
import { runSimulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import type { StackJson } from "./stacks";

/** A statement of a policy, as IAM evaluates it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Principal?: Record<string, readonly string[]>;
  readonly Condition?: Record<string, Record<string, readonly string[]>>;
}

export type Policy = readonly Statement[];

/** One question to IAM. */
export interface Request {
  readonly action: string;

  /** `*` for an action that has none. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
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

/** What a synthesized role may do, by its physical name. */
export function permissionsOf(stack: StackJson, role: string): Policy {
  const [id] = roleNamed(stack, role);
  const policies = Object.values(stack.resource.aws_iam_role_policy ?? {}).filter(
    (policy) => policy.role === `\${aws_iam_role.${id}.id}`,
  );
  return policies.flatMap(({ policy }) => documentBehind(stack, policy));
}

/** Who may assume a synthesized role. */
export function trustOf(stack: StackJson, role: string): Policy {
  return documentBehind(stack, roleNamed(stack, role)[1].assume_role_policy);
}

function roleNamed(stack: StackJson, name: string) {
  const found = Object.entries(stack.resource.aws_iam_role ?? {}).find(([, role]) => role.name === name);
  if (found === undefined) throw new Error(`no role ${name}`);
  return found;
}

/** The policy that the provider makes of the document an argument refers to. */
function documentBehind(stack: StackJson, reference: unknown): Policy {
  const [, id = ""] = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(String(reference)) ?? [];
  const document = stack.data.aws_iam_policy_document?.[id] as Document | undefined;
  if (document === undefined) throw new Error(`no policy document behind ${String(reference)}`);

  return document.statement.map(({ sid, effect = "Allow", actions, resources, principals, condition }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    Action: actions,
    ...(resources ? { Resource: resources.map(resolved) } : {}),
    ...(principals
      ? {
          Principal: Object.fromEntries(
            principals.map((each) => [each.type, each.identifiers.map(resolved)]),
          ),
        }
      : {}),
    ...(condition ? { Condition: conditionOf(condition) } : {}),
  }));
}

function conditionOf(conditions: NonNullable<Document["statement"][number]["condition"]>) {
  const result: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) (result[test] ??= {})[variable] = values;
  return result;
}

export const GITHUB_PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

/** Only the identity provider has an ARN that nobody knows before it is made. */
function resolved(text: string): string {
  const literal = text.replace(
    /\$\{(data\.)?aws_iam_openid_connect_provider\.[\w-]+\.arn\}/,
    GITHUB_PROVIDER,
  );
  if (literal.includes("${")) throw new Error(`a policy refers to what is unknown before a deploy: ${text}`);
  return literal;
}

const ACCOUNT = "123456789012";

/** The most generous policy of a key (AWS KMS Developer Guide, "Default key policy"): without one nobody gets near it. */
const LEAVES_IT_TO_IAM = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/**
 * Whether IAM would allow it, by an exact simulation. A question that makes no sense, e.g. an ARN of the wrong kind, is an
 * error: it must not pass for a denial.
 */
export async function allows(policy: Policy, { action, resource, context = {} }: Request): Promise<boolean> {
  const [, , service, , account = ""] = resource.split(":");
  const simulation = {
    request: {
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/api-production/session`,
      action,
      resource: { resource, accountId: account === "" ? ACCOUNT : account },
      contextVariables: { ...context },
    },
    identityPolicies: [{ name: "permissions", policy: { Version: "2012-10-17", Statement: policy } }],
    ...(service === "kms" ? { resourcePolicy: LEAVES_IT_TO_IAM } : {}),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  // The validating simulation knows no parameters but those of an account.
  if (PUBLIC_PARAMETER.test(resource)) return runUnsafeSimulation(simulation, {}) === "Allowed";

  const answer = await runSimulation(simulation, {});
  if (answer.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === "Allowed";
}

/** What AWS publishes for everybody, e.g. the ids of its machine images. */
const PUBLIC_PARAMETER = /^arn:aws:ssm:[\w-]+::parameter\/aws\/service\//;

/** Whether a bearer of a token with these claims would be let into the role. */
export function admits(
  trust: Policy,
  role: string,
  claims: Readonly<Record<string, string>>,
  provider = GITHUB_PROVIDER,
): boolean {
  const policy = { Version: "2012-10-17", Statement: trust };
  const trustPolicy = createValidatedPolicy(policy, validateTrustPolicy as (policy: unknown) => never[], {
    name: "trust",
  });
  if (trustPolicy.errors.length > 0) throw new Error(JSON.stringify(trustPolicy.errors));

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

import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { FIXTURES } from "../helpers/fixtures";
import type { Statement } from "../helpers/iam";
import { allows, documentBehind, isService } from "../helpers/iam";
import { asRequest, byResource, denied, isOneAnswered } from "./asked";
import { foreignOf, STRANGER } from "./foreign";
import { GRANTS } from "./grants";
import { placeOf } from "./place";
import { withoutOne, withoutOneCondition } from "./without";

const PLACES = Object.entries({ production, staging, ...FIXTURES }).map(
  ([name, input]) => [name, placeOf(input)] as const,
);

const isForAService = ({ Effect, Principal }: Statement) => Effect === "Allow" && isService(Principal);

const EVERY_CASE = PLACES.flatMap(([name, place]) =>
  GRANTS.flatMap((grant) => {
    const policy = grant.policy(place);
    return policy ? [{ name, place, ...grant, policy, requests: grant.calls(place) }] : [];
  }),
);

/** Each policy that is not as in an environment before it. */
const CASES = [
  ...new Map(
    EVERY_CASE.toReversed().map((given) => [JSON.stringify([given.on, given.policy, given.requests]), given]),
  ).values(),
].toReversed();

describe("what lets services of AWS use it", () => {
  it.each(PLACES)("is all in the table: %s", (name, { stacks, deployed }) => {
    const inStack = (["base", "service"] as const).flatMap((part) => {
      const stack = stacks[part];
      return ["aws_kms_key", "aws_s3_bucket_policy", "aws_sns_topic_policy", "aws_sqs_queue_policy"]
        .flatMap((type) => Object.values(stack.resource[type] ?? {}))
        .flatMap(({ policy }) => documentBehind(stack, policy, deployed.in(part)))
        .filter(isForAService);
    });
    const inTable = EVERY_CASE.filter((given) => given.name === name && given.on !== "the notifier")
      .flatMap(({ policy }) => policy)
      .filter(isForAService);

    expect(inStack.map((statement) => JSON.stringify(statement)).sort()).toEqual(
      inTable.map((statement) => JSON.stringify(statement)).sort(),
    );
  });

  it("is each in some environment", () => {
    expect(new Set(CASES.map(({ on }) => on))).toEqual(new Set(GRANTS.map(({ on }) => on)));
  });
});

describe.each(CASES)("in $name $on", ({ place, policy, service, requests }) => {
  const allowed = byResource(service);
  const needed = requests.map(asRequest);
  const foreign = requests.flatMap((call) => foreignOf(call, place));

  it("is used by the service as it needs", async () => {
    expect(needed).not.toEqual([]);
    expect(await denied(allowed, policy, needed)).toEqual([]);
  });

  it("is used for nothing more: without any one action or resource some call is denied", async () => {
    const needless: string[] = [];
    for (const { what, policy: weaker, actions } of withoutOne(policy, isForAService)) {
      if (!(await isOneAnswered(false, allowed, weaker, actions, needed))) needless.push(what);
    }
    expect(needless).toEqual([]);
  });

  it("is used neither for another account or environment, nor in another context, nor by another service", async () => {
    expect(await denied(allowed, policy, foreign)).toEqual(foreign);
    for (const other of ["backup.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com"]) {
      expect(await denied(byResource(other), policy, needed)).toEqual(needed);
    }
  });

  it("is not used without TLS, where the resource has the choice", async () => {
    const plain = needed
      .filter(({ context = {} }) => "aws:SecureTransport" in context)
      .map((request) => ({ ...request, context: { ...request.context, "aws:SecureTransport": "false" } }));
    expect(await denied(allowed, policy, plain)).toEqual(plain);
  });

  it("needs each of its conditions: without any one some foreign call is allowed", async () => {
    const needless: string[] = [];
    for (const { what, policy: weaker, actions } of withoutOneCondition(policy, isForAService)) {
      if (!(await isOneAnswered(true, allowed, weaker, actions, foreign))) needless.push(what);
    }
    expect(needless).toEqual([]);
  });
});

describe("the key, for an administrator of the account,", () => {
  const [, place] = PLACES[0]!;
  const { stacks, deployed, keyArn, environment } = place;
  const [key] = Object.values(stacks.base.resource.aws_kms_key ?? {});
  const resourcePolicy = documentBehind(stacks.base, key?.policy, deployed.in("base"));
  const ask = (action: string, context: Record<string, string>, principal?: string) =>
    allows(
      [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
      { action, resource: keyArn, context },
      { resourcePolicy, ...(principal === undefined ? {} : { principal }) },
    );
  const via = (service: string) => ({ "kms:ViaService": `${service}.${environment.region}.amazonaws.com` });
  const granted = { "kms:GrantIsForAWSResource": "true" };

  it.each([
    // "AWS KMS key management", Amazon RDS User Guide.
    ["a database is created", "kms:CreateGrant", { ...via("rds"), ...granted }],
    ["a database is created", "kms:DescribeKey", {}],
    ["a database is created", "kms:GenerateDataKeyWithoutPlaintext", via("rds")],
    // "Encryption at rest", Amazon ECR User Guide.
    ["a repository is created", "kms:CreateGrant", { ...via("ecr"), ...granted }],
    ["a repository is deleted", "kms:RetireGrant", via("ecr")],
    // "AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters".
    ["a secret is written", "kms:Encrypt", via("ssm")],
    ["a secret is read", "kms:Decrypt", via("ssm")],
    [
      "a ciphertext is made for git",
      "kms:Encrypt",
      { "kms:EncryptionContext:environment": environment.name },
    ],
    ["and decrypted at a deploy", "kms:Decrypt", { "kms:EncryptionContext:environment": environment.name }],
  ])("is used where %s (%s)", async (_, action, context) => {
    expect(await ask(action, context)).toBe(true);
  });

  it.each([
    ["by hand", "kms:Decrypt", {}],
    ["for another environment", "kms:Decrypt", { "kms:EncryptionContext:environment": "api-staging" }],
    ["through another service", "kms:Decrypt", via("secretsmanager")],
    ["to hand it on to anyone", "kms:CreateGrant", via("rds")],
    ["to hand it on by hand", "kms:CreateGrant", granted],
  ])("is not used %s (%s)", async (_, action, context) => {
    expect(await ask(action, context)).toBe(false);
  });

  it("is used by no administrator of another account", async () => {
    const stranger = `arn:aws:sts::${STRANGER}:assumed-role/admin/session`;
    expect(await ask("kms:Decrypt", via("ssm"), stranger)).toBe(false);
  });
});

describe("the roles that services of AWS bring along", () => {
  // "Service-linked role for Application Auto Scaling", "for Amazon EC2 Auto Scaling", "for Amazon ECS".
  it.each(PLACES)("are not replaced by others: %s", (_, { stacks }) => {
    const all = (type: string) =>
      [stacks.base, stacks.service].flatMap((stack) => Object.values(stack.resource[type] ?? {}));

    for (const target of all("aws_appautoscaling_target")) expect(target).not.toHaveProperty("role_arn");
    for (const group of all("aws_autoscaling_group"))
      expect(group).not.toHaveProperty("service_linked_role_arn");
    for (const service of all("aws_ecs_service")) expect(service).not.toHaveProperty("iam_role");
  });
});

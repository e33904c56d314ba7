import { allows, permissionsOf } from "../../helpers/iam";
import { synthesize } from "../../helpers/stacks";

const ACCOUNT = "ap-northeast-1:123456789012";
const BUCKET = "arn:aws:s3:::api-production-settings-123456789012";
const FUNCTION = `arn:aws:lambda:${ACCOUNT}:function:api-production-deploy-notifier`;

/**
 * What the AWS provider 6 calls and 5.100 does not, so that no call recorded from 5.100 asks for it (terraform-provider-aws,
 * CHANGELOG, 6.9.0 and 6.23.0; for the NAT gateway #45240).
 */
const SINCE_6: readonly (readonly [string, string])[] = [
  ["ec2:DescribeAvailabilityZones", "*"],
  ["lambda:GetFunctionConcurrency", FUNCTION],
  ["s3:ListTagsForResource", BUCKET],
];

/** What it calls to write the same. */
const WRITES: readonly (readonly [string, string])[] = [
  ["lambda:PutFunctionConcurrency", FUNCTION],
  ["s3:TagResource", BUCKET],
  ["s3:UntagResource", BUCKET],
];

const ANYTHING = [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] as const;

describe("the rights of a plan with the AWS provider 6", () => {
  const policy = permissionsOf(synthesize().base, "api-production-plan");

  it.each(SINCE_6)("include %s on %s", async (action, resource) => {
    expect(await allows(policy, { action, resource })).toBe(true);
  });

  it.each(SINCE_6)(
    "have %s from the list of what is described, and from nothing else",
    async (action, resource) => {
      const others = policy.filter(({ Sid }) => Sid !== "Describe");

      expect(await allows(others, { action, resource })).toBe(false);
    },
  );

  it.each(WRITES)("do not include %s on %s", async (action, resource) => {
    expect(await allows(policy, { action, resource })).toBe(false);
    expect(await allows(ANYTHING, { action, resource })).toBe(true);
  });
});

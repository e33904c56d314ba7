import { resolveEnvironments } from "../../../config/resolve-environments";
import { bucketsOf } from "../../../facts/names";
import { all, synthesizeEnvironment } from "../../helpers/stacks";
import { change, resolve } from "../change";

describe("names", () => {
  it("fit a load balancer", () => {
    expect(resolve({ application: "a-rather-long-name", environment: "with-more-of-it" }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was done.

     with-more-of-it: application, environment
       got      "a-rather-long-name-with-more-of-it" (34 characters)
       allowed  at most 32 characters together with the hyphen, the limit for the name of a load balancer
       fix      Shorten one of them by 2."
    `);
  });

  it.each(["aws-shop", "ssm", "ecsite", "internal-api", "sg", "sg-shop"])(
    "do not begin like %s",
    (application) => {
      expect(resolve({ application })).toContain("which AWS reserves");
    },
  );

  it.each([
    ["settings", "the settings"],
    ["access-logs", "the access logs"],
  ])("of the state bucket is not that of the bucket for %s", (suffix, holds) => {
    expect(resolve({ stateBucket: `shop-test-${suffix}-111122223333` })).toBe(
      `1 mistake in environments/; nothing was done.

test: stateBucket
  got      "shop-test-${suffix}-111122223333", the bucket for ${holds} of this environment
  allowed  a bucket that no stack creates: Terraform needs the state before it can create a bucket
  fix      Rename it, or leave it out: <application>-terraform-state-<accountId> is the default.`,
    );
  });

  it("of every bucket that a stack creates are checked against the state bucket", () => {
    const input = change({ "loadBalancer.accessLogs": true, files: { kind: "create" } });
    const [environment] = resolveEnvironments([input]);
    const { base, service } = synthesizeEnvironment(input);
    const created = [base, service]
      .flatMap((stack) => all(stack, "aws_s3_bucket"))
      .map(({ bucket }) => bucket);
    const known = environment ? bucketsOf(environment).map(({ bucket }) => bucket) : [];
    expect(created.sort()).toEqual(known.sort());
  });

  it.each(["Upper-case", "under_score", "dot.ted", "ab", "xn--bucket", "a".repeat(64), "bucket--ol-s3"])(
    "of the state bucket can exist, unlike %s",
    (stateBucket) => {
      expect(resolve({ stateBucket })).toContain("test: stateBucket");
    },
  );
});

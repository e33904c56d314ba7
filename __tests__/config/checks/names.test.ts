import { resolve } from "../change";

describe("names", () => {
  it("fit a load balancer", () => {
    expect(resolve({ application: "a-rather-long-name", environment: "with-more-of-it" }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     with-more-of-it: application, environment
       got      "a-rather-long-name-with-more-of-it" (34 characters)
       allowed  together, with their hyphen, at most 32 characters, as of a load balancer's name
       fix      Shorten one of them by 2."
    `);
  });

  it.each(["aws-shop", "ssm", "ecsite", "internal-api", "sg", "sg-shop"])(
    "do not begin like %s",
    (application) => {
      expect(resolve({ application })).toContain("which AWS keeps for itself");
    },
  );

  it.each(["Upper-case", "under_score", "dot.ted", "ab", "xn--bucket", "a".repeat(64), "bucket--ol-s3"])(
    "of the state bucket can exist, unlike %s",
    (stateBucket) => {
      expect(resolve({ stateBucket })).toContain("test: stateBucket");
    },
  );
});

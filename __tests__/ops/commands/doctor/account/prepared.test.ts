import { inFourParts } from "../../../../../config/messages/problem";
import { serviceLinkedRoles } from "../../../../../ops/commands/doctor/account/service-linked-roles";
import { stateBucket } from "../../../../../ops/commands/doctor/account/state-bucket";
import { check } from "./fitting-account";

describe("what bootstrap creates", () => {
  it("is not a problem while it is missing", async () => {
    expect(await check(stateBucket, {})).toMatchObject({
      result: "passed",
      seen: "bootstrap creates shop-terraform-state-111122223333",
    });
    expect(await check(serviceLinkedRoles, {}, { missingRoles: ["AWSServiceRoleForECS"] })).toMatchObject({
      result: "passed",
      seen: "bootstrap creates AWSServiceRoleForECS",
    });
  });

  it("is there", async () => {
    expect(await check(stateBucket, {}, { bucketStatus: 200 })).toMatchObject({
      seen: "shop-terraform-state-111122223333",
    });
    expect(await check(serviceLinkedRoles, {})).toMatchObject({ seen: "they exist" });
  });

  it("is refused when the bucket is another account's", async () => {
    const { problems } = await check(stateBucket, {}, { bucketStatus: 403 });

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
     "test: stateBucket
       got      "shop-terraform-state-111122223333", which does not belong to account 111122223333, or your credentials lack s3:ListBucket on it
       allowed  a name that no other account has a bucket of: all AWS accounts share one set of names
       fix      Write another name as stateBucket, or get s3:ListBucket on this bucket."
    `);
  });

  it("is refused when the bucket is in another region", async () => {
    const { problems } = await check(stateBucket, {}, { bucketStatus: 301, bucketRegion: "us-west-2" });

    expect(problems.map(inFourParts).join()).toMatchInlineSnapshot(`
     "test: stateBucket
       got      "shop-terraform-state-111122223333", which is in us-west-2
       allowed  a name that is free, or of a bucket in eu-west-1
       fix      Write another name as stateBucket."
    `);
  });
});

import { AwsError } from "../../../played/protocols";
import { denied } from "../../../played/played";
import { functionConcurrency } from "../../../../../ops/commands/doctor/account/function-concurrency";
import { check, look } from "./fitting-account";

describe("an account", () => {
  it("fits when it has what a deploy needs", async () => {
    expect(await look({ slack: {} })).toMatchObject({ exitCode: 0, warned: "" });
  });

  it("is refused with everything that a deploy would fail at, before anything is changed", async () => {
    const { exitCode, warned } = await look(
      { slack: { reserveConcurrency: true } },
      {
        provider: {},
        concurrency: { quota: 10, unreserved: 10 },
        zones: [],
        image: "",
        offeredIn: ["eu-west-1a"],
        bucketStatus: 403,
      },
    );

    expect(exitCode).toBe(2);
    expect(warned).toMatchInlineSnapshot(`
     "8 problems to fix before a deployment. Nothing was changed.

     test: stateBucket
       got      "shop-terraform-state-111122223333", which does not belong to account 111122223333, or your credentials lack s3:ListBucket on it
       allowed  a name that no other account has a bucket of: all AWS accounts share one set of names
       fix      Write another name as stateBucket, or get s3:ListBucket on this bucket.

     test: application, environment
       got      "shop-test", but the bucket shop-test-settings-111122223333 belongs to another account, or your credentials lack s3:ListBucket on it
       allowed  names that no other account has a bucket of
       fix      Rename the application or the environment.

     test: application, environment
       got      "shop-test", but the bucket shop-test-access-logs-111122223333 belongs to another account, or your credentials lack s3:ListBucket on it
       allowed  names that no other account has a bucket of
       fix      Rename the application or the environment.

     test: slack.reserveConcurrency
       got      true, but Lambda's concurrency quota is 10, of which 10 are not reserved
       allowed  true only where more than 100 are not reserved
       fix      Remove it, or request a higher quota: "Concurrent executions" in Service Quotas.

     test: hosts.ecsAmiRelease, hosts.ecsAmiKernel
       got      "2023.0.20260226" and "6.1", but eu-west-1 has no parameter /aws/service/ecs/optimized-ami/amazon-linux-2023/al2023-ami-ecs-hvm-2023.0.20260226-kernel-6.1-x86_64/image_id
       allowed  a release that AWS has published in this region, with its kernel
       fix      Write ecsAmiRelease: "2023.0.20261112", ecsAmiKernel: "6.12", the newest.

     test: hosts.instanceType, availabilityZones
       got      "t3.small", which is not offered in eu-west-1b
       allowed  zones that offer it to this account: eu-west-1a
       fix      Choose other zones, or another instance type.

     test: domain.hostedZone
       got      "shop.example", but the account has no public hosted zone of this name
       allowed  the name of exactly one public hosted zone of this account
       fix      Run: aws route53 create-hosted-zone --name shop.example --caller-reference shop.example
                Then enter its name servers at the registrar, or in the parent zone.
                If another account has this zone, create api.shop.example instead, write hostedZone: "api.shop.example", and delegate it there.

     test: ci.provider
       got      "create", but the account has arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com
       allowed  "create" once per account: an account can have only one OIDC provider for this host
       fix      Write provider: "existing".
     "
    `);
  });

  it("is not refused for what the credentials cannot see", async () => {
    const { exitCode, advice } = await look(
      {},
      {},
      { iam: { ListOpenIDConnectProviders: denied("iam:ListOpenIDConnectProviders") } },
    );

    expect(exitCode).toBe(0);
    expect(advice).toContain(
      "Not checked: GitHub's OIDC provider. Your credentials lack iam:ListOpenIDConnectProviders or iam:GetOpenIDConnectProvider.",
    );
  });

  it("is not taken for a fitting one when a check fails for another reason", async () => {
    const broken = () => {
      throw new AwsError("InvalidParameterValueException");
    };
    expect(await look({ slack: {} }, {}, { lambda: { GetAccountSettings: broken } })).toMatchObject({
      exitCode: 1,
    });
  });
});

describe("a bucket of the environment's name", () => {
  it.each([
    ["by a redirect", 301],
    ["by a refused signature", 400],
    ["by the answer itself", 200],
  ])("in another region is refused, with the region that S3 gives %s", async (_case, bucketStatus) => {
    const { exitCode, warned } = await look(
      { loadBalancer: { accessLogs: false } },
      { bucket: "shop-test-settings-111122223333", bucketStatus, bucketRegion: "us-west-2" },
    );

    expect(exitCode).toBe(2);
    expect(warned).toBe(
      `1 problem to fix before a deployment. Nothing was changed.

test: application, environment, region
  got      "shop-test" in eu-west-1, but the bucket shop-test-settings-111122223333 is in us-west-2
  allowed  names that no account has a bucket of outside eu-west-1
  fix      Rename the application or the environment. If the bucket is this environment's own, correct the region instead.
`,
    );
  });

  it("in another region is refused where S3 does not give the region", async () => {
    expect((await look({}, { bucketStatus: 301 })).warned).toContain(
      "but the bucket shop-test-settings-111122223333 is in another region",
    );
  });

  it("in the environment's region is the one that a deploy created", async () => {
    expect(await look({}, { bucketStatus: 200, bucketRegion: "eu-west-1" })).toMatchObject({ exitCode: 0 });
    expect(await look({}, { bucketStatus: 200 })).toMatchObject({ exitCode: 0 });
  });

  it("is not taken for a fitting one when S3 answers with another error", async () => {
    expect(await look({}, { bucketStatus: 400 })).toMatchObject({ exitCode: 1 });
  });
});

describe("the bucket of the files", () => {
  const used = { files: { kind: "existing", bucket: "company-media" } };

  it("may be one of this account in the environment's region", async () => {
    expect(await look(used, { bucketStatus: 200, bucketRegion: "eu-west-1" })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["which does not exist", { bucketStatus: 404 }],
    [
      "which belongs to another account, or your credentials lack s3:ListBucket on it",
      { bucketStatus: 403, bucket: "company-media" },
    ],
    ["which is in us-west-2", { bucketStatus: 301, bucketRegion: "us-west-2", bucket: "company-media" }],
  ])("is refused as one %s", async (got, facts) => {
    const { exitCode, warned } = await look(used, facts);

    expect(exitCode).toBe(2);
    expect(warned).toContain(`test: files.bucket
  got      "company-media", ${got}
  allowed  a bucket of account 111122223333 in eu-west-1
  fix      Name such a bucket, or write files: { kind: "create" }.`);
  });

  it("is looked up as a new one, too", async () => {
    const taken = { bucket: "shop-test-files-111122223333", bucketStatus: 403 };
    expect((await look({ files: { kind: "create" } }, taken)).warned).toContain(
      "the bucket shop-test-files-111122223333 belongs to another account",
    );
    expect(await look({}, taken)).toMatchObject({ exitCode: 0 });
  });
});

describe("GitHub's OIDC provider", () => {
  const provider = (value: "create" | "existing") => ({ "ci.provider": value });

  it.each([
    ["is created where there is none", "create", undefined],
    ["is created by the environment that created it", "create", { own: true }],
    ["is used where it exists", "existing", {}],
  ] as const)("%s", async (_case, value, exists) => {
    expect(await look(provider(value), exists ? { provider: exists } : {})).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["exists already", "create", {}, 'fix      Write provider: "existing".'],
    ["is missing", "existing", undefined, 'fix      Write provider: "create".'],
    ["would be deleted", "existing", { own: true }, '"existing" would delete it'],
    [
      "accepts another audience",
      "existing",
      { audiences: ["sigstore"] },
      "add-client-id-to-open-id-connect-provider",
    ],
  ] as const)("is refused when it %s", async (_case, value, exists, message) => {
    const { exitCode, warned } = await look(provider(value), exists ? { provider: exists } : {});

    expect(exitCode).toBe(2);
    expect(warned).toContain("test: ci.provider\n");
    expect(warned).toContain(message);
  });

  it("is not asked for where CI has an IAM user", async () => {
    expect(await look({ ci: { identity: "iam-user" } }, { provider: {} })).toMatchObject({ exitCode: 0 });
  });
});

describe("Lambda's concurrency", () => {
  const reserving = { slack: { reserveConcurrency: true } };

  it("can be reserved from what Lambda does not keep for itself", async () => {
    expect(await look(reserving, { concurrency: { quota: 1_000, unreserved: 101 } })).toMatchObject({
      exitCode: 0,
    });
  });

  it("is refused from the rest", async () => {
    expect(await look(reserving, { concurrency: { quota: 1_000, unreserved: 100 } })).toMatchObject({
      exitCode: 2,
    });
  });

  it("is not taken twice by a notifier that has it", async () => {
    const concurrency = { quota: 1_000, unreserved: 100, reserved: 1 };
    expect(await look(reserving, { concurrency })).toMatchObject({ exitCode: 0 });
  });

  it("is offered where it can be had, and only there", async () => {
    const offer = [expect.stringContaining("reserveConcurrency: true")];
    const small = { concurrency: { quota: 10, unreserved: 10 } };
    expect(await check(functionConcurrency, { slack: {} })).toMatchObject({
      result: "advice",
      advice: offer,
    });
    expect(await check(functionConcurrency, { slack: {} }, small)).toMatchObject({ advice: [] });
    expect(await check(functionConcurrency, {})).toMatchObject({ advice: [] });
  });
});

describe("the hosted zone", () => {
  it.each([
    ["private", [{ name: "shop.example.", private: true }], "no public hosted zone"],
    ["another one's", [{ name: "shop.example.org." }], "no public hosted zone"],
    ["there twice", [{ name: "shop.example." }, { name: "shop.example." }], "2 public hosted zones"],
  ])("is refused when it is %s", async (_case, zones, message) => {
    const { exitCode, warned } = await look({}, { zones });

    expect(exitCode).toBe(2);
    expect(warned).toContain(message);
  });

  it("is not asked for without a domain", async () => {
    expect(await look({ domain: undefined }, { zones: [] })).toMatchObject({ exitCode: 0 });
  });
});

describe("the hosts' AMI", () => {
  it("names where to look when AWS names no newest one", async () => {
    expect((await look({}, { image: "", newestImage: "" })).warned).toContain(
      "aws ssm get-parameter --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_name",
    );
  });
});

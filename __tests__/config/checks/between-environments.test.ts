import { resolveEnvironments } from "../../../config/resolve-environments";
import { testEnvironment } from "../../helpers/environment";
import { change } from "../change";

describe("two environments", () => {
  const other: Record<string, unknown> = {
    environment: "other",
    "ci.provider": "existing",
    "ci.deployEnvironment": "other",
    domain: undefined,
  };
  const both = (changes: Record<string, unknown>) => () =>
    resolveEnvironments([testEnvironment, change({ ...other, ...changes })]);

  it("may share an account", () => {
    expect(both({})).not.toThrow();
  });

  it("do not share a name", () => {
    expect(both({ environment: "test" })).toThrowErrorMatchingInlineSnapshot(`
           "1 mistake in environments/; nothing was done.

           test: environment
             got      "test", the same as "test"
             allowed  a name that no other environment has, ignoring case: stacks and state are named by it
             fix      Rename one of the two."
        `);
  });

  it("do not differ by case only", () => {
    expect(both({ environment: "TEST" })).toThrow('got      "TEST", the same as "test"');
  });

  it("do not share physical names in one account", () => {
    const names = { application: "shop-eu", environment: "test" };
    expect(() => resolveEnvironments([change({ environment: "eu-test" }), change({ ...other, ...names })]))
      .toThrowErrorMatchingInlineSnapshot(`
           "1 mistake in environments/; nothing was done.

           test: application, environment
             got      "shop-eu-test", the same as eu-test of shop
             allowed  a different <application>-<environment> in the same account
             fix      Rename one of them, or use another account."
        `);
    expect(() =>
      resolveEnvironments([
        change({ environment: "eu-test" }),
        change({ ...other, ...names, accountId: "444455556666" }),
      ]),
    ).not.toThrow();
  });

  it("do not have names that the roles of one take for its copies", () => {
    const named =
      (one: string, two: string, more: object = {}) =>
      () =>
        resolveEnvironments([change({ environment: one }), change({ ...other, environment: two, ...more })]);

    expect(named("qa", "qa-drill-eu")).toThrowErrorMatchingInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      qa-drill-eu: application, environment
        got      "shop-qa-drill-eu", which begins like the copies of qa
        allowed  a name that begins with none of shop-qa-drill-, shop-qa-release-, shop-qa-replaced-, shop-qa-restored-: the roles of qa may delete such databases or snapshots
        fix      Rename one of them, or use another account."
    `);
    expect(named("qa-release-eu", "qa")).toThrow('"shop-qa-release-eu", which begins like the copies of qa');
    for (const name of ["qa-eu", "qa-drill", "qa2", "qa-drills-eu"]) expect(named("qa", name)).not.toThrow();
    expect(named("qa", "qa-drill-eu", { accountId: "444455556666" })).not.toThrow();
  });

  it("do not share the bucket of their files", () => {
    const files = { kind: "existing", bucket: "shop-uploads" };
    const pair = (one: unknown, two: unknown) => () =>
      resolveEnvironments([change({ files: one }), change({ ...other, files: two })]);

    expect(pair(files, files)).toThrowErrorMatchingInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      other: files.bucket
        got      "shop-uploads", as in test
        allowed  a bucket that no other environment uses: each could overwrite and delete the files of the other
        fix      Write files: { kind: "create" } in one of the two. To read files of another environment, use permissions."
    `);
    expect(pair({ kind: "create" }, { ...files, bucket: "shop-test-files-111122223333" })).toThrow(
      "as in test",
    );
    expect(pair({ kind: "create" }, { kind: "create" })).not.toThrow();
    expect(pair(undefined, undefined)).not.toThrow();
  });

  it("do not trust the same GitHub environment", () => {
    expect(both({ "ci.deployEnvironment": "test" })).toThrowErrorMatchingInlineSnapshot(`
      "1 mistake in environments/; nothing was done.

      other: ci.deployEnvironment
        got      "test" of example/shop, as in test
        allowed  a GitHub environment that no other environment trusts: its jobs could deploy to both
        fix      Create a GitHub environment for each, and name it here."
    `);
    expect(both({ "ci.deployEnvironment": "test", "ci.deployRepository": "example/b" })).not.toThrow();
  });

  it.each([
    { "ci.deployEnvironment": "Test" },
    { "ci.deployEnvironment": "TEST", "ci.deployRepository": "Example/SHOP" },
    { "ci.deployEnvironment": "test", "ci.deployRepository": "example@12/shop@34" },
  ])("do not trust the same GitHub environment in another spelling: %j", (changes) => {
    expect(both(changes)).toThrow("a GitHub environment that no other environment trusts");
  });

  it("do not both create the account's one GitHub OIDC provider", () => {
    expect(both({ "ci.provider": "create" })).toThrowErrorMatchingInlineSnapshot(`
           "1 mistake in environments/; nothing was done.

           other: ci.provider
             got      "create", as in test
             allowed  one \`create\` per account, because an account has one GitHub OIDC provider
             fix      Write provider: "existing" here."
        `);
    expect(both({ "ci.provider": "create", accountId: "444455556666" })).not.toThrow();
  });

  it.each([
    ["settings", "the settings"],
    ["access-logs", "the access logs"],
  ])("do not keep the state of one in the other's bucket for %s", (suffix, holds) => {
    const [mine, theirs] = ["test", "other"].map((name) => `shop-${name}-${suffix}-111122223333`);
    expect(both({ stateBucket: mine })).toThrow(`1 mistake in environments/; nothing was done.

other: stateBucket
  got      "${mine}", the bucket for ${holds} of test
  allowed  a bucket that no stack creates: Terraform needs the state before it can create a bucket
  fix      Rename it, or leave it out: <application>-terraform-state-<accountId> is the default.`);
    expect(() =>
      resolveEnvironments([change({ stateBucket: theirs }), change({ ...other, accountId: "111122223333" })]),
    ).toThrow(`test: stateBucket
  got      "${theirs}", the bucket for ${holds} of other`);
  });

  it("do not keep the state of one in the bucket of a namesake in another account", () => {
    expect(() =>
      resolveEnvironments([
        change({ environment: "eu-test" }),
        change({
          ...other,
          application: "shop-eu",
          environment: "test",
          accountId: "444455556666",
          stateBucket: "shop-eu-test-settings-111122223333",
        }),
      ]),
    ).toThrow('"shop-eu-test-settings-111122223333", the bucket for the settings of eu-test');
  });

  it("share a state bucket in one account and region only", () => {
    expect(both({ stateBucket: "shop-terraform-state-111122223333" })).not.toThrow();
    expect(both({ stateBucket: "shop-terraform-state-111122223333", accountId: "444455556666" }))
      .toThrow(`other: stateBucket
  got      "shop-terraform-state-111122223333" in account 444455556666 and eu-west-1; test uses it in account 111122223333 and eu-west-1
  allowed  one bucket for each account and region
  fix      Set stateBucket to another name in one of the two.`);
    expect(both({ region: "eu-west-2", availabilityZones: ["eu-west-2a", "eu-west-2b"] })).toThrow(
      "shop-terraform-state-111122223333",
    );
  });

  it("do not create the same DNS record", () => {
    expect(both({ domain: testEnvironment.domain })).toThrow('got      "api.shop.example", as in test');
  });
});

import { resolveEnvironments } from "../../config/resolve-environments";
import { production } from "../environments/production";
import { staging } from "../environments/staging";
import { testEnvironment } from "../helpers/environment";
import { change, mistakeIn, resolve } from "./change";

describe("resolveEnvironments", () => {
  it("accepts production and staging as they are, together", () => {
    const names = resolveEnvironments([production, staging]).map(({ name }) => name);
    expect(names).toEqual(["api-production", "api-staging"]);
  });

  it("fills in defaults and derives names", () => {
    const [environment] = resolveEnvironments([testEnvironment]);
    expect(environment).toMatchObject({
      name: "shop-test",
      stateBucket: "shop-terraform-state-111122223333",
      hosts: { purchase: "on-demand", minimum: 1, maximum: 2 },
      database: { multiAz: false, deletionProtection: true, password: { source: "generated", version: 1 } },
      logs: { retentionDays: 30 },
    });
  });

  it("reports every mistake of every environment at once", () => {
    expect(() =>
      resolveEnvironments([
        change({ "hosts.instanceTyp": "t3.small", "hosts.instanceType": undefined, "network.kind": "creat" }),
        change({
          environment: "other",
          "ci.provider": "existing",
          "ci.deployEnvironment": "other",
          "hosts.minimum": "2",
          region: "eu-west-9",
        }),
      ]),
    ).toThrowErrorMatchingInlineSnapshot(`
           "5 mistakes in environments/; nothing was done.

           test: hosts.instanceTyp
             got      "t3.small"
             allowed  instanceType, purchase, minimum, maximum, ecsAmiRelease, ecsAmiKernel, rootVolumeGiB, egressPorts
             fix      Did you mean hosts.instanceType?

           test: network.kind
             got      "creat"
             allowed  create, adopt, existing
             fix      Did you mean create?

           other: hosts.minimum
             got      "2"
             allowed  a whole number from 1 to 4999
             fix      Write 2 without quotes.

           other: region
             got      "eu-west-9"
             allowed  a region of the aws partition, like ap-northeast-1
             fix      Did you mean eu-west-1?

           other: domain.name
             got      "api.shop.example", as in test
             allowed  a host name that no other environment has
             fix      Change one of the two: both would create the same DNS record."
        `);
  });

  it("checks the other fields despite a mistyped one", () => {
    expect(
      resolve({
        "database.storageGiB": "20",
        "hosts.maximum": 1,
        "env.DEBUG": 1,
        "env.MAIL_PASSWORD": "hunter2",
      }),
    ).toMatchInlineSnapshot(`
     "4 mistakes in environments/; nothing was done.

     test: hosts.maximum
       got      1
       allowed  a whole number from 2 to 5000
       fix      Write 2 or more. At least one more than \`minimum\`: the replacement of a host is launched first. ECS adds hosts up to this number when tasks do not fit.

     test: database.storageGiB
       got      "20"
       allowed  a whole number from 20 to 65536
       fix      Write 20 without quotes. gp3 starts at 20 GiB.

     test: env.DEBUG
       got      1
       allowed  a text
       fix      Write "1".

     test: env.MAIL_PASSWORD
       got      a text of 7 characters (not shown)
       allowed  plain settings; the name looks like that of a secret
       fix      Move it: secrets: { MAIL_PASSWORD: { source: "operator" } }. If the value was real, replace it: it is in git."
    `);
  });

  it("does not report a misspelt option as missing too", () => {
    expect(mistakeIn({ regoin: "eu-west-1", region: undefined })).toMatchInlineSnapshot(`
     "regoin
       got      "eu-west-1"
       allowed  application, environment, production, acceptedRisks, accountId, region, availabilityZones, stateBucket, running, network, domain, loadBalancer, hosts, database, cache, web, queue, queues, worker, workers, scheduler, oneOffTask, shell, files, mail, permissions, env, secrets, slack, ci, logs, alarms, dashboard
       fix      Did you mean region?"
    `);
  });

  it("suggests the right place of an option", () => {
    expect(resolve({ instanceClass: "db.t4g.micro" })).toContain("Did you mean database.instanceClass?");
  });

  it("suggests every place of an option that several have", () => {
    expect(resolve({ deletionProtection: false })).toContain(
      "Did you mean loadBalancer.deletionProtection or database.deletionProtection or files.deletionProtection?",
    );
  });

  it("suggests the option with its unit", () => {
    expect(resolve({ "worker.memory": 128 })).toContain("Did you mean worker.memoryMiB?");
  });

  it.each([
    ["hosts.purchase", "spto", "Did you mean spot?"],
    ["secrets.APP_KEY.source", "generate", "Did you mean generated?"],
    ["acceptedRisks", ["spot-host"], "Did you mean spot-hosts?"],
    ["region", "eu-wset-1", "Did you mean eu-west-1?"],
    ["hosts.instanceType", "t3.smal", "Use t3.small."],
  ])("suggests a value for %s", (path, value, suggestion) => {
    expect(resolve({ [path]: value })).toContain(suggestion);
  });

  it.each([
    ["NaN", NaN],
    ["negative", -1],
    ["a fraction", 1.5],
    ["a text", "1"],
    ["infinite", Infinity],
    ["null", null],
  ])("refuses a count that is %s", (_, value) => {
    expect(resolve({ "web.desiredCount": value })).toContain("allowed  a whole number from 1 to 5000");
  });

  it.each(["", " ", "Shop", "shop_1", "1shop", "shop-", "a".repeat(21), "${TfToken[TOKEN.0]}"])(
    "refuses the application name %j",
    (application) => {
      expect(resolve({ application })).toContain(
        "lower-case letters, digits and single hyphens, beginning with a letter; at most 20 characters",
      );
    },
  );

  it("refuses settings that change the prototype of objects", () => {
    const polluted = JSON.parse('{"__proto__": {"production": true}, "constructor": "x"}') as object;
    expect(resolve({ env: polluted })).toMatchInlineSnapshot(`
     "2 mistakes in environments/; nothing was done.

     test: env.__proto__
       got      the name __proto__
       allowed  any other name
       fix      Remove it.

     test: env.constructor
       got      the name "constructor"
       allowed  upper-case letters, digits and underscores, not beginning with a digit
       fix      Rename it."
    `);
    expect(resolve({ secrets: { APP_KEY: { source: "generated" }, constructor: "x" } })).toContain(
      "secrets.constructor",
    );
  });

  it("refuses inherited options", () => {
    expect(resolve({ hosts: Object.create(testEnvironment.hosts) as object })).toContain(
      "got      an object that inherits options",
    );
  });

  it.each([
    ["in place of its source", { "secrets.APP_KEY": "base64:hunter2" }],
    ["as a number", { "secrets.PIN": 73577357 }],
    ["in place of its source, in the database", { "database.password": "hunter2" }],
    ["among the plain settings", { "env.DB_PASSWORD": "hunter2" }],
    ["among the plain settings as a number", { "env.API_TOKEN": 73577357 }],
    [
      "under an option that does not exist",
      { slackWebhook: "hunter2", "database.masterPassword": ["hunter2"] },
    ],
    ["by its form", { application: "redis://default:hunter2@cache" }],
  ])("never shows a secret that is %s", (_, changes) => {
    const refusal = resolve(changes);
    expect(refusal).toContain("not shown");
    expect(refusal).not.toMatch(/hunter2|73577357/);
  });
});

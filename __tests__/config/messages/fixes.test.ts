import { mistakeIn, resolve } from "../change";

const fixOf = (changes: Readonly<Record<string, unknown>>) =>
  / {2}fix {6}([^]*?)$/.exec(resolve(changes))?.[1] ?? "none";

/** Fields with a wrong value, and the correct value that the fix has to name. */
const CORRECTED: readonly (readonly [path: string, wrong: unknown, correct: unknown])[] = [
  ["database.instanceClass", "t4g.micro", "db.t4g.micro"],
  ["database.instanceClass", " db.t4g.micro", "db.t4g.micro"],
  ["database.instanceClass", "DB.T4G.MICRO", "db.t4g.micro"],
  ["web.app.memoryMiB", "384M", 384],
  ["web.app.memoryMiB", "384 MiB", 384],
  ["web.app.memoryMiB", "0.5", undefined],
  ["web.app.memoryMiB", 399.6, 400],
  ["hosts.rootVolumeGiB", "1T", 1024],
  ["hosts.rootVolumeGiB", "51200MB", 50],
  ["application", "My Shop", "my-shop"],
  ["application", "shop_api", "shop-api"],
  ["domain.name", "https://api.shop.example/v1", "api.shop.example"],
  ["domain.name", "API.shop.example", "api.shop.example"],
  ["accountId", 123456789012, "123456789012"],
  ["env.APP_DEBUG", false, "false"],
  ["shell", "yes", true],
  ["shell", 0, false],
  ["acceptedRisks", "spot-hosts", ["spot-hosts"]],
];

/** What else an environment needs to be accepted with the correct value. */
const EXPECTING: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  acceptedRisks: { production: true, slack: {}, "hosts.purchase": "spot", "database.multiAz": true },
};

describe("the fix of a wrong value", () => {
  it.each(CORRECTED)("of %s, %j, is the correct one: %j", (path, wrong, correct) => {
    const fix = fixOf({ [path]: wrong });
    if (correct === undefined) return expect(fix).toMatch(/^Change it\./);

    expect(fix.startsWith(`Write ${JSON.stringify(correct)}.`)).toBe(true);
    expect(resolve({ ...EXPECTING[path], [path]: correct })).toBe("accepted");
  });

  it.each([
    ["database.backupRetentionDays", 99, "Write 35 or less."],
    ["database.backupRetentionDays", 0, "Write 1 or more."],
    ["database.backupRetentionDays", "7", "Write 7 without quotes."],
    ["shell", "true", "Write true without quotes."],
    ["hosts", "t3.small", 'Write hosts: { instanceType: "t3.small" }.'],
    ["alarms", false, "Write alarms: { enabled: false }."],
    ["slack", true, "Write slack: { ... } with some of these, or leave it out."],
    ["domain", "api.shop.example", "Write domain: { name: ..., hostedZone: ... }."],
    ["cache", true, 'Write cache: { kind: "database", ... } or { kind: "valkey", ... }.'],
  ])("of %s, %j, is: %s", (path, wrong, fix) => {
    expect(fixOf({ [path]: wrong })).toContain(fix);
  });
});

describe("what is allowed", () => {
  it.each([
    ["workers", {}, "a list; each entry: an object with name, runs,"],
    ["acceptedRisks", true, "a list; each entry: plain-http, spot-hosts,"],
    ["env", "x", "an object of names; each value: a text"],
  ])("in %s, which is not %j, includes what it consists of", (path, wrong, allowed) => {
    expect(mistakeIn({ [path]: wrong })).toContain(`allowed  ${allowed}`);
  });
});

describe("a secret in an environment's file", () => {
  const KEY = `base64:${"A".repeat(43)}=`;

  it("in place of its source is one mistake, and is said to be in git", () => {
    expect(mistakeIn({ "secrets.APP_KEY": KEY })).toMatchInlineSnapshot(`
     "secrets.APP_KEY
       got      a text of 51 characters (not shown)
       allowed  an object whose source is one of generated, ciphertext, operator
       fix      Write APP_KEY: { source: "generated" }. If the value was real, replace it: it is in git."
    `);
    expect(fixOf({ "secrets.MAIL_PASSWORD": "hunter2" })).toBe(
      'Write MAIL_PASSWORD: { source: "operator" }. If the value was real, replace it: it is in git.',
    );
    expect(fixOf({ "database.password": "hunter2" })).toBe(
      'Write password: { source: "generated" }. If the value was real, replace it: it is in git.',
    );
  });

  it("is not meant by the name of a source alone", () => {
    expect(fixOf({ "secrets.APP_KEY": "generated" })).toBe('Write APP_KEY: { source: "generated" }.');
  });

  it("under an option that does not exist is said to be in git, and never printed", () => {
    const webhook = "https://hooks.slack.com/services/T0/B0/x";
    expect(mistakeIn({ slack: { webhook } })).toMatchInlineSnapshot(`
     "slack.webhook
       got      a text of 40 characters (not shown)
       allowed  channel, icon, username, progress, reserveConcurrency
       fix      Remove it, and replace it where it comes from: it is in git.
                Then run: npm run ops -- secret set test slack-webhook"
    `);
    const value = "hunter2";
    const message = resolve({ "secrets.MAIL_PASSWORD": { source: "operator", value } });
    expect(message).toContain("Then run: npm run ops -- secret set test MAIL_PASSWORD");
    expect(message).not.toContain(value);
  });

  it("is not printed as a corrected value", () => {
    expect(
      resolve({ "secrets.APP_KEY": { source: "ciphertext", ciphertext: " aHVudGVyMg== " } }),
    ).not.toContain("aHVudGVy");
  });

  it("does not hide the mistakes in other settings", () => {
    expect(resolve({ "secrets.APP_KEY": KEY, "secrets.DB_HOST": { source: "operator" } })).toContain(
      "test: secrets.DB_HOST\n",
    );
  });
});

describe("a region of another partition", () => {
  it.each(["cn-north-1", "us-gov-west-1", "eusc-de-east-1"])(
    "is not taken for a misspelt one: %s",
    (region) => {
      expect(fixOf({ region, availabilityZones: [`${region}a`, `${region}b`] })).toBe(
        "Choose a region of the aws partition: this one is in another, where names and services differ.",
      );
    },
  );
});

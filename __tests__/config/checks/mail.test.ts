import { senderOf } from "../../../config/sender";
import { mistakeIn, resolve } from "../change";

const ses = { kind: "ses", from: "Shop <no-reply@shop.example>" };
const smtp = { kind: "smtp", host: "smtp.example.com", port: 587 };
const password = { "secrets.MAIL_PASSWORD": { source: "operator" } };

describe("mail", () => {
  it.each<[string, Record<string, unknown>]>([
    ["SES, from the hosted zone", { mail: ses }],
    ["SES, from below the hosted zone", { mail: { ...ses, from: "no-reply@mail.shop.example" } }],
    [
      "SES, with a verified domain of another zone",
      { mail: { ...ses, from: "a@b.example", identity: "existing" } },
    ],
    [
      "SES, with a verified domain and no zone",
      { mail: { ...ses, identity: "existing" }, domain: undefined },
    ],
    ["a server without a login", { mail: smtp }],
    ["a server with a login", { mail: { ...smtp, username: "shop" }, ...password }],
    [
      "a server with a secret user name",
      { mail: smtp, ...password, "secrets.MAIL_USERNAME": { source: "operator" } },
    ],
    ["a server, its sender in env", { mail: smtp, "env.MAIL_FROM_ADDRESS": "shop@shop.example" }],
  ])("is sent by %s", (_, changes) => {
    expect(resolve(changes)).toBe("accepted");
  });

  it("by SES is from the hosted zone, where its records are", () => {
    expect(mistakeIn({ mail: { ...ses, from: "no-reply@other.example" } })).toMatchInlineSnapshot(`
      "mail.from
        got      "no-reply@other.example"
        allowed  an address at shop.example or below it: the records that verify the sender are created in this hosted zone
        fix      Change the address, or verify its domain in SES by hand and write identity: "existing"."
    `);
    expect(resolve({ mail: { ...ses, from: "no-reply@notshop.example" } })).toContain("1 mistake");
    expect(mistakeIn({ mail: ses, domain: undefined })).toMatchInlineSnapshot(`
      "mail.from
        got      "Shop <no-reply@shop.example>", and no domain
        allowed  an address in the hosted zone of domain, where the records that verify the sender are created
        fix      Set domain, or verify the domain of the address in SES by hand and write identity: "existing"."
    `);
  });

  it("has the options of its identity", () => {
    expect(mistakeIn({ mail: { ...ses, configurationSet: "shop" } })).toMatchInlineSnapshot(`
      "mail.configurationSet
        got      "shop"
        allowed  only with identity: "existing"; a new identity gets a configuration set of its own
        fix      Remove it."
    `);
    expect(mistakeIn({ mail: { ...ses, identity: "existing", dmarc: "reject" } })).toMatchInlineSnapshot(`
      "mail.dmarc
        got      "reject"
        allowed  only with identity: "create", which creates the records of the domain
        fix      Remove it, and change the record where the identity is managed."
    `);
  });

  it("by SES is in a region that has it", () => {
    const mexico = { region: "mx-central-1", availabilityZones: ["mx-central-1a", "mx-central-1b"] };
    expect(mistakeIn({ mail: ses, ...mexico })).toMatchInlineSnapshot(`
      "mail.kind
        got      "ses" in mx-central-1
        allowed  a region that has Amazon SES
        fix      Write kind: "smtp", e.g. with the SMTP endpoint of SES in another region."
    `);
  });

  it("logs in with both, a user name and a password", () => {
    expect(mistakeIn({ mail: { ...smtp, username: "shop" } })).toMatchInlineSnapshot(`
      "secrets.MAIL_PASSWORD
        got      nothing
        allowed  a source for the password, because mail has a user name
        fix      Add MAIL_PASSWORD: { source: "operator" }, and set it with \`ops secret set\` before the first release."
    `);
    expect(mistakeIn({ mail: smtp, ...password })).toMatchInlineSnapshot(`
      "mail.username
        got      nothing
        allowed  a user name, because secrets has MAIL_PASSWORD
        fix      Add it, or add MAIL_USERNAME: { source: "operator" } to secrets. Without a login remove MAIL_PASSWORD."
    `);
  });

  it("has no second source for its settings", () => {
    expect(resolve({ mail: ses, "env.MAIL_FROM_ADDRESS": "a@shop.example" })).toContain(
      "Remove it: it is derived",
    );
    expect(resolve({ mail: smtp, "secrets.MAIL_URL": { source: "operator" } })).toContain(
      "Laravel would use it instead of the derived settings",
    );
    expect(resolve({ "secrets.MAIL_URL": { source: "operator" } })).toBe("accepted");
  });

  it.each([
    "no-reply",
    "no-reply@localhost",
    "no-reply@Shop.example",
    "Shop no-reply@shop.example",
    "<no-reply@shop.example>",
    'Shop "24" <no-reply@shop.example>',
    "Shop <no-reply@shop.example",
    "a@shop.example, b@shop.example",
  ])("is not sent from %s", (from) => {
    expect(resolve({ mail: { ...ses, from } })).toContain("an address with its domain in lower case");
  });

  it.each([
    ["no-reply@shop.example", { address: "no-reply@shop.example", domain: "shop.example" }],
    [
      "Müller & Co. <a+b@c.d.example>",
      { address: "a+b@c.d.example", domain: "c.d.example", name: "Müller & Co." },
    ],
    ["ショップ <a@shop.example>", { address: "a@shop.example", domain: "shop.example", name: "ショップ" }],
  ])("is read as a name and an address: %s", (from, sender) => {
    expect(senderOf(from)).toEqual(sender);
    expect(resolve({ mail: { ...ses, from, identity: "existing" } })).toBe("accepted");
  });
});

import { shown } from "../../../ops/cli/text";
import { statusLines } from "../../../ops/commands/status/lines";
import { reportOn } from "../../../ops/commands/status/report";
import { findingLines } from "../../../ops/diagnosis/finding";
import { mailProblems } from "../../../ops/diagnosis/mail";
import type { Mail } from "../../../ops/ecs/mail";
import { environment, healthy } from "./observed";

const ses = { kind: "ses", from: "Shop <no-reply@shop.example>" };
const production = { production: true, "database.multiAz": true, slack: {} };
const well: Mail = {
  domain: "shop.example",
  verified: true,
  mailFrom: "SUCCESS",
  sandbox: false,
  standing: "HEALTHY",
};
const problems = (mail: Partial<Mail>, changes: Readonly<Record<string, unknown>> = {}) =>
  findingLines(
    mailProblems(environment({ mail: ses, ...changes }), { ...healthy, mail: { ...well, ...mail } }),
  ).join("\n");

describe("the diagnosis of the mail", () => {
  it("finds nothing where SES sends it, or does not send", () => {
    expect(problems({})).toBe("No problems found.");
    expect(problems({ mailFrom: "PENDING" })).toBe("No problems found.");
    expect(mailProblems(environment(), healthy)).toEqual([]);
  });

  it("names the sandbox in production only", () => {
    expect(problems({ sandbox: true })).toBe("No problems found.");
    expect(problems({ sandbox: true }, production)).toMatchInlineSnapshot(`
      "1 problem:

      mail: this account is in the sandbox of SES, which sends to verified addresses only
        Why: Every account is, in each region, until AWS grants production access.
        Fix: Request it, which takes about a day: aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://api.shop.example --region eu-west-1"
    `);
  });

  it("names a domain that SES has not verified, and who creates its records", () => {
    expect(problems({ verified: false })).toMatchInlineSnapshot(`
      "1 problem:

      mail: SES has not verified shop.example, and refuses mail from it
        Why: It has not found the DKIM records. After the deployment of the base stack this takes minutes, and up to 72 hours.
        Fix: If it takes longer, check that the name servers of the domain are those of the hosted zone: npm run ops -- doctor test. Details: aws sesv2 get-email-identity --email-identity shop.example --region eu-west-1"
    `);
    expect(problems({ verified: false }, { mail: { ...ses, identity: "existing" } })).toMatchInlineSnapshot(`
      "1 problem:

      mail: SES has not verified shop.example, and refuses mail from it
        Why: The identity is not in this account and region, or its DKIM records are missing. mail.identity is "existing", so this project does not create them.
        Fix: Deploy the environment that creates it, or add the records by hand. Details: aws sesv2 get-email-identity --email-identity shop.example --region eu-west-1"
    `);
  });

  it("names a MAIL FROM domain without its records", () => {
    expect(problems({ mailFrom: "FAILED" })).toMatchInlineSnapshot(`
      "1 problem:

      mail: the MAIL FROM domain bounce.shop.example is not verified
        Why: SES has not found its MX record for 72 hours. Mail is sent, with a domain of Amazon's for its bounces, so SPF is not aligned.
        Fix: Check the record, and deploy the base stack again. Details: aws sesv2 get-email-identity --email-identity shop.example --region eu-west-1"
    `);
  });

  it("names an account that SES reviews or has paused", () => {
    expect(problems({ standing: "PROBATION" })).toContain("SES reviews this account in this region");
    expect(problems({ standing: "SHUTDOWN" })).toContain("SES has paused this account in this region");
  });

  it("is one line of the status", () => {
    const line = (mail: Mail) =>
      shown(statusLines(environment(), reportOn(environment(), { ...healthy, mail }, [])), false)
        .split("\n")
        .find((text) => text.startsWith("mail"));
    expect(line(well)).toBe("mail       shop.example is verified by SES");
    expect(line({ ...well, verified: false, sandbox: true })).toBe(
      "mail       shop.example is not verified by SES, the account is in the sandbox",
    );
  });
});

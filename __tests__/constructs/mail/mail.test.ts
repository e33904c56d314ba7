import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, statement, synthesize } from "../../helpers/stacks";

const FROM = "Shop <no-reply@example.com>";
const ses = (more: Partial<Extract<NonNullable<EnvironmentInput["mail"]>, { kind: "ses" }>> = {}) =>
  synthesize({ mail: { kind: "ses", from: FROM, ...more } });
const smtp = { kind: "smtp", host: "smtp.example.com", port: 587, username: "shop" } as const;
const secrets = { APP_KEY: { source: "generated" }, MAIL_PASSWORD: { source: "operator" } } as const;

const records = ({ base }: ReturnType<typeof synthesize>) =>
  all(base, "aws_route53_record")
    .filter(({ name }) => !String(name).includes("domain_validation"))
    .map(({ type, name, records: values }) => [type, String(name).replace(/\$\{.*\}/, "<key>"), values]);

describe("mail by Amazon SES", () => {
  const stacks = ses();

  it("is from a domain that its records verify", () => {
    expect(records(stacks).filter(([type]) => type !== "A" && type !== "CNAME")).toEqual([
      ["TXT", "_dmarc.example.com", ["v=DMARC1; p=none;"]],
      ["MX", "bounce.example.com", ["10 feedback-smtp.ap-northeast-1.amazonses.com"]],
      ["TXT", "bounce.example.com", ["v=spf1 include:amazonses.com ~all"]],
    ]);
    const keys = records(stacks).filter(([type]) => type === "CNAME");
    expect(keys).toHaveLength(3);
    for (const [, name, values] of keys) {
      expect(name).toBe("<key>._domainkey.example.com");
      expect(String(values)).toMatch(/^\$\{element\(.*\.tokens, [012]\)\}\.dkim\.amazonses\.com$/);
    }
  });

  it("has its keys in the domain of the region, where it has one", () => {
    const osaka = synthesize({
      region: "ap-northeast-3",
      availabilityZones: ["a", "b", "c"].map((zone) => `ap-northeast-3${zone}`),
      mail: { kind: "ses", from: FROM },
    });
    expect(JSON.stringify(records(osaka))).toContain(".dkim.ap-northeast-3.amazonses.com");
  });

  it("has the DMARC policy of the environment, or the record of the zone", () => {
    expect(JSON.stringify(records(ses({ dmarc: "reject" })))).toContain("v=DMARC1; p=reject;");
    expect(JSON.stringify(records(ses({ dmarc: "existing" })))).not.toContain("DMARC");
  });

  it("is sent by the tasks from this address only", () => {
    expect(statement(stacks.service, "SendMail")).toMatchObject({
      resources: [
        "arn:aws:ses:ap-northeast-1:123456789012:identity/example.com",
        "arn:aws:ses:ap-northeast-1:123456789012:configuration-set/api-production",
      ],
      condition: [{ test: "StringEquals", variable: "ses:FromAddress", values: ["no-reply@example.com"] }],
    });
    const text = JSON.stringify(stacks.service);
    for (const setting of [
      "MAIL_MAILER=ses",
      "MAIL_FROM_ADDRESS=no-reply@example.com",
      "MAIL_FROM_NAME=Shop",
    ])
      expect(text).toContain(setting);
  });

  it("creates nothing for an identity that exists, and has the right to use it", () => {
    const existing = ses({ identity: "existing", configurationSet: "company" });
    expect(all(existing.base, "aws_sesv2_email_identity")).toEqual([]);
    expect(all(existing.base, "aws_sesv2_configuration_set")).toEqual([]);
    expect(statement(existing.service, "SendMail").resources).toContain(
      "arn:aws:ses:ap-northeast-1:123456789012:configuration-set/company",
    );
    const plain = ses({ identity: "existing" });
    expect(statement(plain.service, "SendMail").resources).toHaveLength(1);
  });

  it("is watched for bounces and complaints", () => {
    const names = all(stacks.base, "aws_cloudwatch_metric_alarm").map(({ alarm_name: name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["api-production/mail-bounces", "api-production/mail-complaints"]),
    );
    expect(only(stacks.base, "aws_sesv2_configuration_set")).toMatchObject({
      delivery_options: { tls_policy: "REQUIRE" },
      suppression_options: { suppressed_reasons: ["BOUNCE", "COMPLAINT"] },
    });
  });
});

describe("mail by a server", () => {
  const { base, service } = synthesize({ mail: smtp, secrets });

  it("opens exactly its port", () => {
    const ports = ({ base: stack }: ReturnType<typeof synthesize>) =>
      all(stack, "aws_vpc_security_group_egress_rule")
        .filter(({ cidr_ipv4: everywhere }) => everywhere !== undefined)
        .map(({ from_port: from, to_port: to }) => [from, to]);
    expect(ports({ base, service })).toEqual([...ports(synthesize()), [587, 587]]);
  });

  it("sets what Laravel reads, of every version", () => {
    const text = JSON.stringify(service);
    for (const setting of [
      "MAILER=smtp",
      "HOST=smtp.example.com",
      "PORT=587",
      "SCHEME=smtp",
      "ENCRYPTION=tls",
    ])
      expect(text).toContain(`"MAIL_${setting}"`);
    expect(text).toContain('"MAIL_USERNAME=shop"');
    expect(text).not.toContain("MAIL_PASSWORD=");
    expect(JSON.stringify(synthesize({ mail: { ...smtp, port: 465 }, secrets }).service)).toContain(
      '"MAIL_SCHEME=smtps"',
    );
  });

  it("gives the tasks no right", () => {
    expect(JSON.stringify(service)).not.toContain("SendMail");
  });
});

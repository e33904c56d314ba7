import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import type { SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  PutEmailIdentityMailFromAttributesCommand,
  SESv2Client,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mailPermissions } from "../../../constructs/mail/mail-permissions";
import { namesOf } from "../../../facts/names";
import { ACCOUNT, REGION, TestAccount } from "../test-account";

const DOMAIN = "example.com";
const MAIL_FROM = `bounce.${DOMAIN}`;
const FROM = `Shop <no-reply@${DOMAIN}>`;

let account: TestAccount;
/** With the credentials of an operator, and of the task. */
let operator: SESv2Client;
let task: SESv2Client;
let zone: string;

beforeAll(async () => {
  account = await TestAccount.open();
  operator = new SESv2Client(account.clients);
  task = new SESv2Client({ ...account.clients, credentials: await credentialsOfTheTask() });
  const { HostedZone } = await new Route53Client(account.clients).send(
    new CreateHostedZoneCommand({ Name: DOMAIN, CallerReference: "1" }),
  );
  zone = HostedZone?.Id ?? "";
  await operator.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "api-production" }));
}, 90_000);
afterAll(() => account.close());

async function credentialsOfTheTask() {
  const names = namesOf({ name: "api-production", accountId: ACCOUNT, region: REGION });
  const statements = mailPermissions({ kind: "ses", from: FROM, identity: "create", dmarc: "none" }, names);
  const policy = statements.map(({ actions, resources }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    Condition: { StringEquals: { "ses:FromAddress": `no-reply@${DOMAIN}` } },
  }));
  const assume = new AssumeRoleCommand({
    RoleArn: await account.role("task", ...policy),
    RoleSessionName: "laravel",
  });
  const { Credentials: { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = {} } =
    await new STSClient(account.clients).send(assume);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

const record = (Name: string, Type: "CNAME" | "MX" | "TXT", Value: string) =>
  new Route53Client(account.clients).send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone,
      ChangeBatch: {
        Changes: [
          { Action: "UPSERT", ResourceRecordSet: { Name, Type, TTL: 300, ResourceRecords: [{ Value }] } },
        ],
      },
    }),
  );

const identity = () => operator.send(new GetEmailIdentityCommand({ EmailIdentity: DOMAIN }));

function send(from = FROM, more: Partial<SendEmailCommandInput> = {}) {
  const text = [`From: ${from}`, "To: a@customer.example", "Subject: Hello", "", "Welcome"].join("\r\n");
  return task.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: ["a@customer.example"] },
      Content: { Raw: { Data: Buffer.from(text) } },
      ...more,
    }),
  );
}

const sent = async () => (await (await fetch(`${account.endpoint}/embedded-aws/mail`)).json()) as object[];

describe("mail in the embedded AWS", () => {
  it("is refused until the records of its domain are in the hosted zone", async () => {
    const { DkimAttributes } = await operator.send(
      new CreateEmailIdentityCommand({ EmailIdentity: DOMAIN, ConfigurationSetName: "api-production" }),
    );
    expect(await identity()).toMatchObject({
      VerifiedForSendingStatus: false,
      VerificationStatus: "PENDING",
    });
    await expect(send()).rejects.toThrow("Email address is not verified");
    expect(await sent()).toEqual([]);

    const [first = "", ...others] = DkimAttributes?.Tokens ?? [];
    expect(others).toHaveLength(2);
    const prove = (token: string) =>
      record(`${token}._domainkey.${DOMAIN}`, "CNAME", `${token}.dkim.amazonses.com`);
    for (const token of others) await prove(token);
    expect(await identity()).toMatchObject({ VerifiedForSendingStatus: false });
    await prove(first);
    expect(await identity()).toMatchObject({
      VerifiedForSendingStatus: true,
      ConfigurationSetName: "api-production",
      DkimAttributes: { Status: "SUCCESS" },
    });
  });

  it("takes a MAIL FROM domain by its two records", async () => {
    const status = async () => (await identity()).MailFromAttributes?.MailFromDomainStatus;
    await operator.send(
      new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity: DOMAIN, MailFromDomain: MAIL_FROM }),
    );
    await record(MAIL_FROM, "MX", `10 feedback-smtp.${REGION}.amazonses.com`);
    expect(await status()).toBe("PENDING");
    await record(MAIL_FROM, "TXT", '"v=spf1 include:amazonses.com ~all"');
    expect(await status()).toBe("SUCCESS");
  });

  it("is kept with its sender, recipients and text", async () => {
    await send();

    expect(await sent()).toEqual([
      {
        from: FROM,
        to: ["a@customer.example"],
        subject: "Hello",
        configurationSet: "api-production",
        text: expect.stringContaining("Welcome") as string,
      },
    ]);
  });

  it("is refused from another sender, by another configuration set, and from a domain without an identity", async () => {
    await expect(send(`billing@${DOMAIN}`)).rejects.toThrow(
      `not authorized to perform: ses:SendRawEmail on resource: arn:aws:ses:${REGION}:${ACCOUNT}:identity/${DOMAIN}`,
    );
    await expect(send(FROM, { ConfigurationSetName: "other" })).rejects.toThrow("configuration-set/other");
    await expect(send("no-reply@other.example")).rejects.toThrow("identity/no-reply@other.example");
    expect(await sent()).toHaveLength(1);
  });

  it("is refused twice for one domain, and the account is out of the sandbox", async () => {
    await expect(
      operator.send(new CreateEmailIdentityCommand({ EmailIdentity: DOMAIN })),
    ).rejects.toMatchObject({ name: "AlreadyExistsException" });
    expect(await operator.send(new GetAccountCommand({}))).toMatchObject({ ProductionAccessEnabled: true });
  });
});
